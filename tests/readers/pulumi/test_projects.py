"""Projects: how they are found, what their files say, and what is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.readers.programs.budget import with_deep_stack
from scaffold.readers.pulumi import read
from scaffold.readers.pulumi.projects import find_projects
from scaffold.readers.reading import ReadOptions

INDEX = 'import * as aws from "@pulumi/aws";\nnew aws.sqs.Queue("q");\n'


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "files",
    [
        {"index.ts": INDEX},
        {"index.js": INDEX},
        {"package.json": '{"main": "src/main"}', "src/main.ts": INDEX},
        {"package.json": '{"main": "bin/index.js"}', "index.ts": INDEX},
        {"Pulumi.yaml": "name: a\nruntime: {name: nodejs}\nmain: infra\n", "infra/index.ts": INDEX},
        {"Pulumi.yaml": "name: a\nruntime: nodejs\nmain: app.js\n", "app.ts": INDEX},
        {
            "Pulumi.yaml": "name: a\nruntime: nodejs\nmain: infra/\n",
            "infra/package.json": "{}",
            "infra/index.mts": INDEX,
        },
    ],
)
def test_the_entry_file(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, {"Pulumi.yaml": "name: a\nruntime: nodejs\n", **files})
    reading = read(tmp_path, ReadOptions())
    assert reading.diagnostics == ()
    assert [resource.address for resource in reading.projects[0].resources] == ["aws_sqs_queue.q"]


def test_several_projects_in_one_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a/Pulumi.yaml": "name: one\nruntime: nodejs\n",
            "a/index.ts": INDEX,
            "b/infra/Pulumi.yml": "name: two\nruntime: nodejs\n",
            "b/infra/index.js": 'require("@pulumi/aws").sqs; require("../shared").make("x");',
            "b/shared.js": 'const aws = require("@pulumi/aws"); exports.make = n => new aws.sns.Topic(n);',
            "node_modules/x/Pulumi.yaml": "name: no\nruntime: nodejs\n",
            ".hidden/Pulumi.yaml": "name: no\nruntime: nodejs\n",
            "py/Pulumi.yaml": "name: py\nruntime: go\n",
        },
    )
    reading = read(tmp_path, ReadOptions())
    assert [(project.name, project.path, project.platform) for project in reading.projects] == [
        ("one", "a", "pulumi"),
        ("two", "b/infra", "pulumi"),
    ]
    assert [found.code for found in reading.diagnostics] == ["other-runtime"]
    topic = reading.projects[1].resources[0]
    assert (topic.address, topic.position.file) == ("aws_sns_topic.x", "b/shared.js")
    assert reading.projects[1].modules[0].files == ("b/infra/index.js", "b/shared.js")
    assert reading.programs is not None
    assert reading.programs.entries("b/infra")[0].folder == "b/infra"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"Pulumi.yaml": "name: [\n"}, "bad-yaml"),
        ({"Pulumi.yaml": "- a\n"}, "bad-yaml"),
        ({"Pulumi.yaml": "name: a\nruntime: nodejs\n"}, "missing-entry"),
        ({"Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.ts": INDEX, "Pulumi.dev.yaml": "config: {"}, "bad-yaml"),
        ({"Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.ts": f"const = ;\n{INDEX}"}, "syntax-error"),
        ({"Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.ts": "while (true) {}"}, "over-budget"),
        ({"Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.ts": 'import "./gone";'}, "module-not-found"),
        ({"Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.ts": 'throw new Error("no");'}, "program-throws"),
        ({"readme.md": ""}, "no-configuration"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, files: dict[str, str], code: str) -> None:
    write(tmp_path, files)
    reading = read(tmp_path, ReadOptions())
    found = next(found for found in reading.diagnostics if found.code == code)
    assert found.summary
    if code in ("missing-entry", "over-budget", "module-not-found", "program-throws", "no-configuration"):
        assert found.hint
    if code != "no-configuration":
        assert found.position is not None


def test_what_stands_around_a_fault_is_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.ts": f"{INDEX}const = ;\nnew aws.sns.Topic('t');"},
    )
    reading = read(tmp_path, ReadOptions())
    assert [resource.address for resource in reading.projects[0].resources] == ["aws_sqs_queue.q", "aws_sns_topic.t"]
    assert reading.projects[0].modules[0].unread == ("index.ts",)


def test_what_is_declared_before_an_error_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.ts": f'{INDEX}throw new Error("late");'})
    reading = read(tmp_path, ReadOptions())
    assert len(reading.projects[0].resources) == 1
    (found,) = reading.diagnostics
    assert (found.severity, str(found.position)) == (Severity.WARNING, "index.ts:3")
    assert "late" in found.summary


@pytest.mark.parametrize(
    "text",
    [
        "for (;;) new aws.sqs.Queue('q');",
        "function f(): any { return f() } f();",
        "const a: any[] = []; a.length = 1e9;",
        "const o: any = {}; o.__proto__.x = 1; Object.prototype.y = 2; export const z = ({} as any).y;",
        "eval('1'); new Function('return 1')();",
        "import(process.argv[2]);",
        "export const a = pulumi; export const b = aws; export const c = aws.s3.Bucket;",
        "new aws.sqs.Queue('q', pulumi.all as any, 3 as any);",
        "new (aws as any)(); new (aws.s3 as any).bucket(); (aws.s3.Bucket as any)();",
        "const q = new aws.sqs.Queue('q'); (q as any).arn = 3; export const x = q.arn; delete (q as any).arn;",
        "new pulumi.ComponentResource(undefined as any, 'n'); ",
        "pulumi.runtime.registerStackTransformation(() => { throw new Error('t'); }); new aws.sqs.Queue('q');",
        "export const x = new aws.sqs.Queue('q', {}, { parent: 3, provider: 'x', dependsOn: [1] } as any);",
    ],
)
def test_hostile_programs_end(tmp_path: Path, text: str) -> None:
    preamble = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n'
    write(tmp_path, {"Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.ts": preamble + text})
    reading = read(tmp_path, ReadOptions())
    assert len(reading.projects) == 1


def test_nothing_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"secret.txt": "outside", "in/Pulumi.yaml": "name: a\nruntime: nodejs\nmain: ../out.ts\n", "out.ts": INDEX},
    )
    assert read(tmp_path / "in", ReadOptions()).projects[0].resources == ()
    write(
        tmp_path,
        {
            "in/Pulumi.yaml": "name: a\nruntime: nodejs\n",
            "in/index.ts": 'import * as fs from "fs"; export const t = fs.readFileSync("../secret.txt", "utf8");',
        },
    )
    assert "outside" not in str(read(tmp_path / "in", ReadOptions()).projects[0].outputs[0].value).split("'")


OUTSIDE = "name: a\nruntime: nodejs\n"


@pytest.mark.parametrize("named", ["..", "../other", "/", "//", "../other/main.ts", "x" * 300, '"a\\0b"'])
def test_no_entry_leads_out_of_the_folder(tmp_path: Path, named: str) -> None:
    """Not even a package.json is looked at outside, which would say what to read inside."""
    other = {"other/package.json": '{"main": "../in/odd.ts"}', "package.json": '{"main": "in/odd.ts"}'}
    project = f"{OUTSIDE}main: {named}\n"
    write(tmp_path, {**other, "other/main.ts": INDEX, "in/Pulumi.yaml": project, "in/odd.ts": INDEX})
    diagnostics: list[Diagnostic] = []
    (found,) = find_projects(tmp_path / "in", diagnostics)
    assert found.main == ""
    assert [found.code for found in diagnostics] == ["missing-entry"]


@pytest.mark.parametrize("main", ["", ".", "/", "..", "../..", "x" * 300, "a\\u0000b"])
def test_no_package_is_too_strange(tmp_path: Path, main: str) -> None:
    write(tmp_path, {"Pulumi.yaml": OUTSIDE, "package.json": f'{{"main": "{main}"}}', "index.ts": INDEX})
    assert [found.main for found in find_projects(tmp_path, [])] == ["index.ts"]


def test_a_package_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"Pulumi.yaml": OUTSIDE, "package.json": '{\n  "main": ,\n}', "index.ts": INDEX})
    diagnostics: list[Diagnostic] = []
    (project,) = find_projects(tmp_path, diagnostics)
    (found,) = diagnostics
    assert project.main == "index.ts"
    assert (found.code, found.severity, str(found.position)) == ("bad-json", Severity.WARNING, "package.json:2")
    assert found.hint


@pytest.mark.parametrize("name", ["Pulumi.yaml", "Pulumi.dev.yaml", "package.json"])
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path, name: str) -> None:
    text = '{"main": "odd.ts"}' if name == "package.json" else f"{OUTSIDE}config: {{a:b: secret}}\n"
    write(tmp_path, {"out": text, "in/Pulumi.yaml": OUTSIDE, "in/index.ts": INDEX, "in/odd.ts": INDEX})
    (tmp_path / "in" / name).unlink(missing_ok=True)
    (tmp_path / "in" / name).symlink_to(tmp_path / "out")
    diagnostics: list[Diagnostic] = []
    found = find_projects(tmp_path / "in", diagnostics)
    if name == "Pulumi.yaml":
        assert found == []
        assert [each.code for each in diagnostics] == ["bad-yaml"]
    else:
        assert (found[0].main, found[0].stacks) == ("index.ts", ())


def test_configuration_outside_of_the_folder_is_not_read(tmp_path: Path) -> None:
    stack = "config: {a:b: secret}\n"
    project = f"{OUTSIDE}stackConfigDir: ../out\n"
    write(tmp_path, {"out/Pulumi.dev.yaml": stack, "in/Pulumi.yaml": project, "in/index.ts": INDEX})
    assert find_projects(tmp_path / "in", [])[0].stacks == ()


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "Pulumi.yaml")
    diagnostics: list[Diagnostic] = []
    assert find_projects(tmp_path, diagnostics) == []
    assert [found.code for found in diagnostics] == ["bad-yaml"]


UNFOLDING = "".join(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 30))
MERGING = "".join(f"a{at}: &a{at} {{<<: [{', '.join([f'*a{at - 1}'] * 9)}]}}\n" for at in range(1, 30))


@pytest.mark.parametrize(
    "text",
    [
        f"a0: &a0 [x]\n{UNFOLDING}description: *a29\n",
        f"a0: &a0 {{x: y}}\n{MERGING}",
        f"a0: &a0 [x]\n{UNFOLDING}config: {{k: {{description: *a29}}}}\n",
        "config: &c {k: *c}\n",
        f"config: {'[' * 5000}{']' * 5000}\n",
        f"config: {'[' * 200}{']' * 200}\n",
        "k: 2020-13-45\n",
        f"k: {'9' * 5000}\n",
        "k: \N{SNOWMAN}\n" + "#" * 600_000,
    ],
)
def test_no_yaml_takes_long(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"Pulumi.yaml": f"{OUTSIDE}{text}", "index.ts": INDEX})
    diagnostics: list[Diagnostic] = []
    assert with_deep_stack(lambda: find_projects(tmp_path, diagnostics)) == []
    assert [found.code for found in diagnostics] == ["bad-yaml"]


def test_what_yaml_has_besides_is_text_or_a_list(tmp_path: Path) -> None:
    stack = "config:\n  a:x: !!set {y, x, z}\n  a:y: !!binary aGk=\n  a:z: {~: 2020-01-02, 3: .inf}\n"
    write(tmp_path, {"Pulumi.yaml": OUTSIDE, "Pulumi.dev.yaml": stack, "index.ts": INDEX})
    values = find_projects(tmp_path, [])[0].stack.values
    assert values == {"a:x": ("x", "y", "z"), "a:y": "hi", "a:z": {"null": "2020-01-02", "3": float("inf")}}


def test_aliases_are_what_they_stand_for(tmp_path: Path) -> None:
    project = "config:\n  a:x: &x {size: 3}\n  a:y: {<<: *x, name: n}\n  a:z: *x\n"
    write(tmp_path, {"Pulumi.yaml": OUTSIDE, "Pulumi.dev.yaml": project, "index.ts": INDEX})
    values = find_projects(tmp_path, [])[0].stack.values
    assert values == {"a:x": {"size": 3}, "a:y": {"size": 3, "name": "n"}, "a:z": {"size": 3}}


@pytest.mark.parametrize("runtime", ["[nodejs]", "{}", "3", "go", "{name: [nodejs]}", "~"])
def test_other_runtimes_are_said(tmp_path: Path, runtime: str) -> None:
    write(tmp_path, {"Pulumi.yaml": f"name: a\nruntime: {runtime}\n", "index.ts": INDEX})
    diagnostics: list[Diagnostic] = []
    assert find_projects(tmp_path, diagnostics) == []
    assert [found.code for found in diagnostics] == ["other-runtime"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80), stack=st.text(max_size=80))
def test_no_project_file_is_too_strange(tmp_path: Path, text: str, stack: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text(text, encoding="utf-8", errors="replace")
    (tmp_path / "Pulumi.dev.yaml").write_text(stack, encoding="utf-8", errors="replace")
    diagnostics: list = []
    find_projects(tmp_path, diagnostics)
    (tmp_path / "Pulumi.yaml").write_text("name: a\nruntime: nodejs\nconfig:\n  x: 1\n", encoding="utf-8")
    (tmp_path / "index.ts").write_text("", encoding="utf-8")
    assert len(find_projects(tmp_path, diagnostics)) == 1


@pytest.mark.parametrize(
    ("options", "known"),
    [
        ('"target": "ES2020"', True),
        ('"target": "es2022"', False),
        ('"target": "ESNext"', False),
        ('"target": "es2022", "useDefineForClassFields": false', True),
        ('"strict": true', True),
    ],
)
def test_fields_without_a_value_hide_outputs_from_es2022_on(program, options: str, known: bool) -> None:
    text = """
    class Key extends pulumi.dynamic.Resource {
        declare readonly other: pulumi.Output<string>;
        readonly text!: pulumi.Output<string>;
        constructor(name: string) { super({} as any, name, { text: "a" }); }
    }
    export const text = new Key("k").text;
    """
    found = program(
        text, {"tsconfig.json": '{"extends": "./base"}', "base.json": f'{{"compilerOptions": {{{options}}}}}'}
    )
    assert ("text" in found.exported()) is known
