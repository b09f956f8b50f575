"""What the worker makes of vectors once stories have them, besides themes and the watch of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from analysis.report import Report
from narratives.collection import Collection
from narratives.framework import Framework

if TYPE_CHECKING:
    from analysis.pipeline import Worker

MeaningStep = Callable[["Worker", Collection, Framework, Callable[[], None]], Report]

# By the name of the step; each looks at what is in the store and makes what is missing.
MEANING_STEPS: Mapping[str, MeaningStep] = {}
