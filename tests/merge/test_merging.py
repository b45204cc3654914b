"""What merging a generated file into an edited one does, in a language that is nothing but units."""

from __future__ import annotations

from dataclasses import replace

import pytest
from merge_plain import PLAIN

from scaffold.merge import Known, Manner, Merged, State, UnparsableError, merge
from scaffold.model.written import CaseLabel


def labels(text: str) -> tuple[CaseLabel, ...]:
    """A label for each case: its name, with the resource behind the last `_` as subject."""
    cases = [unit for _, unit in PLAIN.parse(text).walk() if unit.role.value == "case"]
    return tuple(CaseLabel(f"checks:{unit.name}", (unit.name,), unit.name.rpartition("_")[2]) for unit in cases)


def written(text: str) -> dict[str, Known]:
    """What is known of a file that was just written."""
    return dict(merged(None, text).known)


def merged(present: str | None, fresh: str | None, known: dict[str, Known] | None = None, **manner: object) -> Merged:
    return merge(present, fresh, labels(fresh or ""), known or {}, PLAIN, Manner(**manner))  # type: ignore[arg-type]


def after(old: str, present: str, fresh: str, **manner: object) -> Merged:
    """The merge of what would be generated into what a person made of `old`, which is made again and is the same."""
    first = merged(present, fresh, written(old), **manner)
    again = merged(first.text, fresh, dict(first.known), **manner)
    assert (again.text, again.known) == (first.text, first.known)
    return first


def states(made: Merged) -> dict[str, State]:
    return {each.id.removeprefix("checks:"): each.state for each in made.cases}


SUITE = """\
# What is tested.
use lib: a, b

group shop
  set site = a

  test first: site
    - is one

  # About the second.
  test second: b

  test third
end
"""


def test_a_file_that_is_not_there_is_written_as_generated() -> None:
    made = merged(None, SUITE)
    assert made.text == SUITE
    assert states(made) == dict.fromkeys(["first", "second", "third"], State.NEW)
    assert [each.line for each in made.cases] == [7, 11, 13]
    assert not made.kept


def test_a_file_that_nobody_touched_becomes_what_is_generated_byte_for_byte() -> None:
    fresh = """\
# What is tested now.
use other: c
use lib: b

group shop
  test third

  set site = c

  test fourth: site

  # About the first.
  test first: site
    - is two
end
"""
    made = after(SUITE, SUITE, fresh, prune=True)
    assert made.text == fresh
    assert states(made) == {
        "third": State.PRISTINE,
        "fourth": State.NEW,
        "first": State.PRISTINE,
        "second": State.ORPHANED,
    }


def test_an_edited_case_stays_as_it_is_and_is_said_to_be_outdated() -> None:
    present = SUITE.replace("is one", "is mine")
    made = after(SUITE, present, SUITE.replace("is one", "is two"))
    assert made.text == present
    (first, *others) = made.cases
    assert (first.state, first.outdated, first.changed) == (State.EDITED, True, False)
    assert {each.state for each in others} == {State.PRISTINE}
    assert made.kept
    assert not after(SUITE, present, SUITE).cases[0].outdated


def test_an_edited_case_that_is_edited_back_is_refreshed_again() -> None:
    made = after(SUITE, SUITE.replace("is one", "is mine"), SUITE)
    assert merged(SUITE, SUITE.replace("is one", "is two"), dict(made.known)).text == SUITE.replace("is one", "is two")


def test_a_deleted_case_stays_deleted() -> None:
    present = SUITE.replace("  # About the second.\n  test second: b\n\n", "")
    fresh = SUITE.replace("  test third\n", "  test third\n\n  test fourth\n")
    made = after(SUITE, present, fresh)
    assert made.text == present.replace("  test third\n", "  test third\n\n  test fourth\n")
    assert states(made)["second"] is State.DELETED
    assert "checks:second" not in merged(made.text, made.text, dict(made.known)).known


def test_a_deleted_group_stays_deleted_with_what_is_new_in_it() -> None:
    old = SUITE + "\ngroup other\n  test fifth\nend\n"
    fresh = old.replace("  test fifth\n", "  test fifth\n  test sixth\n")
    made = after(old, SUITE, fresh)
    assert made.text == SUITE
    assert states(made)["fifth"] is states(made)["sixth"] is State.DELETED


