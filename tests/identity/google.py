"""A small HTTP server that plays Google's certificates and Firebase's user records, on loopback."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


class Google:
    """What it serves may be changed at any time; `paths` lists what was asked for."""

    def __init__(self) -> None:
        self.status = 200
        self.certificates = b"{}"
        self.users: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.open_for_business = threading.Event()
        self.open_for_business.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def host_port(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def certificates_url(self) -> str:
        return f"http://{self.host_port}/certificates"

    def __enter__(self) -> Google:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.open_for_business.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str) -> bytes:
        self.paths.append(path)
        self.open_for_business.wait(30)
        if path.endswith("accounts:lookup"):
            return json.dumps({"users": self.users}).encode()
        if path == "/token":
            token = {"access_token": "of-the-server", "expires_in": 3600, "token_type": "Bearer"}
            return json.dumps(token).encode()
        return self.certificates


def _handler(google: Google) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = google.answer(self.path)
            self.send_response(google.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "public, max-age=3600")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: what it serves is in `paths`."""

    return Handler


def certificate(private_pem: str) -> str:
    """A self-signed certificate of this key, as Google serves them."""
    key = serialization.load_pem_private_key(private_pem.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "securetoken.test")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM).decode()
