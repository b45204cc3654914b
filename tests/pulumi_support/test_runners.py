"""The suites of real projects, run by the real runners."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from node_projects import NODE_MODULES, SUITE, Project, counts

Make = Callable[..., Project]

CHECKS = """
import { checks } from './support/checks';

describe('the support library', () => {
  for (const [title, check] of Object.entries(checks)) it(title, check);
});
"""
#: Every arm of the programs' component; `STATE` makes the last test fail.
TESTS = """
import assert from 'node:assert';
import { deployment, json } from './support';

const load = () => import('../../lib/store');
const variants = {
  'with no arguments': [{}, 'plain'],
  'with a kind': [{ kind: 'rare' }, 'rare'],
  'with an alarm': [{ kind: 'rare', alarm: true }, 'rare'],
};
for (const [title, [args, kind]] of Object.entries(variants)) {
  describe(`Store ${title}`, () => {
    const stack = deployment({ load, create: ({ Store }) => new Store('test', args) });

    it('tags its queue', async () => {
      const queue = await stack.inputs('aws:sqs/queue:Queue', 'test-queue');
      assert.deepStrictEqual(queue, { tags: { kind }, policy: json({ kind }) });
    });

    it('makes topics', async () => {
      const topics = 'alarm' in args ? ['test-alarm'] : undefined;
      assert.deepStrictEqual((await stack.inventory())['aws:sns/topic:Topic'], topics);
    });
  });
}

describe('Store without arguments', () => {
  const stack = deployment({ load, create: ({ Store }) => new Store('other') });

  it('exports the ARN', async () => {
    const arn = await stack.output('aws:sqs/queue:Queue', 'other-queue', 'arn');
    assert.deepStrictEqual(await stack.exports(), { arn, kind: 'plain' });
  });
});

describe('the program', () => {
  const stack = deployment({ project: 'shop', config: { 'shop:size': 2 }, load: () => import('../../index') });

  it('exports what it is asked for', async () => {
    assert.deepStrictEqual(await stack.exports(), { size: STATE });
  });
});
"""
STORE_TS = """
import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';
import { kindOf, StoreArgs } from './kinds';

export class Store extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: StoreArgs = {}, opts?: pulumi.ComponentResourceOptions, public kind = kindOf(args)) {
    super('shop:index:Store', name, {}, opts);
    const queue = new aws.sqs.Queue(`${name}-queue`, {
      tags: { kind },
      policy: JSON.stringify({ kind }),
    }, { parent: this });
    if (args.alarm) {
      new aws.sns.Topic(`${name}-alarm`, {}, { parent: this });
    }
    this.arn = queue.arn;
  }
}
"""
KINDS_TS = """
export interface StoreArgs {
  kind?: string;
  alarm?: boolean;
}

export const kindOf = (args: StoreArgs): string => args?.kind ?? 'plain';
"""
INDEX_TS = """
import * as pulumi from '@pulumi/pulumi';

const size: number = new pulumi.Config().requireNumber('size');

export { size };
"""
STORE_CJS = """
'use strict';

const pulumi = require('@pulumi/pulumi');
const aws = require('@pulumi/aws');
const { kindOf } = require('./kinds');

class Store extends pulumi.ComponentResource {
  constructor(name, args = {}, opts = undefined, kind = kindOf(args)) {
    super('shop:index:Store', name, {}, opts);
    const queue = new aws.sqs.Queue(`${name}-queue`, {
      tags: { kind },
      policy: JSON.stringify({ kind }),
    }, { parent: this });
    if (args.alarm) {
      new aws.sns.Topic(`${name}-alarm`, {}, { parent: this });
    }
    this.arn = queue.arn;
    this.kind = kind;
  }
}

