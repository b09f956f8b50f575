from datetime import UTC, datetime

from narratives.covered import Setting
from store.bulk_deletion import delete_collection
from store.probes import add_probe
from store.public_pages import (
    PublicSentence,
    get_public_page,
    list_public_pages,
    list_public_sentences,
    list_to_search_engines,
    switch_public_page,
    tell_public,
    untell_public,
)
from tests.builders import open_plot
from tests.probes import make_probe

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_page_is_off_until_somebody_switches_it_on(db):
    open_plot(db)
    assert not get_public_page(db, "plot").is_on and list_public_pages(db) == []
    assert not switch_public_page(db, "plot", is_on=False, actor="ade", at=NOON)
    assert switch_public_page(db, "plot", is_on=True, actor="ade", at=NOON)
    assert not switch_public_page(db, "plot", is_on=True, actor="mo", at=NOON)
    page = get_public_page(db, "plot")
    assert (page.is_on, page.is_listed, page.changed_by, page.changed_at) == (True, False, "ade", NOON)
    assert list_public_pages(db) == [page]


def test_search_engines_may_name_only_a_page_that_is_on(db):
    open_plot(db)
    assert not list_to_search_engines(db, "plot", is_listed=True)
    switch_public_page(db, "plot", is_on=True, actor="ade", at=NOON)
    assert list_to_search_engines(db, "plot", is_listed=True)
    assert not list_to_search_engines(db, "plot", is_listed=True)
    assert get_public_page(db, "plot").is_listed


def test_a_sentence_is_put_in_the_place_of_the_one_before(db):
    open_plot(db)
    add_probe(db, make_probe(id="p1"), at=NOON)
    tell_public(db, PublicSentence("p1", {"en": "Tea."}, "ada"), at=NOON)
    tell_public(db, PublicSentence("p1", {"en": "Tea at eight.", "cy": "Te am wyth."}, "ada"), at=NOON)
    assert list_public_sentences(db, "plot")["p1"].words == {"en": "Tea at eight.", "cy": "Te am wyth."}
    assert untell_public(db, "p1") and not untell_public(db, "p1")
    assert list_public_sentences(db, "plot") == {}


def test_what_was_published_goes_with_its_collection_though_members_decide_about_it(db):
    open_plot(db)
    add_probe(db, make_probe(id="p1"), at=NOON)
    tell_public(db, PublicSentence("p1", {"en": "Tea."}, "ada"), at=NOON)
    switch_public_page(db, "plot", is_on=True, actor="ade", at=NOON)
    db.execute("insert into covered_settings (setting) values (:one)", one=Setting.PUBLIC_PAGE.value)
    with db.write():
        delete_collection(db, "plot")
    assert list_public_pages(db) == [] and db.rows("select * from public_sentences") == []
