"""What the support library makes of answers, by the table that it shares with the one in Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

CASES = json.loads((Path(__file__).parents[1] / "integration_support_cases.json").read_text(encoding="utf-8"))

#: What the library makes of every case, by section, in one process.
BODY = """
const { choose, read } = require('./support/found');
const { after, before, last, picked } = require('./support/terms');
const { compare, member, row } = require('./support/rows');
const { fits } = require('./support/forms');
const verbs = { after, before, last };
const picks = (pairs = []) => pairs.map(([verb, sign]) => verbs[verb](sign));
const blocks = (each) => each && Object.fromEntries(Object.entries(each).map(([name, given]) => {
  if (typeof given === 'string') return [name, given];
  const { path, ...options } = given;
  return [name, member(path, options)];
}));
const lines = ({ attribute = 'it', path = 'It', declared, ...given }, found) => {
  const options = { ...given, picks: picks(given.picks), each: blocks(given.each) };
  return compare(row(attribute, path, declared, options), declared, found);
};
const same = ({ declared, found, normal, each }) => lines({ declared, normal, each }, { It: found }).length === 0;
const made = {
  paths: (one) => read(input.answer, one.path),
  paths_of: (one) => read(one.value, one.path),
  wheres: (one) => choose(one.found, one.where),
  picks: (one) => picked(one.value, picks(one.picks)),
  normals: same,
  each: same,
  forms: (one) => fits(one.form, one.detail, one.value),
  messages: (one) => lines(one.row, one.found),
};
return Object.fromEntries(Object.entries(made).map(([name, make]) => [name, input[name].map((one) => make(one))]));
"""
#: What a case of each section says must come out.
EXPECTED = {
    "paths": "found",
    "paths_of": "found",
    "wheres": "element",
    "picks": "picked",
    "normals": "same",
    "each": "same",
    "forms": "fits",
    "messages": "lines",
}
ALL = [(section, at) for section in EXPECTED for at in range(len(CASES[section]))]


@pytest.fixture(scope="module")
def made(library: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = library.ask(BODY, CASES)
    return found


def title(section: str, at: int) -> str:
    case = CASES[section][at]
    return f"{section} {case.get('title') or case}"


@pytest.mark.parametrize(("section", "at"), ALL, ids=[title(*each) for each in ALL])
def test_a_case_of_the_table(made: Mapping[str, Any], section: str, at: int) -> None:
    assert made[section][at] == CASES[section][at][EXPECTED[section]]


def test_every_section_is_known() -> None:
    assert CASES.keys() - {"note", "answer"} == EXPECTED.keys()


def test_what_is_no_path_is_refused(library: Any) -> None:
    answer = library.answer("return require('./support/found').read({ a: 1 }, 'a[b');")
    assert answer["error"] == "Error: a[b is no path"


def test_names_that_every_object_has_are_no_members(library: Any) -> None:
    body = """
      const { compare, row } = require('./support/rows');
      const declared = JSON.parse('{"constructor": "a", "__proto__": "b"}');
      const one = row('tags', 'It', declared, { normal: 'subset' });
      return compare(one, declared, { It: {} });
    """
    assert library.ask(body) == [
        'tags.__proto__: declared "b", found nothing',
        'tags.constructor: declared "a", found nothing',
    ]
