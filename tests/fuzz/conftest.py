"""The same whole node as the tests of the internal listener have."""

from tests.http.internal.conftest import config, house, payment

__all__ = ["config", "house", "payment"]
