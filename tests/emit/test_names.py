"""Names: always identifiers, always different, and comments that nothing can end."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.emit.names import comment, function_names, plain, snake


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("SQS queue events is configured as declared", "sqs_queue_events_is_configured_as_declared"),
        ("provider aws.east", "provider_aws_east"),
        ("", "case"),
        ("?!", "case"),
        ("Größe", "größe"),
        ("x" * 300, "x" * 120),
    ],
)
def test_titles_become_names(title, name):
    assert snake(title) == name


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
