import pytest

from narratives.movement import movement, pocket_direction, pocket_parts, rises, warmth
from tests.builders import FRAMEWORK, make_framework

MOOD = FRAMEWORK["signifiers"][0]
CAUSE = {
    **MOOD,
    "id": "cause",
    "title": "What lay behind it was…",
    "anchors": [{"id": "rain", "label": "rain"}, {"id": "slugs", "label": "slugs"}, {"id": "us", "label": "us"}],
    "hot": ["slugs"],
    "cold": ["us"],
}
GARDEN = make_framework(signifiers=[*FRAMEWORK["signifiers"], CAUSE])


@pytest.mark.parametrize(
    ("signifier", "direction", "words"),
    [
        ("mood", "anchor:cross", "stories have moved towards “cross” (“It left me…”)"),
        ("say", "anchor:all", "stories have moved towards “all the say” (“I had…”)"),
        ("mood", "away:glad", "stories have moved away from “glad” (“It left me…”)"),
        ("hot-score", "calmer", "stories have become more hopeful"),
        ("mood", "zone:0", "more stories have been placed right at “glad” (“It left me…”)"),
        ("mood", "zone:5", "more stories have been placed between “sad” and “cross” (“It left me…”)"),
        (
            "mood",
            "zone:6",
            "more stories have been placed in the middle of “It left me…”, as near to each of its corners",
        ),
        ("mood", "wider", "stories have differed more about “It left me…”"),
        ("hot-score", "narrower", "stories have differed less in how troubled they are"),
        ("say", "more-extreme", "more stories have been placed clearly on one side of “I had…”"),
        ("mood", "more-balanced", "more stories have stayed in the middle of “It left me…”"),
        ("not-applicable", "fewer", "stories have fitted more of the questions"),
        ("wish", "option:w3", "more stories have been about “wish 3” (“I wish for…”)"),
        ("wish", "less:w3", "fewer stories have been about “wish 3” (“I wish for…”)"),
        (
            "pockets",
            "pocket:mood=3&cause=1",
            (
                "more stories have been placed both between “glad” and “sad” (“It left me…”) and right at “slugs”"
                " (“What lay behind it was…”)"
            ),
        ),
        (
            "pockets",
            "pocket:mood=2&theme=4",
            (
                "more stories have both been placed right at “cross” (“It left me…”) "
                "and been about the theme “lamp, light”"
            ),
        ),
        ("theme", "topic:9", "more stories have been about one and the same theme"),
        ("volume", "fewer", "fewer stories than usual have come"),
        ("who", "who:digger", "more stories than usual have come from people who say “a digger”"),
        ("who", "who:", "more stories than usual have come from people who did not say who they are"),
        ("who", "who:others", "more stories than usual have come from people of other sorts"),
        ("way", "way:others", "more stories than usual have come in other ways"),
        ("not-applicable", "wider", "stories have differed more in how many of the questions fit them"),
        ("way", "way:paper", "more stories than usual have come on paper"),
        ("way", "way:pigeon", "more stories than usual have come in another way (“pigeon”)"),
        ("sites", "new-site", "a new group has begun to tell stories"),
        ("texts", "copies", "the same text has come several times"),
        ("tellers", "one-teller", "one person has told more than a fifth of the stories"),
    ],
)
def test_every_direction_has_plain_words(signifier, direction, words):
    found = movement(signifier, direction, GARDEN, {4: "lamp, light"})
    assert found is not None and found.brief == words


@pytest.mark.parametrize(
    ("signifier", "direction"),
    [
        ("gone", "anchor:x"),
        ("role", "zone:2"),
        ("mood", "zone:7"),
        ("mood", "zone:left"),
        ("gone", "wider"),
        ("mood", "option:w1"),
        ("pockets", "pocket:mood=3"),
        ("pockets", "pocket:mood=3&gone=1"),
        ("mood", "sideways"),
    ],
)
def test_what_is_not_asked_or_not_known_has_no_words(signifier, direction):
    assert movement(signifier, direction, GARDEN) is None


@pytest.mark.parametrize(
    ("signifier", "direction", "way"),
    [
        ("mood", "anchor:cross", 1),
        ("mood", "away:cross", -1),
        ("mood", "anchor:glad", -1),
        ("say", "anchor:all", 0),
        ("hot-score", "calmer", -1),
        ("mood", "zone:0", -1),
        ("mood", "zone:3", 0),  # between glad and sad: relief and trouble at once
        ("mood", "zone:5", 1),
        ("mood", "zone:6", 0),
        ("pockets", "pocket:mood=1&cause=1", 1),
        ("pockets", "pocket:mood=1&cause=2", 0),
        ("pockets", "pocket:mood=0&theme=3", -1),
        ("mood", "wider", 0),
        ("gone", "anchor:x", 0),
    ],
)
def test_a_movement_is_warm_where_the_authors_declared_it(signifier, direction, way):
    assert warmth(signifier, direction, GARDEN) == way


def test_a_pocket_reads_as_it_was_made():
    parts = (("mood", 3), ("theme", 12))
    assert pocket_parts(pocket_direction(parts)) == parts
    assert pocket_parts("zone:3") == ()


def test_what_a_direction_is_measured_by_rises_or_falls():
    assert all(rises(up) for up in ("anchor:x", "wider", "topic:3", "more", "hotter", "zone:1", "pocket:a=1&b=2"))
    assert not any(rises(down) for down in ("away:x", "narrower", "less:w1", "fewer", "calmer", "more-balanced"))
