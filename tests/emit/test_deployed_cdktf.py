"""Suites of stacks: references as text by construct path, elements, outputs, and the app that a stack is made in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from cdktf_samples import DEAD, QUEUE, SUBJECTS, program_deployment, sample_plan, sample_suite

from scaffold.emit import TARGETS, emit
from scaffold.emit.deployed_names import JAVASCRIPT_NAMES, PYTHON_NAMES, local_name
from scaffold.model.deployed import Expected, Exports, Given, Points, Settled, Subject
from scaffold.model.deployments import Entry, Variant
from scaffold.model.testplan import TestPlan
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value

from .test_deployed import HOSTILE, check_syntax

FOLDER = "tests/infrastructure_checks"
SCRIPTS = [name for name, target in TARGETS.items() if target.fits("cdktf", "typescript")]
BUCKET = SUBJECTS["aws_s3_bucket.files"]


def python_plan() -> TestPlan:
    """The sample's plan, for the same program in Python."""
    suite = sample_suite()
    deployments = tuple(
        replace(each, variant=replace(each.variant, entry=_python(each.variant.entry))) for each in suite.deployments
    )
    return TestPlan("cdktf", (), deployed=(replace(suite, language="python", deployments=deployments),))


def _python(entry: Entry) -> Entry:
    return replace(entry, module="orders/stack.py", language="python")


def written_test(plan: TestPlan, target: str = "cdktf-jest") -> str:
    found: Mapping[str, str] = emit(plan, target)
    return next(text for path, text in found.items() if re.search(r"infrastructure_checks/(test_)?orders\.", path))


def body_of(*expect: Expected) -> str:
    """The lines of one test that expects this, without their margin; empty where there is none."""
    written = emit(sample_plan(program_deployment(*expect)), "cdktf-jest")
    text = written.get(f"{FOLDER}/orders.test.ts", "")
    found = re.search(r"  it\('is so', async \(\) => \{\n(.*?)\n  \}\);\n", text, re.DOTALL)
    return re.sub(r"^    ", "", found[1], flags=re.MULTILINE) if found else ""


def spelled(value: Value) -> str:
    """How a test compares an input with this value; empty where it has no spelling."""
    found = re.fullmatch(
        r"const bucket = await app\.configuration\('aws_s3_bucket', 'orders/files'\);\n"
        r"expect\(bucket\.it\)\.(?:toBe|toStrictEqual)\(\s*(.*?),?\s*\);",
        body_of(Points(BUCKET, ("it",), value)),
        re.DOTALL,
    )
    return found[1] if found else ""


@pytest.mark.parametrize("target", SCRIPTS)
def test_the_files_of_a_suite(target: str) -> None:
    written = emit(sample_plan(), target)
    config = {"cdktf-jest": "jest.config.js", "cdktf-vitest": "vitest.config.mjs"}[target]
    own = [path.removeprefix(f"{FOLDER}/") for path in written if "/support/" not in path]
    assert sorted(own) == sorted([config, "orders.test.ts", "package.json", "support.test.ts"])
    assert {f"{FOLDER}/support/{name}" for name in ("index.js", "modules.js", "references.js")} <= set(written)
    assert "infrastructure: ['lib/orders-stack.ts']" in written[f"{FOLDER}/{config}"]
    check_syntax({path: text for path, text in written.items() if "/support/" not in path})


def test_suites_of_the_other_platform_are_left_out() -> None:
    plan = sample_plan()
    assert emit(plan, "pulumi-jest") == {}
    pulumi = replace(plan.deployed[0], platform="pulumi")
    assert emit(replace(plan, deployed=(pulumi,)), "cdktf-jest") == {}


def test_a_reference_is_the_text_of_its_expression() -> None:
    assert spelled(Reference(QUEUE, ("arn",))) == "'${aws_sqs_queue.orders/queues/main.arn}'"
    assert spelled(Reference("data.aws_region.here", ("a", 0, "b"))) == "'${data.aws_region.orders/here.a[0].b}'"
    assert spelled(Reference("var.owner")) == "'${var.orders/owner}'"
    assert spelled(Reference("local.zone")) == "'${local.orders/zone}'"
    assert spelled(Reference("module.net", ("vpc",))) == "'${module.orders/net.vpc}'"


def test_a_template_is_one_text() -> None:
    address = Call("address", (Reference(QUEUE),))
    text = Template(("a-", Reference(QUEUE, ("arn",)), "-${element(", address, ".*.arn, 0)}", Template(("x", 1))))
    assert spelled(text) == (
        "'a-${aws_sqs_queue.orders/queues/main.arn}-${element(aws_sqs_queue.orders/queues/main.*.arn, 0)}x1'"
    )
    assert spelled((address,)) == "['aws_sqs_queue.orders/queues/main']"
    assert spelled(Template(("a ${b}",))) == "'a ${b}'"


