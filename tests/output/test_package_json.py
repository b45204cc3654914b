"""Additions to a package.json leave the rest of it alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.output import OutputError
from scaffold.output.package_json import with_members

SECTION = "devDependencies"
TEXTS = st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=4)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '{\n  "name": "shop",\n  "devDependencies": {\n    "typescript": "^5"\n  },\n  "files": ["a", "b"]\n}\n',
            '{\n  "name": "shop",\n  "devDependencies": {\n    "jest": "^30.0.0",\n    "typescript": "^5"\n  },\n'
            '  "files": ["a", "b"]\n}\n',
        ),
        (
            '{\n\t"name": "shop"\n}\n',
            '{\n\t"name": "shop",\n\t"devDependencies": {\n\t\t"jest": "^30.0.0"\n\t}\n}\n',
        ),
        ("{}", '{\n  "devDependencies": {\n    "jest": "^30.0.0"\n  }\n}'.replace("\n}", "\n}")),
        (
            '{\r\n    "devDependencies": {}\r\n}\r\n',
            '{\r\n    "devDependencies": {\r\n        "jest": "^30.0.0"\r\n    }\r\n}\r\n',
        ),
        (
            '{\n  "devDependencies": {\n    "z": "1",\n    "a": "1"\n  }\n}',
            '{\n  "devDependencies": {\n    "z": "1",\n    "a": "1",\n    "jest": "^30.0.0"\n  }\n}',
        ),
        ('{"devDependencies": {"jest": "29"}}', '{"devDependencies": {"jest": "29"}}'),
    ],
    ids=["sorted", "tabs", "empty", "windows", "unsorted", "there"],
)
def test_members_are_added_where_a_person_would(before: str, after: str) -> None:
    assert with_members(before.encode(), SECTION, {"jest": "^30.0.0"}).decode() == after


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"devDependencies": 3}', b"null", b"\xff\xfe{}", b"[" * 100_000]
)
def test_what_cannot_be_added_to_is_refused(content: bytes) -> None:
    with pytest.raises(OutputError, match=r"package\.json"):
        with_members(content, SECTION, {"jest": "1"})


@given(
    st.dictionaries(st.text(max_size=8), st.one_of(st.integers(), st.text(max_size=8), TEXTS), max_size=4),
    TEXTS,
    TEXTS,
    st.sampled_from([None, 2, "\t"]),
)
def test_the_document_is_the_old_one_with_the_members(
    document: dict[str, object], present: dict[str, str], members: dict[str, str], indent: int | str | None
) -> None:
    document = {**document, SECTION: present} if present else {k: v for k, v in document.items() if k != SECTION}
    content = json.dumps(document, indent=indent).encode()
    after = json.loads(with_members(content, SECTION, members))
    assert after == {**document, **({SECTION: {**members, **present}} if present or members else {})}
