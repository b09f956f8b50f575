"""Wordings that say opposite things."""

import pytest

from narratives.opposites import are_opposite


@pytest.mark.parametrize(
    ("one", "other", "opposite"),
    [
        ("much safer", "not safer", True),
        ("far too fast", "far too slow", True),
        ("doing it alone", "doing it together", True),
        ("helpful staff", "rude staff", True),
        ("being heard", "being listened to", False),
        ("too little time", "too little money", False),
        ("no money", "no funds", False),
    ],
)
def test_opposites_are_told_from_what_is_alike(one, other, opposite):
    assert are_opposite(one, other) is are_opposite(other, one) is opposite
