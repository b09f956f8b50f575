"""What came of stories: the public page, its way from other pages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from narratives.framework_texts import texts_of
from narratives.report_back import Outcome
from store.collections import add_collection
from store.frameworks import add_framework
from store.report_backs import publish, take_back
from tests.builders import make_collection, make_framework
from tests.people import make_app, stores_of
from tests.store.test_report_backs import REPORT

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A collection asked in three languages, with an answer in two, one in English and one that was taken back."""
    app = make_app(Path(tmp_path_factory.mktemp("heard")))
    db, words = stores_of(app).stories, texts_of(make_framework())
    add_framework(db, make_framework(translations={"cy": words, "ar": words}))
    for name in ("plot", "empty"):
        add_collection(db, make_collection(id=name, title=f"The {name}", embed_on=("https://north.example",)))
    publish(db, REPORT, at=NOON)
    older = replace(REPORT, id="r2", groups=(), outcome=Outcome.NOT_TRIED, words={"en": REPORT.words["en"]})
    publish(db, replace(older, published_on=REPORT.published_on - timedelta(days=40)), at=NOON)
    publish(db, replace(older, id="r3"), at=NOON)
    take_back(db, "r3", actor="ada", at=NOON)
    return app


def page_of(site, path):
    answer = site.test_client().get(path)
    assert answer.status_code == 200
    return answer.text


def test_the_newest_answer_comes_first_with_its_outcome_in_words_and_its_month(site):
    page = page_of(site, "/share/plot/heard")
    assert page.index("It did what we hoped") < page.index("We could not try it")
    assert "About stories from east · March 2026" in page
    assert "About all stories · January 2026" in page
    assert page.count("<article") == 2, "what was taken back is not shown"
    assert "ada" not in page.lower().replace("canada", "")


def test_a_page_in_another_language_shows_its_words_or_says_that_there_are_only_english_ones(site):
    welsh = page_of(site, "/share/plot/heard?lang=cy")
    assert 'lang="cy" dir="ltr">Agorwyd hi am chwech.' in welsh
    assert welsh.count("Nid yw’r ateb hwn ar gael yn Gymraeg eto.") == 1
    arabic = page_of(site, "/share/plot/heard?lang=ar")
    assert arabic.count('lang="en" dir="ltr">We opened it at six.') == 2
    assert arabic.count("هذه الإجابة غير متاحة بالعربية بعد.") == 2
    assert "We tried" not in arabic


def test_a_collection_without_answers_says_so_and_promises_no_time(site):
    page = page_of(site, "/share/empty/heard")
    assert "Nothing has been answered yet." in page
    assert "week" not in page and "How much was answered" not in page


def test_how_much_was_answered_is_a_figure(site, monkeypatch):
    from store.report_backs import Answered
    from web.respond import heard

    monkeypatch.setattr(heard, "share_answered", lambda *_args, **_more: Answered(9, 7, 0, 0))
    page = page_of(site, "/share/plot/heard")
    assert "Alerts answered</dt><dd>7 of 9" in page
    assert "Experiments answered" not in page


def test_the_page_is_there_for_a_collection_that_is_closed_and_for_none_that_never_was(site):
    db = stores_of(site).stories
    add_collection(db, make_collection(id="over", closes_on=NOON.date() - timedelta(days=900)))
    assert "Tell a story</a>" not in page_of(site, "/share/over/heard")
    assert "Tell a story</a>" in page_of(site, "/share/plot/heard")
    assert site.test_client().get("/share/nowhere/heard").status_code == 404


@pytest.mark.parametrize("path", ["/share/plot", "/embed/plot", "/kiosk/plot/start"])
def test_the_start_of_a_telling_leads_there_and_stays_inside(site, path):
    inside = path.removesuffix("/start")
    assert f'href="{inside}/heard"' in page_of(site, path)
    assert "We opened it at six." in page_of(site, f"{inside}/heard")


def test_the_first_page_lists_the_collections_in_which_something_was_answered(site):
    page = page_of(site, "/")
    assert 'href="/share/plot/heard"' in page
    assert 'href="/share/empty/heard"' not in page
