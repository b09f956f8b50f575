"""What needs somebody now: urgent stories, new alerts, due ones, probes to decide about. A line each, with its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from narratives.collection import Collection
from store.theme_proposals import get_open_proposal
from web.alerts.first_page import CollectionPart, section_lines
from web.alerts.lines import AlertLine, listed
from web.seen import seen_due
from web.stores import stores

_MOST = 5  # of a kind: a longer list is no list of what comes first


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do; `kind` is urgent, new, due, probe or themes, `what` names it before the words of the link."""

    kind: str
    what: str
    text: str
    href: str


def needs(
    parts: Sequence[CollectionPart],
    urgent: Sequence[str],
    username: str,
    today: date,
    usernames: Sequence[str],
    late: Sequence[str] = (),
) -> tuple[Need, ...]:
    """Everything that waits, the most pressing kind first.

    `urgent` are the titles of the collections in which a story cannot wait, `late` of those in which nobody has looked
    in time, and `usernames` those who can sign in: a
    probe whose owner has left needs somebody.
    """
    lines = [line for part in parts for line in part.heard]
    return (
        *_late(late),
        *_urgent(urgent),
        *(need for part in parts for need in _new(part, is_only=len(parts) == 1)),
        *_due([line for line in lines if line.is_due and line.assignee in {"", username}]),
        *_probes([part.collection for part in parts], today, usernames),
        *(need for part in parts for need in _themes(part, is_only=len(parts) == 1)),
    )


def _late(titles: Sequence[str]) -> Iterator[Need]:
    if titles:
        words = f"Nobody has looked in time at what may tell of danger: {listed(titles)}"
        yield Need("urgent", "Overdue", words, url_for("urgent.queue"))


def _urgent(titles: Sequence[str]) -> Iterator[Need]:
    """Never how many: of a story that staff may not read, not even that there are two may be said."""
    if titles:
        yield Need("urgent", "Urgent", f"Stories that cannot wait: {listed(titles)}", url_for("urgent.queue"))


def _new(part: CollectionPart, *, is_only: bool) -> Iterator[Need]:
    """One line for the alerts and one for the opportunities, with the groups that they are about."""
    kinds = ((part.alerts, "alert", "alerts"), (part.opportunities, "opportunity", "opportunities"))
    for section, one, many in kinds:
        lines = section_lines(section)
        if lines:
            inside = "" if is_only else f" in {part.collection.title}"
            where = listed(dict.fromkeys(line.where for line in lines))
            words = f"{_counted(len(lines), one, many)}{inside}: {where}"
            yield Need("new", "New", words, f"#alert-{lines[0].id}")


def _due(lines: Sequence[AlertLine]) -> Iterator[Need]:
    for line in lines[:_MOST]:
        yield Need("due", line.due, line.sentence, url_for("alerts.alert_page", alert_id=line.id))
    if len(lines) > _MOST:
        more = _counted(len(lines) - _MOST, "more alert", "more alerts")
        yield Need("due", "Due", more, f"#looked-into-{lines[_MOST].collection}")


def _probes(collections: Sequence[Collection], today: date, usernames: Sequence[str]) -> Iterator[Need]:
    due = seen_due(collections, today, usernames)
    for probe, reason in due[:_MOST]:
        yield Need("probe", "Decide", f"{probe.title}: {reason}", url_for("probes.probe_page", probe_id=probe.id))
    if len(due) > _MOST:
        more = _counted(len(due) - _MOST, "more probe needs", "more probes need")
        yield Need("probe", "Decide", f"{more} a decision", url_for("probes.portfolio"))


def _themes(part: CollectionPart, *, is_only: bool) -> Iterator[Need]:
    if part.is_whole and get_open_proposal(stores().stories, part.collection.id) is not None:
        inside = "" if is_only else f" in {part.collection.title}"
        href = url_for("explore.theme_proposal", collection_id=part.collection.id)
        yield Need("themes", "Decide", f"Other themes are proposed{inside}", href)


def _counted(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
