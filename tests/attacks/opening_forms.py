"""Forms that open questions and mend their words: who sends them, and a good one to start from."""

_OPENING = {
    "revision": "1",
    "title": "Our plot",
    "id": "our-plot",
    "groups": "East\nEast end < East",
    "policy": "protected",
    "moderation": "before",
    "k": "10",
    "offers": ["read", "quote"],
    "signposts": "Samaritans | 116 123 | day and night",
    "opens_on": "2026-12-01",
    "closes_on": "2027-12-01",
    "a_week": "30",
    "quota": "200",
    "alerts_a_year": "1",
    "months": "12",
    "read_by": "The allotment's committee",
    "sensitive": "yes",
}
OPENING_FORMS = {
    "/design/nowhere/opening": ("ada", _OPENING),
    "/design/nowhere/languages": ("ada", {"code": "cy"}),
    "/design/nowhere/languages/nowhere": ("ada", {"revision": "1", "ask.title": "Ein gardd"}),
    "/design/nowhere/review": ("ada", {"verdict": "remark", "remark": "The second one is hard."}),
    "/design/nowhere/open": ("ada", {"revision": "1", "sure": "yes"}),
    "/design/nowhere/trial": ("ada", {}),
    "/design/nowhere/trial/end": ("ada", {}),
    "/frameworks/nowhere/wording": ("ada", {"language": "en", "text.title": "The garden", "reason": "Plainer"}),
    "/frameworks/nowhere/new-version": ("ada", {}),
}
