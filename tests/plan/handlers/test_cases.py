"""Cases say what must come of an event, as far as reading the code shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handler_samples import ESCAPES, HERE, answered, function, receiver, use, worker

from scaffold.model.functions import Code, Function, Guard, Package, Packed, Trigger
from scaffold.model.handlers import Calls, HandlerCase, Loads, Raises, Reports, Responds, Verdict
from scaffold.model.testplan import Tier
from scaffold.plan.handlers import suites
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.suites import suite


def planned(setting: Setting, tier: Tier = Tier.STANDARD, settling: bool = False) -> Mapping[str, HandlerCase]:
    """The cases by title."""
    made = suite(setting, "f", tier, settling)
    assert made is not None
    return {case.title: case for case in made.cases}


def with_code(setting: Setting, **changes: Any) -> Setting:
    """The setting with some facts of its code changed."""
    found: Function = setting.function
    return replace(setting, function=replace(found, code=replace(setting.code, **changes)))


def test_a_valid_request_is_taken_and_written_where_it_should_be() -> None:
    case = planned(receiver())["takes a valid POST /webhooks"]
    assert case.verdict is Verdict.HOLDS
    assert case.expect == (
        Responds(200, 202),
        Calls((("dynamodb", "PutItem", "aws_dynamodb_table.events"), ("sqs", "SendMessage", "aws_sqs_queue.events"))),
    )


def test_each_fault_is_refused_with_its_status() -> None:
    cases = planned(receiver())
    statuses = {title: case.expect[0].low for title, case in cases.items() if isinstance(case.expect[0], Responds)}
    for words, status in {
        "without id": 400,
        "with a text of another form as id": 400,
        "with a number instead of a text as type": 400,
        "with a body that is not JSON": 400,
        "with a body that is not base64": 400,
        "with a list instead of an object as a body": 400,
        "without the header x-signature": 401,
        "with another signature as the header x-signature": 401,
        "with a time long past as the header x-timestamp": 401,
        "with an unknown value as source": 403,
    }.items():
        assert statuses[f"refuses a POST /webhooks {words}"] == status


def test_a_duplicate_is_a_row_that_is_there() -> None:
    case = planned(receiver())["answers a POST /webhooks whose row is there already"]
    assert case.expect == (Responds(200, 200),)
    assert case.before[0].input["Item"] == {"event_id": {"S": "source-1#id-1"}}


def test_calls_that_fail_are_answered_as_the_code_says() -> None:
    cases = planned(receiver())
    assert cases["answers 503 when sqs SendMessage fails with RequestThrottled"].expect == (Responds(503, 503),)
    title = "answers 200 when dynamodb PutItem is refused with ConditionalCheckFailedException"
    assert cases[title].expect == (Responds(200, 200),)


def test_what_is_not_explained_is_left_open() -> None:
    setting = with_code(receiver(), explained=False)
    assert "takes a valid POST /webhooks" not in planned(setting)
    open_ = planned(setting, settling=True)["answers a valid POST /webhooks"]
    assert (open_.verdict, open_.expect) == (Verdict.OPEN, (Responds(),))
    weak = planned(with_code(setting, always_answers=True))["answers a valid POST /webhooks"]
    assert (weak.verdict, weak.expect) == (Verdict.HOLDS, (Responds(200, 503),))


def test_an_error_for_a_senders_fault_breaks_the_contract() -> None:
    uses = (use("body", "(json)", guard=ESCAPES),)
    case = planned(with_code(receiver(), uses=uses))["refuses a POST /webhooks with a body that is not JSON"]
    assert case.verdict is Verdict.FAILS
    assert case.expect == (Responds(400, 499),)
    assert "lambda/handler.py:1" in case.reason


def test_a_fault_under_a_condition_that_is_not_known_is_left_open() -> None:
    uses = (use("body", "(json)", "id", guard=answered(400), under=None),)
    assert "refuses a POST /webhooks without id" not in planned(with_code(receiver(), uses=uses))


def test_a_batch_names_the_record_at_fault() -> None:
    cases = planned(worker())
    assert cases["takes one message"].expect[0] == Reports(())
    assert cases["takes an event without messages"].expect == (Reports(()),)
    assert len(cases["takes a full batch of 10 messages"].event["Records"]) == 10  # type: ignore[index,call-overload]
    mixed = cases["takes a message before one with a body that is not JSON"]
    assert mixed.expect == (Reports(("00000000-0000-4000-8000-000000000002",)),)
    group = cases["holds back the messages of a group behind one with a body that is not JSON"]
    assert group.expect == (Reports(None),)


def test_rows_are_there_in_each_state_that_the_code_tells_apart() -> None:
    cases = planned(worker())
    row = cases["takes a message whose row has status PROCESSED"].before[0].input["Item"]
    assert row == {"status": {"S": "PROCESSED"}, "event_id": {"S": "event-id-1"}}


def test_a_batch_whose_error_escapes_is_sent_again() -> None:
    cases = planned(worker(ESCAPES))
    assert cases["fails for a message without event_id"].expect == (Raises(),)
    assert cases["fails when sns Publish fails with Throttling"].expect == (Raises(),)


def test_a_write_whose_failure_is_swallowed_loses_the_record() -> None:
    setting = worker(Guard("swallowed"))
    changes: dict[str, Any] = {"service": "dynamodb", "operation": "UpdateItem", "target": ("env", "TABLE_NAME")}
    calls = tuple(replace(call, **changes) for call in setting.code.calls[1:])
    title = "goes on when dynamodb UpdateItem fails with ProvisionedThroughputExceededException"
    case = planned(with_code(setting, calls=calls))[title]
    assert case.verdict is Verdict.FAILS
    assert case.expect == (Reports(("00000000-0000-4000-8000-000000000001",), or_raises=True),)


def test_what_cannot_load_is_expected_to_fail() -> None:
    setting = with_code(receiver(), problem="handler.py has no handler")
    cases = planned(setting)
    assert list(cases) == ["loads in its declared environment"]
    loads = cases["loads in its declared environment"]
    assert (loads.verdict, loads.expect, loads.reason) == (Verdict.FAILS, (Loads(),), "handler.py has no handler")


def test_a_function_of_whose_code_nothing_is_known_still_loads() -> None:
    code = Code("python", "lambda/handler.py", "handler.py", "handler")
    cases = planned(Setting(function(code, Trigger("schedule", "", "rule", HERE))))
    assert cases["loads in its declared environment"].verdict is Verdict.HOLDS


def test_smoke_is_a_case_for_loading_and_one_for_each_trigger() -> None:
    assert [case.section for case in planned(receiver(), Tier.SMOKE).values()] == ["loading", "requests"]


def test_titles_and_ids_are_each_of_one_case() -> None:
    for setting in (receiver(), worker()):
        for settling in (False, True):
            made = suite(setting, "f", Tier.EXHAUSTIVE, settling)
            assert made is not None
            assert len({case.id for case in made.cases}) == len({case.title for case in made.cases}) == len(made.cases)


def test_libraries_that_were_packed_along_do_not_stand_in_a_test() -> None:
    texts = {
        "app.py": "def handler(event, context):\n    return {}\n",
        "requests/api.py": "x = 1\n",
        "six.py": "x = 1\n",
        "requests-2.32.3.dist-info/top_level.txt": "requests\n",
        "six-1.17.dist-info/METADATA": "Name: six\n",
    }
    assert set(suites._own(texts)) == {"app.py"}
    package = Package("zip", {path: Packed(text=text) for path, text in texts.items()}, HERE)
    assert suites._files(package, "app.py", "")[2] == {"app.py": texts["app.py"]}
    large = Package("zip", {"app.py": Packed(text="x" * 300_000)}, HERE)
    assert suites._files(large, "app.py", "") == ("", {}, {})
