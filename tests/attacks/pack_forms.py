"""Forms of ready packs and of questions that ask the same: who sends them, and a good one to start from."""

PACK_FORMS = {
    "/packs/nowhere": ("ada", {}),
    "/combined/declare": ("ada", {"first": "garden:1:mood", "second": "orchard:1:mood", "is-0": "glad"}),
    "/combined/nowhere/withdraw": ("ada", {}),
}
