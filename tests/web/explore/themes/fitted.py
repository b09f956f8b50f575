"""Stories of a few subjects with themes as the worker fits them, and a proposal of others."""

from __future__ import annotations

import random
import zlib
from datetime import UTC, datetime, timedelta
from unittest import mock

import numpy as np

from analysis import retheming
from analysis.npz import pack_vectors
from analysis.retheming import draw_sample, propose
from analysis.theme_samples import fit_to
from analysis.theme_stability import measure_stability
from analysis.themes import update_themes
from models.clustering import ThemeClusterer
from narratives.collection import Collection
from narratives.narrative import Narrative, Scope, Source
from store.narrative_rows import text_hash
from store.narratives import import_narratives
from store.results import get_fit
from store.theme_proposals import ThemeProposal, get_open_proposal
from store.vectors import add_vectors
from tests.builders import TODAY, make_answers, make_narrative
from tests.web.explore.telling import GLAD, SAD, World

MODEL = "hashed-words"
SUBJECTS = {
    "bus": "the bus was late again and the driver said the timetable had changed",
    "clinic": "the nurse at the clinic listened to my daughter with kind patience",
    "lamp": "every street lamp along our road stays dark at night after the storm",
    "market": "fresh bread and apples at the market bring neighbours together on saturday",
}
AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


def vectors_of(texts: list[str], dimensions: int = 32) -> np.ndarray:
    """Each word adds one to the place that its checksum names."""
    found = np.zeros((len(texts), dimensions), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().split():
            found[row, zlib.crc32(word.encode()) % dimensions] += 1
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def tell_subjects(world: World, each: int = 12, collection: Collection | None = None) -> list[Narrative]:
    """So many stories of each subject, in words that vary: buses in the east, lamps where people are sad."""
    held = collection or world.plot
    chance, told = random.Random(held.id), []
    for subject, sentence in SUBJECTS.items():
        for place in range(each):
            words = sentence.split()
            number = f"{held.id} {subject} {place}"
            told.append(
                make_narrative(
                    id=f"{chance.getrandbits(128):032x}",
                    collection=held.id,
                    source=Source("test", number, number),
                    text=" ".join(chance.sample(words, len(words) - 2)).capitalize() + f", {subject} number {place}.",
                    group="east" if subject == "bus" or place % 3 else "west",
                    answers=make_answers(SAD if subject == "lamp" else GLAD),
                    consent=frozenset({Scope.READ}),
                    language="cy" if subject == "market" and place % 8 else "en",
                    told_on=TODAY - timedelta(days=7 * (place % 12)),
                )
            )
    import_narratives(world.db, held, world.framework, told, {})
    embed(world, [one.text for one in told])
    return told


def embed(world: World, texts: list[str]) -> None:
    """Vectors for some texts, as the worker would make them."""
    add_vectors(world.db, MODEL, zip(map(text_hash, texts), pack_vectors(vectors_of(texts)), strict=True))


def fit_themes(world: World, collection: Collection | None = None) -> None:
    """Themes as the worker makes them, with their stability."""
    with mock.patch("analysis.theme_samples.NUMBER", len(SUBJECTS)):
        update_themes(world.db, collection or world.plot, MODEL, today=TODAY)
    with mock.patch("analysis.theme_stability.RESAMPLES", 3):
        measure_stability(world.db, collection or world.plot, MODEL)


def propose_themes(world: World, number: int = 3, collection: Collection | None = None) -> ThemeProposal:
    """A proposal of so many themes instead of those in use."""
    held = collection or world.plot
    sample, fit = draw_sample(world.db, held.id, MODEL, retheming.SAMPLE), get_fit(world.db, held.id, MODEL)
    assert fit is not None
    free = fit_to(ThemeClusterer(n_clusters=number), sample)
    with mock.patch("analysis.theme_stability.RESAMPLES", 3):
        propose(world.db, held, MODEL, fit, sample, free, n=len(sample.stories), today=TODAY, at=AT)
    proposal = get_open_proposal(world.db, held.id)
    assert proposal is not None
    return proposal
