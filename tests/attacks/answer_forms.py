"""A good form for each page where tellers are answered or an urgent story is worked on, and who sends it."""

TOLD_BACK = {
    "you-said-en": "Nobody answers when you ring us.",
    "we-tried-en": "Two more people answer.",
    "it-did-en": "Fewer of you told us about it.",
    "outcome": "did",
    "whom": "some",
    "groups": "east",
    "step": "preview",
}
ANSWER_FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "/moderate/plot/nowhere/urgent": ("mina", {"reason": "A child alone"}),
    "/urgent/nowhere/done": ("mina", {"how": "Passed to the duty desk"}),
    **{f"/urgent/nowhere/{done}": ("mina", {}) for done in ("see", "unsee", "reopen", "unmark")},
    "/report-back/new": ("ada", TOLD_BACK),
    "/report-back/nowhere/change": ("ada", TOLD_BACK),
    **{f"/report-back/nowhere/{done}": ("ada", {}) for done in ("take-back", "put-back")},
}
