"""Every address and form as a document, and schemathesis sending what fits the document and what does not."""

import importlib.util
import time
import warnings
from pathlib import Path

import pytest

from tests.attacks.openapi import document
from tests.builders import make_narrative, open_plot
from tests.people import STAFF, Person, make_app, stores_of
from tests.route_lists import DECLARED
from web.access import COOKIE, EVERYONE

EXAMPLES = 4  # of each address, for each role that it opens for
SECONDS = 60
NO_ERROR = "every address and form answers each role without an error, whatever fits its description or does not"
NOT_HERE = "install requirements-rigs.txt: it needs schemathesis"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(Path(tmp_path_factory.mktemp("schemathesis")))
    stores_of(app).intake.submit(*open_plot(stores_of(app).stories), make_narrative(), "ef" * 16)
    return app


def test_the_document_has_every_address_with_its_form_and_its_roles(app, promised):
    described = document(app)
    found = {
        operation["operationId"]: set(operation["x-roles"])
        for methods in described["paths"].values()
        for operation in methods.values()
    }
    assert found == {route: set(roles) for route, roles in DECLARED.items()}
    sharing = described["paths"]["/share/{collection_id}"]["post"]
    fields = sharing["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["properties"]
    assert {"story", "consent", "mood.shares", "key"} <= set(fields)
    promised("T23", "no address is left out of what the attacks are made from", tried=len(found), failures=0)


@pytest.mark.nightly
@pytest.mark.skipif(importlib.util.find_spec("schemathesis") is None, reason=NOT_HERE)
def test_schemathesis_finds_no_error_of_the_server(app, promised):
    """Operations in turn, each a little, until a minute is over: those that were not reached would be in `tried`."""
    warnings.simplefilter("ignore")  # its dependencies warn of each other
    people = {role.value: Person(app, username) for username, (_, role) in STAFF.items()}
    began, asked, errors = time.monotonic(), 0, []
    operations = list(operations_of(app))
    for nth, operation in enumerate(operations):
        left = SECONDS - (time.monotonic() - began)
        for role in sorted(operation.definition.raw["x-roles"]):
            found = tried_as(operation, people.get(role) if role != EVERYONE else None, left / (len(operations) - nth))
            asked += found[0]
            errors += found[1]
    assert not errors, errors[:5]
    promised("T23", NO_ERROR, tried=asked, failures=len(errors))


def operations_of(app):
    """What schemathesis makes of the document, against the application in this process."""
    import schemathesis

    schema = schemathesis.openapi.from_dict(document(app))
    schema.app = app
    for result in schema.get_all_operations():
        yield result.ok()


def tried_as(operation, person, seconds):
    """How many cases of an address were sent for somebody, and which of them were errors of the server."""
    from hypothesis import HealthCheck, Phase, given, settings

    sent, errors, until = [], [], time.monotonic() + max(seconds, 0.05)

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def try_all(case):
        if time.monotonic() > until and len(sent) > 0:
            return
        headers = {}
        if person is not None:
            headers["Cookie"] = f"{COOKIE}={person.token}"
            if isinstance(case.body, dict):
                case.body = {**case.body, "form_token": person.form_token}
        answer = case.call(base_url="https://localhost", headers=headers)
        sent.append(answer.status_code)
        if answer.status_code >= 500:
            errors.append(f"{answer.status_code} {case.as_curl_command()[:300]}")

    try_all()
    return len(sent), errors
