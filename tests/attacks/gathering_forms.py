"""Forms of boards and workshops: who sends them, and a good one to start from."""

_BOARD = {"kind": "perspective", "revision": "0"}
_PLAN = {"title": "Spring", "held_on": "2026-05-01", "begins": "10:00", "minutes": "20", "part": "Look", "step": "save"}

GATHERING_FORMS = {
    "/boards/plot/change": ("ada", {**_BOARD, "do": "begin", "name": "Trust", "note": "Who keeps their word."}),
    "/workshops/plot/new": ("ada", _PLAN),
    "/workshops/plot/nowhere/change": ("ada", {**_PLAN, "revision": "1"}),
    "/workshops/plot/nowhere/take": ("ada", {"charts": "mood", "revision": "1"}),
    "/workshops/plot/nowhere/record": ("ada", {"seat": "Table 2", "people": "6", "noticed": "Much.", "revision": "0"}),
    "/workshops/plot/nowhere/delete": ("ada", {}),
}
