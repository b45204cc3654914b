"""The data of the advice: that every row can be used, and says what a reviewer needs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from scaffold.catalog.advice import advice_checks, advise
from scaffold.catalog.advice.base import checks, load
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.versions import Version

CHECKS = advice_checks()
PROVIDER = load("provider.toml")
CHANGES = [
    (f"{kind}.{type_}.{name}" if nested else f"{kind}.{type_}", row)
    for kind, nested in (("types", False), ("data", False), ("arguments", True), ("data_arguments", True))
    for type_, rows in PROVIDER[kind].items()
    for name, row in (rows.items() if nested else (("", rows),))
]
RULES = load("names.toml")["rule"]


def test_checks_are_ordered_and_no_invariants():
    ids = [check.id for check in CHECKS]
    assert ids == sorted(set(ids))
    assert len(ids) > 35
    assert not any(check.invariant for check in CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_says_what_a_reviewer_needs(check):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", check.id)
    assert check.id.startswith(f"{check.service}-")
    assert check.link.startswith("https://")
    assert check.why.endswith(".")
    assert not check.title.endswith(".")


def test_rows_of_pairs_name_checks():
    rows = load("pairs.toml")
    assert {row["check"] for kind in ("partner", "caller") for row in rows[kind]} <= set(checks())
    assert all("{thing}" in row["finding"] for kind in ("partner", "caller") for row in rows[kind])
    assert all("{caller}" in row["finding"] for row in rows["caller"])


@pytest.mark.parametrize(("place", "row"), CHANGES, ids=[place for place, _ in CHANGES])
def test_a_change_of_the_provider_has_versions(place, row):
    assert row.keys() <= {"deprecated", "removed", "instead", "by", "needs"}
    deprecated = Version.parse(row.get("deprecated", "0.0.0"))
    removed = Version.parse(row.get("removed", "99.0.0"))
    assert row.keys() & {"deprecated", "removed"}
    assert deprecated is not None
    assert removed is not None
    assert deprecated < removed
    assert re.fullmatch(r"[a-z_]+\.[a-z0-9_]+(\.[a-z0-9_.]+)?", place)


def test_settings_have_versions():
    settings = load("settings.toml")
    rows = [row for kind in ("backend", "provider") for rows in settings[kind].values() for row in rows.values()]
    rows += [*settings["blocks"].values(), *settings["nested"].values(), *settings["arguments"].values()]
    rows += settings["features"].values()
    for row in rows:
        said = [row[key] for key in ("since", "deprecated", "removed") if key in row]
        assert said
        assert all(Version.parse(version) for version in said)
    assert all(Version.parse(since) for since in settings["functions"].values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["for"][0])
def test_a_rule_of_names_can_be_kept(rule):
    keys = {"service", "for", "link", "min", "max", "allowed", "first", "last", "begins", "fifo", "except", "whole"}
    assert rule.keys() <= keys | {"never_begins", "never_ends", "never_has"}
    for characters in ("allowed", "first", "last"):
        re.compile(f"[{rule.get(characters, 'a')}]")
    name = (rule.get("begins", "") + "some-name")[: rule["max"]].rstrip("-")
    for place in rule["for"]:
        type_, _, attribute = place.partition(".")
        resource = Resource(f"{type_}.x", type_, type_, "x", Mode.MANAGED, {attribute: name}, Position("main.tf"))
        # another platform spells the same resource the same way, and the language's own families keep quiet
        project = Project("p", "pulumi", ".", resources=(resource,))
        assert not [advice for advice in advise(project) if advice.check.id.endswith("-name")]
        long = replace(resource, attributes={attribute: rule.get("begins", "") + "a" * (rule["max"] + 1)})
        (advice,) = [
            advice
            for advice in advise(replace(project, resources=(long,)))
            if advice.check.id == f"{rule['service']}-name"
        ]
        assert f"where {rule['max']} are allowed" in advice.sentence
