"""Programs that never end, or nest without an end, end in something said about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.readers.cdktf.run import Given, Run
from scaffold.readers.cdktf.spelling import Spelling
from scaffold.readers.programs.javascript import JavaScript
from scaffold.readers.programs.machine import Budget, Evaluator, Program
from scaffold.readers.programs.typescript import read_module
from tests.readers.cdktf.tree.conftest import Only

PRELUDE = """
import { App, Aspects, TerraformHclModule, TerraformLocal, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
const app = new App();
const stack = new TerraformStack(app, 'stack');
const one = new TerraformResource(stack, 'one', { terraformResourceType: 'test_thing' });
"""  # noqa: E501
WORKS = {
    "itself": "const o: any = {}; o.o = o; one.addOverride('x', o);",
    "list of itself": "const o: any[] = []; o.push(o); one.addOverride('x', o);",
    "value of itself": "const o: any = {}; o.o = o; new TerraformOutput(stack, 'o', { value: o });",
    "local of itself": "const o: any = {}; o.o = [o]; new TerraformLocal(stack, 'o', o);",
    "module of itself": "const o: any = { source: 's' }; o.variables = o; new TerraformHclModule(stack, 'o', o);",
    "deep path": "one.addOverride('a.'.repeat(100000) + 'b', 1);",
    "far element": "one.addOverride('a', [1]); one.addOverride('a.99999.b', 1); one.addOverride('a.999999999.b', 1);",
    "growing": "Aspects.of(stack).add({ visit: (node) => { new Construct(node, 'more'); } });",
    "wide": "Aspects.of(stack).add({ visit: (node) => { for (;;) new Construct(stack, `n${Math.random()}`); } });",
    "deep": "let scope: Construct = stack; for (let i = 0; i < 100000; i++) scope = new Construct(scope, 'deeper');",
    "odd ids": "for (const id of ['__proto__', '\\u0000', '\\ud800', 'a'.repeat(1e6)]) new Construct(stack, id);",
    "odd given": "new TerraformOutput(stack, 'o', null as any); new TerraformResource(stack, 'r', 3 as any);",
    "odd scope": "new TerraformOutput(3 as any, 'o', { value: 1 });",
    "odd provider": "Object.assign(one, { provider: 3, lifecycle: 'x', count: {}, forEach: 1 });",
    "odd provisioners": "one.provisioners = [null, 3, { type: null }] as any;",
    "odd aspect": "Aspects.of(stack).add(3 as any);",
    "odd path": "one.addOverride(3 as any, 1); one.addOverride('', 1); one.addOverride('..', 1);",
}


@pytest.mark.parametrize("name", WORKS)
def test_hostile_programs_end(name: str, tmp_path: Path) -> None:
    (tmp_path / "index.ts").write_text(f"{PRELUDE}\n{WORKS[name]}\napp.synth();\n", encoding="utf-8")
    language = JavaScript()
    run = Run(Given(), language, ".", Spelling())
    budget = Budget(steps=300_000, seconds=5)
    machine = Evaluator(Program(tmp_path, read_module, language), Only(run), budget, strict=True)
    machine.run("index.ts")
    assert machine.failure is not None or machine.stopped is not None or run.synthesised
