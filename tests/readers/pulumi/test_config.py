"""Configuration, the environment and the stack: parameters of a program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model.shapes import Kind
from scaffold.model.values import Reference
from scaffold.readers.pulumi.config import text_of
from scaffold.readers.reading import ReadOptions

CONFIG = "const config = new pulumi.Config();\n"


@pytest.mark.parametrize(
    ("method", "given", "value"),
    [
        ("get", "a", "a"),
        ("get", 3, "3"),
        ("get", True, "true"),
        ("require", "a", "a"),
        ("getNumber", 3, 3),
        ("getNumber", "2.5x", 2.5),
        ("requireNumber", "7", 7),
        ("getBoolean", True, True),
        ("requireBoolean", "false", False),
        ("getObject", {"a": (1, {"b": None})}, {"a": (1, {"b": None})}),
        ("requireObject", '{"a":[1]}', {"a": (1,)}),
        ("getSecret", "s", "s"),
        ("requireSecretNumber", "4", 4),
        ("getSecretObject", (1, 2), (1, 2)),
    ],
)
def test_a_value_is_read_as_the_method_says(program, method: str, given: object, value: object) -> None:
    found = program(f'{CONFIG}export const result = config.{method}("key");').evaluate({"config.shop:key": given})
    assert [(each.resolved, each.secret) for each in found.exports] == [(value, "Secret" in method)]


@pytest.mark.parametrize(
    ("call", "given", "message"),
    [
        (
            'require("key")',
            None,
            "Missing required configuration variable 'shop:key'\n"
            "\tplease set a value using the command `pulumi config set shop:key <value>`",
        ),
        (
            'requireSecretObject("key")',
            None,
            "Missing required configuration variable 'shop:key'\n"
            "\tplease set a value using the command `pulumi config set --secret shop:key <value>`",
        ),
        ('getBoolean("key")', "yes", "Configuration 'shop:key' value 'yes' is not a valid boolean"),
        ('getNumber("key")', "many", "Configuration 'shop:key' value 'many' is not a valid number"),
        ('getObject("key")', "{", "Configuration 'shop:key' value '{' is not a valid JSON object"),
        (
            'get("key", { allowedValues: ["a", "b"] })',
            "c",
            "Configuration 'shop:key' value 'c' is not a legal enum value ([\"a\",\"b\"])",
        ),
        (
            'getNumber("key", { min: 1 })',
            0,
            "Configuration 'shop:key' value '0' is outside of the legal range (min 1, inclusive)",
        ),
        (
            'get("key", { maxLength: 2 })',
            "abc",
            "Configuration 'shop:key' value 'abc' is outside of the legal range (max 2 chars, inclusive)",
        ),
    ],
)
def test_the_errors_are_those_of_the_sdk(program, call: str, given: object, message: str) -> None:
    values = {} if given is None else {"config.shop:key": given}
    found = program(f"{CONFIG}config.{call};").evaluate(values)
    assert found.failure is not None
    assert found.failure.message.removeprefix("Error: ") == message


def test_what_is_required_and_not_given_stays_open_in_the_model(program) -> None:
    found = program(f'{CONFIG}new aws.sqs.Queue("q", {{ name: config.require("name") }});')
    assert found.codes == []
    assert found.resources["aws_sqs_queue.q"].attributes == {"name": Reference("config.shop:name")}
    assert found.project.parameters[0].value == Reference("config.shop:name")


def test_parameters_with_their_kinds_and_defaults(program) -> None:
    found = program("""
    const config = new pulumi.Config();
    const size = config.getNumber("size") || 3;
    const zone = config.get("zone") ?? "a";
    const flag = config.getBoolean("flag");
    const token = config.requireSecret("token");
    const tier = config.get("tier", { allowedValues: ["small", "large"] });
    const region = new pulumi.Config("aws").require("region");
    const stage = process.env.STAGE || "dev";
    const stack = pulumi.getStack();
    if (flag) { config.require("behind"); }
    """)
    parameters = {each.name: each for each in found.program.parameters}
    assert {name: (each.type, each.required, each.default, each.sensitive) for name, each in parameters.items()} == {
        "config.shop:size": ("number", False, 3, False),
        "config.shop:zone": ("string", False, "a", False),
        "config.shop:flag": ("boolean", False, None, False),
        "config.shop:token": ("string", True, None, True),
        "config.shop:tier": ("string", False, None, False),
        "config.aws:region": ("string", True, None, False),
        "env.STAGE": ("string", False, "dev", False),
        "pulumi.stack": ("string", False, "dev", False),
        "config.shop:behind": ("string", True, None, False),
    }
    assert parameters["config.shop:tier"].shape.choices == ("small", "large")
    assert parameters["config.shop:flag"].shape.kind is Kind.BOOL
    assert str(parameters["config.shop:size"].position) == "index.ts:5"


def test_an_object_has_the_members_that_are_read(program) -> None:
    found = program(f'{CONFIG}const data = config.requireObject<any>("data"); export const x = data.inner.name;')
    shape = found.program.parameters[0].shape
    assert shape.kind is Kind.OBJECT
    assert shape.members["inner"].shape.members.keys() == {"name"}
    assert found.reading.programs.sample(found.program)["config.shop:data"].keys() == {"inner"}


def test_a_branch_on_a_parameter_names_it(program) -> None:
    text = (
        CONFIG
        + """
    if (config.getBoolean("alarms")) { new aws.sns.Topic("alarms"); }
    const big = config.get("size") === "big";
    if (big) { new aws.sns.Topic("big"); }
    """
    )
    found = program(text)
    nothing = found.evaluate()
    assert nothing.registrations == ()
    everything = found.evaluate({"config.shop:alarms": True, "config.shop:size": "big"})
    assert [each.name for each in everything.registrations] == ["alarms", "big"]
    assert "config.shop:alarms" in {
        decision.condition.address for decision in nothing.decisions if isinstance(decision.condition, Reference)
    }
    assert len(everything.taken - nothing.taken) == 2


def test_the_stack_and_its_files(program) -> None:
    files = {
        "Pulumi.dev.yaml": """
            config:
              aws:region: eu-central-1
              shop:size: 4
              bare: yes
              shop:password:
                secure: AAABBB
              shop:nested: {list: [1, two], date: 2024-01-01}
        """,
        "Pulumi.prod.yaml": "config:\n  shop:size: 40\n",
    }
    text = (
        CONFIG
        + """
    new aws.sqs.Queue(`q-${pulumi.getStack()}`, {
        delaySeconds: config.requireNumber("size"), name: config.require("bare"),
        tags: { p: config.requireSecret("password"), n: config.requireObject<any>("nested").list[1] },
    });
    """
    )
    found = program(text, files)
    (queue,) = found.project.resources
    assert queue.name == "q-dev"
    assert queue.attributes["delay_seconds"] == 4
    assert queue.attributes["name"] == "true"
    assert queue.attributes["tags"]["n"] == "two"
    assert "AAABBB" not in str(found.project)
    options = ReadOptions(variables={"size": "7"})
    assert program(text, files, options).project.resources[0].attributes["delay_seconds"] == 7


def test_a_stack_is_chosen_by_its_file(program, tmp_path) -> None:
    files = {f"Pulumi.{name}.yaml": f"config:\n  shop:size: {size}\n" for name, size in (("dev", 1), ("prod", 2))}
    text = f'{CONFIG}new aws.sqs.Queue(pulumi.getStack(), {{ delaySeconds: config.getNumber("size") }});'
    found = program(text, files, ReadOptions(var_files=(tmp_path / "Pulumi.prod.yaml",)))
    assert found.resources["aws_sqs_queue.prod"].attributes == {"delay_seconds": 2}


def test_a_value_for_no_parameter_is_an_error(program) -> None:
    found = program("", options=ReadOptions(variables={"nothing": "1"}))
    assert found.codes == ["undeclared-variable"]


def test_the_environment_of_the_reader_never_shows(program, monkeypatch) -> None:
    monkeypatch.setenv("STAGE", "leaked")
    text = 'export const stage = process.env.STAGE ?? "none";'
    assert program(text).exported() == {"stage": "none"}
    assert program(text).exported({"env.STAGE": "prod"}) == {"stage": "prod"}


def test_project_stack_and_organization(program) -> None:
    text = "export const all = [pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization()];"
    found = program(text)
    assert found.exported({"pulumi.stack": "x", "pulumi.organization": "acme"}) == {"all": ("shop", "x", "acme")}
    assert found.exported()["all"][2] == "organization"
    assert found.reading.programs.sample(found.program) == {"pulumi.stack": "dev"}


def test_a_sample_goes_on_until_the_program_ends(program) -> None:
    text = """
    const bucket = process.env.BUCKET;
    if (!bucket) { throw new Error("BUCKET is not set"); }
    const config = new pulumi.Config();
    if (!config.get("mode")) { throw new Error("no mode"); }
    """
    found = program(text)
    sample = found.reading.programs.sample(found.program)
    assert sample.keys() == {"env.BUCKET", "config.shop:mode"}
    assert found.evaluate(sample).complete


def test_configuration_of_a_provider(program) -> None:
    text = "export const region = aws.config.region; export const must = aws.config.requireRegion();"
    values = {"config.aws:region": "eu-west-1"}
    assert program(text).exported(values) == {"region": "eu-west-1", "must": "eu-west-1"}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_every_value_has_a_text(value: object) -> None:
    assert isinstance(text_of(value), str)


def test_a_key_without_a_value_sets_nothing(program) -> None:
    files = {"Pulumi.dev.yaml": "config:\n  shop:size:\n  shop:name: orders\n"}
    found = program(
        CONFIG
        + """
    if (!config.get("size")) throw new Error("no size");
    """,
        files,
    )
    entry = found.program
    assert found.reading.programs is not None
    assert None not in found.reading.programs.sample(entry).values()
