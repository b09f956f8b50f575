"""The pages of a telling in their order: one thing a page, and only what this teller is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from narratives.answer_fields import asked_of
from narratives.collection import Collection
from narratives.form_fields import Fields
from narratives.framework import Branch, Framework
from narratives.signifiers import Choice, Signifier, Stones, prediction_of

# Ids of pages that are no question. A signifier's id holds no dot, so none can be mistaken for them.
START, CHECK, WHOLE, SPOTTED = "page.start", "page.check", "page.whole", "page.spotted"
# What a form carries about itself, beside the answers.
CHECKING, ANOTHER = "page.checking", "page.another"


@dataclass(frozen=True, slots=True)
class Step:
    """One page: the fields that it asks for, which are also the fields whose problems it shows."""

    id: str
    kind: str
    fields: tuple[str, ...]
    signifier: Signifier | None = None
    branch: Branch | None = None

    @property
    def about_teller(self) -> bool:
        """Whether it asks about the person: such an answer holds for their next story too."""
        return asks_about_teller(self.signifier)

    @property
    def is_guess(self) -> bool:
        """Whether it asks where others will place something."""
        return self.signifier is not None and prediction_of(self.signifier) is not None


def asks_about_teller(signifier: Signifier | None) -> bool:
    """Whether a signifier asks about the person who tells."""
    return isinstance(signifier, Choice) and signifier.asks_about == "respondent"


def field_names(signifier: Signifier) -> tuple[str, ...]:
    """The names of all fields that a signifier may be asked with."""
    if isinstance(signifier, Stones):
        places = [f"{signifier.id}.{stone.id}.{axis}" for stone in signifier.stones for axis in ("x", "y")]
        return (signifier.id, *places, f"{signifier.id}.method", f"{signifier.id}.seconds")
    parts = ("shares", "value", "method", "seconds", "order", "other", "na")
    return (signifier.id, *(f"{signifier.id}.{part}" for part in parts))


class Walk:
    """The way through a collection's pages for somebody with these answers."""

    def __init__(self, collection: Collection, framework: Framework, fields: Fields) -> None:
        self._collection = collection
        self._framework = framework
        self._fields = fields

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every page that this teller is asked, in order; checking comes after the last."""
        asked = {signifier.id for signifier in asked_of(self._framework, self._fields)}
        return tuple(step for step in self.all if step.signifier is None or step.signifier.id in asked)

    @cached_property
    def walked(self) -> tuple[Step, ...]:
        """The pages that Continue leads through: what an earlier story settled is not asked twice."""
        return tuple(step for step in self.steps if not self._is_settled(step))

    @cached_property
    def all(self) -> tuple[Step, ...]:
        """Every page that anybody may be asked, closed branches too."""
        story = Step("story", "story", ("story", "spoken", "prompt", "website"))
        group = (Step("group", "group", ("group",)),) if self._collection.groups else ()
        marks = Step("danger", "marks", ("danger", "hear"))
        consent = Step("consent", "consent", ("consent", "may_contact"))
        return (story, Step("title", "title", ("title",)), *group, *self._questions(), marks, consent)

    def _questions(self) -> list[Step]:
        """Questions about the story, its branches, questions about the teller, and the branches of those."""
        main = [self._question(one) for one in self._framework.signifiers if not self._framework.branch_of(one.id)]
        about_teller = [step for step in main if step.about_teller]
        openers = {step.id for step in about_teller}
        branched = [self._question(one) for one in self._framework.signifiers if self._framework.branch_of(one.id)]
        late = [step for step in branched if step.branch and step.branch.opened_by in openers]
        about_story = [step for step in main if step not in about_teller]
        return [*about_story, *(step for step in branched if step not in late), *about_teller, *late]

    def _question(self, signifier: Signifier) -> Step:
        branch = self._framework.branch_of(signifier.id)
        return Step(signifier.id, "question", field_names(signifier), signifier, branch)

    def step(self, at: str) -> Step | None:
        """The page with an id; None when it is not asked or is no page."""
        return next((step for step in self.steps if step.id == at), None)

    def holding(self, field: str) -> Step | None:
        """The page that asks for a field; None when none does."""
        return next((step for step in self.steps if field in step.fields), None)

    def after(self, at: str) -> Step | None:
        """The page after one; None when everything was asked."""
        rest = self._rest(self.all, at)
        return next((step for step in rest if step in self.walked), None)

    def before(self, at: str) -> Step | None:
        """The page before one; None when it is the first."""
        earlier = self._rest(self.all[::-1], at, nothing_before=at == CHECK)
        return next((step for step in earlier if step in self.walked), None)

    def _rest(self, steps: Sequence[Step], at: str, *, nothing_before: bool = True) -> Sequence[Step]:
        place = next((place for place, step in enumerate(steps) if step.id == at), None)
        if place is None:
            return steps if nothing_before else ()
        return steps[place + 1 :]

    def opened_by(self, at: str) -> Step | None:
        """The first page of a branch that the answer on this page opens, or the next of the branch that it is in.

        Only where it has no answer yet: this is the way of somebody who changes an answer and then goes on checking.
        """
        here, following = self.step(at), self.after(at)
        if here is None:
            return None
        if here.branch is not None:
            candidates = [following] if following and following.branch == here.branch else []
        else:
            candidates = [step for step in self.steps if step.branch and step.branch.opened_by == here.id]
        return next((step for step in candidates[:1] if not self._is_answered(step)), None)

    def closed_with_answers(self) -> tuple[Branch, ...]:
        """The branches that hold answers although the choice that opened them was changed."""
        shut = [step for step in self.all if step not in self.steps and self._is_answered(step)]
        return tuple(dict.fromkeys(step.branch for step in shut if step.branch is not None))

    def _is_answered(self, step: Step) -> bool:
        told = [name for name in step.fields if not name.endswith((".method", ".seconds", ".order"))]
        return any(value.strip() for name in told for value in self._fields.get(name, ()))

    def _is_settled(self, step: Step) -> bool:
        if not any(self._fields.get(ANOTHER, ())):
            return False
        return (step.about_teller or step.id == "group") and self._is_answered(step)
