"""The pages of a telling, rendered from what was posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import render_template, url_for

from narratives.calendar import spoken
from narratives.collection import Collection, Moderation
from narratives.errors import FieldError
from narratives.framework import Branch, Framework
from narratives.signifiers import Choice
from narratives.submission import hearers_of
from narratives.text import MAX_STORY_CHARACTERS
from narratives.translation import gettext, noop
from web.forms import NarrativeForm
from web.questions import Question
from web.respond.checking import rows_to_check
from web.respond.consent import consent_choices
from web.respond.enclosed import enclosure
from web.respond.recording import is_spoken, let_speak
from web.respond.spotting import held_by_page, noticed, with_choices
from web.respond.start import kept, kept_until, length_of, not_kept, readers_of, signposts_of
from web.respond.steps import ANOTHER, WHOLE, Step
from web.respond.telling import MOST_TYPED, Telling, fresh_key, groups_to_choose
from web.stores import stores

_HEADINGS = {
    "title": noop("Give your story a title"),
    "group": noop("Where did it happen?"),
    "marks": noop("Is somebody in danger, and who should hear this?"),
    "consent": noop("Choose who may read your story"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that stand together on the page that holds everything."""

    branch: Branch | None
    about_teller: bool
    only_if: str
    questions: tuple[Question, ...]


# Other ways of telling, beside the pages that ask one thing each.
_OTHER_WAYS = {"paper": "paper.form", "offline": "offline.choose"}


def start_page(telling: Telling) -> str:
    """What to know before beginning; what was typed already is carried on."""
    collection, framework = telling.collection, telling.framework
    return render_template(
        "respond/start.html",
        collection=collection,
        framework=framework,
        readers=readers_of(collection),
        kept=kept(),
        not_kept=not_kept(),
        kept_until=kept_until(stores().stories, collection, date.today()),
        length=length_of(stores().stories, collection, telling.walk.walked, date.today()),
        signposts=signposts_of(collection),
        carried=telling.carried() if telling.fields else [],
        ways=_other_ways(collection),
    )


def step_page(telling: Telling, step: Step, errors: tuple[FieldError, ...] = ()) -> str:
    """One page with what was typed on it, everything else in hidden fields."""
    walked = telling.walk.walked
    form = telling.form(errors)
    return render_template(
        "respond/step.html",
        **_shared(telling),
        step=step,
        heading=_heading(telling, step),
        question=form.question(step.signifier) if step.signifier else None,
        form=form,
        errors=errors,
        number=walked.index(step) + 1 if step in walked else None,
        total=len(walked),
        carried=telling.carried(but=step.fields),
        closed=telling.walk.closed_with_answers(),
        again=bool(telling.value(ANOTHER)),
        first_question=step == next((one for one in walked if one.signifier), None),
        first_of_branch=step == next((one for one in walked if one.branch == step.branch), None),
        signposts=signposts_of(telling.collection),
    )


def whole_page(telling: Telling, errors: tuple[FieldError, ...] = ()) -> str:
    """Everything on one page."""
    form = telling.form(errors)
    return render_template(
        "respond/whole.html",
        **_shared(telling),
        form=form,
        errors=errors,
        parts=parts_of(telling, form),
        carried=telling.carried(but=_asked_on_whole(telling)),
        signposts=signposts_of(telling.collection),
    )


def check_page(
    telling: Telling, *, busy: bool = False, unsent: bool = False, errors: tuple[FieldError, ...] = ()
) -> str:
    """All answers before they are sent. Raises SubmissionError when something is missing."""
    narrative = telling.narrative(date.today())
    let_speak(telling.collection)
    return render_template(
        "respond/check.html",
        collection=telling.collection,
        framework=telling.framework,
        rows=rows_to_check(telling, narrative),
        carried=telling.carried(),
        closed=telling.walk.closed_with_answers(),
        errors=errors,
        form=telling.form(errors),
        spoken=is_spoken(telling.collection, telling.fields),
        busy=busy,
        unsent=unsent,
    )


