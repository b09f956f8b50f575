"""What reads the bytes of strangers, part by part: a plain mutator every day, atheris every night."""

import importlib.util
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.fuzz_targets import TARGETS
from tests.attacks.hostile import VALUES
from tests.attacks.mutator import Mutator

ROOT = Path(__file__).parents[2]
SECONDS = 12  # a part; five of them are a minute
SOUND = "no bytes get past the rules for stories, numbers, files and names, or break them"
PIECES = [value.encode("utf-8", "surrogatepass")[:200] for value in VALUES]


def mutated(seeds, count, seed):
    """The seeds, and bytes that were once one of them."""
    mutator, chance = Mutator({}, seed), random.Random(seed)
    yield from seeds
    for _ in range(count - len(seeds)):
        body = mutator.damaged(chance.choice(seeds))
        if chance.random() < 0.3:
            place = chance.randint(0, len(body))
            body = body[:place] + chance.choice(PIECES) + body[place:]
        yield body


@pytest.mark.parametrize("name", TARGETS)
def test_a_part_holds_its_rules_for_mutated_bytes(name, how_many, promised):
    target, seeds = TARGETS[name]
    tried = how_many(200, 4_000)
    for body in mutated(seeds, tried, seed=20_260_302):
        target(body)
    promised("R1", SOUND, tried=tried, failures=0)


@pytest.mark.nightly
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="install requirements-rigs.txt: it needs atheris"
)
@pytest.mark.parametrize("name", TARGETS)
def test_a_search_that_follows_the_branches_finds_nothing_either(name, promised, tmp_path):
    command = [sys.executable, "-W", "ignore", "-m", "tests.attacks.fuzz_targets", name, str(SECONDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS + 120, check=False)
    found = re.search(r"stat::number_of_executed_units:\s+(\d+)", done.stderr)
    assert done.returncode == 0, done.stderr[-2_000:]
    promised("T23", SOUND, tried=int(found[1]) if found else 0, failures=0)


def test_the_rules_themselves_can_fail(monkeypatch):
    """A guard of four characters, as many have it, lets a formula behind a line end through."""
    monkeypatch.setattr("tests.attacks.fuzz_targets.harmless", lambda cell: f"'{cell}" if cell[:1] in "=+-@" else cell)
    target, seeds = TARGETS["CSV cell"]
    with pytest.raises(AssertionError):
        for body in mutated(seeds, 50, seed=1):
            target(body)
