"""Passwords and codes as the pages check them: few at once, slower after wrong ones, each kept in the audit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from narratives.errors import BusyError, FieldError
from store.accounts import delay_before, fits
from store.back_off import note_failure
from web.auditing import record
from web.staff import clock
from web.staff.known import tries_of
from web.stores import stores

# A password check takes 32 MiB: a flood of sign-ins must not take all the memory there is.
_CHECKING = threading.BoundedSemaphore(2)
_PATIENCE_SECONDS = 5.0
_Found = TypeVar("_Found")


def one_of_few(check: Callable[[], _Found]) -> _Found:
    """What a slow check finds. Raises BusyError when too many passwords are being checked."""
    if not _CHECKING.acquire(timeout=_PATIENCE_SECONDS):
        raise BusyError("Too many people are signing in. Try again in a moment.")
    try:
        return check()
    finally:
        _CHECKING.release()


def too_soon(username: str, field: str, what: str) -> list[FieldError]:
    """What to say to somebody who has to wait after wrong tries; nothing when they need not."""
    wait = delay_before(stores().accounts, tries_of(username), now=clock.now())
    if wait <= 0:
        return []
    seconds = int(wait) + 1
    return [FieldError(field, f"Too many wrong {what}. Try again in {seconds} second{'s' if seconds > 1 else ''}")]


def present_password_errors(account_id: str, username: str, password: str) -> list[FieldError]:
    """What is wrong with the present password of somebody signed in: a browser left open must not be enough."""
    if not password:
        return [FieldError("present", "Enter your present password")]
    if errors := too_soon(username, "present", "passwords"):
        return errors
    if one_of_few(lambda: fits(stores().accounts, account_id, password)):
        return []
    note_failure(stores().accounts, tries_of(username), now=clock.now())
    record("password.asked", account_id, "refused")
    return [FieldError("present", "This is not your present password. Type it again")]
