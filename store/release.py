"""What staff may see: every figure and every story on a manager's page comes through here.

Two layers (docs/who-sees-what.md). Open stories, whose tellers let staff read them with their placements,
are shown one by one. All others are only ever inside closed batches of at least k. A protected collection
has no open stories: its words can be read where the teller ticked so, without placements.
"""

from __future__ import annotations

from narratives.landscape import Counts
from narratives.selection import View
from store.landscape import Landscape
from store.release_figures import HotWeek, areas_of, choice, dyad, hot_weeks, languages_of, stones
from store.release_selected import list_selected
from store.release_stories import Story, get_story, list_exemplars, list_stories
from store.release_totals import Totals, serial, totals
from store.release_triads import MOST_DOTS, triad

__all__ = [
    "MOST_DOTS",
    "Counts",
    "HotWeek",
    "Landscape",
    "Story",
    "Totals",
    "View",
    "areas_of",
    "choice",
    "dyad",
    "get_story",
    "hot_weeks",
    "languages_of",
    "list_exemplars",
    "list_selected",
    "list_stories",
    "serial",
    "stones",
    "totals",
    "triad",
]
