"""Suites in Python: what stands in them, and that nothing of a project's text gets out of its quotes."""

from __future__ import annotations

import ast
import configparser
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from deployed_samples import QUEUE, TOPIC, case, python_suite
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.emit import EmitOptions, emit
from scaffold.emit.deployed_names import PYTHON_NAMES, local_name, resource_names
from scaffold.emit.deployed_python import PYTHON
from scaffold.model.deployed import (
    Configured,
    DeployedCase,
    DeployedSuite,
    Deployment,
    Expected,
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

from .test_deployed import HOSTILE, SUBJECTS, hostile_suite
from .test_deployed_literals import DOCUMENTS, HEADS, REFERENCES, TEXTS

FOLDER = "tests/infrastructure_checks"
TARGETS = ("pulumi-pytest", "pulumi-unittest")
THING = Subject("a:b:C", "d")


def files(suite: DeployedSuite, target: str = "pulumi-pytest", **options: str) -> Mapping[str, str]:
    return emit(TestPlan("pulumi", (), deployed=(suite,)), target, EmitOptions(**options))


def written_test(suite: DeployedSuite, target: str = "pulumi-pytest") -> str:
    return files(suite, target)[f"{FOLDER}/test_shop.py"]


def suite_of(*cases: DeployedCase, subjects: Mapping[str, Subject] | None = None, **variant: Any) -> DeployedSuite:
    """A suite of one deployment of a program."""
    entry = Entry(title="shop", module="__main__.py", language="python")
    deployment = Deployment("shop", Variant(entry, **variant), cases, subjects or SUBJECTS)
    return replace(python_suite(), entries=(entry,), deployments=(deployment,))


def body_of(*expect: Expected, target: str = "pulumi-pytest") -> str:
    """The lines of one test that expects this, without their margin."""
    text = written_test(suite_of(case(Family.WIRING, "is so", *expect)), target)
    ast.parse(text)
    return re.sub(r"^ {8}", "", text.partition("def test_is_so(self):\n")[2].strip("\n"), flags=re.MULTILINE)


def test_one_file_for_each_project_with_the_library_beside_it() -> None:
    own = [path.removeprefix(f"{FOLDER}/") for path in files(python_suite()) if "/support/" not in path]
    assert own == [".coveragerc", "__init__.py", "conftest.py", "pytest.ini", "test_shop.py", "test_support.py"]
    own = [path.removeprefix(f"{FOLDER}/") for path in files(python_suite(), TARGETS[1]) if "/support/" not in path]
    assert own == [".coveragerc", "__init__.py", "test_shop.py", "test_support.py"]
    assert f"{FOLDER}/support/python_program.py" in files(python_suite())
    assert f"{FOLDER}/support/python_program.py" not in files(replace(python_suite(), language="yaml", files=()))
    assert files(replace(python_suite(), language="typescript")) == {}
    assert f"{FOLDER}/test_my_shop.py" in files(replace(python_suite(), name="My-shop"))


def test_suites_stand_beside_the_home_of_their_project() -> None:
    entry = Entry("shop", "services/shop/infra/app.py", folder="services/shop/infra", language="python")
    cases = (case(Family.OUTPUTS, "a", Exports("a", 1)),)
    shop = replace(python_suite(), home="services/shop", files=("services/shop/infra/app.py", "common/tags.py"))
    written = files(replace(shop, entries=(entry,), deployments=(Deployment("shop", Variant(entry), cases),)))
    assert all(path.startswith(f"services/shop/{FOLDER}/") for path in written)
    text = written[f"services/shop/{FOLDER}/test_shop.py"]
    assert 'deployment("app.py", folder="../../infra", project="shop", stack="test")' in text
    coverage = configparser.ConfigParser()
    coverage.read_string(written[f"services/shop/{FOLDER}/.coveragerc"])
    assert coverage["run"]["source"].split() == [".", "../../common"]
    assert coverage["report"]["include"].split() == ["../../common/tags.py", "infra/app.py"]


@pytest.mark.parametrize("target", TARGETS)
def test_every_file_is_python(target: str) -> None:
    for suite in (python_suite(), hostile()):
        for path, text in files(suite, target).items():
            if path.endswith(".py"):
                ast.parse(text, path, feature_version=(3, 9))
            assert not set("\u2028\u202e\0") & set(text)
            text.encode()


def hostile(texts: tuple[str, ...] = (HOSTILE,)) -> DeployedSuite:
    """A suite in which every text is hostile."""
    suite = hostile_suite(list(texts))
    found = (
        replace(each, variant=replace(each.variant, entry=python_entry(each.variant.entry)))
        for each in suite.deployments
    )
    return replace(suite, language="python", deployments=tuple(found))


def python_entry(entry: Entry) -> Entry:
    return replace(entry, language="python", arguments=f"{entry.module}:{entry.export}")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(
            [HOSTILE, "", "x", "a:b:2", "class", "a-b", "日本", "__init__", "stack", "{", "}}", "\\", "\n", '"']
        )
        | st.text(max_size=20),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(TARGETS),
)
def test_any_text_parses(texts: list[str], target: str) -> None:
    for path, text in files(hostile(tuple(texts)), target).items():
        if path.endswith(".py") and "/support/" not in path:
            ast.parse(text, path, feature_version=(3, 9))


