"""How a finding lies in the tables of alerts and of their signs."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date

from narratives.alert import Finding, Signal
from store.database import Row

COLUMNS = """signal, signifier, direction, scope, group_name, since, raised_on, n, effect, effect_low, effect_high,
    evidence, change, change_low, change_high, mix, placements, parts, also"""
VALUES = ", ".join(f":{name}" for name in COLUMNS.replace("\n", " ").replace(" ", "").split(","))


def finding_to_row(finding: Finding) -> Row:
    """The values of COLUMNS by name."""
    row = asdict(finding)
    return row | {
        "signal": finding.signal.value,
        "group_name": row.pop("group"),
        "since": finding.since.isoformat(),
        "raised_on": finding.raised_on.isoformat(),
        "parts": json.dumps(finding.parts, ensure_ascii=False),
        "also": json.dumps(finding.also, ensure_ascii=False),
    }


def row_to_finding(row: Row) -> Finding:
    """The finding in a row that holds COLUMNS."""
    stored = {one.name: row["group_name" if one.name == "group" else one.name] for one in fields(Finding)}
    return Finding(
        **stored
        | {
            "raised_on": date.fromisoformat(row["raised_on"]),
            "since": date.fromisoformat(row["since"]),
            "signal": Signal(row["signal"]),
            # An alert that was raised before these were kept has none.
            "parts": tuple(json.loads(row["parts"] or "[]")),
            "also": tuple(json.loads(row["also"] or "[]")),
        }
    )
