"""The suites of real projects, run by the real runners."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping

import pytest
from node_projects import NODE_MODULES, SUITE, Project, counts

from scaffold.emit.render import Renderer

Make = Callable[..., Project]

#: The program and the stack, each way through them; `SIZE` makes the last test fail.
TESTS = """
import { json, synthesis, textsUnder } from './support';

describe('the program', () => {
  const app = synthesis({ load: () => import('../../main'), env: { STAGE: 'prod' } });
  const queue = () => app.configuration('aws_sqs_queue', 'orders/queues/main');

  it('has its queue', async () => {
    expect(await queue()).toStrictEqual({
      name: 'orders-prod',
      redrive_policy: json({ deadLetterTargetArn: '${aws_sqs_queue.orders/queues/dead.arn}', maxReceiveCount: 3 }),
      depends_on: ['aws_sqs_queue.orders/queues/dead'],
    });
    expect(textsUnder((await queue()).redrive_policy, 'deadLetterTargetArn')).toHaveLength(1);
  });

  it('has the stacks', async () => {
    expect(await app.stacks()).toStrictEqual(['alarms', 'orders']);
  });
});

describe('the program by default', () => {
  const app = synthesis({ load: () => import('../../main'), env: { STAGE: undefined } });

  it('is for developers', async () => {
    expect((await app.configuration('aws_sqs_queue', 'orders/queues/dead')).name).toBe('orders-dev-dead');
  });
});

