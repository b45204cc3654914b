"""The texts under a key, as the planner gathers them and as both languages do at run time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from terraform_projects import Reader

from scaffold.plan.folder import body
from scaffold.plan.relations import texts_under

TEXT = """resource "aws_x" "y" {
  name   = "a"
  policy = jsonencode({
    Statement = [
      { Action = ["b", var.x, "c-${var.x}"], Effect = "d" },
      { Action = "e", Principal = { AWS = "f", Service = ["g"] } },
      { Action = concat(["h"], lower("I")) },
    ]
  })
  rule {
    Action = "j"
    deep { Action = null }
  }
  dynamic "rule" {
    for_each = var.x
    content { Action = ["k", rule.value] }
  }
}
variable "x" {}
"""


GATHERED: list[tuple[list[str], list[Any], list[str]]] = [
    (["Action"], [], ["I", "b", "e", "h", "j", "k"]),
    (["Action"], ["rule"], ["j"]),
    (["Action"], ["policy", 0, "Statement", 1], ["e"]),
    (["Principal"], [], ["f", "g"]),
    (["AWS", "Effect"], [], ["d", "f"]),
    (["name"], [], ["a"]),
    (["gone"], [], []),
]


@pytest.mark.parametrize(("keys", "path", "expected"), GATHERED)
def test_texts_under_keys(
    keys: list[str], path: list[Any], expected: list[str], tmp_path: Path, support: ModuleType
) -> None:
    (block, *_) = Reader(tmp_path).project(TEXT).modules[0].blocks
    found: Any = body(block)
    for step in path:
        found = found.arguments[step] if hasattr(found, "arguments") else found[step]
    assert sorted(texts_under(found, tuple(keys))) == expected
    terraform = support.load(str(tmp_path))
    assert sorted(terraform.values("resource", "aws_x", "y", path=path, keys=keys)) == expected


def test_texts_under_keys_in_javascript(tmp_path: Path, javascript: Callable[..., Any]) -> None:
    (tmp_path / "main.tf").write_text(TEXT)
    script = """
      const read = await terraform.load(input.folder);
      const values = ([keys, path]) => read.values('resource', 'aws_x', 'y', { path, keys }).sort();
      return input.asked.map(values);
    """
    asked = [[keys, path] for keys, path, _ in GATHERED]
    assert javascript(script, {"folder": str(tmp_path), "asked": asked}) == [expected for _, _, expected in GATHERED]
