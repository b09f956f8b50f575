"""Questions that guess what others will answer: what has to hold for them in a framework file."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.signifier_file import FileReader
from narratives.signifiers import Signifier, prediction_of


def check_predictions(reader: FileReader, signifiers: Sequence[Signifier]) -> None:
    """A guess is placed where the thing itself is, and is neither hot nor cold: it tells nothing of the story."""
    own = {one.id: one for one in signifiers if prediction_of(one) is None}
    for one in signifiers:
        predicts = prediction_of(one)
        if predicts is None:
            continue
        place, meant = f"{one.id}.predicts", own.get(predicts.signifier)
        if meant is None:
            reader.say(place, f"{predicts.signifier!r} is no question about the story here; name a triad or a dyad")
        elif type(meant) is not type(one) or getattr(meant, "anchors", ()) != getattr(one, "anchors", ()):
            reader.say(place, f"write it with the anchors of {predicts.signifier!r}, in their order")
        if getattr(one, "hot", ()) or getattr(one, "cold", ()) or getattr(one, "level", False) or one.required:
            reader.say(place, "leave out hot, cold, level and required: it is a guess, and nobody has to make one")
