# Sets up .venv and Chromium; read by `run`, never started by itself.
# shellcheck shell=sh disable=SC2154  # python and torch_version are set by `run`

# --- Setting up -----------------------------------------------------------------------------------

is_supported_python() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.14 python3.11; do
        if is_supported_python "$candidate"; then
            base=$candidate
            return
        fi
    done
    fail "Python 3.11, 3.12, 3.13 or 3.14 is needed and none was found. Install one, then try again:
  Debian 12 and later, Ubuntu 24.04 and later:  sudo apt-get install python3 python3-venv
  Ubuntu 22.04:                                 sudo apt-get install python3.11 python3.11-venv
  macOS:                                        brew install python@3.13
If it lies elsewhere, name it: PYTHON=/path/to/python3.12 ./run"
}

make_venv() {
    [ -x "$python" ] && is_supported_python "$python" && return
    find_python
    if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$base" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        fail "Python $version is here but cannot make a virtual environment. Install what is missing, then try again:
  sudo apt-get install python$version-venv"
    fi
    say "Making .venv with $("$base" -V) ..."
    "$base" -m venv --clear .venv || fail "The folder .venv could not be made: see the message above."
}

pip() {
    if [ -t 1 ]; then "$python" -m pip "$@"; else "$python" -m pip --quiet "$@"; fi
}

torch_is_here() {
    "$python" -c '
import importlib.metadata, sys
sys.exit(importlib.metadata.version("torch").partition("+")[0] != sys.argv[1])' "$torch_version" 2>/dev/null
}

# Nothing is installed whose sha256 does not stand behind its pin, and no build script of anybody is run.
pip_locked() { pip install --require-hashes --only-binary :all: "$@"; }

# PyTorch alone comes in a small build for CPUs and one of several GB for graphics cards, and an extra
# index in requirements.txt would be asked for every other package as well: hence a step of its own.
install_torch() {
    torch_is_here && return
    say "Taking PyTorch $torch_version for CPUs first, in a step of its own (about 200 MB) ..."
    if [ -n "${TORCH_INDEX:-}" ]; then
        pip_locked --no-deps --retries 1 --index-url "$TORCH_INDEX" -r requirements-torch.txt && return
        say "TORCH_INDEX does not give PyTorch $torch_version as it was locked; asking the ordinary package index."
    fi
    sed "s/^torch==$torch_version/&+cpu/" requirements-torch.txt >.venv/torch-for-cpus
    pip_locked --no-deps --retries 1 -r .venv/torch-for-cpus 2>/dev/null && return
    sed -n 's/^\([^ #]*==[^ ]*\).*/\1/p' requirements.txt >.venv/pins
    plan=$(pip install --quiet --dry-run --report - --only-binary :all: --retries 1 \
        -c .venv/pins "torch==$torch_version" 2>/dev/null) || return 1
    case $plan in
    *'"name": "nvidia-'* | *'"name": "cuda-'* | *'"name": "triton"'*)
        say "Note: only the build for graphics cards is on offer, which adds several GB to .venv and is not needed."
        say "What it brings besides PyTorch is pinned by PyTorch, and not locked by checksum."
        say "To have the small one, stop here (Ctrl-C) and set TORCH_INDEX to the CPU index that PyTorch's"
        say "\"Get started\" page shows: TORCH_INDEX=https://... ./run"
        pip_locked --no-deps -r requirements-torch.txt || return 1
        pip install --only-binary :all: -c .venv/pins "torch==$torch_version"
        ;;
    *) pip_locked --no-deps -r requirements-torch.txt ;; # what it needs stands in requirements.txt
    esac
}

stamp() {
    printf '%s ' "$torch_version"
    { "$python" -V; cat "$@"; } | cksum
}

install_packages() {
    pip_locked -r "$1" && return
    fail "The packages of $2 could not be installed: see pip's message above. Then try again; what is done stays done."
}

prepare() {
    make_venv
    wanted=$(stamp requirements.txt requirements-torch.txt)
    [ "$(cat .venv/installed 2>/dev/null)" = "$wanted" ] && return
    if install_torch; then
        say "Installing the packages of requirements.txt ..."
        install_packages requirements.txt requirements.txt
        rm -f .venv/without-torch
    else
        sed '/^# The language model/,$d' requirements.txt >.venv/without-torch
        say "Installing the packages of requirements.txt, without the language model ..."
        install_packages .venv/without-torch requirements.txt
    fi
    printf '%s\n' "$wanted" >.venv/installed
}

note_missing_torch() {
    [ -e .venv/without-torch ] || return 0
    say "PyTorch $torch_version could not be had, so themes are found from the words alone (TF-IDF and SVD)."
    say "Everything else works. To try again: ./run setup"
}

prepare_for_tests() {
    prepare
    wanted=$(stamp requirements.txt requirements-dev.txt)
    [ "$(cat .venv/installed-dev 2>/dev/null)" = "$wanted" ] && return
    say "Installing what the tests and checks need ..."
    install_packages requirements-dev.txt requirements-dev.txt
    printf '%s\n' "$wanted" >.venv/installed-dev
}

# --- Chromium, for the tests that need a browser --------------------------------------------------

look_for_chromium() {
    own=$("$python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)' 2>/dev/null) || own=''
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "$own"; do
        if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
            CHROMIUM=$(command -v "$candidate")
            export CHROMIUM
            return
        fi
    done
    return 1
}

find_chromium() {
    if [ -n "${CHROMIUM:-}" ] && ! "$CHROMIUM" --version >/dev/null 2>&1; then
        fail "CHROMIUM is set to $CHROMIUM, which does not start: set it to a Chromium or Chrome that does, or unset it."
    fi
    look_for_chromium && return
    say "The browser tests need Chromium; installing it ..."
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; } ||
            say "apt-get could not install it."
    else
        "$python" -m playwright install chromium || say "Playwright could not install it."
    fi
    look_for_chromium ||
        fail "No Chromium was found and none could be installed: install it (sudo apt-get install chromium) or set CHROMIUM to its path, then run this again."
}
