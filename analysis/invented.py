"""Invented stories of a framework, to try on it what will be watched before anybody has told anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from narratives.answers import Answer, DyadAnswer, TriadAnswer
from narratives.framework import Framework
from narratives.signifiers import Anchor, Choice, Dyad, Option, Signifier, Triad
from narratives.temperature import hot_score
from store.watching import Telling

Floats = npt.NDArray[np.float64]
STORIES_A_GROUP = 200
_STRATA, _MODES = (0.4, 0.3, 0.2, 0.1), (0.8, 0.2)
_IN_COMMON = 0.4  # how far a story's answers go together
_GROUPS_APART = _STRATA_APART = 0.3
_AT_AN_END, _AT_THE_CENTRE, _NOT_APPLICABLE = 0.1, 0.05, 0.1
_NONE_OF_IT = 0.01  # a smaller share of a triad is none
_ANCHORS = tuple(Anchor(name, name) for name in ("top", "left", "right"))


def sketch(triads: int, dyads: int, choices: int, options: int) -> Framework:
    """A framework of so many questions about the story; of each triad and dyad one end is hot and one cold.

    Raises ValueError where there is nothing to ask.
    """
    top, left, right = _ANCHORS
    ends: dict[str, Any] = {"hot": frozenset({"top"}), "cold": frozenset({"left"})}
    asked: list[Signifier] = [
        Triad(f"triad{n + 1}", f"Triad {n + 1}", (top, left, right), **ends) for n in range(triads)
    ]
    asked += [Dyad(f"dyad{n + 1}", f"Dyad {n + 1}", (left, top), **ends) for n in range(dyads)]
    offered = tuple(Option(f"option{n + 1}", f"Option {n + 1}") for n in range(options))
    asked += [Choice(f"choice{n + 1}", f"Choice {n + 1}", offered) for n in range(choices)]
    if not asked:
        raise ValueError("there is nothing to watch: give at least one triad, dyad or choice")
    return Framework("sketch", 1, "A sketch", "What happened?", tuple(asked))


def invented(framework: Framework, groups: Sequence[str], seed: int = 0) -> list[Telling]:
    """200 stories of each group, as people commonly place them.

    Some exactly at a corner or in the middle, a tenth not applicable, answers of one story that go together, groups
    and four sorts of people that differ a little, and most stories under few options of a choice. Every question is
    put to everybody. The same framework, groups and seed give the same stories.
    """
    chance = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(groups)), STORIES_A_GROUP)
    stratum = chance.choice(len(_STRATA), len(group), p=_STRATA)
    mode = chance.choice(len(_MODES), len(group), p=_MODES)
    latent = partial(_latent, chance, group, stratum, chance.normal(size=len(group)))
    columns = [_answers(chance, asked, latent) for asked in framework.signifiers]
    return [
        _telling(framework, str(row), groups[group[row]], f"sort {stratum[row]}", f"way {mode[row]}", said)
        for row, said in enumerate(zip(*columns, strict=True))
    ]


_Said = tuple[str, dict[str, Any], Answer | None]


def _telling(
    framework: Framework, name: str, group: str, stratum: str, mode: str, said: Sequence[_Said | None]
) -> Telling:
    told = [one for one in said if one is not None]
    return Telling(
        id=name,
        day=0,
        group=group,
        stratum=stratum,
        mode=mode,
        respondent=None,
        answers={signifier: stored for signifier, stored, _ in told},
        hot=hot_score(framework, [answer for _, _, answer in told if answer is not None]),
    )


def _latent(
    chance: np.random.Generator,
    group: npt.NDArray[np.int64],
    stratum: npt.NDArray[np.int64],
    common: Floats,
    way: float,
) -> Floats:
    """What lies behind one coordinate of an answer (n,): a story's own, what its answers share, its group and sort."""
    own = chance.normal(0, np.sqrt(1 - _IN_COMMON**2), len(group))
    groups = chance.normal(0, _GROUPS_APART, int(group.max()) + 1)[group]
    strata = chance.normal(0, _STRATA_APART, int(stratum.max()) + 1)[stratum]
    return np.asarray(own + way * _IN_COMMON * common + groups + strata)


def _answers(chance: np.random.Generator, asked: Signifier, latent: Callable[[float], Floats]) -> list[_Said | None]:
    """What every story answers to one question; None where it is not one that is watched."""
    match asked:
        case Triad():
            shares = _placed(chance, latent(1.0), latent(-1.0))
            return [_said(asked.id, _share(asked.id, one)) for one in shares.tolist()]
        case Dyad():
            values = _set(chance, latent(1.0))
            return [_said(asked.id, _value(asked.id, one)) for one in values.tolist()]
        case Choice():
            often = 1 / np.arange(1, len(asked.options) + 1)
            chosen = chance.choice(len(asked.options), len(latent(0.0)), p=often / often.sum())
            return [(asked.id, {"options": [asked.options[place].id]}, None) for place in chosen]
        case _:
            return [None] * len(latent(0.0))


def _said(signifier: str, answer: TriadAnswer | DyadAnswer | None) -> _Said:
    match answer:
        case None:
            return signifier, {"na": True}, None
        case TriadAnswer():
            return signifier, {"shares": list(answer.shares)}, answer
        case _:
            return signifier, {"value": answer.value}, answer


def _share(signifier: str, shares: list[float]) -> TriadAnswer | None:
    top, left, right = shares
    return None if top != top else TriadAnswer(signifier, (top, left, right), "import")


def _value(signifier: str, value: float) -> DyadAnswer | None:
    return None if value != value else DyadAnswer(signifier, value, "import")


def _placed(chance: np.random.Generator, one: Floats, other: Floats) -> Floats:
    """Shares (n, 3) of a triad; NaN where it does not apply."""
    weights = np.exp(np.column_stack([one, other, np.zeros(len(one))]))
    shares = weights / weights.sum(axis=1, keepdims=True)
    kind = chance.random(len(shares))
    shares = np.where((kind < _AT_AN_END)[:, None], np.eye(3)[shares.argmax(axis=1)], shares)
    shares = np.where((kind > 1 - _AT_THE_CENTRE)[:, None], 1 / 3, shares)
    shares = np.where(shares < _NONE_OF_IT, 0.0, shares)
    shares[chance.random(len(shares)) < _NOT_APPLICABLE] = np.nan
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _set(chance: np.random.Generator, latent: Floats) -> Floats:
    """Positions (n,) on a dyad; NaN where it does not apply."""
    values = 1 / (1 + np.exp(-1.2 * latent))
    values = np.where(chance.random(len(values)) < _AT_AN_END, np.round(values), values)
    return np.where(chance.random(len(values)) < _NOT_APPLICABLE, np.nan, values)