def spotted_page(telling: Telling, came_by: str, errors: tuple[FieldError, ...] = ()) -> str:
    """Words that could show who somebody is, to decide about; then it goes on as the pressed button would have."""
    return render_template(
        "respond/spotting.html",
        collection=telling.collection,
        framework=telling.framework,
        items=with_choices(noticed(telling), telling.fields, errors),
        errors=errors,
        carried=held_by_page(telling, came_by),
    )


def receipt_page(telling: Telling, code: str) -> str:
    """The code, what happens now, and the way to another story."""
    return render_template(
        "respond/receipt.html",
        collection=telling.collection,
        framework=telling.framework,
        code=code,
        read_first=telling.collection.moderation == Moderation.BEFORE or telling.value("danger") == "yes",
        carried=telling.stable(),
        signposts=signposts_of(telling.collection),
        ways=_other_ways(telling.collection),
    )


def kept_before_page(telling: Telling) -> str:
    """The same telling was sent before with other words, and that first version is what is kept."""
    return render_template(
        "respond/kept-before.html",
        collection=telling.collection,
        story=telling.value("story"),
        carried=[("key", fresh_key()), *telling.carried()[1:]],
        ways=_other_ways(telling.collection),
    )


def withdrawn_page(telling: Telling) -> str:
    """The same telling was sent and taken out again."""
    return render_template("respond/withdrawn.html", collection=telling.collection, story=telling.value("story"))


def closed_page(collection: Collection, story: str, *, ended: bool) -> str:
    """No stories are taken, any more or yet; a story that was sent is given back."""
    opens = spoken(collection.opens_on) if collection.opens_on else ""
    return render_template("respond/closed.html", collection=collection, ended=ended, opens=opens, story=story)


def _heading(telling: Telling, step: Step) -> str:
    if step.kind == "story":
        return telling.framework.prompting_question
    if step.kind == "group" and telling.framework.group_question:
        return telling.framework.group_question
    return step.signifier.title if step.signifier else gettext(_HEADINGS[step.kind])


def _asked_on_whole(telling: Telling) -> set[str]:
    return {WHOLE, *(name for step in telling.walk.all for name in step.fields)}


def parts_of(telling: Telling, form: NarrativeForm) -> list[Part]:
    """The questions of the page that holds everything, in their order: those that stand together in one part."""
    asked = [(step, step.signifier) for step in telling.walk.all if step.signifier]
    together = groupby(asked, key=lambda pair: (pair[0].branch, pair[0].about_teller and not pair[0].branch))
    return [
        Part(branch, about_teller, _only_if(telling.framework, branch), tuple(form.question(one) for _, one in pairs))
        for (branch, about_teller), pairs in together
    ]


def _only_if(framework: Framework, branch: Branch | None) -> str:
    """For whom a branch is, in words: without a script it is on the page for everybody."""
    if branch is None:
        return ""
    choice = framework.signifier(branch.opened_by)
    options = choice.options if isinstance(choice, Choice) else ()
    labels = " / ".join(option.label for option in options if option.id in branch.options)
    return gettext("Only if you chose “%(options)s” for “%(title)s”", options=labels, title=choice.title)


def _shared(telling: Telling) -> dict[str, object]:
    let_speak(telling.collection)
    return {
        "collection": telling.collection,
        "framework": telling.framework,
        "consent": consent_choices(telling.collection),
        "groups": groups_to_choose(telling.collection),
        "hearers": hearers_of(telling.framework),
        "most": MAX_STORY_CHARACTERS,
        "most_typed": MOST_TYPED,
    }


def _other_ways(collection: Collection) -> dict[str, str]:
    if enclosure():
        return {}
    ways = {name: url_for(endpoint, collection_id=collection.id) for name, endpoint in _OTHER_WAYS.items()}
    return {**ways, "again": url_for("returning.ask_code")}
