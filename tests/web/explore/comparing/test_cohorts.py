"""Saved selections: kept under a name, opened by a link, renamed, deleted and put back."""

import re

import pytest

from store.cohorts import list_cohorts
from tests.people import Person
from tests.web.explore.telling import SAD

SHELF = "/explore/plot/cohorts"


def saved(person, name="The east", query="group=east", path=SHELF):
    return person.post(path, {"name": name, "query": query})


def only(world, collection="plot"):
    (cohort,) = list_cohorts(world.db, collection)
    return cohort


def test_a_selection_is_saved_and_its_link_leads_to_the_map_with_it(world, ada):
    answer = saved(ada, query="?group=east&from=2026-03-04&part=mood:top")
    assert answer.status_code == 303
    page = ada.get(answer.location).text
    assert "Saved: <strong>The east</strong>" in page
    link = re.search(r"/explore/plot/cohorts/[0-9a-f]{16}", page)[0]
    opened = ada.get(link)
    assert opened.status_code == 303
    assert opened.location == "/explore/plot?group=east&from=2026-03-02&part=mood%3Atop"
    assert ada.get(opened.location).status_code == 200


def test_the_same_selection_is_kept_in_the_same_words_however_it_was_asked_for(world, ada):
    saved(ada, "one", "part=mood:0-3.5.4&to=2026-03-04&group=east&triad=mood&nonsense=1")
    saved(ada, "two", "group=east&part=mood:0.1.2.3.4.5&to=2026-03-08")
    one, two = list_cohorts(world.db, "plot")
    assert one.query == two.query == "group=east&to=2026-03-08&part=mood%3A0-5"


def test_the_list_says_what_who_when_and_how_many(app, world, ada):
    world.tell(12)
    world.tell(3, shares=SAD)
    saved(ada, "The east")
    saved(Person(app, "mo"), "Sad ones", "part=mood:left")
    page = ada.get(SHELF).text
    assert "People’s own stories in east" in page
    assert "15 stories today · saved by Ada on" in page
    assert "fewer than 10 stories today · saved by Mo on" in page
    assert f"?a={list_cohorts(world.db, 'plot')[1].id}&amp;b=rest" in page


def test_a_selection_can_be_named_on_a_page_of_its_own(world, ada):
    page = ada.get(f"{SHELF}?group=east&from=2026-03-04").text
    assert "Save this selection" in page
    assert 'name="query" value="group=east&amp;from=2026-03-02"' in page
    assert "Save this selection" not in ada.get(SHELF).text
    assert "Save this selection" not in ada.get(f"{SHELF}?group=nowhere").text


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("", "group=east", "Enter a name, so that others know what this selection is"),
        (" \u200b ", "group=east", "Enter a name, so that others know what this selection is"),
        ("x" * 81, "group=east", "Shorten the name to 80 characters or fewer: it has 81"),
        ("all", "", "Choose a group, a period or a part of a picture on the map first: this is all stories"),
        ("all", "triad=mood", "Choose a group, a period or a part of a picture on the map first"),
        ("odd", "group=nowhere", "Choose a group from the list. Choose again on the map"),
        ("odd", "part=nowhere:1", "have no such picture. It was left out. Choose again on the map"),
        ("odd", "from=never", "From must be a date such as 2026-11-03"),
        ("odd", "group=east&" + "x" * 16_000, "This selection is too long to keep"),
    ],
)
def test_what_cannot_be_saved_says_what_to_do_and_keeps_what_was_typed(world, ada, name, query, said):
    answer = saved(ada, name, query)
    assert answer.status_code == 422
    assert said in answer.text
    assert "There is a problem" in answer.text
    assert list_cohorts(world.db, "plot") == []
    if name.strip() and len(name) < 81:
        assert f'value="{name}"' in answer.text


def test_a_name_that_is_taken_says_so_and_keeps_the_selection(world, ada):
    saved(ada, "The east")
    answer = saved(ada, "the EAST", "group=west")
    assert answer.status_code == 422
    assert "There is a saved selection &#39;The east&#39; already. Give this one another name" in answer.text
    assert 'name="query" value="group=west"' in answer.text
    assert 'value="the EAST"' in answer.text
    assert only(world).query == "group=east"


