"""Every number in a sentence has to be a figure of what was asked: those that are not, with the nearest that are.

Numbers are found in digits and in English words. What is a share in the sentence has to be a share among the figures,
and what is a count a count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from narratives.calendar import spoken

_NEAREST = 3
_NEVER = Decimal(-1)
_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: number for number, word in enumerate(("zero", *_UNITS, *_TEENS))}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_WORDS |= {"both": 2, "dozen": 12, "hundred": 100, "hundreds": 100, "thousand": 1000, "thousands": 1000}
_LOOSE = {"one", "both"}  # numbers only in some sentences: "one of them", "both sides"
_FRACTIONS = {"half": Decimal(50), "third": Decimal(100) / 3, "quarter": Decimal(25)}
_MANY = {"two": Decimal(2), "three": Decimal(3)}
_PERCENT = r"\s?(?:%|per\s?cent\b|percent\b|in (?:a|every|each) hundred\b|out of (?:a|every) hundred\b)"
_DIGITS = re.compile(rf"(?<![\w.,])[+\-−–]?\d(?:[\d,]*\d)?(?:\.\d+)?(?P<percent>{_PERCENT})?", re.IGNORECASE)
_SPELT = re.compile(
    rf"\b(?P<word>(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_UNITS)})|{'|'.join(_WORDS)})\b(?P<percent>{_PERCENT})?",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\b(?:(?:two|three)[ -])?(?:half|halves|thirds?|quarters?)\b", re.IGNORECASE)
_RATIO = re.compile(r"\b(?:twice|thrice|doubled?|trebled?|tripled?)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\bthe third\b", re.IGNORECASE)
_PLAIN = re.compile(r"[+\-−]?\d[\d,]*(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it stands in a text, its size without a sign, and whether it is a share of a hundred."""

    text: str
    value: Decimal
    is_share: bool


@dataclass(frozen=True, slots=True)
class Stray:
    """A number of a sentence that is no figure of what was asked; `nearest` are (name, figure) of those that are."""

    text: str
    nearest: tuple[tuple[str, str], ...]

    @property
    def message(self) -> str:
        """What to do about it."""
        said = f"“{self.text}” is not a number of this chart"
        if not self.nearest:
            return f"{said}. Leave it out"
        return f"{said}. Nearest are {'; '.join(f'{figure} ({name})' for name, figure in self.nearest)}"


def strays(
    text: str, figures: Mapping[str, str], *, days: Iterable[date] = (), labels: Iterable[str] = ()
) -> tuple[Stray, ...]:
    """The numbers of a text that stand in no figure, each once, in their order.

    `days` are those that the selection begins and ends on, and may be named; what stands word for word as one of
    `labels` (an answer "16 to 24") is no number.
    """
    held = [(name, _plain(figure)) for name, figure in figures.items() if _PLAIN.fullmatch(figure)]
    known = {(one.value, one.is_share) for _, one in held}
    # A figure of words, as a day, is named as a whole.
    bare = _without(text, {*labels, *figures.values()} - {figures[name] for name, _ in held}, days)
    found = [one for one in _numbers(bare) if (one.value, one.is_share) not in known]
    return tuple(Stray(text, _nearest(one, held)) for text, one in {one.text: one for one in found}.items())


def _without(text: str, labels: Iterable[str], days: Iterable[date]) -> str:
    """The text without labels and days, the longest first."""
    told = [form for day in days for form in _forms(day)]
    named = [label for label in labels if any(letter.isdigit() for letter in label) or _SPELT.search(label)]
    bare = unicodedata.normalize("NFKC", text)
    for words in sorted({*told, *named}, key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(unicodedata.normalize('NFKC', words))}(?!\w)"
        bare = re.sub(pattern, " ", bare, flags=re.IGNORECASE)
    return _ORDINAL.sub(" ", bare)


def _forms(day: date) -> tuple[str, ...]:
    """A day as somebody would write it: whole, without its year, without its day, its year alone."""
    whole = spoken(day)
    return whole, day.isoformat(), whole.removesuffix(f" {day.year}"), whole.partition(" ")[2], str(day.year)


def _numbers(text: str) -> Sequence[_Number]:
    """The numbers of a text in their order; what one way of reading finds is nothing for the next."""
    found: dict[int, _Number] = {}
    for pattern, read in ((_DIGITS, _digits), (_FRACTION, _fraction), (_RATIO, _ratio), (_SPELT, _spelt)):
        for match in pattern.finditer(text):
            number = read(match)
            if number is not None:
                found[match.start()] = number
                text = f"{text[: match.start()]}{' ' * len(match[0])}{text[match.end() :]}"
    return [found[place] for place in sorted(found)]


def _digits(match: re.Match[str]) -> _Number:
    value = match[0].removesuffix(match["percent"] or "")
    return _Number(match[0].strip(), _size(value), match["percent"] is not None)


def _fraction(match: re.Match[str]) -> _Number:
    many, _, word = match[0].lower().replace("-", " ").rpartition(" ")
    value = _FRACTIONS[word.removesuffix("s").replace("halve", "half")] * _MANY.get(many, Decimal(1))
    return _Number(match[0], value.to_integral_value(), is_share=True)


def _ratio(match: re.Match[str]) -> _Number:
    """How many times as many: no chart shows it, so that it is never one of its figures."""
    return _Number(match[0], _NEVER, is_share=False)


def _spelt(match: re.Match[str]) -> _Number | None:
    words = match["word"].lower().replace("-", " ").split()
    if match["percent"] is None and len(words) == 1 and words[0] in _LOOSE:
        return None
    value = sum(_WORDS[word] for word in words)
    return _Number(match[0], Decimal(value).normalize(), match["percent"] is not None)


def _plain(figure: str) -> _Number:
    """A figure as it is shown, where it is a number."""
    return _Number(figure, _size(figure.removesuffix("%")), figure.endswith("%"))


def _size(text: str) -> Decimal:
    return abs(Decimal(text.replace(",", "").replace("−", "-").replace("–", "-"))).normalize()


def _nearest(stray: _Number, held: Sequence[tuple[str, _Number]]) -> tuple[tuple[str, str], ...]:
    if stray.value == _NEVER:
        return ()
    alike = [(name, one) for name, one in held if one.is_share is stray.is_share]
    alike.sort(key=lambda pair: abs(pair[1].value - stray.value))
    shown: dict[str, str] = {}
    for name, one in alike:
        if one.text not in shown.values():
            shown[name] = one.text
    return tuple(shown.items())[:_NEAREST]
