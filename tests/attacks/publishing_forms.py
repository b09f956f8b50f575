"""Forms of the public page and of objectives: who sends them, and a good one to start from."""

OBJECTIVE = {
    "title": "More say for everybody",
    "why": "Nobody decides alone.",
    "measure": "say:high",
    "direction": "more",
    "baseline": "20",
    "baseline_from": "The survey of spring",
    "target": "50",
    "due": "2099-12-31",
}
PUBLISHING_FORMS = {
    "/publishing/plot/switch": ("ade", {"is_on": "1"}),
    "/publishing/plot/listing": ("ade", {"is_listed": "1"}),
    "/publishing/plot/probes/nowhere": ("ada", {"words-en": "We open the gate an hour earlier."}),
    "/publishing/plot/objectives/new": ("ada", OBJECTIVE),
    "/publishing/plot/objectives/nowhere/delete": ("ada", {}),
    "/publishing/drafts/nowhere/objectives": ("ada", {"revision": "1", **OBJECTIVE}),
    "/publishing/drafts/nowhere/objectives/remove": ("ada", {"revision": "1", "objective": "nowhere"}),
}
