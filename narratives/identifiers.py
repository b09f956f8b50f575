"""Where a text holds patterns of `narratives.identifier_patterns`: numbers, addresses and dates.

The rules of `Pattern` say how a pattern is read; the browser reads them in the same way (static/js/spotting).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from narratives.identifier_patterns import EDGES, PATTERNS, Pattern
from narratives.name_lists import name_lists

# Digits of other scripts, and the blanks and dashes that a keyboard or a word processor puts in, as plain ones.
_FROM = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯\u00a0\u2007\u2009\u202f\t‐‑‒–—−＠"
_TO = "0123456789" * 4 + "     " + "------@"
PLAIN = {ord(one): other for one, other in zip(_FROM, _TO, strict=True)}
_ORDINAL = re.compile("(?:1st|2nd|3rd|[04-9]th)$", re.IGNORECASE)
_CLOSE = re.compile("(?:close|drive|gardens|grove|terrace|lane|court|row|way|hill|view|place|park|st|mews)$")


def plain(text: str) -> str:
    """The same text, character for character, with plain digits, blanks and dashes."""
    return text if text.isascii() and "\t" not in text else text.translate(PLAIN)


def identifiers(text: str) -> Iterator[tuple[int, int, str]]:
    """Where in a plain text patterns are found, and of which kind; where several fit, the first of PATTERNS wins."""
    taken = bytearray(len(text))
    for pattern, needs, beside, search in _COMPILED:
        if needs.search(text) is None:
            continue
        for start, end in _matches(text, search, beside, pattern.check):
            if not any(taken[start:end]):
                taken[start:end] = b"x" * (end - start)
                yield start, end, pattern.kind


def _matches(text: str, search: re.Pattern[str], beside: re.Pattern[str], check: str) -> Iterator[tuple[int, int]]:
    place = 0
    while match := search.search(text, place):
        start, end = match.span(search.groups)
        before = text[match.start() - 1 : match.start()]
        if beside.match(before) or (check and not CHECKS[check](text[start:end])):
            place = match.start() + 1
            continue
        yield start, end
        place = match.end()


def _is_nhs(words: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (modulus 11, weights 10 to 2)."""
    digits = [int(digit) for digit in re.findall("[0-9]", words)]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and len(set(digits)) > 1


def _is_date(words: str) -> bool:
    one, two, three = (int(part) for part in re.findall("[0-9]+", words))
    if one > 31:
        one, two = three, two
    return min(one, two) >= 1 and min(one, two) <= 12 and max(one, two) <= 31


def _is_plate(words: str) -> bool:
    """Not "M25 bus" and not "UP TO 30 MPH": none of its letters are a word."""
    lists = name_lists()
    small = words.lower()
    if any(part in lists.contexts["never"] for part in re.findall("[a-z]{2,3}", small)):
        return False
    return not any(lists.is_ordinary(part) for part in re.findall("[a-z]{3}", small))


def _is_road(words: str) -> bool:
    """Not "on 3 May Green Lane was shut"."""
    return not any(part in name_lists().contexts["calendar"] for part in re.findall("[a-z]+", words.lower()))


def _is_small_road(words: str) -> bool:
    """Not "2 miles from the road": what stands between number and road is no measure, no people, no small word."""
    parts = re.findall("[a-z'’-]+", re.sub("^.*[0-9][a-z]?,? ", "", words))[:-1]
    lists = name_lists()
    if any(part in lists.contexts["not_road"] or part in lists.contexts["never"] for part in parts):
        return False
    return _CLOSE.search(words) is None or not any(lists.is_ordinary(part) for part in parts[-1:])


def _is_postcode(words: str) -> bool:
    """Not "e3 2nd", and not "so 10 2 by": the last two letters, where they stand alone, are no word."""
    apart = re.search("[0-9] [a-z]{2}$", words.lower())
    return _is_no_ordinal(words) and (apart is None or words.lower()[-2:] not in name_lists().contexts["never"])


def _has_many_digits(words: str) -> bool:
    """Not "IN20 WHEN THEY CAME": half of it is digits."""
    return 2 * len(re.findall("[0-9]", words)) >= len(re.findall("[A-Z0-9]", words))


def _is_no_ordinal(words: str) -> bool:
    """Not "e3 2nd": a floor or a date."""
    return _ORDINAL.search(words) is None


CHECKS: dict[str, Callable[[str], bool]] = {
    "nhs": _is_nhs,
    "date": _is_date,
    "plate": _is_plate,
    "road": _is_road,
    "small_road": _is_small_road,
    "no_ordinal": _is_no_ordinal,
    "postcode": _is_postcode,
    "many_digits": _has_many_digits,
}


def compiled(pattern: Pattern) -> re.Pattern[str]:
    """A pattern as it is searched for: nothing that would make it a piece of something longer may follow."""
    flags = re.ASCII | re.IGNORECASE if pattern.any_case else re.ASCII
    return re.compile(f"(?:{pattern.pattern})(?!{edge(pattern.kind)})", flags)


def edge(kind: str) -> str:
    """What may stand neither right before nor right after a piece of a kind."""
    return EDGES.get(kind, EDGES[""])


_COMPILED = [(one, re.compile(one.needs), re.compile(edge(one.kind)), compiled(one)) for one in PATTERNS]
