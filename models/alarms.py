"""From CUSUMs above their thresholds to findings: strongest first, wider scopes absorbing narrower ones."""

from collections.abc import Sequence

import numpy as np

from models.arrays import Bools, Floats, Ints
from models.bets import BetBook
from models.findings import Direction, Finding
from models.learning import Learner
from models.streams import Signal, Stream
from models.volume import RATIOS
from models.watch import Watch

KEEP = 0.1
ONE_UNIT_EXPLAINS = 0.7
NEARLY = 0.35
FEWEST_STORIES = 3
LASTING_DAYS = 2  # what rose for fewer days is a burst and no new rate


class Alarms:
    """Rings at most once for a (unit, signifier), then mutes it and lets the new level become the baseline.

    When most of a wider scope's evidence comes from one narrower unit, the alarm is that unit's.
    After a narrower unit's alarm its evidence is taken out of the wider scopes it belongs to.
    """

    def __init__(
        self,
        streams: Sequence[Stream],
        book: BetBook,
        signifiers: Sequence[str],
        signifier_of_bet: Ints,
        budget: float,
        mute_days: int,
    ) -> None:
        self._streams, self._book = streams, book
        self._signifiers, self._signifier_of_bet = signifiers, signifier_of_bet
        self._stream_signifier = np.array([signifiers.index(stream.signifier) for stream in streams])
        self._budget, self._mute_days = budget, mute_days

    def ring(self, day: int, watches: Sequence[Watch], levels: Sequence[Floats], learner: Learner) -> list[Finding]:
        """The findings of a day, strongest first.

        `watches` run from the widest scope to the narrowest; `levels` holds each one's thresholds (units, J).
        """
        findings: list[Finding] = []
        while True:
            excess = [self._excess(day, watch, level) for watch, level in zip(watches, levels, strict=True)]
            best = [float(over.max(initial=-np.inf)) for over in excess]
            widest = int(np.argmax(best))
            if best[widest] <= 0:
                return findings
            place = np.unravel_index(int(np.argmax(excess[widest])), excess[widest].shape)
            scope, unit = _narrowed(day, watches, widest, int(place[0]), int(place[1]))
            findings.append(self._finding(day, watches[scope], levels[scope][unit], unit, int(place[1]), best[widest]))
            self._silence(day, watches, scope, unit, int(place[1]), learner)

    def _excess(self, day: int, watch: Watch, level: Floats) -> Floats:
        """By how much evidence exceeds its threshold; answers ring on a day with stories, and a few at least."""
        answers = watch.answers
        over = watch.bank.evidence - level
        quiet = (watch.bank.last_day != day)[:, None] | (watch.bank.stories[:, answers] < FEWEST_STORIES)
        over[:, answers] = np.where(quiet, -np.inf, over[:, answers])
        return over

    def _also(self, reached: Floats, signifier: int) -> tuple[str, ...]:
        """Other signifiers whose evidence has come at least a third of its way, strongest first."""
        best = np.zeros(len(self._signifiers))
        np.maximum.at(best, self._signifier_of_bet, reached)
        best[signifier] = 0.0
        order = np.argsort(-best, kind="stable")
        return tuple(self._signifiers[i] for i in order if best[i] >= NEARLY)

    def _finding(self, day: int, watch: Watch, level_of_unit: Floats, unit: int, bet: int, excess: float) -> Finding:
        bank = watch.bank
        n, weight = int(bank.stories[unit, bet]), float(bank.weight[unit, bet])
        score = float(bank.score[unit, bet])
        evidence = float(np.exp(min(excess, 50.0))) / self._budget
        signal: Signal
        direction: Direction
        if bet >= len(self._book):
            effect = float(np.log((score + 0.5) / (weight + 0.5)))
            half = 1.96 * float(np.sqrt(watch.rates.dispersion()[unit] / (score + 0.5)))
            ratio = RATIOS[bet - len(self._book)]
            stream, signal, level, direction = "volume", "collection", None, "up" if ratio > 1 else "down"
            also: tuple[str, ...] = ()
        else:
            effect, half = score / weight, 1.96 / float(np.sqrt(weight))
            watched = self._streams[self._book.stream[bet]]
            stream, signal = watched.name, watched.signal
            level = None if self._book.level[bet] < 0 else int(self._book.level[bet])
            direction = self._book.way[bet]
            also = self._also(bank.evidence[unit] / level_of_unit, int(self._signifier_of_bet[bet]))
        return Finding(
            raised_on=day,
            since=int(bank.since[unit, bet]),
            signal=signal,
            signifier=self._signifiers[self._signifier_of_bet[bet]],
            stream=stream,
            direction=direction,
            level=level,
            scope=watch.scope,
            unit=unit,
            n=n,
            n_before=max(0, int(bank.total[unit]) - n),
            effect=effect,
            effect_low=effect - half,
            effect_high=effect + half,
            evidence=evidence,
            also=also,
        )

    def _silence(self, day: int, watches: Sequence[Watch], scope: int, unit: int, bet: int, learner: Learner) -> None:
        signifier = int(self._signifier_of_bet[bet])
        bets = self._signifier_of_bet == signifier
        members: Bools = watches[scope].unit_of == unit
        since = int(watches[scope].bank.since[unit, bet])
        spent = np.where(bets, watches[scope].bank.evidence[unit], 0.0)
        lasts = bet >= len(self._book) and day - since >= LASTING_DAYS
        moved = _moved_rate(watches[scope], unit, bet) if lasts else 0.0
        for wider in watches[:scope]:
            for above in np.unique(wider.unit_of[members]):
                if above >= 0:
                    _take_out(wider, int(above), spent)
                    wider.rates.move(int(above), moved)
        for narrower in watches[scope:]:
            inside = np.unique(narrower.unit_of[members])
            for u in inside[inside >= 0]:
                narrower.bank.forget(int(u), bets)
                narrower.bank.muted_until[u, signifier] = day + self._mute_days
                if bet >= len(self._book):
                    narrower.rates.fade(int(u), KEEP)
        if bet < len(self._book):
            whole = watches[scope].scope == "collection"
            for narrower in watches[scope:]:
                inside = np.unique(narrower.unit_of[members])
                narrower.start_afresh(inside[inside >= 0], signifier, KEEP)
            learner.fade(self._stream_signifier == signifier, members, KEEP, since, programme=whole)


