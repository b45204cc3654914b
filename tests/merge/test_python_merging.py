"""What generating again does to a Python suite that people have worked in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scaffold.merge import Known, Manner, Merged, State, UnparsableError, merge
from scaffold.merge.python import PYTHON
from scaffold.merge.renaming import relabelled
from scaffold.merge.units import Role
from scaffold.model.written import CaseLabel

RENAMED = {"aws_sqs_queue.orders": "aws_sqs_queue.sales"}
OLD = '''\
"""What shop declares."""

import pytest

from .support import REGION, synthesis


class TestShop:
    """As deployed."""

    app = synthesis("main.py", region=REGION)

    def test_queue_orders(self):
        assert self.app.at("aws_sqs_queue.orders") == {"delay": 1}

    def test_topic_news(self):
        assert self.app.at("aws_sns_topic.news") == {"name": 'news'}


@pytest.mark.parametrize("name", ["a", "b"])
def test_all(name):
    assert name
'''
FRESH = (
    OLD.replace('{"delay": 1}', '{"delay": 2}')
    .replace('"main.py"', '"app.py"')
    .replace(
        "    def test_topic", "    def test_bucket_logs(self):\n        assert self.app.names\n\n    def test_topic"
    )
)


def labels(text: str) -> tuple[CaseLabel, ...]:
    """A label for each case, of which `test_queue_orders` is about the address `aws_sqs_queue.orders`."""
    names = [unit.name for _, unit in PYTHON.parse(text).walk() if unit.role is Role.CASE]
    kinds = {"queue": "aws_sqs_queue", "topic": "aws_sns_topic", "bucket": "aws_s3_bucket"}
    found = []
    for name in names:
        _, kind, *rest = name.split("_")
        subject = f"{kinds[kind]}.{'_'.join(rest)}" if kind in kinds else ""
        found.append(CaseLabel(f"checks:{subject or name}", (name,), subject))
    return tuple(found)


def merged(present: str | None, fresh: str | None, known: dict[str, Known], **manner: object) -> Merged:
    return merge(present, fresh, labels(fresh or ""), known, PYTHON, Manner(**manner))  # type: ignore[arg-type]


def after(present: str, fresh: str = FRESH, old: str = OLD, **manner: object) -> Merged:
    """What becomes of `old`, which a person made `present` of; made twice, it is the same."""
    known = dict(merged(None, old, {}).known)
    first = merged(present, fresh, known, **manner)
    again = merged(first.text, fresh, dict(first.known))
    assert (again.text, again.known) == (first.text, first.known)
    return first


def states(made: Merged) -> dict[str, State]:
    return {each.at[-1].removeprefix("test_"): each.state for each in made.cases}


def formatted(text: str) -> str:
    style = ("--isolated", "--line-length=40", "--config", 'format.quote-style="single"')
    command = (sys.executable, "-m", "ruff", "format", "--no-cache", *style, "--stdin-filename=test_x.py", "-")
    return subprocess.run(command, input=text, capture_output=True, check=True, text=True).stdout


def test_what_nobody_touched_is_what_is_generated() -> None:
    assert after(OLD).text == FRESH


def test_a_formatter_edits_nothing() -> None:
    present = formatted(OLD)
    made = after(present)
    assert present != OLD
    assert set(states(made).values()) == {State.PRISTINE, State.NEW}
    assert '{"delay": 2}' in made.text
    assert "{'name': 'news'}" in made.text


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    made = after("\ufeff#!/usr/bin/env python\r\n" + OLD.replace("\n", "\r\n"))
    assert made.text == "\ufeff#!/usr/bin/env python\r\n" + FRESH.replace("\n", "\r\n")


def test_a_missing_line_end_stays_missing() -> None:
    assert after(OLD.rstrip("\n")).text == FRESH.rstrip("\n")


EDITS = {
    "decorated": ("    def test_queue_orders", "    @pytest.mark.slow  # it is\n    def test_queue_orders"),
    "edited": ('{"delay": 1}', '{"delay": 1}  # for now'),
    "asynchronous": ("def test_queue_orders", "async def test_queue_orders"),
    "commented at its end": ('{"delay": 1}\n', '{"delay": 1}\n        # more to come\n'),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_case_stays_as_it_is(edit: str) -> None:
    before, behind = EDITS[edit]
    made = after(OLD.replace(before, behind))
    assert states(made)["queue_orders"] is State.EDITED
    assert behind in made.text
    assert made.text.count("def test_queue_orders") == 1
    assert "test_bucket_logs" in made.text


def test_what_people_add_stays_where_it_stood() -> None:
    first = "# Copyright of ours\n\n" + OLD
    own = "    # Mine.\n    def test_mine(self): assert REGION; x = '''\n# no comment\n'''  # end\n"
    present = (
        first.replace("    def test_topic", f"{own}\n    def test_topic")
        + "\n    # odd\n\nif __name__ == '__main__':\n    main()\n"
    )
    made = after(present)
    assert made.text.startswith('# Copyright of ours\n\n"""What shop')
    assert own in made.text
    assert made.text.endswith("\n    # odd\n\nif __name__ == '__main__':\n    main()\n")
    assert states(made)["queue_orders"] is State.PRISTINE


