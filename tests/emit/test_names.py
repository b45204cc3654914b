"""Names: always identifiers, always different, and comments that nothing can end."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.emit.names import comment, function_names, plain, snake, spaced


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("SQS queue events is configured as declared", "sqs_queue_events_is_configured_as_declared"),
        ("provider aws.east", "provider_aws_east"),
        ("", "case"),
        ("?!", "case"),
        ("Größe", "größe"),
        ("x" * 300, "x" * 120),
        (f"{'x' * 100} {'y' * 100}", "x" * 100),
        ("x y " * 30, "x_y_" * 29 + "x_y"),
    ],
)
def test_titles_become_names(title, name):
    assert snake(title) == name


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("queue flowLogs", "queue flow Logs"),
        ("AWSLambdaVPCAccessExecutionRole", "AWS Lambda VPC Access Execution Role"),
        ("the URLs of IAM", "the URLs of IAM"),
        ("S3 DynamoDB", "S3 Dynamo DB"),
    ],
)
def test_words_of_camel_case_come_apart(title, words):
    assert spaced(title) == words


@given(st.lists(st.text(max_size=12) | st.sampled_from(["a b", "A-b", "a_b", "a b 2", "ﬀ", "ff"]), max_size=12))
def test_names_are_different_identifiers(titles):
    names = function_names(titles)
    assert len(names) == len(titles)
    assert len({unicodedata.normalize("NFKC", name) for name in names}) == len(names)
    assert all(name.isidentifier() and name.startswith("test_") for name in names)


@given(st.text(max_size=40))
def test_comments_are_one_visible_line_that_nothing_ends(text):
    assert plain(text).isprintable()
    assert not set(comment(text)) & set("\\\"'`*\n")
