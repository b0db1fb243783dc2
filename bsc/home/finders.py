"""Serves the one file of the plotly package that a page needs, instead of a copy of 5 MB."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

PREFIX = "vendor/plotly"
NAME = "plotly.min.js"


class PackageData(FileSystemStorage):
    """The folder in the package; collectstatic puts the prefix before each name."""

    prefix = PREFIX


class PlotlyFinder(BaseFinder):
    """Finds ``vendor/plotly/plotly.min.js`` inside the installed package, and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = PackageData(location=_package() / "package_data")

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Say so at the start when the package does not hold the file where it should."""
        if self.storage.exists(NAME):
            return []
        return [Error(f"plotly holds no {NAME}.", hint="Install plotly again.", id="home.E001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where the file is; a list if all places are wanted, or if there is none."""
        found = [self.storage.path(NAME)] if path == f"{PREFIX}/{NAME}" else []
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, PackageData]]:
        """Yield the file for collectstatic."""
        if not utils.matches_patterns(NAME, ignore_patterns or []):
            yield NAME, self.storage


def _package() -> Path:
    # Found without importing: plotly takes its time, and nothing else of it is used here.
    spec = find_spec("plotly")
    return Path(spec.origin or "").parent if spec else Path()
