"""The committed third-party files are the ones that the lock names."""

import gzip
import json
import re
import shutil

import pytest

from bsc.ui import vendored


def test_vendor_files_agree_with_the_lock():
    assert vendored.problems() == []


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(vendored.VENDOR, tmp_path / "vendor")


def test_drift_is_seen(copy):
    (copy / "uswds" / "uswds.css").write_text("body{}")
    (copy / "uswds" / "LICENSE.md").unlink()
    (copy / "stray.js").write_text("")
    assert vendored.problems(copy) == [
        "uswds/LICENSE.md: named in the lock, not there",
        "stray.js: there, not named in the lock",
        "uswds/uswds.css: differs from the lock",
    ]


def test_writing_the_lock_needs_a_known_source(copy, tmp_path):
    package_lock = tmp_path / "package-lock.json"
    installed = {"version": "3.14.0", "integrity": "sha512-x"}
    package_lock.write_text(json.dumps({"packages": {"node_modules/@uswds/uswds": installed}}))
    vendored.write_lock(package_lock, copy)
    assert vendored.problems(copy) == []
    (copy / "stray.js").write_text("")
    with pytest.raises(ValueError, match=r"stray\.js"):
        vendored.write_lock(package_lock, copy)


def test_the_lock_names_no_address():
    assert "://" not in (vendored.VENDOR / vendored.LOCK).read_text()


def test_every_picture_the_stylesheet_names_is_there():
    css = (vendored.VENDOR / "uswds" / "uswds.css").read_text()
    pictures = set(re.findall(r'url\("?(img/[^")]+)"?\)', css))
    assert pictures
    for picture in pictures:
        assert (vendored.VENDOR / "uswds" / picture).is_file()


def test_styles_and_scripts_stay_small():
    static = vendored.VENDOR.parent
    budget = {"vendor/uswds/uswds.css": 15_000, "css/app.css": 10_000, "js/app.js": 4_000}
    for name, most in budget.items():
        assert len(gzip.compress((static / name).read_bytes(), 9)) <= most