module.exports = { Store };
"""
PROJECTS: Mapping[str, Mapping[str, str]] = {
    "typescript": {
        "package.json": "{}",
        "tsconfig.json": '{ "compilerOptions": { "target": "es2020", "module": "commonjs", "strict": true } }',
        "lib/store.ts": STORE_TS,
        "lib/kinds.ts": KINDS_TS,
        "lib/unused.ts": "export const unused = (flag: boolean) => (flag ? 1 : 2);\n",
        "index.ts": INDEX_TS,
    },
    "javascript": {
        "package.json": "{}",
        "lib/store.js": STORE_CJS,
        "lib/kinds.js": "exports.kindOf = (args) => args?.kind ?? 'plain';\n",
        "lib/unused.js": "exports.unused = (flag) => (flag ? 1 : 2);\n",
        "index.js": (
            "const pulumi = require('@pulumi/pulumi');\n\n"
            "module.exports = async () => ({ size: new pulumi.Config().requireNumber('size') });\n"
        ),
    },
    "modules": {
        "package.json": '{ "type": "module" }',
        "lib/store.js": STORE_CJS.replace("'use strict';\n", "")
        .replace("const pulumi = require('@pulumi/pulumi')", "import * as pulumi from '@pulumi/pulumi'")
        .replace("const aws = require('@pulumi/aws')", "import * as aws from '@pulumi/aws'")
        .replace("const { kindOf } = require('./kinds')", "import { kindOf } from './kinds.js'")
        .replace("module.exports = { Store };", "export { Store };"),
        "lib/kinds.js": "export const kindOf = (args) => args?.kind ?? 'plain';\n",
        "lib/unused.js": "export const unused = (flag) => (flag ? 1 : 2);\n",
        "index.js": (
            "import { Config } from '@pulumi/pulumi';\n\n"
            "export const size = await Promise.resolve(new Config().requireNumber('size'));\n"
        ),
    },
}
RUNNERS = ("jest", "vitest", "mocha")
COVERAGE: Mapping[str, tuple[str, ...]] = {
    "jest": ("--coverage",),
    "vitest": ("--coverage.enabled", "--coverage.reporter=text"),
    "mocha": (),
}
ENDINGS = {"jest": "test", "vitest": "test", "mocha": "spec"}


def project_of(make: Make, language: str, state: str) -> Project:
    files = PROJECTS[language]
    project = make(files, tuple(name for name in files if name.endswith((".ts", ".js"))))
    for kind in ("test", "spec"):
        ending = f"{kind}.{'ts' if language == 'typescript' else 'js'}"
        project.write(f"{SUITE}/shop.{ending}", TESTS.replace("STATE", state))
        project.write(f"{SUITE}/support.{ending}", CHECKS)
    return project


@pytest.fixture(scope="module", params=PROJECTS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def project(make_project: Make, language: str) -> Project:
    return project_of(make_project, language, "2")


@pytest.mark.parametrize("runner", RUNNERS)
def test_suites_pass_and_coverage_counts_all_files_and_nothing_else(
    project: Project, language: str, runner: str
) -> None:
    done = project.runner(runner, *COVERAGE[runner])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20 pass" in done.stdout + done.stderr
    ending = "ts" if language == "typescript" else "js"
    found = {name: numbers for name, numbers in counts(done.stdout).items() if name.endswith((".js", ".ts"))}
    if runner != "mocha":
        assert set(found) == {f"{name}.{ending}" for name in ("store", "kinds", "index", "unused")}, done.stdout
        assert found.pop(f"unused.{ending}").startswith("0 "), done.stdout
        assert set(found.values()) == {"100 100 100 100"}, done.stdout


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_wrong_expectation_fails(make_project: Make, runner: str) -> None:
    project = project_of(make_project, "typescript", "3")
    done = project.runner(runner)
    assert done.returncode != 0
    assert "19 pass" in done.stdout + done.stderr, done.stdout
    assert f"shop.{ENDINGS[runner]}.ts:40" in done.stdout + done.stderr


def test_jest_needs_no_compiler_of_the_project(make_project: Make) -> None:
    project = project_of(make_project, "modules", "2")
    packages = project.folder / "node_modules"
    packages.unlink()
    packages.mkdir()
    for package in NODE_MODULES.iterdir():
        if package.name != "typescript":
            (packages / package.name).symlink_to(package)
    done = project.runner("jest", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_change_of_the_options_counts_at_once(make_project: Make) -> None:
    files = {
        "package.json": "{}",
        "tsconfig.json": '{ "extends": "./base.json" }',
        "base.json": '{ "compilerOptions": { "paths": { "@names": ["./a"] } } }',
        "a.ts": "export const name = 'a';\n",
        "b.ts": "export const name = 'b';\n",
        "index.ts": "import { name } from '@names';\n\nexport { name };\n",
    }
    project = make_project(files)
    project.write(
        f"{SUITE}/names.test.ts",
        "import { deployment } from './support';\n"
        "const stack = deployment({ load: () => import('../../index') });\n"
        "it('is', async () => { expect(await stack.exports()).toEqual({ name: process.env.NAME }); });\n",
    )
    command = ("node_modules/.bin/jest", "--config", f"{SUITE}/jest.config.js")
    assert project.run(*command, NAME="a").returncode == 0
    project.write("base.json", files["base.json"].replace("./a", "./b"))
    assert project.run(*command, NAME="a").returncode == 1
    assert project.run(*command, NAME="b").returncode == 0


def test_types_are_declared(make_project: Make) -> None:
    project = make_project({"package.json": "{}"})
    project.write(
        f"{SUITE}/types.ts",
        "import { deployment, json, secret, textsUnder } from './support';\n"
        "import { checks } from './support/checks';\n"
        "const config = { a: secret('b') };\n"
        "const stack = deployment({ config, load: async () => ({}), create: ({ A }) => new A() });\n"
        "export const all: Promise<unknown>[] = [stack.inventory(), stack.inputs('a', { name: 'b', parent: 'c' }),\n"
        "  stack.output('a', 'b', 'c', 0), stack.resource('a', 'b').options(), stack.failure(), checks.a()];\n"
        "export const texts: string[] = textsUnder(json({}), 'Action');\n",
    )
    compiler = (
        "node_modules/.bin/tsc",
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--target",
        "es2022",
        "--module",
        "commonjs",
    )
    done = project.run(*compiler, f"{SUITE}/types.ts")
    assert done.returncode == 0, done.stdout


def test_jest_loads_packages_that_are_modules_alone(make_project: Make) -> None:
    project = make_project({"package.json": '{ "dependencies": { "modern": "*" } }'})
    packages = project.folder / "node_modules"
    packages.unlink()
    packages.mkdir()
    for package in NODE_MODULES.iterdir():
        (packages / package.name).symlink_to(package)
    for name, text in {"modern": "export { deep } from 'deeper';\n", "deeper": "export const deep = 1;\n"}.items():
        needs = {"modern": {"deeper": "*"}}.get(name, {})
        content = {"name": name, "type": "module", "exports": "./index.js", "dependencies": needs}
        project.write(f"node_modules/{name}/package.json", json.dumps(content))
        project.write(f"node_modules/{name}/index.js", text)
    project.write("index.ts", "import { deep } from 'modern';\n\nexport { deep };\n")
    project.write(
        f"{SUITE}/modern.test.ts",
        "import { deployment } from './support';\n"
        "const stack = deployment({ load: () => import('../../index') });\n"
        "it('is', async () => { expect(await stack.exports()).toEqual({ deep: 1 }); });\n",
    )
    done = project.runner("jest")
    assert done.returncode == 0, done.stdout + done.stderr
