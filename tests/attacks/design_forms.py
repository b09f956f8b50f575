"""Forms of the designer: who sends them, and a good one to start from."""

_TRIAD = {
    "revision": "1",
    "kind": "triad",
    "branch": "",
    "title": "It left me…",
    "anchor-0": "glad",
    "warmth-0": "cold",
    "anchor-1": "sad",
    "warmth-1": "hot",
    "anchor-2": "cross",
    "required": "yes",
    "step": "save",
}
DESIGN_FORMS = {
    "/design/new": ("ada", {"how": "blank", "title": "Our plot", "framework": "garden", "document": "{}"}),
    "/design/nowhere/add": ("ada", _TRIAD),
    "/design/nowhere/parts/nowhere": ("ada", _TRIAD),
    "/design/nowhere/arrange": ("ada", {"revision": "1", "part": "mood", "do": "down"}),
    "/design/nowhere/back": ("ada", {"revision": "1", "to": "1"}),
    "/design/nowhere/delete": ("ada", {}),
}
