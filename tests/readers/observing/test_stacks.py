"""Programs that synthesise stacks, run to settle what reading them leaves open."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold.model.deployments import Evaluation, Failure, Registration, Role, Variant
from scaffold.model.position import Position
from scaffold.model.values import Call, Reference, Template, Unknown, Value, unknowns
from scaffold.readers.cdktf.reader import read
from scaffold.readers.observing import Observed, compared, settled, synthesise
from scaffold.readers.observing.stacks import answers, spoken
from scaffold.readers.reading import ReadOptions

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = ROOT / "templates"
PYTHON = """
import colorsys
import os
import random
import socket
from constructs import Construct
from cdktn import App, Fn, TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable

class Sums(TerraformStack):
    def __init__(self, scope: Construct, id: str, size: int = 1):
        super().__init__(scope, id)
        stage = self.node.try_get_context("stage")
        who = TerraformVariable(self, "who", type="string", default=stage)
        TerraformLocal(self, "sum", {"odd": colorsys.rgb_to_hsv(1, 0, 0)[2], "who": who.string_value, "size": size})
        TerraformLocal(self, "luck", random.random())
        try:
            socket.create_connection(("127.0.0.1", 9))
        except PermissionError:
            TerraformOutput(self, "alone", value=Fn.upper(who.string_value), sensitive=True)

if __name__ == "__main__":
    app = App()
    Sums(app, os.environ.get("STAGE", "test"), 2)
    app.synth()
"""
TYPESCRIPT = """
import { App, TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktn';
import { Construct } from 'constructs';
import * as vm from 'vm';
import * as net from 'net';

class Sums extends TerraformStack {
  constructor(scope: Construct, id: string, props: { size: number }) {
    super(scope, id);
    const who = new TerraformVariable(this, 'who', { type: 'string', default: this.node.tryGetContext('stage') });
    new TerraformLocal(this, 'sum', { who: who.stringValue, size: props.size, odd: vm.runInNewContext('4 + 5') });
    new TerraformLocal(this, 'luck', Math.random());
    try {
      net.connect(9);
    } catch {
      new TerraformOutput(this, 'alone', { value: who.stringValue, sensitive: true });
    }
  }
}

const app = new App();
new Sums(app, process.env.STAGE ?? 'test', { size: 2 });
app.synth();
"""


def laid_out(folder: Path, language: str) -> Path:
    python = language == "python"
    (folder / ("main.py" if python else "main.ts")).write_text(PYTHON if python else TYPESCRIPT)
    command = "python main.py" if python else "npx ts-node main.ts"
    settings = f'{{"language": "{language}", "app": "{command}", "context": {{"stage": "dev"}}}}'
    (folder / "cdktf.json").write_text(settings)
    if not python:
        (folder / "package.json").write_text('{"dependencies": {"cdktn": "*", "constructs": "*"}}')
        (folder / "node_modules").symlink_to(ROOT / "tests" / "node" / "node_modules")
    return folder


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_a_run_settles_what_is_not_known(tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    root = laid_out(tmp_path, language)
    reading = read(root, ReadOptions())
    assert reading.programs is not None
    program = reading.programs.entries(reading.projects[0].path)[0]
    evaluation = reading.programs.evaluate(Variant(program, {"env.STAGE": "prod", "context.stage": "qa"}))
    observed = synthesise(root, evaluation.variant, evaluation.packages, TEMPLATES)
    assert observed is not None
    assert not observed.failure
    found = compared(evaluation, observed)
    assert not found.wrong
    assert found.unknown
    done = settled(evaluation, observed)
    assert done is not None
    values = {each.name: each.inputs for each in done.registrations}
    assert values["prod/who"]["default"] == "qa"
    held = values["prod/sum"]["value"]
    assert isinstance(held, Mapping)
    assert held["size"] == 2
    assert not list(unknowns(held))
    assert held["odd"] == (1 if language == "python" else 9)
    assert isinstance(values["prod/luck"]["value"], Unknown)
    assert [each.name for each in done.exports if each.secret] == ["alone"]


REFERENCE = Reference("aws_sqs_queue.q", ("arn",))
SPOKEN: list[tuple[Value, Value]] = [
    (REFERENCE, "${aws_sqs_queue.orders/q.arn}"),
    (Call("address", (Reference("aws_sqs_queue.q"),)), "aws_sqs_queue.orders/q"),
    (Template(("a-", Reference("var.who"), "-b")), "a-${var.orders/who}-b"),
    ({"a": (Reference("aws_sqs_queue.q", ("tags", 0)),)}, {"a": ("${aws_sqs_queue.orders/q.tags[0]}",)}),
    (Call("jsonencode", ({"a": REFERENCE},)), Call("jsonencode", ({"a": "${aws_sqs_queue.orders/q.arn}"},))),
    (Reference("else.where"), Reference("else.where")),
]


def evaluation(**inputs: Value) -> Evaluation:
    from scaffold.model.deployments import Entry

    def registration(address: str, token: str, name: str) -> Registration:
        return Registration(address, token, token, name, Role.CUSTOM, inputs, inputs, Position("main.py"))

    every = (
        registration("aws_sqs_queue.q", "aws_sqs_queue", "orders/q"),
        registration("var.who", "variable", "orders/who"),
    )
    entry = Entry("orders", "main.py", ".", ".", language="python", platform="cdktf")
    return Evaluation(Variant(entry), registrations=every)


@pytest.mark.parametrize(("value", "shown"), SPOKEN)
def test_values_are_compared_as_suites_spell_them(value: Value, shown: Value) -> None:
    assert spoken(evaluation(), value) == shown


def test_what_both_say_stays_as_it_was_read() -> None:
    element = {"type": "aws_sqs_queue", "path": "orders/q", "address": "", "configuration": {}}
    body = {"map": {"name": "${var.orders/who}", "size": 3}}
    others = [
        {**element, "type": "variable", "path": "orders/who", "configuration": body},
        {**element, "path": "orders/more", "configuration": {"map": {"a": 1}}},
        {**element, "path": "orders/cross-stack-reference-input-x", "configuration": {"map": {}}},
    ]
    run = {"elements": [{**element, "configuration": body}, *others], "outputs": {"cross-stack-output-x": {"map": {}}}}
    (observed,) = answers({"runs": [run]})
    known = evaluation(name=Reference("var.who"), size=Unknown("why not"))
    done = settled(known, observed)
    assert done is not None
    assert done.registrations[0].inputs == {"name": Reference("var.who"), "size": 3}
    assert [each.address for each in done.registrations[2:]] == ["aws_sqs_queue.orders/more"]
    assert done.exports == ()


@pytest.mark.parametrize(
    ("known", "stays"),
    [
        (Failure("Error: no such stage", Position("main.py")), True),
        (Failure("ours", Position("main.py"), unread=True), True),
        (Failure("something else", Position("main.py")), False),
    ],
)
def test_a_failure_stays_as_it_was_read_where_it_is_the_same(known: Failure, stays: bool) -> None:
    failing = replace(evaluation(), failure=known)
    done = settled(failing, Observed(failure="the program does not get to its end: no such stage"))
    assert (done is failing) == stays


def test_what_goes_wrong_is_data(tmp_path: Path) -> None:
    assert answers({"failure": "it does not end"}) == (Observed(failure="it does not end"),)
    assert answers({"runs": [{"failure": ""}]})[0].failure
    entry = evaluation(size=Call("map", ())).variant.entry
    bad = synthesise(tmp_path, Variant(entry, {"context.x": Unknown("why not")}), (), TEMPLATES)
    assert bad is not None
    assert "not plain" in bad.failure
