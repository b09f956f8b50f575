"""What every template can use: versioned addresses of front-end files, the component macros, the staff pages' menu."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, g, request, url_for
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.security import safe_join

from narratives.calendar import spoken
from store.accounts import Session
from web.scripts import OtherStyleError, joined
from web.sheets import stripped

# In the order of the menu; a page that is not installed, or not open to the role, is left out. The other pages about a
# collection are in the line below its title, beside the map (web/explore/sub_navigation.py).
MENU = (
    ("What changed", "alerts.what_changed"),
    ("Map", "explore.map"),
    ("Log an interaction", "casework.log"),
    ("To read first", "moderate.queue"),
    ("Key paper forms", "keying.choose"),
    ("Invite", "invite.choose"),
)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the staff menu; `current` is the value of aria-current: page, true for a page below it, or empty."""

    text: str
    href: str
    current: str


def serve(app: Flask) -> None:
    """Let an application's templates use the components, `static_url` and `navigation`."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    own = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([own, components] if own else [components])
    app.jinja_env.globals["static_url"] = static_url
    app.jinja_env.filters["spoken"] = spoken
    app.context_processor(lambda: {"navigation": menu()})
    app.view_functions["static"] = front_end_file


def static_url(filename: str) -> str:
    """The address of a front-end file, with its version so that browsers may keep it for a year."""
    version = _scripts_version(_folder()) if _is_own_script(filename) else _version(_folder() / filename)
    return url_for("static", filename=filename, v=version)


def front_end_file(filename: str) -> Response:
    """A file as it lies there; a script of ours, under its versioned address, together with those it imports.

    A sheet of ours, under its versioned address, comes without its comments.
    """
    path = safe_join(str(_folder()), filename)
    is_own = _is_own_script(filename) or _is_own_sheet(filename)
    if path is None or "v" not in request.args or not is_own or not Path(path).is_file():
        return current_app.send_static_file(filename)
    try:
        text = _script(Path(path)) if _is_own_script(filename) else _sheet(Path(path))
    except OtherStyleError:
        return current_app.send_static_file(filename)
    response = Response(text, mimetype="text/javascript" if _is_own_script(filename) else "text/css")
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:16])
    response.make_conditional(request.environ)
    return response


def _folder() -> Path:
    return Path(current_app.static_folder or "static")


def _is_own_script(filename: str) -> bool:
    return filename.startswith("js/") and filename.endswith(".js")


def _is_own_sheet(filename: str) -> bool:
    return filename.startswith("css/") and filename.endswith(".css")


@lru_cache(maxsize=256)
def _sheet(path: Path) -> str:
    return stripped(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def _script(path: Path) -> str:
    return joined(path, lambda later: static_url(later.relative_to(_folder()).as_posix()))


@lru_cache(maxsize=256)
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


@lru_cache(maxsize=4)
def _scripts_version(folder: Path) -> str:
    """One for all, since each is sent with others."""
    scripts = sorted((folder / "js").rglob("*.js"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in scripts)).hexdigest()[:10]


def menu() -> tuple[MenuItem, ...]:
    """The pages that the signed-in person may open."""
    session: Session | None = g.get("session")
    if session is None:
        return ()
    role = session.account.role.value
    views = current_app.view_functions
    return tuple(
        MenuItem(text, url_for(endpoint), _current(endpoint))
        for text, endpoint in MENU
        if endpoint in views and role in getattr(views[endpoint], "roles", ())
    )


def _current(endpoint: str) -> str:
    """Whatever a blueprint shows belongs to its entry of the menu."""
    if request.endpoint == endpoint:
        return "page"
    return "true" if request.blueprint == endpoint.partition(".")[0] else ""
