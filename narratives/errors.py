"""Every error the domain raises, each a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class MurmurationError(Exception):
    """The root of every error of this project."""


class AnswerError(MurmurationError):
    """An answer that its signifier cannot hold."""


class NotFoundError(MurmurationError):
    """A row that was asked for by name is not there."""

    def __init__(self, noun: str, identifier: str) -> None:
        super().__init__(f"no {noun} with id {identifier!r}")
        self.noun = noun
        self.identifier = identifier


class FrozenError(MurmurationError):
    """A change to something that is fixed once a story rests on it."""


class BusyError(MurmurationError):
    """The store cannot take this now; the caller keeps it and tries again."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a form: the field's name and what to do about it."""

    field: str
    message: str


class SubmissionError(MurmurationError):
    """Everything that is wrong with a submission, in the order of the page."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = tuple(errors)


class FrameworkError(MurmurationError):
    """Everything that is wrong with a framework file, each with its place in the file."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


class MappingError(MurmurationError):
    """Everything that is wrong with a mapping file, each with its place in the file."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


class ImportRefusedError(MurmurationError):
    """A file that cannot be imported as a whole; nothing of it was stored."""
