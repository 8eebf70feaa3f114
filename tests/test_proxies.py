"""The two proxies that docs/running.md tells to put in front, run as they are shipped, where they are installed."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DEPLOY = Path(__file__).parents[1] / "deploy"
NAME = "hansho.example.jp"
SNI = {"sni_hostname": NAME}
SECRET = "/p/the-key-to-a-page"
SESSION = {"Cookie": "hansho=a-session"}
MOST = 1024 * 1024
"""Bytes of a body, by both samples' word."""
PATIENCE = 60
"""Seconds for a proxy to open its port."""


@dataclass
class Behind:
    """What stands in the bot's place, and what reaches it: path, headers and body of each request."""

    port: int
    close: Callable[[], None]
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@dataclass(frozen=True)
class Ways:
    """Where a proxy listens, what it stands before, and the folder that all it writes is in."""

    port: int
    behind: Behind
    folder: Path


def test_what_leaves_a_proxy_is_what_came_and_nothing_of_it_is_written_down(tmp_path: Path, proxy: str) -> None:
    """R-001, R-064, L138: bodies arrive byte by byte, nobody says whence they ask, figures are closed, logs blind."""
    with run(proxy, tmp_path) as ways, a_client(ways) as client:
        body = bytes(range(256)) * 40
        made_up = {"X-Forwarded-For": "203.0.113.9", "Content-Type": "application/json"}
        assert client.post("/line/webhook", content=body, headers=made_up, extensions=SNI).text == "ours"
        path, headers, arrived = ways.behind.heard.pop()
        assert (path, arrived) == ("/line/webhook", body)
        assert headers["x-forwarded-for"] == "127.0.0.1"
        assert headers["host"] == NAME

        for closed in ("/metrics", "/readyz", "/%6detrics", "//readyz", "/metrics?x=1"):
            assert client.get(f"{client.base_url}{closed}", extensions=SNI).status_code == 404, closed
        assert ways.behind.heard == []
        enormous = client.post("/line/webhook", content=b"x" * 1_100_000, extensions=SNI)
        assert enormous.status_code in (413, 502)  # Caddy 2.6 says the second when a body ends too early
        assert all(len(arrived) <= MOST for _, _, arrived in ways.behind.heard)

        client.get(SECRET, headers=SESSION, extensions=SNI)
        ways.behind.close()
        assert client.get(SECRET, headers=SESSION, extensions=SNI).status_code == 502
    written = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert SECRET.encode() not in written
    assert b"a-session" not in written


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest) -> str:
    """One that is installed here."""
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed: apt-get install nginx-light caddy")
    return name


@contextmanager
def run(proxy: str, folder: Path) -> Iterator[Ways]:
    """The sample with this machine's ports and a certificate of this test's own."""
    make_certificate(folder)
    behind, port, plain = stand_behind(), free_port(), free_port()
    text = (DEPLOY / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[proxy]).read_text()
    command = (
        _nginx(text, folder, port, plain, behind.port)
        if proxy == "nginx"
        else _caddy(text, folder, port, plain, behind.port)
    )
    with (folder / "said.log").open("wb") as said:
        process = subprocess.Popen(
            command, stdout=said, stderr=said, cwd=folder, env={"HOME": str(folder), "PATH": "/usr/sbin:/usr/bin:/bin"}
        )
        try:
            wait_for(port, process)
            yield Ways(port, behind, folder)
        finally:
            process.terminate()
            process.wait()
            behind.close()


def _nginx(text: str, folder: Path, port: int, plain: int, behind: int) -> list[str]:
    for before, after in (
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", f"{folder}/cert.pem"),
        (f"/etc/letsencrypt/live/{NAME}/privkey.pem", f"{folder}/key.pem"),
        ("/var/log/nginx/", f"{folder}/"),
        ("127.0.0.1:8080;\n        proxy_http", f"127.0.0.1:{behind};\n        proxy_http"),
    ):
        assert before in text, before
        text = text.replace(before, after)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    own = f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/all.log;\nevents {{}}\n"
    # As on a new machine, where the distribution's own file logs whatever a server block doesn't switch off.
    around = f"{own}http {{\naccess_log {folder}/access.log;\n{temporary}{text}\n}}\n"
    (folder / "whole.conf").write_text(around)
    return ["nginx", "-c", f"{folder}/whole.conf", "-e", f"{folder}/early.log"]


def _caddy(text: str, folder: Path, port: int, plain: int, behind: int) -> list[str]:
    for before, after in (
        ("\n{\n", f"\n{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {port}\n\tdefault_bind 127.0.0.1\n"),
        (f"\n{NAME} {{\n", f"\n{NAME} {{\n\ttls {folder}/cert.pem {folder}/key.pem\n"),
        ("127.0.0.1:8080\n}", f"127.0.0.1:{behind}\n}}"),
    ):
        assert before in text, before
        text = text.replace(before, after)
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]


def stand_behind() -> Behind:
    """An answer for everything, and every request kept."""

    class Answers(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            made.heard.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"ours")

        do_GET = do_POST = _answer  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            """It says nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A proxy that gives up a body is what is tested."""

    server = Quiet(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def close() -> None:
        server.shutdown()
        server.server_close()

    made = Behind(server.server_address[1], close)
    return made


def make_certificate(folder: Path) -> None:
    """For the sample's name, signed by itself; how long it is good for is nothing that these tests are about."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    cert = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(cert.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*plain))


def a_client(ways: Ways) -> httpx.Client:
    """Somebody who trusts that certificate and no other."""
    trust = ssl.create_default_context(cafile=str(ways.folder / "cert.pem"))
    return httpx.Client(
        base_url=f"https://127.0.0.1:{ways.port}", headers={"Host": NAME}, verify=trust, timeout=PATIENCE
    )


def free_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the proxy listens."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail("the proxy did not start; said.log in the test's folder says why")