def _narrowed(day: int, watches: Sequence[Watch], scope: int, unit: int, bet: int) -> tuple[int, int]:
    """The narrowest unit inside (scope, unit) that holds most of the evidence of that bet and may ring itself."""
    enough = ONE_UNIT_EXPLAINS * watches[scope].bank.evidence[unit, bet]
    members = watches[scope].unit_of == unit
    for narrower in range(len(watches) - 1, scope, -1):
        inside = np.unique(watches[narrower].unit_of[members])
        bank = watches[narrower].bank
        inside = inside[inside >= 0]
        if bet < watches[narrower].answers.stop:
            inside = inside[(bank.last_day[inside] == day) & (bank.stories[inside, bet] >= FEWEST_STORIES)]
        if not len(inside):
            continue
        evidence = bank.evidence[inside, bet]
        if evidence.max() >= enough:
            return narrower, int(inside[int(np.argmax(evidence))])
    return scope, unit


def _take_out(watch: Watch, unit: int, spent: Floats) -> None:
    left = watch.bank.evidence[unit] - spent
    watch.bank.evidence[unit] = np.maximum(left, 0.0)
    watch.bank.forget(unit, left <= 0.0)


def _moved_rate(watch: Watch, unit: int, bet: int) -> float:
    """By how many stories a day the unit's rate has changed since the onset of a bet on volume."""
    expected = float(watch.bank.weight[unit, bet])
    change = float(watch.bank.score[unit, bet]) / expected - 1 if expected > 0 else 0.0
    return change * float(watch.rates.expected(1.0)[unit])
