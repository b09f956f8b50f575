import pytest

from analysis import promise_keeping
from analysis.pipeline import Worker
from analysis.promise_keeping import measure_a_piece
from narratives.promise import Kind
from tests.analysis.conftest import make_season
from tests.analysis.test_pipeline import make_worker
from tests.builders import TODAY


@pytest.fixture
def pieces(monkeypatch):
    """What was measured, in order, with so many replays of each kind to do."""
    done: list[str] = []
    left = {"outlook": 1, Kind.REDEALT: 2, Kind.RETOLD: 1}

    def take(name):
        if not left[name]:
            return False
        left[name] -= 1
        done.append(name if isinstance(name, str) and name == "outlook" else name.value)
        return True

    monkeypatch.setattr(promise_keeping, "refresh_outlook", lambda *_arguments, **_options: take("outlook"))
    monkeypatch.setattr(promise_keeping, "add_replay", lambda _db, _c, _p, kind, **_options: take(kind))
    monkeypatch.setattr(promise_keeping, "_replays", lambda _db, _id, kind: done.count(kind.value))
    return done


def measure(db, plot) -> bool:
    return measure_a_piece(db, *plot, today=TODAY, model_id=None, beat=lambda: None)


def test_the_outlook_comes_first_and_then_replays_by_turns(db, plot, pieces):
    assert [measure(db, plot) for _ in range(5)] == [True, True, True, True, False]
    assert pieces == ["outlook", "redealt", "retold", "redealt"]


def test_the_worker_measures_when_it_finds_nothing_else_to_do(db, plot, tell, pieces):
    tell(make_season(5))
    worker = make_worker(db, watching=True)
    worker.run_once()
    assert pieces == []
    while len(pieces) < 4:
        passes(worker)
    assert not worker.unfinished and worker.failing == ()


def passes(worker: Worker) -> None:
    for _ in range(3):
        worker.run_once()


def test_a_single_run_of_the_analysis_does_not_wait_for_it(db, plot, tell, pieces):
    tell(make_season(5))
    worker = make_worker(db)
    passes(worker)
    assert pieces == []
