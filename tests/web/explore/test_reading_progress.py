"""The bar that says how far the analysis has come with reading stories."""

import time

import pytest

from store.embedding_progress import EmbeddingProgress, EmbeddingRun, keep_embedding_run
from store.model_in_use import use_model
from store.vectors import KeptEmbedder
from tests.people import stores_of
from web.explore.reading_progress import shown_progress, time_left

PAGES = ("/explore/plot", "/explore/plot/themes", "/explore/plot/stories", "/changed")


def read(app, done, waiting, per_second=7.0, told=None, model="minilm"):
    db = stores_of(app).stories
    use_model(db, "", KeptEmbedder("minilm", None))
    told = time.time() if told is None else told
    keep_embedding_run(db, EmbeddingRun(model, done, waiting, per_second, began=told - 60, told=told))


@pytest.mark.parametrize("path", PAGES)
def test_a_backlog_stands_on_every_page_that_waits_for_it_with_the_time_left(app, world, ada, path):
    assert "mm-reading" not in ada.get(path).text
    read(app, 6_000, 6_345)
    page = ada.get(path).text
    assert "<strong>Stories are still being read</strong>: 48% of about 12,000 texts, about 15 minutes left." in page
    assert '<progress class="mm-reading__bar" max="100" value="48" aria-label="Texts read">48%</progress>' in page
    read(app, 12_345, 0)
    assert "mm-reading" not in ada.get(path).text


def test_a_few_texts_are_no_backlog_and_are_never_counted(app, world, ada):
    read(app, 1, 198)
    assert "mm-reading" not in ada.get("/explore/plot/themes").text


def test_another_model_being_prepared_changes_nothing_until_it_takes_over(app, world, ada):
    read(app, 600, 1_400, model="multilingual")
    page = ada.get("/explore/plot/themes").text
    assert "<strong>Stories are being read again by another language model</strong>: 30% of about 2,000 texts" in page
    assert "Until then themes and search stay as they are." in page


def test_a_worker_that_is_silent_is_not_said_to_be_reading(app, world, ada):
    read(app, 600, 1_400, told=time.time() - 3_600)
    page = ada.get("/explore/plot/themes").text
    assert "<strong>Nothing is being read at the moment</strong>, with 30% of about 2,000 texts done." in page
    assert "left" not in page.partition("mm-reading__words")[2].partition("</p>")[0]


def test_without_a_pace_no_time_is_promised_and_the_end_is_not_told_early():
    shown = shown_progress(EmbeddingProgress(999_999, 1_000_000, 0.0, since=0, told=0), now=1)
    assert (shown.percent, shown.of, shown.left) == (99, "1,000,000", "")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (59, "less than a minute"),
        (61, "about 1 minute"),
        (90 * 60, "about 90 minutes"),
        (3 * 3_600, "about 3 hours"),
        (30 * 3_600, "about 30 hours"),
        (72 * 3_600, "about 3 days"),
    ],
)
def test_the_time_left_is_told_in_the_largest_unit_that_there_are_two_of(seconds, words):
    assert time_left(seconds) == words
