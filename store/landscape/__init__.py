"""The column cache of open stories: `Landscape` counts, draws and finds them for any view, exactly."""

from narratives.selection import View
from store.landscape.cache import Landscape
from store.landscape.drawing import Columns
from store.landscape.tallies import Histogram
from store.landscape.weeks import Weeks

__all__ = ["Columns", "Histogram", "Landscape", "View", "Weeks"]
