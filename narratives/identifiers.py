"""Patterns of things that show who somebody is: numbers, addresses and dates of the United Kingdom.

Every pattern is written in what Python's and JavaScript's regular expressions share, without looking behind, and
takes a time that grows in step with the text: each repetition has a bound and begins in one way only.
The rules of `Pattern` say how a pattern is read; the browser reads them in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from narratives.name_lists import name_lists

INSURANCE, NHS, POSTCODE, PHONE, EMAIL = "insurance", "nhs", "postcode", "phone", "email"
PLATE, BIRTH, ADDRESS = "plate", "birth", "address"

_AREAS = (
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?"
    "|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE|BX"
)
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)"
)
_DAY = "(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_YEAR = "(?:(?:19|20)[0-9]{2}|['’]?[0-9]{2}(?![0-9:]))"
_NUMERIC = "(?:{})".format(
    "|".join(
        f"[0-3]?[0-9] ?{mark} ?[0-3]?[0-9] ?{mark} ?(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})" for mark in ("/", "-", "[.]")
    )
)
_ISO = "(?:19|20)[0-9]{2}[/.-][01]?[0-9][/.-][0-3]?[0-9]"
_WORDED = f"{_DAY}(?: day)?(?: of)?[ -]?{_MONTH}[,.]?[ -]?{_YEAR}"
_MONTH_FIRST = f"{_MONTH}[.]? (?:the )?{_DAY},? {_YEAR}"
_BIRTH = "(?:born|d\\.?o\\.?b\\.?|date of birth|birth ?date|birth ?day)"
_ROADS = (
    "street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|cres|terrace|gardens|gdns|grove|mews|walk|way|place|court|square"
    "|hill|row|rise|view|green|park|parade|villas|heights|house|buildings|mansions|lodge|wynd|loan|brae|gate|heol|stryd|ffordd"
)
_ROAD = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in _ROADS.split("|"))
_SMALL_ROAD = "street|road|rd|avenue|ave|lane|close|drive|crescent|terrace|gardens|grove|mews"
_PART, _SMALL_PART = "[A-Z][A-Za-z'’-]{0,20}", "[a-z][a-z'’-]{1,20}"
_NUMBER = "[0-9]{1,3}(?:[/-][0-9]{1,3})?[A-Za-z]?"
_FLAT = "(?:[Ff]lat|[Aa]partment|[Aa]pt|[Uu]nit) [0-9]{1,3}[A-Za-z]?,? "
_CALL = (
    "(?:call|called|ring|rang|phone|phoned|text|texted|mobile|mob|tel|telephone|whatsapp|landline|number is|number's"
    "|number:|(?:my|his|her|their) number)"
)
_MAIL = "(?:gmail|hotmail|outlook|yahoo|icloud|live|aol)"
_TEN = "[0-9](?:[ .-]{0,3}[0-9]){9}"
_INWARD = "[0-9][ABD-HJLNP-UW-Z]{2}"
_PAIRS = "[A-Z][ .-]?[A-Z](?:[ .-]{0,3}[0-9]){6}"
_AT, _DOT = " ?[([ ]at[)\\] ] ?", " ?[([ ]dot[)\\] ] ?"
_SPACED = "[0-3]?[0-9] [0-3]?[0-9] (?:[0-9]{4}|[0-9]{2})|[0-3][0-9][01][0-9](?:[0-9]{4}|[0-9]{2})"
_NO_YEAR = f"{_DAY}(?: of)?[ -]?{_MONTH}(?:[ -]?{_YEAR})?|{_MONTH} (?:the )?{_DAY}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of a kind.

    What counts is the last group, which ends the match; without a group the whole match. `needs` is a quick look at
    whether the text holds anything of the sort. No letter or digit may stand right before or after; `check` names a
    further rule. With `any_case` capitals and small letters are alike.
    """

    kind: str
    pattern: str
    needs: str = "[0-9]"
    check: str = ""
    any_case: bool = False


