"""Suites of programs: the files, what stands in them, and that nothing of a project's text gets out of its quotes."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import tree_sitter_typescript
from deployed_samples import QUEUE, TOPIC, WORK_ARN, case, sample_plan, sample_suite
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tree_sitter import Language, Parser

from scaffold.emit import TARGETS, EmitError, EmitOptions, emit
from scaffold.emit.deployed_literals import JAVASCRIPT
from scaffold.emit.deployed_names import JAVASCRIPT_NAMES, class_name, free, local_name, resource_names
from scaffold.emit.deployed_spelling import Mocked
from scaffold.model.deployed import (
    Configured,
    DeployedCase,
    DeployedSuite,
    Deployment,
    ExportNames,
    Exports,
    Given,
    Points,
    ReadAs,
    Refuses,
    Registered,
    Subject,
    Truth,
    Truths,
)
from scaffold.model.deployments import Entry, Variant
from scaffold.model.facts import Relation
from scaffold.model.families import Family
from scaffold.model.position import Position
from scaffold.model.project import Parameter
from scaffold.model.testplan import TestPlan
from scaffold.model.values import Call, Reference, Template, Unknown, Value

FOLDER = "tests/infrastructure_checks"
DEPLOYED = [name for name, target in TARGETS.items() if target.fits("pulumi", "typescript")]
HOSTILE = 'a\'b"c`d${e}%{f}*/g"""h\\i\nj\r\u2028k\u202el\0{{ m }}{% n %}#//\ud800'
PARSER = Parser(Language(tree_sitter_typescript.language_typescript()))


def files(suite: DeployedSuite, target: str = "pulumi-jest", options: EmitOptions | None = None) -> Mapping[str, str]:
    return emit(TestPlan("pulumi", (), deployed=(suite,)), target, options)


def written_test(suite: DeployedSuite, target: str = "pulumi-jest") -> str:
    """The one test file of a suite, but for that of the support library."""
    paths = re.compile(rf"{FOLDER}/(?!support)[^/]+\.(test|spec)\.[jt]s$")
    (found,) = (text for path, text in files(suite, target).items() if paths.match(path))
    return found


def suite_of(*cases: DeployedCase, subjects: Mapping[str, Subject] | None = None, **rest: object) -> DeployedSuite:
    """A suite of one deployment of a program."""
    entry = Entry(title="shop", module="index.ts")
    deployment = Deployment("shop", Variant(entry), cases, subjects or {"q": Subject(QUEUE, "work")})
    return replace(sample_suite(), entries=(entry,), deployments=(deployment,), **rest)  # type: ignore[arg-type]


def body_of(*expect: object, subjects: Mapping[str, Subject] | None = None, target: str = "pulumi-jest") -> str:
    """The lines of one test that expects this, without their margin."""
    text = written_test(suite_of(case(Family.WIRING, "is so", *expect), subjects=subjects), target)  # type: ignore[arg-type]
    found = re.search(r"  it\('is so', async \(\) => \{\n(.*?)\n  \}\);\n", text, re.DOTALL)
    return re.sub(r"^    ", "", found[1], flags=re.MULTILINE) if found else ""


def test_one_file_for_each_project_with_the_library_beside_it():
    plan = sample_plan()
    assert [path for path in emit(plan, "pulumi-jest") if "/support/" not in path] == [
        f"{FOLDER}/jest.config.js",
        f"{FOLDER}/package.json",
        f"{FOLDER}/shop.test.ts",
        f"{FOLDER}/support.test.ts",
    ]
    assert f"{FOLDER}/vitest.config.mjs" in emit(plan, "pulumi-vitest")
    assert {f"{FOLDER}/.mocharc.cjs", f"{FOLDER}/shop.spec.ts"} <= set(emit(plan, "pulumi-mocha"))
    assert f"{FOLDER}/shop.test.js" in files(replace(sample_suite(), language="javascript"))
    support = {path for path in emit(plan, "pulumi-jest") if "/support/" in path}
    assert f"{FOLDER}/support/outputs.js" in support


def test_the_suites_of_all_runners_can_share_a_folder():
    plan = sample_plan()
    written = [emit(plan, target) for target in DEPLOYED]
    for one in written:
        for other in written:
            assert all(one[path] == other[path] for path in one.keys() & other.keys())


