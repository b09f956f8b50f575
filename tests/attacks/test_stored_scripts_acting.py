"""What staff write about alerts, probes, silences and answers runs in no browser: neither theirs nor a teller's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from narratives.probe import Advice
from narratives.report_back import Outcome, ReportBack, Wording
from narratives.silence import Silence
from store import alert_actions, probe_actions, urgency
from store.alerts import add_alert
from store.probe_readings import keep_reading
from store.probes import add_probe
from store.report_backs import change, publish
from store.silences import add_silence
from tests.attacks.hostile import SCRIPTS
from tests.builders import make_narrative, open_plot
from tests.people import Person, make_app, served, stores_of
from tests.probes import make_probe, make_reading
from tests.web.explore.telling import make_finding

pytestmark = pytest.mark.browser
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date.today()
STAFF_PAGES = ("/changed", "/changed/silences", "/probes", "/report-back/collections/plot", "/urgent")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Every script in every field that somebody may write, and in what the monitor says of an alert."""
    app = make_app(tmp_path_factory.mktemp("acting"))
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    db.execute("update collections set title = :title", title=f"The plot {SCRIPTS[1]}")
    for number, script in enumerate(SCRIPTS):
        finding = make_finding(group=script, since=date(2026, 2, 10 + number))
        alert = add_alert(db, "plot", finding, sentence=f"It moved: {script}", exemplars=(), at=AT)
        assert alert is not None
        alert_actions.add_note(db, alert, text=script, actor=script, at=AT)
        alert_actions.close(db, alert, because=script, actor="ada", at=AT)
        silence = Silence(f"s{number}", "plot", script, None, script, TODAY + timedelta(days=9), "ada", "")
        add_silence(db, silence, AT)
        words = dict.fromkeys(("title", "tries", "because", "success", "failure", "amplify", "dampen"), script)
        probe = make_probe(id=f"p{number}", owner=script, groups=(script,), alert=alert, **words)
        add_probe(db, probe, at=AT)
        probe_actions.add_note(db, probe.id, text=script, actor=script, at=AT)
        probe_actions.start_probe(db, probe.id, on=date(2026, 3, 2), before_from=None, actor="ada", at=AT)
        keep_reading(db, probe.id, make_reading())
        if number % 2:
            rest = {"suggested": "stop", "on": TODAY, "actor": "ada", "at": AT}
            probe_actions.decide(db, probe.id, Advice.STOP, because=script, **rest)
        said = {code: Wording(script, script, script) for code in ("en", "cy", "ar")}
        told = ReportBack(f"r{number}", "plot", alert, probe.id, (script,), Outcome.DID, said, script, TODAY)
        publish(db, told, at=AT)
        change(db, ReportBack(f"r{number}", "plot", alert, probe.id, (), Outcome.DID, said, "ada", TODAY),
               actor=script, at=AT)  # fmt: skip
        story = make_narrative(text=script, title=script, danger=True, told_on=TODAY)
        stores_of(app).intake.submit(plot, framework, story, f"{number:032x}")
        urgency.mark(db, story.id, actor="mina", reason=script, at=AT)
        if number % 2:
            urgency.finish(db, story.id, actor=script, how=script, at=AT)
    return app


@pytest.mark.slow
@pytest.mark.parametrize("username", ["ada", "mina", ""])
def test_no_words_of_staff_run(browser: Browser, app, username):
    db = stores_of(app).stories
    alerts = [f"/changed/{row['id']}" for row in db.rows("select id from alerts order by since limit 2")]
    paths = {
        "ada": (
            *STAFF_PAGES,
            *alerts,
            "/probes/p0",
            "/probes/p1",
            "/report-back/new?probe=p1",
            "/report-back/r1/change",
        ),
        "mina": ("/urgent", f"/urgent?done=seen&story={SCRIPTS[2]}"),
        "": ("/share/plot/heard", "/share/plot/heard?lang=ar", "/kiosk/plot/heard", "/"),
    }[username]
    reports: list[str] = []
    shown = ""
    with served(app) as address:
        page = browser.new_context().new_page()
        if username:
            page.context.add_cookies([Person(app, username).cookie(address)])
        page.on("console", lambda message: reports.append(message.text))
        page.on("dialog", lambda dialog: reports.append(dialog.message))
        for path in paths:
            answer = page.goto(address + path)
            assert answer is not None and answer.status == 200, path
            assert page.evaluate("window.ran") is None, path
            shown += page.inner_text("body") + page.inner_text("title")
        page.context.close()
    assert reports == []
    assert not [script for script in SCRIPTS if script not in shown], "words are shown as they were written"
