"""Forms about other organisations: who sends them, and a good one to start from."""

CONFEDERATION_FORMS = {
    "/confederation/nowhere/join": ("ade", {"agree": "1", "named": "1"}),
    "/confederation/nowhere/leave": ("ade", {"sure": "1"}),
    "/confederation/nowhere/names": ("ade", {"named": "1"}),
    "/confederation/nowhere/collections": ("ade", {"collection": "plot"}),
    "/confederation/nowhere/offer": ("ade", {"framework": "garden:1"}),
    "/confederation/nowhere/adopt": ("ade", {"framework": "garden:1"}),
}