def test_new_cases_come_where_they_would_be_generated() -> None:
    present = SUITE.replace("  test third\n", "  test third\n\n  test mine\n")
    fresh = SUITE.replace("  test third\n", "  test extra\n\n  test third\n\n  test last\n")
    assert after(SUITE, present, fresh).text == fresh.replace("  test third\n", "  test third\n\n  test mine\n")


def test_own_statements_stay_behind_what_they_stood_behind() -> None:
    present = SUITE.replace("group shop\n", "group shop\n  set mine = 1\n").replace(
        "    - is one\n", "    - is one\n  note x\n"
    )
    fresh = SUITE.replace("  test third\n", "").replace("  set site", "  test third\n\n  set site")
    made = after(SUITE, present, fresh)
    units = [unit.key for unit in PLAIN.parse(made.text).children[1].children]
    assert units == ["mine = ", "third", "site = ", "first", "note", "second"]


def test_an_order_that_a_person_made_is_kept() -> None:
    present = "group g\n  test b\n  test a\n  test c\nend\n"
    old, fresh = (
        "group g\n  test a\n  test b\n  test c\nend\n",
        "group g\n  test c\n  test a\n  test x\n  test b\nend\n",
    )
    made = after(old, present, fresh)
    assert [unit.name for unit in PLAIN.parse(made.text).children[0].children] == ["b", "a", "x", "c"]


def test_a_changed_order_of_a_file_that_was_not_reordered_is_followed() -> None:
    old, fresh = "test a\ntest b\ntest c\n", "test c\ntest a\ntest b\n"
    present = "test a\ntest b\n# Mine.\ntest mine\ntest c\n"
    assert after(old, present, fresh).text == "test c\ntest a\ntest b\n# Mine.\ntest mine\n"
    made = after(old, "test a\n# Mine.\ntest b\ntest c\n", fresh)
    assert made.text == "test c\ntest a\n# Mine.\ntest b\n"


def test_orphans_are_kept_until_they_are_pruned_and_nobody_edited_them() -> None:
    fresh = "use lib: a, b\n"
    kept = after(SUITE, SUITE, fresh)
    assert states(kept) == dict.fromkeys(["first", "second", "third"], State.ORPHANED)
    assert [unit.key for _, unit in PLAIN.parse(kept.text).walk()][1:] == [
        "shop",
        "site = ",
        "first",
        "second",
        "third",
    ]
    pruned = after(SUITE, SUITE.replace("is one", "is mine"), fresh, prune=True)
    assert [unit.key for _, unit in PLAIN.parse(pruned.text).walk()][1:] == ["shop", "site = ", "first"]
    assert [each.changed for each in after(SUITE, SUITE, fresh, prune=True).cases] == [True, True, True]


def test_a_group_that_ends_up_empty_goes_unless_a_person_spoke_in_it() -> None:
    fresh = "use lib: a, b\n"
    assert after(SUITE, SUITE, fresh, prune=True).text == fresh
    spoken = SUITE.replace("end\n", "  # Mine.\nend\n")
    assert "# Mine." in after(SUITE, spoken, fresh, prune=True).text
    renamed = SUITE.replace("group shop", "group shop # mine")
    assert "group shop # mine" in after(SUITE, renamed, fresh, prune=True).text


def test_a_file_that_is_not_generated_any_more_stays_until_it_is_pruned() -> None:
    assert after(SUITE, SUITE, None).text == SUITE
    made = after(SUITE, SUITE, None, prune=True)
    assert (made.text, made.kept, dict(made.known)) == ("", False, {})
    mine = SUITE.replace("is one", "is mine")
    made = merged(mine, None, written(SUITE), prune=True)
    assert made.kept
    assert "is mine" in made.text
    assert "set site = a" in made.text
    assert "second" not in made.text


