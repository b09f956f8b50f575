"""plotly.js as the installed package brings it, found without importing the package and compressed once."""

from __future__ import annotations

import gzip
import os
import tempfile
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path


@lru_cache(maxsize=1)
def plotly_version() -> str:
    """The package's version: part of the address, so that browsers may keep the file for a year."""
    return version("plotly")


@lru_cache(maxsize=1)
def plotly_script() -> Path:
    """Where plotly.min.js lies. Raises FileNotFoundError when the package is not installed as a whole."""
    spec = find_spec("plotly")
    folders = [] if spec is None else list(spec.submodule_search_locations or ())
    found = next((path for folder in folders if (path := Path(folder, "package_data", "plotly.min.js")).exists()), None)
    if found is None:
        raise FileNotFoundError("plotly.min.js is missing. Install again: ./run setup")
    return found


def compressed_script(folder: Path) -> Path:
    """The script compressed with gzip, kept in a folder: 1.5 MB to send instead of 4.8."""
    kept = folder / f"plotly-{plotly_version()}.min.js.gz"
    if not kept.exists():
        descriptor, made = tempfile.mkstemp(dir=folder, suffix=".gz")
        with os.fdopen(descriptor, "wb") as file:
            file.write(gzip.compress(plotly_script().read_bytes(), mtime=0))
        os.replace(made, kept)  # another thread or process may have made the same file meanwhile
    return kept
