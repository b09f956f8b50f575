"""Stories of three kinds that their tellers placed alike, or with no kinds at all, and a fit of them."""

from datetime import timedelta

import numpy as np

from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.narrative import Scope, Source
from store.narratives import import_narratives
from tests.builders import TODAY, make_narrative

CORNERS = ((9, 1, 1), (1, 9, 1), (1, 1, 9))  # of the triad `mood`: glad, sad, cross
POLES = ((9, 2), (2, 9), (9, 9))  # of the dyad `say`


def placed(n, seed=0, kinds=True, **changes):
    """`n` stories; a fifth of the answers is missing. Of the glad ones most are told in the east."""
    chance = np.random.default_rng(seed)
    told = []
    for number in range(n):
        kind = int(chance.integers(3))
        corner = CORNERS[kind] if kinds else (2, 2, 2)
        pole = POLES[kind] if kinds else (2, 2)
        answers = [
            TriadAnswer("mood", tuple(float(share) for share in chance.dirichlet(corner)), "tap"),
            DyadAnswer("say", float(chance.beta(*pole)), "tap"),
            ChoiceAnswer("wish", (f"w{2 * kind + int(chance.integers(2)) if kinds else int(chance.integers(6))}",)),
        ]
        kept = tuple(answer for answer in answers if chance.random() < 0.8)
        facts = {
            "answers": (*kept, ChoiceAnswer("role", ("digger",))),
            "group": "east" if chance.random() < (0.8 if kind == 0 else 0.35) else "west",
            "told_on": TODAY - timedelta(days=int(chance.integers(120))),
            "text": f"Bean number {number}.",
            "source": Source("test", f"{seed}-{number}", "1"),
            "consent": frozenset({Scope.READ}),
        }
        told.append((kind, make_narrative(**(facts | changes))))
    return told


def keep_placed(db, plot, n=240, **changes):
    """The stories, in the store; the kind of each by its id."""
    told = placed(n, **changes)
    import_narratives(db, *plot, [one for _, one in told], {})
    return {one.id: kind for kind, one in told}
