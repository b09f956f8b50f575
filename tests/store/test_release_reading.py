"""Orders to read in, and the words that mark a selection, told from no more than staff may read."""

import pytest

from narratives.collection import Policy
from narratives.narrative import Scope, Source, scopes_up_to
from narratives.selection import Part, View, zone_cells
from store import release_contrast, release_reading, vectors
from store.landscape import Landscape
from store.narratives import import_narratives
from store.release_contrast import contrast_terms, whole_of
from store.release_reading import Asked, list_by_ids, list_shelf
from tests.builders import make_answers, make_narrative, open_plot

GLAD, SAD = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1)
ALL = View()
SAD_PART = Part("mood", zone_cells("left"))


class Plot:
    """A collection with its stories, and the questions a test asks of it."""

    def __init__(self, db, **rules):
        self.db, self.landscape, self.n = db, Landscape(), 0
        self.collection, self.framework = open_plot(db, **rules)

    def tell(self, n, shares=GLAD, **changes):
        told = []
        for _ in range(n):
            self.n += 1
            source = Source("test", str(self.n), str(self.n))
            facts = {"text": f"Bean {self.n}.", "answers": make_answers(shares), "source": source} | changes
            told.append(make_narrative(**facts))
        import_narratives(self.db, self.collection, self.framework, told, {})
        return [one.id for one in told]

    def shelf(self, order, view=ALL, **asked):
        return list_shelf(self.db, self.landscape, self.collection, self.framework, view, Asked(order, **asked))

    def terms(self, view):
        return contrast_terms(self.db, self.landscape, self.collection, self.framework, view)

    def embed(self, ids, packed):
        for one in ids:
            row = self.db.one("select text_hash from narratives where id = :id", id=one)
            vectors.add_vectors(self.db, "words", [(row["text_hash"], packed)])


@pytest.fixture
def plot(db):
    return Plot(db)


def ids(shelf):
    return [story.id for story in shelf.stories]


def test_a_shelf_says_whether_more_follows(plot):
    plot.tell(5)
    assert plot.shelf("newest", limit=4).more
    assert not plot.shelf("newest", limit=5).more
    assert len(plot.shelf("random", limit=4, offset=4).stories) == 1


def test_the_typical_is_told_of_a_bounded_draw_and_says_so(plot, monkeypatch):
    plot.tell(30)
    monkeypatch.setattr(release_reading, "SAMPLE", 12)
    shelf = plot.shelf("typical", limit=5)
    assert (shelf.drawn_from, shelf.more) == (12, True)
    assert plot.shelf("typical", limit=20).stories[:5] == shelf.stories, "the same draw on every page"


def test_placements_tell_where_most_words_are_unknown(plot):
    glad = plot.tell(12)
    (odd,) = plot.tell(1, SAD)
    plot.embed(glad[:3], b"\x00\x3c\x00\x00")
    shelf = plot.shelf("atypical")
    assert shelf.ranked_by == "placements" and ids(shelf)[0] == odd


def test_who_told_a_story_makes_it_neither_typical_nor_odd(plot):
    plot.tell(11)
    plot.tell(1, answers=make_answers(GLAD, role="picker"))
    assert ids(plot.shelf("atypical")) == ids(plot.shelf("random")), "nothing sets any of them apart"


def test_stories_without_known_words_are_left_out_and_counted(plot):
    told = plot.tell(12)
    plot.embed(told[:11], b"\x00\x3c\x00\x00")
    shelf = plot.shelf("typical")
    assert (shelf.ranked_by, shelf.unknown, len(shelf.stories)) == ("words", 1, 11)


def test_nothing_is_typical_of_fewer_than_k(plot):
    plot.tell(9)
    assert plot.shelf("typical").ranked_by == ""


def test_listed_stories_are_those_that_may_still_be_used_so(plot):
    read = plot.tell(1)
    quoted = plot.tell(1, consent=scopes_up_to("quote"))
    counted = plot.tell(1, consent=frozenset())
    listed = [*counted, *quoted, *read, "nowhere"]
    found = list_by_ids(plot.db, plot.collection, listed)
    assert [story.id for story in found] == [*quoted, *read]
    assert [story.id for story in list_by_ids(plot.db, plot.collection, listed, use=Scope.QUOTE)] == quoted


def test_a_selection_is_held_against_the_rest_of_its_group_and_a_group_against_all():
    east = View(groups=("east",))
    assert whole_of(View(groups=("east",), parts=(SAD_PART,))) == east
    assert whole_of(east) == View()
    assert whole_of(View()) is None


def test_a_word_marks_a_selection_and_no_story_is_on_both_sides(plot):
    plot.tell(15, SAD, text="The frost came.", group="east")
    plot.tell(25, text="The sun came.", group="east")
    plot.tell(25, text="A flood came.", group="west")
    marks = plot.terms(View(groups=("east",), parts=(SAD_PART,)))
    assert (marks.first, marks.second, marks.is_sample) == (15, 25, False)
    assert [term.word for term in marks.of_first] == ["frost"]
    assert [term.word for term in marks.of_second] == ["sun"], "the west is not compared"


def test_an_area_and_a_language_are_kept_out_of_the_others(plot):
    plot.tell(15, text="The frost came.", area="shed")
    plot.tell(15, text="The sun came.", area="pond")
    assert plot.terms(View(areas=("shed",))).second == 15
    assert [term.word for term in plot.terms(View(areas=("shed",))).of_first] == ["frost"]


def test_samples_are_bounded_and_said(plot, monkeypatch):
    monkeypatch.setattr(release_contrast, "SAMPLE", 20)
    plot.tell(30, SAD, text="The frost came.")
    plot.tell(30, text="The sun came.")
    marks = plot.terms(View(parts=(SAD_PART,)))
    assert marks.first == 20 and marks.second <= 20 and marks.is_sample


def test_fewer_than_k_on_a_side_mark_nothing(plot):
    plot.tell(9, SAD, text="The frost came.")
    plot.tell(40, text="The sun came.")
    marks = plot.terms(View(parts=(SAD_PART,)))
    assert (marks.of_first, marks.of_second, marks.tried) == ((), (), 0)


def test_stories_that_are_only_counted_are_in_no_comparison(plot):
    plot.tell(15, SAD, text="The frost came.")
    plot.tell(15, SAD, text="Perseus came.", consent=frozenset())
    plot.tell(15, text="The sun came.")
    assert plot.terms(View(parts=(SAD_PART,))).first == 15


def test_parts_and_periods_are_followed_by_no_comparison_of_protected_words(db):
    plot = Plot(db, policy=Policy.PROTECTED)
    assert plot.terms(View(parts=(SAD_PART,))) is None
    marks = plot.terms(View(groups=("east",)))
    assert (marks.first, marks.second) == (0, 0), "no batch is closed"
