"""What is wrong with templates is found where it stands, and what is in order is left in peace."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import pytest

from scaffold.cli.main import run
from scaffold.diagnostics import Diagnostic
from scaffold.emit import contract
from scaffold.emit.builtin import builtin_folder
from scaffold.templating import lint as linting
from scaffold.templating import template_path
from scaffold.templating.ejecting import eject
from scaffold.templating.lint import lint

Finding: TypeAlias = tuple[str, int, str]
OVERRIDES = Path(__file__).parents[2] / "examples" / "overrides"
SUITE = "pytest/test_module.py.j2"
EXTENDS = '{% extends "builtin/pytest/test_module.py.j2" %}\n'
UPSTREAM = "{# scaffold template pytest/cases.py.j2, context 1 #}\n"


def written(folder: Path, **texts: str) -> Path:
    """A folder with a suite's template of this text."""
    return files(folder, {SUITE: texts["suite"]})


def files(folder: Path, texts: dict[str, str]) -> Path:
    """A folder with these files."""
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return folder


def found(folder: Path) -> list[Finding]:
    """The findings by file, line and code."""
    return [located(folder, each) for each in lint(folder)]


def located(folder: Path, finding: Diagnostic) -> Finding:
    assert finding.position
    return Path(finding.position.file).relative_to(folder).as_posix(), finding.position.line, finding.code


@pytest.mark.parametrize(
    ("text", "line", "code", "said"),
    [
        (EXTENDS + "{% block heder %}{% endblock %}", 2, "unknown-block", "no block 'heder'"),
        ('{% extends "builtin/pytest/test_modul.py.j2" %}', 1, "unknown-template", "builtin/pytest/test_modul.py.j2"),
        ('\n{% include "house/none.j2" %}', 2, "unknown-template", "'house/none.j2'"),
        ('\n{% import "../../secret.j2" as secret %}', 2, "unknown-template", "'../../secret.j2'"),
        ("{{ suite.nam }}", 1, "undefined", "no 'nam' in a"),
        ("\n\n{{ suit.name }}", 3, "undefined", "no variable 'suit'"),
        (EXTENDS + "{% block header %}\n{{ suit }}{% endblock %}", 3, "undefined", "no variable 'suit'"),
        (
            "{% for group in suite.sections.configuration.groups %}\n# {{ group.titel | comment }}\n{% endfor %}",
            *(2, "undefined", "no 'titel' in a"),
        ),
        ("x = 1\n{{ suite.name | pythn }}", 2, "unknown-filter", "no filter 'pythn'"),
        ("{% if suite is strnig %}{% endif %}", 1, "unknown-test", "no test 'strnig'"),
        ("a\n{% if suite %}\n", 2, "syntax-error", "unexpected end of template"),
        ("a\nb {{ 1 + }}", 2, "syntax-error", "expected"),
        ('{% import "pytest/cases.py.j2" as cases %}\n{{ cases.nothing() }}', 2, "undefined", "no macro 'nothing'"),
        ('{% from "pytest/cases.py.j2" import nothing %}', 1, "undefined", "no macro 'nothing'"),
        ("{{ suite.__class__ }}", 1, "unsafe", "'__class__' cannot be reached"),
        ("{{ ''['__class__'] }}", 1, "unsafe", "'__class__' cannot be reached"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, code: str, said: str, tmp_path: Path) -> None:
    """Names that there are not, and what Jinja cannot read."""
    (finding,) = lint(written(tmp_path, suite=text))
    assert located(tmp_path, finding) == (SUITE, line, code)
    assert said in finding.summary


LOOP = "{% for group in suite.sections.configuration.groups %}\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (LOOP + "x = {{ group.title }}\n{% endfor %}", 2),
        (LOOP + "x = '{{ group.title }}'\n{% endfor %}", 2),
        (LOOP + "# {{ group.title }}\n{% endfor %}", 2),
        (LOOP + "{% set t = group.title | upper %}\nx = {{ t }}\n{% endfor %}", 3),
        (LOOP + "x = {{ 'a' ~ group.title }}\n{% endfor %}", 2),
        (LOOP + "x = {{ group.title if group.title is string }}\n{% endfor %}", 2),
        (LOOP + "{% filter upper %}{{ group.title }}{% endfilter %}\n{% endfor %}", 2),
        (LOOP + "x = {{ group.title | comment }}\n{% endfor %}", 2),
        (LOOP + "{% endfor %}\nx = {{ suite.sections.configuration.groups | map(attribute='title') | join }}", 3),
        ("{% macro say(what) %}\nx = {{ what }}\n{% endmacro %}\n" + LOOP + "{{ say(group.title) }}\n{% endfor %}", 2),
    ],
)
def test_text_of_projects_does_not_get_into_code_as_it_stands(text: str, line: int, tmp_path: Path) -> None:
    """However it got there."""
    assert found(written(tmp_path, suite=text)) == [(SUITE, line, "raw")]


