"""The ways from an empty organisation to a first story, and of files in and out, that tests go: each ran just now."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.claims import Claim, proof
from benchmarks.walked import Ways, walked

_FORMATS = "tests/narratives/interchange"
WAYS: Ways = {
    "questions of every kind are designed by mouse and keyboard, previewed, undone; axe-core finds nothing": (
        "tests/journeys/test_designing.py",
        "tests/web/design",
    ),
    "from an empty organisation through a draft, a review and an opening to the first story on the map": (
        "tests/journeys/test_opening.py",
    ),
    "each of the eight packs opens to its link and QR code, in English and Welsh": (
        "tests/journeys/test_packs.py",
        "tests/web/packs",
        "tests/narratives/test_pack_file.py",
    ),
    "what is wrong with questions is found and said with a better example": (
        "tests/journeys/test_checking.py",
        "tests/narratives/test_design_findings.py",
        "tests/analysis/test_designing.py",
    ),
    "trial stories count nowhere, and go when the questions are opened": ("tests/store/test_trials.py",),
    "a file is mapped, previewed, stored by the worker and on the map, in Chromium": (
        "tests/journeys/test_bringing.py",
    ),
    "every format of the field comes in from samples of both dialects, goes out, and comes back equal": (_FORMATS,),
    "files that are meant to harm are refused with the line": (f"{_FORMATS}/test_hostile_tables.py",),
    "stories leave in five kinds of file, each read by another reader and equal to the others": (
        "tests/store/test_release_export_kinds.py",
    ),
    "every documented call of the interface is made, and its answer is as documented": (
        "tests/web/api",
        "tests/test_client.py",
    ),
    "a token opens what it says and nothing else; thousands of hostile calls break nothing": (
        "tests/attacks/test_api_tokens.py",
    ),
    "schemathesis, a checker made by others, finds no error of the server in the interface": (
        "tests/attacks/test_api_schemathesis.py",
    ),
    "questions declared the same give one landscape, and it tells nothing new": (
        "tests/store/test_release_combined.py",
        "tests/web/combined",
    ),
}


@proof("frameworks", "Questions are designed without us; everything comes in and everything goes out")
def ways_that_tests_go() -> Iterator[Claim]:
    """Run the tests of each way."""
    return walked(WAYS)
