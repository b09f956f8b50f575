"""./run on a folder with a space in its name, with stand-ins for Python and the two processes."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAID = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
SHELLS = [shell for shell in ("dash", "bash") if shutil.which(shell)]

# A stand-in for .venv/bin/python: real for the snippets, pretending for -m. Each process writes what it does.
STAND_IN = r"""#!/bin/sh
case "$1 $2" in
"-m granian") exec "{python}" "$STANDS/web.py" "$@" ;;
"-m flask")
    case "$3 $4" in
    "analysis watch") exec "{python}" "$STANDS/worker.py" ;;
    "demo seed") echo "seeded" >>"$STANDS/seeded"; exit 0 ;;
    *) echo "flask $3 $4"; exit 0 ;;
    esac ;;
"-m "*) echo "$*" >>"$STANDS/called"; echo "ran $*"; exit "${{STATUS:-0}}" ;;
*) exec "{python}" "$@" ;;
esac
"""
WEB = """
import http.server, os, pathlib, sys
folder = pathlib.Path(os.environ["STANDS"])
(folder / "web.threads").write_text(" ".join(map(os.environ.get, ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "--")))
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200), self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
"""
WORKER = """
import os, pathlib, sys, time
folder = pathlib.Path(os.environ["STANDS"])
(folder / "worker.threads").write_text(" ".join(map(os.environ.get, ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "--")))
(folder / "worker.part").write_text(f"{os.getpid()} {os.nice(0)}")
(folder / "worker.part").rename(folder / "worker.pid")
deadline = time.monotonic() + 20
while time.monotonic() < deadline and not (folder / "die").exists():
    time.sleep(0.02)
