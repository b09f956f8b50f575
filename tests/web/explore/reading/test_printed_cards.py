"""Cards for a workshop: only what tellers allow, in pieces that fit, and nothing that tells who told."""

import re

import pytest

from narratives.narrative import Kind, scopes_up_to
from tests.web.explore.telling import SAD
from web.explore.reading.printed_cards import SIZES, split_text

QUOTE = scopes_up_to("quote")


def cards_of(person, query: str = "", collection: str = "plot") -> str:
    answer = person.get(f"/explore/{collection}/stories/cards?{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def texts(page: str) -> list[str]:
    return re.findall(r'<p class="card__text"[^>]*>([^<]*)</p>', page)


def test_cards_that_leave_the_house_hold_only_what_may_be_quoted(world, ada):
    world.tell(text="Only to be read.")
    world.tell(text="You may quote me.", consent=QUOTE)
    assert texts(cards_of(ada)) == ["You may quote me."]
    assert texts(cards_of(ada, "for=others")) == ["You may quote me."]
    assert sorted(texts(cards_of(ada, "for=staff"))) == ["Only to be read.", "You may quote me."]
    assert texts(cards_of(ada, "for=anything")) == ["You may quote me."]


def test_cards_for_staff_keep_a_narrower_wish(world, ada):
    world.tell(text="Only to be read.")
    world.tell(text="You may quote me.", consent=QUOTE)
    assert texts(cards_of(ada, "for=staff&use=quote")) == ["You may quote me."]
    assert texts(cards_of(ada, "for=others&use=publish")) == []


def test_a_card_says_nothing_of_where_when_or_how_it_was_placed(world, ada):
    world.tell(text="Quote me.", consent=QUOTE, shares=SAD, title="The shed")
    page = cards_of(ada)
    assert "The shed" in page
    card = page[page.index('<article class="card') : page.index("</article>")]
    for word in ("east", "March", "sad", "digger", "svg"):
        assert word not in card


def test_the_cards_are_those_of_the_selection_in_its_order(world, ada):
    world.tell(text="Quote me.", consent=QUOTE)
    world.tell(text="Quote me sad.", consent=QUOTE, shares=SAD)
    world.tell(9, kind=Kind.PRACTITIONER, consent=QUOTE)
    assert texts(cards_of(ada, "part=mood:left")) == ["Quote me sad."]
    assert len(texts(cards_of(ada, "kind=practitioner&number=4"))) == 4
    assert "Practitioner’s account" in cards_of(ada, "kind=practitioner")
    listed = texts(cards_of(ada, "kind=practitioner&order=random&seed=4"))
    assert listed == texts(cards_of(ada, "kind=practitioner&order=random&seed=4"))


def test_a_reading_list_becomes_cards_and_what_is_left_out_is_said(world, ada):
    told = [*world.tell(text="Quote me.", consent=QUOTE), *world.tell(text="Only to be read.")]
    for one in told:
        ada.post("/explore/plot/reading-list", {"story": one.id, "do": "add"})
    page = cards_of(ada, "list=mine")
    assert texts(page) == ["Quote me."]
    assert "One story is not among these cards" in page
    assert texts(cards_of(ada, "list=mine&for=staff")) == ["Quote me.", "Only to be read."]


def test_where_nothing_may_be_quoted_the_page_says_so(world, ada):
    world.tell()
    assert "None of these stories may be quoted" in cards_of(ada)


def test_four_cards_lie_on_a_sheet_and_two_of_the_larger(world, ada):
    world.tell(5, consent=QUOTE)
    assert cards_of(ada).count('class="sheet ') == 2
    assert cards_of(ada, "size=a5").count('class="sheet ') == 3


def test_protected_words_are_printed_only_when_their_batch_is_closed(world, ada):
    world.tell(11, world.quiet, text="Between us.", consent=QUOTE)
    assert texts(cards_of(ada, "", "quiet")) == []
    world.close_batches(world.quiet)
    assert len(texts(cards_of(ada, "", "quiet"))) == 10


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_long_story_goes_on_over_several_cards_and_loses_no_word(size):
    text = "\n".join(f"Bean {number} was late. " * 9 for number in range(12))
    pieces = split_text(text, size)
    assert len(pieces) > 1
    assert "".join(pieces).split() != [] and " ".join(pieces).split() == text.split()
    assert all(len(piece) <= size.lines * size.letters for piece in pieces)


def test_words_without_spaces_are_cut_where_the_card_is_full():
    pieces = split_text("豆" * 2_000, SIZES["a6"])
    assert "".join(pieces) == "豆" * 2_000
    assert all(len(piece) <= SIZES["a6"].lines * SIZES["a6"].letters // 2 for piece in pieces)


def pdf_of(person, query: str = "", collection: str = "plot"):
    return person.get(f"/explore/{collection}/stories/cards.pdf?{query}")


def marks(page: str) -> int:
    return page.count('<li class="card__mark">')


def test_cards_for_staff_show_where_a_story_was_placed_where_that_is_asked_for(world, ada):
    world.tell(text="Only to be read.", shares=SAD)
    assert marks(cards_of(ada, "for=staff")) == 0
    page = cards_of(ada, "for=staff&marks=yes")
    assert marks(page) == 2
    assert "Mostly “sad”" in page
    assert "without group and week." in page


def test_cards_for_anybody_never_show_it(world, ada):
    world.tell(text="Quote me.", shares=SAD, consent=QUOTE)
    for query in ("marks=yes", "for=others&marks=yes", "for=staffs&marks=yes"):
        page = cards_of(ada, query)
        assert (marks(page), texts(page)) == (0, ["Quote me."])
        assert "Mostly “sad”" not in page


def test_where_only_words_are_released_there_is_nothing_to_draw(world, ada):
    world.tell(30, text="Protected words.", collection=world.quiet, shares=SAD)
    world.close_batches(world.quiet)
    page = cards_of(ada, "for=staff&marks=yes", "quiet")
    assert marks(page) == 0
    assert set(texts(page)) == {"Protected words."}


def test_the_same_cards_come_as_a_file(world, ada):
    world.tell(3, text="The beans came up twice. ✊🏽", consent=QUOTE, title="Beans")
    answer = pdf_of(ada)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "The plot - cards" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"%PDF")
    for query in ("size=a5", "for=staff&marks=yes", "size=a5&for=staff&marks=yes"):
        assert pdf_of(ada, query).data.startswith(b"%PDF")
    assert re.search(r'href="[^"]*/stories/cards.pdf\?[^"]*size=a5[^"]*"', cards_of(ada, "size=a5"))


def test_without_a_card_there_is_no_file(world, ada):
    world.tell()
    assert pdf_of(ada).status_code == 404


def test_a_card_with_marks_holds_fewer_words_and_loses_none(world, ada):
    world.tell(text="The beans came up twice. " * 40)
    plain, marked = (texts(cards_of(ada, query)) for query in ("for=staff", "for=staff&marks=yes"))
    assert len(marked[0]) < len(plain[0])
    assert " ".join(marked) == " ".join(plain)
