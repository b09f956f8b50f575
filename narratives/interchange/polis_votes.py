"""The votes of a Polis conversation: the last one of each person on each comment, and which number means agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from narratives.errors import ImportRefusedError
from narratives.interchange.csv_table import Dialect, records
from narratives.interchange.table import NOTHING_STORED

_HEADER = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
_VOTES = {"-1", "0", "1"}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people agreed with a comment and how many disagreed; passing is neither."""

    agreed: int
    disagreed: int

    @property
    def voted(self) -> int:
        """How many took a side."""
        return self.agreed + self.disagreed


def is_votes(path: Path) -> bool:
    """Whether a file is a list of votes."""
    with path.open("rb") as file:
        first = next(records(file, Dialect()), (1, []))
    return tuple(name.strip().lower() for name in first[1]) == _HEADER


def read_votes(path: Path, counts: Mapping[str, Tally]) -> dict[str, Tally]:
    """The tally of each comment by votes.csv; `counts` are those of comments.csv, which say what a 1 means.

    Exports differ in whether 1 agrees or disagrees. Raises ImportRefusedError where the counts do not decide it, and
    where a line is no vote.
    """
    latest: dict[tuple[str, str], str] = {}
    with path.open("rb") as file:
        found = records(file, Dialect())
        next(found, None)
        for line, cells in found:
            if len(cells) != len(_HEADER) or cells[4].strip() not in _VOTES:
                raise ImportRefusedError(
                    f"line {line} of the votes: a vote has {len(_HEADER)} cells, the last of them 1, 0 or -1; "
                    f"export the votes again. {NOTHING_STORED}"
                )
            latest[cells[2].strip(), cells[3].strip()] = cells[4].strip()
    ones, others = _tallies(latest, "1"), _tallies(latest, "-1")
    agreeing, opposing = (_matches(one, other, counts) for one, other in ((ones, others), (others, ones)))
    if agreeing == opposing and any(ones.get(one, 0) != others.get(one, 0) for one in counts):
        raise ImportRefusedError(
            "The votes and the counts of comments.csv do not show whether 1 means “agree” or “disagree”. "
            f"Export both files at the same moment, or bring the comments without the votes. {NOTHING_STORED}"
        )
    agreed, disagreed = (ones, others) if agreeing >= opposing else (others, ones)
    return {one: Tally(agreed.get(one, 0), disagreed.get(one, 0)) for one in counts}


def _tallies(latest: Mapping[tuple[str, str], str], wanted: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for (comment, _), vote in latest.items():
        if vote == wanted:
            found[comment] = found.get(comment, 0) + 1
    return found


def _matches(agreed: Mapping[str, int], disagreed: Mapping[str, int], counts: Mapping[str, Tally]) -> int:
    """Of how many comments the votes, read in this way, are what comments.csv counts."""
    both = ((counts[one], agreed.get(one, 0), disagreed.get(one, 0)) for one in counts)
    return sum((tally.agreed, tally.disagreed) == (yes, no) for tally, yes, no in both)


def read_summary(path: Path) -> dict[str, str]:
    """The key and value of each line of summary.csv. Raises ImportRefusedError."""
    with path.open("rb") as file:
        return dict(_pairs(records(file, Dialect())))


def _pairs(found: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[str, str]]:
    for line, cells in found:
        if len(cells) < 2:
            raise ImportRefusedError(
                f"line {line}: the second file is neither votes.csv nor summary.csv of Polis. {NOTHING_STORED}"
            )
        yield cells[0].strip(), ",".join(cells[1:]).strip()
