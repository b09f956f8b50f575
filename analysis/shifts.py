"""The alerts that findings come to when nobody does anything about them: what a backtest shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.folding import Standing, folding_of, home_of, takes_in
from narratives.alert import Finding, tone_of
from narratives.collection import Collection
from narratives.framework import Framework


def into_shifts(findings: Sequence[Finding], collection: Collection, framework: Framework) -> list[list[Finding]]:
    """Each alert with its further signs, and what is folded into it, behind it; findings in the order of raising."""
    standing: dict[str, Standing] = {}
    lead_of: dict[str, str] = {}
    for place, finding in enumerate(findings):
        home = home_of(finding, list(standing.values())[::-1], framework)
        if home is not None:
            standing[home.id] = replace(home, findings=(*home.findings, finding))
            continue
        new = Standing(str(place), (finding,), tone_of(finding, framework))
        leads = [one for one in list(standing.values())[::-1] if one.id not in lead_of]
        found = folding_of(finding, leads, collection, framework)
        standing[new.id] = new
        if found is not None:
            lead_of[new.id] = found[0].id
            continue
        taken = {one.id for one in leads if takes_in(new, one, collection, framework) is not None}
        lead_of |= {one: new.id for one in standing if one in taken or lead_of.get(one) in taken}
    shifts = {id: list(one.findings) for id, one in standing.items() if id not in lead_of}
    for id, one in standing.items():
        if id in lead_of:
            shifts[lead_of[id]] += one.findings
    return list(shifts.values())