def test_a_formatters_work_stays() -> None:
    present = SUITE.replace("  test second: b", "  test   second:  b").replace("\n\n", "\n\n\n")
    made = after(SUITE, present, SUITE)
    assert made.text == present
    assert not made.kept
    fresh = SUITE.replace("is one", "is two")
    assert after(SUITE, present, fresh).text == present.replace("\n\n\n  test first", "\n\n  test first").replace(
        "is one", "is two"
    )


def test_comments_of_a_person_outlive_what_they_stand_before() -> None:
    present = SUITE.replace("  test third", "  # Mine.\n  test third").replace("use lib", "# Mine, too.\nuse lib")
    fresh = SUITE.replace("\n  test third\n", "").replace("use lib: a, b\n", "use new: a, b\n")
    made = after(SUITE, present, fresh, prune=True)
    assert made.text == "# What is tested.\n# Mine, too.\nuse new: a, b\n" + fresh.partition("b\n")[2].replace(
        "end\n", "\n  # Mine.\nend\n"
    )


def test_comments_of_ours_change_with_us() -> None:
    fresh = SUITE.replace("# About the second.", "# Of the second.").replace("# What is tested.\n", "")
    assert after(SUITE, SUITE, fresh).text == fresh
    present = SUITE.replace("# About the second.", "# My second.")
    assert "# My second." in after(SUITE, present, fresh).text
    without = SUITE.replace("  # About the second.\n", "")
    assert "second." not in after(SUITE, without, SUITE).text


def test_statements_go_with_what_generates_them_unless_something_kept_uses_them() -> None:
    fresh = "use lib: b\n\ngroup shop\n  test second: b\nend\n"
    assert after(SUITE, SUITE, fresh, prune=True).text == fresh
    present = SUITE.replace("is one", "is mine")
    made = after(SUITE, present, fresh, prune=True)
    assert "  set site = a\n" in made.text
    assert "use lib: b\nuse lib: a\n" in made.text
    assert after(SUITE, present, fresh).text.count("use lib") == 2


def test_an_import_for_a_kept_case_goes_when_the_case_goes() -> None:
    fresh = "use lib: b\n\ngroup shop\n  test second: b\nend\n"
    made = after(SUITE, SUITE, fresh)
    pruned = merged(made.text, fresh, dict(made.known), prune=True)
    assert pruned.text == fresh
    assert pruned.known == written(fresh)


def test_an_edited_import_is_completed() -> None:
    present = SUITE.replace("use lib: a, b", "use lib: a, b, mine")
    fresh = SUITE.replace("use lib: a, b", "use lib: a, b, c").replace("  test third", "  test third: c")
    made = after(SUITE, present, fresh)
    assert "use lib: a, b, mine\nuse lib: c\n" in made.text
    then = fresh.replace("  test third: c", "  test third")
    assert "use lib: c" not in merged(made.text, then, dict(made.known)).text


def test_what_a_person_already_has_is_not_imported_again() -> None:
    present = SUITE.replace("\n\ngroup", "\nuse mine: c\n\ngroup", 1)
    fresh = SUITE.replace("use lib: a, b", "use lib: a, b, c\nuse more: c")
    made = after(SUITE, present, fresh)
    assert "use lib: a, b\nuse mine: c\n\ngroup" in made.text
    later = fresh.replace("use lib: a, b, c", "use lib: a, c, d")
    assert "use lib: a, d\n" in merged(made.text, later, dict(made.known)).text


def test_what_a_person_deleted_comes_back_only_where_it_is_needed() -> None:
    old = SUITE.replace("  set site", "  hook\n  set spare = 1\n  set site")
    present = old.replace("  hook\n  set spare = 1\n  set site = a\n\n", "").replace("use lib: a, b\n", "")
    made = after(old, present, old)
    assert [unit.key for _, unit in PLAIN.parse(made.text).walk()] == [
        "import lib",
        "shop",
        "site = ",
        "first",
        "second",
        "third",
    ]
    # Own names are as good as ours.
    made = after(SUITE, SUITE.replace("use lib: a, b\n", "use my: a\n"), SUITE)
    assert made.text == SUITE.replace("use lib: a, b\n", "use my: a\nuse lib: b\n")


