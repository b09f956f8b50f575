"""schemathesis sends what fits the interface's own document and what does not: no answer is an error of the server."""

import importlib.util
import secrets
import warnings
from pathlib import Path

import pytest

from tests.builders import make_narrative, open_plot
from tests.people import make_app, stores_of
from tests.programs import DOCUMENT, Program
from web.api.caller import PACE
from web.api.pace import Pace
from web.routes.views import RESOLVER

NO_ERROR = "every call of the interface is answered without an error, whatever fits its description or does not"
NOT_HERE = "schemathesis is in requirements-rigs.txt"
MEDIA = {"application/json", "application/problem+json", ""}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    app = make_app(Path(tmp_path_factory.mktemp("api-schemathesis")))
    stores_of(app).intake.submit(*open_plot(stores_of(app).stories), make_narrative(), "ef" * 16)
    app.extensions[PACE] = Pace(1_000_000)
    app.extensions[RESOLVER] = lambda host, port: ["93.184.216.34"]
    return Program(app)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("schemathesis") is None, reason=NOT_HERE)
def test_schemathesis_finds_no_error_of_the_server(program, promised, how_many):
    warnings.simplefilter("ignore")  # its dependencies warn of each other
    import schemathesis

    schema = schemathesis.openapi.from_dict(DOCUMENT)
    schema.app = program.app
    answers = []
    for result in schema.get_all_operations():
        answers += tried(result.ok(), program, how_many(20, 100))
    wrong = [one for one in answers if one[0] >= 500 or one[1] not in MEDIA]
    assert {200, 404, 422} <= {status for status, _, _ in answers}
    assert not wrong, wrong[:5]
    promised("T23", NO_ERROR, tried=len(answers), failures=len(wrong))


def tried(operation, program, examples):
    """The status, media type and call of each case: half of the collections asked for are there."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.strategies import one_of
    from schemathesis.generation import GenerationMode

    found = []
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

    @given(case=one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes)))
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        if "collection_id" in case.path_parameters and len(found) % 2:
            case.path_parameters["collection_id"] = "plot"
        headers = {"Authorization": f"Bearer {program.token}"}
        if case.method == "POST":
            headers["Idempotency-Key"] = secrets.token_hex(16)
        answer = case.call(base_url="https://localhost", headers=headers)
        found.append((answer.status_code, answer.headers.get("content-type", [""])[0], case.as_curl_command()[:300]))

    ask()
    return found