def test_no_suite_takes_the_file_that_proves_that_tests_fail():
    written = files(replace(sample_suite(), name="support"))
    assert "checks" in written[f"{FOLDER}/support.test.ts"]
    assert "deployment({" in written[f"{FOLDER}/support_2.test.ts"]


def test_nothing_planned_is_no_file():
    assert all(emit(TestPlan("pulumi", ()), target) == {} for target in DEPLOYED)


@pytest.mark.parametrize("target", DEPLOYED)
def test_output_is_deterministic(target):
    assert emit(sample_plan(), target) == emit(sample_plan(), target)


def test_a_suite_stands_beside_its_package_json():
    shop = replace(sample_suite(), home="services/shop", files=("services/shop/index.ts", "common/tags.ts"))
    entry = Entry(title="shop", module="services/shop/infra/index.ts", folder="services/shop/infra")
    shop = replace(shop, deployments=(Deployment("shop", Variant(entry), shop.deployments[1].cases),))
    written = files(shop)
    assert all(path.startswith(f"services/shop/{FOLDER}/") for path in written)
    text = written[f"services/shop/{FOLDER}/shop.test.ts"]
    assert "load: () => import('../../infra/index')," in text
    assert "folder: '../../infra'," in text
    assert "infrastructure: ['../../common/tags.ts', 'index.ts']" in written[f"services/shop/{FOLDER}/jest.config.js"]


def test_a_suite_can_stand_away_from_its_project():
    written = files(sample_suite(), options=EmitOptions(project="../infra"))
    assert "import('../../../infra/lib/orders')" in written[f"{FOLDER}/shop.test.ts"]
    assert "folder: '../../../infra'" in written[f"{FOLDER}/shop.test.ts"]
    assert "'../infra/index.ts', '../infra/lib/orders.ts'" in written[f"{FOLDER}/jest.config.js"]


def test_projects_beside_each_other_share_what_the_mocks_know():
    one = replace(sample_suite(), files=("a.ts",), mocks={TOPIC: {"arn": "1"}}, answers={"b": {"x": 1}})
    other = replace(sample_suite(), files=("b.ts",), mocks={QUEUE: {"arn": "2"}, TOPIC: {"a": "3"}}, answers={"a": 2})
    written = emit(TestPlan("pulumi", (), deployed=(one, other)), "pulumi-jest")
    assert {f"{FOLDER}/shop.test.ts", f"{FOLDER}/shop_2.test.ts"} <= set(written)
    assert "infrastructure: ['a.ts', 'b.ts']" in written[f"{FOLDER}/jest.config.js"]
    outputs = written[f"{FOLDER}/support/outputs.js"]
    assert "{ 'aws:sns/topic:Topic': { a: '3', arn: '1' }, 'aws:sqs/queue:Queue'" in " ".join(outputs.split())
    assert "answers = { a: 2, b: { x: 1 } };" in outputs


@pytest.mark.parametrize("target", DEPLOYED)
def test_every_file_parses(target):
    for language in ("typescript", "javascript"):
        check_syntax(files(replace(sample_suite(), language=language), target))


def check_syntax(written: Mapping[str, str]) -> None:
    for path, text in written.items():
        if path.endswith((".ts", ".js", ".mjs", ".cjs")):
            assert not PARSER.parse(text.encode()).root_node.has_error, f"{path}\n{text}"
        elif path.endswith(".json"):
            json.loads(text)


