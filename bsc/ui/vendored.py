"""Third-party files under static/vendor and the lock file that says where they came from.

``python -m bsc.ui.vendored`` re-hashes them and ends with 1 when one differs from the lock;
``scripts/vendor.sh`` calls ``write`` after fetching them anew.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
LOCK = "vendor.lock.json"

# What each committed file was made from; a name that ends with / covers a folder.
SOURCES = {
    "uswds/uswds.css": ("packages, compiled with assets/uswds-subset.scss", "CC0-1.0 AND MIT"),
    "uswds/icons.svg": ("dist/img/usa-icons, joined into one sprite", "Apache-2.0 AND CC0-1.0"),
    "uswds/img/": ("dist/", "Apache-2.0 AND CC0-1.0"),
    "uswds/LICENSE.md": ("LICENSE.md", "CC0-1.0"),
}


def committed_files(vendor: Path = VENDOR) -> dict[str, str]:
    """The sha256 of every file under the folder, by its path there; the lock itself excluded."""
    return {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(vendor.rglob("*"))
        if path.is_file() and path.name != LOCK
    }


def problems(vendor: Path = VENDOR) -> list[str]:
    """One line for each file that is missing, added or different from the lock; empty if none."""
    lock = json.loads((vendor / LOCK).read_text())
    expected = {
        file["destination"]: file["sha256"]
        for package in lock["packages"]
        for file in package["files"]
    }
    found = committed_files(vendor)
    missing = [
        f"{name}: named in the lock, not there" for name in sorted(expected.keys() - found.keys())
    ]
    added = [
        f"{name}: there, not named in the lock" for name in sorted(found.keys() - expected.keys())
    ]
    changed = [
        f"{name}: differs from the lock"
        for name in sorted(found.keys() & expected.keys())
        if found[name] != expected[name]
    ]
    return missing + added + changed


def write_lock(package_lock: Path, vendor: Path = VENDOR) -> None:
    """Write the lock from the folder's files and npm's record of what it installed."""
    installed = json.loads(package_lock.read_text())["packages"]["node_modules/@uswds/uswds"]
    files = [
        {"source": source, "destination": name, "licence": licence, "sha256": digest}
        for name, digest in committed_files(vendor).items()
        for source, licence in [_source_of(name)]
    ]
    package = {
        "name": "@uswds/uswds",
        "version": installed["version"],
        "integrity": installed["integrity"],
        "files": files,
    }
    lock: dict[str, Any] = {"packages": [package]}
    (vendor / LOCK).write_text(json.dumps(lock, indent=2) + "\n")


def _source_of(name: str) -> tuple[str, str]:
    for pattern, (source, licence) in SOURCES.items():
        if name == pattern:
            return source, licence
        if pattern.endswith("/") and name.startswith(pattern):
            return source + name.removeprefix("uswds/"), licence
    raise ValueError(f"{name}: say in SOURCES where this file comes from")


def main(arguments: list[str]) -> int:
    """The command line; returns the exit status."""
    if arguments[:1] == ["write"]:
        write_lock(Path(arguments[1]))
        return 0
    found = problems()
    sys.stdout.write("\n".join([*found, ""]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
