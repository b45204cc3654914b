"""What comes of a case's very event, where somebody has followed the code with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handler_samples import receiver, worker

from scaffold.model.functions import Course, Function, SdkCall
from scaffold.model.handlers import (
    Answer,
    Calls,
    Data,
    Failing,
    HandlerCase,
    NoWrites,
    Raises,
    Reports,
    Responds,
    Verdict,
)
from scaffold.model.testplan import Tier
from scaffold.plan.handlers.conditions import refusal
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.suites import suite


class Seen:
    """Foresees the same of each event, and remembers what it was asked."""

    def __init__(self, *courses: Course, refused: Course | None = None) -> None:
        self.courses, self.refused = courses, refused
        self.asked: list[Mapping[str, Any]] = []

    def __call__(
        self,
        function: Function,
        event: Data,
        *,
        environment: Mapping[str, str],
        failing: Sequence[Failing],
        answers: Sequence[Answer],
    ) -> tuple[Course, ...] | None:
        """The courses."""
        assert function.code is not None
        self.asked.append({"event": event, "environment": environment, "failing": failing, "answers": answers})
        if self.refused and any(each.code == "ConditionalCheckFailedException" for each in failing):
            return (self.refused,)
        return self.courses or None


def planned(setting: Setting, foresee: Seen) -> Mapping[str, HandlerCase]:
    """The cases by title."""
    made = suite(setting, "f", Tier.STANDARD, settling=False, foresee=foresee)
    assert made is not None
    return {case.title: case for case in made.cases}


def test_a_request_is_expected_to_end_as_its_course_does() -> None:
    cases = planned(receiver(), Seen(Course("returned", 202, calls=(0, 1))))
    made = Calls((("dynamodb", "PutItem", "aws_dynamodb_table.events"), ("sqs", "SendMessage", "aws_sqs_queue.events")))
    assert cases["takes a valid POST /webhooks"].expect == (Responds(202, 202), made)


def test_what_is_no_fault_after_all_is_called_so() -> None:
    cases = planned(receiver(), Seen(Course("returned", 202)))
    assert cases["takes a POST /webhooks without id"].expect == (Responds(202, 202), NoWrites())


def test_several_courses_leave_what_they_have_in_common() -> None:
    cases = planned(receiver(), Seen(Course("returned", 400), Course("returned", 401)))
    assert cases["refuses a POST /webhooks without id"].expect == (Responds(400, 401), NoWrites())


def test_an_error_for_a_senders_fault_is_none_of_the_contract() -> None:
    cases = planned(receiver(), Seen(Course("raised", error="KeyError")))
    case = cases["refuses a POST /webhooks without id"]
    assert case.verdict is Verdict.FAILS
    assert case.expect == (Responds(400, 499),)


def test_where_the_courses_are_not_known_nothing_is_expected() -> None:
    assert list(planned(receiver(), Seen())) == ["loads in its declared environment"]


def test_a_row_that_is_there_has_the_condition_refuse() -> None:
    foresee = Seen(Course("returned", 202, calls=(0, 1)), refused=Course("returned", 200, calls=(0,)))
    case = planned(receiver(), foresee)["answers a POST /webhooks whose row is there already"]
    # The condition itself is not known here: it may refuse the row or not.
    assert case.expect[0] == Responds(200, 202)


def test_batches_name_the_records_that_their_course_names() -> None:
    first = "00000000-0000-4000-8000-000000000001"
    cases = planned(worker(), Seen(Course("returned", failed=(first,))))
    assert cases["gives back a message without event_id"].expect == (Reports((first,)),)
    assert cases["gives the record back when sns Publish fails with Throttling"].expect == (Reports((first,)),)


def test_titles_say_what_comes_of_it() -> None:
    cases = planned(worker(), Seen(Course("raised", error="KeyError")))
    assert cases["fails for a message without event_id"].expect == (Raises(),)
    assert cases["fails when sns Publish fails with Throttling"].expect == (Raises(),)


def test_a_row_that_is_not_there_is_answered_so() -> None:
    foresee = Seen(Course("returned", failed=()))
    planned(worker(), foresee)
    assert Answer("dynamodb", "GetItem", {}) in foresee.asked[0]["answers"]


def _call(text: str) -> SdkCall:
    here, inputs = receiver().function.position, ("Item", "ConditionExpression")
    return SdkCall("dynamodb", "PutItem", here, inputs=inputs, sends={"ConditionExpression": ("text", text)})


def test_conditions() -> None:
    there: Mapping[str, Any] = {"id": {"S": "a"}, "state": {"S": "NEW"}}
    absent = _call("attribute_not_exists(id)")
    assert refusal(absent, None, known=True) is False
    assert refusal(absent, there, known=True) is True
    assert refusal(absent, None, known=False) is None
    assert refusal(_call("attribute_exists(id)"), None, known=True) is True
    assert refusal(_call("size(id) > :n"), there, known=True) is None
    either = SdkCall(
        "dynamodb",
        "PutItem",
        receiver().function.position,
        inputs=("ConditionExpression",),
        sends={
            "ConditionExpression": ("text", "attribute_not_exists(id) OR #s = :new"),
            "ExpressionAttributeNames.#s": ("text", "state"),
            "ExpressionAttributeValues.:new": ("text", "NEW"),
        },
    )
    assert refusal(either, there, known=True) is False
    assert refusal(either, {**there, "state": {"S": "OLD"}}, known=True) is True
    assert refusal(either, None, known=True) is False