PATTERNS = (
    Pattern(
        EMAIL, "[A-Z0-9._%+'-]{1,64} ?@ ?[A-Z0-9-]{1,63}(?:\\.[A-Z0-9-]{1,63}){0,4}\\.[A-Z]{2,24}", "@", any_case=True
    ),
    Pattern(EMAIL, f"[A-Z0-9._%+-]{{1,64}}{_AT}[A-Z0-9-]{{2,40}}(?:{_DOT}[A-Z]{{2,10}}){{1,3}}", "dot", any_case=True),
    Pattern(EMAIL, f"[A-Z0-9._%+-]{{1,64}}{_AT}{_MAIL}\\.(?:com|co\\.uk)", "at", any_case=True),
    Pattern(INSURANCE, f"{_PAIRS}[ .-]{{0,3}}[A-D]", any_case=True),
    Pattern(
        INSURANCE,
        f"(?:insurance|nino|ni)(?: (?:number|num|no))?[.:]?(?: (?:is|was))?[ :-]{{0,2}}({_PAIRS})",
        any_case=True,
    ),
    Pattern(POSTCODE, f"[A-Z]{{1,2}}[0-9][0-9A-Z]?[ -]{{0,3}}{_INWARD}"),
    Pattern(POSTCODE, f"(?:{_AREAS})[0-9][0-9A-Z]?[ -]{{0,3}}{_INWARD}", check="no_ordinal", any_case=True),
    Pattern(POSTCODE, "BFPO ?[0-9]{1,4}", any_case=True),
    Pattern(BIRTH, _ISO, check="date"),
    Pattern(BIRTH, _NUMERIC, check="date"),
    Pattern(BIRTH, _WORDED, any_case=True),
    Pattern(BIRTH, _MONTH_FIRST, any_case=True),
    Pattern(
        BIRTH,
        f"{_BIRTH}(?: (?:is|was|in|on|the)|[ :-]){{0,4}} ?({_NUMERIC}|{_SPACED}|{_NO_YEAR})",
        "[Bb]",
        any_case=True,
    ),
    Pattern(PHONE, "(?:\\+|00)[1-9][0-9]{0,2}(?:[ .()/-]{0,3}[0-9]){7,12}"),
    Pattern(PHONE, "44[ .-]?[17](?:[ .()/-]{0,3}[0-9]){9}"),
    Pattern(PHONE, "\\(?0[1-9](?:[ .()/-]{0,3}[0-9]){8,9}"),
    Pattern(NHS, _TEN, check="nhs"),
    Pattern(NHS, f"(?:nhs|hospital|chi)[^0-9\n]{{0,25}}({_TEN})", any_case=True),
    Pattern(PHONE, f"{_CALL}[^0-9\n+]{{0,25}}([0-9](?:[ .-]?[0-9]){{6,11}})", any_case=True),
    Pattern(PLATE, "[A-Z]{2}[0-9]{2}[ -]?[A-Z]{3}"),
    Pattern(PLATE, "[A-Z]{2}[ -]?[0-9]{2}[ -]?[A-Z]{3}", check="plate"),
    Pattern(PLATE, "[a-z]{2}[0-9]{2}[ -]?[a-z]{3}", check="plate"),
    Pattern(PLATE, "[A-HJ-NPR-TV-Y][0-9]{1,3}[ -]?[A-Z]{3}", check="plate"),
    Pattern(PLATE, "[a-hj-npr-tv-y][0-9]{2,3}[a-z]{3}", check="plate"),
    Pattern(PLATE, "[A-Z]{3}[ -]?[0-9]{1,3}[A-Z]", check="plate"),
    Pattern(PLATE, "[a-z]{3}[0-9]{2,3}[a-hj-npr-y]", check="plate"),
    Pattern(PLATE, "[A-Z](?:[A-Z]Z|I[A-Z]) ?[0-9]{3,4}", check="plate"),
    Pattern(
        PLATE,
        "(?:reg|registration|registered|plates?)(?: (?:number|no|is|was|it|said|mark|plate)){0,3}[ :,-]{1,3}"
        "([A-Z]{1,3} ?[0-9]{1,4}|[0-9]{1,4} ?[A-Z]{1,3})",
        check="plate",
        any_case=True,
    ),
    Pattern(ADDRESS, f"{_FLAT}(?:{_PART} ){{1,3}}(?:{_ROAD})"),
    Pattern(ADDRESS, f"(?:{_FLAT})?{_NUMBER},? (?:{_PART} ){{1,3}}(?:{_ROAD})", check="road"),
    Pattern(ADDRESS, f"(?:{_FLAT})?{_NUMBER},? (?:{_SMALL_PART} ){{1,2}}(?:{_SMALL_ROAD})", check="small_road"),
)

# Digits of other scripts, and the blanks and dashes that a keyboard or a word processor puts in, as plain ones.
_FROM = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯\u00a0\u2007\u2009\u202f\t‐‑‒–—−＠"
_TO = "0123456789" * 4 + "     " + "------@"
PLAIN = {ord(one): other for one, other in zip(_FROM, _TO, strict=True)}
EDGE = re.compile("[A-Za-z0-9]")
_ORDINAL = re.compile("[0-9](?:st|nd|rd|th)$")
_CLOSE = re.compile("(?:close|drive|gardens|grove|terrace|lane)$")


def plain(text: str) -> str:
    """The same text, character for character, with plain digits, blanks and dashes."""
    return text if text.isascii() and "\t" not in text else text.translate(PLAIN)


def identifiers(text: str) -> Iterator[tuple[int, int, str]]:
    """Where in a plain text patterns are found, and of which kind; where several fit, the first of PATTERNS wins."""
    taken = bytearray(len(text))
    for pattern, needs, search in _COMPILED:
        if needs.search(text) is None:
            continue
        for start, end in _matches(text, search, pattern.check):
            if not any(taken[start:end]):
                taken[start:end] = b"x" * (end - start)
                yield start, end, pattern.kind


def _matches(text: str, search: re.Pattern[str], check: str) -> Iterator[tuple[int, int]]:
    place = 0
    while match := search.search(text, place):
        start, end = match.span(search.groups)
        before = text[match.start() - 1 : match.start()]
        if EDGE.match(before) or (check and not CHECKS[check](text[start:end])):
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
}


def compiled(pattern: Pattern) -> re.Pattern[str]:
    """A pattern as it is searched for: no letter or digit may follow."""
    flags = re.ASCII | re.IGNORECASE if pattern.any_case else re.ASCII
    return re.compile(f"(?:{pattern.pattern}){NOT_FOLLOWED}", flags)


NOT_FOLLOWED = "(?![A-Za-z0-9])"
_COMPILED = [(one, re.compile(one.needs), compiled(one)) for one in PATTERNS]
