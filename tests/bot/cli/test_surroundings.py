"""What ``hansho doctor`` says of the certificate, the clock and the last backup, each with the next step."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.cli.surroundings import backups, clock, letters, places, tls
from bot.settings import Settings
from bot.wiring import opened
from tests.bot.cli.terminal import Operator

NOW = datetime(2026, 11, 30, tzinfo=UTC)
ENDS = datetime(2126, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """For 127.0.0.1, by nobody whom a browser knows, with its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(NOW - 3000 * DAY).not_valid_after(ENDS)
    signed = made.add_extension(address, critical=True).sign(key, hashes.SHA256())
    pem, plain, none = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path / "both.pem"
    file.write_bytes(key.private_bytes(pem, plain, none) + signed.public_bytes(pem))
    return file


@pytest.fixture
def proxy(certificate: Path) -> Iterator[str]:
    """Something that speaks TLS with it; its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                called, _ = listening.accept()
            except OSError:
                return
            with suppress(OSError), called, context.wrap_socket(called, server_side=True) as wrapped:
                wrapped.recv(1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{listening.getsockname()[1]}"
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


def test_a_certificate_is_trusted_and_lasts(proxy: str, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-064: nobody there, one that no browser trusts, one that ends within two weeks, a good one."""
    assert "nobody answers at 127.0.0.1:9: look at DNS, the firewall" in tls("https://127.0.0.1:9", NOW).says
    distrusted = tls(proxy, NOW)
    assert not distrusted.good
    assert "renew it at the proxy" in distrusted.says
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert tls(proxy, ENDS - 15 * DAY).good
    late = tls(proxy, ENDS - 13 * DAY)
    assert not late.good
    assert "see why the proxy did not renew it" in late.says


def test_a_clock_that_is_off_is_told_with_its_way() -> None:
    """R-064, R-097: half a minute is as long as six digits are good for."""
    assert clock(NOW, NOW + timedelta(seconds=30)).good
    ahead = clock(NOW, NOW + timedelta(seconds=31))
    assert not ahead.good
    assert ahead.says == "31 seconds ahead: have it set by the network (timedatectl set-ntp true)"
    assert clock(NOW + DAY, NOW).says.startswith("86400 seconds behind")


def test_the_age_of_the_last_backup_is_told(operator: Operator, tmp_path: Path) -> None:
    """R-141: none works for now; one from the day before yesterday does not."""
    operator("ledger", "head")
    with opened(Settings()) as bot, bot.application.reading() as ctx:
        none = backups(ctx, ctx.now)
        assert (none.mark, none.says.partition(":")[0]) == ("△", "none was ever made")
    assert operator("backup", str(tmp_path / "first.zip")).exit_code == 0
    with opened(Settings()) as bot, bot.application.reading() as ctx:
        assert backups(ctx, ctx.now + timedelta(hours=35)).good
        old = backups(ctx, ctx.now + 2 * DAY)
    assert not old.good
    assert old.says.startswith("the last one is 2 days old: enable hansho-backup.timer")


@pytest.mark.usefixtures("operator")
def test_a_path_that_depends_on_the_folder_is_named(tmp_path: Path) -> None:
    """R-064, R-141: a command typed elsewhere would begin a second database, or find no keys; PostgreSQL is no path."""
    whole = {"key_directory": None, "checkpoints": tmp_path / "c", "models": tmp_path, "decoder": None}
    apart = Settings().model_copy(update=whole | {"database_url": "postgresql+psycopg:///hansho"})
    assert places(apart).mark == "✓"
    assert places(apart.model_copy(update={"database_url": f"sqlite:///{tmp_path}/a.sqlite3"})).mark == "✓"
    beside = apart.model_copy(update={"database_url": "sqlite:///hansho.sqlite3", "models": Path(".models")})
    told = places(beside)
    assert told.mark == "△"
    assert told.says.startswith(
        "HANSHO_DATABASE_URL, HANSHO_MODELS: counted from the folder one is in: type commands in"
    )


@pytest.mark.usefixtures("letters")
def test_a_machine_without_japanese_letters_can_print_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """R-023, R-122: said before the first card or poster is wanted, with what to install."""
    assert letters().good
    monkeypatch.setattr("bot.paper.sheet.FONTS", ("No Such Gothic",))
    assert not letters().good
    assert "fonts-morisawa-bizud-gothic" in letters().says
