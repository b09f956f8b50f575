"""Hostile values for alerts, silences, probes, answers and urgent stories that exist: a page each time, no script."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from narratives.report_back import Outcome, ReportBack, Wording
from narratives.silence import Silence
from store.alerts import add_alert
from store.probes import add_probe
from store.report_backs import publish
from store.silences import add_silence
from tests.attacks.forms import FORMS
from tests.attacks.hostile import SCRIPTS, VALUES
from tests.builders import make_narrative, open_plot
from tests.people import Person, make_app, stores_of
from tests.probes import make_probe
from tests.web.explore.telling import make_finding

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
PLACES = ("/changed/", "/probes/", "/report-back/", "/urgent/", "/moderate/plot/")
ACTING = sorted(path for path in FORMS if path.startswith(PLACES) and ("nowhere" in path or path.endswith("/new")))


@pytest.fixture(scope="module")
def ids(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, dict[str, str]]:
    app = make_app(Path(tmp_path_factory.mktemp("acting")))
    db = stores_of(app).stories
    plot = open_plot(db)
    story = make_narrative(danger=True, told_on=date.today())
    stores_of(app).intake.submit(*plot, story, "ab" * 16)
    alert = add_alert(db, "plot", make_finding(), sentence="It moved.", exemplars=(), at=AT)
    assert alert is not None
    add_silence(db, Silence("quiet", "plot", None, None, "Repairs", date.today() + timedelta(days=9), "ada", ""), AT)
    starts_on = date.today() + timedelta(days=1)
    add_probe(db, make_probe(starts_on=starts_on, ends_on=starts_on + timedelta(days=80)), at=AT)
    words = {"en": Wording("You said.", "We tried.", "It did.")}
    publish(db, ReportBack("told", "plot", alert, None, (), Outcome.DID, words, "ada", date.today()), at=AT)
    known = {"/changed/silences/": "quiet", "/changed/": alert, "/probes/": "coffee", "/report-back/": "told"}
    return app, known | {"/urgent/": story.id, "/moderate/plot/": story.id}


@pytest.mark.parametrize("path", ACTING)
def test_a_hostile_value_for_what_exists_gets_a_page(ids, path):
    app, known = ids
    username, good = FORMS[path]
    real = path.replace("nowhere", next(one for place, one in known.items() if path.startswith(place)))
    person = Person(app, username)
    names = sorted(good) or ["x"]
    for place, value in enumerate(VALUES[:: 1 if len(good) > 1 else 3]):
        answer = person.post(real, {**good, names[place % len(names)]: value})
        assert answer.status_code < 500, f"{names[place % len(names)]}={value[:60]!r}"
        assert not any(script in answer.text for script in SCRIPTS if "<" in script)
        assert "\n" not in answer.headers.get("Location", "")
        assert answer.headers.get("Location", "/").startswith("/")


def test_every_page_opens_after_all_of_that(ids):
    app, known = ids
    pages = ["/changed", "/changed/silences", "/probes", "/report-back/collections/plot", "/urgent"]
    pages += [f"/changed/{known['/changed/']}", "/probes/coffee", "/share/plot/heard"]
    assert {page: Person(app, "ada").get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert Person(app, "mina").get("/urgent").status_code == 200
