"""Probes looked at every day through the store: a small share of what `./run prove alerts` measures."""

from pathlib import Path

from benchmarks.probe_worlds import FEWER_CROSS, World, watch
from narratives.probe import Advice


def test_probes_that_do_nothing_are_advised_neither_to_amplify_nor_to_dampen(tmp_path: Path):
    watched = watch(World(0, probes=3), tmp_path, looked=21)
    assert len(watched) == 3
    assert not any({Advice.AMPLIFY, Advice.DAMPEN} & set(one.first) for one in watched)


def test_a_probe_that_works_is_told_to_have_moved_the_hoped_for_way(tmp_path: Path):
    (one,) = watch(World(5, probes=3, works=-2.5, a_day=4), tmp_path, aims=(FEWER_CROSS,), looked=10)
    assert one.effect < -FEWER_CROSS.size
    assert one.hoped is not None
    assert one.first[Advice.AMPLIFY] == one.hoped
