import time

import pytest

from web.respond.telling import Telling, code_in_story


@pytest.mark.parametrize("unit", ["A-", "AAAA-", "A", "- "])
def test_a_long_text_without_a_code_is_searched_at_once(app, unit):
    collection, framework = app.extensions["stores"].opened("plot")
    telling = Telling(collection, framework, {"story": [unit * (64_000 // len(unit))]})
    began = time.process_time()
    assert code_in_story(telling.value("story")) == []
    assert time.process_time() - began < 2, "no other story could be told meanwhile"
