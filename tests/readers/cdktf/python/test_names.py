"""What Python calls the members of the library, and back."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.readers.cdktf.python.names import library_name, python_name

#: Pairs as the packages for Python have them.
PAIRS = {
    "mfa_delete": "mfaDelete",
    "ipv6_cidr_block": "ipv6CidrBlock",
    "s3_key": "s3Key",
    "tags_all": "tagsAll",
    "from_": "from",
    "lambda_": "lambda",
    "and_": "and",
    "type": "type",
    "id": "id",
    "to_json": "toJSON",
    "TF_RESOURCE_TYPE": "tfResourceType",
    "STRING_MAP_TOKEN_VALUE": "STRING_MAP_TOKEN_VALUE",
    "file_name": "fileName",
    "_synthesize_attributes": "synthesizeAttributes",
    "base64encode": "base64encode",
    "max_size2_x": "maxSize2X",
}
_WORDS = st.lists(st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True), min_size=1, max_size=5)


@pytest.mark.parametrize(("python", "library"), PAIRS.items())
def test_names_are_those_of_the_packages(python: str, library: str) -> None:
    assert library_name(python) == library
    if not python.startswith(("_", "TF_")):
        assert python_name(library) == python


@pytest.mark.parametrize("name", ["fifoQueue", "_name", "__class__", "from", "Name", "x__y", "", "name_"])
def test_what_python_never_calls_so_is_no_member(name: str) -> None:
    assert library_name(name) == ""


@given(_WORDS)
def test_every_attribute_comes_back(words: list[str]) -> None:
    name = "_".join(words)
    python = f"{name}_" if keyword.iskeyword(name) else name
    library = words[0] + "".join(word[0].upper() + word[1:] for word in words[1:])
    if python_name(library) == python:
        assert library_name(python) == library
    # Where two attributes would be one name to Python, the rule has nothing to say of the second.
    else:
        assert any(len(word) == 1 for word in words[1:])
