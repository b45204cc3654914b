"""Hostile and broken projects: a diagnostic or a correct reading, never a traceback, never minutes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from terraform_projects import Reader

from scaffold.diagnostics import Severity
from scaffold.model.project import Project
from scaffold.model.values import Reference, Unknown, Value
from scaffold.readers.reading import Reading, ReadOptions
from scaffold.readers.terraform.reader import read

#: Generous: most take a tenth of a second.
LIMIT = 20.0

REST = 'resource "r_s" "rest" {}\noutput "rest" { value = 1 }\n'


@pytest.fixture
def survive(reader: Reader) -> Callable[..., Reading]:
    """Reads a text beside a file that is fine, in bounded time, and checks what must always hold."""

    def reading(text: str | bytes, name: str = "main.tf") -> Reading:
        started = time.process_time()
        found = reader.reading({name: text, "rest.tf": REST})
        assert time.process_time() - started < LIMIT
        project = found.projects[0]
        assert "r_s.rest" in [resource.address for resource in project.resources]
        assert output(project, "rest") == 1
        for each in found.diagnostics:
            assert each.code
            assert each.summary
            assert each.position is not None
        return found

    return reading


def output(project: Project, name: str) -> Value:
    return next(each.value for each in project.outputs if each.name == name)


def value(expression: str) -> str:
    return f'output "o" {{\n  value = {expression}\n}}\n'


def chain(first: str, step: str, count: int) -> str:
    """Locals that each use the one before: `@` stands for it."""
    lines = [f"  l0 = {first}"] + [f"  l{i + 1} = {step.replace('@', f'local.l{i}')}" for i in range(count)]
    return "locals {\n" + "\n".join(lines) + "\n}\n" + value(f"local.l{count}")


NESTED = {
    "brackets": value("[" * 10_000 + "]" * 10_000),
    "open brackets": value("[" * 10_000),
    "parentheses": value("(" * 5_000 + "1" + ")" * 5_000),
    "objects": value("{ a = " * 5_000 + "1" + " }" * 5_000),
    "calls": value("abs(" * 5_000 + "1" + ")" * 5_000),
    "minus": value("-" * 10_000 + "1"),
    "not": value("!" * 10_000 + "true"),
    "plus": value("1 + " * 20_000 + "1"),
    "conditions": value("true ? 1 : " * 5_000 + "1"),
    "index": value("local.x" + "[0]" * 20_000),
    "computed index": value("local.x" + "[local.y]" * 20_000),
    "splats": value("local.x" + "[*].y" * 5_000),
    "steps behind a splat": value("local.x[*]" + "[0]" * 20_000),
    "interpolations": value('"${' * 3_000 + "1" + '}"' * 3_000),
    "if directives": value('"' + "%{ if true }" * 3_000 + "x" + "%{ endif }" * 3_000 + '"'),
    "for expressions": value("[for a in [1] : " * 3_000 + "1" + "]" * 3_000),
    "heredocs": value(
        "".join(f"<<E{i}\n${{ " for i in range(300)) + "1" + "".join(f" }}\nE{i}\n" for i in reversed(range(300)))
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_deep_expressions_are_refused(name: str, survive: Callable[..., Reading]) -> None:
    found = survive(NESTED[name])
    assert found.diagnostics
    assert {each.code for each in found.diagnostics} == {"syntax-error"}
    assert isinstance(output(found.projects[0], "o"), Unknown)


@pytest.mark.parametrize("count", [500, 10_000])
def test_deep_blocks_cost_only_themselves(count: int, survive: Callable[..., Reading]) -> None:
    text = 'resource "a_b" "deep" {\n' + "  c {\n" * count + "  }\n" * count + '}\nresource "a_b" "next" {}\n'
    found = survive(text)
    assert [each.code for each in found.diagnostics][:1] == ["syntax-error"]
    assert "a_b.next" in [resource.address for resource in found.projects[0].resources]


def test_reasonable_depth_is_read(survive: Callable[..., Reading]) -> None:
    found = survive(value("(" * 20 + "[" * 20 + "1 + 2" + "]" * 20 + ")" * 20))
    assert not found.diagnostics
    found_value = output(found.projects[0], "o")
    for _ in range(20):
        assert isinstance(found_value, tuple)
        (found_value,) = found_value
    assert found_value == 3


CHAINS = {
    "plain": chain("1", "@", 3_000),
    "sum": chain("1", "@ + 1", 3_000),
    "text": chain('"x"', '"${@}x"', 3_000),
    "nested": chain("1", "[@]", 3_000),
    "calls": chain("1", "abs(@)", 3_000),
    "laughing lists": chain('["ha"]', "[@, @, @, @, @, @, @, @, @, @]", 20),
    "laughing objects": chain('{ a = "ha" }', "{ a = @, b = @, c = @ }", 40),
    "laughing text": chain('"ha"', '"${@}${@}${@}${@}"', 40),
    "laughing concat": chain('["ha"]', "concat(@, @)", 60),
    "laughing flatten": chain('["ha"]', "flatten([@, @])", 60),
    "laughing merge": chain('{ a = "ha" }', "merge({ x = @ }, { y = @ })", 60),
    "laughing join": chain('"ha"', "join(@, [@, @, @])", 60),
    "laughing conditions": chain("[1]", "true ? [@, @] : []", 60),
    "laughing equality": chain("[1]", "[@, @]", 40).replace("value = local.l40", "value = local.l40 == local.l40"),
    "laughing JSON": chain("[1]", "[@, @]", 40).replace("value = local.l40", "value = jsonencode(local.l40)"),
    "laughing references": chain("r_s.rest.id", '"${@}-${@}"', 60),
    "laughing unknown conditions": chain("r_s.rest.id", "r_s.rest.x ? [@, @] : [@]", 60),
    "laughing unknown calls": chain("r_s.rest.id", "upper(format(@, @))", 60),
    "laughing splats": chain("[r_s.rest]", "concat(@[*], @[*])", 60),
    "laughing for": chain("[1]", "[for x in [1, 2] : @]", 60),
}


@pytest.mark.parametrize("name", CHAINS)
def test_chains_of_locals_end_in_bounded_time_and_space(
    name: str, survive: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scaffold.readers.terraform.operators.MAX_PARTS", 10_000)
    found = survive(CHAINS[name])
    assert not [each for each in found.diagnostics if each.severity is Severity.ERROR]
    assert found.projects[0].unknowns


def test_a_chain_that_a_person_could_write_is_read(survive: Callable[..., Reading]) -> None:
    assert output(survive(chain("1", "@ + 1", 100)).projects[0], "o") == 101
    wide = "locals {\n" + "".join(f'  l{i} = "${{local.l0}}{i}"\n' for i in range(1, 3_000)) + '  l0 = "x"\n}\n'
    assert output(survive(wide + value("local.l2999")).projects[0], "o") == "x2999"


COSTLY = {
    "range": value("range(1000000000)"),
    "product": value("[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]"),
    "nested for": value("[for a in [1, 2] : " * 40 + "1" + "]" * 40),
    "nested for directives": value('"' + "%{ for a in [1, 2] }" * 40 + "x" + "%{ endfor }" * 40 + '"'),
    "setproduct": value("setproduct(range(1000), range(1000), range(1000))"),
    "power": value("pow(10, 1000000000)"),
    "powers": value("pow(10, 3000) * pow(10, 3000)"),
    "number": value("9" * 100_000),
    "exponent": value("1e999999"),
    "text of a number": value('"x${pow(10, 999999)}"'),
    "format": value('format("%1000000000s", "x")'),
    "indent": value('indent(1000000000, "a\\nb")'),
    "join": value('join("", [for a in range(1000) : join("", [for b in range(1000) : "xxxxxxxxxxxxxxxxxx"])])'),
    "regex": value('regex("(a+)+$", "' + "a" * 5_000 + '!")'),
    "regexall": value('regexall("(a|aa)+b", "' + "a" * 20_000 + '")'),
    "replace": value('replace("' + "a" * 20_000 + '", "/(.*)*x/", "")'),
    "many addresses": value('cidrsubnets("::/0", [for i in range(1000) : 128]...)'),
    "parseint": value('parseint("' + "z" * 100_000 + '", 36)'),
    "deep JSON": value('jsondecode("' + "[" * 50_000 + '")'),
}


@pytest.mark.parametrize("name", COSTLY)
def test_costly_expressions_are_not_evaluated(
    name: str, survive: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scaffold.readers.terraform.session.MAX_STEPS", 30_000)
    found = survive(COSTLY[name])
    assert not isinstance(output(found.projects[0], "o"), int)
    assert sum(len(str(each)) for each in found.diagnostics) < 10_000


COUNTS = {
    "count": 'resource "a_b" "c" { count = 1000000000 }\n',
    "module": 'module "m" {\n  source = "o/r/x"\n  count  = 1000000000\n}\n',
    "for_each": 'resource "a_b" "c" { for_each = toset([for p in setproduct(range(200), range(99)) : join("", p)]) }\n',
    "dynamic": 'resource "a_b" "c" {\n  dynamic "d" {\n    for_each = range(100000000)\n    content {}\n  }\n}\n',
}


@pytest.mark.parametrize("name", COUNTS)
def test_enormous_counts_are_one_entry(name: str, survive: Callable[..., Reading]) -> None:
    found = survive(COUNTS[name])
    assert len(found.projects[0].resources) <= 2
    assert len(found.projects[0].calls) <= 1
    assert found.diagnostics or found.projects[0].unknowns


def test_many_large_counts_are_cut_off(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scaffold.readers.terraform.project.MAX_RESOURCES", 1_000)
    text = "".join(f'resource "a_b" "c{i}" {{ count = 300 }}\n' for i in range(10))
    found = reader.reading(text)
    assert [each.code for each in found.diagnostics] == ["too-many-resources"]
    assert 900 <= len(found.projects[0].resources) <= 1_300


CYCLES: dict[str, tuple[str, str]] = {
    "local": ('locals { a = "${local.a}x" }\n' + value("local.a"), "main.tf:1"),
    "locals": ("locals {\n  a = local.b\n  b = [local.c]\n  c = local.a\n}\n" + value("local.a"), "main.tf:2"),
    "count": ('resource "a_b" "c" {\n  count = length(a_b.c)\n}\n' + value("a_b.c"), "main.tf:2"),
    "counts": (
        'resource "a_b" "c" {\n  count = length(a_b.d)\n}\nresource "a_b" "d" { count = length(a_b.c) }\n'
        + value("a_b.c"),
        "main.tf:2",
    ),
    "for_each": ('resource "a_b" "c" {\n  for_each = a_b.c\n}\n' + value("a_b.c"), "main.tf:2"),
    "through a module": (
        'module "m" {\n  source = "./m"\n  x = module.m.x\n}\n' + value("module.m.x"),
        "m/main.tf:2",
    ),
    "through two modules": (
        'module "m" {\n  source = "./m"\n  x = module.n.x\n}\nmodule "n" {\n  source = "./m"\n  x = module.m.x\n}\n'
        + value("module.m.x"),
        "m/main.tf:2",
    ),
    "count of a module": (
        'module "m" {\n  source = "./m"\n  x = 1\n  count = length(module.m)\n}\n' + value("1"),
        "main.tf:4",
    ),
    "source of a module": ('module "m" {\n  source = module.m.x\n}\n' + value("1"), "main.tf:1"),
    "local through a module": (
        'module "m" {\n  source = "./m"\n  x = local.y\n}\nlocals { y = module.m.x }\n' + value("local.y"),
        "main.tf:5",
    ),
}


@pytest.mark.parametrize("name", CYCLES)
def test_circles_are_told_once_with_their_place(name: str, reader: Reader, survive: Callable[..., Reading]) -> None:
    text, place = CYCLES[name]
    if '"./m"' in text:
        reader.write({"m/main.tf": 'variable "x" {}\noutput "x" { value = var.x }\n'})
    found = survive(text)
    cycles = [each for each in found.diagnostics if each.code == "reference-cycle"]
    assert [str(each.position) for each in cycles] == [place]
    assert "itself" in cycles[0].summary or "refers to the module" in cycles[0].summary


STRINGS = [
    "\"double\" 'single' `tick`",
    "${x} %{y} $${z}",
    "*/ /* // # <!-- -->",
    "\"\"\" ''' ```",
    "back\\slash \\n \\u0041",
    "two\nlines\r\nand\rmore\tand tab",
    "\0 nul and \x07 bell and \x7f",
    "\u2028 \u2029 \ufeff \u202e",
    "é 日本 😀",
    "{{ jinja }} {% raw %} {# c #}",
    "",
    " " * 100,
    "x" * 100_000,
]


@pytest.mark.parametrize("text", STRINGS, ids=range(len(STRINGS)))
def test_odd_strings_arrive_unchanged(text: str, survive: Callable[..., Reading]) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("${", "$${").replace("%{", "%%{")
    for old, new in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = escaped.replace(old, new)
    found = survive(f'resource "a_b" "c" {{\n  x = "{escaped}"\n  y = {{ "{escaped}" = 1 }}\n}}\n')
    assert not found.diagnostics
    assert found.projects[0].resources[0].attributes == {"x": text, "y": {text: 1}}


def test_odd_keys_make_addresses_that_read_back(survive: Callable[..., Reading]) -> None:
    keys = ['q\\"q', "b\\\\s", "$${x}", "%%{y}", "n\\nl", "*/", "`", "'''", "[0]", "a.b"]
    listed = ", ".join(f'"{key}"' for key in keys)
    declared = f'resource "a_b" "c" {{ for_each = toset([{listed}]) }}\n'
    addresses = [each.address for each in survive(declared).projects[0].resources if each.type == "a_b"]
    assert len(addresses) == len(keys)
    outputs = "".join(f'output "o{i}" {{ value = {address} }}\n' for i, address in enumerate(addresses))
    again = survive(declared + outputs)
    assert not again.diagnostics
    values = [each.value for each in again.projects[0].outputs if each.name != "rest"]
    assert values == [Reference(address) for address in addresses]


FILES: dict[str, tuple[bytes, str]] = {
    "not UTF-8": (b'output "x" { value = "\xff\xfe" }', "unreadable-file"),
    "UTF-16": ('output "x" { value = 1 }'.encode("utf-16"), "unreadable-file"),
    "binary": (bytes(range(256)) * 100, "unreadable-file"),
    "NULs": (b"\0" * 10_000, "syntax-error"),
    "an archive": (b"PK\x03\x04" + b"\0" * 100, "syntax-error"),
    "HTML": (b"<!DOCTYPE html>\n<html><body>404</body></html>\n", "syntax-error"),
    "a merge conflict": (b'<<<<<<< HEAD\noutput "x" { value = 1 }\n=======\n>>>>>>> b\n', "syntax-error"),
    "only braces": (b"{}{}{}{", "syntax-error"),
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_configuration_are_told(name: str, survive: Callable[..., Reading]) -> None:
    content, code = FILES[name]
    found = survive(content)
    assert found.diagnostics[0].code == code
    assert str(found.diagnostics[0].position).startswith("main.tf:")
    assert found.diagnostics[0].hint


LARGE = {
    "garbage": "@ = } {\n" * 100_000,
    "words": "a b c d\n" * 100_000,
    "open strings": 'a = "x\n' * 100_000,
    "open heredocs": "a = <<X\n" * 100_000,
    "open blocks": "a {\n" * 100_000,
    "closing braces": "}\n" * 200_000,
    "spaces": " " * 500_000,
    "comment": "/*" + "x *" * 1_700_000 + "*/",
    "open comment": "/*" + "x *" * 100_000,
    "dollars": 'locals { a = "' + "$" * 500_000 + '" }',
    "one string": 'locals { a = "' + "x" * 1_000_000 + '" }',
    "heredocs": "".join(f"locals {{\n  a{i} = <<E\n" + "text $${x} }\n" * 10_000 + "E\n}\n" for i in range(40)),
}


@pytest.mark.parametrize("name", LARGE)
def test_megabytes_take_bounded_time(name: str, survive: Callable[..., Reading]) -> None:
    found = survive(LARGE[name])
    assert len(found.diagnostics) <= 25


def test_a_file_that_is_too_large_is_told(survive: Callable[..., Reading]) -> None:
    found = survive("#" * 9_000_000)
    assert [each.code for each in found.diagnostics] == ["unreadable-file"]


# What stands in folders


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, ReadOptions())
    assert found.projects == ()
    assert [each.code for each in found.diagnostics] == ["no-configuration"]
    assert found.diagnostics[0].hint


def test_a_folder_without_terraform_is_told(tmp_path: Path) -> None:
    for name in ("main.py", "x.tfvars", ".terraform/m/main.tf", "node_modules/p/main.tf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert [each.code for each in read(tmp_path, ReadOptions()).diagnostics] == ["no-configuration"]


def test_what_is_neither_file_nor_folder_is_told(reader: Reader) -> None:
    reader.write({"rest.tf": REST, "folder.tf/inner.txt": ""})
    os.mkfifo(reader.folder / "pipe.tf")
    (reader.folder / "loop.tf").symlink_to("loop.tf")
    (reader.folder / "dangling.tf").symlink_to("gone.tf")
    (reader.folder / "null.tf").symlink_to("/dev/null")
    (reader.folder / "zero.tf").symlink_to("/dev/zero")
    (reader.folder / "passwd.tf").symlink_to("/etc/passwd")
    found = reader.reading({})
    assert {(each.code, str(each.position)) for each in found.diagnostics} == {
        ("unreadable-file", f"{name}.tf:1") for name in ("pipe", "loop", "dangling", "null", "zero", "passwd")
    }
    assert [each.address for each in found.projects[0].resources] == ["r_s.rest"]
    assert "root:" not in str(found)


def test_a_link_inside_the_project_is_followed(reader: Reader) -> None:
    reader.write({"shared/common.tf": 'locals { x = "shared" }\n', "live/main.tf": value("local.x")})
    (reader.folder / "live/common.tf").symlink_to("../shared/common.tf")
    found = Reader(reader.folder / "live").project({})
    assert output(found, "o") == "shared"


def test_loops_of_folders_end(reader: Reader) -> None:
    reader.write({"main.tf": REST, "a/b/main.tf": 'module "up" { source = "./loop" }\n'})
    (reader.folder / "a/b/loop").symlink_to("..")
    (reader.folder / "a/self").symlink_to(".")
    (reader.folder / "top").symlink_to("/")
    found = reader.reading({})
    assert [project.path for project in found.projects] == [".", "a/b"]
    assert {each.code for each in found.diagnostics} <= {"module-not-found", "module-cycle"}


def test_a_module_through_a_loop_of_links_ends(reader: Reader) -> None:
    reader.write({"main.tf": 'module "m" { source = "./loop" }\n' + REST})
    (reader.folder / "loop").symlink_to(".")
    found = reader.reading({})
    assert "module-cycle" in {each.code for each in found.diagnostics}
    assert len(found.projects[0].calls) <= 40


def test_a_module_behind_a_link_out_of_the_project_is_not_read(
    reader: Reader, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "main.tf").write_text('resource "r_s" "secret" {}\n')
    (reader.folder / "out").symlink_to(outside)
    found = reader.reading('module "m" { source = "./out" }\n' + REST)
    assert [each.code for each in found.diagnostics] == ["module-outside"]
    assert "secret" not in str(found.projects)


def test_files_that_may_not_be_read_are_told(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "closed.tf":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = reader.reading({"closed.tf": "", "rest.tf": REST})
    assert [(each.code, each.summary) for each in found.diagnostics] == [
        ("unreadable-file", "The file cannot be read: Permission denied")
    ]
    assert len(found.projects[0].resources) == 1


def test_odd_file_names_are_read(reader: Reader) -> None:
    names = ["with space.tf", 'quo"te.tf', "new\nline.tf", "ünïcode.tf", "`tick`.tf", "${x}.tf", "-dash.tf", "a.b.c.tf"]
    found = reader.project({name: f'output "o{i}" {{ value = {i} }}\n' for i, name in enumerate(names)})
    assert {each.name: each.value for each in found.outputs} == {f"o{i}": i for i in range(len(names))}


def test_a_source_that_is_no_path_is_told(survive: Callable[..., Reading]) -> None:
    for source in ("./" + "x" * 10_000, "./a\\u0000b", "../" * 5_000, "./*", "./ "):
        found = survive(f'module "m" {{ source = "{source}" }}\n')
        assert found.diagnostics[0].code in ("module-not-found", "module-outside")


def test_work_beyond_the_budget_is_said_and_left_unknown(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scaffold.readers.terraform.session.MAX_STEPS", 1000)
    reading = reader.reading({"main.tf": 'output "o" { value = [for i in range(900) : [for j in range(900) : i]] }\n'})
    assert [found.code for found in reading.diagnostics] == ["too-much-work"]
    assert isinstance(reading.projects[0].outputs[0].value, Unknown)
