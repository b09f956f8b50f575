"""A finding of the drift monitor: what changed, where, since when, by how much, and how rare that is by chance."""

from dataclasses import dataclass
from typing import Literal

from models.streams import Signal

Scope = Literal["group", "parent", "collection"]
Direction = Literal["up", "down", "wider", "narrower"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One alarm.

    Days are ordinals as given to the monitor. `unit` is the index of the group or of the parent,
    0 for the collection. `level` is the level of a categorical or joint stream that became more frequent.
    `direction` is "wider" or "narrower" where the answers of an ordered stream lie further from, or
    nearer to, what is usual than they did. `also` names the other signifiers of that unit whose
    evidence had come at least a third of its way, strongest first.
    `effect` is the mean standardised deviation of the stories since the onset, in standard
    deviations of one story around its prediction; for volume it is the log of observed over
    expected stories; `effect_low` and `effect_high` are its 95 % interval. `evidence` reads
    "once in so many years by chance".
    """

    raised_on: int
    since: int
    signal: Signal
    signifier: str
    stream: str
    direction: Direction
    level: int | None
    scope: Scope
    unit: int
    n: int
    n_before: int
    effect: float
    effect_low: float
    effect_high: float
    evidence: float
    also: tuple[str, ...] = ()
