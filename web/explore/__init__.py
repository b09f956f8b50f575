"""The live map, its pictures and the stories behind them, for managers and members."""

from web.explore import live, map_views, reading_progress, views
from web.explore.blueprint import bp
from web.explore.common_ground import views as common_ground_views
from web.explore.comparing import association_views, cohort_views, crosstab_views
from web.explore.comparing import views as compare_views
from web.explore.conditions import views as condition_views
from web.explore.expect import views as expect_views
from web.explore.patterns import views as pattern_views
from web.explore.pictures import views as picture_views
from web.explore.places import views as places_views
from web.explore.promise import views as promise_views
from web.explore.reading import reading_list_views, story_views
from web.explore.reading import views as reader_views
from web.explore.themes import retired
from web.explore.themes import views as theme_views
from web.explore.weak_signals import views as weak_signal_views

__all__ = [
    "association_views",
    "bp",
    "cohort_views",
    "common_ground_views",
    "compare_views",
    "condition_views",
    "crosstab_views",
    "expect_views",
    "live",
    "map_views",
    "pattern_views",
    "picture_views",
    "places_views",
    "promise_views",
    "reader_views",
    "reading_list_views",
    "reading_progress",
    "retired",
    "story_views",
    "theme_views",
    "views",
    "weak_signal_views",
]