def test_a_case_moves_with_the_wording_of_its_group() -> None:
    fresh = SUITE.replace("group shop", "group store")
    assert after(SUITE, SUITE, fresh).text == fresh
    present = SUITE.replace("is one", "is mine").replace("  test third\n", "  test third\n\n  test mine: site\n")
    assert after(SUITE, present, fresh).text == present.replace("group shop", "group store")


def test_a_pristine_case_moves_to_another_group() -> None:
    old = "group a\n  test one\n  test two\nend\n\ngroup b\n  test three\nend\n"
    fresh = "group a\n  test one\nend\n\ngroup b\n  test three\n  test two\nend\n"
    assert after(old, old, fresh).text == fresh
    edited = old.replace("test two", "test two: mine")
    assert after(old, edited, fresh).text == edited
    noted = after(old, old.replace("  test two", "  # Mine.\n  test two"), fresh).text
    assert noted == fresh.replace("  test two", "\n  # Mine.\n  test two")


def test_a_case_that_a_person_moved_is_refreshed_where_it_is() -> None:
    old = "group a\n  test one\n  test two\nend\n"
    present = "group a\n  test two\nend\n\ngroup mine\n  test one\nend\n"
    assert after(old, present, old).text == present
    known = dict(merged(present, old, written(old)).known)
    assert merged(present, old.replace("one", "one:\n    - x"), known).text == present.replace("one", "one:\n    - x")


def test_a_group_that_a_person_moved_or_named_is_known_again() -> None:
    head, _, rest = SUITE.partition("\n\n")
    present = f"{head}\n\ngroup mine\n{rest.replace('group shop', 'group store')}end\n"
    fresh = SUITE.replace("is one", "is two").replace("  test third", "  test extra\n\n  test third")
    made = after(SUITE, present, fresh)
    assert made.text.startswith("# What is tested.\nuse lib: a, b\n\ngroup mine\ngroup store\n")
    assert "is two" in made.text
    assert "  test extra" in made.text
    assert made.text.count("group") == 2


def test_cases_that_are_called_alike_are_told_apart_by_what_they_say() -> None:
    old, present = "test same: a\ntest same: b\ntest same: c\n", "test same: b\ntest same: c\n"
    made = merge(present, old, (), merge(None, old, (), {}, PLAIN, Manner()).known, PLAIN, Manner())
    assert made.text == "test same: b\ntest same: c\n"
    assert sorted(each.state.value for each in made.cases) == ["deleted", "pristine", "pristine"]


def test_nothing_known_of_what_is_there() -> None:
    made = merged(SUITE, SUITE, {}, adopt=True)
    assert made.text == SUITE
    assert not made.kept
    made = merged(SUITE.replace("is one", "is other"), SUITE, {}, adopt=True)
    assert states(made)["first"] is State.EDITED
    assert "is other" in made.text
    forced = merged(SUITE.replace("is one", "is other"), SUITE, {}, adopt=True, force=True)
    assert forced.text == SUITE


def test_force_gives_up_what_was_edited_and_deleted_but_not_what_is_a_persons_own() -> None:
    present = SUITE.replace("is one", "is mine").replace("  test third\n", "  test mine\n")
    made = after(SUITE, present, SUITE, force=True)
    assert made.text == SUITE.replace("  test third", "  test mine\n\n  test third")
    assert states(made) == {"first": State.EDITED, "second": State.PRISTINE, "third": State.DELETED}


def test_what_is_given_away_is_left_alone() -> None:
    known = {id_: replace(each, ejected="first" in id_ or "third" in id_) for id_, each in written(SUITE).items()}
    present = SUITE.replace("\n  test third\n", "")
    made = merged(present, SUITE.replace("is one", "is two"), known)
    assert made.text == present
    assert states(made) == {"first": State.EJECTED, "second": State.PRISTINE, "third": State.EJECTED}
    assert {id_ for id_, each in made.known.items() if each.ejected} == {"checks:first", "checks:third"}


