import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.alert import Finding, Signal
from narratives.probe import Probe, ProbeState
from narratives.report_back import Outcome, Wording
from store.alerts import add_alert
from store.collections import add_collection
from store.probes import add_probe
from store.release_quotations import MOST_REFUSALS, add_refusal, count_refusals
from store.report_backs import list_report_back_events, list_report_backs, publish, report_backs_of, take_back
from tests.builders import make_collection
from tests.people import Person, stores_of
from tests.store.test_report_backs import REPORT
from tests.web.report_back.conftest import TOLD

NEW = "/report-back/new?collection=plot"
SAID = {
    "you-said-en": "Nobody answers when you ring us.",
    "we-tried-en": "Two more people answer from eight to ten.",
    "it-did-en": "Fewer of you told us about it.",
    "outcome": "did",
    "whom": "whole",
}
TODAY = datetime.now(UTC).date()


def db_of(app):
    return stores_of(app).stories


def raise_alert(app, **changes):
    facts = {"scope": "group", "group": "east", "raised_on": TODAY, "signal": Signal.TEMPERATURE, **changes}
    facts = {"signifier": "mood", "direction": "anchor:cross", **facts}
    finding = Finding(
        since=TODAY - timedelta(days=9),
        n=31, effect=0.9, effect_low=0.5, effect_high=1.3, evidence=12, **facts,
    )  # fmt: skip
    alert = add_alert(db_of(app), "plot", finding, sentence="East is crosser.", exemplars=(), at=datetime.now(UTC))
    db_of(app).execute("update alerts set state = 'closed' where id = :id", id=alert)
    return alert


def end_probe(app, alert=None):
    text = dict.fromkeys(("because", "success", "failure", "amplify", "dampen"), "x")
    probe = Probe(
        id="p1", collection="plot", alert=alert, title="Tea", tries="We put tea at the gate.", owner="ada",
        groups=("east",), beside=(), aims=(), starts_on=TODAY, ends_on=TODAY, made_by="ada", made_at="x", **text,
    )  # fmt: skip
    add_probe(db_of(app), probe, at=datetime.now(UTC))
    db_of(app).execute("update probes set state = :state", state=ProbeState.ENDED.value)


def test_an_answer_is_shown_as_tellers_will_see_it_before_it_is_published(app, ada):
    preview = ada.post(NEW, SAID).text
    assert "Is this right?" in preview
    assert "It did what we hoped" in preview and "About all stories" in preview
    assert list_report_backs(db_of(app), "plot") == []
    back = ada.post(NEW, {**SAID, "step": "edit"}).text
    assert "Two more people answer from eight to ten.</textarea>" in back
    assert 'value="did" checked' in back


def test_an_answer_is_published_by_the_second_button_and_the_list_says_so(app, ada):
    answer = ada.post(NEW, {**SAID, "step": "publish"})
    assert answer.status_code == 303
    (report,) = list_report_backs(db_of(app), "plot")
    assert report.words == {"en": Wording(*list(SAID.values())[:3])}
    assert (report.outcome, report.groups, report.made_by, report.published_on) == (Outcome.DID, (), "ada", TODAY)
    page = ada.get(answer.location).text
    assert "Published. Tellers see it from now on." in page
    assert "Fewer of you told us about it." in page
    assert "Ada published it on" in page


def test_an_answer_to_groups_names_them(app, ada):
    ada.post(NEW, {**SAID, "step": "publish", "whom": "some", "groups": ["east", "nowhere"]})
    assert [one.groups for one in list_report_backs(db_of(app), "plot")] == [("east",)]


WRONG = (
    ({"you-said-en": " "}, "you-said-en", "Write what people told you, in one or two short sentences"),
    ({"we-tried-en": ""}, "we-tried-en", "Write what you tried; where you could not try anything, write why"),
    ({"it-did-en": ""}, "it-did-en", "Write what came of it; where nothing did, write that"),
    ({"it-did-en": "x" * 301}, "it-did-en", "Shorten this to 300 characters or fewer; it has 301"),
    ({"outcome": "grand"}, "outcome", "Choose which of these it is"),
    ({"whom": ""}, "whom", "Choose whose stories this answers"),
    ({"whom": "some"}, "groups", "Tick at least one group, or choose everybody"),
    (
        {"whom": "some", "groups": ["east", "west"]},
        "groups",
        "Fewer than 10 stories of “west” are shown. Answer a larger group, or everybody",
    ),
)


def test_what_is_wrong_is_said_above_and_at_its_field_and_everything_typed_is_kept(app, ada):
    for changes, field, message in WRONG:
        page = ada.post(NEW, {**SAID, **changes, "step": "publish"})
        assert page.status_code == 422, changes
        assert f'<a href="#{field}">{message}</a>' in page.text
        assert f'id="{field}-error"' in page.text
        assert "Two more people" in page.text or field == "we-tried-en"
    assert list_report_backs(db_of(app), "plot") == []


