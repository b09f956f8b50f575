"""What every template can use: versioned addresses of front-end files, and the component macros."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.security import safe_join

from narratives.calendar import spoken
from web.scripts import OtherStyleError, joined
from web.sheets import stripped


def serve(app: Flask) -> None:
    """Let an application's templates use the components and `static_url`."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    own = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([own, components] if own else [components])
    app.jinja_env.globals["static_url"] = static_url
    app.jinja_env.filters["spoken"] = spoken
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