@pytest.mark.parametrize(
    ("expect", "pytest_", "unittest"),
    [
        (
            Registered({"a:b:C": ("d",)}, (TOPIC,)),
            'assert self.stack.inventory(without=["aws:sns/topic:Topic"]) == {"a:b:C": ["d"]}',
            'self.assertEqual(self.stack.inventory(without=["aws:sns/topic:Topic"]), {"a:b:C": ["d"]})',
        ),
        (
            Given(Subject("a:b:C", "d", "e"), {"x": ({"y": 1, "z": "long" * 5},), "w": 3}, ("x.0.y",)),
            'assert self.stack.inputs("a:b:C", {"name": "d", "parent": "e"}, without=["x.0.y"]) == {\n'
            '    "x": [{"z": "longlonglonglonglong"}],\n    "w": 3,\n}',
            "self.assertEqual(\n"
            '    self.stack.inputs("a:b:C", {"name": "d", "parent": "e"}, without=["x.0.y"]),\n'
            '    {"x": [{"z": "longlonglonglonglong"}], "w": 3},\n)',
        ),
        (
            Given(THING, {"x": True, "y": {"z": Reference("q", ("arn",))}, "w": None}, whole=False),
            'c = self.stack.inputs("a:b:C", "d")\nassert c["x"] is True\n'
            'assert c["y"] == {"z": self.work_queue.output("arn")}\nassert c["w"] is None',
            'c = self.stack.inputs("a:b:C", "d")\nself.assertIs(c["x"], True)\n'
            'self.assertEqual(c["y"], {"z": self.work_queue.output("arn")})\nself.assertIsNone(c["w"])',
        ),
        (
            Points(THING, ("x", 0, "a b"), Reference("t")),
            'c = self.stack.inputs("a:b:C", "d")\nassert c["x"][0]["a b"] == self.alerts_topic.output("id")',
            'c = self.stack.inputs("a:b:C", "d")\nself.assertEqual(c["x"][0]["a b"], self.alerts_topic.output("id"))',
        ),
        (
            ReadAs(THING, "id-1"),
            'assert self.stack.id("a:b:C", "d") == "id-1"',
            'self.assertEqual(self.stack.id("a:b:C", "d"), "id-1")',
        ),
        (
            Configured(THING, {"protect": None, "parent": Reference("q"), "dependsOn": (Reference("t"),)}),
            'c_options = self.stack.options("a:b:C", "d")\nassert c_options.get("protect") is None\n'
            'assert c_options["parent"] == self.work_queue.urn()\n'
            'assert self.alerts_topic.urn() in c_options["dependsOn"]',
            'c_options = self.stack.options("a:b:C", "d")\nself.assertIsNone(c_options.get("protect"))\n'
            'self.assertEqual(c_options["parent"], self.work_queue.urn())\n'
            'self.assertIn(self.alerts_topic.urn(), c_options["dependsOn"])',
        ),
        (
            ExportNames(("a", "b")),
            'assert sorted(self.stack.exports()) == ["a", "b"]',
            'self.assertEqual(sorted(self.stack.exports()), ["a", "b"])',
        ),
        (
            Exports("a", Call("secret", (Reference("q", ("arn",)),)), secret=True),
            'assert self.stack.exported("a") == secret(self.work_queue.output("arn"))',
            'self.assertEqual(self.stack.exported("a"), secret(self.work_queue.output("arn")))',
        ),
        (
            Exports("a", Reference("q")),
            'assert self.stack.exported("a") == resource("aws:sqs/queue:Queue", "work")',
            'self.assertEqual(self.stack.exported("a"), resource("aws:sqs/queue:Queue", "work"))',
        ),
        (
            Refuses("it's over"),
            'assert "it\'s over" in self.stack.failure()',
            'self.assertIn("it\'s over", self.stack.failure())',
        ),
    ],
)
def test_each_kind_of_expectation(expect: Expected, pytest_: str, unittest: str) -> None:
    assert body_of(expect) == pytest_
    assert body_of(expect, target="pulumi-unittest") == unittest


