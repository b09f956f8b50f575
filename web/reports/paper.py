"""A report on its way to a page and a file: its parts with their pictures, and a note on what each claim stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.report import Issue, Report
from web.explore.pictures.picture import Picture
from web.people import organisation_title
from web.reports.drawing import every_claim, pictures_of, svg_of
from web.stores import stores
from web.typeset import typeset

_SHORT_HASH = 12
_COLUMNS = ("share", "from", "to", "stories")


@dataclass(frozen=True, slots=True)
class Paper:
    """A report to be read: `notes` has the number of each claim's note, `issued` says which issue it is."""

    collection: Collection
    document: Mapping[str, Any]
    pictures: Mapping[str, Picture]
    notes: Mapping[str, int]
    issued: str
    hash: str

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The parts in their order, each claim with its figures in columns."""
        seen: set[str] = set()
        return [_noted(part, seen) for part in self.document["parts"]]

    @property
    def claims(self) -> tuple[Mapping[str, Any], ...]:
        """The claims in the order of their notes, each once."""
        return claims_in(self.document)


def claims_in(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The claims of a report in its order, each once."""
    return tuple({claim["id"]: claim for claim in every_claim(document)}.values())


def draft_paper(collection: Collection, framework: Framework, document: Mapping[str, Any], today: date) -> Paper:
    """A report that is not frozen yet."""
    issued = f"Draft, as it was on {spoken(today)}"
    return _paper(collection, framework, document, today, issued=issued, hash="")


def issue_paper(collection: Collection, framework: Framework, issue: Issue, today: date) -> Paper:
    """An issue: its words and figures as they were frozen, and pictures of what may be shown today."""
    issued = f"Issue {issue.number}, {spoken(issue.made_at.date())}"
    return _paper(collection, framework, issue.document, today, issued=issued, hash=issue.hash)


def paper_file(paper: Paper, report: Report, at: datetime) -> bytes:
    """A report as a PDF. Raises TypesettingError where letters have no font."""
    drawn = {f"{claim}.svg": svg_of(picture) for claim, picture in paper.pictures.items()}
    data = {
        **paper.document,
        "author": organisation_title(),
        "language": "en",
        "issued": paper.issued,
        "hash": paper.hash,
        "parts": paper.parts,
        "pictures": {
            claim: {"title": one.title, "said": one.said, "counts": one.counts, "is-tall": one.kind == "triad"}
            for claim, one in paper.pictures.items()
        },
    }
    return typeset("report", data, drawn, at=at)


def _noted(part: Mapping[str, Any], seen: set[str]) -> dict[str, Any]:
    """A part whose claim says whether it stood in the report before, with its figures in columns."""
    claim = part["claim"]
    if claim is None:
        return dict(part)
    columns, rows = figure_table(claim["figures"])
    noted = {"columns": columns, "rows": rows, "again": claim["id"] in seen}
    seen.add(claim["id"])
    # A machine's sentence stands once, with its note; the chart is its heading.
    title = claim["asked"][0][1] if part["title"] == claim["sentence"] else part["title"]
    return {**part, "title": title, "claim": {**claim, **noted}}


def figure_table(figures: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Figures as a table: what else is said of a figure, as its share, stands beside it in a column of its own.

    >>> figure_table([["sad", "8"], ["sad, share", "80%"], ["glad", "2"]])
    (['Share'], [['sad', '8', '80%'], ['glad', '2', '']])
    """
    by_name = {one[0]: one[1] for one in figures}
    beside = {f"{name}, {column}" for name in by_name for column in _COLUMNS} & set(by_name)
    columns = [one for one in _COLUMNS if any(name.endswith(f", {one}") for name in beside)]
    rows = [
        [name, value, *(by_name.get(f"{name}, {column}", "") for column in columns)]
        for name, value in by_name.items()
        if name not in beside
    ]
    return [column.capitalize() for column in columns], rows


def short(hash: str) -> str:
    """As much of a hash as somebody compares by eye."""
    return hash[:_SHORT_HASH]


def _paper(
    collection: Collection, framework: Framework, document: Mapping[str, Any], today: date, *, issued: str, hash: str
) -> Paper:
    ids = dict.fromkeys(claim["id"] for claim in every_claim(document))
    return Paper(
        collection=collection,
        document=document,
        pictures=pictures_of(stores(), collection, framework, document, today),
        notes={claim: number for number, claim in enumerate(ids, 1)},
        issued=issued,
        hash=hash,
    )
