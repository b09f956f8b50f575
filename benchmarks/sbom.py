"""docs/sbom.json: what the product is made of, as CycloneDX 1.6; `./run lock` writes it after the checksums.

Made of the requirements files alone, so that it says what may be installed and not what happens to lie in one `.venv`;
licences and what needs what are read from the packages that are installed here.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import Any

from benchmarks.locked import BY_HAND, ROOT, Pin, all_pins, plain
from models.artefacts import MINILM_FILES, MINILM_ID

PLACE = ROOT / "docs" / "sbom.json"
_SCOPES = dict.fromkeys(("requirements.txt", *BY_HAND), "required") | dict.fromkeys(
    ("requirements-dev.txt", "requirements-rigs.txt"), "excluded"
)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_VENDORED = re.compile(r"npm `([^`]+)`[^|]*\| ([0-9.]+) \|")  # in the table of static/vendor/README.md


def components() -> Iterator[dict[str, Any]]:
    """Packages with every checksum that is let in, the scripts of others, and the language model file by file."""
    seen: set[str] = set()
    for file, pin in all_pins():
        if pin.name not in seen:  # the first file is the one with the widest scope
            seen.add(pin.name)
            yield _package(pin, _SCOPES.get(file, "optional"))
    for name, version in _VENDORED.findall((ROOT / "static" / "vendor" / "README.md").read_text(encoding="utf-8")):
        purl = f"pkg:npm/{name.replace('@', '%40')}@{version}"
        yield {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    yield {
        "type": "machine-learning-model",
        "bom-ref": MINILM_ID,
        "name": MINILM_ID,
        "components": [
            {"type": "file", "name": name, "hashes": _hashes([sum_])} for name, sum_ in sorted(MINILM_FILES.items())
        ],
    }


def _package(pin: Pin, scope: str) -> dict[str, Any]:
    purl = _purl(pin)
    found = {"type": "library", "bom-ref": purl, "name": pin.name, "version": pin.version, "scope": scope, "purl": purl}
    licence = _licence(pin.name)
    return found | ({"licenses": [{"license": {"name": licence}}]} if licence else {}) | {"hashes": _hashes(pin.hashes)}


def _purl(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def _hashes(sums: Any) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": each} for each in sorted(sums)]


def _licence(name: str) -> str:
    try:
        told: Any = metadata(name)
    except PackageNotFoundError:
        return ""
    marks = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier", []) if each.startswith("License ::")]
    lines = str(told.get("License") or "").splitlines()
    return str(told.get("License-Expression") or ", ".join(marks) or (lines[0] if lines else ""))


def dependencies() -> Iterator[dict[str, Any]]:
    """What each package needs, of the packages that are installed here."""
    pins = {pin.name: pin for _, pin in all_pins()}
    for name, pin in sorted(pins.items()):
        try:
            needs = requires(name) or []
        except PackageNotFoundError:
            continue
        named = {plain(at.group()) for each in needs if "extra ==" not in each and (at := _NAME.match(each))}
        yield {"ref": _purl(pin), "dependsOn": sorted(_purl(pins[one]) for one in named & set(pins))}


def document(at: datetime) -> dict[str, Any]:
    """The whole of it; two of the same moment with the same contents are the same."""
    made: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": "murmuration",
                "name": "murmuration",
                "version": _version(),
            },
        },
        "components": list(components()),
        "dependencies": list(dependencies()),
    }
    return {"serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(made))}"} | made


def _version() -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
    return found[1] if found else "0"


def differences(held: Mapping[str, Any]) -> list[str]:
    """What the requirements name that a document does not, or the other way round."""
    told = {_told(each) for each in held["components"]}
    there = {_told(each) for each in components()}
    return sorted(name for name, *_ in told ^ there)


def _told(component: Mapping[str, Any]) -> tuple[str, str, str]:
    files = [*component.get("hashes", ()), *component.get("components", ())]
    return component["name"], component.get("version", ""), json.dumps(files, sort_keys=True)


def main(place: Path = PLACE) -> None:
    """Write it, with today's date."""
    made = document(datetime.now(UTC))
    place.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"docs/sbom.json: {len(made['components'])} components")


if __name__ == "__main__":
    main()
