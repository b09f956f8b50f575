"""Forms about what people see in charts and how they understand it: who sends them, and a good one to start from."""

OBSERVED = {
    "seen": "/explore/plot/pictures/mood.svg?group=east",
    "workshop": "",
    "title": "Hardly anybody chose the middle",
    "text": "Nearly all of the east lies in the top corner.",
    "remarkable": "yes",
    "strength": "strong",
    "voice": "Table 2",
}
READ = {
    "title": "They are glad of the pump",
    "text": "The pump has worked since spring.",
    "idea": "A second pump in the west.",
    "questions": "Was it so before the pump?",
    "voice": "Table 2",
}
SENSE_FORMS = {
    "/sense/plot/note": ("ada", OBSERVED),
    "/sense/plot/nowhere/change": ("ada", {**OBSERVED, "revision": "1"}),
    **{f"/sense/plot/nowhere/{done}": ("ada", {"because": "A name"}) for done in ("withdraw", "restore", "delete")},
    "/sense/plot/nowhere/readings": ("ada", READ),
    "/sense/plot/nowhere/readings/nowhere": ("ada", {**READ, "revision": "1"}),
    **{
        f"/sense/plot/nowhere/readings/nowhere/{done}": ("ada", {"because": "A name"})
        for done in ("withdraw", "restore", "delete")
    },
}
