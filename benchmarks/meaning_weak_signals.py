"""Weak signals: pockets planted among real stories, what must not head the queue, real pockets, and speed."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence

from benchmarks.claims import Claim, Verdict, at_least, at_most, happens, not_measured, proof

RUNS, FEW_RUNS = 100, 20
FIRST = 5
BACKGROUNDS = ("gp_feedback_2024", "community_2010_2012")
SUBJECTS = ("isear", "forensic_2010_2014")
MANY = 100_000


@proof("meaning")
def planted_pockets() -> Iterator[Claim]:
    """Twelve stories about one subject among three thousand, and harder ones."""
    from benchmarks.real_vectors import are_here

    goal = "A pocket of 12 stories about one subject, planted among 3,000, is among the first 5"
    if not are_here():
        yield not_measured(goal, "at least 80 of 100 runs", "the stories are not here")
        return
    from benchmarks import weak_signal_plants as plants
    from benchmarks.real_vectors import real_vectors

    real = real_vectors()

    def foreign(run: int, spread: int = 1) -> plants.Planted:
        chance = plants.seeded(run)
        old = plants.background(real, BACKGROUNDS[run % 2], chance)
        new = plants.about_one_subject(real, SUBJECTS[run // 2 % 2], chance, spread=spread)
        return plants.planted(real, old, new, chance)

    def withheld(run: int, spread: int = 1) -> plants.Planted:
        return plants.withheld(real, BACKGROUNDS[run % 2], plants.seeded(run), spread=spread)

    hits = [plants.find_planted(foreign(run)) for run in range(RUNS)]
    yield at_least(goal, plants.among_first(hits, FIRST), 80, "of 100 runs", _how(hits, "a subject of another corpus"))
    hits = [plants.find_planted(withheld(run)) for run in range(FEW_RUNS)]
    of = f"of {FEW_RUNS} runs"
    within = plants.among_first(hits, FIRST)
    yield at_least(f"{goal}; the subject taken out of the same corpus", within, 16, of, _how(hits))
    for name, make in (("of another corpus", foreign), ("of the same corpus", withheld)):
        hits = [plants.find_planted(make(run, plants.DIFFUSE)) for run in range(FEW_RUNS)]
        told = f"12 drawn from the nearest {plants.DIFFUSE * plants.PLANTED}, {_how(hits)}"
        yield _stated(
            f"A diffuse pocket {name} among the first 5", f"{plants.among_first(hits, FIRST)} of {FEW_RUNS} runs", told
        )


@proof("meaning")
def no_pockets() -> Iterator[Claim]:
    """One teller, one day, one text: none of them heads the queue; and days that mean nothing make no queue."""
    from benchmarks.real_vectors import are_here

    if not are_here():
        yield not_measured("A campaign does not head the queue", "at most 5 of 100 runs", "the stories are not here")
        return
    from benchmarks import weak_signal_plants as plants
    from benchmarks.real_vectors import real_vectors

    real = real_vectors()

    def case(run: int) -> plants.Planted:
        chance = plants.seeded(run)
        old = plants.background(real, BACKGROUNDS[run % 2], chance)
        return plants.planted(real, old, plants.about_one_subject(real, SUBJECTS[0], chance), chance)

    spoilt: Sequence[tuple[str, Callable[[int], plants.Planted]]] = (
        ("Twelve stories of one teller", lambda run: plants.by_one_teller(case(run))),
        ("Twelve stories of one group on one day", lambda run: plants.told_at_once(case(run))),
        ("Twelve near copies of one text", lambda run: plants.near_copies(case(run), plants.seeded(run))),
    )
    for name, make in spoilt:
        hits = [plants.find_planted(make(run)) for run in range(FEW_RUNS)]
        yield at_most(f"{name} among the first 5", plants.among_first(hits, FIRST), 1, f"of {FEW_RUNS} runs")
    calm = [plants.best_chance(plants.shuffled(case(run), plants.seeded(run))) for run in range(FEW_RUNS)]
    alarms = sum(one <= 0.1 for one in calm)
    yield at_most(
        "Days that mean nothing make a pocket that is said to stand out (1 in 10)",
        alarms,
        5,  # of 20 with a chance of 0.1 each, more than 5 happen in 1 of 90
        f"of {FEW_RUNS} runs",
    )


@proof("meaning")
def real_pockets() -> Iterator[Claim]:
    """What the queue brings of real stories on their real days."""
    from benchmarks.real_vectors import are_here

    if not are_here():
        yield not_measured("Real pockets", "stated", "the stories are not here")
        return
    from benchmarks import weak_signal_reals as reals

    noticed = reals.vaccinations()
    yield happens(
        "A subject that really began is found: the autumn's vaccinations in the feedback of practices",
        noticed is not None,
        ""
        if noticed is None
        else f"first on {noticed.on}, place {noticed.place}, {noticed.stories} stories, {noticed.share:.0%} with the "
        f"word, {noticed.told_before} before these weeks",
    )
    for source, facts in reals.SOURCES.items():
        found = reals.judge(source, facts)
        told = (
            f"one value of {', '.join(facts)} stands out (1 in 100 over all values) in {found.enriched}, and in "
            f"{found.enriched_control} of as many neighbourhoods of any time; {found.striking} are called striking"
        )
        went = f"{found.went_on} of {found.followed}"
        like = f"{found.went_on_control} of as many neighbourhoods of any time. Of the first {found.n}: {told}"
        yield _stated(
            f"Real pockets of {source} of which more is told in the eight weeks after than before", went, like
        )


@proof("meaning")
def many_stories() -> Iterator[Claim]:
    """A hundred thousand stories: time, and memory beyond the vectors."""
    import numpy as np

    from models.weak_signals import Tellings, find_pockets, recent_since

    chance = np.random.default_rng(1)
    centres = chance.normal(size=(300, 384)).astype(np.float32)
    vectors = centres[chance.integers(0, 300, MANY)] + chance.normal(size=(MANY, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    told = Tellings(
        day=chance.integers(0, 728, MANY),
        stratum=chance.integers(0, 6, MANY),
        teller=np.where(chance.random(MANY) < 0.3, chance.integers(0, MANY, MANY), -1),
        text=np.arange(MANY),
    )
    since = recent_since(told.day, 727)
    assert since is not None
    tracemalloc.start()
    began, busy = time.perf_counter(), time.process_time()
    find_pockets(vectors, told, since)
    took, busy = time.perf_counter() - began, time.process_time() - busy
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    about = f"{busy:.0f} s of processor time"
    yield at_most("Looking for weak signals among 100,000 stories", round(took, 1), 60, "s", about)
    yield at_most("Memory beyond the vectors", round(peak / 2**20), 2048, "MiB")


def _how(hits: Sequence[object], before: str = "") -> str:
    from benchmarks.weak_signal_plants import Hit

    known = [hit for hit in hits if isinstance(hit, Hit) and hit.place is not None]
    if not known:
        return before
    first = sum(hit.place == 1 for hit in known)
    pure, found = (sum(getattr(hit, name) for hit in known) / len(known) for name in ("pure", "found"))
    told = f"first in {first} of {len(hits)}; {pure:.0%} of its stories were planted, {found:.0%} of the planted found"
    return f"{before}; {told}" if before else told


def _stated(claimed: str, measured: str, note: str) -> Claim:
    """A figure without a goal."""
    return Claim(claimed, "stated", measured, Verdict.HOLDS, note)
