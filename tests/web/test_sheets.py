"""Our sheets are sent without what a browser has no use for, and say the same."""

import re

import pytest

from tests.people import make_app
from web.sheets import stripped


def test_comments_and_indentation_go_and_rules_and_texts_stay():
    sheet = '/* why */\n.mm-a {\n  color: red; /* because */\n}\n\n.mm-a::before { content: "/* said */  so"; }\n'
    assert stripped(sheet) == '.mm-a {\ncolor: red;\n}\n.mm-a::before { content: "/* said */  so"; }\n'


def test_every_sheet_of_ours_keeps_its_rules(root):
    for path in (root / "static/css").rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        assert re.sub(r"\s", "", stripped(text)) == re.sub(r"\s", "", bare), path


@pytest.mark.parametrize(("query", "has_comments"), [("?v=1", False), ("", True)])
def test_a_versioned_address_sends_the_sheet_without_comments(tmp_path, query, has_comments):
    with make_app(tmp_path).test_client().get(f"/static/css/plotly.css{query}") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "text/css")
        assert ("/*" in answer.text) == has_comments
        assert ".js-plotly-plot" in answer.text
