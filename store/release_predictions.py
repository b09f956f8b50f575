"""Who predicts whom: where each group expects every group to place a question, against where that group did."""

from __future__ import annotations

from collections.abc import Iterator

from models.comparison import Side
from models.perspectives import apart
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.perspective import Guess, GuessTable, PredictionGaps
from narratives.signifiers import Placed, Predicts
from store.database import Database
from store.landscape import Landscape
from store.release_accounts import Accounts
from store.release_perspectives import place, stretches


def prediction_gaps(db: Database, landscape: Landscape, collection: Collection, framework: Framework) -> PredictionGaps:
    """The gap of every group's guess about every group, on each question that is guessed."""
    found = _Guesses(db, landscape, collection, framework)
    return PredictionGaps(tuple(found.tables()), found.shown)


class _Guesses:
    def __init__(self, db: Database, landscape: Landscape, collection: Collection, framework: Framework) -> None:
        self._accounts = Accounts(db, landscape, collection, framework)
        self._framework = framework
        self._groups = [one.name for one in collection.groups]
        self._questions = {one.predicts: one for one in framework.predictions if one.predicts}
        self._sides = dict(self._both())

    @property
    def shown(self) -> int:
        """How many guesses have enough accounts on both sides."""
        return len(self._sides)

    def tables(self) -> Iterator[GuessTable]:
        """One for each question that is guessed, in the framework's order."""
        meant = {predicts.signifier for predicts in self._questions}
        for one in self._framework.told:
            if isinstance(one, Placed) and one.id in meant:
                guesses = (self._guess(one, by, of) for by in self._groups for of in self._groups)
                yield GuessTable(one, tuple(guesses))

    def _both(self) -> Iterator[tuple[tuple[Predicts, str], tuple[Side, Side]]]:
        """The guess of a group and the answer of the group that it is about, where both have k accounts."""
        for predicts, question in self._questions.items():
            actual = self._accounts.side(predicts.group, predicts.signifier)
            for by in self._groups:
                expected = self._accounts.side(by, question.id)
                if expected is not None and actual is not None:
                    yield (predicts, by), (expected, actual)

    def _guess(self, signifier: Placed, by: str, of: str) -> Guess:
        predicts = Predicts(signifier.id, of)
        held = self._sides.get((predicts, by))
        if held is None:
            return Guess(by, of)
        expected = place(self._accounts, by, signifier, self._questions[predicts].id, held[0])
        actual = place(self._accounts, of, signifier, signifier.id, held[1])
        gap = apart(*held, self.shown, same_people=by == of)
        return Guess(by, of, expected, actual, stretches(signifier, gap))
