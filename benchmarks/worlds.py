"""The worlds of the benchmark: those in which nothing changed that answers say, and those in which something did."""

from benchmarks.simulator import Shift, World

HORIZON = 150  # days after a shift; what is not found by then is missed
EVERYWHERE = tuple(range(10))

NULLS = {
    "plain": World(),
    "mix reversed": World(mix_reversed=True),
    "mode 10 % to 70 %": World(mode_changes=True),
    "rates doubled": World(rate_doubles=True),
    "mix, mode and rates": World(mix_reversed=True, mode_changes=True, rate_doubles=True),
    "day effects": World(day_effect=0.3),
    "programme day effects": World(programme_day_effect=0.2),
    "season 0.15": World(season=0.15),
    "season 0.3": World(season=0.3),
    "one prolific teller": World(prolific=True),
    "1 area": World(areas=1, regions=1),
    "50 areas, 1 a day": World(areas=50, rate=1.0),
    "10 areas, 1 a day": World(rate=1.0),
    "10 areas, 10 a day": World(rate=10.0),
}


def _shifted(shift: Shift, **nuisances: float | bool) -> World:
    return World(days=shift.on + HORIZON, shift=shift, **nuisances)  # type: ignore[arg-type]


SHIFTS = {
    "area mean 0.35": _shifted(Shift("triad", 0.35)),
    "area mean 0.7": _shifted(Shift("triad", 0.7)),
    "area mean 1.4": _shifted(Shift("triad", 1.4)),
    "ramp to 1.0 in 60 days": _shifted(Shift("triad", 1.0, ramp_days=60)),
    "spread x 1.6": _shifted(Shift("spread", 1.6)),
    "pocket 15 %": _shifted(Shift("pocket", 0.15)),
    "pocket 8 %": _shifted(Shift("pocket", 0.08)),
    "dyad 0.7": _shifted(Shift("dyad", 0.7)),
    "choice 1.2": _shifted(Shift("choice", 1.2)),
    "topic +15 %": _shifted(Shift("topic", 0.15)),
    "new topic 10 %": _shifted(Shift("new topic", 0.1)),
    "volume x 1.8": _shifted(Shift("volume", 1.8)),
    "several hot 0.35": _shifted(Shift("hot", 0.35)),
    "region mean 0.4": _shifted(Shift("triad", 0.4, areas=(0, 3, 6, 9))),
    "whole programme 0.2": _shifted(Shift("triad", 0.2, areas=EVERYWHERE)),
    "whole programme hot 0.12": _shifted(Shift("hot", 0.12, areas=EVERYWHERE)),
    "whole programme pocket 5 %": _shifted(Shift("pocket", 0.05, areas=EVERYWHERE)),
    "one of 50 areas, 0.7": _shifted(Shift("triad", 0.7), areas=50),
    "0.7 on day 60": _shifted(Shift("triad", 0.7, on=60)),
    "0.7 on day 30": _shifted(Shift("triad", 0.7, on=30)),
    "0.7 after mix, mode, rate": _shifted(
        Shift("triad", 0.7), half=80, mix_reversed=True, mode_changes=True, rate_doubles=True
    ),
    "0.7 with day effects": _shifted(Shift("triad", 0.7), day_effect=0.3),
}
