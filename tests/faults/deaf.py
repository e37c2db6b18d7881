"""A phone that is connected and never reads again: a socket with next to no room of its own."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

UPGRADE = """GET /v1/mitra/ws HTTP/1.1\r
Host: 127.0.0.1:{port}\r
Upgrade: websocket\r
Connection: Upgrade\r
Sec-WebSocket-Version: 13\r
Sec-WebSocket-Key: {key}\r
Authorization: Bearer {token}\r
\r
"""


@asynccontextmanager
async def deaf_phone(port: int, token: str) -> AsyncIterator[None]:
    """Connected, greeted, and deaf. Small segments keep the kernel's buffers small."""
    loop = asyncio.get_running_loop()
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        sock.setblocking(False)
        await loop.sock_connect(sock, ("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        await loop.sock_sendall(sock, UPGRADE.format(port=port, key=key, token=token).encode())
        heard = b""
        async with asyncio.timeout(10.0):
            while b'"ready"' not in heard:
                heard += await loop.sock_recv(sock, 4096)
        yield
