"""The delivery loop: take, send, mark. Killed in between, it sends again with the same key."""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from analysis.delivery.transport import DeliveryError, GoneError, Transports
from store.database import Database
from store.routes import stop_route
from store.sending import Parcel, abandon, give_up, mark_delivered, mark_failed, notice_name, take
from store.worker import set_notice

logger = logging.getLogger(__name__)

LEASE_SECONDS = 120.0  # longer than the slowest way of sending takes
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0
PATIENCE = timedelta(days=7)
QUIET = timedelta(days=1)  # for so long nobody but an administrator who looks need hear of it
_SYSTEM = "delivery"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a pass did."""

    arrived: int
    failed: int
    given_up: int

    def sentence(self) -> str:
        """For the person who started the pass."""
        if not (self.arrived or self.failed or self.given_up):
            return "Nothing is due."
        said = [f"{_messages(self.arrived)} delivered"] if self.arrived else []
        said += [f"{_messages(self.failed)} not taken and tried again later"] if self.failed else []
        said += [f"{_messages(self.given_up)} given up"] if self.given_up else []
        return f"{', '.join(said)}."


@dataclass(slots=True)
class _Pass:
    db: Database
    transports: Transports
    clock: Callable[[], datetime]
    holder: str = field(default_factory=lambda: secrets.token_hex(8))
    arrived: int = 0
    failed: int = 0
    given_up: int = 0


def deliver(
    db: Database,
    transports: Transports,
    clock: Callable[[], datetime],
    *,
    lease_seconds: float = LEASE_SECONDS,
    stop: Callable[[], bool] = lambda: False,
    sent: Callable[[Parcel], object] = lambda parcel: None,
) -> Delivered:
    """Send everything that is due, each route's messages in the order of posting.

    Any number of workers may do so at once and be killed at any point. `sent` is called between the receiver's
    answer and the mark, the one place where a kill makes a receiver see a message twice, under one key.
    """
    here = _Pass(db, transports, clock)
    while not stop():
        parcel = take(db, here.holder, now=clock().timestamp(), seconds=lease_seconds)
        if parcel is None:
            break
        try:
            _send(here, parcel)
        except GoneError as error:
            _end_route(here, parcel, str(error))
        except DeliveryError as error:
            _put_off(here, parcel, str(error))
        else:
            sent(parcel)
            mark_delivered(db, parcel, now=clock().timestamp())
            here.arrived += 1
    return Delivered(here.arrived, here.failed, here.given_up)


def _send(here: _Pass, parcel: Parcel) -> None:
    transport = here.transports.get(parcel.route.medium)
    if transport is None:
        raise DeliveryError(f"Nothing here can send by {parcel.route.medium.value}. See docs/settings.md.")
    try:
        transport(parcel, here.clock())
    except DeliveryError:
        raise
    except Exception as error:
        logger.exception("sending failed in an unexpected way and is tried again")
        raise DeliveryError("It failed in an unexpected way. The worker's log says how.") from error


def _put_off(here: _Pass, parcel: Parcel, error: str) -> None:
    now = here.clock()
    late = now.timestamp() - parcel.due_at
    if late < PATIENCE.total_seconds():
        try_at = now.timestamp() + wait_seconds(parcel.key, parcel.attempts + 1)
        if mark_failed(here.db, parcel, error, try_at=try_at) and late >= QUIET.total_seconds():
            what = _notice(parcel, f"has taken no alert for more than a day, and is tried again: {error}")
            set_notice(here.db, notice_name(parcel.route.id), what, now.astimezone().date())
        here.failed += 1
        return
    name, days = parcel.route.name, PATIENCE.days
    handed_to = give_up(
        here.db,
        parcel,
        error,
        notice=_notice(parcel, f"could not be told of an alert for {days} days, and that one is given up: {error}"),
        note=f"This came to you because {name} did not take it for {days} days.",
        at=now,
    )
    here.given_up += 1
    logger.warning("%s: a message was given up%s", name, " and sent by e-mail instead" if handed_to else "")


def _end_route(here: _Pass, parcel: Parcel, error: str) -> None:
    now = here.clock()
    with here.db.write():
        stop_route(here.db, parcel.route.id, because=error, by=_SYSTEM, at=now)
        abandon(here.db, parcel.route, error, note=f"This came to you because {parcel.route.name} is gone.", at=now)
        set_notice(
            here.db, notice_name(parcel.route.id), _notice(parcel, f"was stopped: {error}"), now.astimezone().date()
        )
    here.given_up += 1


def _notice(parcel: Parcel, what: str) -> str:
    name = parcel.route.name
    return f"{name[0].upper()}{name[1:]} {what} An administrator sees to it under Routes."


def wait_seconds(key: str, attempts: int) -> float:
    """How long to wait after so many failed tries: a minute, doubled each time up to an hour.

    Up to a quarter is taken off by chance, the same for the same message, so that what failed together does not
    come back together.
    """
    longest = min(FIRST_WAIT * 2.0 ** min(attempts - 1, 16), LONGEST_WAIT)
    return longest * (1 - random.Random(f"{key}:{attempts}").random() / 4)


def _messages(count: int) -> str:
    return f"{count} message{'' if count == 1 else 's'}"