def test_javascript_suites_are_accepted_by_node(tmp_path):
    for path, text in files(replace(sample_suite(), language="javascript")).items():
        if "/support/" not in path and path.endswith(".js"):
            name = tmp_path / (Path(path).stem + (".mjs" if ".test." in path else ".cjs"))
            name.write_text(text)
            done = subprocess.run(["node", "--check", name], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr


def hostile_suite(texts: list[str]) -> DeployedSuite:
    """A suite with these texts wherever a project's text can stand."""
    at = iter(range(10**6))

    def text() -> str:
        return texts[next(at) % len(texts)]

    subject, other = Subject(text(), text(), text()), Subject(text(), text())
    reference: Value = Reference("a", (text(), 0, text()))
    value: Value = {
        text(): (text(), reference, Template((text(), reference, text()))),
        text(): Call("jsonencode", ({text(): reference},)),
        text(): Call("asset.text", (text() * 20,)),
        "json": Template(('{"a":"', reference, '"}')),
        "code": f"{text()}\n{text() * 30}\n",
    }
    assert isinstance(value, dict)
    truths = tuple(
        Truth(subject, (text(), 1, text()), relation, (text(), value))
        for relation in Relation
        if relation is not Relation.EXCLUDES
    )
    excludes = Truth(subject, (text(),), Relation.EXCLUDES, ((text(), text()), (text(),)))
    expects = (
        Registered({text(): (text(),)}, (text(),)),
        Given(subject, value, (text(), f"{text()}.0.{text()}")),
        Given(other, value, whole=False),
        Points(subject, (text(), 0, text()), reference),
        ReadAs(other, text()),
        Configured(subject, {text(): reference, "dependsOn": (Reference("b"),), "aliases": ({text(): text()},)}),
        ExportNames((text(),)),
        Exports(text(), value, secret=True),
        Refuses(text()),
        Truths((*truths, excludes)),
    )
    cases = tuple(
        DeployedCase(text(), family, text(), text(), expects, phrase=text() if family is Family.CONFIGURATION else "")
        for family in Family
    )
    entry = Entry(text(), text(), text(), ".", text(), text(), signature=("name", "args", text()))
    values = {"name": text(), f"args.{text()}": value["code"], f"config.{text()}": text(), f"env.{text()}": text()}
    variant = Variant(entry, {**values, "pulumi.stack": text()}, {"a": {text(): None, text(): text()}})
    deployments = tuple(
        Deployment(text(), replace(variant, entry=replace(entry, export=export)), cases, {"a": subject, "b": other})
        for export in ("", text())
    )
    return DeployedSuite(
        name="shop",
        folder=".",
        project=text(),
        language="typescript",
        home=".",
        entries=(entry,),
        deployments=deployments,
        mocks={text(): {text(): text(), "arn": (text(), {text(): text()})}},
        answers={text(): {text(): text()}},
        files=(text(),),
        region=text(),
    )


@pytest.mark.parametrize("target", DEPLOYED)
def test_hostile_texts_stay_in_their_quotes(target):
    written = files(hostile_suite([HOSTILE]), target)
    check_syntax(written)
    text = next(text for path, text in written.items() if "shop." in path)
    assert text.startswith("// What a?b?c?d${e}%{f}?/g???h?i j k?l?{{ m }}{% n %}#//? registers")
    assert not set("\u2028\u202e\0") & set(text)
    for piece in written.values():
        piece.encode()


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(
            [
                HOSTILE,
                "",
                "x",
                "a:b:Cv2",
                "a:b:2",
                "d3",
                "class",
                "a-b",
                "a.b",
                "日本",
                "__proto__",
                "stack",
                "`${",
                "\\",
                "\n",
            ]
        )
        | st.text(max_size=20),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(DEPLOYED),
)
def test_any_text_parses(texts, target):
    check_syntax({path: text for path, text in files(hostile_suite(texts), target).items() if "/support/" not in path})


SUBJECTS = {"q": Subject(QUEUE, "work"), "t": Subject(TOPIC, "alerts", "orders")}


