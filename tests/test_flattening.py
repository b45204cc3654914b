"""Flat outputs: every form that deployments tell them in, and nothing lost without a word."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.flattening import FORMS, FlattenError, as_text, flatten, without_hash

TERRAFORM = {
    "url": {"value": "https://example.com", "type": "string", "sensitive": False},
    "ids": {"value": ["a", "b"], "type": ["list", "string"], "sensitive": False},
    "size": {"value": 3, "type": "number", "sensitive": False},
    "on": {"value": True, "type": "bool", "sensitive": False},
    "password": {"value": "x", "type": "string", "sensitive": True},
    "nothing": {"value": None, "type": "string", "sensitive": False},
}


def codes(found):
    return [note.code for note in found.notes]


def test_terraform_outputs_become_texts_and_what_is_left_out_is_named():
    found = flatten(json.dumps(TERRAFORM))
    assert found.values == {"ids": '["a","b"]', "on": "true", "size": "3", "url": "https://example.com"}
    assert sorted(note.summary for note in found.notes) == [
        "output nothing is null and left out",
        "output password is sensitive and left out",
    ]


def test_sensitive_values_are_kept_where_that_is_asked_for():
    assert flatten(json.dumps(TERRAFORM), sensitive=True).values["password"] == "x"


def test_pulumi_outputs_are_values_and_hidden_secrets_are_left_out():
    found = flatten(json.dumps({"url": "u", "zones": ["a"], "key": "[secret]", "all": {"k": "[secret]"}}))
    assert found.values == {"url": "u", "zones": '["a"]'}
    assert codes(found) == ["sensitive-output", "sensitive-output"]


def test_cdktf_outputs_are_named_by_their_constructs_in_the_stack():
    document = {"shop": {"url": "u", "audit": {"log-bucket": "b"}, "cross-stack-output-aws_vpcvpcid": "v"}}
    found = flatten(json.dumps(document))
    assert found.values == {"url": "u", "audit": '{"log-bucket":"b"}', "audit_log-bucket": "b"}


@pytest.mark.parametrize(
    ("name", "plain"), [("audit_log-bucket_92DC5EE4", "audit_log-bucket"), ("a_92DC5EE", "a_92DC5EE")]
)
def test_the_hash_that_cdktf_puts_behind_a_name_is_taken_off(name, plain):
    assert without_hash(name) == plain
    told = {name: {"value": "x", "type": "string", "sensitive": False}}
    assert flatten(json.dumps(told)).values == {plain: "x"}


def test_cloudformation_outputs_are_those_of_every_stack():
    stacks = [{"StackName": "a", "Outputs": [{"OutputKey": "Url", "OutputValue": "u"}]}, {"StackName": "b"}]
    assert flatten(json.dumps({"Stacks": stacks})).values == {"Url": "u"}


def test_the_same_name_in_several_stacks_is_kept_twice_and_said():
    found = flatten(json.dumps({"a": {"url": "1", "own": "x"}, "b": {"url": "2"}}))
    assert found.values == {"a.url": "1", "b.url": "2", "own": "x"}
    assert codes(found) == ["same-output", "same-output"]


def test_one_stack_can_be_taken():
    document = json.dumps({"a": {"url": "1"}, "b": {"url": "2"}})
    assert flatten(document, stack="b").values == {"url": "2"}
    with pytest.raises(FlattenError, match="no stack 'c'"):
        flatten(document, stack="c")


def test_names_that_are_the_same_without_their_hashes_are_refused():
    told = {f"a_{end}": {"value": end, "sensitive": False} for end in ("92DC5EE4", "92DC5EE5")}
    with pytest.raises(FlattenError, match="several outputs are called a"):
        flatten(json.dumps(told))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, '{"a": NaN'])
def test_what_is_no_json_object_is_refused(text):
    with pytest.raises(FlattenError):
        flatten(text)


@pytest.mark.parametrize(
    ("form", "document"),
    [("terraform", {"a": 1}), ("cdktf", {"a": 1}), ("cloudformation", {"Stacks": [{"Outputs": [{"x": 1}]}]})],
)
def test_a_document_of_another_form_is_refused(form, document):
    with pytest.raises(FlattenError):
        flatten(json.dumps(document), form)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5), st.sampled_from(["", *FORMS]))
def test_any_object_is_flattened_or_refused(document, form):
    try:
        found = flatten(json.dumps(document), form)
    except FlattenError:
        return
    assert all(isinstance(value, str) for value in json.loads(found.text()).values())


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), JSON, min_size=1, max_size=5))
def test_every_value_can_be_read_back(values):
    told = {name: {"value": value, "sensitive": False} for name, value in values.items()}
    found = flatten(json.dumps(told)).values
    kept = {name: value for name, value in values.items() if value is not None}
    assert found == {name: as_text(value) for name, value in sorted(kept.items())}
    for name, text in found.items():
        assert text == kept[name] if isinstance(kept[name], str) else json.loads(text) == kept[name]


def test_one_value_with_its_type_says_that_all_are_terraforms():
    told = {"c": {"value": "hidden", "type": "string", "sensitive": True}, "d": {"value": 1, "type": "number"}}
    assert flatten(json.dumps(told)).values == {"d": "1"}


def test_nothing_is_said_and_nothing_is_lost():
    assert codes(flatten("{}")) == ["no-outputs"]
    with pytest.raises(FlattenError, match="a stands twice"):
        flatten('{"a": "1", "a": "2"}')
