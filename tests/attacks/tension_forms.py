"""Forms of tension returns: who sends them, and a good one to start from."""

TENSION_FORMS = {
    "/tension/alerts/nowhere": ("ada", {"recipient": "Safer partnership", "place": "West", "key": "ac" * 16}),
    "/tension/nowhere/change": ("ada", {"recipient": "Safer partnership", "place": "West", "revision": "1"}),
    "/tension/nowhere/finish": ("ada", {"revision": "1"}),
    "/tension/nowhere/delete": ("ada", {}),
}
