"""The search for events, against handlers that are plain functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scaffold.model.handlers import Call
from scaffold.trying.choosing import chosen
from scaffold.trying.exploring import Budget, Explored, Explorer
from scaffold.trying.trials import Made, Raised, Trial, Tried
from scaffold.trying.varying import Words

Handler = Callable[[Trial, Callable[[str], None]], Any]


def explore(handler: Handler, event: Any, words: tuple[Any, ...] = (), goals: str = "", trials: int = 300) -> Explored:
    """What is found of a handler that says which places it reaches, by letters."""

    def attempt(trial: Trial) -> Tried:
        reached: list[str] = []
        calls: list[Made] = []
        try:
            result = handler(trial, reached.append)
            if isinstance(result, tuple):
                result, *calls = result
            return Tried(result, reached=frozenset(f"f:{each}" for each in reached), calls=tuple(calls))
        except (KeyError, TypeError) as error:
            kind = type(error).__name__
            return Tried(error=Raised(kind, (kind,), str(error)), reached=frozenset(f"f:{each}" for each in reached))

    explorer = Explorer(attempt, Words(words), (), frozenset(f"f:{each}" for each in goals))
    first = Trial(event)
    explorer.add(first, attempt(first))
    return explorer.explore(Budget(trials=trials))


def test_what_the_code_compares_with_is_found() -> None:
    def handler(trial: Trial, reach: Callable[[str], None]) -> str:
        event: Any = trial.event
        if event["kind"] == "secret-word":
            reach("a")
            if event["amount"] > 100:
                reach("b")
                return "much"
            return "little"
        reach("c")
        return "other"

    found = explore(handler, {"kind": "order", "amount": 1}, ("secret-word", 100), "abc")
    assert found.missed == frozenset()
    edges = [each.trial.event["amount"] for each in found.found if each.edge]  # type: ignore[index, call-overload]
    assert {100, 101} <= set(edges)


def test_what_is_not_looked_at_is_left_alone() -> None:
    def handler(trial: Trial, reach: Callable[[str], None]) -> str:
        reach("a" if isinstance(trial.event, Mapping) and trial.event.get("kind") else "b")
        return "done"

    tried: list[Any] = []

    def noted(trial: Trial, reach: Callable[[str], None]) -> str:
        tried.append(trial.event)
        return handler(trial, reach)

    explore(noted, {"kind": "x", "noise": {"a": {"b": 1}}}, goals="ab")
    assert {"kind": "x"} in tried
    assert not [each for each in tried if isinstance(each.get("noise"), Mapping) and each["noise"] != {"a": {"b": 1}}]


def test_a_row_that_is_there_already_is_found() -> None:
    item = {"id": {"S": "1"}, "status": {"S": "NEW"}}

    def handler(trial: Trial, reach: Callable[[str], None]) -> Any:
        rows = [call.input["Item"] for call in trial.before]
        if rows and rows[0].get("status") != {"S": "NEW"}:  # type: ignore[union-attr]
            reach("a")
            return {"statusCode": 200}
        reach("b")
        return {"statusCode": 201}, Made("dynamodb", "PutItem", {"TableName": "t", "Item": item})

    found = explore(handler, {"id": "1"}, goals="ab")
    assert found.missed == frozenset()
    before = next(each.trial.before for each in found.found if "f:a" in each.tried.reached)
    assert before == (Call("dynamodb", "PutItem", {"TableName": "t", "Item": {**item, "status": {"S": "another"}}}),)


def test_failures_of_calls_are_found() -> None:
    def handler(trial: Trial, reach: Callable[[str], None]) -> Any:
        if any(each.operation == "Publish" for each in trial.failing):
            reach("a")
            return {"statusCode": 503}
        reach("b")
        return {"statusCode": 200}, Made("sns", "Publish", {})

    assert explore(handler, {"id": "1"}, goals="ab").missed == frozenset()


def test_the_same_is_found_each_time() -> None:
    def handler(trial: Trial, reach: Callable[[str], None]) -> str:
        event: Any = trial.event
        reach(str(len(str(event["id"])) % 5))
        return str(event["id"])[:1]

    one, other = (explore(handler, {"id": "some-id", "n": [1, 2]}, ("x", "yy", 3), "01234") for _ in range(2))
    assert [each.trial for each in one.found] == [each.trial for each in other.found]
    assert one.trials == other.trials


def test_the_number_of_trials_is_limited() -> None:
    def handler(trial: Trial, reach: Callable[[str], None]) -> str:
        reach(trial.key.replace(":", ""))
        return trial.key

    assert explore(handler, {"a": {"b": {"c": "d"}}}, goals="z", trials=50).trials == 50


def test_a_handler_that_hangs_is_left_alone() -> None:
    calls: list[Trial] = []

    def attempt(trial: Trial) -> Tried:
        calls.append(trial)
        return Tried(lost="time")

    explorer = Explorer(attempt, Words(()), (), frozenset())
    explorer.add(Trial({"a": 1}), Tried({}, reached=frozenset({"f:1"})))
    found = explorer.explore(Budget())
    assert found.hurried
    assert len(calls) < 10


def test_few_of_what_was_found_are_chosen() -> None:
    def handler(trial: Trial, reach: Callable[[str], None]) -> dict[str, int]:
        event: Any = trial.event
        reach("a" if event.get("kind") == "x" else "b")
        return {"statusCode": 200 if event.get("kind") else 400}

    found = explore(handler, {"kind": "x", "noise": 1}, ("y", "z"), "ab")
    kept = chosen(found.found, found.goals)
    assert sorted((each.tried.status, "f:a" in each.tried.reached) for each in kept) == [(200, True), (400, False)]