@pytest.mark.parametrize(
    ("expect", "jest", "mocha"),
    [
        (
            Registered({QUEUE: ("work",)}),
            "expect(await stack.inventory()).toStrictEqual({\n  'aws:sqs/queue:Queue': ['work'],\n});",
            "assert.deepEqual(await stack.inventory(), {\n  'aws:sqs/queue:Queue': ['work'],\n});",
        ),
        (
            Registered({QUEUE: ("work",), TOPIC: ("a",)}, (TOPIC,)),
            "expect(\n  await stack.inventory({ without: ['aws:sns/topic:Topic'] }),\n"
            ").toStrictEqual({ 'aws:sqs/queue:Queue': ['work'] });",
            "assert.deepEqual(\n  await stack.inventory({ without: ['aws:sns/topic:Topic'] }),\n"
            "  { 'aws:sqs/queue:Queue': ['work'] },\n);",
        ),
        (
            Given(Subject("a:b:C", "d"), {"x": 1}),
            "expect(await stack.inputs('a:b:C', 'd')).toStrictEqual({ x: 1 });",
            "assert.deepEqual(await stack.inputs('a:b:C', 'd'), { x: 1 });",
        ),
        (
            Given(Subject("a:b:C", "d", "e"), {"x": ({"y": 1, "z": 2},), "w": 3}, ("x.0.y", "w")),
            "expect(\n  await stack.inputs(\n    'a:b:C',\n    { name: 'd', parent: 'e' },\n"
            "    { without: ['x.0.y', 'w'] },\n  ),\n).toStrictEqual({ x: [{ z: 2 }] });",
            "assert.deepEqual(\n  await stack.inputs(\n    'a:b:C',\n    { name: 'd', parent: 'e' },\n"
            "    { without: ['x.0.y', 'w'] },\n  ),\n  { x: [{ z: 2 }] },\n);",
        ),
        (
            Given(Subject("a:b:C", "d"), {"x": 1, "y": {"z": Reference("q", ("arn",))}}, whole=False),
            "const c = await stack.inputs('a:b:C', 'd');\nexpect(c.x).toBe(1);\n"
            "expect(c.y).toStrictEqual({ z: await workQueue.output('arn') });",
            "const c = await stack.inputs('a:b:C', 'd');\nassert.equal(c.x, 1);\n"
            "assert.deepEqual(c.y, { z: await workQueue.output('arn') });",
        ),
        (
            Points(Subject("a:b:C", "d"), ("x", 0, "odd key"), Reference("q", ("ports",))),
            "const c = await stack.inputs('a:b:C', 'd');\n"
            "expect(c.x[0]['odd key']).toStrictEqual(await workQueue.output('ports'));",
            "const c = await stack.inputs('a:b:C', 'd');\n"
            "assert.deepEqual(c.x[0]['odd key'], await workQueue.output('ports'));",
        ),
        (
            Points(Subject("a:b:C", "d"), ("x",), Reference("t")),
            "const c = await stack.inputs('a:b:C', 'd');\nexpect(c.x).toBe(await alertsTopic.output('id'));",
            "const c = await stack.inputs('a:b:C', 'd');\nassert.equal(c.x, await alertsTopic.output('id'));",
        ),
        (
            ReadAs(Subject("a:b:C", "d"), "id-1"),
            "expect(await stack.id('a:b:C', 'd')).toBe('id-1');",
            "assert.equal(await stack.id('a:b:C', 'd'), 'id-1');",
        ),
        (
            Configured(Subject("a:b:C", "d"), {"protect": None, "parent": Reference("q")}),
            "const cOptions = await stack.options('a:b:C', 'd');\nexpect(cOptions.protect).toBeUndefined();\n"
            "expect(cOptions.parent).toBe(await workQueue.urn());",
            "const cOptions = await stack.options('a:b:C', 'd');\nassert.equal(cOptions.protect, undefined);\n"
            "assert.equal(cOptions.parent, await workQueue.urn());",
        ),
        (
            ExportNames(("a", "b")),
            "expect(Object.keys(await stack.exports()).sort()).toStrictEqual(['a', 'b']);",
            "assert.deepEqual(Object.keys(await stack.exports()).sort(), ['a', 'b']);",
        ),
        (
            Exports("a", Call("secret", (Reference("q", ("arn",)),)), secret=True),
            "expect(await stack.exported('a')).toStrictEqual(\n  secret(await workQueue.output('arn')),\n);",
            "assert.deepEqual(\n  await stack.exported('a'),\n  secret(await workQueue.output('arn')),\n);",
        ),
        (
            Exports("a", Reference("q")),
            "expect(await stack.exported('a')).toStrictEqual(\n  resource('aws:sqs/queue:Queue', 'work'),\n);",
            "assert.deepEqual(\n  await stack.exported('a'),\n  resource('aws:sqs/queue:Queue', 'work'),\n);",
        ),
        (
            Refuses("it's over"),
            'expect(await stack.failure()).toContain("it\'s over");',
            'const failure = await stack.failure();\nassert.ok(failure.includes("it\'s over"), failure);',
        ),
    ],
)
def test_each_kind_of_expectation(expect, jest, mocha):
    assert body_of(expect, subjects=SUBJECTS) == jest
    assert body_of(expect, subjects=SUBJECTS, target="pulumi-vitest") == jest
    assert body_of(expect, subjects=SUBJECTS, target="pulumi-mocha") == mocha


