"""The catalog: that its data files are well formed, and what its loaders answer."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from scaffold import catalog

FOLDER = Path(catalog.__file__).parent
ROWS = [
    (source, path, target, sentences if isinstance(sentences, list) else [sentences])
    for source, paths in tomllib.loads((FOLDER / "wiring.toml").read_text(encoding="utf-8")).items()
    for path, targets in paths.items()
    for target, sentences in targets.items()
]


def test_there_are_rows_for_the_common_types():
    assert len(ROWS) > 200
    assert len({source for source, *_ in ROWS}) > 60


@pytest.mark.parametrize(("source", "path", "target", "sentences"), ROWS)
def test_a_row_can_always_be_said(source, path, target, sentences):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", target)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", source)
    assert re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(\.\*)?", path)
    names = [{name for _, name, _, _ in Formatter().parse(sentence) if name} for sentence in sentences]
    assert all("target" in found for found in names)
    assert names[-1] <= {"source", "target", "key"}
    assert not any(sentence.endswith(".") for sentence in sentences)


def test_specific_rows_come_before_general_ones():
    assert catalog.sentences("aws_iam_role_policy", "policy", "aws_iam_policy_document") == (
        "{source} grants what {target} says",
    )
    assert catalog.sentences("aws_iam_role_policy", "policy", "aws_sqs_queue") == (
        "{source} grants access to {target}",
    )
    assert catalog.sentences("acme_thing", "inner.kms_key_id", "aws_kms_key") == (
        "{source} is encrypted with {target}",
    )
    assert catalog.sentences("aws_lambda_function", "environment.variables.URL", "module") == (
        "{source} learns {key} from {target}",
    )
    assert catalog.sentences("acme_thing", "color", "acme_paint") == ()


@pytest.mark.parametrize(
    ("type_", "noun", "words"),
    [
        ("aws_lambda_function", "function", "Lambda function"),
        ("aws_dynamodb_table", "table", "DynamoDB table"),
        ("aws_sqs_queue", "queue", "SQS queue"),
        ("acme_vpc_gate", "VPC gate", "VPC gate"),
        ("thing", "thing", "thing"),
    ],
)
def test_types_have_names(type_, noun, words):
    assert catalog.noun(type_) == noun
    assert catalog.type_words(type_) == words


@pytest.mark.parametrize(
    ("runtime", "name"),
    [("python3.13", "python"), ("nodejs22.x", "javascript"), ("java21", None), ("provided.al2023", None)],
)
def test_runtimes_have_languages(runtime, name):
    language = catalog.language(runtime)
    assert (language.name if language else None) == name
