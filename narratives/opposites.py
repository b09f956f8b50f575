"""Wordings that say opposite things: a language model holds them for alike, since they are about the same."""

from __future__ import annotations

import re

from narratives.worth import worth_of

_WORDS = re.compile(r"[\w'’-]+")
_NO = frozenset("not no never nobody nothing without less hardly unable lack don't didn't isn't wasn't".split())
_PAIRS = frozenset(
    frozenset(pair.split("/"))
    for pair in """
    little/much few/many few/much more/less more/fewer most/least all/none everything/nothing everybody/nobody
    always/never often/seldom early/late fast/slow quickly/slowly quick/slow near/far inside/outside before/after
    past/future start/end begin/end first/last old/new young/old alone/together giving/taking give/take asked/told
    asking/telling listening/speaking making/following led/followed leading/following up/down in/out on/off above/below
    same/different open/closed strict/soft strict/gentle hard/easy harder/easier high/low higher/lower long/short
    loud/quiet public/private included/excluded staying/leaving stayed/left teaching/learning me/them i/they us/them
    """.split()
)


def are_opposite(one: str, other: str) -> bool:
    """Whether two English wordings say opposite things, as far as their words show.

    >>> are_opposite("far too little", "far too much"), are_opposite("safe", "not safe"), are_opposite("time", "hours")
    (True, True, False)
    """
    ones, others = set(_WORDS.findall(one.casefold())), set(_WORDS.findall(other.casefold()))
    if worth_of(one) * worth_of(other) < 0 or bool(ones & _NO) != bool(others & _NO):
        return True
    only, only_other = ones - others, others - ones
    return any(frozenset((a, b)) in _PAIRS for a in only for b in only_other)
