"""What the type constraints of variables mean, and which resources run commands."""

from __future__ import annotations

import pytest
from terraform_projects import Reader

from scaffold.model.shapes import ANYTHING, Kind, Member, Shape

STRING, NUMBER, BOOL = Shape(Kind.STRING), Shape(Kind.NUMBER), Shape(Kind.BOOL)


@pytest.mark.parametrize(
    ("type_", "shape"),
    [
        ("string", STRING),
        ("number", NUMBER),
        ("bool", BOOL),
        ("any", ANYTHING),
        ('"string"', STRING),
        ("list", Shape(Kind.LIST, ANYTHING)),
        ("list(string)", Shape(Kind.LIST, STRING)),
        ("set(number)", Shape(Kind.SET, NUMBER)),
        ("map(list(bool))", Shape(Kind.MAP, Shape(Kind.LIST, BOOL))),
        ("tuple([string, bool])", Shape(Kind.TUPLE, items=(STRING, BOOL))),
        (
            'object({ a = string, b = optional(number), c = optional(list(string), ["x", 1]), '
            'd = optional(bool, "true") })',
            Shape(
                Kind.OBJECT,
                members={
                    "a": Member(STRING),
                    "b": Member(NUMBER, optional=True),
                    "c": Member(Shape(Kind.LIST, STRING), optional=True, default=("x", "1")),
                    "d": Member(BOOL, optional=True, default=True),
                },
            ),
        ),
    ],
)
def test_shapes(reader: Reader, type_: str, shape: Shape) -> None:
    (parameter,) = reader.project(f'variable "x" {{ type = {type_} }}\n').parameters
    assert parameter.shape == shape


def test_no_type_is_anything(reader: Reader) -> None:
    assert reader.project('variable "x" {}\n').parameters[0].shape == ANYTHING


def test_provisioners_are_told(reader: Reader) -> None:
    text = """
      resource "terraform_data" "runs" {
        provisioner "local-exec" { command = "true" }
      }
      resource "terraform_data" "rests" { input = 1 }
    """
    assert [each.provisioned for each in reader.project(text).resources] == [True, False]