@pytest.mark.parametrize(
    ("relation", "value", "pytest_", "unittest"),
    [
        (Relation.EQUALS, "a", 'assert c["x"]["y"] == "a"', 'self.assertEqual(c["x"]["y"], "a")'),
        (Relation.EQUALS, False, 'assert c["x"]["y"] is False', 'self.assertIs(c["x"]["y"], False)'),
        (Relation.DIFFERS, 1, 'assert within(c, "x", "y") != 1', 'self.assertNotEqual(within(c, "x", "y"), 1)'),
        (Relation.AT_LEAST, 1, 'assert c["x"]["y"] >= 1', 'self.assertGreaterEqual(c["x"]["y"], 1)'),
        (Relation.AT_MOST, 1, 'assert c["x"]["y"] <= 1', 'self.assertLessEqual(c["x"]["y"], 1)'),
        (Relation.ONE_OF, (1, 2), 'assert c["x"]["y"] in [1, 2]', 'self.assertIn(c["x"]["y"], [1, 2])'),
        (Relation.PRESENT, None, 'assert c["x"]["y"]', 'self.assertTrue(c["x"]["y"])'),
        (Relation.ABSENT, None, 'assert within(c, "x", "y") is None', 'self.assertIsNone(within(c, "x", "y"))'),
        (Relation.COUNTS, 2, 'assert len(c["x"]["y"]) == 2', 'self.assertEqual(len(c["x"]["y"]), 2)'),
        (
            Relation.EXCLUDES,
            (("k",), ("*",)),
            'assert "*" not in texts_under(within(c, "x", "y"), "k")',
            'self.assertNotIn("*", texts_under(within(c, "x", "y"), "k"))',
        ),
    ],
)
def test_each_relation(relation: Relation, value: Value, pytest_: str, unittest: str) -> None:
    truths = Truths((Truth(THING, ("x", "y"), relation, value),))
    head = 'c = self.stack.inputs("a:b:C", "d")\n'
    assert body_of(truths) == head + pytest_
    assert body_of(truths, target="pulumi-unittest") == head + unittest


def test_what_many_share_is_said_once() -> None:
    subjects = {f"q{at}": Subject(QUEUE, f"q{at}") for at in range(3)}
    expects = [Configured(subject, {"parent": Reference("q")}) for subject in subjects.values()]
    rows = ", ".join(f'["aws:sqs/queue:Queue", "q{at}"]' for at in range(3))
    head = f"resources = [{rows}]\nwanted = self.work_queue.urn()\nfor kind, name in resources:\n    "
    found = 'self.stack.options(kind, name).get("parent")'
    assert body_of(*expects) == f"{head}assert {found} == wanted, name"
    unittest = f"with self.subTest(name):\n        self.assertEqual({found}, wanted)"
    assert body_of(*expects, target="pulumi-unittest") == head + unittest


def component(values: dict[str, Value], **rest: Any) -> str:
    """How a component with these values is made."""
    entry = Entry("Orders", "lib/orders.py", export="Orders", signature=("name", "args", "opts"), language="python")
    entry = replace(entry, **{"optional": ("opts",), **rest})
    cases = (case(Family.OUTPUTS, "a", Exports("a", 1)),)
    suite = replace(python_suite(), deployments=(Deployment("Orders", Variant(entry, values), cases),))
    (call,) = (node for node in ast.walk(ast.parse(written_test(suite))) if isinstance(node, ast.Lambda))
    return ast.unparse(call).removeprefix("lambda load: load('lib/orders.py').").replace("'", '"')