def test_what_an_own_case_needs_is_kept() -> None:
    present = OLD + "\n\ndef test_mine():\n    assert synthesis(REGION)\n"
    fresh = FRESH.replace("REGION, synthesis", "made as synthesis").replace(", region=REGION", "")
    made = after(present, fresh)
    namespace = {name for unit in PYTHON.parse(made.text).children for name in unit.binds}
    assert {"REGION", "synthesis"} <= namespace
    assert made.text.endswith("def test_mine():\n    assert synthesis(REGION)\n")


def test_a_constant_of_a_class_is_kept_for_an_own_method() -> None:
    own = "    def test_mine(self):\n        assert self.app\n"
    fresh = FRESH.replace('    app = synthesis("app.py", region=REGION)\n\n', "").replace("self.app", "synthesis()")
    assert own in after(OLD.replace("\n\n@pytest", f"\n{own}\n\n@pytest"), fresh).text
    assert "    app = synthesis(" in after(OLD.replace("\n\n@pytest", f"\n{own}\n\n@pytest"), fresh).text
    assert "    app = synthesis(" not in after(OLD, fresh).text


def test_a_deleted_case_and_a_deleted_class_stay_away() -> None:
    start, end = OLD.index("    def test_queue"), OLD.index("    def test_topic")
    made = after(OLD[:start] + OLD[end:])
    assert states(made)["queue_orders"] is State.DELETED
    assert "test_queue_orders" not in made.text
    start, end = OLD.index("class TestShop"), OLD.index("@pytest")
    assert "TestShop" not in after(OLD[:start] + OLD[end:]).text


def test_a_deleted_import_comes_back_with_what_needs_it() -> None:
    made = after(OLD.replace("import pytest\n\n", ""))
    assert "import pytest\n" in made.text


def test_orphans_go_when_asked_and_their_comments_stay() -> None:
    start, end = FRESH.index("    def test_topic"), FRESH.index("\n\n@pytest")
    fresh = FRESH[:start].rstrip() + "\n" + FRESH[end:]
    present = OLD.replace("    def test_topic", "    # Remember the news.\n    def test_topic")
    assert states(after(present, fresh))["topic_news"] is State.ORPHANED
    made = after(present, fresh, prune=True)
    assert "test_topic_news" not in made.text
    assert "    # Remember the news.\n" in made.text


def test_a_case_with_its_edits_goes_with_what_is_renamed() -> None:
    fresh = FRESH.replace("queue_orders", "queue_sales").replace("queue.orders", "queue.sales")
    present = OLD.replace('{"delay": 1}', '{"delay": 1}  # for orders')
    made = after(present, fresh, renames=RENAMED)
    assert (
        'def test_queue_sales(self):\n        assert self.app.at("aws_sqs_queue.sales") == {"delay": 1}  # for orders'
        in made.text
    )
    assert "test_queue_orders" not in made.text


def test_a_name_behind_its_type_is_the_resources_also_where_an_attribute_says_the_same() -> None:
    asked, declared = 'self.app.block("aws_sqs_queue", "orders")', '{"name": "orders"}'
    old = OLD.replace('self.app.at("aws_sqs_queue.orders") == {"delay": 1}', f"{asked} == {declared}")
    fresh = old.replace("queue_orders", "queue_sales").replace(asked, asked.replace("orders", "sales"))
    made = after(old.replace(declared, f"{declared}  # for orders"), fresh, old, renames=RENAMED)
    assert f'self.app.block("aws_sqs_queue", "sales") == {declared}  # for orders' in made.text
    hostile = {"aws_sqs_queue.orders": 'aws_sqs_queue.", x("'}
    assert relabelled(asked, tuple(hostile.items())) == asked


def test_a_class_of_the_standard_library_is_merged_alike() -> None:
    def spelled(text: str) -> str:
        return text.replace("class TestShop:", "class Shop(unittest.TestCase):").replace(
            "    app =", "    def setUp(self): self.app ="
        )

    assert after(spelled(OLD), spelled(FRESH), spelled(OLD)).text == spelled(FRESH)


def test_a_file_that_does_not_parse_is_refused() -> None:
    with pytest.raises(UnparsableError) as caught:
        after(OLD.replace("import pytest", "<<<<<<< HEAD\nimport pytest"))
    assert caught.value.line == 3
