"""What a promise looks like once it is measured, and the register of those that can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether this machine bears a claim out."""

    HOLDS = "holds"
    FALLS_SHORT = "FALLS SHORT"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Claim:
    """One promise in words, its goal, what was measured here and the verdict; `note` says why or how."""

    claimed: str
    goal: str
    measured: str
    verdict: Verdict
    note: str = ""


Proof = Callable[[], Iterable[Claim]]


@dataclass(frozen=True, slots=True)
class Promise:
    """A name for `./run prove NAME`, a sentence about it, and the functions that measure it."""

    name: str
    about: str
    proofs: list[Proof]


REGISTER: dict[str, Promise] = {}


def proof(name: str, about: str = "") -> Callable[[Proof], Proof]:
    """Register a function under a name; several functions may share one, and one of them says what it is about.

    A proof yields its claims as they are measured. Heavy packages are imported inside it, since listing the
    names imports every module of benchmarks/.
    """

    def register(measure: Proof) -> Proof:
        promise = REGISTER.setdefault(name, Promise(name, about, []))
        if about and not promise.about:
            promise = REGISTER[name] = Promise(name, about, promise.proofs)
        promise.proofs.append(measure)
        return measure

    return register


def at_least(claimed: str, measured: float, goal: float, unit: str = "", note: str = "") -> Claim:
    """A claim whose number must reach the goal."""
    return Claim(claimed, f"at least {_shown(goal, unit)}", _shown(measured, unit), _holds(measured >= goal), note)


def at_most(claimed: str, measured: float, goal: float, unit: str = "", note: str = "") -> Claim:
    """A claim whose number must not pass the goal."""
    return Claim(claimed, f"at most {_shown(goal, unit)}", _shown(measured, unit), _holds(measured <= goal), note)


def exactly(claimed: str, measured: object, goal: object, note: str = "") -> Claim:
    """A claim that must come out as said."""
    return Claim(claimed, str(goal), str(measured), _holds(measured == goal), note)


def happens(claimed: str, it_did: bool, note: str = "") -> Claim:
    """A claim that something happens."""
    return Claim(claimed, "yes", "yes" if it_did else "no", _holds(it_did), note)


def not_measured(claimed: str, goal: str, why: str) -> Claim:
    """A claim that this machine cannot settle, such as one about stories that are not here."""
    return Claim(claimed, goal, "-", Verdict.NOT_MEASURED, why)


def measure(promise: Promise) -> Iterator[Claim]:
    """Run the proofs of a promise one after another; one that breaks off falls short and the rest still run."""
    for each in promise.proofs:
        try:
            yield from each()
        except Exception as error:  # a broken proof must not hide the others' verdicts
            name = each.__name__.replace("_", " ")
            why = f"{type(error).__name__}: {error}".strip()
            yield Claim(name, "runs to its end", "broke off", Verdict.FALLS_SHORT, why)


def _holds(it_does: bool) -> Verdict:
    return Verdict.HOLDS if it_does else Verdict.FALLS_SHORT


def _shown(number: float, unit: str) -> str:
    text = f"{number:,.0f}" if float(number).is_integer() or abs(number) >= 1000 else f"{number:.3g}"
    return f"{text} {unit}".strip()
