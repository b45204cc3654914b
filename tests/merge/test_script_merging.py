"""Regenerating JavaScript and TypeScript suites that a person has worked in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from merge_roughly import known_of, labels, merged_twice, roughly_edited, thinned

from scaffold.merge import Language, Manner, Role, State, UnparsableError, merge
from scaffold.merge.script import JAVASCRIPT, TYPESCRIPT

GOLDEN = Path(__file__).parents[2] / "golden"
OLD = """\
// What network registers.
import assert from 'node:assert/strict';

import { deployment } from './support';

describe('network', () => {
  const stack = deployment({ project: 'network' });
  const { it } = stack;
  const vpc = stack.resource('vpc', 'main');

  it('declares exactly these resources', async () => {
    assert.deepEqual(await stack.inventory(), {
      vpc: ['main'],
    });
  });

  describe('VPC main', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await vpc.inputs(), {
        cidrBlock: '10.0.0.0/16',
      });
    });
  });

  it('exports vpcId', async () => {
    assert.equal(await stack.output('vpcId'), await vpc.output('id'));
  });
});
"""
FRESH = OLD.replace("10.0.0.0", "10.1.0.0")
VPC = OLD[OLD.index("  describe('VPC") : OLD.index("  it('exports")]


def after(present: str, fresh: str = FRESH, **options: bool) -> tuple[str, dict[str, State]]:
    """What becomes of a suite that a person made from `OLD`, and of its cases."""
    made = merged_twice(OLD, present, fresh, TYPESCRIPT, Manner(**options))
    return made.text, {each.at[-1]: each.state for each in made.cases}


@pytest.mark.parametrize(
    ("what", "by"),
    [
        ("import { deployment }", "import { deployment, mine }"),
        ("const { it } = stack;", "const { it, mine } = stack;"),
        ("const vpc", "let vpc"),
        ("'main');\n", "'main'), mine = 1;\n"),
        ("describe('VPC main', () => {", "describe.skip('VPC main', function () {"),
        ("describe('VPC main', () => {", "describe('VPC main', () => { // mine"),
        ("  });\n\n  it('exports", "  }); // mine\n\n  it('exports"),
        ("  });\n\n  it('exports", "    // mine\n  });\n\n  it('exports"),
        ("    it('is", "    const mine = 1;\n\n    it('is"),
        ("    it('is", "    const mine = 1;\n    it('is"),
        ("    it('is", "    // mine\n    it('is"),
        ("});\n  });\n\n  it('exports", "});\n\n    it('mine', () => {});\n  });\n\n  it('exports"),
        ("// What", "#!/usr/bin/env node\n// What"),
        ("// What", "\ufeff// What"),
        ("import { deployment } from './support';\n", "import { deployment } from './support'\n;[1].map(mine)\n"),
        ("describe('network', () => {\n", "/* mine */ describe('network', () => {\n"),
        ("\n  const { it } = stack;", "\n\n\n  const { it } = stack; /* mine\n  still */ // and"),
        ("output('id'));\n  });\n});\n", "output('id'));\n  });\n});\n// mine"),
        (OLD[-8:], OLD[-8:-1]),
        ("\n", "\r\n"),
    ],
)
def test_only_what_would_be_generated_otherwise_changes(what: str, by: str) -> None:
    present = OLD.replace(what, by)
    assert present != OLD
    assert after(present) == (present.replace("10.0.0.0", "10.1.0.0"), dict.fromkeys(after(OLD)[1], State.PRISTINE))


@pytest.mark.parametrize(
    ("what", "by"),
    [
        ("    it('is", "    it.only('is"),
        ("    it('is", "    it.each([1, 2])('is"),
        ("'10.0.0.0/16',\n", "'10.0.0.0/16', // mine\n"),
        ("'10.0.0.0/16',\n", "'10.0.0.0/16',\n        mine: true,\n"),
        (
            "async () => {\n      assert.deepEqual(await vpc",
            "async () => {\n      // mine\n      assert.deepEqual(await vpc",
        ),
    ],
)
def test_an_edited_case_is_kept_to_the_last_character(what: str, by: str) -> None:
    present = OLD.replace(what, by)
    assert present != OLD
    text, states = after(present)
    assert text == present
    assert states.pop("is configured as declared") is State.EDITED
    assert set(states.values()) == {State.PRISTINE}


def test_a_formatters_work_stays_where_nothing_is_new() -> None:
    present = re.sub("'", '"', OLD).replace(";\n", "\n").replace("  ", "\t").replace("async () => {", "async()=>{")
    assert after(present, OLD) == (present, dict.fromkeys(after(OLD)[1], State.PRISTINE))
    text, _ = after(present)
    assert "cidrBlock: '10.1.0.0/16',\n" in text
    assert text.count("\n") == present.count("\n")
    assert len(set(present.split("\n")) - set(text.split("\n"))) <= 5


@pytest.mark.parametrize("instead", ["", "  describe('VPC main', () => {});\n\n", "  describe.skip('VPC main');\n\n"])
def test_what_a_person_deleted_does_not_come_back(instead: str) -> None:
    present = OLD.replace(VPC, instead)
    text, states = after(present)
    assert text == present
    assert states["is configured as declared"] is State.DELETED


def test_cases_on_one_line_are_a_persons_own() -> None:
    present = OLD.replace("  });\n\n  it('exports", "  }); it('exports")
    text, states = after(present, FRESH.replace("output('id')", "output('arn')"))
    assert text == present
    assert states == {
        "declares exactly these resources": State.PRISTINE,
        "is configured as declared": State.DELETED,
        "exports vpcId": State.DELETED,
    }


def test_names_that_are_needed_are_imported_once() -> None:
    present = OLD.replace("import { deployment }", "import { mine, deployment }")
    fresh = FRESH.replace("import { deployment }", "import { deployment, more }").replace("vpc.output(", "more(vpc, ")
    text, _ = after(present, fresh)
    assert "import { mine, deployment } from './support';\nimport { more } from './support';\n" in text
    later = merged_twice(OLD, present, FRESH, TYPESCRIPT).text
    assert later.count("from './support'") == 1


def test_what_only_kept_cases_use_stays() -> None:
    present = OLD.replace("cidrBlock: '10.0.0.0/16',", "cidrBlock: mine,")
    fresh = OLD.replace(VPC, "").replace("  const vpc = stack.resource('vpc', 'main');\n", "")
    fresh = fresh[: fresh.index("  it('exports")] + "});\n"
    text, states = after(present, fresh, prune=True)
    assert states == {
        "declares exactly these resources": State.PRISTINE,
        "is configured as declared": State.ORPHANED,
        "exports vpcId": State.ORPHANED,
    }
    assert "  const vpc = stack.resource('vpc', 'main');\n" in text
    assert "cidrBlock: mine," in text
    assert "exports vpcId" not in text
    text, _ = after(OLD, fresh, prune=True)
    assert TYPESCRIPT.parse(text).children[-1].shape == TYPESCRIPT.parse(fresh).children[-1].shape
    assert "vpc =" not in text


def test_a_group_that_a_person_put_around_ours_stays() -> None:
    present = OLD.replace("describe('network'", "describe('mine', () => {\ndescribe('network'") + "});\n"
    assert after(present)[0] == present.replace("10.0.0.0", "10.1.0.0")


def test_a_renamed_resource_takes_what_a_person_wrote_with_it() -> None:
    old = OLD.replace("'vpc', 'main'", "'vpc.main'").replace("describe('VPC main'", "describe('vpc.main'")
    fresh = old.replace("vpc.main", "vpc.hub").replace("'main'", "'hub'").replace("const vpc", "const hub")
    fresh = re.sub(r"\bvpc\.(inputs|output)", r"hub.\1", fresh)
    present = old.replace("cidrBlock: '10.0.0.0/16',", "cidrBlock: mine, name: 'vpc.main', as: `main`,")
    manner = Manner(renames={"vpc.main": "vpc.hub"})
    made = merged_twice(old, present, fresh, TYPESCRIPT, manner)
    assert "cidrBlock: mine, name: 'vpc.hub', as: `hub`," in made.text
    assert "describe('vpc.hub', () => {" in made.text
    assert "vpc.main" not in made.text
    (case,) = (each for each in made.cases if each.at[-1] == "is configured as declared")
    assert (case.state, case.was) == (State.EDITED, "network > vpc.main > is configured as declared")
    assert {"vpc", "hub"} <= {name for _, unit in TYPESCRIPT.parse(made.text).walk() for name in unit.binds}


@pytest.mark.parametrize(
    "present",
    ["<<<<<<< ours\n" + OLD, OLD.removesuffix("});\n"), OLD + "});\n", OLD.replace("async () => {", "async () =>", 1)],
)
def test_a_suite_that_does_not_parse_is_refused(present: str) -> None:
    with pytest.raises(UnparsableError):
        merge(present, FRESH, labels(FRESH, TYPESCRIPT), known_of(OLD, TYPESCRIPT), TYPESCRIPT, Manner())


RECORDED = [
    ("pulumi/several/expected/network/tests/infrastructure_checks/network.spec.ts", TYPESCRIPT),
    ("cdktf/several/expected/tests/infrastructure_checks/project.test.ts", TYPESCRIPT),
    ("terraform/modules/expected/tests/infrastructure_checks/root.test.js", JAVASCRIPT),
    ("integration/orders/expected/tests/integration/root.int.test.js", JAVASCRIPT),
]
OWN = [
    "// mine{}",
    "  /* mine{} */",
    "const mine{} = 1;",
    "it('mine{}', () => {{}});",
    "import {{ mine{} }} from './mine';",
    "describe('mine{}', () => {{\n  it('declares', () => {{}});\n}});",
    "mine{}()",
    "",
]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("path", "language"), RECORDED, ids=[path.split("/")[0] for path, _ in RECORDED])
def test_a_recorded_suite_survives_rough_hands(path: str, language: Language, seed: int) -> None:
    """Whatever a person does to its lines: what is theirs stays, nothing is declared twice, and once is enough."""
    old = thinned((GOLDEN / path).read_text(), language, seed)
    fresh = thinned(old, language, seed + 1_000, changing=True)
    tried = 0
    for turn in range(8):
        present = roughly_edited(old, OWN, "//", 100 * seed + turn)
        try:
            before = language.parse(present)
        except UnparsableError:
            continue
        tried += 1
        made = merged_twice(old, present, fresh, language, Manner(prune=turn % 2 == 0))
        assert set(re.findall(r"mine\d+", present)) <= set(re.findall(r"mine\d+", made.text))
        written = {unit.shape for text in (old, fresh) for _, unit in language.parse(text).walk()}
        for _, unit in before.walk():
            if unit.role is not Role.GROUP and unit.shape not in written:
                assert unit.head.rstrip() in made.text
        assert not declared_twice(made.text, language) - declared_twice(present, language)
    assert tried


def declared_twice(text: str, language: Language) -> set[tuple[object, ...]]:
    """Names that two statements of one scope bind."""
    found: set[tuple[object, ...]] = set()
    seen: set[tuple[object, ...]] = set()
    for path, unit in language.parse(text).walk():
        names = {(path[:-1], name) for name in unit.binds}
        found |= names & seen
        seen |= names
    return found