def test_a_collection_that_hardly_anybody_told_is_not_answered(app, ada):
    add_collection(db_of(app), make_collection(id="new", groups=()))
    page = ada.post("/report-back/new?collection=new", {**SAID, "step": "publish"})
    assert page.status_code == 422
    assert "Fewer than 10 stories are shown. Answer them when there are more" in page.text


def test_words_of_a_story_that_may_not_be_published_are_refused_and_named(app, ada):
    quoting = {**SAID, "we-tried-en": f"You told: {TOLD} So we hired Jo.", "step": "publish"}
    page = ada.post(NEW, quoting)
    assert page.status_code == 422
    assert (
        '<a href="#we-tried-en">These words stand in a story whose teller did not allow that: '
        "“I rang at eight and nobody picked up the telephone”. Say it in your own words</a>"
    ) in page.text
    assert list_report_backs(db_of(app), "plot") == []
    db_of(app).execute("update narratives set consent = 'publish quote read'")
    assert ada.post(NEW, quoting).status_code == 303


def test_guessing_at_stories_ends_at_a_limit_for_the_day(app, ada):
    for _ in range(MOST_REFUSALS):
        add_refusal(db_of(app), "ada", TODAY)
    page = ada.post(NEW, SAID)
    assert page.status_code == 422
    assert "and more cannot be looked up" in page.text


def test_an_alert_begins_the_form_and_its_answer_names_it(app, ada):
    alert = raise_alert(app)
    address = f"/report-back/new?alert={alert}"
    page = ada.get(address).text
    assert "East is crosser.</textarea>" in page
    assert 'value="east" checked' in page
    ada.post(address, {**SAID, "step": "publish"})
    assert [one.alert for one in report_backs_of(db_of(app), alert=alert)] == [alert]
    assert "East is crosser." in ada.get(f"/changed/{alert}").text


def test_a_probe_begins_the_form_with_what_it_tried_and_the_alert_that_it_answers(app, ada):
    end_probe(app, raise_alert(app))
    page = ada.get("/report-back/new?probe=p1").text
    assert "East is crosser.</textarea>" in page
    assert "We put tea at the gate.</textarea>" in page


def test_an_alert_for_which_one_thing_was_tried_begins_an_answer_to_both(app, ada):
    alert = raise_alert(app)
    end_probe(app, alert)
    address = f"/report-back/new?alert={alert}"
    assert "We put tea at the gate.</textarea>" in ada.get(address).text
    ada.post(address, {**SAID, "step": "publish"})
    assert [one.probe for one in report_backs_of(db_of(app), alert=alert)] == ["p1"]


def test_an_answer_in_the_list_leads_to_its_alert_and_its_probe(app, ada):
    alert = raise_alert(app)
    end_probe(app, alert)
    ada.post("/report-back/new?probe=p1", {**SAID, "step": "publish"})
    page = ada.get("/report-back/collections/plot").text
    assert f'href="/changed/{alert}">The alert that it answers' in page
    assert 'href="/probes/p1">The probe that it tells of' in page
    assert "Tellers were told on" in ada.get("/probes/p1").text


def test_an_alert_about_everybody_begins_an_answer_to_everybody(app, ada):
    page = ada.get(f"/report-back/new?alert={raise_alert(app, scope='collection', group='')}").text
    assert 'value="whole" checked' in page


@pytest.mark.parametrize(
    "asked", ["alert=nowhere", "probe=nowhere", "collection=nowhere", "collection=new&alert={alert}"]
)
def test_an_address_that_names_nothing_or_two_collections_is_not_found(app, ada, asked):
    add_collection(db_of(app), make_collection(id="new"))
    assert ada.get(f"/report-back/new?{asked.format(alert=raise_alert(app))}").status_code == 404


def test_the_list_shows_what_nobody_answered_with_a_way_to_each(app, ada):
    alert = raise_alert(app)
    end_probe(app)
    page = ada.get("/report-back/collections/plot").text
    assert "0 of 1 alert and 0 of 1 probe were answered." in page
    assert f"/report-back/new?collection=plot&amp;alert={alert}" in page
    assert "/report-back/new?collection=plot&amp;probe=p1" in page
    ada.post(f"/report-back/new?alert={alert}", {**SAID, "step": "publish"})
    ada.post("/report-back/new?probe=p1", {**SAID, "step": "publish"})
    page = ada.get("/report-back/collections/plot").text
    assert "1 of 1 alert and 1 of 1 probe were answered." in page
    assert "Everything was answered." in page


