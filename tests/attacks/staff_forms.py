"""Forms of signing in and of the organisation's people: who sends them, and a good one to start from."""

# The present password is a wrong one: a right one would change it, or end the session that the others need.
PRESENT = {"present": "a wrong one"}
ROLE = {"role": "manager", "place": "plot", "of-plot": "east", "grant": "manager|plot|west", "again": ""}
STAFF_FORMS = {
    "/staff/second-step": ("ade", {"code": "123456", "next": "/log", "kept.story": "mine"}),
    "/staff/set-up": ("ade", {**PRESENT, "code": "123456", "next": "/log", "kept.story": "mine"}),
    "/staff/account/password": ("ade", {**PRESENT, "new": "four words quite apart"}),
    "/staff/account/recovery-codes": ("ade", PRESENT),
    "/staff/account/second-step-off": ("ade", PRESENT),
    "/staff/account/sessions": ("ade", {}),
    "/staff/invitation/nowhere": ("", {"password": "four words quite apart", "again": "four words quite apart"}),
    "/staff/people/invite": ("ade", {"username": "new", "name": "New", "step": "invite", **ROLE}),
    "/staff/people/invitations/nowhere/withdraw": ("ade", {}),
    "/staff/people/nowhere/roles/add": ("ade", ROLE),
    "/staff/people/nowhere/roles/remove": ("ade", ROLE),
    "/staff/people/nowhere/off": ("ade", {}),
    "/staff/people/nowhere/on": ("ade", {}),
    "/staff/people/nowhere/second-step": ("ade", {}),
    "/staff/people/nowhere/sessions": ("ade", {}),
    "/staff/people/nowhere/password-link": ("ade", {}),
}
