"""What changed, and what managers do about it."""

import re
from datetime import UTC, date, datetime

import pytest

from narratives.alert import AlertState, Signal, sentence
from store.accounts import Role
from store.alerts import add_sign, get_alert, list_events
from store.worker import set_notice
from tests.people import Person, add_staff, stores_of
from tests.web.explore.telling import make_finding, make_reading


def changed(person: Person) -> str:
    answer = person.get("/changed")
    assert answer.status_code == 200
    return answer.text


def test_an_alert_says_what_since_when_how_much_and_how_sure(world, ada, raise_alert):
    raise_alert()
    page = changed(ada)
    assert "Stories in east have moved towards “sad” (“It left me…”) since about 10 February 2026." in page
    assert re.search(r"<dt>Noticed</dt><dd>20 February 2026</dd>", page)
    assert "A large shift: 0.7 standard deviations (0.4 to 1.0), where 1 is how much stories usually differ" in page
    assert "A change this strong comes up by chance about once in 12 years" in page
    assert "24 since then" in page
    assert ">Trouble<" in page


def test_an_alert_says_how_far_it_went_what_that_is_made_of_and_what_else_moved(world, ada, raise_alert):
    raise_alert(
        change=12.0,
        change_low=8.0,
        change_high=16.0,
        mix=2.0,
        placements=10.0,
        also=(("temperature", "say", "anchor:none"), ("theme", "wish", "option:w1")),
    )
    page = changed(ada)
    assert "On average 12 points of a hundred nearer to “sad” (8 to 16)" in page
    assert "10 points: people said other things" in page and "2 points: other people answered" in page
    assert "Stories have moved towards “no say” (“I had…”)" in page
    assert re.search(r"What people talk about:</span> more stories are about “wish 1”", page)


def test_further_signs_of_a_shift_stand_inside_its_alert_once(world, ada, raise_alert):
    also = (("temperature", "say", ""), ("temperature", "mood", "anchor:sad"))
    alert = raise_alert(signifier="hot-score", direction="hotter", also=also)
    sign = make_finding(signifier="say", direction="anchor:none")
    add_sign(world.db, alert, sign, sentence=sentence(sign, world.framework))
    page = changed(ada)
    assert page.count('<article class="mm-alert__one"') == 1
    assert page.count("Stories have moved towards “no say” (“I had…”)") == 1
    assert (
        "Stories have moved towards “sad” (“It left me…”)" in page
        and "answers to" not in page
        and "changed</li>" not in page
    )


def test_the_words_of_a_theme_stay_with_its_sign(world, ada, raise_alert):
    alert = raise_alert(signal=Signal.THEME, signifier="wish", direction="option:w1")
    sign = make_finding(signal=Signal.THEME, signifier="theme", direction="topic:3")
    add_sign(world.db, alert, sign, sentence=sentence(sign, world.framework, {3: "lamp, light"}))
    assert "about the theme “lamp, light”" in changed(ada)


def test_a_count_of_how_stories_arrive_shows_no_story_and_no_temperature(world, ada, raise_alert):
    world.read_temperature(*(make_reading(week, 50.0 + week) for week in range(6)))
    raise_alert(signal=Signal.COLLECTION, signifier="copies", direction="copies", n=12, evidence=0.0)
    page = changed(ada)
    assert "This is a count, not a test" in page and ">How stories arrive<" in page
    assert "Temperature in east" not in page and "may be read one by one" not in page and "mm-tone" not in page


def test_an_alert_quotes_the_stories_that_show_it(world, ada, raise_alert):
    (shown,) = world.tell(text="The frost took the beans.")
    (hidden,) = world.tell(text="Only count me.", read=False)
    raise_alert(exemplars=[hidden.id, shown.id])
    page = changed(ada)
    assert "The frost took the beans." in page and "Only count me." not in page
    assert f"/explore/plot/stories/{shown.id}" in page


def test_an_alert_without_readable_stories_says_so(world, ada, raise_alert):
    raise_alert()
    assert "No story behind this alert may be read one by one." in changed(ada)


def test_an_alert_leads_to_the_map_of_its_group_and_period(world, ada, raise_alert):
    raise_alert()
    href = 'href="/explore/plot?group=east&amp;from=2026-02-10&amp;triad=mood"'
    assert href in changed(ada)
    assert ada.get("/explore/plot?group=east&from=2026-02-10&triad=mood").status_code == 200


def test_opportunities_are_marked_apart_from_troubles(world, ada, raise_alert):
    raise_alert(direction="anchor:glad")
    page = changed(ada)
    assert "mm-alert--opportunity" in page and ">Opportunity<" in page
    assert ">Trouble<" not in page


def test_alerts_about_one_group_stand_together_the_strongest_first(world, ada, raise_alert):
    raise_alert(signal=Signal.COLLECTION, signifier="volume", direction="more", evidence=90.0, effect=2.1)
    raise_alert(direction="hotter", signifier="hot-score", evidence=5.0)
    raise_alert(evidence=12.0)
    page = changed(ada)
    assert page.count('<div class="mm-alert ') == 1
    assert "Also in east" in page and "Acknowledge all 3" in page
    summaries = re.findall(r"summary-text\">([^<]*)</span></summary>", page)
    assert [one for one in summaries if one.startswith(("The way", "Stories"))] == [
        "Stories in east have become more troubled since about 10 February 2026.",
        "The way stories arrive changed in east: more stories than usual came since about 10 February 2026.",
    ]
    headings = [
        page.index(f'<h4 class="mm-alert__label">{words}</h4>') for words in ("Temperature", "How stories arrive")
    ]
    assert headings == sorted(headings)


