"""Reads of a PromQL expression which metrics and labels it uses: enough for ours, no parser."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STRING = re.compile(r'"[^"]*"')
_RANGE = re.compile(r"\[[^\]]*\]")
_BY = re.compile(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")
_SELECTOR = re.compile(r"([A-Za-z_]\w*)\s*\{([^}]*)\}")
_LABEL = re.compile(r"([A-Za-z_]\w*)\s*(?:=~|!~|!=|=)")
_WORD = re.compile(r"(?<![\w$.])[A-Za-z_]\w*")
WORDS = {
    *("sum", "min", "max", "rate", "increase", "histogram_quantile", "min_over_time"),
    *("label_values", "offset", "and", "or"),
}
"""Functions and operators that ours need; any other word has to be a metric."""


@dataclass(frozen=True, slots=True)
class Uses:
    """`labels` are those of a selector with their metric, and those grouped by without one."""

    metrics: frozenset[str]
    labels: frozenset[tuple[str, str]]
    grouped: frozenset[str]


def uses_of(expression: str) -> Uses:
    """What this expression is about."""
    bare = _RANGE.sub("", _STRING.sub('""', expression))
    grouped = {label.strip() for found in _BY.findall(bare) for label in found.split(",")}
    bare = _BY.sub(" ", bare)
    chosen = {
        (metric, label)
        for metric, inside in _SELECTOR.findall(bare)
        for label in _LABEL.findall(inside)
    }
    bare = re.sub(r"offset \w+", " ", _SELECTOR.sub(r" \1 ", bare))
    words = set(_WORD.findall(bare)) - WORDS
    return Uses(frozenset(words), frozenset(chosen), frozenset(grouped))