def test_components_are_made_as_their_constructors_are_declared() -> None:
    assert component({}) == 'Orders("test", {})'
    assert component({}, optional=("args", "opts")) == 'Orders("test")'
    assert component({"name": "x", "args.a": 1}) == 'Orders("x", {"a": 1})'
    assert component({"args.a": 1, "args.b.c": 2}, arguments="lib/args.py:Args") == (
        'Orders("test", load("lib/args.py").Args(a=1, b={"c": 2}))'
    )
    plain = ("name", "size", "vpc", "opts")
    assert component({"args.size": 2}, signature=plain, optional=("vpc", "opts")) == 'Orders("test", size=2)'
    assert component({"args.vpc": 2}, signature=plain) == 'Orders("test", size=None, vpc=2)'
    both = ("name", "size", "args")
    assert component({"args.size": 2, "args.a": 1}, signature=both) == 'Orders("test", size=2, args={"a": 1})'
    assert component({"args.a": Call("secret", ("s",))}) == 'Orders("test", {"a": pulumi.Output.secret("s")})'
    texts = (Parameter("args.a", "pulumi.Output[str]", True, None, None, Position("a.py")),)
    assert component({"args.a": "b"}, parameters=texts) == 'Orders("test", {"a": pulumi.Output.from_input("b")})'
    assert component({"args.a": Call("jsonencode", ({"b": 1},))}) == 'Orders("test", {"a": json.dumps({"b": 1})})'
    assert component({"args.a": 1, "args.not it": 2}, arguments="lib/orders.py:Args") == (
        'Orders("test", load("lib/orders.py").Args(a=1, **{"not it": 2}))'
    )


def test_modules_are_imported_where_they_are_needed() -> None:
    entry = Entry("Orders", "lib/orders.py", export="Orders", signature=("name", "args"), language="python")
    values = {"args.a": Call("secret", ("s",)), "args.b": Call("jsonencode", ({"b": 1},))}
    cases = (case(Family.OUTPUTS, "a", Exports("a", 1)),)
    suite = replace(python_suite(), deployments=(Deployment("Orders", Variant(entry, values), cases),))
    head = '"""What shop registers, run under mocks: no cloud, no Pulumi engine."""\n\n'
    assert written_test(suite).startswith(
        f"{head}import json\n\nimport pulumi\n\nfrom .support import deployment\n\n\n"
    )
    assert written_test(suite, "pulumi-unittest").startswith(
        f"{head}import json\nimport unittest\n\nimport pulumi\n\nfrom .support import deployment\n\n\n"
    )
    plain = suite_of(*cases)
    assert written_test(plain).startswith(f"{head}from .support import deployment\n\n\nclass TestShop:\n    stack = ")


def test_the_folder_of_the_program_is_said_where_a_component_does_not_show_it() -> None:
    program = Entry("shop", "infra/__main__.py", language="python")
    entry = Entry("Orders", "infra/lib/orders.py", export="Orders", signature=("name",), language="python")
    cases = (case(Family.OUTPUTS, "a", Exports("a", 1)),)
    suite = replace(
        python_suite(), entries=(program, entry), deployments=(Deployment("Orders", Variant(entry), cases),)
    )
    made = 'create=lambda load: load("infra/lib/orders.py").Orders("test"), main="infra",'
    assert made in " ".join(written_test(suite).split())


def test_a_component_in_yaml_says_its_file() -> None:
    entry = Entry(
        "Orders",
        "orders/PulumiPlugin.yaml",
        folder="orders",
        export="Orders",
        signature=("name", "args"),
        language="yaml",
    )
    cases = (case(Family.OUTPUTS, "a", Exports("a", 1)),)
    variant = Variant(entry, {"args.size": 1})
    suite = replace(python_suite(), language="yaml", deployments=(Deployment("Orders", variant, cases),), files=())
    assert (
        'deployment(\n        "PulumiPlugin.yaml",\n'
        '        create=lambda load: load("PulumiPlugin.yaml").Orders("test", {"size": 1}),\n'
        '        folder="../../orders",\n'
    ) in written_test(suite)


def test_names_say_what_they_are() -> None:
    names = ["orders", "a-1", "type", "1st", "None", "ordersQueue"]
    found = list(resource_names([Subject(QUEUE, name) for name in names], PYTHON_NAMES).values())
    assert found == ["orders_queue", "a1_queue", "type_queue", "queue", "none_queue", "orders_queue_2"]
    assert local_name(Subject("aws:lambda/function:Function", "x"), (), "inputs", PYTHON_NAMES) == "function"
    assert local_name(Subject("aws:ec2/type:Type", "x"), (), "inputs", PYTHON_NAMES) == "type_inputs"
    long = "queue " + "very " * 40 + 'long "x"'
    text = written_test(
        suite_of(case(Family.OUTPUTS, long, Exports("a", 1)), case(Family.OUTPUTS, long, Exports("b", 1)))
    )
    names = re.findall(r"def (\w+)\(self\):\n", text)
    assert names == [f"test_queue{'_very' * 18}", f"test_queue{'_very' * 18}_2"]
    assert " ".join(text.split()).count(f'"""Q{long[1:].replace(chr(34), chr(39))}."""') == 2
    assert max(map(len, text.splitlines())) <= 120


