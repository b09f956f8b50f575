import json

import pytest

from benchmarks import prove
from benchmarks.claims import Promise, at_least, exactly, happens, not_measured


@pytest.fixture
def register(monkeypatch):
    """Three promises: one that holds, one that falls short, one that cannot be measured here."""
    promises = {
        "calm": Promise("calm", "Nothing is raised on quiet days", [lambda: [happens("no alert", True)]]),
        "intake": Promise("intake", "Stories are kept", [lambda: [exactly("lost", 0, 0), exactly("doubled", 2, 0)]]),
        "corpora": Promise("corpora", "Real stories", [lambda: [not_measured("imported", "all", "none are here")]]),
    }
    monkeypatch.setattr(prove, "load_proofs", lambda: promises)
    return promises


def test_without_a_name_the_promises_are_listed(register, capsys):
    assert prove.main([]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert "  calm     Nothing is raised on quiet days" in listed
    assert len(listed) == 4


def test_a_promise_that_holds_ends_with_0_and_says_so(register, capsys):
    assert prove.main(["calm"]) == 0
    assert "calm: 1 hold, 0 fall short, 0 not measured" in capsys.readouterr().out


def test_a_promise_that_falls_short_ends_with_1_and_shows_which(register, capsys):
    assert prove.main(["intake"]) == 1
    (row,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("doubled")]
    assert row.split() == ["doubled", "0", "2", "FALLS", "SHORT"]


def test_a_promise_of_which_nothing_was_measured_does_not_hold(register, capsys):
    assert prove.main(["corpora"]) == 1
    assert "none are here" in capsys.readouterr().out


def test_an_unknown_name_ends_with_2_and_lists_the_known_ones(register, capsys):
    assert prove.main(["speed"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("There is no promise called speed.")
    assert "intake" in told


def test_json_is_one_document(register, capsys):
    assert prove.main(["intake", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["name"] == "intake"
    assert answer["holds"] is False
    assert answer["claims"][1] == {
        "claimed": "doubled",
        "goal": "0",
        "measured": "2",
        "verdict": "FALLS SHORT",
        "note": "",
    }


def test_a_long_claim_is_wrapped_inside_its_column():
    claim = at_least("acknowledged stories a second against the route that only validates " * 2, 0.8, 0.75, note="busy")
    lines = prove.table([claim]).splitlines()
    assert max(len(line) for line in lines) <= 120
    assert lines[-1] == "    busy"


def test_the_registered_proofs_all_say_what_they_are_about():
    assert [name for name, promise in prove.load_proofs().items() if not promise.about] == []
