"""The edge: aiohttp turns sockets and REST calls into messages, and pushes into frames."""