ARN, PORT = Reference("orders", ("arn",)), Reference("orders", ("port",))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (ARN, 'self.orders.output("arn")'),
        (Reference("orders", ("a", 0, "b c")), 'self.orders.output("a", 0, "b c")'),
        (Reference("orders"), "self.orders.urn()"),
        (Template((ARN, "/*")), "f\"{self.orders.output('arn')}/*\""),
        (Template(('a"', ARN, "{x}\\\n")), 'f"a\\"{self.orders.output(\'arn\')}{{x}}\\\\\\n"'),
        (Template(("a", Reference("orders", ("it's",)))), '"a" + str(self.orders.output("it\'s"))'),
        (Template(("n", 1, True)), '"n1True"'),
        ('{"a": [1, 2.50]}', 'json_text({"a": [1, 2.5]})'),
        ("{a}", '"{a}"'),
        (Template(('{"Resource":"', ARN, '/*"}')), 'json_text({"Resource": f"{self.orders.output(\'arn\')}/*"})'),
        (Template(('{"port":', PORT, "}")), 'json_text(f"{{\\"port\\":{self.orders.output(\'port\')}}}")'),
        (Call("jsonencode", (ARN,)), 'json_text(json.dumps(self.orders.output("arn")))'),
        (Call("secret", ({"a": 1},)), 'secret({"a": 1})'),
        (Call("asset.text", ('{"a": 1}',)), "text_asset('{\"a\": 1}')"),
        (Call("undefined", ()), "None"),
        ((1.0, -0.0, 1e21, 0.5, float("inf")), "[1, 0, 1e21, 0.5, 1e999]"),
        ({"a-b": None, "c": False}, '{"a-b": None, "c": False}'),
    ],
)
def test_spellings(value: Value, text: str) -> None:
    assert PYTHON.expected(value) == text
    assert not PYTHON.is_speakable({"a": (Unknown("no idea"), value)})


class Answers:
    """What a resource answers."""

    def output(self, *path: Any) -> Any:
        return 8080 if path == ("port",) else f"arn:{len(path)}"

    def urn(self) -> str:
        return "urn"


def concrete(value: Value) -> Any:
    """A value as a program under mocks computes it."""
    if isinstance(value, Reference):
        return Answers().output(*value.path)
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else str(concrete(part)) for part in value.parts)
    if isinstance(value, Call):
        return json.dumps(concrete(value.arguments[0]))
    if isinstance(value, Mapping):
        return {key: concrete(item) for key, item in value.items()}
    return [concrete(item) for item in value] if isinstance(value, tuple) else value


ODD = st.sampled_from([Reference("orders", ("a 'b'\\",)), Reference("orders", ("{", "é", 0, '"'))])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS | REFERENCES | ODD
TEMPLATES = st.lists(TEXTS | REFERENCES | ODD, min_size=1, max_size=5).map(lambda parts: Template(tuple(parts)))
VALUES = st.recursive(
    LEAVES | TEMPLATES | DOCUMENTS,
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def renamed(value: Value) -> Value:
    """The value with names that Python can have."""
    if isinstance(value, Reference):
        return Reference("orders", value.path)
    if isinstance(value, Template):
        return Template(tuple(renamed(part) for part in value.parts))
    if isinstance(value, Mapping):
        return {key: renamed(item) for key, item in value.items()}
    return tuple(map(renamed, value)) if isinstance(value, tuple) else value


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(VALUES.map(renamed), HEADS)
def test_expectations_are_what_the_mocks_show(value: Value, head: str) -> None:
    """Documents are compared as such by the support library, whose `json_text` is text here."""
    text = PYTHON.given(value, head)
    ast.parse(f"({text})", feature_version=(3, 9))
    names = {"self": type("Test", (), {"orders": Answers()})(), "json": json}
    found = eval(f"({text})", names)
    assert found == concrete(value)
    ast.parse(f"({PYTHON.expected(value, head)})", feature_version=(3, 9))
