"""The pages, one folder an audience."""

from __future__ import annotations

from flask import Flask

from web import access, assets, bodies, errors, headers
from web.about.views import bp as about
from web.alerts.views import bp as alerts
from web.casework.views import bp as casework
from web.explore.views import bp as explore
from web.moderate.views import bp as moderate
from web.respond.views import bp as respond
from web.staff.views import bp as staff


def register_pages(app: Flask) -> None:
    """Put every page, the guard and the headers into an application."""
    assets.serve(app)
    bodies.guard(app)
    access.guard(app)
    headers.protect(app)
    errors.handle(app)
    for blueprint in (respond, about, staff, explore, alerts, casework, moderate):
        app.register_blueprint(blueprint)