@pytest.mark.parametrize(
    ("relation", "value", "jest", "mocha"),
    [
        (Relation.EQUALS, "a", "expect(c.x.y).toBe('a');", "assert.equal(c.x.y, 'a');"),
        (Relation.EQUALS, ("a",), "expect(c.x.y).toStrictEqual(['a']);", "assert.deepEqual(c.x.y, ['a']);"),
        (Relation.DIFFERS, 1, "expect(c.x?.y).not.toBe(1);", "assert.notEqual(c.x?.y, 1);"),
        (Relation.AT_LEAST, 1, "expect(c.x.y).toBeGreaterThanOrEqual(1);", "assert.ok(c.x.y >= 1);"),
        (Relation.AT_MOST, 1, "expect(c.x.y).toBeLessThanOrEqual(1);", "assert.ok(c.x.y <= 1);"),
        (Relation.ONE_OF, (1, 2), "expect([1, 2]).toContain(c.x.y);", "assert.ok([1, 2].includes(c.x.y));"),
        (Relation.PRESENT, None, "expect(c.x.y).toBeTruthy();", "assert.ok(c.x.y);"),
        (Relation.ABSENT, None, "expect(c.x?.y).toBeUndefined();", "assert.equal(c.x?.y, undefined);"),
        (Relation.COUNTS, 2, "expect(c.x.y).toHaveLength(2);", "assert.equal(c.x.y.length, 2);"),
        (
            Relation.EXCLUDES,
            (("k",), ("*",)),
            "expect(textsUnder(c.x?.y, 'k')).not.toContain('*');",
            "assert.ok(!textsUnder(c.x?.y, 'k').includes('*'));",
        ),
    ],
)
def test_each_relation(relation, value, jest, mocha):
    truths = Truths((Truth(Subject("a:b:C", "d"), ("x", "y"), relation, value),))
    head = "const c = await stack.inputs('a:b:C', 'd');\n"
    assert body_of(truths) == head + jest
    assert body_of(truths, target="pulumi-mocha") == head + mocha


def test_what_has_no_spelling_is_left_out_and_the_rest_stays():
    known, unknown = Exports("a", 1), Exports("b", Unknown("no idea"))
    assert body_of(known, unknown) == "expect(await stack.exported('a')).toBe(1);"
    gone = Points(SUBJECTS["q"], ("x",), Reference("gone", ("arn",)))
    assert body_of(known, gone) == "expect(await stack.exported('a')).toBe(1);"


def test_only_what_is_needed_is_declared_and_imported():
    text = written_test(suite_of(case(Family.OUTPUTS, "a", Exports("a", 1)), subjects=SUBJECTS))
    assert "stack.resource" not in text
    assert "import { deployment } from './support';" in text


def test_nothing_is_written_without_a_case():
    """Runners fail over a file, or a group, without a test."""
    unknown = case(Family.OUTPUTS, "b", Exports("b", Unknown("no idea")))
    assert files(suite_of()) == {}
    assert not [path for path in files(suite_of(unknown)) if "shop." in path]
    suite = suite_of(case(Family.OUTPUTS, "a", Exports("a", 1)))
    (one,) = suite.deployments
    suite = replace(suite, deployments=(one, replace(one, title="empty", cases=()), replace(one, cases=(unknown,))))
    assert written_test(suite).count("describe(") == 1


