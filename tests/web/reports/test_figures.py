"""Figures in columns: what else is said of a figure stands beside it."""

from web.reports.paper import figure_table


def test_a_share_stands_beside_its_figure():
    columns, rows = figure_table([["sad", "8"], ["sad, share", "80%"], ["the average", "12%"]])
    assert columns == ["Share"]
    assert rows == [["sad", "8", "80%"], ["the average", "12%", ""]]


def test_an_interval_stands_beside_its_mean():
    columns, rows = figure_table([["May", "+0.5"], ["May, from", "+0.4"], ["May, to", "+0.6"], ["May, stories", "21"]])
    assert columns == ["From", "To", "Stories"]
    assert rows == [["May", "+0.5", "+0.4", "+0.6", "21"]]


def test_what_only_sounds_like_a_column_stays_a_figure():
    columns, rows = figure_table([["fair, share", "8"]])
    assert (columns, rows) == ([], [["fair, share", "8"]])
