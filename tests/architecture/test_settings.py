"""Every setting is documented, compose matches the settings, and production refuses half a set."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
PRODUCTION = CHECKOUT / "bsc" / "settings" / "production.py"
READ = re.compile(r'(?:required|env\.\w+)\(\s*f?"([A-Z_]+)"')

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "bsc.settings.production",
    "SECRET_KEY": "k" * 25 + "Z9-" + "x" * 30,
    "ALLOWED_HOSTS": "bsc.example.org",
    "SITE_URL": "https://bsc.example.org",
    "DATABASE_URL": "postgres://bsc_app:secret@localhost/bsc",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "submission://user:secret@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "BSC <bsc@example.org>",
    "MEDIA_ROOT": "/data/media",
}


def read_by_production():
    return set(READ.findall(PRODUCTION.read_text(encoding="utf-8"))) - {"NAME"}


def manage(*command, **environment):
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *command],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_variable_is_in_the_operations_page():
    page = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert documented == read_by_production()


def test_production_is_clean_under_the_deploy_check():
    done = manage("check", "--deploy", "--fail-level", "INFO", **COMPLETE)
    assert (done.returncode, done.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    ), done.stderr


@pytest.mark.parametrize(
    "name", sorted(set(COMPLETE) - {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "EMAIL_URL"})
)
def test_production_names_the_variable_that_is_missing(name):
    done = manage("check", **{key: value for key, value in COMPLETE.items() if key != name})
    assert done.returncode != 0
    assert f"Set {name} (or {name}_FILE)" in done.stderr


@pytest.mark.parametrize("name", ("DATABASE_URL", "EMAIL_URL"))
def test_production_needs_its_addresses(name):
    done = manage("check", **{key: value for key, value in COMPLETE.items() if key != name})
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.parametrize(
    "secret", ("short", "the-demonstration-has-no-secrets-and-serves-loopback-only" + "x" * 20)
)
def test_production_refuses_a_secret_that_everybody_knows(secret):
    done = manage("check", **COMPLETE | {"SECRET_KEY": secret})
    assert done.returncode != 0
    assert "SECRET_KEY must be your own" in done.stderr


def test_an_unknown_way_to_send_mail_is_refused():
    done = manage(
        "check", **COMPLETE | {"EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587"}
    )
    assert "EMAIL_URL must begin with submission://" in done.stderr


def test_a_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(COMPLETE["SECRET_KEY"] + "\n")
    settings = {key: value for key, value in COMPLETE.items() if key != "SECRET_KEY"}
    assert manage("check", SECRET_KEY_FILE=str(secret), **settings).returncode == 0


def test_production_has_no_demonstration():
    done = manage("diffsettings", "--all", **COMPLETE)
    settings = dict(
        line.lstrip("# ").split(" = ", 1) for line in done.stdout.splitlines() if " = " in line
    )
    assert settings["BSC_DEMO"].startswith("False")
    assert settings["DEBUG"].startswith("False")
    assert settings["EMAIL_USE_TLS"].startswith("True")
    assert settings["SECOND_FACTOR_REQUIRED"].startswith("True")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_compose_gives_production_what_it_requires(compose):
    required = set(re.findall(r'required\("([A-Z_]+)"\)', PRODUCTION.read_text(encoding="utf-8")))
    required |= {"DATABASE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE"}
    for name in ("migrate", "web", "worker", "beat"):
        assert required <= set(compose["services"][name]["environment"]), name


def test_compose_sets_only_what_production_reads(compose):
    given = set(compose["services"]["web"]["environment"]) - {"DJANGO_SETTINGS_MODULE"}
    assert given <= read_by_production()


def test_compose_asks_for_every_secret_and_the_example_lists_them(compose):
    text = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    assert asked == set(re.findall(r"\$\{([A-Z_]+)", text)), "a variable without a refusal"
    example = (CHECKOUT / "deploy" / "env.example").read_text(encoding="utf-8")
    assert asked == set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


def test_compose_runs_as_the_role_that_policies_bind(compose):
    assert compose["services"]["web"]["environment"]["DATABASE_URL"].startswith(
        "postgres://bsc_app:"
    )
    roles = (CHECKOUT / "deploy" / "postgres" / "10-roles.sh").read_text(encoding="utf-8")
    app = next(line for line in roles.splitlines() if "CREATE ROLE bsc_app" in line)
    assert "BYPASSRLS" not in app
    assert "SUPERUSER" not in app


def test_every_lasting_service_says_when_it_is_well(compose):
    lasting = {"web", "worker", "beat", "postgres", "redis"}
    assert {
        name for name in compose["services"] if "healthcheck" in compose["services"][name]
    } == lasting
    assert set(compose["volumes"]) == {"database", "media", "backups"}


def test_the_image_does_not_run_as_root():
    text = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    user = text.rindex("USER bsc")
    assert user > text.rindex("RUN ")
    assert user < text.index("CMD [")


@pytest.mark.parametrize("name", ("requirements.lock", "requirements-dev.lock"))
def test_a_lock_holds_versions_and_hashes_and_no_addresses(name):
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:/|--find-links|--index-url|--extra-index-url", text)
    pinned = re.findall(r"^[A-Za-z0-9_.\-]+(?:\[.*\])?==", text, re.MULTILINE)
    assert len(pinned) > 40
    assert text.count("--hash=sha256:") >= len(pinned)