@pytest.mark.parametrize(
    "text",
    [
        LOOP + "x = {{ group.title | python }}\n{% endfor %}",
        LOOP + "# {{ group.title | comment }}\n{% endfor %}",
        LOOP + '"""{{ group.title | docstring }}"""\n{% endfor %}',
        LOOP + "x = {{ group.title | length }}\n{% endfor %}",
        LOOP + "def test_{{ group.subject | snake }}(): ...\n{% endfor %}",
        LOOP + "{% if group.title is none %}{{ group.title }}{% endif %}\n{% endfor %}",
        "{% set given = namespace(x=1) %}{{ given.x }}{{ unheard | default('x') }}",
        "{% if unheard is defined %}{{ unheard }}{% endif %}",
        "{% macro say(what) %}{{ what }}{% endmacro %}{{ say('x') }}{{ caller }}",
        '{% include ["house/none.j2", "pytest/package.py.j2"] %}{% include "house/none.j2" ignore missing %}',
        "{% set name = 'pytest/' ~ 'cases.py.j2' %}{% import name as cases %}{{ cases.whatever() }}",
        LOOP + "{% if not group.title is string and group %}{{ group.title }}{% endif %}\n{% endfor %}",
        LOOP
        + "{% if group.unheard is defined %}{{ group.unheard }}{% endif %}{{ group.x | default(1) }}\n{% endfor %}",
        LOOP + '{% if loop.first %}"""{% else %}"""{% endif %}{{ group.title | comment }}"""\n{% endfor %}',
        "{% macro say(mark, what) %}\n{{ mark }} {{ what | comment }}\n{% endmacro %}{{ say('#', suite.path) }}",
        "{% set section = suite.sections.configuration if suite else suite %}{{ section.name }}",
        EXTENDS + "{% block extra %}{% block mine %}{% endblock %}{% endblock %}",
    ],
)
def test_what_is_in_order_is_left_in_peace(text: str, tmp_path: Path) -> None:
    """Where something cannot be told, nothing is said."""
    assert found(written(tmp_path, suite=text)) == []


def test_a_template_that_nothing_uses(tmp_path: Path) -> None:
    """A name that is misspelled would never be used; one that another template includes is."""
    folder = files(tmp_path, {"pytest/test_modul.py.j2": "x", "house/a.j2": "a", "house/b.j2": "b"})
    files(folder, {SUITE: EXTENDS + '{% block header %}{% include "house/a.j2" %}{% endblock %}'})
    assert found(folder) == [
        ("house/b.j2", 1, "unknown-template"),
        ("pytest/test_modul.py.j2", 1, "unknown-template"),
    ]
    assert lint(folder)[1].hint.startswith(f"Did you mean {SUITE} or ")


def test_files_more_in_a_support_folder_are_used(tmp_path: Path) -> None:
    """Such a folder is copied as a whole."""
    assert found(files(tmp_path, {"pytest/support/house.py.j2": "x = 1\n"})) == []


def test_an_included_template_gets_what_the_others_have(tmp_path: Path) -> None:
    """Names of a helper are those where it is included."""
    suite = LOOP + '{% include "house/group.py.j2" %}\n{% endfor %}'
    folder = files(tmp_path, {SUITE: suite, "house/group.py.j2": "# {{ group.title }}\n{{ gruop }}\n"})
    assert found(folder) == [("house/group.py.j2", 1, "raw"), ("house/group.py.j2", 2, "undefined")]


def test_an_imported_template_gets_nothing_unless_it_is_told(tmp_path: Path) -> None:
    """Without `with context` there are no variables in it."""
    helper = "{% macro say() %}# {{ suite.name }}\n{% endmacro %}"
    folder = files(tmp_path, {SUITE: '{% import "house/a.py.j2" as house %}', "house/a.py.j2": helper})
    assert found(folder) == [("house/a.py.j2", 1, "undefined")]
    files(folder, {SUITE: '{% import "house/a.py.j2" as house with context %}'})
    assert found(folder) == []


