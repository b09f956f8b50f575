"""The charter: who votes, with what weight, and what it takes for a proposal to pass; and what a vote came to.

A constituency speaks with one voice of its own weight, however many people it has: its share of yes among those who
said yes or no. A proposal passes when every constituency reached its quorum and the weighted share of yes is above
the majority. Abstentions count for the quorum.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from narratives.covered import Setting
from narratives.errors import FieldError

LEAST_DAYS, MOST_DAYS = 1, 90
LEAST_MAJORITY, MOST_MAJORITY = 50, 90
MOST_WEIGHT = 100
_DIGITS = 9  # Python refuses to read thousands


class Constituency(StrEnum):
    """Whom a mutual belongs to."""

    EMPLOYEES = "employees"
    USERS = "users"
    AUTHORITY = "authority"


CONSTITUENCY_WORDS = {
    Constituency.EMPLOYEES: "Employee-members",
    Constituency.USERS: "Service-user members",
    Constituency.AUTHORITY: "The authority",
}
VOTES_OPENLY = Constituency.AUTHORITY  # an institution, which answers for how it votes


class Choice(StrEnum):
    """What a ballot says."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Charter:
    """The rules of voting. Weights are parts of the whole, quorums and the majority are in a hundred.

    A proposal passes with more than `majority` of the weighted votes. CHARTER itself is always covered.
    """

    weights: Mapping[Constituency, int] = field(default_factory=lambda: dict.fromkeys(Constituency, 1))
    quorum: Mapping[Constituency, int] = field(default_factory=lambda: dict.fromkeys(Constituency, 30))
    days: int = 14
    majority: int = 50
    covered: frozenset[Setting] = frozenset(Setting)

    def to_json(self) -> str:
        """The charter as it is kept and voted on."""
        document = {
            "weights": {one.value: self.weights[one] for one in Constituency},
            "quorum": {one.value: self.quorum[one] for one in Constituency},
            "days": self.days,
            "majority": self.majority,
            "covered": sorted(one.value for one in self.covered | {Setting.CHARTER}),
        }
        return json.dumps(document, sort_keys=True)

    def share_of(self, constituency: Constituency) -> Fraction:
        """The part of the whole that a constituency weighs."""
        return Fraction(self.weights[constituency], sum(self.weights.values()))

    @property
    def voting(self) -> tuple[Constituency, ...]:
        """The constituencies that have any weight."""
        return tuple(one for one in Constituency if self.weights[one])


def read_charter(text: str) -> Charter:
    """A charter as it was kept. Raises ValueError where it is none."""
    document: dict[str, Any] = json.loads(text)
    return Charter(
        weights={one: int(document["weights"][one.value]) for one in Constituency},
        quorum={one: int(document["quorum"][one.value]) for one in Constituency},
        days=int(document["days"]),
        majority=int(document["majority"]),
        covered=frozenset(Setting(one) for one in document["covered"]) | {Setting.CHARTER},
    )


def charter_of(fields: Mapping[str, str], covered: Iterable[str]) -> tuple[Charter | None, tuple[FieldError, ...]]:
    """A charter from a form (weight-…, quorum-…, days, majority), or what is wrong with it."""
    errors: list[FieldError] = []

    def number(name: str, least: int, most: int, what: str) -> int:
        typed = fields.get(name, "").strip()
        if typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS and least <= int(typed) <= most:
            return int(typed)
        errors.append(FieldError(name, f"{what} must be a whole number from {least} to {most}"))
        return least

    weights = {one: number(f"weight-{one}", 0, MOST_WEIGHT, f"The weight of {_name(one)}") for one in Constituency}
    quorum = {one: number(f"quorum-{one}", 1, 100, f"The quorum of {_name(one)}") for one in Constituency}
    days = number("days", LEAST_DAYS, MOST_DAYS, "The days that a vote is open")
    majority = number("majority", LEAST_MAJORITY, MOST_MAJORITY, "The majority")
    named = frozenset(covered)
    if not errors and sum(1 for one in weights.values() if one) < 2:
        errors.append(FieldError("weight-employees", "At least two constituencies need a weight: one alone is no vote"))
    if not named <= {one.value for one in Setting}:
        errors.append(FieldError("covered", "Choose from the list what members decide about"))
    if errors:
        return None, tuple(errors)
    return Charter(weights, quorum, days, majority, frozenset(map(Setting, named)) | {Setting.CHARTER}), ()


def _name(constituency: Constituency) -> str:
    return CONSTITUENCY_WORDS[constituency].lower()


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of one constituency: of `roll` people `cast` voted, and so many said yes and no."""

    constituency: Constituency
    roll: int
    cast: int
    yes: int
    no: int

    def reached(self, quorum: int) -> bool:
        """Whether at least so many in a hundred of the roll voted."""
        return self.roll > 0 and 100 * self.cast >= quorum * self.roll


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a proposal passed, the weighted share of yes, and which constituencies missed their quorum.

    `share` is None where everybody abstained.
    """

    passed: bool
    share: Fraction | None
    short: tuple[Constituency, ...]


def outcome_of(charter: Charter, tallies: Iterable[Tally]) -> Outcome:
    """What a vote came to under a charter.

    >>> tally = [Tally(Constituency.EMPLOYEES, 40, 20, 15, 5), Tally(Constituency.USERS, 30, 12, 3, 9)]
    >>> outcome_of(Charter(), [*tally, Tally(Constituency.AUTHORITY, 1, 1, 1, 0)]).share
    Fraction(2, 3)
    """
    counted = [one for one in tallies if charter.weights[one.constituency]]
    there = {one.constituency for one in counted}
    short = [one.constituency for one in counted if not one.reached(charter.quorum[one.constituency])]
    short += [one for one in charter.voting if one not in there]
    told = [one for one in counted if one.yes + one.no]
    weight = sum(charter.weights[one.constituency] for one in told)
    if not weight:
        return Outcome(False, None, tuple(short))
    parts = (charter.weights[one.constituency] * Fraction(one.yes, one.yes + one.no) for one in told)
    share = sum(parts, Fraction()) / weight
    return Outcome(not short and 100 * share > charter.majority, share, tuple(short))
