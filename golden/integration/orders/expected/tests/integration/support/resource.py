"""A deployed resource, and what is asked about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, Protocol

from .cloud import Cloud, CloudError
from .found import choose, find, text_of
from .messages import shown
from .rows import compare
from .terms import Question, Row

__tracebackhide__ = True


class Surroundings(Protocol):
    """What a resource is deployed in."""

    cloud: Cloud

    def resolve(self, expected: Any, region: str = "") -> Any:
        """A value with the terms in it replaced."""


class Resource:
    """A deployed resource, and what is asked about it."""

    def __init__(
        self,
        deployment: Surroundings,
        address: str,
        questions: Mapping[str, Question],
        region: str = "",
    ) -> None:
        self.address = address
        self.region = region
        self._deployment = deployment
        self._questions = questions
        self._answers: dict[str, Any] = {}
        self._codes: dict[str, str] = {}

    def check_exists(self, active: Mapping[str, Sequence[str]] | None = None) -> None:
        """That it is there; `active` are paths, and the values that say it works."""
        answer = self._there()
        for path, wanted in (active or {}).items():
            found = find(answer, path)
            if text_of(found) not in wanted:
                words = " or ".join(map(shown, wanted))
                self.fail(f"{path}: expected {words}, found {shown(found)}")

    def check(self, *rows: Row) -> None:
        """That every attribute is as declared; all that differ are named at once."""
        lines = [f"{self.address}: {line}" for row in rows for line in self._lines(row)]
        if lines:
            raise AssertionError("\n".join(lines))

    def found(self, ask: str, path: str) -> Any:
        """What a question finds at a path, for others to compare with."""
        value = find(self._found_by(ask), path)
        if value is None:
            words = self._spoken(ask)
            self.fail(f"{path or 'an answer'} is not there ({words})")
        return value

    def resolve(self, expected: Any) -> Any:
        """A value with the terms in it replaced; see `Deployment`."""
        return self._deployment.resolve(expected, self.region)

    def call(self, service: str, method: str, **inputs: Any) -> Any:
        """The answer to one call. `CloudError` names the resource and what failed."""
        with self._named():
            return self.cloud.call(service, method, inputs, self.region)

    def pages(self, service: str, method: str, **inputs: Any) -> Iterator[Any]:
        """The answers to one call, page by page; likewise."""
        with self._named():
            yield from self.cloud.pages(service, method, inputs, self.region)

    @property
    def cloud(self) -> Cloud:
        """The cloud that it is in."""
        return self._deployment.cloud

    def fail(self, message: str) -> NoReturn:
        """Fails the test with the resource's name in front of the message."""
        raise AssertionError(f"{self.address}: {message}")

    def _lines(self, row: Row) -> Iterator[str]:
        return compare(row, self.resolve(row.declared), self._found_by(row.ask))

    def _found_by(self, ask: str) -> Any:
        """The answer to a question; the first one has to have one."""
        first = next(iter(self._questions))
        return self._there() if ask in ("", first) else self._answer(ask)

    def _there(self) -> Any:
        """What the first question finds, which has to be something."""
        first = next(iter(self._questions))
        answer = self._answer(first)
        if answer is None:
            words = self._spoken(first)
            raise AssertionError(f"{self.address} is not there ({words})")
        return answer

    def _spoken(self, name: str) -> str:
        """What a question asks, and the code that it was answered with, if any."""
        question = self._questions[name]
        operation = self.cloud.operation(question.client, question.method)
        return ": ".join(filter(None, (operation, self._codes.get(name))))

    def _answer(self, name: str) -> Any:
        if name not in self._answers:
            try:
                self._answers[name] = self._asked(name, self._questions[name])
            except CloudError as error:
                self._answers[name] = error
        if isinstance(self._answers[name], CloudError):
            raise self._answers[name].with_traceback(None)
        return self._answers[name]

    def _asked(self, name: str, question: Question) -> Any:
        inputs = self.resolve(question.inputs)
        where = self.resolve(question.where)
        try:
            with self._named():
                return self._result(question, inputs, where)
        except CloudError as error:
            if error.code not in question.missing:
                raise
            self._codes[name] = error.code
            return None

    def _result(self, question: Question, inputs: Any, where: Any) -> Any:
        service, method = question.client, question.method
        if not question.result:
            return self.cloud.call(service, method, inputs, self.region)
        whole: list[Any] = []
        for page in self.cloud.pages(service, method, inputs, self.region):
            found = find(page, question.result)
            if found is None:
                continue
            if not isinstance(found, list):
                return found or None
            if not where:
                whole.extend(found)
            elif (chosen := choose(found, where)) is not None:
                return chosen
        return whole or None

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except CloudError as error:
            raise error.within(self.address) from None