def test_a_renamed_resource_keeps_its_case() -> None:
    old = "use lib: stack\n\nset lib_orders = stack orders\n\ntest made_lib.orders: lib_orders\n  - is lib.orders\n"
    fresh = old.replace("orders", "jobs")
    table = {"lib.orders": "lib.jobs"}

    def labelled(text: str) -> tuple[CaseLabel, ...]:
        subject = "lib.jobs" if "lib.jobs" in text else "lib.orders"
        return (CaseLabel(f"made:{subject}", (f"made_{subject}",), subject),)

    known = merge(None, old, labelled(old), {}, PLAIN, Manner()).known
    made = merge(old, fresh, labelled(fresh), known, PLAIN, Manner(renames=table))
    assert made.text == fresh
    assert [(each.id, each.was, each.state) for each in made.cases] == [
        ("made:lib.jobs", "made:lib.orders", State.PRISTINE)
    ]
    present = old.replace("  - is lib.orders", "  - is lib.orders, mine")
    made = merge(present, fresh, labelled(fresh), known, PLAIN, Manner(renames=table))
    assert "test made_lib.jobs: lib_orders\n  - is lib.jobs, mine\n" in made.text
    assert "set lib_orders = stack jobs" in made.text
    again = merge(made.text, fresh, labelled(fresh), made.known, PLAIN, Manner(renames=table))
    assert (again.text, again.known) == (made.text, made.known)


def test_line_ends_and_the_end_of_the_file() -> None:
    present = SUITE.replace("\n", "\r\n")
    assert after(SUITE, present, SUITE).text == present
    fresh = SUITE.replace("is one", "is two") + "\ntest more\n"
    assert after(SUITE, present, fresh).text == fresh.replace("\n", "\r\n")
    short = SUITE.removesuffix("\n")
    assert after(SUITE, short, SUITE).text == short
    assert after(SUITE, short, fresh).text == fresh


def test_what_does_not_parse_is_refused_with_its_line() -> None:
    with pytest.raises(UnparsableError, match="has no end") as raised:
        merged("test one\ngroup broken\n", SUITE, written(SUITE))
    assert raised.value.line == 2


def test_labels_name_cases_by_the_groups_that_they_stand_in() -> None:
    text = "group a\n  test same\nend\ngroup b\n  test same\nend\ntest same\n"
    given = (
        CaseLabel("of b", ("b > same", "same")),
        CaseLabel("of a", ("a > same", "same")),
        CaseLabel("alone", ("x > same", "same")),
    )
    made = merge(None, text, given, {}, PLAIN, Manner())
    assert [each.id for each in made.cases] == ["of a", "of b", "alone"]
    other = (CaseLabel("one", ("x",)), CaseLabel("two", ("y",)), CaseLabel("three", ("z",)))
    assert [each.id for each in merge(None, text, other, {}, PLAIN, Manner()).cases] == ["one", "two", "three"]
    none = merge(None, text, other[:1], {}, PLAIN, Manner())
    assert [each.id for each in none.cases] == ["a > same", "b > same", "same"]


def test_single_cases_are_generated_anew_when_asked_for() -> None:
    present = SUITE.replace("is one", "is mine").replace("second: b", "second: mine").replace("\n  test third\n", "")
    made = after(SUITE, present, SUITE, refresh=frozenset({"checks:first", "checks:third"}))
    assert made.text == SUITE.replace("second: b", "second: mine")
    assert [each.changed for each in made.cases] == [True, False, True]
    without = SUITE.partition("\n\n")[0] + "\n"
    made = after(SUITE, without, SUITE, refresh=frozenset({"checks:first"}))
    assert made.text == SUITE.partition("\n\n  # About")[0] + "\nend\n"
    known = {id_: replace(each, ejected=True) for id_, each in written(SUITE).items()}
    made = merged(without, SUITE, known, refresh=frozenset({"checks:first"}))
    assert "test first" in made.text
    assert not made.known["checks:first"].ejected


def test_force_leaves_alone_what_is_given_away() -> None:
    known = {id_: replace(each, ejected="checks:" in id_) for id_, each in written(SUITE).items()}
    present = SUITE.replace("is one", "is mine").replace("\n  test third\n", "")
    assert merged(present, SUITE, known, force=True).text == present


