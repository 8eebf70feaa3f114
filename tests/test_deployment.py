"""What is shipped: each container has the secrets and rights it needs and no more, and a bill says what is in it."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli import ROOMS as COMMANDS
from bot.decoding import Decoding
from bot.settings import Settings
from tests.world.ports import SECRETS

ROOT = Path(__file__).parents[1]
COMPOSE = (ROOT / "compose.yaml").read_text()
SECRET_SETTINGS = {f"hansho_{n}" for n, f in Settings.model_fields.items() if isinstance(f.default, SecretStr)}


def services() -> Iterator[tuple[str, str]]:
    """Name and text of each, with what it shares."""
    shared = dict(re.findall(r"^x-([a-z]+): &\1\n((?:  .*\n)+)", COMPOSE, re.MULTILINE))
    body = COMPOSE.split("\nservices:\n")[1].split("\nnetworks:\n")[0]
    for name, text in re.findall(r"^  ([a-z]+):\n((?:    .*\n|\n|  #.*\n)+)", body + "\n", re.MULTILINE):
        yield name, re.sub(r"(?:<<: )?\*([a-z]+)\n", lambda used: f"\n{shared[used[1]]}", text)


def secrets_of(service: str) -> set[str]:
    """The files it is given."""
    listed = dict(services())[service].partition("secrets:")[2].split("mem_limit")[0].split("volumes:")[0]
    return set(re.findall(r"[a-z]+_[a-z_]+", listed)) & defined()


def defined() -> set[str]:
    return set(re.findall(r"^  ([a-z_]+): { file: ./secrets/\1 }$", COMPOSE, re.MULTILINE))


@pytest.mark.parametrize(("name", "text"), [*services()])
def test_a_container_can_do_little_and_take_little(name: str, text: str) -> None:
    """R-064: nothing is written but volumes, no capability is left that isn't needed, and each has its limits."""
    for line in ("read_only: true", "cap_drop: [ALL]", '"no-new-privileges:true"', "mem_limit:", "pids_limit:"):
        assert line in text, (name, line)
    assert ("cap_add" in text) == (name == "postgres")


def test_secrets_are_files_and_each_container_has_its_own_alone() -> None:
    """R-064: no environment shows one; only the database knows its superuser, only the worker pushes to LINE."""
    assert SECRET_SETTINGS | {"hansho_database_url", "owner_database_url", "postgres_password"} == defined()
    for line in COMPOSE.splitlines():
        assert not re.match(r"\s+[A-Z_]*(?:PASSWORD|SECRET|TOKEN|KEYS?|DATABASE_URL): (?!/run/secrets/)", line), line
    assert "env_file" not in COMPOSE
    assert secrets_of("postgres") == {"postgres_password", "owner_database_url", "hansho_database_url"}
    assert secrets_of("worker") == SECRET_SETTINGS | {"hansho_database_url"}
    assert secrets_of("web") == secrets_of("worker") - {"hansho_line_channel_token"}
    assert secrets_of("prepare") == {"owner_database_url", "hansho_database_url"}  # the one in the other's place


def test_the_decoder_has_no_secret_no_network_and_no_place_but_its_socket() -> None:
    """R-064: what decodes hostile bytes is told what decoding needs, as a user who owns nothing of ours."""
    decoder, worker = dict(services())["decoder"], dict(services())["worker"]
    assert secrets_of("decoder") == set()
    more = "secrets|networks|ports|env_file|cap_add|privileged|devices|extends|configs|pid|ipc"
    assert not re.search(rf"^ *(?:{more}):", decoder, re.MULTILINE)
    assert "network_mode: none" in decoder
    assert 'user: "10002:10002"' in decoder
    assert re.findall(r"volumes: (.*)", decoder) == ['["decoder:/run/decoder"]']
    assert set(re.findall(r"HANSHO_([A-Z_]+):", decoder)) <= {name.upper() for name in Decoding.model_fields}
    assert '"decoder:/run/decoder:ro"' in worker
    assert re.findall(r"HANSHO_DECODER: (\S+)", worker) == re.findall(r'"--socket", "(\S+)"', decoder)
    others = [text for name, text in services() if name not in ("decoder", "worker")]
    assert not any("/run/decoder" in text for text in others)


def test_no_image_is_whatever_its_registry_says_today() -> None:
    """R-064: a digest is asked for, in a place where nothing else makes an address; without one nothing starts."""
    built = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    images = [*built, *re.findall(r"^ +image: (\S+)", COMPOSE, re.MULTILINE)]
    assert [i for i in images if not re.match(r"\S+:\S+@\$\{[A-Z]+_DIGEST(?:\}|:\?)", i)] == ["hansho"]
    assert "PYTHON_DIGEST: ${PYTHON_DIGEST:?" in COMPOSE
    assert not re.search(r"DIGEST\S*:-|ARG \w+_DIGEST=", COMPOSE + (ROOT / "Dockerfile").read_text())


