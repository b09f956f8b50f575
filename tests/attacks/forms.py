"""Every form of the product: who sends it to which page, and a good one to start from."""

from datetime import date

from narratives.receipt import receipt_code
from tests.attacks.answer_forms import ANSWER_FORMS
from tests.attacks.bring_forms import BRING_FORMS
from tests.attacks.claim_forms import CLAIM_FORMS
from tests.attacks.confederation_forms import CONFEDERATION_FORMS
from tests.attacks.decision_forms import DECISION_FORMS
from tests.attacks.design_forms import DESIGN_FORMS
from tests.attacks.explore_forms import EXPLORE_FORMS
from tests.attacks.gathering_forms import GATHERING_FORMS
from tests.attacks.opening_forms import OPENING_FORMS
from tests.attacks.pack_forms import PACK_FORMS
from tests.attacks.publishing_forms import PUBLISHING_FORMS
from tests.attacks.report_forms import REPORT_FORMS
from tests.attacks.sense_forms import SENSE_FORMS
from tests.attacks.staff_forms import STAFF_FORMS
from tests.attacks.tension_forms import TENSION_FORMS
from tests.attacks.token_forms import TOKEN_FORMS
from tests.people import SECRET

STORY = {
    "story": "The beans came up twice.",
    "title": "Beans",
    "group": "east",
    "consent": "read",
    "mood": "top",
    "mood.shares": "0.2,0.5,0.3",
    "mood.method": "tap",
    "say": "3",
    "say.value": "0.4",
    "role": "digger",
    "wish": "w1",
    "key": "ab" * 16,
    "website": "",
    "prefer": "",
    "at": "mood",
    "page.checking": "",
    "page.another": "",
    "prompt": "odd",
    "danger": "yes",
    "hear": "peers",
    "may_contact": "yes",
    "seconds": "90",
    "mood.seconds": "7",
    "mood.order": "sad,glad,cross",
    "step": "check",
}
LOGGED = {
    "collection": "plot",
    "key": "ab" * 16,
    "story": "He came early.",
    "account.read": "yes",
    "group": "east",
    "mood.shares": "0.2,0.5,0.3",
    "say": "na",
    "case.reference": "PX1042",
    "case.date": date.today().isoformat(),
    "case.contact": "office",
    "case.outcome": "complied",
    "case.notes": "",
    "step": "another",
}
KEYED = {
    "key": "ab" * 16,
    "told": date.today().isoformat(),
    "told_in": "en",
    "keyed": "3",
    "story": "The beans came up twice.",
    "title": "Beans",
    "group": "east",
    "mood.typed": "20 50 30",
    "say.typed": "35%",
    "role.typed": "1",
    "wish.typed": "1 3",
    "consent": "read",
}
SEALED = {"id": "ab" * 16, "key": "cd" * 8, "ephemeral": "BAAA", "nonce": "AAAA", "ciphertext": "AAAA" * 20}
SIGN_IN = {"username": "nobody", "password": "", "next": "/log", "kept.story": "mine"}
DECISION = {"decision": "release"}
COMING_BACK = {
    "code": receipt_code("ef" * 16, SECRET),
    "step": "save:mood",
    "at": "change:mood",
    "lang": "en",
    "mood": "top",
    "mood.shares": "0.2,0.5,0.3",
    "mood.method": "tap",
    "story": "The beans came up twice.",
    "title": "Beans",
    "group": "east",
    "message": "It was the pump.",
    "consent": "read",
    "no_messages": "",
}
# Refused before any name is looked up.
ROUTE = {"address": "https://hooks.localhost/", "collection": "plot", "signals": "theme", "pace": "daily", "key": "0"}
PLANNED = {
    "collection": "plot",
    "title": "Coffee by the gate",
    "tries": "Coffee on Saturdays.",
    "region-0": "mood|zone:2",
    "way-0": "fewer",
    "size-0": "10",
    "group": "east",
    "beside": "west",
    "owner": "ada",
    "starts_on": "2026-03-02",
    "ends_on": "2026-05-25",
    "step": "",
}
# Who sends a form to which page, and a good form to start from.
FORMS = {
    "/share/plot": ("", STORY),
    "/share/plot/sealed": ("", SEALED),
    "/share/plot/validate": ("", STORY),
    "/kiosk/plot": ("", STORY),
    "/embed/plot": ("", STORY),
    "/keying/plot": ("cy", KEYED),
    "/invite/plot/codes": ("ada", {"count": "3", "key": "ab" * 16, "as": "cards"}),
    "/code": ("", COMING_BACK),
    "/staff/sign-in": ("", SIGN_IN),
    "/log": ("cy", LOGGED),
    "/log/own/nowhere/correct": ("cy", {name: value for name, value in LOGGED.items() if name.startswith("case.")}),
    "/log/people/nowhere/tasks/nowhere": ("cy", {"done": "yes"}),
    "/log/sealed": ("cy", {**SEALED, "owner": "ab" * 32}),
    "/log/open-anothers": ("cy", {"reference": "PX7", "category": "cover", "reason": "She is at the front desk now"}),
    "/log/opened/nowhere/seen": ("cy", {}),
    "/moderate/plot/nowhere": ("mina", DECISION),
    "/moderate/plot/nowhere/message": ("mina", {"message": "Which pump?"}),
    **(ANSWER_FORMS | CONFEDERATION_FORMS),
    **BRING_FORMS,
    **CLAIM_FORMS,
    **DECISION_FORMS,
    **DESIGN_FORMS,
    **EXPLORE_FORMS,
    **GATHERING_FORMS,
    **OPENING_FORMS,
    **PACK_FORMS,
    **PUBLISHING_FORMS,
    **REPORT_FORMS,
    **SENSE_FORMS,
    **STAFF_FORMS,
    **TENSION_FORMS,
    **TOKEN_FORMS,
    "/changed/nowhere/acknowledge": ("ada", {}),
    "/changed/nowhere/close": ("ada", {}),
    "/changed/acknowledge": ("ada", {"alert": "nowhere"}),
    "/changed/nowhere/give-back": ("ada", {}),
    "/changed/nowhere/reopen": ("ada", {}),
    "/changed/nowhere/assign": ("ada", {"assignee": "ada", "due": "2026-11-03"}),
    "/changed/nowhere/note": ("ada", {"note": "The pump again."}),
    "/changed/silences/plot": ("ada", {"group": "east", "signal": "", "reason": "Repairs", "until": "2026-11-03"}),
    "/changed/silences/nowhere/lift": ("ada", {}),
    "/changed/nowhere/judge": ("ada", {"judgement": "real"}),
    "/probes/new": ("ada", PLANNED),
    "/probes/nowhere/change": ("ada", PLANNED),
    "/probes/nowhere/start": ("ada", {}),
    "/probes/nowhere/decide": ("ada", {"decision": "stop", "because": "It was too loud."}),
    "/probes/nowhere/take-back": ("ada", {}),
    "/probes/nowhere/end": ("ada", {"ends_on": "2026-11-03"}),
    "/probes/nowhere/owner": ("ada", {"owner": "ada"}),
    "/probes/nowhere/note": ("ada", {"note": "It rained."}),
    "/routes/add/webhook": ("ade", ROUTE),
    "/routes/nowhere/test": ("ade", {}),
    "/routes/nowhere/stop": ("ade", {}),
    "/routes/nowhere/start": ("ade", {}),
}
