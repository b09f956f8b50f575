"""Forms about programs and about framing sites: who sends them, and a good one to start from."""

from datetime import date, timedelta

TOKEN_FORMS = {
    "/tokens/new": (
        "ade",
        {
            "key": "ab" * 16,
            "title": "Intranet",
            "scopes": "figures:read",
            "collections": "plot",
            "ends": (date.today() + timedelta(days=30)).isoformat(),
        },
    ),
    "/tokens/nowhere/end": ("ade", {}),
    "/tokens/nowhere/agree": ("ada", {}),
    "/invite/plot/embedding": ("ada", {"sites": "https://www.example.org"}),
}
