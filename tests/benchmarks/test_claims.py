import pytest

from benchmarks import claims
from benchmarks.claims import Promise, Verdict, at_least, at_most, exactly, happens, measure, not_measured, proof


@pytest.mark.parametrize(
    ("claim", "goal", "measured", "verdict"),
    [
        (at_least("ratio", 0.8, 0.75), "at least 0.75", "0.8", Verdict.HOLDS),
        (at_least("ratio", 0.75, 0.75), "at least 0.75", "0.75", Verdict.HOLDS),
        (at_least("ratio", 0.7449, 0.75), "at least 0.75", "0.745", Verdict.FALLS_SHORT),
        (at_most("memory", 89, 90, "MiB"), "at most 90 MiB", "89 MiB", Verdict.HOLDS),
        (at_most("memory", 1234.5, 90, "MiB"), "at most 90 MiB", "1,234 MiB", Verdict.FALLS_SHORT),
        (exactly("lost", 0, 0), "0", "0", Verdict.HOLDS),
        (exactly("lost", 3, 0), "0", "3", Verdict.FALLS_SHORT),
        (happens("the alert", True), "yes", "yes", Verdict.HOLDS),
        (happens("the alert", False), "yes", "no", Verdict.FALLS_SHORT),
        (not_measured("corpora", "all imported", "none here"), "all imported", "-", Verdict.NOT_MEASURED),
    ],
)
def test_a_claim_says_goal_measure_and_verdict(claim, goal, measured, verdict):
    assert (claim.goal, claim.measured, claim.verdict) == (goal, measured, verdict)


def test_a_proof_that_breaks_off_falls_short_and_the_next_still_runs():
    def acknowledges_every_story():
        yield exactly("lost", 0, 0)
        raise RuntimeError("the server did not start")

    def keeps_order():
        return [happens("order", True)]

    found = list(measure(Promise("intake", "", [acknowledges_every_story, keeps_order])))

    assert [claim.verdict for claim in found] == [Verdict.HOLDS, Verdict.FALLS_SHORT, Verdict.HOLDS]
    assert found[1].claimed == "acknowledges every story"
    assert found[1].note == "RuntimeError: the server did not start"


def test_proofs_of_one_name_are_kept_in_order(monkeypatch):
    monkeypatch.setattr(claims, "REGISTER", {})

    @proof("intake", "Stories are kept")
    def first():
        return []

    @proof("intake")
    def second():
        return []

    assert claims.REGISTER["intake"] == Promise("intake", "Stories are kept", [first, second])
