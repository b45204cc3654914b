"""Policy documents come out as the AWS provider writes them: in JavaScript as in Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from node_projects import Project

from scaffold.model.values import Unknown
from scaffold.readers.terraform.policy import policy_document

EVALUATE = """
const { policyDocument } = require('./support/policy');
return input.map((given) => {
  try {
    return JSON.parse(policyDocument(given).json);
  } catch (error) {
    return error.message;
  }
});
"""

#: The arguments' names in Terraform.
NAMES = {
    "statements": "statement",
    "notActions": "not_actions",
    "notResources": "not_resources",
    "notPrincipals": "not_principals",
    "conditions": "condition",
    "policyId": "policy_id",
    "sourceJson": "source_json",
    "overrideJson": "override_json",
    "sourcePolicyDocuments": "source_policy_documents",
    "overridePolicyDocuments": "override_policy_documents",
}

DOCUMENTS: list[Mapping[str, Any]] = [
    {},
    {"version": "", "policyId": "id", "statements": []},
    {"statements": [{"actions": ["b", "a", "C", "b"], "resources": ["&{aws:username}"], "sid": ""}]},
    {"version": "2008-10-17", "statements": [{"resources": ["&{aws:username}"]}]},
    {"statements": [{"sid": "a"}, {"sid": "a"}]},
    {"statements": [{"principals": [{"type": "*", "identifiers": ["*"]}]}]},
    {"statements": [{"principals": [{"type": "AWS", "identifiers": ["*"]}]}]},
    {
        "statements": [
            {"principals": [{"type": "AWS", "identifiers": ["*"]}, {"identifiers": ["*"], "type": "AWS"}]},
            {
                "conditions": [
                    {"test": "Bool", "variable": "v", "values": ["true"]},
                    {"values": ["true"], "variable": "v", "test": "Bool"},
                ]
            },
        ]
    },
    {
        "statements": [
            {
                "effect": "Deny",
                "notActions": ["x"],
                "notResources": ["y", "z"],
                "principals": [
                    {"type": "Service", "identifiers": ["b", "a"]},
                    {"type": "AWS", "identifiers": ["1"]},
                    {"type": "Service", "identifiers": ["c"]},
                ],
                "notPrincipals": [{"type": "Federated", "identifiers": ["f"]}],
                "conditions": [
                    {"test": "StringLike", "variable": "v", "values": ["&{x}", "1"]},
                    {"test": "Bool", "variable": "w", "values": ["true"]},
                    {"test": "StringLike", "variable": "v", "values": ["2"]},
                ],
            }
        ]
    },
    {
        "sourceJson": json.dumps({"Version": "2008-10-17", "Id": "s", "Statement": [{"Sid": "a", "Effect": "Deny"}]}),
        "statements": [{"sid": "a", "actions": ["x"]}],
        "overridePolicyDocuments": [
            json.dumps({"statement": [{"sid": "a", "principal": "x", "condition": {"B": {"v": ["1"], "w": True}}}]})
        ],
        "overrideJson": "",
    },
    {"sourcePolicyDocuments": ['{"Statement": [{"Sid": "a"}]}', '{"Statement": [{"Sid": "a"}]}']},
    {"sourcePolicyDocuments": ['{"Statement": [{"Principal": {"*": ["*"], "AWS": ["b", "a"]}}]}', "nonsense"]},
    {"sourceJson": '{"Statement": {"Sid": "a"}}'},
]


def in_python(arguments: Mapping[str, Any]) -> Any:
    """What the reader of Terraform makes of the same arguments; the reason where it refuses them."""

    def renamed(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {NAMES.get(key, key): renamed(item) for key, item in value.items()}
        return tuple(renamed(item) for item in value) if isinstance(value, list) else value

    document = policy_document(renamed(arguments))
    if isinstance(document, Unknown):
        return document.reason.removeprefix("the policy document is refused: ")
    return json.loads(json.dumps(document))


def same(python: Any, javascript: Any) -> bool:
    """Whether both say the same; reasons are worded alike but for how they quote."""
    if isinstance(python, str) and isinstance(javascript, str):
        return python.replace("'", "") == javascript
    return bool(python == javascript)


@pytest.mark.parametrize("at", range(len(DOCUMENTS)))
def test_documents_are_those_of_the_provider(evaluated: list[Any], at: int) -> None:
    expected = in_python(DOCUMENTS[at])
    assert same(expected, evaluated[at]), (expected, evaluated[at])


@pytest.fixture(scope="module")
def evaluated(programs: Project) -> Any:
    return programs.ask(EVALUATE, DOCUMENTS)


TEXTS = st.lists(st.sampled_from(["*", "a", "b", "B", "s3:Get*", "&{x}", "é", "\U0001f600", "\uffee"]), max_size=4)
BLOCKS = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(["AWS", "*", "Service"]), "identifiers": TEXTS}), max_size=3
)
CONDITIONS = st.lists(
    st.fixed_dictionaries(
        {"test": st.sampled_from(["Bool", "Null"]), "variable": st.sampled_from("vw"), "values": TEXTS}
    ),
    max_size=3,
)
STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "sid": st.sampled_from(["", "a", "b"]),
            "effect": st.sampled_from(["", "Deny"]),
            "actions": TEXTS,
            "notActions": TEXTS,
            "resources": TEXTS,
            "notResources": TEXTS,
            "principals": BLOCKS,
            "notPrincipals": BLOCKS,
            "conditions": CONDITIONS,
        },
    ),
    max_size=3,
)
ARGUMENTS = st.fixed_dictionaries(
    {}, optional={"version": st.sampled_from(["", "2012-10-17", "2008-10-17"]), "statements": STATEMENTS}
)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ARGUMENTS, min_size=150, max_size=150))
def test_any_document_is_that_of_the_provider(programs: Project, documents: list[Mapping[str, Any]]) -> None:
    for document, found in zip(documents, programs.ask(EVALUATE, documents), strict=True):
        assert same(in_python(document), found), (document, in_python(document), found)