def test_what_many_share_is_said_once():
    subjects = {f"q{at}": Subject(QUEUE, f"q{at}") for at in range(3)}
    for value, wanted in ((Reference("q0"), "await q0Queue.urn()"), (None, "undefined")):
        expects = [Configured(subject, {"parent": value}) for subject in subjects.values()]
        rows = "".join(f"  ['aws:sqs/queue:Queue', 'q{at}'],\n" for at in range(3))
        head = f"const resources = [\n{rows}];\nconst wanted = {wanted};\nfor (const [type, name] of resources) {{\n"
        head += "  const { parent } = await stack.options(type, name);\n"
        jest = "  expect([type, name, parent]).toStrictEqual([type, name, wanted]);\n}"
        mocha = "  assert.deepEqual([type, name, parent], [type, name, wanted]);\n}"
        assert body_of(*expects, subjects=subjects) == head + jest
        assert body_of(*expects, subjects=subjects, target="pulumi-mocha") == head + mocha
        assert "resources" not in body_of(*expects[:2], subjects=subjects)
        assert "resources" not in body_of(*expects, Exports("a", 1), subjects=subjects)
        assert "resources" not in body_of(*expects[:2], Configured(subjects["q2"], {"parent": "x"}), subjects=subjects)


def test_words_that_most_names_share_are_left_out():
    names = ["shop-orders-dev", "shop-alerts-dev", "shop-dev", "shop-orders-table-dev", "shop", "other"]
    found = resource_names([Subject(TOPIC, name) for name in names], JAVASCRIPT_NAMES)
    assert list(found.values()) == ["ordersTopic", "alertsTopic", "topic", "ordersTableTopic", "topic2", "otherTopic"]


def test_resources_have_names_that_hide_nothing():
    subjects = [
        Subject(QUEUE, "orders-dlq"),
        Subject(QUEUE, "orders-queue"),
        Subject(QUEUE, "ordersDlqQueue"),
        Subject("aws:lambda/function:Function", "scanner"),
        Subject("aws:s3/bucketV2:BucketV2", "1st"),
        Subject("aws:s3/bucketV2:BucketV2", "日本"),
        Subject("pulumi:providers:aws", "east"),
        Subject("aws:s3/bucketObjectv2:BucketObjectv2", "file"),
        Subject("acme:index:Stack", "stack"),
        Subject(TOPIC, "x" * 50),
        Subject("", ""),
    ]
    assert list(resource_names(subjects, JAVASCRIPT_NAMES).values()) == [
        "ordersDlqQueue",
        "ordersQueue",
        "ordersDlqQueue2",
        "scannerFunction",
        "bucket",
        "bucket2",
        "eastProvider",
        "fileObject",
        "stackResource",
        "topic",
        "resourceResource",
    ]
    assert (
        local_name(Subject("aws:s3/bucketObjectv2:BucketObjectv2", "x"), (), "inputs", JAVASCRIPT_NAMES)
        == "objectInputs"
    )
    assert local_name(Subject(TOPIC, "x"), {"topic"}, "inputs", JAVASCRIPT_NAMES) == "topicInputs"
    assert local_name(Subject("aws:lambda/function:Function", "x"), (), "inputs", JAVASCRIPT_NAMES) == "functionInputs"
    assert local_name(Subject(TOPIC, "x"), {"topicOptions"}, "options", JAVASCRIPT_NAMES) == "topicOptions2"
    assert free("await", (), JAVASCRIPT_NAMES) == "await2"
    assert [class_name(name, JAVASCRIPT_NAMES) for name in ("TapStack", "default", "a-b", "json")] == [
        "TapStack",
        *["Component"] * 3,
    ]


def component(values: dict[str, Value], **rest: object) -> str:
    """How a component with these values is made."""
    entry = Entry("Orders", "lib/orders.ts", export="Orders", signature=("name", "args", "opts"))
    entry = replace(entry, **rest)  # type: ignore[arg-type]
    cases = (case(Family.OUTPUTS, "a", Exports("a", 1)),)
    suite = replace(sample_suite(), deployments=(Deployment("Orders", Variant(entry, values), cases),))
    found = re.search(r"    create: (.*?),\n  \}\);\n", written_test(suite), re.DOTALL)
    assert found
    return found[1]