def test_json_is_a_document() -> None:
    document = Call("jsonencode", ({"Resource": Reference(DEAD, ("arn",)), "more": '{"a": 1}'},))
    assert re.sub(r"\s+", " ", spelled(document)) == (
        "json({ Resource: '${aws_sqs_queue.orders/queues/dead.arn}', more: json({ a: 1 }), })"
    )
    assert spelled(Template(('{"a": "', Reference(DEAD, ("arn",)), '"}'))).startswith("json({ a: '${aws_sqs_queue")


@pytest.mark.parametrize(
    "value",
    [
        Reference("env.STAGE"),
        Template(("a", Reference("env.STAGE"))),
        Unknown("it is not known"),
        Conditional(Reference("env.STAGE"), 1, 2),
        Call("address", (Reference("no.such"),)),
        Call("address", ()),
        Call("split", ("a", ",")),
        Template(("a", None)),
    ],
    ids=str,
)
def test_what_has_no_spelling_is_left_out(value: Value) -> None:
    assert spelled(value) == ""


def test_outputs_are_compared_whole() -> None:
    exports = Exports("a/b", Reference(QUEUE, ("url",)), secret=True, others={"description": "it"})
    assert re.sub(r"\s+", " ", body_of(exports)) == (
        "expect(await app.output('a/b')).toStrictEqual({ "
        "value: '${aws_sqs_queue.orders/queues/main.url}', sensitive: true, description: 'it', });"
    )


def test_no_token_is_left() -> None:
    assert body_of(Settled()) == "expect(await app.unresolved()).toStrictEqual([]);"


def test_settings_are_environment_and_context() -> None:
    text = written_test(sample_plan(program_deployment()))
    assert "    env: { STAGE: 'prod' },\n" in text
    assert "    context: { tier: 'large' },\n" in text
    assert "    load: () => import('../../main'),\n" in text
    assert "project" not in text


def test_a_stack_is_made_in_the_app() -> None:
    text = written_test(sample_plan())
    assert "    load: () => import('../../lib/orders-stack'),\n" in text
    assert re.search(
        r"create: \(\{ OrdersStack \}, app\) =>\s+"
        r"new OrdersStack\(app, 'orders', \{ (stage: 'test', size: 3|size: 3, stage: 'test') \}\),",
        text,
    )
    assert "expect(await app.failure()).toContain('11 is too large');" in text


def test_python_says_the_same() -> None:
    text = written_test(python_plan(), "cdktf-pytest")
    assert re.search(
        r'lambda load, app: load\("orders/stack.py"\)\.OrdersStack\('
        r'\s*app,\s*"orders",\s*\{"stage": "test", "size": 3\}',
        text,
    )
    assert '"${aws_sqs_queue.orders/queues/main.url}"' in text
    assert "self.app.unresolved()" in text
    assert "deadLetterTargetArn" in text
    compile(text, "test_orders.py", "exec")


def test_an_overridden_address_is_asked_for() -> None:
    text = re.sub(r"\s+", " ", written_test(sample_plan()))
    assert "expect(await app.address('aws_s3_bucket', 'orders/files')).toBe( 'aws_s3_bucket.kept', );" in text


def test_local_names_are_those_of_blocks() -> None:
    tokens = ("backend.s3", "provider.aws", "data.aws_region", "aws_s3_bucket", "module", "local", "variable")
    names = [local_name(Subject(token, "a/b"), (), "inputs", JAVASCRIPT_NAMES) for token in tokens]
    assert names == ["backend", "provider", "region", "bucket", "module", "local", "variable"]
    function = Subject("aws_lambda_function", "a/b")
    assert local_name(function, (), "inputs", JAVASCRIPT_NAMES, "configuration") == "functionConfiguration"
    assert local_name(function, (), "inputs", PYTHON_NAMES, "configuration") == "function"


@pytest.mark.parametrize("target", SCRIPTS)
def test_hostile_texts_stay_in_their_quotes(target: str) -> None:
    subject = Subject(HOSTILE, HOSTILE)
    value: Value = {HOSTILE: (HOSTILE, Reference("a", (HOSTILE,)), Template((HOSTILE, Reference("a"))))}
    expects = (Given(subject, {HOSTILE: value}, (HOSTILE,)), Exports(HOSTILE, value, others={HOSTILE: HOSTILE}))
    deployment = program_deployment(*expects)
    entry = replace(deployment.variant.entry, export=HOSTILE, id=HOSTILE, signature=("scope", "id", "args"))
    values: dict[str, Value] = {f"{kind}.{HOSTILE}": HOSTILE for kind in ("args", "context", "env")}
    hostile = replace(deployment, title=HOSTILE, variant=Variant(entry, values), subjects={"a": subject})
    written = emit(sample_plan(hostile), target)
    check_syntax(written)
    assert not set("\u2028\u202e\0") & set(written[f"{FOLDER}/orders.test.ts"])
