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
HEARD = {  # of a code that was never made; tests/web/pair has one that was
    "code": "00000-00000-00000",
    "receipt": "0000-0000-0000-0000",
    "key": "ab" * 16,
    "mood.shares": "0.2,0.5,0.3",
    "say": "na",
    "story": "They listened.",
    "consent": "count",
    "compare": "yes",
    "step": "send",
}
WHY = "The research team asks for it until March."
TWO_PEOPLE = {
    "/audit/check": ("ade", {}),
    "/bulk/export": ("ada", {"collection": "plot", "reason": WHY, "kind": "csv", "looked": "csv"}),
    "/bulk/deletion": ("ade", {"collection": "plot", "title": "The plot", "reason": WHY}),
    "/bulk/nowhere/decide": ("ade", {"decision": "decline", "because": WHY}),
    "/bulk/nowhere/stop": ("ada", {}),
    "/keeping/plot": ("ade", {"months": "9", "sure": "yes"}),
}
ANSWER_FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "/moderate/plot/alike/nowhere": ("mina", {"decision": "one"}),
    "/moderate/plot/nowhere/urgent": ("mina", {"reason": "A child alone"}),
    "/moderate/plot/nowhere/withhold": ("mina", {"reason": "names", "note": "Who is it?"}),
    "/moderate/plot/nowhere/give-back": ("mina", {"reason": "names", "note": "Who is it?"}),
    "/moderate/plot/nowhere/redact": (
        "mina",
        {
            "take": "karen",
            "other": "the mill",
            "reason": "names",
            "note": "",
            "drop": "yes",
            "step": "keep",
            "seen": "",
        },
    ),
    "/urgent/nowhere/done": ("mina", {"how": "Passed to the duty desk"}),
    **{f"/urgent/nowhere/{done}": ("mina", {}) for done in ("see", "unsee", "reopen", "unmark")},
    **{f"/urgent/nowhere/{done}": ("sana", {}) for done in ("act", "nothing", "look-again")},
    "/urgent/hours/plot": ("sana", {"within": "4", "opens": "09:00", "closes": "17:00", "days": "1"}),
    "/log/own/nowhere/their-side": ("cy", {"group": "east", "step": "make"}),
    "/pair": ("", HEARD),
    **TWO_PEOPLE,
    "/report-back/new": ("ada", TOLD_BACK),
    "/report-back/nowhere/change": ("ada", TOLD_BACK),
    **{f"/report-back/nowhere/{done}": ("ada", {}) for done in ("take-back", "put-back")},
}
