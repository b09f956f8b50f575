"""What would keep a design from giving results: no temperature, groups too small to be shown, and missing wording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from narratives.collection import K_FLOOR
from narratives.design_finding import DesignFinding, Severity
from narratives.framework import Framework
from narratives.framework_texts import texts_of

WEEKS_A_MONTH = 52 / 12
MOST_MONTHS = 3


def temperature_findings(framework: Framework) -> Iterator[DesignFinding]:
    """Whether a temperature can be read, and the level beside the balance."""
    if not (framework.triads or framework.dyads):
        return
    if not framework.has_temperature:
        yield DesignFinding(
            "no-hot",
            "",
            Severity.MEND,
            "No corner or end is marked as hot or cold. There is no temperature then, and so no notice of a shift.",
            "Mark what should worry you when more stories go there: “not being told what is going on” as hot",
            "signifiers",
        )
    if not framework.has_level_question:
        yield DesignFinding(
            "no-level",
            "",
            Severity.MEND,
            "No scale asks how people are. A triad hardly moves when everything gets better or worse.",
            "One scale, marked as the level question: “Since then I feel…” from “much less safe” to “much safer”",
            "signifiers",
        )


def group_findings(opening: Mapping[str, Any]) -> Iterator[DesignFinding]:
    """Whether groups fill a first batch soon, if all are as busy as each other; nothing without a number a week."""
    groups, a_week = leaf_groups(opening), number(opening.get("a_week"))
    k = max(K_FLOOR, int(number(opening.get("k"))))
    if len(groups) < 2 or a_week <= 0:
        return
    months = k / (a_week / len(groups)) / WEEKS_A_MONTH
    if months <= MOST_MONTHS:
        return
    fewer = int(a_week * MOST_MONTHS * WEEKS_A_MONTH // k)
    better = f"Up to {fewer} groups of this size" if fewer > 1 else "One group for all, or more stories"
    yield DesignFinding(
        "small-groups",
        "",
        Severity.MEND,
        f"With {a_week:g} stories a week in {len(groups)} groups each needs about {round(months)} months to show its "
        f"first {k} stories.",
        f"{better}: then it takes up to {MOST_MONTHS} months. Or give small groups a parent that they merge into",
        "opening.groups",
    )


def leaf_groups(opening: Mapping[str, Any]) -> list[str]:
    """The groups that tellers choose from: those that are nobody's parent."""
    listed = opening.get("groups")
    groups = [one for one in (listed if isinstance(listed, list) else []) if isinstance(one, Mapping)]
    parents = {one.get("parent") for one in groups}
    return [str(one["name"]) for one in groups if one.get("name") and one["name"] not in parents]


def number(value: object) -> float:
    """A number of a draft; 0 for anything else."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def translation_findings(framework: Framework, questions: Mapping[str, Any]) -> Iterator[DesignFinding]:
    """What each further language still lacks: until all is there, tellers cannot choose it."""
    translations = questions.get("translations")
    wanted = texts_of(framework)
    for code, texts in sorted(translations.items()) if isinstance(translations, dict) else ():
        held = texts if isinstance(texts, dict) else {}
        missing = [key for key in wanted if not str(held.get(key) or "").strip()]
        if missing:
            texts_missing = "1 text is" if len(missing) == 1 else f"{len(missing)} of {len(wanted)} texts are"
            yield DesignFinding(
                "translation",
                "",
                Severity.MEND,
                f"{texts_missing} missing in the language “{code}”. Tellers cannot choose it until all are there.",
                f"Next to put into words: “{wanted[missing[0]]}”",
                f"translations.{code}",
            )
