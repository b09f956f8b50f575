"""The live map, its pictures and the stories behind them, for managers and members."""

from web.explore import (
    association_views,
    cohort_views,
    compare_views,
    crosstab_views,
    expect_views,
    live,
    map_views,
    picture_views,
    places_views,
    reader_views,
    reading_list_views,
    story_views,
    views,
)
from web.explore.blueprint import bp

__all__ = [
    "association_views",
    "bp",
    "cohort_views",
    "compare_views",
    "crosstab_views",
    "expect_views",
    "live",
    "map_views",
    "picture_views",
    "places_views",
    "reader_views",
    "reading_list_views",
    "story_views",
    "views",
]
