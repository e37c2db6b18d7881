"""What the operator sets: from flags, the environment (`HALOBESTIE_…`) and a `.env` file.

Settings that people change while it runs are not here but in PostgreSQL (`domain.Settings`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from halobestie.networks import parse_network

DATABASE_SCHEMES = ("postgresql", "postgres")
CLUSTERS = ("valkey+cluster", "valkeys+cluster")
VALKEY_SCHEMES = ("valkey", "valkeys", "redis", "rediss", "unix", *CLUSTERS)
PORT_STEP = 10
"""Between the ports of two nodes on one machine."""


class Config(BaseSettings):
    """The configuration of one process. Unknown `HALOBESTIE_…` names are refused, not ignored."""

    model_config = SettingsConfigDict(
        env_prefix="HALOBESTIE_",
        env_file=".env",
        extra="ignore",  # of `.env`, which other programs read too; see `load_config`
        frozen=True,
        env_ignore_empty=True,
    )

    env: Literal["development", "production"] = "development"
    node_id: str = Field("node-1", pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")

    nodes: int = Field(1, ge=1, le=16)
    """How many nodes this command starts on this machine; see `fleet_plan`."""

    public_host: str = "127.0.0.1"
    public_port: int = Field(8080, ge=0, le=65535)
    internal_host: str = "127.0.0.1"
    internal_port: int = Field(8081, ge=0, le=65535)
    allowed_origins: tuple[str, ...] = ()
    """Origins beyond our own that browsers may open a WebSocket from."""
    trusted_proxies: tuple[str, ...] = ()
    """Whose word about forwarded addresses counts: addresses, or networks like 10.0.0.0/8."""

    data_dir: Path = Path(".halobestie")
    database_url: SecretStr | None = None
    valkey_url: SecretStr | None = None
    valkey_prefix: str = Field("halobestie", pattern=r"^[a-z0-9][a-z0-9:_-]{0,62}$")
    """Nodes that share it hear each other."""
    database_connections: int = Field(8, ge=2, le=200)

    identity: Literal["local", "emulator", "firebase"] = "local"
    firebase_project: str = "demo-halobestie"
    firebase_credentials: Path | None = None
    firebase_web_config: str | None = None
    """The public web configuration of the Firebase project, as JSON; handed out in app-config."""

    leave_delay_s: float | None = Field(None, ge=0, le=10)
    """Between saying that we leave and leaving, so that a balancer sends nobody here any more."""

    login_ttl_days: int = Field(30, ge=1, le=365)
    keep_requests_days: int = Field(365, ge=1, le=36500)
    """Of requests that came to nothing. This and what follows: docs/privacy.md."""
    keep_offers_days: int = Field(90, ge=2, le=36500)
    keep_logins_days: int = Field(180, ge=1, le=36500)
    """After their end. They are how it is known when somebody was last here."""
    keep_anonymous_days: int = Field(180, ge=1, le=36500)
    """Of customers without a registration, after their last use."""
    keep_online_log_days: int = Field(730, ge=1, le=36500)
    keep_audit_days: int = Field(1095, ge=366, le=36500)

    demo_data: bool | None = None
    """Seed demo mitra; by default in development with embedded PostgreSQL only."""
    log_format: Literal["auto", "text", "json"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def leaves_after_s(self) -> float:
        """Seconds; by default 5 in production, where a balancer asks every second or two."""
        if self.leave_delay_s is not None:
            return self.leave_delay_s
        return 5.0 if self.env == "production" else 0.0

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for one in proxies:
            try:
                parse_network(one)
            except ValueError:
                raise ValueError("Input should be addresses, or networks like 10.0.0.0/8") from None
        return proxies

    @field_validator("database_url")
    @classmethod
    def _leads_to_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        return _url_of(DATABASE_SCHEMES, url)

    @field_validator("valkey_url")
    @classmethod
    def _leads_to_valkey(cls, url: SecretStr | None) -> SecretStr | None:
        return _url_of(VALKEY_SCHEMES, url)

    @model_validator(mode="after")
    def _remembers_the_last_use(self) -> Config:
        if self.keep_logins_days < self.keep_anonymous_days:
            raise ValueError(
                "HALOBESTIE_KEEP_LOGINS_DAYS: at least HALOBESTIE_KEEP_ANONYMOUS_DAYS,"
                " or nobody knows when a customer was last here"
            )
        return self

    @model_validator(mode="after")
    def _fits_production(self) -> Config:
        if self.env == "production" and self.identity == "local":
            raise ValueError(
                "HALOBESTIE_IDENTITY: local signs anybody in; production needs firebase"
            )
        return self

    @model_validator(mode="after")
    def _has_a_port_for_each_node(self) -> Config:
        steps = PORT_STEP * (self.nodes - 1)
        first = [port for port in (self.public_port, self.internal_port) if port]
        if any(port + steps > 65535 for port in first):
            raise ValueError(f"HALOBESTIE_NODES: the last port would be above 65535, {steps} on")
        if len(first) == 2 and abs(first[0] - first[1]) in range(0, steps + 1, PORT_STEP) and steps:
            raise ValueError("HALOBESTIE_NODES: two listeners would have the same port")
        return self


def _url_of(schemes: tuple[str, ...], url: SecretStr | None) -> SecretStr | None:
    """A wrong URL is refused here, where no word of it is repeated: it may hold a password."""
    if url is not None and not _reads_as(schemes, url.get_secret_value()):
        raise ValueError(f"Input should be a URL that begins with {schemes[0]}://")
    return url


def _reads_as(schemes: tuple[str, ...], url: str) -> bool:
    try:
        parts = urlsplit(url)
        hosts = parts.netloc.rpartition("@")[2]
        servers = hosts.split(",") if parts.scheme in CLUSTERS else [hosts]
        ports = [urlsplit(f"//{server}").port for server in servers]
    except ValueError:
        return False
    named = all(servers) or parts.scheme not in CLUSTERS
    return parts.scheme in schemes and named and 0 not in ports


class ConfigError(Exception):
    """Names each setting that is unknown, missing or wrong; the process ends with status 78."""


def load_config(environment: Mapping[str, str], **flags: object) -> Config:
    """Flags win over the environment, the environment over `.env`. Never repeats a value.

    `environment` and `.env` are looked at for names that nobody knows: a setting with a typing
    error in it is refused, not ignored.
    """
    known = {f"HALOBESTIE_{name.upper()}" for name in Config.model_fields}
    told = {*environment, *(name.upper() for name in DotEnvSettingsSource(Config).env_vars)}
    unknown = sorted(k for k in told if k.startswith("HALOBESTIE_") and k not in known)
    if unknown:
        raise ConfigError("\n".join(f"{name}: there is no such setting" for name in unknown))
    try:
        return Config(**{k: v for k, v in flags.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as wrong:
        raise ConfigError("\n".join(map(_line, wrong.errors(include_url=False)))) from None
    except SettingsError as unreadable:
        raise ConfigError(_no_json(str(unreadable))) from None


def _line(error: ErrorDetails) -> str:
    said = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return said
    name = "_".join(map(str, error["loc"])).upper()
    return f"HALOBESTIE_{name.removeprefix('HALOBESTIE_')}: {said}"


def _no_json(said: str) -> str:
    """What holds several values is JSON; pydantic-settings names the field in its sentence."""
    names = [name for name in Config.model_fields if f'"{name}"' in said]
    return "\n".join(f"HALOBESTIE_{name.upper()}: Input should be JSON" for name in names)
