"""Which wordings mean the same, and how well that is told on pairs that were judged by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from analysis.design_alike import SAME_LABEL, alike
from models.embedding import load_embedder
from narratives.opposites import are_opposite

PAIRS = [
    json.loads(line) for line in (Path(__file__).parent / "alike_labels.jsonl").read_text(encoding="utf-8").splitlines()
]


def embed(texts):
    """Texts that begin with the same letter mean the same."""
    return np.array([np.eye(128, dtype=np.float32)[ord(text[0]) % 128] for text in texts])


def test_pairs_in_one_question_are_found_and_never_across_questions():
    found = alike({"labels": {"a": ["heard", "helped", "time"], "b": ["hope", "money"]}, "questions": {}}, embed)
    assert found == {"labels": [{"place": "a", "one": "heard", "other": "helped", "likeness": 1.0}], "questions": []}


def test_whole_questions_that_ask_the_same_are_found():
    asked = {"labels": {}, "questions": {"a": "What was it?", "b": "Where was it?", "c": "Who?"}}
    found = alike(asked, embed)["questions"]
    assert [(one["place"], one["other_place"]) for one in found] == [("a", "b"), ("a", "c"), ("b", "c")]


@pytest.mark.parametrize("labels", [["safe", "Safe"], ["so little", "so much"], ["safe", "scared"]])
def test_the_same_label_twice_and_opposites_are_not_said_to_mean_the_same(labels):
    assert alike({"labels": {"a": labels}, "questions": {}}, embed)["labels"] == []


def test_nothing_to_compare_embeds_nothing():
    assert alike({"labels": {}, "questions": {}}, lambda texts: pytest.fail()) == {"labels": [], "questions": []}


@pytest.mark.slow
@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_the_language_model_seldom_says_of_other_things_that_they_mean_the_same(half):
    embedder, _ = load_embedder("", (), threads=1)
    pairs = [pair for pair in PAIRS if pair["half"] == half]
    ones, others = (embedder.embed([pair[name] for pair in pairs]) for name in ("one", "other"))
    found = [
        bool(likeness >= SAME_LABEL) and not are_opposite(pair["one"], pair["other"])
        for pair, likeness in zip(pairs, (ones * others).sum(axis=1), strict=True)
    ]
    right = sum(told and pair["same"] for told, pair in zip(found, pairs, strict=True))
    assert right / sum(found) >= 0.9
    assert right / sum(pair["same"] for pair in pairs) >= 0.45
