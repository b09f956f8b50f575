"""From when on the time before a probe is taken: a year, or since the shift that it answers began."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from narratives.alert import Finding, Signal
from narratives.collection import Collection
from narratives.movement import HOT_SCORE
from narratives.probe import LONGEST_BEFORE, Probe


def before_from(probe: Probe, collection: Collection, findings: Iterable[Finding]) -> date | None:
    """When the newest known shift of what a probe aims at began, in its groups; None where none did in the year before.

    A year's mean would be mostly the time before that shift: a probe that does nothing would then read as one that
    does harm, because the stories stay where the shift took them.
    """
    first = probe.starts_on - LONGEST_BEFORE
    begun = [
        found.since
        for found in findings
        if first < found.since < probe.starts_on and _is_about(probe, found) and _is_where(probe, collection, found)
    ]
    return max(begun, default=None)


def _is_about(probe: Probe, finding: Finding) -> bool:
    """The hot score moves with any question, and any question with it."""
    if finding.signal is not Signal.TEMPERATURE:
        return False
    aimed = {aim.signifier for aim in probe.aims}
    return finding.signifier in aimed or HOT_SCORE in {finding.signifier, *aimed} or finding.signifier == "pockets"


def _is_where(probe: Probe, collection: Collection, finding: Finding) -> bool:
    if finding.scope == "collection":
        return True
    return any(finding.group in {group, collection.parent_of(group)} for group in probe.groups)
