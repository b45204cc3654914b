"""Types, and the declarations of types."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from typescript_shapes import read

from scaffold.readers.programs.ir_types import TypeObject


def spelled(value: Any) -> Any:
    """A type without places."""
    if isinstance(value, tuple):
        return tuple(map(spelled, value))
    if not dataclasses.is_dataclass(value):
        return value
    fields = [field for field in dataclasses.fields(value) if field.name not in ("at", "end")]
    kept = [spelled(getattr(value, field.name)) for field in fields if getattr(value, field.name) != field.default]
    return (type(value).__name__.removeprefix("Type"), *kept)


def type_of(text: str) -> Any:
    return spelled(read(f"type T = {text};").types["T"].type)


STRING = ("Name", "string")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("string", STRING),
        ("pulumi.Input<string>", ("Name", "pulumi.Input", (STRING,))),
        ("Record<string, number>", ("Name", "Record", (STRING, ("Name", "number")))),
        ("string[]", ("List", STRING)),
        ("readonly string[]", ("List", STRING)),
        ("Array<string>", ("Name", "Array", (STRING,))),
        ("[string, ('a')]", ("Tuple", (STRING, ("Literal", "a")))),
        ("[a: string, b?: string]", ("Tuple", (STRING, STRING))),
        ("'a' | \"b\\n\" | -1 | true | null",
         ("Union", tuple(("Literal", one) for one in ("a", "b\n", -1, True, None)))),
        ("| 'a' | undefined", ("Union", (("Literal", "a"), ("Literal", None)))),
        ("('a' | 'b') | 'c'", ("Union", (("Literal", "a"), ("Literal", "b"), ("Literal", "c")))),
        ("A & B & { c: string }",
         ("Object", (), (("Name", "A"), ("Name", "B"), ("Object", (("Member", "c", STRING),))))),
        ("() => void", ("Other", "() => void")),
        ("keyof A", ("Other", "keyof A")),
        ("A['b']", ("Other", "A['b']")),
        ("typeof a", ("Other", "typeof a")),
        ("`a${string}`", ("Other", "`a${string}`")),
        ("A extends B ? C : D", ("Other", "A extends B ? C : D")),
        ("{ [key: string]: number }", ("Object", (), ("Name", "number"))),
    ],
)  # fmt: skip
def test_types(text: str, found: Any) -> None:
    assert type_of(text) == found


def test_an_interface_with_its_documentation() -> None:
    module = read(
        """
        /** Arguments of the stack. */
        export interface Args extends pulumi.ComponentResourceOptions, Base<string> {
          /**
           * Where it runs;
           * "dev" without.
           */
          readonly suffix?: pulumi.Input<string>;
          "quoted-name": number; // not documentation
          [key: string]: any;
          method(a: string): void;
          get size(): number;
        }
        interface Args { more: boolean }
        """
    )
    declared = module.types["Args"]
    assert declared.documentation == "Arguments of the stack."
    assert isinstance(declared.type, TypeObject)
    assert [(one.name, one.optional, one.documentation) for one in declared.type.members] == [
        ("suffix", True, 'Where it runs; "dev" without.'), ("quoted-name", False, ""), ("method", False, ""),
        ("size", False, ""), ("more", False, ""),
    ]  # fmt: skip
    assert spelled(declared.type.extends) == (
        ("Name", "pulumi.ComponentResourceOptions"), ("Name", "Base", (STRING,))
    )  # fmt: skip
    assert spelled(declared.type.index) == ("Name", "any")
    assert spelled(declared.type.members[3].type) == ("Name", "number")


def test_classes_and_enums_are_types() -> None:
    module = read(
        """
        export class A extends B.C<string> implements D {
          public readonly a: string; b?: number; private c = 1; static d = 2; #e = 3; [f]: string;
          constructor(readonly g: string, private h: string, public i?: number, j = 1) { super(); }
          get k(): boolean { return true }
          method() {}
        }
        enum E { A = "a", B = "b" }
        enum F { A, B = f() }
        """
    )
    assert spelled(module.types["A"].type) == (
        "Object",
        (("Member", "a", STRING), ("Member", "b", ("Name", "number"), True), ("Member", "g", STRING),
         ("Member", "i", ("Name", "number"), True), ("Member", "k", ("Name", "boolean"))),
        (("Name", "B.C", (STRING,)), ("Name", "D")),
    )  # fmt: skip
    assert spelled(module.types["E"].type) == ("Union", (("Literal", "a"), ("Literal", "b")))
    assert spelled(module.types["F"].type) == ("Name", "number")


def test_types_in_namespaces_functions_and_ambient_declarations() -> None:
    module = read(
        """
        namespace N.M { export interface A { b: string } }
        function f() { type Inner = 'x'; }
        declare class Declared { a: string }
        export default interface Props { a: string }
        """
    )
    assert set(module.types) == {"N.M.A", "Inner", "Declared", "Props", "default"}


def test_parameters_and_variables_have_types() -> None:
    (declared,) = read("const a: Record<string, 'x'> = (b: string, c?: T[]): void => {}").body
    assert spelled(declared.type) == ("Name", "Record", (STRING, ("Literal", "x")))
    function: Any = declared.value
    assert [spelled(parameter.type) for parameter in function.parameters] == [STRING, ("List", ("Name", "T"))]
    assert spelled(function.returns) == ("Name", "void")
