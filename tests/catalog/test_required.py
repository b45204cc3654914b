"""Arguments that types cannot do without."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from scaffold import catalog

ROWS = tomllib.loads((Path(catalog.__file__).parent / "required.toml").read_text(encoding="utf-8"))

TYPES = {type_: names for type_, names in ROWS.items() if isinstance(names, list)}


def test_a_type_has_the_arguments_of_its_row_and_others_have_none():
    assert catalog.required("aws_kms_replica_key") == ("primary_key_arn",)
    assert catalog.required("aws_never_heard_of") == ()


def test_rows_are_sorted_types_with_sorted_names():
    assert list(TYPES) == sorted(TYPES)
    for type_, names in TYPES.items():
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", type_)
        assert names
        assert names == sorted(set(names)), type_


def test_what_may_be_empty_is_required():
    assert catalog.may_be_empty("aws_route53_record") == ("name",)
    assert catalog.may_be_empty("aws_kms_replica_key") == ()
    for type_, names in ROWS["may_be_empty"].items():
        assert set(names) <= set(TYPES[type_]), type_
