"""Stories' placements as columns, and whether those of some lie apart from all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from models.pocket_apart import apart
from narratives.answers import DyadAnswer, TriadAnswer, answer_from_json
from narratives.framework import Framework
from narratives.signifiers import Dyad, Triad


def placed_apart(
    framework: Framework, answers: Sequence[Mapping[str, Any]], inside: npt.NDArray[np.bool_]
) -> Mapping[str, Any] | None:
    """The share of random sets that lie nearer to all others, and towards which anchor these moved furthest."""
    names, columns = _columns(framework, answers)
    found = apart(columns, inside) if names else None
    if found is None:
        return None
    signifier, towards, away = names[found.column]
    return {
        "share": round(found.share, 3),
        "signifier": signifier,
        "anchor": towards if found.shift > 0 else away,
        "less": away == towards and found.shift <= 0,
        "shift": round(abs(found.shift), 2),
    }


def _columns(
    framework: Framework, answers: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[str, str, str]], npt.NDArray[np.float64]]:
    """(signifier, anchor at 1, anchor at 0) of each column, and the columns (n, c)."""
    names: list[tuple[str, str, str]] = []
    columns: list[list[float]] = []
    for signifier in framework.told:
        given = [_values(signifier.id, one) for one in answers]
        if isinstance(signifier, Triad):
            names += [(signifier.id, anchor.id, anchor.id) for anchor in signifier.anchors]
            columns += [[one[i] if len(one) == 3 else np.nan for one in given] for i in range(3)]
        elif isinstance(signifier, Dyad):
            names.append((signifier.id, signifier.anchors[1].id, signifier.anchors[0].id))
            columns.append([one[0] if len(one) == 1 else np.nan for one in given])
    return names, np.array(columns, dtype=np.float64).T if columns else np.zeros((len(answers), 0))


def _values(signifier: str, answers: Mapping[str, Any]) -> tuple[float, ...]:
    if signifier not in answers:
        return ()
    answer = answer_from_json(signifier, answers[signifier])
    if isinstance(answer, TriadAnswer):
        return answer.shares
    return (answer.value,) if isinstance(answer, DyadAnswer) else ()
