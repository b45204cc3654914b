"""python-hcl2 as a second opinion: blocks, labels and attribute names of every configuration in this repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hcl2
import pytest
from lark.exceptions import UnexpectedInput

from scaffold.diagnostics import Diagnostic
from scaffold.model.source import Block
from scaffold.readers.terraform.forms import declare
from scaffold.readers.terraform.syntax import parse_native

REPOSITORY = Path(__file__).parents[3]
FILES = sorted(
    path
    for folder in ("examples", "golden")
    for path in (REPOSITORY / folder).rglob("*.tf")
    if "expected" not in path.parts and ".terraform" not in path.parts
)

#: Layouts that are legal and rare.
ODD = """
# comment
locals { one = 1 }
locals {
  /* inside */ two = { a = 1, "b" = [2,
    3] }
}
resource "a_b" "c" { // behind
  text = <<-EOT
    resource "no" "block" {
      x = 1
    }
  EOT
  nested {
    deeper { x = "}" }
    deeper {}
    y = true ? { z = 1 } : {}
  }
  dynamic "rule" {
    for_each = [1]
    content { port = rule.value }
  }
  lifecycle { ignore_changes = [tags] }
}
variable "v" {
  type = object({
    a = optional(string, "x")
  })
  default = {}
  validation {
    condition     = length(var.v) > 0
    error_message = "It's ${"wrong"}."
  }
}
output "o" { value = [for x in local.two.b : x if x > 1] }
moved {
  from = a_b.d
  to   = a_b.c
}
"""


def test_there_is_something_to_compare() -> None:
    assert len(FILES) >= 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_both_see_the_same_blocks(path: Path) -> None:
    _compare(path.read_text())


def test_both_see_the_same_blocks_in_odd_layouts() -> None:
    _compare(ODD)


def _compare(text: str) -> None:
    diagnostics: list[Diagnostic] = []
    body = parse_native(text.encode(), "x.tf", diagnostics)
    if diagnostics:  # a golden case of a broken file: both find it so
        with pytest.raises(UnexpectedInput):
            hcl2.loads(text)
        return
    ours = sorted(_outline(declare(block)) for block in body.blocks)
    assert ours == sorted(_theirs(hcl2.loads(text)))
    assert ours


def _outline(block: Block) -> tuple[Any, ...]:
    """Type, labels, sorted attribute names and nested blocks."""
    nested = sorted(_outline(inner) for inner in block.blocks)
    return (block.type, block.labels, tuple(sorted(block.attributes)), tuple(nested))


def _theirs(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The blocks of what python-hcl2 returns: lists of dictionaries that it marks as blocks."""
    for kind, entries in _named(data):
        for labels, content in _blocks(entries):
            names = [name for name, value in _named(content) if not _blocks(value)]
            yield (kind, labels, tuple(sorted(names)), tuple(sorted(_theirs(content))))


def _named(content: dict[str, Any]) -> list[tuple[str, Any]]:
    """What the author named: python-hcl2 puts marks and comments beside it."""
    return [(name, value) for name, value in content.items() if not name.startswith("__")]


def _blocks(entries: Any) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """The labels and contents of the blocks in a list, and nothing for any other value."""
    found = [_labels(entry) for entry in entries] if isinstance(entries, list) else []
    return [(labels, content) for labels, content in found if content is not None]


def _labels(entry: Any) -> tuple[tuple[str, ...], dict[str, Any] | None]:
    labels: list[str] = []
    while isinstance(entry, dict):
        if "__is_block__" in entry:
            return tuple(labels), entry
        inner = _named(entry)
        if len(inner) != 1:
            break
        label, entry = inner[0]
        labels.append(label.strip('"'))
    return (), None
