"""The pages, one folder an audience."""

from __future__ import annotations

from flask import Flask

from web import access, addressed, assets, auditing, bodies, compression, errors, headers, language, menu, turns
from web.about.disclosure import bp as about
from web.administration.views import bp as administration
from web.alerts import bp as alerts
from web.alerts.judging import bp as judging
from web.api import bp as api
from web.audit.views import bp as audit
from web.boards import bp as boards
from web.bring import bp as bring
from web.bulk.views import bp as bulk
from web.casework.break_glass_views import bp as break_glass
from web.casework.offline_views import bp as log_offline
from web.casework.reflection_views import bp as reflection
from web.casework.views import bp as casework
from web.claims import bp as claims
from web.combined import bp as combined
from web.confederation import bp as confederation
from web.decisions import bp as decisions
from web.design import bp as design
from web.design import checking, opening, taking, wording
from web.events import bp as events
from web.explore import bp as explore
from web.invite import bp as invite
from web.keeping.views import bp as keeping
from web.keying.views import bp as keying
from web.moderate.alike import bp as alike
from web.moderate.deciding import bp as deciding
from web.moderate.message_views import bp as messages
from web.moderate.redacting import bp as redacting
from web.moderate.urgent_mark import bp as urgent_mark
from web.moderate.views import bp as moderate
from web.packs import bp as packs
from web.pair.views import bp as pair
from web.pairs.code_views import bp as pair_codes
from web.pairs.report_views import bp as pairs
from web.probes import bp as probes
from web.public import bp as public
from web.publishing import bp as publishing
from web.report_back.views import bp as report_back
from web.reports import bp as reports
from web.respond import embed, enclosed, invited, spotting
from web.respond.kiosk import bp as kiosk
from web.respond.offline_views import bp as offline
from web.respond.paper import bp as paper
from web.respond.start import looked_at
from web.respond.views import bp as respond
from web.returning.views import bp as returning
from web.routes.views import bp as routes
from web.sense import bp as sense
from web.staff import single_sign_on
from web.staff.people.views import bp as people
from web.staff.views import bp as staff
from web.tension import bp as tension
from web.tokens import bp as tokens
from web.urgent.flagged import bp as flagged
from web.urgent.hours import bp as working_hours
from web.urgent.views import bp as urgent
from web.workshops import bp as workshops


def register_pages(app: Flask) -> None:
    """Put every page, the guard and the headers into an application."""
    addressed.serve(app)
    turns.serve(app)
    single_sign_on.serve(app)
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
    app.add_template_global(looked_at)
    headers.protect(app)
    errors.handle(app)
    auditing.serve(app)
    tellers = (respond, returning, offline, kiosk, embed.bp, paper, about, pair)
    staff_pages = (staff, explore, alerts, probes, judging, casework, moderate, messages, invite, keying, routes)
    moderating = (alike, deciding, redacting, urgent_mark)
    of_log = (log_offline, break_glass, reflection)
    of_danger = (urgent, flagged, working_hours)
    further = (report_back, events, pair_codes, pairs, people, audit, bulk, confederation)
    of_questions = (design, opening, wording, checking, taking, packs, combined, bring, api, tokens)
    together = (sense, boards, workshops, claims, reports, decisions, public, publishing, tension)
    others = (administration, keeping, *together)
    for blueprint in (*tellers, *staff_pages, *moderating, *of_log, *of_danger, *further, *of_questions, *others):
        app.register_blueprint(blueprint)
