"""Proposals of other themes as values, and as they are stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from store.database import Row
from store.results import Theme
from store.theme_fits import ThemeStability, stability_from

WAY_BACK = timedelta(days=7)  # an accepted proposal can be taken back for so long


@dataclass(frozen=True, slots=True)
class Flow:
    """Stories that lie in an old theme and in a proposed one; None stands for no theme."""

    old: int | None
    new: int | None
    n: int


@dataclass(frozen=True, slots=True)
class Changes:
    """How the themes in use (`olds`) become those proposed. `flows` hold closed stories in whole k."""

    olds: tuple[int, ...]
    kept: tuple[int, ...]
    split: Mapping[int, tuple[int, ...]]
    merged: Mapping[int, tuple[int, ...]]
    born: tuple[int, ...]
    died: tuple[int, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class ThemeProposal:
    """Another set of themes that a free fit found, against the one in use. `fit` names the proposed fit.

    `now` and `then` are the stability of the themes in use and of those proposed. `can_go_back` says that the
    themes of before are still held.
    """

    id: str
    collection: str
    model_id: str
    made_on: date
    n: int
    fit: str
    themes: tuple[Theme, ...]
    changes: Changes
    now: ThemeStability | None = None
    then: ThemeStability | None = None
    can_go_back: bool = False
    decision: str | None = None  # "accepted", "declined", "overtaken" or "taken back"
    decided_by: str = ""
    decided_at: datetime | None = None

    def may_go_back(self, at: datetime) -> bool:
        """Whether it can still be taken back."""
        accepted = self.decision == "accepted" and self.decided_at is not None
        return accepted and self.can_go_back and self.decided_at is not None and at - self.decided_at <= WAY_BACK


def theme_to_json(theme: Theme) -> dict[str, object]:
    """A theme as part of a proposal."""
    facts = asdict(theme)
    return facts | {"born_on": theme.born_on.isoformat(), "retired_on": None}


def theme_from_json(told: Mapping[str, object]) -> Theme:
    """A theme that was part of a proposal."""
    facts = dict(told)
    return Theme(
        **facts  # type: ignore[arg-type]
        | {
            "terms": tuple(facts["terms"]),  # type: ignore[arg-type]
            "parents": tuple(facts["parents"]),  # type: ignore[arg-type]
            "born_on": date.fromisoformat(str(facts["born_on"])),
        }
    )


def changes_from_json(text: str) -> Changes:
    """The changes of a proposal."""
    told = json.loads(text)
    several = {key: {int(one): tuple(into) for one, into in told[key].items()} for key in ("split", "merged")}
    olds, kept, born, died = (tuple(told[key]) for key in ("olds", "kept", "born", "died"))
    flows = tuple(Flow(**flow) for flow in told["flows"])
    return Changes(olds, kept, several["split"], several["merged"], born, died, flows)


def row_to_proposal(row: Row) -> ThemeProposal:
    """A proposal as it was stored."""
    now, then = (stability_from(one) for one in json.loads(row["stability"]))
    return ThemeProposal(
        id=row["id"],
        collection=row["collection_id"],
        model_id=row["model_id"],
        made_on=date.fromisoformat(row["made_on"]),
        n=int(row["n"]),
        fit=row["fit"],
        themes=tuple(theme_from_json(one) for one in json.loads(row["themes"])),
        changes=changes_from_json(row["differences"]),
        now=now,
        then=then,
        can_go_back=bool(row["kept"]),
        decision=row["decision"],
        decided_by=row["decided_by"] or "",
        decided_at=None if row["decided_at"] is None else datetime.fromisoformat(row["decided_at"]),
    )
