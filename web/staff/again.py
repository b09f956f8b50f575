"""A form that was sent after the session had ended: what was typed is kept on the page until somebody signs in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import render_template, request
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError

_KEPT = "kept."
# Passwords and codes are typed again: the page shows what it keeps, and lies open until somebody signs in.
_NEVER_KEPT = {"form_token", "present", "new", "password", "code"}
# A path of this site in plain characters: no second slash, backslash, space or control character leads elsewhere.
_LOCAL = re.compile(r"/(?!/)[!-\[\]-~]*")
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SignIn:
    """The sign-in form: who, where to go on, and the fields of an unsent form that it carries."""

    username: str = ""
    following: str = ""
    kept: Fields = ()
    errors: Sequence[FieldError] = ()

    def error_for(self, name: str) -> str:
        """The message to show beside a field; empty when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), "")

    @property
    def longest(self) -> str:
        """The longest text that is kept, to show that it is still there."""
        return max((value for _, value in self.kept), key=len, default="")


def ask_again() -> ResponseReturnValue:
    """The sign-in form, with the unsent form inside it."""
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in _NEVER_KEPT]
    return render_template("staff/sign-in.html", form=SignIn(following=path_asked_for(), kept=kept), again=True), 401


def carried(errors: Sequence[FieldError] = ()) -> SignIn:
    """What a form of signing in carries on to the next step, or shows again with what is wrong."""
    following = local_path(request.form.get("next", "") or request.args.get("next", ""))
    return SignIn(request.form.get("username", ""), following, kept_fields(), errors)


def kept_fields() -> list[tuple[str, str]]:
    """The fields of an unsent form that a sign-in form carried."""
    fields = request.form.items(multi=True)
    kept = [(name.removeprefix(_KEPT), value) for name, value in fields if name.startswith(_KEPT)]
    return [(name, value) for name, value in kept if name not in _NEVER_KEPT]


def path_asked_for() -> str:
    """The path of this request with its query, as `local_path` takes it."""
    query = request.query_string.decode("latin-1")
    return quote(request.script_root + request.path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")


def local_path(target: str) -> str:
    """A path on this site; empty for anything that could lead elsewhere."""
    return target if _LOCAL.fullmatch(target) else ""
