"""What the operator sets: from flags, the environment (`HALOBESTIE_…`) and a `.env` file.

Settings that people change while it runs are not here but in PostgreSQL (`domain.Settings`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict


class Config(BaseSettings):
    """The configuration of one process. Unknown `HALOBESTIE_…` names are refused, not ignored."""

    model_config = SettingsConfigDict(
        env_prefix="HALOBESTIE_",
        env_file=".env",
        extra="forbid",
        frozen=True,
        env_ignore_empty=True,
    )

    env: Literal["development", "production"] = "development"
    node_id: str = Field("node-1", pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")

    public_host: str = "127.0.0.1"
    public_port: int = Field(8080, ge=0, le=65535)
    internal_host: str = "127.0.0.1"
    internal_port: int = Field(8081, ge=0, le=65535)
    allowed_origins: tuple[str, ...] = ()
    """Origins beyond our own that browsers may open a WebSocket from."""
    trusted_proxies: tuple[str, ...] = ()

    data_dir: Path = Path(".halobestie")
    database_url: SecretStr | None = None
    valkey_url: SecretStr | None = None
    database_connections: int = Field(8, ge=2, le=200)

    identity: Literal["local", "emulator", "firebase"] = "local"
    firebase_project: str = "demo-halobestie"
    firebase_credentials: Path | None = None
    firebase_web_config: str | None = None
    """The public web configuration of the Firebase project, as JSON; handed out in app-config."""

    login_ttl_days: int = Field(30, ge=1, le=365)
    demo_data: bool | None = None
    """Seed demo mitra; by default in development with embedded PostgreSQL only."""
    log_format: Literal["auto", "text", "json"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="after")
    def _fits_production(self) -> Config:
        if self.env == "production" and self.identity == "local":
            raise ValueError("identity=local signs anybody in; production needs firebase")
        return self


class ConfigError(Exception):
    """Names each setting that is unknown, missing or wrong; the process ends with status 78."""


def load_config(environment: Mapping[str, str], **flags: object) -> Config:
    """Flags win over the environment, the environment over `.env`. Never repeats a value.

    `environment` is looked at for names that nobody knows: a setting with a typing error in it is
    refused, not ignored.
    """
    known = {f"HALOBESTIE_{name.upper()}" for name in Config.model_fields}
    unknown = sorted(k for k in environment if k.startswith("HALOBESTIE_") and k not in known)
    if unknown:
        raise ConfigError("\n".join(f"{name}: there is no such setting" for name in unknown))
    try:
        return Config(**{k: v for k, v in flags.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as wrong:
        raise ConfigError("\n".join(map(_line, wrong.errors(include_url=False)))) from None


def _line(error: ErrorDetails) -> str:
    if not error["loc"]:
        return error["msg"]
    name = "_".join(map(str, error["loc"])).upper()
    return f"HALOBESTIE_{name.removeprefix('HALOBESTIE_')}: {error['msg']}"
