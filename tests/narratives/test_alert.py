from dataclasses import replace
from datetime import date

import pytest

from narratives.alert import AlertState, Finding, Signal, Tone, also_words, may_follow, sentence, slot_of, tone_of
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
            {"direction": "wider"},
            "Stories in East have differed more about “It left me…” since about 20 February 2026 than they used to.",
        ),
        (
            {"signifier": "not-applicable", "direction": "more"},
            "Stories in East have fitted fewer of the questions since about 20 February 2026 than before.",
        ),
        (
            {"signal": Signal.THEME, "signifier": "novelty", "direction": "new-topic"},
            "More stories in East have been unlike earlier ones, and like one another, since about 20 February 2026.",
        ),
        ({"signifier": "gone", "direction": "anchor:x"}, "Stories in East have moved since about 20 February 2026."),
        (
            {"signal": Signal.COLLECTION, "signifier": "sites", "direction": "new-site"},
            (
                "The way stories arrive changed in East: a new group has begun to tell stories since about "
                "20 February 2026."
            ),
        ),
        (
            {"signal": Signal.COLLECTION, "signifier": "volume", "direction": "fewer"},
            "The way stories arrive changed in East: fewer stories than usual have come since about 20 February 2026.",
        ),
        (
            {"signal": Signal.THEME, "signifier": "where", "direction": "option:shop"},
            (
                "More stories in East have been about “At the shops or a café” (“Where was it?”) since about "
                "20 February 2026."
            ),
        ),
        (
            {"signal": Signal.THEME, "signifier": "where", "direction": "less:home", "scope": "collection"},
            (
                "Fewer stories across the whole collection have been about “At home” (“Where was it?”)"
                " since about 20 February 2026."
            ),
        ),
        (
            {"signal": Signal.THEME, "signifier": "themes", "direction": "4", "group": ""},
            "What people tell about has changed among stories without a group since about 20 February 2026.",
        ),
    ],
)
def test_a_finding_is_one_plain_sentence(changes, words):
    framework = make_framework(signifiers=[*FRAMEWORK["signifiers"], WHERE])
    assert sentence(finding(**changes), framework) == words


def test_places_that_begin_to_tell_together_are_one_sentence():
    several = finding(
        signal=Signal.COLLECTION, signifier="sites", direction="new-site", scope="collection", group="", effect=6.0
    )
    assert sentence(several, make_framework()) == (
        "The way stories arrive changed across the whole collection: 6 new groups have begun to tell stories"
        " since about 20 February 2026."
    )


@pytest.mark.parametrize(
    "direction", ["more", "fewer", "who:digger", "way:paper", "way:", "new-site", "copies", "one-teller", "unheard-of"]
)
def test_the_way_stories_arrive_is_never_said_as_temperature(direction):
    said = sentence(finding(signal=Signal.COLLECTION, signifier="x", direction=direction), make_framework())
    assert said.startswith("The way stories arrive changed in East")
    assert not any(word in said for word in ("troubled", "hopeful", "moved", "towards"))


def test_a_theme_is_said_by_its_words_where_they_are_known():
    topic = finding(signal=Signal.THEME, signifier="theme", direction="topic:4")
    said = sentence(topic, make_framework(), {4: "lamp, light"})
    assert said == "More stories in East have been about the theme “lamp, light” since about 20 February 2026."
    assert (
        sentence(topic, make_framework())
        == "More stories in East have been about one and the same theme since about 20 February 2026."
    )


def test_what_else_moved_is_named_with_its_signal():
    beside = finding(
        also=(
            ("temperature", "say", "anchor:none"),
            ("temperature", "mood", ""),
            ("temperature", "hot-score", ""),
            ("collection", "volume", "more"),
            ("theme", "nothing that is asked", ""),
        )
    )
    assert also_words(beside, make_framework()) == (
        (Signal.TEMPERATURE, "stories have moved towards “no say” (“I had…”)"),
        (Signal.TEMPERATURE, "answers to “It left me…” changed"),
        (Signal.TEMPERATURE, "the balance of trouble and relief changed"),
        (Signal.COLLECTION, "more stories than usual have come"),
    )


def test_a_finding_that_was_kept_as_json_is_the_same_finding():
    whole = finding(parts=(("mood", 3.5),), also=(("theme", "where", "option:shop"),))
    assert finding(parts=[["mood", 3.5]], also=[["theme", "where", "option:shop"]]) == whole


def test_a_finding_without_evidence_is_a_count():
    assert finding(evidence=0.0).is_count and not finding().is_count


@pytest.mark.parametrize(
    ("old", "new", "may"),
    [
        (AlertState.WATCHING, AlertState.RAISED, True),
        (AlertState.RAISED, AlertState.ACKNOWLEDGED, True),
        (AlertState.ACKNOWLEDGED, AlertState.RAISED, True),
        (AlertState.CLOSED, AlertState.ACKNOWLEDGED, True),
        (AlertState.CLOSED, AlertState.RAISED, True),
        (AlertState.RAISED, AlertState.WATCHING, False),
        (AlertState.CLOSED, AlertState.WATCHING, False),
    ],
)
def test_what_people_did_about_an_alert_can_be_undone_and_what_was_raised_stays_raised(old, new, may):
    assert may_follow(old, new) is may


@pytest.mark.parametrize(
    ("beside", "where"),
    [
        (["West"], "in East and West have"),
        (["West", "North"], "in East, West and North have"),
        (["West", "", "North", "South"], "in East, West and 2 other groups have"),
    ],
)
def test_an_alert_names_the_groups_that_moved_with_it(beside, where):
    assert where in sentence(finding(), make_framework(), None, beside)


def test_the_groups_beside_are_named_of_how_stories_arrive_too():
    fewer = finding(signal=Signal.COLLECTION, signifier="volume", direction="fewer")
    assert "changed in East and West:" in sentence(fewer, make_framework(), None, ["West"])
    nowhere = replace(fewer, group="")
    assert "changed among stories without a group:" in sentence(nowhere, make_framework(), None, ["West"])


@pytest.mark.parametrize(
    ("changes", "tone"),
    [
        ({}, Tone.TROUBLE),
        ({"direction": "anchor:glad"}, Tone.OPPORTUNITY),
        ({"direction": "wider"}, Tone.CHANGE),
        ({"signal": Signal.COLLECTION, "signifier": "volume", "direction": "more"}, Tone.CHANGE),
    ],
)
def test_a_slot_is_that_of_a_unit_a_signal_and_a_tone(changes, tone):
    one = finding(**changes)
    assert tone_of(one, make_framework()) is tone
    assert slot_of(one, tone) == f"{one.signal}:{tone}:group:East"