def test_components_are_made_as_their_constructors_are_declared():
    assert component({}) == "({ Orders }) => new Orders('test', {})"
    assert component({}, optional=("args", "opts")) == "({ Orders }) => new Orders('test')"
    assert component({"args.a": 1}, optional=("args",)) == "({ Orders }) => new Orders('test', { a: 1 })"
    nested = {"name": "x", "args.a.b": 1, "args.a.c": '{"d": 1}', "args.e": Call("secret", ("s",))}
    assert component(nested) == (
        "({ Orders }, pulumi) =>\n      new Orders('x', { a: { b: 1, c: '{\"d\": 1}' }, e: pulumi.secret('s') })"
    )
    assert component({"vpc": "v"}, signature=("name", "size", "vpc")) == (
        "({ Orders }) => new Orders('test', undefined, 'v')"
    )
    texts = [Parameter(name, "pulumi.Output<string>", True, None, None, Position("a.ts")) for name in ("args.a", "vpc")]
    outputs = {"args.a": "b", "vpc": Call("secret", ("v",))}
    assert component(outputs, signature=("name", "args", "vpc"), parameters=tuple(texts)) == (
        "({ Orders }, pulumi) =>\n      new Orders('test', { a: pulumi.output('b') }, pulumi.secret('v'))"
    )
    assert component({}, export="default") == "({ default: Component }) => new Component('test', {})"
    assert component({}, export="a-b") == "({ 'a-b': Component }) => new Component('test', {})"


def test_modules_are_imported_without_the_endings_of_sources():
    for module, path in {"a.ts": "a", "b/index.js": "b/index", "c.mts": "c.mts", "d.cjs": "d.cjs"}.items():
        suite = suite_of(case(Family.OUTPUTS, "a", Exports("a", 1)))
        entry = replace(suite.deployments[0].variant.entry, module=module)
        suite = replace(
            suite,
            deployments=(replace(suite.deployments[0], variant=Variant(entry)),),
        )
        assert f"import('../../{path}')" in written_test(suite)


def test_templates_of_users_come_first(tmp_path):
    for target, file in (("pulumi-jest", "suite.test.ts.j2"), ("pulumi-mocha", "suite.spec.ts.j2")):
        (tmp_path / target).mkdir()
        (tmp_path / target / file).write_text(
            f'{{% extends "builtin/{target}/{file}" %}}\n'
            "{% block header %}\n// Ours.\n{{ super() }}\n{%- endblock %}\n"
        )
        text = "".join(files(sample_suite(), target, EmitOptions(template_dirs=(tmp_path,))).values())
        assert text.count("// Ours.\n// What shop registers") == 1
    (tmp_path / "pulumi-jest" / "suite.test.ts.j2").write_text("{{ nothing }}")
    with pytest.raises(EmitError, match=r"suite\.test\.ts\.j2"):
        files(sample_suite(), options=EmitOptions(template_dirs=(tmp_path,)))


def test_references_to_the_same_resource_share_one_constant():
    text = written_test(sample_suite())
    line = "stack.resource('aws:sqs/queue:Queue', 'orders-work');"
    assert text.count(f"const workQueue = {line}") == 1, "of the component, whose names all begin with orders"
    assert text.count(f"const ordersWorkQueue = {line}") == 1, "of the program"
    assert str(WORK_ARN) not in text


def test_what_is_looked_at_twice_is_held_in_a_constant():
    queue = Subject(QUEUE, "work")
    delay = case(Family.INVARIANTS, "is slow", Truths((Truth(queue, ("delaySeconds",), Relation.EQUALS, 3),)))
    kept = case(Family.INVARIANTS, "is kept", Configured(queue, {"protect": True}))
    once, twice = written_test(suite_of(delay)), written_test(suite_of(delay, kept))
    assert f"const queue = await stack.inputs('{QUEUE}', 'work');" in once
    assert "stack.resource(" not in once
    assert f"const workQueue = stack.resource('{QUEUE}', 'work');" in twice
    assert "const queue = await workQueue.inputs();" in twice
    assert "const queueOptions = await workQueue.options();" in twice


def test_outputs_that_are_documents_are_not_compared_by_identity():
    cluster = Subject("eks:index:Cluster", "shop")
    mocks = {"eks:index:Cluster": {"kubeconfigJson": '{"kind":"Config"}', "awsProvider": "text"}}
    spelling = Mocked({"module.shop": cluster}, {cluster: "shop"}, mocks, JAVASCRIPT)
    for path, plain in (("kubeconfigJson", False), ("awsProvider", True)):
        reference = Reference("module.shop", (path,))
        assert spelling.is_plain(reference, spelling.inputs(reference)) is plain
