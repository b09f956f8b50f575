"""What unsafe code looks like: each rule takes a file and yields the places where it breaks the rule, with the reason.

A place that is safe for a reason that no rule can see stands in `security_agreed`, with that reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.security_agreed import AGREED
from tests.security_sql import sql_of_values
from tests.source_files import Source, imports, sources, strings

Found = Iterator[tuple[int, str]]
Rule = Callable[[Source], Found]
NOT_OURS = frozenset({"tests", "benchmarks"})  # they run where no real story lies

_WHO = {"remote_addr", "access_route", "remote_user", "user_agent", "referrer"}
_WHO_HEADERS = re.compile(
    r"(?:http_)?(?:x[-_]forwarded[-_]for|forwarded|user[-_]agent|referer|x[-_]real[-_]ip)|remote_addr"
)
_PICKLES = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "jsonpickle", "yaml"}
_NETWORK = {"socket", "ssl", "smtplib", "ftplib", "telnetlib", "requests", "httpx", "httpx2", "aiohttp", "urllib3"}
_NETWORK_MODULES = ("urllib.request", "http.client", "xmlrpc")
_PRIVATE = re.compile(
    r"(?:^|_)(?:text|texts|story|stories|note|notes|words|reference|receipt|password|token|secret|answers|form|body|"
    r"request|message_text|query)$"
)
_SECRET = re.compile(r"(?:^|_)(?:secret|token|signature|mac|hmac|digest|otp|receipt|password)$")
_SECRET_FILE = re.compile(r"(?:^|_)(?:secret|password|key)s?(?:$|_)", re.IGNORECASE)
_LOGS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
_COOKIE_FLAGS = {"secure", "httponly", "samesite"}


@cache
def nodes(source: Source) -> tuple[ast.AST, ...]:
    """Everything in a file; walked once, since every rule asks."""
    return tuple(ast.walk(source.tree))


@cache
def calls(source: Source) -> tuple[tuple[ast.Call, str], ...]:
    """Every call with what is called, as it is written."""
    return tuple((node, ast.unparse(node.func)) for node in nodes(source) if isinstance(node, ast.Call))


def keywords(call: ast.Call) -> dict[str, str]:
    return {each.arg or "**": ast.unparse(each.value) for each in call.keywords}


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _names(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr


def asks_who_is_there(source: Source) -> Found:
    """Nothing reads the address, the browser or the page somebody came from."""
    for node in nodes(source):
        if isinstance(node, ast.Attribute) and node.attr in _WHO:
            yield node.lineno, f"{node.attr} says who is there"
        if isinstance(node, ast.Subscript) or (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".get")):
            asked = [node.slice] if isinstance(node, ast.Subscript) else node.args[:1]
            for each in asked:
                if isinstance(each, ast.Constant) and _WHO_HEADERS.fullmatch(str(each.value).lower()):
                    yield node.lineno, f"{each.value!r} says who is there"


def templates_of_text(source: Source) -> Found:
    """A template is a file, never a text that came from somewhere."""
    for call, name in calls(source):
        if _last(name) in {"render_template_string", "from_string"} or name in {"Template", "jinja2.Template"}:
            yield call.lineno, f"{name} makes a template of a text"


def unescaped_markup(source: Source) -> Found:
    """Only constants are markup."""
    for call, name in calls(source):
        if _last(name) == "Markup" and call.args and not isinstance(call.args[0], ast.Constant):
            yield call.lineno, "Markup of what is no constant is not escaped"


def objects_read_from_bytes(source: Source) -> Found:
    """Nothing is read that could run code: no pickle, no YAML, arrays without objects."""
    for each in imports(source):
        if each.top in _PICKLES:
            yield each.line, f"{each.top} runs what it reads"
    for call, name in calls(source):
        if _last(name) in {"read_pickle", "to_pickle"} or name in {"torch.load", "torch.save"}:
            yield call.lineno, f"{name} is a pickle"
        if (
            name in {"np.load", "numpy.load", "np.lib.format.read_array"}
            and keywords(call).get("allow_pickle") != "False"
        ):
            yield call.lineno, f"{name} needs allow_pickle=False"
        if keywords(call).get("trust_remote_code", "False") != "False":
            yield call.lineno, "trust_remote_code runs what a model brings"


def text_that_runs(source: Source) -> Found:
    """No text is run as code."""
    for call, name in calls(source):
        if name in {"eval", "exec", "compile"}:
            yield call.lineno, f"{name} runs a text"


def shells(source: Source) -> Found:
    """No shell, and no other program at all."""
    for call, name in calls(source):
        if keywords(call).get("shell", "False") != "False" or name in {"os.system", "os.popen", "pty.spawn"}:
            yield call.lineno, f"{name} starts a shell"
    for each in imports(source):
        if each.top in {"subprocess", "pty"}:
            yield each.line, "the product starts no other program"


def weak_hashes(source: Source) -> Found:
    """No hash that can be forged."""
    for call, name in calls(source):
        if _last(name).lower() in {"md5", "sha1"} and keywords(call).get("usedforsecurity") != "False":
            yield call.lineno, f"{name} can be forged"
        if name == "hashlib.new" and not ast.unparse(call.args[0]).startswith(("'sha2", "'sha3", "'sha5", "'blake")):
            yield call.lineno, "hashlib.new needs the name of a strong hash"


def guessable_chance(source: Source) -> Found:
    """Chance without a seed is for secrets, and comes from `secrets`; `random` is for demos and needs a seed."""
    by_chance = any(each.top == "random" for each in imports(source))
    for call, name in calls(source):
        seeded = name.startswith("random.Random(") or (name == "random.Random" and call.args)
        if by_chance and name.startswith("random.") and not seeded:
            yield call.lineno, f"{name} can be guessed: use secrets, or a seed if nothing depends on it"
        if name == "uuid.uuid1":
            yield call.lineno, "uuid1 holds the time and the machine"


def unguarded_requests(source: Source) -> Found:
    """Only delivery speaks to other machines, behind its guard."""
    for each in imports(source):
        if each.top in _NETWORK or each.name.startswith(_NETWORK_MODULES):
            yield each.line, f"{each.name} reaches other machines"


def unchecked_certificates(source: Source) -> Found:
    """Certificates are checked."""
    for call, name in calls(source):
        if keywords(call).get("verify") == "False" or _last(name) == "_create_unverified_context":
            yield call.lineno, f"{name} checks no certificate"
    for node in nodes(source):
        if isinstance(node, ast.Attribute) and node.attr == "CERT_NONE":
            yield node.lineno, "CERT_NONE checks no certificate"
        if isinstance(node, ast.Assign) and any("check_hostname" in ast.unparse(one) for one in node.targets):
            yield node.lineno, "check_hostname stays as it is"


def private_words_in_logs(source: Source) -> Found:
    """No story, note, reference, code or form is logged or printed."""
    for call, name in calls(source):
        logged = _last(name) in _LOGS and re.search(r"\blog(?:ger|ging)?\.", name)
        if logged or name == "print":
            for each in call.args:
                for word in _names(each):
                    if _PRIVATE.search(word):
                        yield call.lineno, f"{word} does not belong into a log"


def guessable_files(source: Source) -> Found:
    """Temporary files have names that nobody can guess."""
    for call, name in calls(source):
        if _last(name) in {"mktemp", "tempnam", "tmpnam"}:
            yield call.lineno, f"{name} can be guessed"
    for text in strings(source) if "/tmp/" in source.text else ():
        if str(text.value).startswith(("/tmp/", "/var/tmp/")):
            yield text.lineno, "a fixed place below /tmp can be guessed"


def open_secret_files(source: Source) -> Found:
    """A file with a secret is made for its own user alone."""
    careful = {id(each) for node in nodes(source) if _is_careful(node) for each in ast.walk(node)}
    for call, name in calls(source):
        writes = _last(name) in {"write_text", "write_bytes"} and id(call) not in careful
        if writes and any(_SECRET_FILE.search(word) for word in _names(call)):
            yield call.lineno, f"{name} leaves a secret open: make the file with mode 0o600 first"
        if name == "os.open" and "O_CREAT" in ast.unparse(call) and len(call.args) < 3:
            yield call.lineno, "os.open with O_CREAT needs a mode"


def _is_careful(node: ast.AST) -> bool:
    """A function that makes its file for its own user first."""
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(each, ast.keyword) and each.arg == "mode" and ast.unparse(each.value) == "384"
        for each in ast.walk(node)
    )


def debugging(source: Source) -> Found:
    """No debug and no test mode, and no server but the one that is started."""
    for call, name in calls(source):
        if keywords(call).get("debug", "False") != "False" or name in {"app.run", "breakpoint", "pdb.set_trace"}:
            yield call.lineno, f"{name} is for debugging"
    for node in nodes(source):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if re.fullmatch(r"\w*app\.(?:debug|testing)|.*\['(?:DEBUG|TESTING)'\]", ast.unparse(target)):
                    yield node.lineno, f"{ast.unparse(target)} stays as it is"


def secrets_compared_in_haste(source: Source) -> Found:
    """Secrets are compared with hmac.compare_digest, which takes as long for a near miss."""
    for node in nodes(source):
        if isinstance(node, ast.Compare) and len(node.comparators) == 1:
            sides = [node.left, node.comparators[0]]
            known = any(isinstance(one, ast.Constant) or ast.unparse(one).isupper() for one in sides)
            if isinstance(node.ops[0], ast.Eq | ast.NotEq) and not known:
                if any(_SECRET.search(_last(ast.unparse(one))) for one in sides):
                    yield node.lineno, f"{ast.unparse(node)} tells by its time how much is right"


def bare_cookies(source: Source) -> Found:
    """Cookies are for the server alone, over TLS, and not for other sites."""
    for call, name in calls(source):
        given = keywords(call)
        if _last(name) == "set_cookie":
            flags = {flag for flag in _COOKIE_FLAGS if given.get(flag, "False") not in {"False", "None", "'None'"}}
            if flags != _COOKIE_FLAGS:
                yield call.lineno, f"set_cookie needs {', '.join(sorted(_COOKIE_FLAGS - flags))}"


def files_by_address(source: Source) -> Found:
    """What is sent as a file is never named by who asks for it, and nobody is sent on to an address they gave."""
    for call, name in calls(source):
        asked = any("request." in ast.unparse(each) for each in call.args)
        if _last(name) in {"send_file", "send_from_directory"} and asked:
            yield call.lineno, f"{name} sends what an address names"
        if _last(name) == "redirect" and asked:
            yield call.lineno, "redirect leads where an address says"


def foreign_documents(source: Source) -> Found:
    """Neither XML nor archives are unpacked: both can be bombs, and archives can write anywhere."""
    for call, name in calls(source):
        xml = re.search(r"(?:ElementTree|etree|minidom|sax)\.(?:parse|fromstring|XML|iterparse|parseString)$", name)
        if xml or _last(name) in {"extractall", "unpack_archive"}:
            yield call.lineno, f"{name} unpacks what somebody else made"


RULES: tuple[Rule, ...] = (
    *(asks_who_is_there, templates_of_text, unescaped_markup, objects_read_from_bytes, text_that_runs, shells),
    *(weak_hashes, guessable_chance, unguarded_requests, unchecked_certificates, sql_of_values),
    *(private_words_in_logs, guessable_files, open_secret_files, debugging, secrets_compared_in_haste, bare_cookies),
    *(files_by_address, foreign_documents),
)


def files(root: Path) -> list[Source]:
    """The files that the rules are about: the product's."""
    return sources(root, NOT_OURS)


def breaches(root: Path, rule: Rule) -> list[str]:
    """Where a rule is broken, as sentences."""
    return [
        f"{source.path}:{line}: {why}"
        for source in files(root)
        if (source.path.as_posix(), rule.__name__) not in AGREED
        for line, why in rule(source)
    ]


_UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(", re.IGNORECASE)


def unescaped_templates(root: Path) -> list[str]:
    """Templates that switch escaping off."""
    return [
        f"{path.relative_to(root)}:{number}: what is not escaped may run"
        for path in sorted((root / "templates").rglob("*.*"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _UNESCAPED.search(line)
    ]
