"""Scripts as they are sent: joined with what they import, and the same when they run."""

import re

import pytest

from tests.people import make_app
from web.assets import front_end_file
from web.scripts import OtherStyleError, joined


@pytest.fixture
def write(tmp_path):
    def written(**modules):
        for name, text in modules.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")
        return tmp_path / "first.js"

    return written


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(tmp_path_factory.mktemp("scripts"))


@pytest.fixture
def client(app):
    return app.test_client()


def sent(path):
    return joined(path, lambda later: f"/static/js/{later.name}?v=1")


def test_a_module_comes_with_those_that_it_imports_each_once(write):
    first = write(
        first='import { a, b as c } from "./one.js";\nimport { d } from "./two.js";\nconsole.log(a, c, d);\n',
        one='import { d } from "./two.js";\n// why\nexport const a = d;\nexport function b() {}\n',
        two="const secret = 1;\nexport const d = 2;\n",
    )
    assert sent(first) == (
        "const $m0 = (() => {\nconst secret = 1;\nconst d = 2;\nreturn { d };\n})();\n"
        "const $m1 = (() => {\nconst { d } = $m0;\nconst a = d;\nfunction b() {}\nreturn { a, b };\n})();\n"
        "const { a, b: c } = $m1;\nconst { d } = $m0;\nconsole.log(a, c, d);\n"
    )


def test_a_module_that_others_import_later_still_exports(write):
    assert "export function start() {}" in sent(write(first="export function start() {}\n"))


def test_what_is_imported_later_is_named_by_its_versioned_address(write):
    first = write(first='const load = () => import("./late.js");\n', late="export const late = 1;\n")
    assert sent(first) == 'const load = () => import("/static/js/late.js?v=1");\n'


def test_comments_and_empty_lines_are_left_out_but_not_of_a_text(write):
    text = "// why\nconst a = 1; // stays\n\n  // why\nconst b = `\n// part of it\n\n`;\n"
    assert sent(write(first=text)) == "const a = 1; // stays\nconst b = `\n// part of it\n\n`;\n"


@pytest.mark.parametrize(
    "text",
    [
        'import one from "./one.js";\n',
        'import * as one from "./one.js";\n',
        'import "./one.js";\n',
        "const a = 1;\nexport { a };\n",
        "export let a = 1;\n",
        "export const { a } = { a: 1 };\n",
        "export default 1;\n",
        "const load = (name) => import(name);\n",
        'import { a } from "./first.js";\n',
    ],
)
def test_a_module_in_another_style_is_not_touched(write, text):
    with pytest.raises(OtherStyleError):
        sent(write(first=text, one="export const a = 1;\n"))


def test_only_the_first_module_may_wait_at_its_top(write):
    assert "await ready();" in sent(write(first="await ready();\n"))
    with pytest.raises(OtherStyleError):
        sent(write(first='import { a } from "./one.js";\n', one="export const a = 1;\nawait ready();\n"))


def test_every_script_of_ours_can_be_joined(root):
    scripts = sorted((root / "static" / "js").rglob("*.js"))
    assert len(scripts) > 20
    for script in scripts:
        assert not re.search(r"^import\b", sent(script), re.MULTILINE), script.name


def test_a_versioned_address_is_answered_with_the_joined_script_and_its_own_with_the_file(app, client, root):
    page = client.get("/").text
    address = re.search(r'src="(/static/js/start.js\?v=[0-9a-f]{10})"', page)[1]
    script = client.get(address)
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "function needsScripts" in script.text
    assert re.search(r'import\("/static/vendor/govuk-frontend/govuk-components.min.js\?v=[0-9a-f]{10}"\)', script.text)
    again = client.get(address, headers={"If-None-Match": script.headers["ETag"]})
    assert again.status_code == 304
    with client.get("/static/js/start.js") as plain:
        assert plain.data == (root / "static" / "js" / "start.js").read_bytes()
    assert app.view_functions["static"] is front_end_file


@pytest.mark.parametrize("path", ["js/../../app.py", "js/nowhere.js", "js/../../config.js", "js/%2e%2e/%2e%2e/app.py"])
def test_nothing_outside_the_folder_is_sent(client, path):
    assert client.get(f"/static/{path}?v=1").status_code == 404
