"""The check of a draft: what was found of its questions, and how soon a shift would be noticed with them."""

from __future__ import annotations

import time
from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from narratives.alike_findings import alike_findings
from narratives.collection import K_FLOOR
from narratives.design_asked import Numbers, alike_question, power_question, read_numbers
from narratives.design_finding import DesignFinding, Severity, places
from narratives.design_findings import findings
from narratives.draft import Draft
from narratives.draft_sketch import sketch
from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.load_findings import longest_way, minutes_of
from narratives.result_findings import leaf_groups, number
from store.design_questions import DesignQuestion, ask, get_asked, latest_asked
from web.access import open_to
from web.design.blueprint import DESIGNERS, checking, held
from web.design.finding_groups import finding_groups, number_of
from web.design.power_page import power_page, says
from web.stores import stores

_FIELDS = ("a_week", "groups", "alerts_a_year")
_NOT_ENGLISH = "Whether wordings mean the same is compared in English only, and these questions are not in English."
_COMPARING = "Whether any two wordings mean the same is being compared. It takes a moment."


@checking.get("/<draft_id>/check")
@open_to(*DESIGNERS)
def page(draft_id: str) -> ResponseReturnValue:
    """What was found, and the power of the numbers that were typed, or of those that were asked about last."""
    draft = held(draft_id)
    framework = sketch(draft.questions)
    typed, numbers, errors = _typed(draft)
    asked = _asked(draft, framework, numbers)
    found, comparing, compared = _found(draft, framework)
    power = power_page(asked, time.time())
    shown = render_template(
        "design/check.html",
        draft=draft,
        groups=finding_groups(draft, framework, found),
        to_mend=number_of(found, Severity.MEND),
        to_think=number_of(found, Severity.THINK),
        number_asked=len(longest_way(framework)),
        minutes=minutes_of(framework, draft.opening),
        compared=compared,
        typed=typed,
        errors=errors,
        wrong={error.field: error.message for error in errors},
        power=power,
        waits=power.waits or comparing,
        can_ask=bool(framework.triads or framework.dyads),
    )
    return shown, 422 if errors else 200


@checking.get("/<draft_id>/check/progress")
@open_to(*DESIGNERS)
def progress(draft_id: str) -> ResponseReturnValue:
    """How far the worker is with what was asked last, for the page's script."""
    draft, db = held(draft_id), stores().stories
    alike, power = latest_asked(db, draft.id, "alike"), latest_asked(db, draft.id, "power")
    told: dict[str, Any] = {"parts": sum(_parts(one) for one in (alike, power)), "done": 0, "out_of": 1, "says": ""}
    told["waits"] = any(one is not None and not one.is_done for one in (alike, power))
    if power is not None and not power.is_done:
        told |= {"done": power.done, "out_of": max(power.out_of, 1), "says": says(power, time.time())}
    return jsonify(told)


def _parts(question: DesignQuestion | None) -> int:
    """How much of an answer there is: another number tells the page to show more."""
    return 0 if question is None else (question.answer is not None) + question.is_done


def _found(draft: Draft, framework: Framework) -> tuple[tuple[DesignFinding, ...], bool, str]:
    """The findings, whether wordings are still compared, and a sentence where they are not."""
    found = findings(framework, draft.opening, draft.questions)
    question = alike_question(framework)
    if question is None:
        return found, False, _NOT_ENGLISH
    if not question["labels"] and len(question["questions"]) < 2:
        return found, False, ""
    compared = ask(stores().stories, draft.id, "alike", question, time.time())
    if compared.problem:
        return found, False, compared.problem
    if compared.answer is None:
        return found, True, _COMPARING
    alike = alike_findings(framework, compared.answer, places(framework, draft.questions))
    return (*found, *alike), False, ""


def _typed(draft: Draft) -> tuple[dict[str, str], Numbers | None, tuple[FieldError, ...]]:
    """The fields as they are shown again, the numbers to ask about, and what is wrong with them."""
    if "a_week" not in request.args:
        return _likely(draft), None, ()
    typed = {name: request.args.get(name, "")[:20] for name in _FIELDS}
    try:
        return typed, read_numbers(**typed), ()
    except SubmissionError as error:
        return typed, None, error.errors


def _likely(draft: Draft) -> dict[str, str]:
    """The numbers that were asked about last, or else those of the opening."""
    last = latest_asked(stores().stories, draft.id, "power")
    if last is not None:
        return {name: f"{last.asked[name]:g}" for name in _FIELDS}
    likely = {
        "a_week": number(draft.opening.get("a_week")) or 30,
        "groups": len(leaf_groups(draft.opening)) or 1,
        "alerts_a_year": number(draft.opening.get("alerts_a_year")) or 1,
    }
    return {name: f"{value:g}" for name, value in likely.items()}


def _asked(draft: Draft, framework: Framework, numbers: Numbers | None) -> DesignQuestion | None:
    """What is asked now; without numbers what was asked last, as long as the questions are still those."""
    db, k = stores().stories, max(K_FLOOR, int(number(draft.opening.get("k"))))
    if numbers is not None:
        return ask(db, draft.id, "power", power_question(framework, numbers, k), time.time())
    last = latest_asked(db, draft.id, "power")
    if last is None:
        return None
    same = Numbers(last.asked["a_week"], last.asked["groups"], last.asked["alerts_a_year"])
    return get_asked(db, draft.id, "power", power_question(framework, same, k))