def test_a_change_keeps_the_old_words_where_staff_see_them(app, ada):
    publish(db_of(app), REPORT, at=datetime.now(UTC))
    page = ada.get("/report-back/r1/change").text
    assert "We opened it at six.</textarea>" in page
    assert 'value="east" checked' in page
    answer = ada.post("/report-back/r1/change", {**SAID, "step": "publish"})
    assert answer.status_code == 303
    page = ada.get(answer.location).text
    assert "Changed. Tellers see the new words from now on." in page
    assert "Ada changed it on" in page and "We opened it at six." in page
    (report,) = list_report_backs(db_of(app), "plot")
    assert (report.published_on, report.made_by) == (REPORT.published_on, "ada")
    again = ada.post("/report-back/r1/change", {**SAID, "step": "publish"})
    assert "Nothing was different" in ada.get(again.location).text


def test_an_answer_is_taken_back_and_put_back(app, ada):
    publish(db_of(app), REPORT, at=datetime.now(UTC))
    page = ada.get(ada.post("/report-back/r1/take-back", {}).location).text
    assert "Taken back. Tellers no longer see it." in page and "Undo" in page
    assert list_report_backs(db_of(app), "plot") == []
    assert "already" in ada.get(ada.post("/report-back/r1/take-back", {}).location).text
    page = ada.get(ada.post("/report-back/r1/put-back", {}).location).text
    assert "Put back. Tellers see it again." in page
    assert [one.kind for one in list_report_back_events(db_of(app), "r1")] == ["published", "taken-back", "put-back"]
    assert ada.post("/report-back/nowhere/take-back", {}).status_code == 404


def test_an_answer_that_is_sent_twice_is_published_once(app, ada):
    key = re.search(r'name="key" value="([0-9a-f]{32})"', ada.post(NEW, SAID).text)[1]
    for _ in range(2):
        assert ada.post(NEW, {**SAID, "key": key, "step": "publish"}).status_code == 303
    assert [one.id for one in list_report_backs(db_of(app), "plot")] == [key]
    assert [event.kind for event in list_report_back_events(db_of(app), key)] == ["published"]


def test_the_alert_of_a_theme_begins_an_answer_without_the_words_of_stories(app, ada):
    alert = raise_alert(app, signal=Signal.THEME, signifier="theme", direction="new-topic")
    db_of(app).execute("update alerts set sentence = 'Many tell about patel, ward and night.'")
    assert "patel" not in ada.get(f"/report-back/new?alert={alert}").text


def test_an_answer_stops_quoting_when_its_story_is_held_back_and_is_not_put_back_as_it_is(app, ada):
    db = db_of(app)
    db.execute("update narratives set consent = 'publish quote read'")
    quoting = replace(REPORT, words={"en": Wording(TOLD, "We hired Jo.", "It helped.")})
    publish(db, quoting, at=datetime.now(UTC))
    story = db.one("select id from narratives where text = :text", text=TOLD)["id"]
    Person(app, "mina").post(f"/moderate/plot/{story}/withhold", {"reason": "names"})
    page = ada.get("/report-back/collections/plot").text
    assert "It was taken back by itself on" in page and "words that may no longer be published" in page
    page = ada.get(ada.post("/report-back/r1/put-back", {}).location).text
    assert "so it stays taken back. Change it first." in page
    assert list_report_backs(db, "plot") == []
    assert count_refusals(db, "ada", TODAY) == 1


def test_putting_back_tells_nothing_more_once_the_limit_of_the_day_is_reached(app, ada):
    publish(db_of(app), REPORT, at=datetime.now(UTC))
    take_back(db_of(app), "r1", actor="ada", at=datetime.now(UTC))
    for _ in range(MOST_REFUSALS):
        add_refusal(db_of(app), "ada", TODAY)
    page = ada.get(ada.post("/report-back/r1/put-back", {}).location).text
    assert "so it stays taken back. Come back tomorrow." in page
    assert list_report_backs(db_of(app), "plot") == []


def test_members_read_the_list_and_change_nothing(app):
    publish(db_of(app), replace(REPORT, published_on=date(2026, 3, 2)), at=datetime.now(UTC))
    raise_alert(app)
    mo = Person(app, "mo")
    page = mo.get("/report-back/collections/plot").text
    assert "We opened it at six." in page
    for words in ("Take it back", "Change it", "Tell the tellers something", ">Answer<"):
        assert words not in page
    assert mo.post("/report-back/r1/take-back", {}).status_code == 403


def test_with_several_collections_one_is_chosen_first(app, ada):
    assert ada.get("/report-back").location == "/report-back/collections/plot"
    add_collection(db_of(app), make_collection(id="new", title="Another plot"))
    assert "Another plot" in ada.get("/report-back").text
    assert ada.get("/report-back/new").location == "/report-back"


def test_what_is_typed_is_shown_as_text(app, ada):
    script = "<script>window.ran = 1</script>"
    typed = {**SAID, **dict.fromkeys(("you-said-en", "we-tried-en", "it-did-en"), script)}
    for step in ("edit", "preview", "publish"):
        ada.post(NEW, {**typed, "step": step})
    for path in ("/report-back/collections/plot", "/share/plot/heard"):
        assert "<script>window.ran" not in ada.get(path).text
        assert "&lt;script&gt;window.ran" in ada.get(path).text
