"""What every template can use: versioned addresses of front-end files, the component macros, the staff pages' menu."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, g, request, url_for
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from narratives.calendar import spoken
from store.accounts import Session

# In the order of the menu; a page that is not installed, or not open to the role, is left out.
MENU = (
    ("What changed", "alerts.what_changed"),
    ("Map", "explore.map"),
    ("Temperature", "explore.temperature"),
    ("Themes", "explore.themes"),
    ("Stories", "explore.stories"),
    ("Log an interaction", "casework.log"),
    ("To read first", "moderate.queue"),
)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the staff menu."""

    text: str
    href: str
    current: bool


def serve(app: Flask) -> None:
    """Let an application's templates use the components, `static_url` and `navigation`."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    own = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([own, components] if own else [components])
    app.jinja_env.globals["static_url"] = static_url
    app.jinja_env.filters["spoken"] = spoken
    app.context_processor(lambda: {"navigation": menu()})


def static_url(filename: str) -> str:
    """The address of a front-end file, with its version so that browsers may keep it for a year."""
    return url_for("static", filename=filename, v=_version(Path(current_app.static_folder or "static") / filename))


@lru_cache(maxsize=256)
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def menu() -> tuple[MenuItem, ...]:
    """The pages that the signed-in person may open."""
    session: Session | None = g.get("session")
    if session is None:
        return ()
    role = session.account.role.value
    views = current_app.view_functions
    return tuple(
        MenuItem(text, url_for(endpoint), request.endpoint == endpoint)
        for text, endpoint in MENU
        if endpoint in views and role in getattr(views[endpoint], "roles", ())
    )
