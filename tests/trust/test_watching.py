"""The dashboard and the alerts ask for what a node really exports, and each alert is explained."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from prometheus_client.parser import text_string_to_metric_families

from tests.e2e.conftest import house as house
from tests.e2e.house import House
from tests.trust.promql import uses_of

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy" / "prometheus"
GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8").split("## What each alert means")[1]

Exported = dict[str, set[str]]
"""Sample name ▶ its label names."""
TARGET = {"job", "instance"}
"""Labels that Prometheus itself adds to each sample."""
NOT_OURS: Exported = {"up": set(), "haproxy_server_status": {"proxy", "server", "state"}}


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    shown = (ROOT / "deploy" / "grafana" / "halobestie.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(shown)
    return loaded


def dashboard_queries() -> list[str]:
    shown = dashboard()
    asked = [v["query"] for v in shown["templating"]["list"] if v["type"] == "query"]
    return [
        *(ask.replace(", instance)", ")") for ask in asked),
        *(target["expr"] for panel in shown["panels"] for target in panel.get("targets", ())),
    ]


def exported(text: str) -> Exported:
    found: Exported = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def missing(expression: str, known: Exported) -> list[str]:
    """What this expression asks for and nobody exports."""
    uses = uses_of(expression)
    lost = [name for name in sorted(uses.metrics) if name not in known]
    lost += [
        f"{m}{{{label}}}" for m, label in uses.labels if label not in known.get(m, set()) | TARGET
    ]
    at_hand = TARGET.union(*(known.get(name, set()) for name in uses.metrics))
    return lost + sorted(uses.grouped - at_hand)


async def metrics_of(house: House) -> str:
    async with house.http.get(f"{house.internal}/metrics") as answer:
        assert answer.status == 200
        return await answer.text()


async def one_is_paired(house: House) -> None:
    mitra = await house.mitra(1)
    customer = await house.customer()
    pressed = await customer.ok("request.create")
    await mitra.ok("offer.accept", {"request_id": pressed["request_id"]})
    await customer.hear("session.started")


async def test_every_name_that_is_asked_for_is_exported(house: House) -> None:
    """After one pairing; names and labels, of alerts and of the dashboard."""
    await one_is_paired(house)
    known = exported(await metrics_of(house)) | NOT_OURS
    asked = [*(rule["expr"] for rule in alerts()), *dashboard_queries()]
    assert len(asked) > 80
    assert {e: lost for e in asked if (lost := missing(e, known))} == {}


async def test_every_figure_is_shown_or_explained(house: House) -> None:
    """A name that no page tells anything about is of no use at three in the morning."""
    families = text_string_to_metric_families(await metrics_of(house))
    names = {f.name.removeprefix("halobestie_") for f in families if "halobestie" in f.name}
    told = GUIDE + "".join(dashboard_queries())
    assert {n for n in names if n.removesuffix("_created") not in told} == set()


async def test_what_should_never_happen_is_counted_from_0(house: House) -> None:
    """A series that began with its first 1 would not have grown, and no alert would see it."""
    known = exported(await metrics_of(house))
    for name in ("rule_failures", "effect_failures", "reconciliations", "membership"):
        assert known[f"halobestie_{name}_total"]


@pytest.mark.parametrize(
    ("expression", "lost"),
    [
        ('sum by (le) (rate(a_bucket{b="c"}[5m])) > 1', []),
        ("sum by (x) (a_bucket)", ["x"]),
        ('a_bucket{x=~"$y"}', ["a_bucket{x}"]),
        ("rat(a_bucket) or other", ["other", "rat"]),
        ("a_bucket offset 5m > 0.5 * a_bucket", []),
    ],
)
def test_a_wrong_name_is_found(expression: str, lost: list[str]) -> None:
    """Of a metric, of a label in a selector or a grouping, and of a function."""
    assert missing(expression, {"a_bucket": {"b", "le"}}) == lost


def test_each_alert_has_its_line_in_the_guide() -> None:
    """By name, with a star when somebody is woken; and the guide names none that is not there."""
    named = {
        name: bool(star) for name, star in re.findall(r"^\| `([A-Z]\w+)`( \*)? \|", GUIDE, re.M)
    }
    assert named == {rule["alert"]: rule["labels"]["severity"] == "wake" for rule in alerts()}
    assert all(rule["annotations"]["summary"] for rule in alerts())


def test_the_example_finds_the_rules_and_the_nodes() -> None:
    """The file of the alerts, the job that they name, and the ports of docker-compose."""
    example = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text("utf-8"))
    assert [(PROMETHEUS / name).is_file() for name in example["rule_files"]] == [True]
    jobs = {job["job_name"]: job["static_configs"][0] for job in example["scrape_configs"]}
    assert jobs["halobestie"]["targets"] == [f"node-{n}:8081" for n in (1, 2, 3)]
    named = re.findall(r'job="(\w+)"', (PROMETHEUS / "alerts.yml").read_text("utf-8"))
    assert set(named) == {"halobestie"}


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    """Each panel has its place, its own number, a title, and a sentence on what it shows."""
    panels = [p for p in dashboard()["panels"] if p["type"] != "row"]
    assert len({p["id"] for p in panels}) == len(panels) > 20
    assert all(p["title"] and p["description"].endswith(".") for p in panels)
    assert all(p["gridPos"]["x"] + p["gridPos"]["w"] <= 24 for p in panels)
