"""The packages of requirements*.txt with the checksum of every wheel that may be installed: reads them, renews them.

`./run lock` asks the package index that is set on this machine, through uv in a folder of its own, and writes the
checksums behind each pin: of wheels for CPython 3.11 to 3.14 on Linux and macOS alone. A source archive is in none of
them, so that an installation never runs somebody's build script. No address of an index is written.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import tomllib
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FILES = (
    *("requirements.txt", "requirements-dev.txt", "requirements-fast.txt"),
    *("requirements-sso.txt", "requirements-rigs.txt"),
)
BY_HAND = ("requirements-torch.txt",)  # its CPU builds are on no ordinary index (docs/supply.md)
UV = "uv==0.13.9"
OLDEST, NEWEST = 11, 14
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")
_OTHER_SYSTEMS = ("win", "pyodide", "ios", "android", "emscripten", "wasi")


@dataclass(frozen=True, slots=True)
class Pin:
    """One package as a requirements file names it, with the checksums of its wheels."""

    name: str
    version: str
    hashes: tuple[str, ...]


def read_pins(text: str) -> list[Pin]:
    """The pins of a requirements file; lines that go on after a backslash belong together."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        if at := _PIN.match(line):
            found.append(Pin(plain(at["name"]), at["version"], tuple(_HASH.findall(line))))
    return found


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_wanted(wheel: str) -> bool:
    """Whether a wheel, by its file's name, can be installed on CPython 3.11 to 3.14 on Linux or macOS."""
    interpreters, abis, systems = wheel.removesuffix(".whl").rsplit("-", 3)[1:]
    elsewhere = all(system.startswith(_OTHER_SYSTEMS) for system in systems.split("."))
    return not elsewhere and any(_fits(each, abis) for each in interpreters.split("."))


def _fits(interpreter: str, abi: str) -> bool:
    if interpreter.startswith("py3") or interpreter == "py2.py3":
        return True
    if not interpreter.startswith("cp3") or abi.endswith("t"):
        return False  # PyPy, or CPython without the lock, which is not supported here
    minor = int(interpreter.removeprefix("cp3") or 0)
    return minor <= NEWEST if "abi3" in abi else OLDEST <= minor <= NEWEST


def with_hashes(text: str, wheels: Mapping[str, Mapping[str, str]]) -> str:
    """A requirements file with the checksums of `wheels` (by package: file name to sha256) behind each pin."""
    lines = []
    for line in re.sub(r" \\\n\s+--hash=\S+", "", text).splitlines():
        lines.append(line)
        if at := _PIN.match(line):
            sums = sorted(sum_ for file, sum_ in wheels[plain(at["name"])].items() if is_wanted(file))
            if not sums:
                raise LookupError(f"{line} has no wheel for Python 3.{OLDEST} to 3.{NEWEST} on Linux and macOS.")
            lines[-1] = " \\\n".join([line, *(f"    --hash=sha256:{one}" for one in sums)])
    return "\n".join(lines) + "\n"


def wheels_of(lock: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """By package: file name to sha256, from a pylock.toml."""
    return {
        plain(package["name"]): {_file_name(each): each["hashes"]["sha256"] for each in package.get("wheels", ())}
        for package in lock["packages"]
    }


def _file_name(wheel: Mapping[str, str]) -> str:
    return (wheel.get("name") or wheel["url"].rsplit("/", 1)[1]).replace("%2B", "+")


def all_pins(root: Path = ROOT) -> Iterator[tuple[str, Pin]]:
    """Every pin of the project with the file that it stands in."""
    for name in (*FILES, *BY_HAND):
        for pin in read_pins((root / name).read_text(encoding="utf-8")):
            yield name, pin


def _asked(folder: Path, text: str) -> dict[str, dict[str, str]]:
    """What the index has of the pins of a requirements file."""
    (folder / "pins.in").write_text("\n".join(f"{one.name}=={one.version}" for one in read_pins(text)))
    command = [str(folder / "bin" / "uv"), "pip", "compile", "pins.in", "--no-deps", "--universal", "--no-build"]
    command += ["--python-version", f"3.{OLDEST}", "--format", "pylock.toml", "--output-file", "pylock.toml", "--quiet"]
    subprocess.run(command, cwd=folder, check=True)
    lock = folder / "pylock.toml"
    found = wheels_of(tomllib.loads(lock.read_text(encoding="utf-8")))
    lock.unlink()
    return found


def main() -> None:
    """Renew the checksums of every requirements file but the one of PyTorch."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder, with_pip=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", UV], check=True)
        for file in FILES:
            text = (ROOT / file).read_text(encoding="utf-8")
            (ROOT / file).write_text(with_hashes(text, _asked(folder, text)), encoding="utf-8")
            pins = read_pins((ROOT / file).read_text(encoding="utf-8"))
            print(f"{file}: {len(pins)} packages, {sum(len(one.hashes) for one in pins):,} wheels")


if __name__ == "__main__":
    main()