def test_where_names_are_unknown_they_are_unknown_in_what_is_included(tmp_path: Path) -> None:
    """A template of a plugin that is not installed gets nobody knows what."""
    folder = files(
        tmp_path, {"acme/suite.py.j2": '{% include "acme/part.py.j2" %}', "acme/part.py.j2": "{{ whatever }}"}
    )
    assert found(folder) == [("acme/suite.py.j2", 1, "unknown-template")]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Others in the folder are looked at all the same."""
    (tmp_path / "pytest").mkdir()
    (tmp_path / SUITE).write_bytes(b"\xff\xfe")
    (tmp_path / "pytest" / "package.py.j2").write_text("{{ nothing }}")
    (tmp_path / "pytest" / "cases.py.j2").symlink_to(tmp_path / "nowhere")
    assert found(tmp_path) == [("pytest/package.py.j2", 1, "undefined"), (SUITE, 1, "unreadable")]


def test_a_template_that_is_nested_too_deeply(tmp_path: Path) -> None:
    """A fault of the template, not of scaffold."""
    assert found(written(tmp_path, suite="{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}")) == [(SUITE, 1, "unreadable")]


def test_templates_that_extend_each_other(tmp_path: Path) -> None:
    """A circle does not keep it from coming to an end."""
    assert found(files(tmp_path, {SUITE: '{% extends "pytest/test_module.py.j2" %}'})) == []


def test_a_template_for_an_older_context(tmp_path: Path) -> None:
    """What changed since is said."""
    (finding,) = lint(written(tmp_path, suite="{# scaffold template pytest/test_module.py.j2, context 0 #}\n"))
    assert located(tmp_path, finding) == (SUITE, 1, "older-context")
    assert "made for context 0" in finding.summary
    assert contract.CHANGES[1][0].what in finding.detail


def test_only_changes_for_the_template_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version that changed nothing for a template is no reason to touch it."""
    other = contract.ContextChange("jest/suite.js.j2", "Something else.")
    monkeypatch.setattr(contract, "CHANGES", {**contract.CHANGES, contract.VERSION + 1: (other,)})
    monkeypatch.setattr(linting, "VERSION", contract.VERSION + 1)
    header = f"{{# scaffold template x, context {contract.VERSION} #}}\n"
    assert found(files(tmp_path, {SUITE: header, "jest/suite.js.j2": header})) == [
        ("jest/suite.js.j2", 1, "older-context")
    ]


def test_a_template_for_a_newer_context(tmp_path: Path) -> None:
    """It was made with a newer scaffold."""
    text = f"{{# scaffold template {SUITE}, context {contract.VERSION + 1} #}}\n"
    assert found(written(tmp_path, suite=text)) == [(SUITE, 1, "newer-context")]


def test_what_changed_upstream_is_shown(tmp_path: Path) -> None:
    """The copy of the original is compared with what it is now."""
    now = (builtin_folder() / "pytest/cases.py.j2").read_text()
    first, _, rest = now.partition("\n")
    folder = files(tmp_path, {"pytest/cases.py.j2": now, ".upstream/pytest/cases.py.j2": UPSTREAM + now})
    assert found(folder) == []
    files(folder, {".upstream/pytest/cases.py.j2": f"{UPSTREAM}as it was\n{rest}"})
    (finding,) = lint(folder)
    assert located(folder, finding) == ("pytest/cases.py.j2", 1, "upstream-changed")
    assert "\n-as it was\n+" + first in finding.detail


def test_an_original_that_is_gone(tmp_path: Path) -> None:
    """The template is not used any more, either."""
    folder = files(tmp_path, {"pytest/old.py.j2": "", ".upstream/pytest/old.py.j2": UPSTREAM})
    assert found(folder) == [("pytest/old.py.j2", 1, "unknown-template"), ("pytest/old.py.j2", 1, "upstream-gone")]


@pytest.mark.parametrize("example", sorted(path.name for path in OVERRIDES.iterdir() if path.is_dir()))
def test_nothing_is_wrong_with_the_examples(example: str) -> None:
    """All of them."""
    folder = OVERRIDES / example
    assert lint(folder / "acme_scaffold" / "templates" if example == "plugin" else folder) == ()


def test_nothing_is_wrong_with_templates_that_were_only_copied_out(tmp_path: Path) -> None:
    """All of the built-in ones, as a whole and block by block."""
    upstream = template_path(tmp_path).upstream
    whole, blocks = tmp_path / "whole", tmp_path / "blocks"
    for name, row in contract.contracts().items():
        eject(upstream, name, whole)
        if row.blocks:
            eject(upstream, name, blocks, row.blocks)
    assert {path.relative_to(whole).as_posix() for path in whole.rglob("*.j2")} > set(contract.contracts())
    assert any(blocks.iterdir())
    assert lint(whole) == ()
    assert lint(blocks) == ()


def test_the_command_fails_where_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Findings with file and line, hints below them, and how many there are."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "mine", suite="\n{{ suite.nam }}")
    assert run(["templates", "lint", "mine"]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"mine/{SUITE}:2: there is no 'nam' in a SuiteView [undefined]\n  hint: Did you mean name?")
    assert said.endswith("1 finding\n")
    written(tmp_path / "mine", suite="# {{ suite.path | comment }}")
    assert run(["templates", "lint", "mine"]) == 0
    assert capsys.readouterr().out == "Nothing is wrong with these templates.\n"
