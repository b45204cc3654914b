"""What is wrong in a program in YAML is said with its line, and the rest is read."""

from __future__ import annotations

import itertools
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.readers.pulumi.yaml.front_end import read_module

Reader = Any
GOOD = "\n  good: {type: 'aws:sqs:Queue'}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("variables: {a: '${b}', b: '${a}'}", "the variable a depends on itself: by b"),
        ("variables: {a: '${a}'}", "the variable a depends on itself"),
        ("variables: {good: 1}", "the variable good has the name of a resource"),
        ("variables: {pulumi: 1}", "the variable cannot be called pulumi, which means the deployment itself"),
        ("variables: {a: &x 1, b: *x}", "Pulumi takes no aliases in programs: write out what it stands for"),
        ("variables: {a: 1, a: 2}", "the key a stands here twice"),
        ("variables: {80: 1}", "a key has to be text: put it into quotes"),
        ("variables: [1]", "variables has to be a map"),
        ("outputs:", "outputs has to be a map"),
        ("variables: {a: '${b'}", "a ${ has no }"),
        ("variables: {a: {'fn::join': 1}}", "fn::join is given a list of two values"),
        ("variables: {a: {'fn::invoke': 1}}", "fn::invoke is given a map with function, arguments, options and return"),
        ("variables: {a: {'fn::invoke': {}}}", "fn::invoke needs the name of a function"),
        ("variables: {a: {'fn::fileAsset': x, b: 1}}", "fn::fileAsset has to stand alone in its map"),
        ("variables: {a: {'fn::assetArchive': {x: 1}}}", "x has to be an asset or an archive"),
        ("config: {a: {}}", "a needs a type or a default"),
        ("config: {a: {type: 3}}", "the type of a has to be text that is written out"),
        ("components: {A: {}}", "only the PulumiPlugin.yaml of a plugin may have components"),
        (
            'variables: {a: "\\ud83d"}',
            "half a character stands here: write a \\u of a large one as \\U with eight digits",
        ),
    ],
)
def test_a_fault_of_the_program(text: str, message: str, program: Reader) -> None:
    found = program(f"{text}\nresources:{GOOD}")
    assert (message, 3) in found.said
    assert list(found.resources) == ["aws_sqs_queue.good"]


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        ("text", "the resource bad has to be a map"),
        ("{}", "the resource bad has no type"),
        ("{type: Queue}", "'Queue' is no type: it needs a package, as in aws:s3:Bucket"),
        ("{type: 'aws:s3:'}", "'aws:s3:' is no type: it needs a package, as in aws:s3:Bucket"),
        ("{type: '${good}'}", "the type of bad has to be text that is written out"),
        ("{type: 'aws:sns:Topic', name: '${good}'}", "the name of bad has to be text that is written out"),
        ("{type: 'aws:sns:Topic', defaultProvider: true}", "bad is no provider, and cannot be the default one"),
        ("{type: 'aws:sns:Topic', properties: {}, get: {id: x}}", "bad has either properties or get"),
        ("{type: 'aws:sns:Topic', options: 1}", "the options of bad have to be a map"),
        ("{type: 'aws:sns:Topic', options: {version: 7}}", "version has to be text that is written out"),
        ("{type: 'aws:sns:Topic', options: {retainOnDelete: yes}}", "retainOnDelete has to be true or false"),
        ("{type: 'aws:sns:Topic', options: {ignoreChanges: tags}}", "ignoreChanges has to be a list"),
        ("{type: 'aws:sns:Topic', options: {hideDiffs: [1]}}", "each of hideDiffs has to be text that is written out"),
        (
            "{type: 'kubernetes:helm.sh/v3:Chart'}",
            "Pulumi has no kubernetes:helm.sh/v3:Chart in YAML: use a Release of Helm instead",
        ),
    ],
)
def test_a_fault_of_a_resource(resource: str, message: str, program: Reader) -> None:
    found = program(f"resources:\n  bad: {resource}{GOOD}")
    assert (message, 4) in found.said
    assert "aws_sqs_queue.good" in found.resources


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: ${good.url}\n  b: ${a.x}", "x can only be read of a list or a map"),
        ("a: {'fn::select': [3, [1]]}", "the list has 1 elements, and none at 3"),
        ("a: {'fn::select': [-1, [1]]}", "an index has to be a whole number that is not negative"),
        ("a: {'fn::fromBase64': '*'}", "this is no text in Base64"),
        ("a: {'fn::readFile': missing.txt}", "the file missing.txt cannot be read"),
        ("a: {'fn::readFile': ../../../etc/passwd}", "the file ../../../etc/passwd cannot be read"),
        ("a: {'fn::join': ['', [1]]}", "what is joined has to be text"),
        ("a: {'fn::length': 1}", "a length is that of a list, a map or a text"),
        ("a: ${nobody.x}", "there is no resource, variable or configuration value called nobody"),
    ],
)
def test_an_error_of_the_program(text: str, message: str, program: Reader) -> None:
    failure = program(f"variables:\n  {text}\nresources:{GOOD}").evaluate().failure
    assert failure is not None
    assert failure.message == message
    assert failure.position.file == "Pulumi.yaml"


def test_a_name_that_nothing_declares_is_said(program: Reader) -> None:
    found = program(f"resources:{GOOD}outputs: {{a: '${{other}}'}}")
    assert ("There is no resource, variable or configuration value called other", 5) in found.said


def test_what_a_compiler_prints_is_not_read(program: Reader) -> None:
    found = program("", {"Pulumi.yaml": "name: a\nruntime: {name: yaml, options: {compiler: cue export}}\n"})
    assert found.said == [("the program is what 'cue export' prints, which is not run", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "a: [" * 5000,
        "{" * 20_000,
        "- " * 3000,
        "a: &a [x, x]\n"
        + "\n".join(f"{new}: &{new} [{f'*{old},' * 9}]" for old, new in itertools.pairwise("abcdefgh")),
        "a: &a {b: *a}",
        "a:\n\t- b",
        "\x00",
        "a: !!python/object/apply:os.system [echo]",
        "%YAML 9.9\n---\na: 1",
        "a: 1\n---\nb: 2",
        "? [a, b]\n: c",
        "<<: {a: 1}",
        "variables: {" + ", ".join(f"v{i}: '${{v{i + 1}}}'" for i in range(3000)) + "}",
        "x" * 600_000,
    ],
)
def test_hostile_files_end_in_faults_or_programs(text: str, program: Reader) -> None:
    begun = time.monotonic()
    module = read_module("Pulumi.yaml", text)
    assert module.language == "yaml"
    program("", {"Main.yaml": text})
    assert time.monotonic() - begun < 20


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert read_module("Main.yaml", text).path == "Main.yaml"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from(["${a}", "${a.b[0]}", "fn::join"]),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["resources", "a", "fn::join", "type", "x"]), inner)
        ),
    )
)
def test_any_data_is_read(data: Any) -> None:
    import yaml

    text = yaml.safe_dump({"resources": {"a": data}, "variables": data, "outputs": {"x": data}})
    assert read_module("Main.yaml", text).body is not None
