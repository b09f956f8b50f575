"""Forms of members' decisions: who sends them, and a good one to start from."""

DECISION_FORMS = {
    "/decisions/propose/form": (
        "ada",
        {"setting": "months-kept", "about": "plot", "value": "6", "why": "Half a year is long enough."},
    ),
    "/decisions/nowhere/vote": ("ada", {"vote": "yes", "sure": "yes"}),
    "/decisions/nowhere/remarks": ("ada", {"words": "I agree with it."}),
    "/decisions/nowhere/withdraw": ("ada", {}),
    "/decisions/charter": ("ade", {"days": "14", "majority": "50", "covered": "readers", "sure": "yes"}),
    "/decisions/roll/add": ("ade", {"person": "nobody", "constituency": "users"}),
    "/decisions/roll/remove": ("ade", {"person": "nobody"}),
}