def test_a_protected_collection_keeps_no_finer_selection_than_it_can_follow(world, ada):
    answer = saved(ada, "fine", "group=east&part=mood:top", "/explore/quiet/cohorts")
    assert answer.status_code == 422
    assert "nothing finer can be followed in a protected collection" in answer.text
    assert saved(ada, "coarse", "group=east", "/explore/quiet/cohorts").status_code == 303
    assert only(world, "quiet").query == "group=east"


def test_a_selection_is_renamed(world, ada):
    saved(ada)
    path = f"{SHELF}/{only(world).id}/name"
    answer = ada.post(path, {"name": "Everybody east"})
    assert answer.status_code == 303
    assert "Renamed: <strong>Everybody east</strong>" in ada.get(answer.location).text
    saved(ada, "The west", "group=west")
    refused = ada.post(path, {"name": "the west"})
    assert refused.status_code == 422
    assert "Give this one another name" in refused.text and 'value="the west"' in refused.text
    assert {one.name for one in list_cohorts(world.db, "plot")} == {"Everybody east", "The west"}


def test_a_deleted_selection_can_be_put_back_with_the_same_link(world, ada):
    saved(ada)
    cohort = only(world)
    page = ada.post(f"{SHELF}/{cohort.id}/delete", {}).text
    assert "Deleted: <strong>The east</strong>" in page
    assert list_cohorts(world.db, "plot") == []
    kept = re.search(r'name="kept" value="([^"]+)"', page)[1]
    answer = ada.post(f"{SHELF}/restore", {"kept": kept})
    assert "Put back: <strong>The east</strong>" in ada.get(answer.location).text
    assert only(world) == cohort
    assert ada.post(f"{SHELF}/restore", {"kept": kept}).status_code == 303
    assert only(world) == cohort


def test_nothing_is_put_back_that_was_not_deleted_here(world, ada):
    saved(ada)
    kept = re.search(r'name="kept" value="([^"]+)"', ada.post(f"{SHELF}/{only(world).id}/delete", {}).text)[1]
    for wrong in ("", "x", kept[:-2] + "xx"):
        assert ada.post(f"{SHELF}/restore", {"kept": wrong}).status_code == 400
    assert ada.post("/explore/quiet/cohorts/restore", {"kept": kept}).status_code == 400
    assert list_cohorts(world.db, "plot") == list_cohorts(world.db, "quiet") == []


def test_a_deleted_selection_whose_name_was_taken_meanwhile_waits_for_another(world, ada):
    saved(ada)
    kept = re.search(r'name="kept" value="([^"]+)"', ada.post(f"{SHELF}/{only(world).id}/delete", {}).text)[1]
    saved(ada, "The east", "group=west")
    answer = ada.post(f"{SHELF}/restore", {"kept": kept})
    assert answer.status_code == 422
    assert 'name="query" value="group=east"' in answer.text


def test_others_open_a_selection_and_only_its_maker_or_a_manager_changes_it(app, world, ada):
    saved(ada)
    cohort, mo = only(world), Person(app, "mo")
    assert mo.get(f"{SHELF}/{cohort.id}").status_code == 303
    assert "Rename" not in mo.get(SHELF).text
    assert mo.post(f"{SHELF}/{cohort.id}/name", {"name": "mine"}).status_code == 403
    assert mo.post(f"{SHELF}/{cohort.id}/delete", {}).status_code == 403
    assert only(world) == cohort
    saved(mo, "Mine", "group=west")
    mine = next(one for one in list_cohorts(world.db, "plot") if one.name == "Mine")
    assert ada.post(f"{SHELF}/{mine.id}/delete", {}).status_code == 200


@pytest.mark.parametrize("path", ["/explore/quiet/cohorts/{}", f"{SHELF}/nowhere"])
def test_a_link_to_what_is_not_there_finds_nothing(world, ada, path):
    saved(ada)
    assert ada.get(path.format(only(world).id)).status_code == 404


def test_deleting_twice_finds_nothing_the_second_time(world, ada):
    saved(ada)
    path = f"{SHELF}/{only(world).id}/delete"
    assert [ada.post(path, {}).status_code for _ in range(2)] == [200, 404]


def test_names_are_shown_and_not_run(world, ada):
    saved(ada, "<script>window.ran = 1</script>")
    page = ada.get(SHELF).text
    assert "<script>window.ran" not in page
    assert "&lt;script&gt;window.ran = 1&lt;/script&gt;" in page
