"""A request as its page shows it: where it is in words, and what the person who looks can do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from narratives.calendar import spoken
from narratives.roles import Role
from store.accounts import Account
from store.bulk_requests import BulkRequest, State, What

_TOLD = {
    "batches": "frozen sums of closed batches",
    "readings": "temperatures",
    "alerts": "alerts",
    "probes": "probes",
    "report_backs": "answers to tellers",
    "cohorts": "saved selections",
    "expectations": "expectations",
    "routes": "places that alerts went to",
}
_TONES = {State.WAITING: "waits", State.OPEN: "open", State.PENDING: "danger", State.RUNNING: "danger"}


@dataclass(frozen=True, slots=True)
class Card:
    """One request; `steps` tells what happened, in order, and the three marks what the reader can do."""

    id: str
    heading: str
    state: str
    tone: str
    next: str
    steps: tuple[tuple[str, str], ...]
    reason: str
    may_decide: bool
    may_stop: bool
    may_download: bool
    is_own: bool
    is_deletion: bool


def may_decide(account: Account, request: BulkRequest) -> bool:
    """Whether somebody is the second person for a request: never who asked for it."""
    if request.asked_by == account.id:
        return False
    deciders = {Role.ADMINISTRATOR} if request.what is What.EXPORT else {Role.ADMINISTRATOR, Role.MANAGER}
    return bool(account.roles & deciders)


def card(request: BulkRequest, account: Account, names: Mapping[str, str], now: datetime) -> Card:
    """A request for the person who looks at it."""
    state = request.state(now)
    is_deletion = request.what is What.DELETION
    what = "Delete" if is_deletion else "A file of the stories of"
    rest = " with all its stories" if is_deletion else ""
    return Card(
        id=request.id,
        heading=f"{what} “{request.title}”{rest}",
        state=state.value,
        tone=_TONES.get(state, "over"),
        next=_next(request, state),
        steps=tuple(_steps(request, names)),
        reason=request.reason,
        may_decide=state is State.WAITING and may_decide(account, request),
        may_stop=state in {State.WAITING, State.OPEN, State.PENDING},
        may_download=state is State.OPEN and request.asked_by == account.id,
        is_own=request.asked_by == account.id,
        is_deletion=is_deletion,
    )


def _next(request: BulkRequest, state: State) -> str:
    due = _moment(request.due) if request.due else ""
    if state is State.WAITING:
        return "Somebody else than who asked decides. Until then nothing happens."
    if state is State.OPEN:
        return f"Whoever asked for it can download it until {due}. Each download is recorded."
    if state is State.PENDING:
        return f"From {due} on, all stories are deleted for good. Until then whoever sees this page can stop it."
    if state is State.RUNNING:
        gone = request.told.get("stories", 0)
        return f"{gone:,} of {request.stories or 0:,} stories are deleted. It cannot be stopped."
    if state is State.DONE:
        told = [f"{count:,} {_TOLD[name]}" for name, count in request.told.items() if name in _TOLD]
        return f"Deleted: {', '.join([f'{request.stories or 0:,} stories', *told])}. Nothing of it can be brought back."
    if state is State.LAPSED and request.decision:
        return "The time for downloading is over. Ask again if it is still needed."
    if state is State.LAPSED:
        return "Nobody decided in time. Ask again if it is still needed."
    return "Nothing happened and nothing will."


def _steps(request: BulkRequest, names: Mapping[str, str]) -> list[tuple[str, str]]:
    steps = [(_moment(request.asked_at), f"{_name(request.asked_by, names)} asked")]
    if request.decided_at:
        because = f": {request.because}" if request.because else ""
        steps.append(
            (_moment(request.decided_at), f"{_name(request.decided_by, names)} {request.decision} it{because}")
        )
    if request.stopped_at:
        steps.append((_moment(request.stopped_at), f"{_name(request.stopped_by, names)} stopped it"))
    if request.done_at:
        steps.append((_moment(request.done_at), "The last story was deleted, and the collection with it"))
    return steps


def _name(account: str, names: Mapping[str, str]) -> str:
    return names.get(account, "Somebody whose account is closed")


def _moment(at: datetime) -> str:
    return f"{spoken(at.date())}, {at:%H:%M} UTC"
