"""The pages, one folder an audience."""

from __future__ import annotations

from flask import Flask

from web import access, assets, bodies, compression, errors, headers, language, menu
from web.about.views import bp as about
from web.alerts import bp as alerts
from web.alerts.judging import bp as judging
from web.casework.views import bp as casework
from web.explore import bp as explore
from web.invite.views import bp as invite
from web.keying.views import bp as keying
from web.moderate.message_views import bp as messages
from web.moderate.urgent_mark import bp as urgent_mark
from web.moderate.views import bp as moderate
from web.probes import bp as probes
from web.report_back.views import bp as report_back
from web.respond import embed, enclosed, invited, spotting
from web.respond.kiosk import bp as kiosk
from web.respond.offline_views import bp as offline
from web.respond.paper import bp as paper
from web.respond.views import bp as respond
from web.returning.views import bp as returning
from web.routes.views import bp as routes
from web.staff.views import bp as staff
from web.urgent.views import bp as urgent


def register_pages(app: Flask) -> None:
    """Put every page, the guard and the headers into an application."""
    compression.compress(app)
    assets.serve(app)
    menu.serve(app)
    bodies.guard(app)
    language.serve(app)
    access.guard(app)
    enclosed.serve(app)
    invited.guard(app)
    embed.serve(app)
    spotting.serve(app)
    headers.protect(app)
    errors.handle(app)
    tellers = (respond, returning, offline, kiosk, embed.bp, paper, about)
    staff_pages = (staff, explore, alerts, probes, judging, casework, moderate, messages, invite, keying, routes)
    for blueprint in (*tellers, *staff_pages, report_back, urgent, urgent_mark):
        app.register_blueprint(blueprint)