def test_a_whole_collection_is_not_mistaken_for_stories_without_a_group(world, ada, raise_alert):
    raise_alert(scope="collection", group="")
    raise_alert(scope="group", group="")
    page = changed(ada)
    assert page.count('<div class="mm-alert ') == 2 and "Also in" not in page


def test_an_alert_shows_the_temperature_of_its_group(world, ada, raise_alert):
    world.read_temperature(*(make_reading(week, 50.0 + week) for week in range(6)))
    raise_alert()
    page = changed(ada)
    assert "Temperature in east: now 55 (51 to 59); usually 40 to 60." in page


def test_a_calm_page_says_what_is_watched_and_what_is_promised(world, ada):
    world.tell(11)
    world.read_temperature(make_reading(0, 50))
    page = changed(ada)
    assert "Nothing has moved" in page
    assert "Watching 2 groups and 11 stories since 5 January 2026. The promise: <a" in page
    assert "at most 1 false alert a year" in page


def test_a_collection_with_hardly_any_stories_is_not_called_calm(world, ada):
    world.tell(1)
    page = changed(ada)
    assert "Watching 2 groups and 1 story." in page
    assert "Too few stories to tell" in page and "Nothing has moved" not in page


def test_what_the_worker_notices_stands_on_top(world, ada):
    set_notice(world.db, "model", "The language model is missing. Install it with: ./run setup", date(2026, 3, 1))
    assert "The language model is missing. Install it with: ./run setup" in changed(ada)


def test_acknowledging_is_recorded_with_the_managers_name_and_time(world, ada, raise_alert):
    alert = raise_alert()
    answer = ada.post(f"/changed/{alert}/acknowledge", {})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/changed#alert-{alert}")
    assert get_alert(world.db, alert).state is AlertState.ACKNOWLEDGED
    assert list_events(world.db, alert)[-1]["actor"] == "ada"
    page = changed(ada)
    assert re.search(r"Ada acknowledged this alert at \d\d:\d\d on \d+ \w+ \d{4}", page)
    assert f"/changed/{alert}/acknowledge" not in page and f"/changed/{alert}/close" in page


def test_the_second_manager_is_told_who_was_first_and_changes_nothing(app, world, ada, raise_alert):
    alert = raise_alert()
    ada.post(f"/changed/{alert}/acknowledge", {})
    add_staff(stores_of(app).accounts, "ben", name="Ben", role=Role.MANAGER)
    answer = Person(app, "ben").post(f"/changed/{alert}/acknowledge", {})
    assert answer.status_code == 409
    at = datetime.fromisoformat(list_events(world.db, alert)[-1]["at"]).astimezone()
    assert f"Ada acknowledged this alert at {at:%H:%M}" in answer.text
    assert "Nothing was changed." in answer.text
    assert [event["actor"] for event in list_events(world.db, alert)] == ["monitor", "ada"]


def test_everything_that_moved_in_a_group_is_acknowledged_at_once(world, ada, raise_alert):
    alerts = [raise_alert(), raise_alert(signifier="say", direction="anchor:none")]
    assert "Acknowledge all 2" in changed(ada)
    assert ada.post("/changed/acknowledge", {"alert": alerts}).status_code == 303
    assert [get_alert(world.db, alert).state for alert in alerts] == [AlertState.ACKNOWLEDGED] * 2
    assert ada.post("/changed/acknowledge", {"alert": "nowhere"}).status_code == 404


def test_a_closed_alert_is_folded_away_and_stays_closed(world, ada, raise_alert):
    alert = raise_alert()
    ada.post(f"/changed/{alert}/acknowledge", {})
    assert ada.post(f"/changed/{alert}/close", {}).status_code == 303
    page = changed(ada)
    assert "1 closed" in page and "Nothing new has moved" in page
    assert ada.post(f"/changed/{alert}/acknowledge", {}).status_code == 409
    assert get_alert(world.db, alert).state is AlertState.CLOSED


@pytest.mark.parametrize("username", ["mo", "ade"])
def test_members_and_administrators_see_alerts_and_leave_them_to_managers(app, world, raise_alert, username):
    alert = raise_alert()
    person = Person(app, username)
    assert "Acknowledge" not in changed(person)
    assert person.post(f"/changed/{alert}/acknowledge", {}).status_code == 403
    assert get_alert(world.db, alert).state is AlertState.RAISED


def test_an_administrator_is_quoted_no_story(app, world, raise_alert):
    (told,) = world.tell(text="The frost took the beans.")
    raise_alert(exemplars=[told.id])
    assert "The frost took the beans." not in changed(Person(app, "ade"))


def test_a_form_from_elsewhere_acknowledges_nothing(world, ada, raise_alert):
    alert = raise_alert()
    assert ada.post(f"/changed/{alert}/acknowledge", {"form_token": "guessed"}).status_code == 403
    assert get_alert(world.db, alert).state is AlertState.RAISED


def test_an_unknown_alert_is_not_found(world, ada):
    assert ada.post("/changed/nothing/acknowledge", {}).status_code == 404


def test_the_open_page_learns_of_a_new_alert(world, ada, raise_alert):
    serial = re.search(r'data-serial="(\d+)"', changed(ada))[1]
    assert ada.get(f"/explore/plot/live?only=alerts&since={serial}").status_code == 204
    raise_alert()
    news = ada.get(f"/explore/plot/live?only=alerts&since={serial}").json
    assert news["alerts"]["n"] == 1
    assert news["alerts"]["newest"].startswith("Stories in east have moved")
    assert "regions" not in news


def test_the_time_of_an_event_is_read_as_utc(world, ada, raise_alert):
    alert = raise_alert()
    ada.post(f"/changed/{alert}/acknowledge", {})
    stored = datetime.fromisoformat(list_events(world.db, alert)[-1]["at"])
    assert stored.tzinfo is not None
    assert abs((datetime.now(UTC) - stored).total_seconds()) < 60
