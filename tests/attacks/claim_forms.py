"""Forms of sentences that can be asked again: who sends them, and a good one to start from."""

CLAIM_FORMS = {
    "/claims/in/plot/new": ("ada", {"chart": "/explore/plot?triad=mood", "seen": "ab" * 32, "text": "Most are glad."}),
    "/claims/nowhere/delete": ("ada", {}),
}
