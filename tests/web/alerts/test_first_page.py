"""The manager's first page: every alert under what became of it, in few words and few queries."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.alert import Folding, Signal
from narratives.course import Course
from narratives.silence import Silence
from store import alert_actions
from store.alerts import Fold, add_alert
from store.collections import add_collection
from store.promise_proposals import add_proposal
from store.silences import add_silence
from store.worker import set_notice
from tests.builders import make_collection
from tests.people import Person
from tests.web.alerts.pages import changed, part
from tests.web.explore.telling import make_finding, make_reading

NOW = datetime.now(UTC)
TODAY = NOW.date()
EAST = "Stories in east have moved towards “sad” (“It left me…”) since about 10 February 2026."


def silence(world, **changes) -> str:
    facts = {"id": "s1", "collection": "plot", "group": "east", "signal": None, "reason": "The gate is shut"}
    facts |= {"until": TODAY + timedelta(days=3), "made_by": "ada", "made_at": NOW.isoformat()}
    add_silence(world.db, Silence(**(facts | changes)), NOW)
    return "s1"


def test_a_new_alert_says_what_since_when_how_much_and_how_sure(world, ada, raise_alert):
    alert = raise_alert()
    new = part(changed(ada), "Alerts")
    assert EAST in new and ">Trouble<" in new
    assert "A large shift: 0.7 standard deviations (0.4 to 1.0)" in new
    assert "A change this strong comes up by chance about once in 12 years" in new
    assert "<dt>Noticed</dt><dd>20 February 2026</dd>" in new
    assert f'href="/changed/{alert}"' in new and f'action="/changed/{alert}/acknowledge"' in new
    assert f"/probes/new?collection=plot&amp;alert={alert}" in new and "Try something" in new


def test_a_shift_worth_amplifying_stands_apart_with_its_own_action(world, ada, raise_alert):
    raise_alert(direction="anchor:glad")
    page = changed(ada)
    assert part(page, "Alerts") == ""
    worth = part(page, "Shifts worth amplifying")
    assert ">Opportunity<" in worth and "mm-alert--opportunity" in worth and "Try more of it" in worth
    assert "1 opportunity: east" in page


def test_a_group_shows_its_temperature_where_that_moved_and_only_there(world, ada, raise_alert):
    world.read_temperature(*(make_reading(week, 50.0 + week) for week in range(6)))
    raise_alert()
    assert "Temperature in east: now 55 (51 to 59); usually 40 to 60." in changed(ada)


def test_a_count_of_how_stories_arrive_shows_no_temperature(world, ada, raise_alert):
    world.read_temperature(*(make_reading(week, 50.0 + week) for week in range(6)))
    raise_alert(signal=Signal.COLLECTION, signifier="copies", direction="copies", n=12, evidence=0.0)
    page = changed(ada)
    assert "This is a count, not a test" in page and ">How stories arrive<" in page
    assert "Temperature in east" not in page and "mm-tone" not in page


def test_alerts_about_one_group_stand_together_the_temperature_first(world, ada, raise_alert):
    raise_alert(signal=Signal.COLLECTION, signifier="volume", direction="more", evidence=90.0, effect=2.1)
    raise_alert(signal=Signal.THEME, signifier="wish", direction="option:w1")
    raise_alert(evidence=12.0)
    page = changed(ada)
    assert page.count('<div class="mm-alert ') == 1
    assert "Also in east" in page and "Acknowledge all 3" in page
    sentences = re.findall(r'mm-alert-row__sentence"><a[^>]*>([^<]*)', page)
    assert page.index(EAST) < page.index(sentences[0])
    assert [one.partition(" since")[0] for one in sentences] == [
        "More stories in east have been about “wish 1” (“I wish for…”)",
        "The way stories arrive changed in east: more stories than usual have come",
    ]


def test_a_whole_collection_is_not_mistaken_for_stories_without_a_group(world, ada, raise_alert):
    raise_alert(scope="collection", group="")
    raise_alert(scope="group", group="")
    page = changed(ada)
    assert page.count('<div class="mm-alert ') == 2 and "Also in" not in page
    assert "2 alerts: stories without a group and all groups together" in page or (
        "2 alerts: all groups together and stories without a group" in page
    )


def test_groups_that_move_together_are_named_in_one_alert(world, ada, raise_alert):
    lead = raise_alert()
    raise_alert(group="west", folding=Fold(lead, Folding.TOGETHER))
    page = changed(ada)
    assert page.count('<div class="mm-alert ') == 1 and "<dt>Also in</dt><dd>west</dd>" in page
    assert "What changed (1<" in page


def test_what_somebody_looks_into_says_who_has_it_and_until_when(world, ada, raise_alert):
    alert = raise_alert()
    alert_actions.acknowledge(world.db, alert, actor="ada", at=NOW)
    page = changed(ada)
    assert part(page, "Alerts") == ""
    assert "Ada acknowledged this alert at" in part(page, "Being looked into")
    alert_actions.assign(world.db, alert, assignee="ada", due_on=TODAY + timedelta(days=2), actor="ada", at=NOW)
    held = part(changed(ada), "Being looked into")
    assert "<strong>Ada</strong> has it" in held and "Due " in held
    assert f'href="/changed/{alert}#close"' in held


def test_what_goes_back_to_usual_stands_under_its_own_heading(world, ada, raise_alert):
    alert = raise_alert()
    since = date(2026, 3, 9)
    alert_actions.set_course(world.db, alert, Course.MOVING, Course.RECOVERING, on=since, recent=None, at=NOW)
    assert "On the way back to usual since 9 March 2026" in part(changed(ada), "Alerts")
    alert_actions.acknowledge(world.db, alert, actor="ada", at=NOW)
    page = changed(ada)
    assert EAST in part(page, "On the way back") and part(page, "Being looked into") == ""


def test_what_is_silenced_is_listed_with_the_reason_and_rings_nobody(world, ada, raise_alert):
    silence(world)
    raise_alert(silence_id="s1")
    page = changed(ada)
    listed = part(page, "Silenced")
    assert "Everything in east" in listed and "The gate is shut" in listed and "(Ada)" in listed
    assert EAST in listed and "/changed/silences/s1/lift" in listed
    assert part(page, "Alerts") == "" and "Needs you now" not in page and "What changed</a>" in page
    assert "Nothing new has moved" in page
    assert 'data-raised="0"' in page


def test_what_a_silence_kept_quiet_is_new_once_that_is_over(world, ada, raise_alert):
    silence(world, until=TODAY - timedelta(days=1))
    raise_alert(silence_id="s1")
    page = changed(ada)
    assert EAST in part(page, "Alerts") and part(page, "Silenced") == ""


def test_a_closed_alert_is_folded_away(world, ada, raise_alert):
    alert = raise_alert()
    alert_actions.close(world.db, alert, because="It was handled", actor="ada", at=NOW)
    page = changed(ada)
    assert "1 closed" in page and "Nothing new has moved" in page and "Needs you now" not in page
    assert "Apart from what stands below, no group has moved further" in page


def test_a_closed_alert_is_in_nobodys_hands(world, ada, raise_alert):
    alert = raise_alert()
    alert_actions.assign(world.db, alert, assignee="ada", due_on=TODAY, actor="ada", at=NOW)
    alert_actions.close(world.db, alert, because="It was handled", actor="ada", at=NOW)
    page = changed(ada)
    assert "Ada closed this alert at" in page and "has it" not in page


def test_a_collection_in_somebodys_hands_comes_before_one_in_which_nothing_moved(world, ada, raise_alert):
    add_collection(world.db, make_collection(id="calm", title="A calm place"))
    alert_actions.acknowledge(world.db, raise_alert(), actor="ada", at=NOW)
    page = changed(ada)
    assert 0 < page.index("Being looked into") < page.index("A calm place</h2>")


def test_what_the_worker_notices_stands_on_top(world, ada):
    set_notice(world.db, "model", "The language model is missing. Install it with: ./run setup", date(2026, 3, 1))
    assert "The language model is missing. Install it with: ./run setup" in changed(ada)


def test_alerts_beyond_the_first_groups_are_lines(world, ada, raise_alert):
    for number in range(9):
        raise_alert(group=f"group {number}")
    page = changed(ada)
    assert page.count('<div class="mm-alert ') == 6 and "3 more</span>" in page
    assert page.count("/acknowledge") == 9


def test_a_group_that_fell_silent_is_listed(world, ada):
    for week in range(9, 25):
        world.tell(5, told_on=TODAY - timedelta(weeks=week), group="west")
    silent = part(changed(ada), "Groups that fell silent")
    assert "west has hardly told anything since the week of" in silent
    assert '/explore/plot?group=west"' in silent


def test_the_share_that_was_answered_is_a_figure_on_the_page(world, ada, raise_alert):
    raise_alert()
    assert "<strong>0 of 1</strong> alerts" in changed(ada)


@pytest.mark.parametrize("username", ["mo", "ade"])
def test_members_and_administrators_see_it_and_leave_it_to_managers(app, world, raise_alert, username):
    raise_alert()
    page = changed(Person(app, username))
    assert EAST in page and "Waiting for a manager" in page
    assert "Acknowledge" not in page and "Try something" not in page and "<form method" not in page


@pytest.mark.parametrize(("username", "who"), [("ada", "an administrator decides"), ("ade", "you decide about it")])
def test_a_promise_that_waits_for_a_decision_is_told_with_the_way_to_it(app, world, username, who):
    person = Person(app, username)
    assert "Another promise is proposed" not in changed(person)
    add_proposal(world.db, "plot", old_a_year=1.0, new_a_year=0.5, because="2 of 12 were real.", at=NOW)
    page = changed(person)
    assert "/explore/plot/promise#changes" in page and "Another promise is proposed" in page and who in page


def test_no_story_is_read_for_the_first_page(app, world, ada, raise_alert):
    (told,) = world.tell(text="The frost took the beans.")
    raise_alert(exemplars=[told.id])
    assert "The frost took the beans." not in changed(ada)


def test_the_open_page_learns_of_a_new_alert(world, ada, raise_alert):
    serial = re.search(r'data-serial="(\d+)"', changed(ada))[1]
    assert ada.get(f"/explore/plot/live?only=alerts&since={serial}").status_code == 204
    raise_alert()
    news = ada.get(f"/explore/plot/live?only=alerts&since={serial}").json
    assert news["alerts"]["n"] == 1
    assert news["alerts"]["newest"].startswith("Stories in east have moved")
    assert "regions" not in news


def test_a_silenced_alert_is_no_news_to_an_open_page(world, ada, raise_alert):
    silence(world)
    raise_alert(silence_id="s1")
    assert ada.get("/explore/plot/live?only=alerts").json["alerts"]["n"] == 0


def test_two_hundred_alerts_cost_as_many_queries_as_two(world, ada, monkeypatch):
    def raise_many(numbers) -> None:
        with world.db.write():
            for number in numbers:
                finding = make_finding(group=f"group {number}", direction="anchor:glad" if number % 3 else "anchor:sad")
                add_alert(world.db, "plot", finding, sentence=f"Alert {number}", exemplars=(), at=NOW)

    def queries() -> int:
        asked = []
        rows = type(world.db).rows
        with monkeypatch.context() as patch:
            patch.setattr(
                type(world.db), "rows", lambda db, sql, **values: asked.append(sql) or rows(db, sql, **values)
            )
            changed(ada)
        return len(asked)

    raise_many(range(2))
    before = queries()
    raise_many(range(2, 200))
    assert queries() == before
