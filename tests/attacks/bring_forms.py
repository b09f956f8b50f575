"""Forms that bring in a file: who sends them, and a good one to start from."""

INTO = {
    "format": "csv",
    "into": "",
    "title": "Ward stories",
    "questions": "made",
    "name": "Ward survey",
    "policy": "protected",
    "moderation": "before",
    "readable": "none",
    "told_on": "2026-03-31",
}
BRING_FORMS = {
    "/bring": ("ada", {}),
    "/bring/nowhere/into": ("ada", INTO),
    "/bring/nowhere/columns": ("ada", {"role-0": "story", "format-1": "iso-date", "most-2": "100"}),
    **{f"/bring/nowhere/{done}": ("ada", {}) for done in ("check", "store", "stop")},
}
