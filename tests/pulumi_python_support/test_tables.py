"""What the mocks make up is what the generator has worked out, and documents are those of the provider."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pulumi_support.test_patterns import PATTERNS, PIECES, USES, catalogued, in_python
from pulumi_support.test_policy import ARGUMENTS, DOCUMENTS
from pulumi_support.test_policy import in_python as in_reader

from scaffold.emit.render import Renderer, builtin_folder

from .conftest import TEMPLATES, Project

FOLDERS = (*TEMPLATES, "pulumi-python/yaml/")


def in_suite(project: Project, pattern: Any, use: Mapping[str, Any]) -> Any:
    patterns = project.module("patterns")
    return patterns.filled(pattern, patterns.Use(**use))


@pytest.mark.parametrize("use", USES, ids=range(len(USES)))
def test_patterns_are_filled_as_by_the_generator(project: Project, use: Mapping[str, Any]) -> None:
    for pattern in (*PATTERNS, *catalogued()):
        assert in_suite(project, pattern, use) == in_python(pattern, use)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=8).map("".join))
def test_no_text_is_read_differently(project: Project, pattern: str) -> None:
    use = {**USES[0], "own": {"name": "<hex8>", "a": "b"}}
    assert in_suite(project, pattern, use) == in_python(pattern, use)


def evaluated(project: Project, arguments: Mapping[str, Any]) -> Any:
    """The document that answers these arguments, or why it is refused."""
    try:
        return json.loads(project.module("policy").policy_document(arguments)["json"])
    except ValueError as error:
        return str(error)


def same(reader: Any, suite: Any) -> bool:
    """Whether both say the same; reasons are worded alike but for how they quote."""
    return bool(reader.replace("'", "") == suite if isinstance(reader, str) else reader == suite)


@pytest.mark.parametrize("at", range(len(DOCUMENTS)))
def test_documents_are_those_of_the_provider(project: Project, at: int) -> None:
    expected, found = in_reader(DOCUMENTS[at]), evaluated(project, DOCUMENTS[at])
    assert same(expected, found), (expected, found)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(ARGUMENTS)
def test_any_document_is_that_of_the_provider(project: Project, arguments: Mapping[str, Any]) -> None:
    expected, found = in_reader(arguments), evaluated(project, arguments)
    assert same(expected, found), (expected, found)


def test_the_differences_of_values_are_said(project: Project) -> None:
    found = project.module("differences").differences
    json_text = project.support.json_text
    assert found(1, {}) is None
    assert found({"a": {"b": [1, 2]}, "c": 1, "x": 1}, {"a": {"b": [1, 3, 4]}, "c": 1, "d": 5}) == [
        "4 differences between what is found and what is expected",
        "a.b[1]: found 2, expected 3",
        "a.b[2]: is missing; expected 4",
        "d: is missing; expected 5",
        "x: found 1, expected nothing",
    ]
    assert found({"a": json_text({"b": 1})}, {"a": {"b": 1}})[1:] == [
        "a: found {'b': 1}, the text of a document; expected a document that is no text"
    ]
    assert found(["a", "c", "d", "d"], ["a", "b", "c", "d", "d"]) == [
        "1 difference between what is found and what is expected",
        "the whole: 'b' is missing",
    ]
    assert found({"x": ["b", "c", "e"]}, {"x": ["a", "b", "c"]})[1:] == ["x: 'a' is missing", "x: 'e' is not expected"]
    assert found(["a", "b"], ["b", "a"])[1:] == ["[0]: found 'a', expected 'b'", "[1]: found 'b', expected 'a'"]
    assert len(found(list(range(100)), [])) == 42


def test_documents_are_compared_as_such(project: Project) -> None:
    json_text, within, texts_under = (getattr(project.support, name) for name in ("json_text", "within", "texts_under"))
    assert json_text({"a": 1, "b": json_text([1])}) == json_text('{"b": "[1]",\n"a": 1.0}')
    assert json_text({"a": 1}) != {"a": 1}
    assert not {"a": 1} == json_text({"a": 1})  # noqa: SIM201, SIM300
    assert json_text([1]) != [1]
    assert json_text([1]) != json_text({"a": 1})
    assert str(json_text({"a": 1})) == '{"a": 1}'
    assert (json_text("text"), json_text("{x"), json_text("[" * 10**5)[:2]) == ("text", "{x", "[[")
    assert within({"a": [{"b": 1}]}, "a", 0, "b") == 1
    assert [within({"a": [1]}, *path) for path in (("a", 1), ("b", "c"), ("a", 0, "b"))] == [None] * 3
    assert texts_under({"a": [{"x": ["1", {"y": "2"}]}, {"x": "3", "y": "4"}]}, "x") == ["1", "2", "3"]


def test_all_but_the_tables_are_plain_files() -> None:
    """Observed programs run beside copies of them, which nobody renders."""
    for folder in FOLDERS:
        rendered = dict(Renderer().files(folder))
        for template in (builtin_folder() / folder).glob("*"):
            name = template.name.removesuffix(".j2")
            assert (rendered[name] == template.read_text(encoding="utf-8")) is (
                name not in ("outputs.py", "variables.py")
            ), name
            assert len(rendered[name].splitlines()) <= 400, name
            assert max(map(len, rendered[name].splitlines())) <= 120, name