def test_nothing_goes_because_a_project_could_not_be_read() -> None:
    present = SUITE.replace("second: b", "second: mine")
    made = after(SUITE, present, "use lib: b\n\ngroup shop\n  test third\nend\n", complete=False, prune=True)
    assert states(made) == {"first": State.PRISTINE, "second": State.EDITED, "third": State.PRISTINE}
    assert "  set site = a\n\n  test first: site\n    - is one\n" in made.text
    again = merged(made.text, SUITE, dict(made.known))
    assert again.text == present
    deleted = SUITE.replace("\n  test third\n", "")
    made = after(SUITE, deleted, "use lib: b\n", complete=False)
    assert merged(made.text, SUITE, dict(made.known)).text == deleted


def test_a_case_that_a_person_moved_into_another_group_of_ours_stays_there() -> None:
    old = "group a\n  test one\n  test two\nend\n\ngroup b\n  test three\nend\n"
    present = "group a\n  test two\nend\n\ngroup b\n  test three\n  test one\nend\n"
    made = after(old, present, old)
    assert made.text == present
    edited = present.replace("test one", "test one: mine")
    made = merged(edited, old, dict(made.known))
    assert made.text == edited
    assert states(made)["one"] is State.EDITED
    back = merged(old, old, dict(made.known))
    assert merged(back.text, old.replace("one", "one:\n    - x"), dict(back.known)).text.startswith(
        "group a\n  test one:\n    - x\n"
    )


def test_a_statement_that_a_person_moved_does_not_go() -> None:
    present = SUITE.replace("  set site = a\n\n", "") + "\ngroup mine\n  set site = a\nend\n"
    fresh = SUITE.replace("  set site = a\n\n", "").replace("first: site", "first")
    assert "group mine\n  set site = a\nend\n" in after(SUITE, present, fresh).text


def test_a_group_that_stays_is_not_left_empty() -> None:
    old, present = "group a\n  test one\nend\n", "group a # mine\n  test one\nend\n"
    assert after(old, present, "test other\n", prune=True).text == f"{present}\ntest other\n"
    made = after(old, present, "group b\n  group c\n    test one\n  end\nend\n", prune=True)
    assert "group a # mine\n  test one\nend\n" in made.text
    nested = "group mine\n  group a # mine\n    test one\n  end\nend\n"
    assert after(old, nested, "test other\n", prune=True).text == f"{nested}\ntest other\n"


def test_a_statement_that_makes_what_a_person_has_already_made_is_not_added() -> None:
    present = SUITE.replace("\n\ngroup", "\nuse mine: spare\n\ngroup", 1)
    fresh = SUITE.replace("\n\ngroup", "\n\nset spare = a\n\ngroup", 1).replace("test third", "test third: spare")
    made = after(SUITE, present, fresh)
    assert "set spare" not in made.text
    assert "test third: spare" in made.text


def test_new_imports_stand_with_the_imports() -> None:
    present = SUITE.replace("\n\ngroup", "\n\nset mine = a\n\ngroup", 1)
    fresh = SUITE.replace("\n\ngroup", "\nuse more: c\n\ngroup", 1)
    assert after(SUITE, present, fresh).text == fresh.replace("\n\ngroup", "\n\nset mine = a\n\ngroup", 1)


def test_a_run_that_was_cut_short_is_repaired() -> None:
    old = "group orders\n  test made_orders\nend\n"
    fresh = "group orders\n  test made_orders\n  test new_orders\nend\n\ngroup jobs\n  test made_jobs\nend\n"
    known = written(old)
    made = merged(old, fresh, known)
    # The file was written, the lock was not.
    again = merged(made.text, fresh, known)
    assert (again.text, again.known) == (fresh, made.known)


def test_what_a_person_wrote_close_to_a_test_stays_close() -> None:
    present = SUITE.replace("\n  test first", "\n  set mine = 1\n  test first")
    fresh = SUITE.replace("is one", "is two")
    assert after(SUITE, present, fresh).text == present.replace("is one", "is two")


def test_what_a_person_makes_of_an_import_keeps_the_import() -> None:
    present = SUITE.replace("use lib: a, b\n", "use lib: a, b\nset a = a\n")
    fresh = SUITE.replace("use lib: a, b", "use lib: a, b, c")
    assert "use lib: a, b, c\nset a = a\n" in after(SUITE, present, fresh).text
