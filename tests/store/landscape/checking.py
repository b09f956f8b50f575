"""Whether a landscape says what looking at each story says."""

from collections import Counter

import numpy as np
import pytest

from narratives.codes import NEVER_SHOWN, NOT_ANSWERED, NOT_APPLICABLE
from narratives.selection import View, most_places
from tests.builders import TODAY
from tests.store.landscape.telling import heats_by_monday, places_of, values_of

ALL = View()
MARKS = {"not_applicable": NOT_APPLICABLE, "not_answered": NOT_ANSWERED, "never_shown": NEVER_SHOWN}


def asked(plot):
    return plot.db, "plot", plot.framework


def check(landscape, plot, view):
    """Everything that a landscape says of a view is what looking at each story says."""
    stories = plot.open_stories(view)
    assert landscape.count(*asked(plot), view) == len(stories)
    for signifier in plot.framework.signifiers:
        if most_places(signifier):
            check_histogram(landscape, plot, signifier, view, stories)
    newest = sorted(stories, key=lambda one: (-one.told_on.toordinal(), one.id))
    offset = plot.chance.randrange(4)
    assert landscape.newest(*asked(plot), view, 5, offset) == [one.id for one in newest[offset : offset + 5]]
    drawn = landscape.random(*asked(plot), view, 6, 1)
    assert len(drawn) == len(set(drawn)) == min(6, len(stories))
    assert set(drawn) <= {one.id for one in stories}
    areas = Counter(one.area for one in stories)
    assert landscape.names(*asked(plot), view, "area") == areas
    check_weeks(landscape, plot, view)


def check_histogram(landscape, plot, signifier, view, stories):
    found = landscape.histogram(*asked(plot), signifier.id, view)
    places = [places_of(signifier, one) for one in stories]
    counts = Counter(place for one in places for place in one)
    assert {place: n for place, n in enumerate(found.counts.tolist()) if n} == {
        place: n for place, n in counts.items() if place < NOT_APPLICABLE
    }
    for name, mark in MARKS.items():
        assert getattr(found, name) == counts[mark], (signifier.id, name)
    assert found.placed == sum(min(one) < NOT_APPLICABLE for one in places)
    values = np.array([given for one in stories if (given := values_of(signifier, one))])
    if len(values):
        np.testing.assert_allclose(found.sums, values.sum(axis=0), rtol=1e-12)
        np.testing.assert_allclose(found.squares, (values**2).sum(axis=0), rtol=1e-12)


def check_weeks(landscape, plot, view):
    weeks, heats = landscape.weeks(*asked(plot), view), heats_by_monday(plot, view)
    assert weeks.mondays.tolist() == sorted(heats)
    for monday, n, total, squares in zip(weeks.mondays.tolist(), weeks.n, weeks.sums, weeks.squares, strict=True):
        assert n == len(heats[monday])
        assert total == pytest.approx(sum(heats[monday]), abs=1e-4 * n)
        assert squares == pytest.approx(sum(one**2 for one in heats[monday]), abs=2e-4 * n)


def change(plot):
    """One thing that happens to a collection."""
    story = plot.chance.choice(list(plot.told))
    match plot.chance.randrange(6):
        case 0:
            plot.tell(plot.chance.choice((1, 3, 40)))
        case 1:
            plot.withdraw(story)
        case 2 if plot.told[story].may_be_read:
            plot.hold(story)
        case 3:
            plot.reword(story)
        case 4:
            plot.theme(plot.chance.sample(list(plot.told), 5))
        case _:
            plot.tell(2, told_on=TODAY)