def test_compose_takes_its_file() -> None:
    """R-064: where compose is installed it says so itself; elsewhere what it is made of is read by the tests above."""
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker compose is not installed")
    told = dict.fromkeys(re.findall(r"\$\{(\w+):\?", COMPOSE), "x")
    asked = [docker, "compose", "--project-directory", str(ROOT), "config", "--quiet"]
    said = subprocess.run(asked, env=os.environ | told, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def test_a_secret_is_read_from_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-064: as compose mounts them, with the line break that editors add."""
    monkeypatch.chdir(tmp_path)
    for name, secret in SECRETS.items():
        monkeypatch.delenv(f"HANSHO_{name.upper()}", raising=False)
        (tmp_path / f"hansho_{name}").write_text(f"{secret}\n")
    read = Settings(_secrets_dir=tmp_path, public_url="https://hansho.example.jp")
    assert read.link_secret.get_secret_value() == SECRETS["link_secret"]


@pytest.mark.parametrize(
    ("name", "closes", "says", "never"),
    [
        (
            "Caddyfile",
            r"@closed path (.+)\n\s*respond @closed 404",
            ("request>uri delete", "request>headers delete", "reverse_proxy 127.0.0.1:8080"),
            ("log_append", "output file", "encode", "rewrite", "tls_insecure", "trusted_proxies"),
        ),
        (
            "nginx.conf",
            r"location = (/\w+)\s+\{ return 404; \}",
            (
                "error_log /var/log/nginx/hansho.log crit;",
                "proxy_pass http://127.0.0.1:8080;",
                "proxy_set_header X-Forwarded-For $remote_addr;",
            ),
            ("sub_filter", "gunzip", "rewrite ", "TLSv1.1", "proxy_add_x_forwarded_for"),
        ),
    ],
)
def test_a_proxy_logs_no_address_of_a_page_and_shows_no_figures(
    name: str, closes: str, says: tuple[str, ...], never: tuple[str, ...]
) -> None:
    """R-064: whoever reads the proxy's log opens nothing; the body, whose bytes are signed, arrives as it was sent."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "deploy" / name).read_text(), flags=re.MULTILINE)
    assert set(" ".join(re.findall(closes, text)).split()) == {"/metrics", "/readyz"}
    assert all(line in text for line in says)
    assert not any(word in text for word in never)
    for block in text.split("\nserver {")[1:]:
        assert re.findall(r"access_log (\w+);", block) == ["off"]


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy").glob("*.service")), ids=lambda path: path.name)
def test_a_unit_runs_a_command_of_ours_as_nobody_special(unit: Path) -> None:
    """R-064: as a user of its own, writing in one folder, with no right to become more."""
    asked = unit.read_text()
    for line in (
        "User=hansho",
        "UMask=0077",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=\n",
    ):
        assert line in asked, line
    assert re.findall(r"^WorkingDirectory=(.+)$", asked, re.MULTILINE) == ["/var/lib/hansho"]
    started = re.findall(r"/opt/hansho/\.venv/bin/hansho (\w+)", asked)
    assert started
    assert set(started) <= set(COMMANDS)


def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    """R-097, R-141: no word of a unit is one that systemd doesn't know; a program may be missing here."""
    if (verifier := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    units = [shutil.copy(unit, tmp_path) for unit in (ROOT / "deploy").glob("hansho*")]
    assert len(units) == 3
    said = subprocess.run([verifier, "verify", *units], capture_output=True, text=True, check=False)
    amiss = [line for line in said.stderr.splitlines() if str(tmp_path) in line or "hansho" in line]
    assert [line for line in amiss if "is not executable: No such file" not in line] == []


def test_the_fakes_are_not_in_the_image() -> None:
    """R-064: what only plays LINE and Slack has no place where the real ones are spoken to."""
    copied = set(re.findall(r"^COPY ([a-z]+) \1$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    assert copied == {"audit", "bot", "handlers", "masking", "policy", "storage"}
    assert "!simulator" not in (ROOT / ".dockerignore").read_text().splitlines()


def test_the_bill_of_materials_names_all_that_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-064: each package with its version and the hashes that the installer checks (CycloneDX 1.6)."""
    monkeypatch.setattr(sys, "argv", ["sbom.py", str(tmp_path / "sbom.json")])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(str(ROOT / ".ci/sbom.py"), run_name="__main__")
    bill = json.loads((tmp_path / "sbom.json").read_text())
    locked = re.findall(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert [(c["name"], c["version"]) for c in bill["components"]] == locked
    assert all(c["hashes"] and c["purl"].startswith("pkg:pypi/") for c in bill["components"])
