"""Forms of the pages about one collection: who sends them, and a good one to start from."""

EXPECTED = {"top": "6", "left": "4", "right": "0", "top-left": "", "centre": "0", "step": ""}
EVENT = {
    "base": "garden",
    "title": "The pump broke",
    "happened": "The pump broke and the beds were dry for a week.",
    "happened_on": "2026-03-02",
    "is_week": "yes",
    "contact": "The garden office",
    "perspective": "Diggers",
    "asked": "mood",
    "predicted": "mood",
    "policy": "protected",
    "moderation": "before",
    "sensitive": "yes",
    "signposts": "The office | 01632 960000 | 9 to 5",
    "closes_on": "",
    "event": "event-the-pump-broke",
    "step": "look",
}
EXPLORE_FORMS = {
    "/events/new": ("ada", EVENT),
    "/events/plot/close": ("ada", {}),
    "/events/plot/reopen": ("ada", {"closes_on": "2026-11-03"}),
    "/explore/plot/expect": ("ada", EXPECTED),
    "/explore/plot/expectations/nowhere/delete": ("ada", {}),
    "/explore/plot/reading-list": ("ada", {"story": "nowhere", "do": "remove", "place": "3", "back": "/explore/plot"}),
    "/explore/plot/stories/nowhere/notes": ("ada", {"note": "The pump again."}),
    "/explore/plot/stories/nowhere/notes/nowhere/delete": ("ada", {}),
    "/explore/plot/cohorts": ("ada", {"name": "The east", "query": "group=east&part=mood:top"}),
    "/explore/plot/cohorts/nowhere/name": ("ada", {"name": "The east"}),
    "/explore/plot/cohorts/nowhere/delete": ("ada", {}),
    "/explore/plot/cohorts/restore": ("ada", {"kept": "x.y"}),
    "/explore/plot/weak-signals/nowhere": ("ada", {"decision": "merged", "into": "nowhere", "note": "Twice."}),
    "/explore/plot/weak-signals/nowhere/undo": ("ada", {}),
    "/explore/plot/promise/nowhere": ("ade", {"decision": "declined", "because": "Not now."}),
    "/explore/plot/themes/proposal/nowhere": ("ada", {"decision": "declined"}),
}
