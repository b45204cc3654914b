"""A row of the table of what templates make and get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """Templates that are alike: their names, or `folder/*` for all others in a folder.

    `variables` are the annotations of what they get; `parameters`, by name, those of what their macros get, where
    these are what others call; `scoped`, by the name of a block, those of what it gets beside: it stands in a loop.
    """

    templates: tuple[str, ...]
    makes: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    scoped: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
