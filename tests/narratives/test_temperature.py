import pytest

from narratives.answers import DyadAnswer, NotApplicable, TriadAnswer
from narratives.temperature import hot_score
from tests.builders import make_framework


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ([TriadAnswer("mood", (0, 0.5, 0.5), "tap"), DyadAnswer("say", 0.0, "tap")], 1.0),
        ([TriadAnswer("mood", (1, 0, 0), "tap")], -1.0),
        ([TriadAnswer("mood", (0.2, 0.5, 0.3), "tap"), DyadAnswer("say", 0.25, "tap")], (0.6 + 0.75) / 2),
        ([NotApplicable("mood"), DyadAnswer("say", 1.0, "tap")], 0.0),
        ([NotApplicable("mood")], None),
        ([], None),
    ],
)
def test_the_hot_score_is_hot_minus_cold_over_what_was_answered(answers, score):
    assert hot_score(make_framework(), answers) == (None if score is None else pytest.approx(score))
