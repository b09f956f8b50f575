"""Stories on cards that are cut out and laid on a table: words in large type, nothing that tells who told them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from narratives.framework import Framework
from narratives.narrative import WIDENING, Scope
from store import release_reading
from store.database import Database
from store.reading_lists import list_listed
from store.release import Story
from web.explore.filters import Query
from web.explore.reading.card_marks import CardMark, card_marks
from web.explore.reading.stories_page import Reader
from web.explore.reading.story_cards import KIND_WORDS

NUMBERS = (4, 8, 12, 20, 40)
_USUAL_NUMBER = 12
STAFF, OTHERS = "staff", "others"
MINE = "mine"


@dataclass(frozen=True, slots=True)
class Size:
    """A size of card: how many lie on a sheet of A4, and how much of a story one holds."""

    name: str
    text: str
    a_sheet: int
    lines: int
    letters: int  # in a line
    few_lines: int  # a story of no more than these is set larger
    marked_lines: int  # that marks take the place of


SIZES = {
    "a6": Size("a6", "Four a page (A6)", 4, 15, 34, 8, 6),
    "a5": Size("a5", "Two a page (A5), in larger type", 2, 11, 52, 5, 4),
}


@dataclass(frozen=True, slots=True)
class Print:
    """What is to be printed: for whom, how large, how many, whether it is the reader's own list, and with marks.

    Marks are for staff alone: who lets words be quoted did not say that others may see where they were placed.
    """

    hands: str
    size: Size
    most: int
    is_list: bool
    has_marks: bool = False

    @property
    def query(self) -> Query:
        """What a link carries to keep whose list it is."""
        return {"list": MINE} if self.is_list else {}

    @property
    def choices(self) -> Query:
        """What a link carries to keep everything that was chosen."""
        marks: Query = {"marks": "yes"} if self.has_marks else {}
        return self.query | {"for": self.hands, "size": self.size.name, "number": str(self.most)} | marks


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """One card, or one of several that a long story needs: `part` of `parts`."""

    number: int
    part: int
    parts: int
    title: str
    text: str
    kind: str
    language: str
    is_short: bool
    marks: tuple[CardMark, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintPage:
    """The cards by sheet, how many stories they hold, and why others are not among them."""

    sheets: tuple[tuple[PrintedCard, ...], ...]
    stories: int
    left_out: str


def read_print(fields: Mapping[str, str]) -> Print:
    """What the address asks for; cards that leave the house unless it says otherwise."""
    number = fields.get("number", "")
    hands = STAFF if fields.get("for") == STAFF else OTHERS
    return Print(
        hands=hands,
        size=SIZES.get(fields.get("size", ""), SIZES["a6"]),
        most=int(number) if number in {str(one) for one in NUMBERS} else _USUAL_NUMBER,
        is_list=fields.get("list") == MINE,
        has_marks=hands == STAFF and fields.get("marks") == "yes",
    )


def allowed_use(hands: str, wanted: Scope) -> Scope:
    """What tellers must have allowed: reading in the hands of staff, quoting in anybody else's."""
    least = Scope.READ if hands == STAFF else Scope.QUOTE
    return max(least, wanted, key=WIDENING.index)


def printed_cards(reader: Reader, asked: Print, account: str, db: Database) -> PrintPage:
    """The cards of a selection or of somebody's reading list."""
    use = allowed_use(asked.hands, reader.wanted.use)
    if asked.is_list:
        listed = list_listed(db, reader.collection.id, account)
        found = release_reading.list_by_ids(db, reader.collection, listed, use=use)
        said = _missing(len(listed) - sum(1 for story in found if story.text))
    else:
        found = list(reader.using(use).shelf(asked.most).stories)
        said = _missing(sum(1 for story in found if not story.text))
    marked = reader.framework if asked.has_marks else None
    return PrintPage(card_sheets(found, asked.size, marked), len(_written(found)), said)


def card_sheets(
    stories: Sequence[Story], size: Size, marked: Framework | None = None
) -> tuple[tuple[PrintedCard, ...], ...]:
    """The cards of those stories that were written, by sheet; with marks where a framework is given."""
    cards = [card for number, story in enumerate(_written(stories), 1) for card in _cards(number, story, size, marked)]
    step = size.a_sheet
    return tuple(tuple(cards[start : start + step]) for start in range(0, len(cards), step))


def _written(stories: Sequence[Story]) -> list[Story]:
    return [story for story in stories if story.text]


def _missing(n: int) -> str:
    if n == 0:
        return ""
    stories = "One story is" if n == 1 else f"{n} stories are"
    return f"{stories} not among these cards: not allowed for them by the teller, withdrawn, or spoken and not written."


def _cards(number: int, story: Story, size: Size, marked: Framework | None) -> list[PrintedCard]:
    marks = card_marks(marked, story.answers) if marked else ()
    below = size.marked_lines if marks else 0
    pieces = split_text(story.text, size, story.title, below)
    kind = KIND_WORDS.get(story.kind, "")
    few = replace(size, lines=max(2, size.few_lines - below))
    is_short = len(pieces) == 1 and _end(story.text, few) == len(story.text)
    return [
        PrintedCard(
            number,
            part,
            len(pieces),
            story.title if part == 1 else "",
            text,
            kind,
            story.language,
            is_short,
            marks if part == 1 else (),
        )
        for part, text in enumerate(pieces, 1)
    ]


def split_text(text: str, size: Size, title: str = "", below: int = 0) -> list[str]:
    """A text in pieces that fit on a card each, broken between words and, where one ends in time, after a sentence.

    The title stands on the first, and so does what takes the lines `below`.
    """
    pieces: list[str] = []
    left = text.strip()
    above = 1 + -(-len(title) // size.letters) if title else 0
    while left:
        end = _end(left, replace(size, lines=size.lines if pieces else max(2, size.lines - above - below)))
        pieces.append(left[:end].strip())
        left = left[end:].strip()
    return pieces


def _end(text: str, size: Size) -> int:
    """Where a card that begins with this text is full."""
    lines, column, space, sentence = 1, 0, 0, 0
    for place, letter in enumerate(text):
        wide = 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        column += wide
        if letter == "\n" or column > size.letters:
            lines, column = lines + 1, wide
        if lines > size.lines:
            # A sentence that ends in the last third of the card is a better place than any word.
            return sentence if sentence > 2 * place // 3 else (space or place)
        if letter.isspace():
            space = place
            sentence = place if place and text[place - 1] in ".!?…。？！" else sentence
    return len(text)
