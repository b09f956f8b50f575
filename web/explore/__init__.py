"""The live map, its pictures and the stories behind them, for managers and members."""

from web.explore import live, map_views, reader_views, views
from web.explore.blueprint import bp

__all__ = ["bp", "live", "map_views", "reader_views", "views"]
