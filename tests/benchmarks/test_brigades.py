"""One voice raises no alert, and many do: brigades and honest surges of one size meet the monitor that watches."""

from benchmarks.brigades import FUTURES, Meeting, meetings

ENOUGH = 100  # surges to tell a share of nine in ten by


def test_one_voice_raises_no_alert_and_as_many_people_do(promised, how_many):
    found = sum((meetings(seed, how_many(1, FUTURES)) for seed in range(how_many(1, 10))), Meeting())
    assert found.brigades >= how_many(10, 500)
    assert found.stories > 5 * found.brigades
    promised(
        "T12",
        "one person, one text or one story told anew, a tenth of what a group tells, raises no alert about it",
        tried=found.brigades,
        failures=found.alerts,
    )
    assert found.noticed >= found.surges / 2
    if found.surges < ENOUGH:
        return
    promised(
        "T12",
        "as many stories from different people in different words raise an alert in nine of ten surges or more",
        tried=found.surges,
        failures=int(found.noticed < 0.9 * found.surges),
    )