sys.exit(3)
"""


@pytest.fixture
def folder(tmp_path):
    """A project folder in which everything looks installed."""
    folder = tmp_path / "two words"
    (folder / "deploy").mkdir(parents=True)
    for name in ("run", "deploy/install.sh", "requirements.txt", "requirements-torch.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, folder / name)
    stand_in = folder / ".venv" / "bin" / "python"
    stand_in.parent.mkdir(parents=True)
    stand_in.write_text(STAND_IN.format(python=sys.executable), encoding="utf-8")
    stand_in.chmod(0o755)
    (folder / "web.py").write_text(WEB, encoding="utf-8")
    (folder / "worker.py").write_text(WORKER, encoding="utf-8")
    return folder


def environment(folder, **more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    return kept | offline | {"STANDS": str(folder), "CHROMIUM": shutil.which("echo")} | more


def run(folder, *arguments, shell="sh", **more):
    command = [shell, str(folder / "run"), *arguments]
    return subprocess.run(
        command, env=environment(folder, **more), cwd="/", capture_output=True, text=True, check=False
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextmanager
def started(folder, shell, port):
    """The product, started from another folder, once both processes are up; and what it said until then."""
    process = subprocess.Popen(
        [shell, str(folder / "run")],
        env=environment(folder, PORT=port),
        cwd="/",
        **SAID,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where tests run in the background
    )
    guard = threading.Timer(30, os.killpg, (process.pid, signal.SIGKILL))
    guard.start()
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if line == "flask demo sign-ins\n":
                break
        while process.poll() is None and not (folder / "worker.pid").exists():
            os.sched_yield()
        yield process, "".join(said)
    finally:
        guard.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def worker_of(folder):
    pid, niceness = (folder / "worker.pid").read_text(encoding="utf-8").split()
    return int(pid), int(niceness)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("name", ["run", "deploy/install.sh"])
def test_the_scripts_are_sound_shell(shell, name):
    assert subprocess.run([shell, "-n", str(ROOT / name)], check=False).returncode == 0


def test_help_names_the_commands(folder):
    shown = run(folder, "help")
    assert shown.returncode == 0
    assert "./run prove [NAME] [--json]" in shown.stdout


def test_an_unknown_command_is_refused_with_the_help(folder):
    refused = run(folder, "tset")
    assert refused.returncode == 2
    assert refused.stderr.startswith('There is no command "tset".')
    assert "./run test" in refused.stderr


def test_a_machine_without_python_is_told_what_to_install(folder):
    shutil.rmtree(folder / ".venv")
    tools = folder / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "cat"):
        (tools / name).symlink_to(shutil.which(name))
    refused = run(folder, shell=shutil.which("sh"), PATH=str(tools))
    assert refused.returncode == 1
    assert "Python 3.11, 3.12, 3.13 or 3.14 is needed and none was found" in refused.stderr
    assert "sudo apt-get install python3 python3-venv" in refused.stderr


def test_a_python_without_venv_is_told_what_to_install(folder):
    shutil.rmtree(folder / ".venv")
    python = folder / "python"
    python.write_text(
        f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\nexec "{sys.executable}" "$@"\n', encoding="utf-8"
    )
    python.chmod(0o755)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    refused = run(folder, PYTHON=str(python))
    assert refused.returncode == 1
    assert f"sudo apt-get install python{version}-venv" in refused.stderr


def test_what_is_installed_is_not_installed_again(folder):
    assert run(folder, "setup").returncode == 0
    first = (folder / "called").read_text(encoding="utf-8")
    assert "pip install --require-hashes --only-binary :all: -r requirements.txt" in first.replace("--quiet ", "")
    assert run(folder, "flask", "analysis", "run").stdout == "flask analysis run\n"
    assert (folder / "called").read_text(encoding="utf-8") == first


def test_a_changed_requirement_is_installed(folder):
    run(folder, "setup")
    with (folder / "requirements.txt").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert "Installing the packages of requirements.txt" in run(folder, "flask", "x").stdout


def test_a_failed_installation_is_tried_again(folder):
    assert run(folder, "setup", STATUS="1").returncode == 1
    assert not (folder / ".venv" / "installed").exists()


def test_tests_leave_the_nightly_ones_out_unless_asked(folder):
    for asked, ran in ((["tests/x y.py"], "tests/x y.py"), (["--nightly", "-x"], "-m  -x")):
        assert run(folder, "test", *asked).stdout.endswith(
            f"pytest -n logical --maxprocesses 4 --dist loadfile {ran}\n"
        )


def test_a_chromium_that_does_not_start_ends_the_tests(folder):
    refused = run(folder, "test", CHROMIUM="/nowhere/chromium")
    assert refused.returncode == 1
    assert "CHROMIUM is set to /nowhere/chromium, which does not start" in refused.stderr


def test_check_goes_through_every_step_and_names_those_that_fail(folder):
    run(folder, "setup")
    run(folder, "test")
    checked = run(folder, "check", STATUS="1")
    assert checked.returncode == 1
    summary = checked.stdout.partition("== summary\n")[2].split("\n")
    steps = ["lint", "format", "complexity", "types", "security", "templates", "docs", "tests"]
    assert [line.split() for line in summary if line] == [["FAILED", step] for step in steps]


def test_a_taken_port_is_said_before_anything_starts(folder):
    run(folder, "setup")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = run(folder, PORT=port)
    assert refused.returncode == 1
    assert f"Port {port} is taken by another program" in refused.stderr
    assert not (folder / "seeded").exists()


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty' and must be a number from 1 to 65535"),
        ({"HOST": "203.0.113.7"}, "HOST is '203.0.113.7', which is not an address of this machine"),
    ],
)
def test_an_address_that_cannot_be_used_is_said(folder, setting, sentence):
    run(folder, "setup")
    refused = run(folder, **setting)
    assert refused.returncode == 1
    assert sentence in refused.stderr


@pytest.mark.parametrize("shell", SHELLS)
def test_control_c_stops_both_processes(folder, shell):
    run(folder, "setup")
    port = free_port()
    with started(folder, shell, port) as (process, said):
        worker, niceness = worker_of(folder)
        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
    assert f"http://127.0.0.1:{port}/" in said
    assert niceness >= 10
    assert process.returncode == 0
    assert "Stopped." in rest
    assert is_gone(worker)
    assert (folder / "seeded").read_text(encoding="utf-8") == "seeded\n"


def test_the_pages_and_the_worker_count_on_one_thread(folder, monkeypatch):
    for kind in ("OPENBLAS", "OMP"):
        monkeypatch.delenv(f"{kind}_NUM_THREADS", raising=False)
    run(folder, "setup")
    with started(folder, SHELLS[0], free_port()):
        pass
    assert [(folder / f"{name}.threads").read_text(encoding="utf-8") for name in ("web", "worker")] == ["1 1", "1 1"]


def test_the_addresses_shown_are_those_of_the_demo():
    from store.demo import PROBATION, STREETS

    text = (ROOT / "run").read_text(encoding="utf-8")
    assert [f'$address/share/{collection.id}"' in text for collection in (STREETS, PROBATION)] == [True, True]


def test_when_the_worker_ends_the_web_process_is_stopped_and_it_is_said(folder):
    run(folder, "setup")
    port = free_port()
    with started(folder, "sh", port) as (process, _):
        (folder / "die").touch()
        rest, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "The worker process ended by itself (exit status 3)" in rest
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(port))) != 0


def test_a_second_start_is_quick_and_does_not_lay_out_the_demo_again(folder):
    run(folder, "setup")
    for _ in range(2):
        begun = time.monotonic()
        with started(folder, "sh", free_port()) as (process, _):
            seconds = time.monotonic() - begun
            process.terminate()
            process.communicate(timeout=20)
    assert (folder / "seeded").read_text(encoding="utf-8") == "seeded\n"
    assert seconds < 10
