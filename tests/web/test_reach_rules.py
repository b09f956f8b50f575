"""The pages of staff ask for collections and for roles in the one way that keeps to somebody's reach."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
STAFF_PACKAGES = ("alerts", "casework", "explore", "invite", "keying", "moderate", "probes", "report_back", "routes")
STAFF_PACKAGES += ("urgent", "events", "pairs", "audit", "bulk", "confederation")


def staff_sources(word: str) -> list[tuple[Path, ast.Module]]:
    """The modules of staff pages in which a word stands."""
    folders = [ROOT / "web" / package for package in STAFF_PACKAGES]
    files = [*(ROOT / "web").glob("*.py"), *(file for folder in folders for file in folder.rglob("*.py"))]
    read = [(file.relative_to(ROOT), file.read_text(encoding="utf-8")) for file in sorted(files)]
    return [(path, ast.parse(text)) for path, text in read if word in text]


def test_staff_pages_list_collections_through_the_reach_alone():
    calls = [
        f"{path}:{node.lineno}"
        for path, tree in staff_sources("list_collections(")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "list_collections"
    ]
    # A feed opens without an account, whether a new id is taken is asked of all of them, and what an organisation
    # shares with others is decided by an administrator of all of it.
    allowed = ("web/reach.py", "web/routes/views.py", "web/events/opening.py", "web/confederation/page.py")
    assert [one for one in calls if not one.startswith(allowed)] == [], "ask visible_collections() of web/reach.py"
    assert len(calls) > 1, "this test finds no call at all"


def test_nobody_is_asked_for_the_one_role_of_an_account():
    """An account has several roles, each in its place: pages ask `may`."""
    asked_for = [
        f"{path}:{node.lineno}"
        for path, tree in staff_sources(".role")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "role" and "account" in ast.unparse(node.value)
    ]
    # The audit says in a row what somebody is first of all.
    assert [one for one in asked_for if not one.startswith("web/auditing.py")] == [], "ask may(...) of web/access.py"
