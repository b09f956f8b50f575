"""Every route of the product in exactly one list of roles, and something for each name in an address."""

import re

from store.accounts import Role
from web.access import EVERYONE
from web.staff.halfway import HALFWAY

EVERYBODY = {
    "GET /",
    "GET /accessibility",
    "GET /code",
    "GET /feeds/<token>.xml",
    "GET /privacy",
    "GET /share/<collection_id>",
    "GET /share/<collection_id>/tell",
    "GET /share/<collection_id>/whole",
    "GET /share/<collection_id>/app.webmanifest",
    "GET /share/<collection_id>/offline",
    "GET /share/sealing-key.json",
    "GET /share/worker.js",
    "GET /staff/sign-in",
    "GET /who-sees-what",
    "GET /.well-known/security.txt",
    "POST /code",
    "POST /share/<collection_id>",
    "POST /share/<collection_id>/sealed",
    "POST /share/<collection_id>/validate",
    "POST /staff/sign-in",
}
# The pages of a telling once more: on a shared device, and in a frame of another site; and the form on paper.
ENCLOSED = {f"GET /kiosk/<collection_id>{page}" for page in ("", "/start", "/tell", "/whole")}
ENCLOSED |= {f"GET /embed/<collection_id>{page}" for page in ("", "/tell", "/whole")}
EVERYBODY |= ENCLOSED | {
    "POST /kiosk/<collection_id>",
    "POST /embed/<collection_id>",
    "GET /share/<collection_id>/paper",
}
EVERYBODY |= {f"GET /{place}/<collection_id>/heard" for place in ("share", "kiosk", "embed")}
EVERYBODY |= {f"{method} /staff/invitation/<invitation_token>" for method in ("GET", "POST")}
EVERYBODY |= {"GET /pair", "POST /pair"}
SIGNED_IN = {"POST /staff/sign-out", "GET /staff/account"}
SIGNED_IN |= {f"POST /staff/account/{done}" for done in ("password", "recovery-codes", "second-step-off", "sessions")}
# Of somebody whose password was right and whose second step is due; who is signed in is led on, or sets up another app.
STEPS = {f"{method} /staff/{page}" for method in ("GET", "POST") for page in ("second-step", "set-up")}
PEOPLE = {f"GET /staff/people{page}" for page in ("", "/<account_id>", "/invite")} | {"POST /staff/people/invite"}
PEOPLE |= {f"POST /staff/people/<account_id>/{done}" for done in ("roles/add", "roles/remove", "off", "on")}
PEOPLE |= {f"POST /staff/people/<account_id>/{done}" for done in ("second-step", "sessions", "password-link")}
PEOPLE |= {"POST /staff/people/invitations/<invitation_id>/withdraw"}
VIEWERS = {
    "GET /changed",
    "GET /changed/<alert_id>",
    "GET /changed/silences",
    "GET /explore",
    "GET /explore/<collection_id>",
    "GET /explore/<collection_id>/live",
    "GET /explore/<collection_id>/stream",
    "GET /explore/<collection_id>/temperature",
    "GET /explore/<collection_id>/themes",
    "GET /temperature",
    "GET /themes",
}
VIEWERS |= {f"GET /explore/<collection_id>/pictures/<signifier>.{ending}" for ending in ("svg", "csv")}
VIEWERS |= {f"GET /explore/<collection_id>/{page}" for page in ("summary", "promise")}
VIEWERS |= {f"{method} /explore/<collection_id>/expect" for method in ("GET", "POST")}
VIEWERS |= {f"GET /explore/<collection_id>/expectations{one}" for one in ("", "/<expectation_id>")}
VIEWERS |= {"POST /explore/<collection_id>/expectations/<expectation_id>/delete"}
VIEWERS |= {f"GET /explore/<collection_id>/places{ending}" for ending in ("", ".svg", ".csv")}
VIEWERS |= {f"GET /explore/<collection_id>/{page}" for page in ("compare", "compare.csv", "crosstab")}
VIEWERS |= {
    f"GET /explore/<collection_id>/{page}" for page in ("crosstab.csv", "association", "common-ground", "conditions")
}
VIEWERS |= {f"{method} /explore/<collection_id>/cohorts" for method in ("GET", "POST")}
VIEWERS |= {"GET /explore/<collection_id>/cohorts/<cohort_id>", "POST /explore/<collection_id>/cohorts/restore"}
VIEWERS |= {f"POST /explore/<collection_id>/cohorts/<cohort_id>/{done}" for done in ("name", "delete")}
VIEWERS |= {"GET /probes", "GET /probes/<probe_id>"}
VIEWERS |= {f"GET /pairs{page}" for page in ("", "/<collection_id>", "/<collection_id>/figures.csv")}
VIEWERS |= {f"GET /explore/<collection_id>/patterns{one}" for one in ("", "/<number>")}
VIEWERS |= {f"GET /explore/<collection_id>/themes/{page}" for page in ("<theme_id>", "proposal")}
VIEWERS |= {f"GET /explore/<collection_id>/weak-signals{one}" for one in ("", "/<signal_id>")}
READERS = {"GET /explore/<collection_id>/stories", "GET /explore/<collection_id>/stories/<story_id>", "GET /stories"}
READERS |= {"GET /explore/<collection_id>/stories/<story_id>/recording"}
READERS |= {f"GET /explore/<collection_id>/stories/{page}" for page in ("cards", "words")}
READERS |= {f"{method} /explore/<collection_id>/reading-list" for method in ("GET", "POST")}
READERS |= {"POST /explore/<collection_id>/stories/<story_id>/notes"}
READERS |= {"POST /explore/<collection_id>/stories/<story_id>/notes/<note_id>/delete"}
ACTORS = {"POST /changed/acknowledge", "POST /changed/<alert_id>/acknowledge", "POST /changed/<alert_id>/close"}
ACTORS |= {"POST /changed/<alert_id>/judge"}
ACTORS |= {f"POST /changed/<alert_id>/{done}" for done in ("give-back", "reopen", "assign", "note")}
ACTORS |= {f"{method} /changed/silences/<collection_id>" for method in ("GET", "POST")}
ACTORS |= {"POST /changed/silences/<silence_id>/lift"}
ACTORS |= {f"{method} /probes/{page}" for method in ("GET", "POST") for page in ("new", "<probe_id>/change")}
ACTORS |= {f"POST /probes/<probe_id>/{done}" for done in ("start", "decide", "take-back", "end", "owner", "note")}
ACTORS |= {"POST /explore/<collection_id>/themes/proposal/<proposal_id>"}
ACTORS |= {f"POST /explore/<collection_id>/weak-signals/<signal_id>{done}" for done in ("", "/undo")}
DECIDERS = {"POST /explore/<collection_id>/promise/<proposal_id>"}
EVERYBODY |= {"GET /log/worker.js"}
ROUTERS = {"GET /log/opened", "GET /routes", "GET /routes/add/<medium>", "POST /routes/add/<medium>"}
ROUTERS |= {f"POST /routes/<route_id>/{done}" for done in ("test", "stop", "start")}
ROUTERS |= {"GET /confederation"}
ROUTERS |= {
    f"POST /confederation/<confederation_id>/{done}"
    for done in ("join", "leave", "names", "collections", "offer", "adopt")
}
VIEWERS |= {"GET /confederation/benchmarks"}
VIEWERS |= {"GET /report-back", "GET /report-back/collections/<collection_id>"}
ACTORS |= {f"{method} /report-back/{page}" for method in ("GET", "POST") for page in ("new", "<report_back_id>/change")}
ACTORS |= {f"POST /report-back/<report_back_id>/{done}" for done in ("take-back", "put-back")}
PRACTITIONERS = {"GET /log", "GET /log/own", "GET /log/own/<interaction_id>", "POST /log"}
PRACTITIONERS |= {f"GET /log/people{one}" for one in ("", "/<person_id>")} | {
    "POST /log/people/<person_id>/tasks/<task_id>"
}
PRACTITIONERS |= {f"{method} /log/own/<interaction_id>/correct" for method in ("GET", "POST")}
PRACTITIONERS |= {f"{method} /log/own/<interaction_id>/their-side" for method in ("GET", "POST")}
PRACTITIONERS |= {f"GET /log/offline{one}" for one in ("", "/<collection_id>", "/session.json")} | {"POST /log/sealed"}
PRACTITIONERS |= {"GET /log/open-anothers", "POST /log/open-anothers", "GET /log/open-anothers/<opening_id>"}
PRACTITIONERS |= {"GET /log/reflection", "POST /log/opened/<opening_id>/seen"}
MODERATORS = {"GET /moderate", "GET /moderate/<collection_id>/released", "POST /moderate/<collection_id>/<story_id>"}
MODERATORS |= {"GET /moderate/<collection_id>/<story_id>/recording"}
MODERATORS |= {f"{method} /moderate/<collection_id>/<story_id>/message" for method in ("GET", "POST")}
MODERATORS |= {"GET /moderate/alike"}
MODERATORS |= {f"{method} /moderate/<collection_id>/alike/<alike_id>" for method in ("GET", "POST")}
MODERATORS |= {"GET /moderate/messages", "GET /moderate/decided", "GET /moderate/<collection_id>/<story_id>"}
MODERATORS |= {
    f"{method} /moderate/<collection_id>/<story_id>/{decision}"
    for method in ("GET", "POST")
    for decision in ("withhold", "give-back", "redact")
}
ACTING = {f"{method} /moderate/<collection_id>/<story_id>/urgent" for method in ("GET", "POST")}
ACTING |= {"GET /urgent/<story_id>/recording"}
ACTING |= {f"POST /urgent/<story_id>/{done}" for done in ("see", "unsee", "done", "reopen", "unmark")}
ACTING |= {f"POST /urgent/<story_id>/{done}" for done in ("act", "nothing", "look-again")}
HOURS = {"GET /urgent/hours", "GET /urgent/hours/<collection_id>", "POST /urgent/hours/<collection_id>"}
INVITERS = {"GET /invite", "GET /invite/<collection_id>", "GET /invite/<collection_id>/poster"}
INVITERS |= {"POST /invite/<collection_id>/codes", "GET /events/<collection_id>/links"}
VIEWERS |= {"GET /events", "GET /events/<collection_id>"}
ACTORS |= {"GET /events/new", "POST /events/new"}
ACTORS |= {f"POST /events/<collection_id>/{done}" for done in ("close", "reopen")}
KEYERS = {"GET /keying", "GET /keying/<collection_id>", "POST /keying/<collection_id>"}
RECORD = {"GET /administration", "GET /audit", "GET /audit/record.csv", "POST /audit/check"}
ABOUT_THEM = {"GET /audit/own"}
TWO_PEOPLE = {"GET /bulk", "GET /bulk/<request_id>", "POST /bulk/<request_id>/decide", "POST /bulk/<request_id>/stop"}
TWO_PEOPLE |= {"GET /keeping"}
EXPORTERS = {"GET /bulk/export", "POST /bulk/export", "GET /bulk/<request_id>/stories.<ending>"}
DELETERS = {"GET /bulk/deletion", "POST /bulk/deletion", "POST /keeping/<collection_id>"}
DESIGNERS: set[str] = set()
CALLERS: set[str] = set()  # programs with a token, which the interface itself looks at
DESIGNERS |= {f"{method} /design/new" for method in ("GET", "POST")} | {"GET /design", "GET /design/<draft_id>"}
DESIGNERS |= {f"{method} /design/<draft_id>/{page}" for method in ("GET", "POST") for page in ("add", "delete")}
DESIGNERS |= {f"{method} /design/<draft_id>/parts/<part_id>" for method in ("GET", "POST")}
DESIGNERS |= {f"GET /design/<draft_id>/{page}" for page in ("history", "preview")}
DESIGNERS |= {f"POST /design/<draft_id>/{page}" for page in ("arrange", "back")}
DESIGNERS |= {"GET /frameworks", "GET /frameworks/<framework_id>", "GET /frameworks/<framework_id>/file"}
DESIGNERS |= {f"{method} /design/<draft_id>/{page}" for method in ("GET", "POST") for page in ("opening", "review")}
DESIGNERS |= {f"{method} /design/<draft_id>/{page}" for method in ("GET", "POST") for page in ("languages", "trial")}
DESIGNERS |= {f"{method} /design/<draft_id>/languages/<code>" for method in ("GET", "POST")}
DESIGNERS |= {"POST /design/<draft_id>/open", "POST /design/<draft_id>/trial/end"}
DESIGNERS |= {f"{method} /frameworks/<framework_id>/wording" for method in ("GET", "POST")}
DESIGNERS |= {"POST /frameworks/<framework_id>/new-version"}
DESIGNERS |= {"GET /packs", "GET /packs/<pack_id>", "POST /packs/<pack_id>"}
CALLERS |= {f"GET /api/v1{path}" for path in ("", "/openapi.json", "/collections", "/collections/<collection_id>")}
CALLERS |= {f"GET /api/v1/frameworks/<framework_id>{one}" for one in ("", "/versions/<version>")}
CALLERS |= {f"GET /api/v1/collections/<collection_id>/{page}" for page in ("stories", "figures", "temperature")}
CALLERS |= {f"GET /api/v1/{page}" for page in ("alerts", "alerts/<alert_id>", "probes", "probes/<probe_id>")}
CALLERS |= {"GET /api/v1/webhooks"}
CALLERS |= {"POST /api/v1/collections/<collection_id>/stories", "POST /api/v1/webhooks"}
CALLERS |= {"DELETE /api/v1/webhooks/<route_id>"}
TWO_PEOPLE |= {"GET /tokens", "POST /tokens/<token_id>/end"}
EXPORTERS |= {"POST /tokens/<token_id>/agree"}
DELETERS |= {"GET /tokens/new", "POST /tokens/new"}
INVITERS |= {f"{method} /invite/<collection_id>/embedding" for method in ("GET", "POST")}
DESIGNERS |= {"GET /combined/declare", "POST /combined/declare", "POST /combined/<equivalence_id>/withdraw"}
VIEWERS |= {"GET /combined"}
DESIGNERS |= {f"GET /bring{page}" for page in ("", *(f"/<import_id>{one}" for one in ("", "/into", "/columns")))}
DESIGNERS |= {f"GET /bring/<import_id>/{page}" for page in ("live", "mapping.json", "rejects.csv")}
DESIGNERS |= {"POST /bring", *(f"POST /bring/<import_id>/{done}" for done in ("into", "columns"))}
DESIGNERS |= {f"POST /bring/<import_id>/{done}" for done in ("check", "store", "stop")}
DESIGNERS |= {"GET /design/<draft_id>/check", "GET /design/<draft_id>/check/progress"}
READERS |= {"GET /explore/<collection_id>/stories/cards.pdf"}
VIEWERS |= {f"GET /sense/<collection_id>{page}" for page in ("", "/note", "/<observation_id>")}
VIEWERS |= {f"POST /sense/<collection_id>/{page}" for page in ("note", "<observation_id>/readings")}
VIEWERS |= {f"{method} /sense/<collection_id>/<observation_id>/change" for method in ("GET", "POST")}
VIEWERS |= {f"POST /sense/<collection_id>/<observation_id>/{done}" for done in ("withdraw", "restore", "delete")}
READING = "/sense/<collection_id>/<observation_id>/readings/<interpretation_id>"
VIEWERS |= {f"{method} {READING}" for method in ("GET", "POST")}
VIEWERS |= {f"POST {READING}/{done}" for done in ("withdraw", "restore", "delete")}
EXPORTERS |= {f"GET /tension{page}" for page in ("", "/<return_id>", "/<return_id>/return.<ending>")}
EXPORTERS |= {
    f"{method} /tension/{page}" for method in ("GET", "POST") for page in ("alerts/<alert_id>", "<return_id>/change")
}
EXPORTERS |= {f"POST /tension/<return_id>/{done}" for done in ("finish", "delete")}
EVERYBODY |= {"GET /public", "GET /public/<collection_id>"}
VIEWERS |= {f"GET /publishing/<collection_id>{page}" for page in ("", "/preview")}
ROUTERS |= {f"POST /publishing/<collection_id>/{done}" for done in ("switch", "listing")}
ACTORS |= {f"{method} /publishing/<collection_id>/probes/<probe_id>" for method in ("GET", "POST")}
DESIGNERS |= {f"{method} /publishing/<collection_id>/objectives/new" for method in ("GET", "POST")}
DESIGNERS |= {"POST /publishing/<collection_id>/objectives/<objective_id>/delete"}
DESIGNERS |= {f"{method} /publishing/drafts/<draft_id>/objectives" for method in ("GET", "POST")}
DESIGNERS |= {"POST /publishing/drafts/<draft_id>/objectives/remove"}
REPORT = "/reports/<collection_id>/<report_id>"
VIEWERS |= {"GET /reports/<collection_id>", *(f"GET {REPORT}{page}" for page in ("", "/history", "/preview"))}
VIEWERS |= {
    f"GET {REPORT}/preview.pdf",
    *(f"GET {REPORT}/issues/<number>{one}" for one in ("", ".pdf", ".json", "/again")),
}
READERS |= {"POST /reports/<collection_id>", *(f"POST {REPORT}{done}" for done in ("", "/back", "/freeze"))}
VIEWERS |= {f"GET /boards/<collection_id>{page}" for page in ("", "/themes")} | {"POST /boards/<collection_id>/change"}
READERS |= {f"GET /workshops/<collection_id>{page}" for page in ("", "/<workshop_id>")}
READERS |= {f"{method} /workshops/<collection_id>/new" for method in ("GET", "POST")}
READERS |= {
    f"{method} /workshops/<collection_id>/<workshop_id>/{page}"
    for method in ("GET", "POST")
    for page in ("change", "take", "record", "delete")
}
READERS |= {f"GET /workshops/<collection_id>/<workshop_id>/{file}.pdf" for file in ("pack", "record")}
VIEWERS |= {"GET /claims/in/<collection_id>"}
VIEWERS |= {f"GET /claims/<claim_id>{page}" for page in ("", "/again", ".json")}
READERS |= {f"{method} /claims/in/<collection_id>/new" for method in ("GET", "POST")}
READERS |= {"POST /claims/<claim_id>/delete"}
EVERYBODY |= {"GET /public/decisions"}
SIGNED_IN |= {f"GET /decisions{page}" for page in ("", "/charter", "/roll", "/<motion_id>")}
SIGNED_IN |= {"GET /decisions/propose", "GET /decisions/propose/texts"}
SIGNED_IN |= {
    f"{method} /decisions/{page}" for method in ("GET", "POST") for page in ("propose/form", "<motion_id>/vote")
}
SIGNED_IN |= {f"POST /decisions/<motion_id>/{done}" for done in ("remarks", "withdraw")}
ROUTERS |= {f"POST /decisions/{done}" for done in ("charter", "roll/add", "roll/remove")}
LISTS = [
    (DESIGNERS, {Role.MANAGER.value, Role.ADMINISTRATOR.value}),
    (CALLERS, {EVERYONE}),
    (RECORD | DELETERS, {Role.ADMINISTRATOR.value}),
    (ABOUT_THEM, {role.value for role in Role}),
    (TWO_PEOPLE, {Role.MANAGER.value, Role.ADMINISTRATOR.value}),
    (EXPORTERS, {Role.MANAGER.value}),
    ({"GET /urgent"}, {Role.MODERATOR.value, Role.SAFEGUARDING.value, Role.MANAGER.value}),
    (HOURS, {Role.SAFEGUARDING.value, Role.ADMINISTRATOR.value}),
    (ACTING, {Role.MODERATOR.value, Role.SAFEGUARDING.value}),
    (EVERYBODY, {EVERYONE}),
    (SIGNED_IN, {role.value for role in Role}),
    (STEPS, {HALFWAY, *(role.value for role in Role)}),
    (PEOPLE, {Role.ADMINISTRATOR.value}),
    (VIEWERS, {Role.MANAGER.value, Role.MEMBER.value, Role.ADMINISTRATOR.value}),
    (READERS, {Role.MANAGER.value, Role.MEMBER.value}),
    (ACTORS, {Role.MANAGER.value}),
    (ROUTERS, {Role.ADMINISTRATOR.value}),
    (DECIDERS, {Role.ADMINISTRATOR.value}),
    (PRACTITIONERS, {Role.PRACTITIONER.value}),
    (MODERATORS, {Role.MODERATOR.value}),
    (INVITERS, {Role.MANAGER.value, Role.ADMINISTRATOR.value}),
    (KEYERS, {Role.PRACTITIONER.value, Role.MODERATOR.value, Role.MANAGER.value, Role.ADMINISTRATOR.value}),
]
DECLARED = {route: roles for routes, roles in LISTS for route in routes}
# What stands for a name in an address: something real, or of the form that the address asks for.
REAL = {"collection_id": "plot", "signifier": "mood", "theme_id": "7", "number": "7", "ending": "csv"}
REAL |= {"medium": "email", "token": "a-token", "invitation_token": "another-token"}
NOWHERE = "nowhere"  # stands for every other name: there is no such thing


def filled(path: str) -> str:
    """An address with something in the place of each name."""
    return re.sub(r"<(\w+)>", lambda name: REAL.get(name[1], NOWHERE), path)
