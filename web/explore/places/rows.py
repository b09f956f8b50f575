"""The released readings of every group and period as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from narratives.collection import Collection, Policy
from narratives.interchange.rejection import harmless
from store.boundaries import GroupArea
from web.explore.places.series import Series
from web.explore.temperature_page import verdict

_MARK = "\ufeff"  # without it spreadsheets guess the alphabet
_COLUMNS = ("group", "area code", "from", "to", "temperature", "low", "high", "usual low", "usual high")


def readings_csv(collection: Collection, series: Series, areas: Mapping[str, GroupArea]) -> str:
    """One row a group and period; no figures where fewer than k told."""
    held = io.StringIO()
    writer = csv.writer(held, quoting=csv.QUOTE_NONNUMERIC)
    stories = "stories" if collection.policy is Policy.OPEN else "stories, at least"
    writer.writerow([*_COLUMNS, stories, "in words"])
    for (group, _), reading in sorted(series.readings.items()):
        area = areas.get(group)
        known = reading.value is not None
        figures = (reading.value, reading.low, reading.high, reading.usual_low, reading.usual_high)
        writer.writerow(
            [
                harmless(group or "All groups together"),
                harmless(area.code) if area else "",
                reading.starts_on.isoformat(),
                reading.ends_on.isoformat(),
                *(f"{figure:.1f}" if known and figure is not None else "" for figure in figures),
                reading.n if known else "",
                verdict(reading).words if known else f"Fewer than {collection.k} stories",
            ]
        )
    return _MARK + held.getvalue()
