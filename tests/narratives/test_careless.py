import pytest

from narratives.answers import DyadAnswer, NotApplicable, TriadAnswer
from narratives.careless import Mark, marks

MIDDLE = (0.33, 0.34, 0.33)


def triads(*places, seconds=None, method="tap"):
    return [TriadAnswer(f"t{number}", place, method, seconds) for number, place in enumerate(places)]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (triads(MIDDLE, MIDDLE, (0.32, 0.34, 0.34)), {Mark.CENTRE}),
        (triads((0.8, 0.1, 0.1), (0.8, 0.1, 0.1), (0.79, 0.11, 0.1)), {Mark.SAME_SPOT}),
        (triads((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), MIDDLE), set()),
        (triads(MIDDLE, MIDDLE), set()),
        (triads((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), MIDDLE, seconds=1), {Mark.SECONDS}),
        (triads((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), MIDDLE, seconds=9), set()),
        (triads(MIDDLE, MIDDLE, MIDDLE, seconds=2), {Mark.CENTRE, Mark.SECONDS}),
        (triads(MIDDLE, MIDDLE, MIDDLE, method="import"), set()),
        ([NotApplicable("t"), DyadAnswer("d", 0.5, "tap")], set()),
    ],
)
def test_careless_indexing_is_told_from_care(answers, found):
    assert marks(answers) == found


def test_the_same_spot_is_one_of_the_screen_where_the_anchors_were_shuffled():
    order = [(0, 1, 2), (1, 2, 0), (2, 0, 1)]
    shown = (0.8, 0.15, 0.05)  # the same place on the screen each time
    answers = [
        TriadAnswer(f"t{n}", tuple(shown[places.index(k)] for k in range(3)), "tap", None, places)
        for n, places in enumerate(order)
    ]
    assert len({answer.shares for answer in answers}) == 3
    assert marks(answers) == {Mark.SAME_SPOT}
