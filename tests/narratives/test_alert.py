from datetime import date

import pytest

from narratives.alert import AlertState, Finding, Signal, may_follow, sentence
from tests.builders import FRAMEWORK, make_framework

WHERE = {
    "type": "choice",
    "id": "where",
    "title": "Where was it?",
    "required": False,
    "options": [{"id": "home", "label": "At home"}, {"id": "shop", "label": "At the shops or a café"}],
    "max_responses": 1,
    "asks_about": "story",
}


def finding(**changes) -> Finding:
    facts = {
        "raised_on": date(2026, 3, 2),
        "since": date(2026, 2, 20),
        "signal": Signal.TEMPERATURE,
        "signifier": "mood",
        "direction": "anchor:cross",
        "scope": "group",
        "group": "East",
        "n": 31,
        "effect": 0.9,
        "effect_low": 0.5,
        "effect_high": 1.3,
        "evidence": 12.0,
    }
    return Finding(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Stories in East have moved towards “cross” (“It left me…”) since about 20 February 2026."),
        (
            {"direction": "away:glad", "scope": "collection", "group": ""},
            (
                "Stories across the whole collection have moved away from “glad” (“It left me…”)"
                " since about 20 February 2026."
            ),
        ),
        (
            {"signifier": "hot-score", "direction": "hotter"},
            "Stories in East have become more troubled since about 20 February 2026.",
        ),
        (
            {"signifier": "hot-score", "direction": "calmer", "group": ""},
            "Stories told without naming a group have become more hopeful since about 20 February 2026.",
        ),
        (
            {"signal": Signal.COLLECTION, "signifier": "volume", "direction": "fewer"},
            "Fewer stories than usual: in East, since about 20 February 2026.",
        ),
        (
            {"signal": Signal.THEME, "signifier": "where", "direction": "option:shop"},
            "More stories in East are about “At the shops or a café” (“Where was it?”) since about 20 February 2026.",
        ),
        (
            {"signal": Signal.THEME, "signifier": "where", "direction": "less:home", "scope": "collection"},
            (
                "Fewer stories across the whole collection are about “At home” (“Where was it?”)"
                " since about 20 February 2026."
            ),
        ),
        (
            {"signal": Signal.THEME, "signifier": "themes", "direction": "4", "group": ""},
            "What people tell about in stories without a group has changed since about 20 February 2026.",
        ),
    ],
)
def test_a_finding_is_one_plain_sentence(changes, words):
    framework = make_framework(signifiers=[*FRAMEWORK["signifiers"], WHERE])
    assert sentence(finding(**changes), framework) == words


def test_an_alert_never_goes_back():
    assert may_follow(AlertState.RAISED, AlertState.ACKNOWLEDGED)
    assert not may_follow(AlertState.CLOSED, AlertState.RAISED)
    assert not may_follow(AlertState.ACKNOWLEDGED, AlertState.RAISED)