for (const size of [undefined, 3, 11]) {
  describe(`the stack with ${size}`, () => {
    const app = synthesis({
      load: () => import('../../lib/orders-stack'),
      create: ({ OrdersStack }, app) => new OrdersStack(app, 'orders', { stage: 'x', size }),
    });

    it('is as large as it is', async () => {
      if (size === 11) return expect(await app.failure()).toContain('11 is too large');
      const { timeout } = await app.configuration('aws_lambda_function', 'orders/worker');
      expect(timeout).toBe(`\\${tonumber(${size ?? SIZE})}`);
    });
  });
}
"""
FILES = ("lib/naming.ts", "lib/orders-stack.ts", "main.ts")
COVERAGE: Mapping[str, tuple[str, ...]] = {
    "jest": ("--coverage",),
    "vitest": ("--coverage.enabled", "--coverage.reporter=text"),
}
OTHERS = 11  # checks of the support library


def project_of(make: Make, size: int = 1, library: str = "cdktf") -> Project:
    checks = Renderer().render("programs/support_suite.ts.j2")
    files = {f"{SUITE}/shop.test.ts": TESTS.replace("SIZE", str(size)), f"{SUITE}/support.test.ts": checks}
    project = make(files, FILES)
    if library != "cdktf":
        for name in (*FILES, "package.json"):
            path = project.folder / name
            path.write_text(path.read_text(encoding="utf-8").replace("cdktf", library), encoding="utf-8")
    return project


@pytest.mark.parametrize(("runner", "library"), [("jest", "cdktf"), ("vitest", "cdktf"), ("jest", "cdktn")])
def test_suites_pass_and_coverage_counts_all_files(make_project: Make, runner: str, library: str) -> None:
    project = project_of(make_project, library=library)
    done = project.runner(runner, *COVERAGE[runner])
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{6 + OTHERS} pass" in done.stdout + done.stderr
    found = {name: numbers for name, numbers in counts(done.stdout).items() if name.endswith(".ts")}
    assert found == {name.rpartition("/")[2]: "100 100 100 100" for name in FILES}, done.stdout


def test_a_wrong_expectation_fails(make_project: Make) -> None:
    done = project_of(make_project, 2).runner("jest")
    assert done.returncode != 0
    assert f"{5 + OTHERS} pass" in done.stdout + done.stderr, done.stdout
    assert "shop.test.ts:40" in done.stdout + done.stderr, done.stderr


@pytest.mark.parametrize("runner", COVERAGE)
def test_a_barrel_loads_what_is_used(make_project: Make, runner: str) -> None:
    """Of more than a thousand modules of the provider."""
    project = make_project()
    project.write(
        f"{SUITE}/barrel.test.ts",
        "import * as fs from 'fs';\nimport { createRequire } from 'module';\nimport { synthesis } from './support';\n"
        "const app = synthesis({ load: () => import('../../main') });\n"
        "it('loads little', async () => {\n"
        "  expect(await app.failure()).toBe('');\n"
        "  const { cache } = typeof jest === 'undefined' ? createRequire(__filename) : require;\n"
        "  const loaded = Object.keys(cache).filter((file) => file.includes('provider-aws'));\n"
        "  fs.writeFileSync('loaded.json', JSON.stringify(loaded));\n"
        "});\n"
        "if (typeof jest !== 'undefined') describe('generated code', () => {\n"
        "  const plain = synthesis({ load: () => import('../../plain') });\n"
        "  it('is loaded where it is used', async () => {\n"
        "  expect((await plain.inventory())['provider.shop']).toStrictEqual(['plain/shop']);\n"
        "  expect((globalThis as any).unusedIsLoaded).toBeUndefined();\n"
        "  });\n"
        "});\n",
    )
    done = project.runner(runner)
    assert done.returncode == 0, done.stdout + done.stderr
    loaded = json.loads((project.folder / "loaded.json").read_text(encoding="utf-8"))
    assert 5 <= len(loaded) <= 10, loaded


def test_types_are_declared(make_project: Make) -> None:
    project = make_project()
    project.write(
        f"{SUITE}/types.ts",
        "import { json, synthesis, textsUnder } from './support';\n"
        "import { checks } from './support/checks';\n"
        "const context = { a: 1 };\n"
        "const app = synthesis({ context, load: async () => ({}), create: ({ A }, app) => new A(app, 'b') });\n"
        "export const all: Promise<unknown>[] = [app.inventory({ without: ['a'] }), app.configuration('a', 'b'),\n"
        "  app.address('a', 'b'), app.outputs(), app.failure(), checks.a()];\n"
        "export const texts: string[] = textsUnder(json({}), 'Action');\n",
    )
    strict = ("--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "commonjs")
    done = project.run("node_modules/.bin/tsc", *strict, f"{SUITE}/types.ts")
    assert done.returncode == 0, done.stdout


def test_terraform_says_its_own_where_it_is_asked(make_project: Make) -> None:
    """With a stand-in, as no provider is there."""
    project = make_project()
    project.write(
        f"{SUITE}/shop.test.ts",
        "import { synthesis } from './support';\ndescribe('it', () => {\n"
        "  const app = synthesis({ load: () => import('../../main') });\n"
        "  it('runs', async () => expect(await app.failure()).toBe(''));\n});\n",
    )
    shell = shutil.which("sh")
    fault = '{"diagnostics": [{"severity": "error", "summary": "Bad", "detail": "it"}]}'
    project.write(
        "bin/shamform",
        f"#!{shell}\ncase $1 in\n-version|init) test -f cdk.tf.json || test $1 = -version;;\n"
        f"*) case $PWD in *alarms) echo '{fault}';;\n"
        "*) echo '{\"diagnostics\": []}';; esac;;\nesac\n",
    )
    (project.folder / "bin" / "shamform").chmod(0o755)
    paths = f"{project.folder / 'bin'}:{os.environ['PATH']}"
    assert "1 passed, 1 total" in project.runner("jest", VALIDATE_WITH="missing").stderr
    asked = project.runner("jest", VALIDATE_WITH="shamform", PATH=paths)
    assert asked.returncode == 1
    assert "is accepted by shamform" in asked.stderr
    assert "alarms: Bad: it" in asked.stderr
    assert "1 failed, 1 passed, 2 total" in asked.stderr


def test_packages_are_there() -> None:
    assert (NODE_MODULES / "@cdktn" / "provider-aws").is_dir()
