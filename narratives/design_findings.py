"""The check of a design: what a careful colleague would say of the questions, each with something better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from narratives.design_finding import DesignFinding, Severity, places
from narratives.framework import Framework
from narratives.load_findings import load_findings
from narratives.result_findings import group_findings, temperature_findings, translation_findings
from narratives.wording_findings import wording_findings


def findings(
    framework: Framework, opening: Mapping[str, Any], questions: Mapping[str, Any]
) -> tuple[DesignFinding, ...]:
    """Everything that is found, in the order of the page, what to mend first in each place.

    `opening` and `questions` are a draft's, perhaps unfinished; `framework` is what there is of the questions already.
    """
    where = places(framework, questions)
    found = [
        *wording_findings(framework, where),
        *load_findings(framework, opening),
        *temperature_findings(framework),
        *group_findings(opening),
        *translation_findings(framework, questions),
    ]
    order = {"": -1} | {one.id: n for n, one in enumerate(framework.signifiers)}
    return tuple(sorted(found, key=lambda one: (order[one.place], one.severity is not Severity.MEND)))
