"""What templates of others make is parsed before anybody gets it, and a fault is put to the line that made it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scaffold.emit import EmitError
from scaffold.emit.parsing import fault, is_code
from scaffold.emit.render import Renderer, template_names


def folder(place: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("a.py", "x = 1\ny = (\n", 2, "'(' was never closed"),
        ("a.py", "x = 1\nreturn x\n", 2, "'return' outside function"),
        ("a.py", "x = '\0'\n", 1, "null bytes"),
        ("a.js", "const a = 1;\nconst b = ;\n", 2, "unexpected"),
        ("a.cjs", "f(() => {\n  g();\n", 1, ""),
        ("a.test.mjs", "import a from 'a'\n\nconst = 3;\n", 3, "unexpected"),
        ("a.test.ts", "const a: string = 'x';\nlet b: = 1;\n", 2, ""),
        ("a.tftest.hcl", 'run "x" {\n  command = \n}\n', 2, ""),
        ("package.json", '{\n  "a": 1,\n}\n', 3, "double quotes"),
        ("a.toml", "a = 1\nb = \n", 2, "value"),
        ("pytest.ini", "[pytest]\n\nwhat is this\n", 3, "neither a section"),
        ("pytest.ini", "a = 1\n", 1, "no section"),
        (".coveragerc", "[run]\na = 1\na = 2\n", 3, "already exists"),
        ("a.yaml", "a: 1\nb: [1\n", 3, "expected ',' or ']'"),
    ],
)
def test_a_text_that_is_not_what_its_name_says_has_a_fault(name: str, text: str, line: int, says: str) -> None:
    found = fault(name, text)
    assert found is not None
    assert found.line == line
    assert says in found.message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "async def test_a():\n    assert (1, 2)\n"),
        ("a.ts", "const a: string = `x${1}`;\nexport {};\n"),
        ("a.tftest.hcl", 'run "x" {\n  command = plan\n}\n'),
        ("package.json", "{}"),
        ("pytest.ini", "[pytest]\naddopts = -q\n"),
        (".coveragerc", "[run]\nbranch = true\n"),
        ("a.yml", "a: [1, 2]\n"),
        ("README.md", "*((("),
        ("suite.bats", "@test {"),
    ],
)
def test_a_text_that_is_what_its_name_says_or_cannot_be_judged_has_none(name: str, text: str) -> None:
    assert fault(name, text) is None


def test_all_that_the_built_in_templates_make_can_be_judged() -> None:
    names = [name.removesuffix(".j2") for name in template_names() if not name.startswith("paths/")]
    assert [name for name in names if not is_code(name)] == []


BROKEN = [
    ("pytest/package.py.j2", "x = 1\n\ndef f(:\n", 3),
    ("pytest/package.py.j2", "x = 1\n{% if true %}\ny = 2\n\n\nz = = 3\n{% endif %}\n", 6),
    ("pytest/package.py.j2", "{% set name = 'a b' %}\n\n{{ name }} = 1\n", 3),
    ("pytest/package.py.j2", "{% for n in range(3) %}\nx{{ n }} = {{ n }}\n{% endfor %}\n'", 4),
    ("pytest/package.py.j2", "{% macro m() %}\n  )\n{% endmacro %}\nx = 1\n{{ m() }}\n", 2),
    ("jest/package.json.j2", "{\n  {# nothing #}\n  'a': 1\n}\n", 3),
    ("pulumi-pytest/pytest.ini.j2", "[pytest]\n{% if true %}\nwhat is this\n{% endif %}\n", 3),
    ("pytest/package.py.j2", "x = (\n", 1),
    ("pytest/package.py.j2", "x = 1\ny = (\n", 2),
]


@pytest.mark.parametrize(("name", "text", "line"), BROKEN)
def test_a_broken_override_is_told_by_its_line(tmp_path: Path, name: str, text: str, line: int) -> None:
    own = folder(tmp_path / "own", {name: text})
    with pytest.raises(EmitError) as caught:
        Renderer([own]).render(name)
    place = caught.value.position
    assert place is not None
    assert (place.file, place.line) == (str(own / name), line)
    assert f"what {name} makes cannot be parsed: " in str(caught.value)
    assert str(caught.value).startswith(f"{own / name}:{line}: ")
    assert caught.value.diagnostic().position == place


def test_a_fault_in_what_is_included_is_put_to_that_file(tmp_path: Path) -> None:
    files = {"pytest/package.py.j2": 'x = 1\n{% include "house/more.j2" %}\n', "house/more.j2": "\n\ny = (\n"}
    own = folder(tmp_path, files)
    with pytest.raises(EmitError) as caught:
        Renderer([own]).render("pytest/package.py.j2")
    assert caught.value.position is not None
    assert caught.value.position.file == str(own / "house/more.j2")


def test_a_fault_that_shows_in_the_original_is_put_to_the_override(tmp_path: Path) -> None:
    name = "pulumi-pytest/conftest.py.j2"
    own = folder(tmp_path, {name: f"x = 1\ny = 'it's\n{{% include 'builtin/{name}' %}}\n"})
    with pytest.raises(EmitError) as caught:
        Renderer([own]).render(name)
    assert caught.value.position is not None
    assert (caught.value.position.file, caught.value.position.line) == (str(own / name), 2)


def test_a_text_that_is_left_open_is_put_to_the_override(tmp_path: Path) -> None:
    own = folder(
        tmp_path,
        {
            "jest/package.json.j2": '{% set open = true %}\n{ "a": "b,\n{% include "house/rest.j2" %}\n',
            "house/rest.j2": '  "c": 1\n}\n',
        },
    )
    with pytest.raises(EmitError) as caught:
        Renderer([own]).render("jest/package.json.j2")
    assert caught.value.position is not None
    assert (caught.value.position.file, caught.value.position.line) == (str(own / "jest/package.json.j2"), 2)


def test_a_plain_file_of_the_support_library_is_parsed_too(tmp_path: Path) -> None:
    own = folder(tmp_path, {"pytest/support/terraform.py.j2": "x = 1\n\ny = (\n"})
    with pytest.raises(EmitError, match=r"terraform\.py\.j2:3: .*never closed"):
        list(Renderer([own]).files("pytest/support/"))


def test_more_files_of_a_support_library_are_made_from_the_users_templates(tmp_path: Path) -> None:
    own = folder(tmp_path, {"pytest/support/house.py.j2": "X = {{ 1 + 1 }}\n", "pytest/support/house.py.j2~": "("})
    made = dict(Renderer([own]).files("pytest/support/"))
    assert made["house.py"] == "X = 2\n"
    assert {"house.py", *dict(Renderer().files("pytest/support/"))} == made.keys()


def test_a_template_that_nobody_can_parse_is_let_through(tmp_path: Path) -> None:
    own = folder(tmp_path, {"house/list.txt.j2": "((( {{ 1 }}\n"})
    assert Renderer([own]).render("house/list.txt.j2") == "((( 1\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("x = 1\n\n{{ missing }}\n", 3, "'missing' is undefined"),
        ("\n{% include 'gone.j2' %}\n", 2, "there is no template gone.j2"),
        ("\n\n{% if %}\n", 3, "Expected an expression"),
        ("\n{{ 1 / 0 }}\n", 2, "division by zero"),
        ("{% macro m() %}\n{{ 'a' | nofilter }}\n{% endmacro %}\n{{ m() }}\n", 2, "No filter named 'nofilter'"),
    ],
)
def test_a_template_that_fails_is_told_by_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    own = folder(tmp_path, {"pytest/package.py.j2": text})
    with pytest.raises(EmitError) as caught:
        Renderer([own]).render("pytest/package.py.j2")
    assert str(caught.value).startswith(f"{own / 'pytest/package.py.j2'}:{line}: ")
    assert says in str(caught.value)


MALICIOUS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner.__init__.__globals__.os.popen('id').read() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ namespace.__init__ }}",
    "{{ suite.__class__.__init__.__globals__ }}",
    "{{ suite.__dataclass_fields__ }}",
    "{{ ''['__class__'] }}",
    "{{ '{0.__class__.__mro__}'.format(1) }}",
    "{{ '{x.__class__}'.format_map({'x': 1}) }}",
    "{{ ('%s' | format('a')).__class__ }}",
    "{{ [1] | map(attribute='__class__') | join }}",
    "{{ '' | attr('__class__') }}",
    "{{ range(10000000) | list }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../../../../etc/passwd' %}",
    "{% include 'builtin/../../../../../../etc/passwd' %}",
    "{% import '../secret.j2' as secret %}{{ secret }}",
    "{% extends '..\\\\secret.j2' %}",
    "{% set suite.name = 'x' %}",
    "{{ suite.items.append(1) }}",
]


class Suite:
    """Something that templates get."""

    def __init__(self) -> None:
        self.name = "root"
        self.items = [0]


@pytest.mark.parametrize("text", MALICIOUS)
def test_a_malicious_template_reaches_nothing(tmp_path: Path, text: str) -> None:
    folder(tmp_path, {"secret.j2": "root:x:0:0", "own/pytest/package.py.j2": text})
    suite = Suite()
    with pytest.raises(EmitError):
        Renderer([tmp_path / "own"]).render("pytest/package.py.j2", suite=suite)
    assert (suite.name, suite.items) == ("root", [0])
