"""The list of what people see: empty, narrowed, and saying what is missing."""

from tests.web.sense.noting import OTHER, note, read

PAGE = "/sense/plot"


def test_an_empty_list_says_how_to_begin(ada):
    page = ada.get(PAGE).text
    assert "Nobody has noted anything yet" in page
    assert 'href="/explore/plot"' in page


def test_the_list_is_newest_first_with_its_readings_and_what_is_missing(ada, mo):
    first = note(ada, title="The first")
    note(mo, title="The second")
    read(ada, first)
    page = ada.get(PAGE).text
    assert page.index("The second") < page.index("The first")
    assert "They are glad of the pump" in page
    assert "only Ada has read it" in page


def test_the_list_is_narrowed_to_what_is_remarkable_waits_or_is_ones_own(ada, mo):
    done = note(ada, title="Read by two")
    read(ada, done)
    read(mo, done, **OTHER)
    note(ada, title="Of no note", remarkable="no")
    note(mo, title="Perhaps", remarkable="maybe")

    def shown(name):
        page = ada.get(f"{PAGE}?show={name}").text
        return {title for title in ("Read by two", "Of no note", "Perhaps") if title in page}

    assert shown("") == {"Read by two", "Of no note", "Perhaps"}
    assert shown("remarkable") == {"Read by two"}
    assert shown("waiting") == {"Perhaps"}
    assert shown("mine") == {"Read by two", "Of no note"}


def test_a_list_narrowed_to_nothing_leads_back_to_all(ada, mo):
    note(mo, remarkable="no")
    page = ada.get(f"{PAGE}?show=mine").text
    assert "No observation is like that." in page
    assert "See all 1" in page


def test_what_one_withdrew_is_found_again_by_oneself_alone(ada, mo):
    page = note(ada)
    ada.post(f"{page}/withdraw", {})
    assert "Withdrawn by you (1)" in ada.get(PAGE).text
    assert f'href="{page}"' in ada.get(PAGE).text
    assert "Hardly anybody" not in mo.get(PAGE).text
    ada.post(f"{page}/restore", {})
    assert "Withdrawn by you" not in ada.get(PAGE).text


def test_observations_of_another_collection_are_elsewhere(ada):
    note(ada, "quiet", title="In the quiet one")
    assert "In the quiet one" not in ada.get(PAGE).text
    assert "In the quiet one" in ada.get("/sense/quiet").text
