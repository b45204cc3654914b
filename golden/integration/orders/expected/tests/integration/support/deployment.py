"""What is deployed: resources that are found through outputs, and checks of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .cloud import Cloud, CloudError
from .forms import described, fits
from .found import pick, text_of
from .messages import is_secret, shown
from .outputs import Outputs
from .resource import Resource
from .terms import Found, Joined, Output, Question, Surrounding

#: What pytest shows of a failure are the test's own lines and what went wrong.
__tracebackhide__ = True


class Deployment:
    """What the outputs in a file lead to; the file is named from the tests' folder.

    `region` counts where the environment names none. Each question is asked once, when
    the first test needs the answer.
    """

    def __init__(self, outputs: str, *, region: str = "") -> None:
        self.outputs = Outputs(outputs)
        self.cloud = Cloud(region)
        self._resources: dict[str, Resource] = {}

    def resource(
        self, address: str, /, *, in_region: str = "", **questions: Question
    ) -> Resource:
        """A resource; the first question says whether it is there.

        `in_region` is where it is, if that is not where the others are.
        """
        found = Resource(self, address, questions, in_region)
        self._resources[address] = found
        return found

    def check_output(self, key: str, form: str, detail: Any = "") -> None:
        """That an output is there and of a form."""
        values = self.outputs.present()
        if key not in values:
            raise AssertionError(f"output {key} is not in {self.outputs.name}")
        if not fits(form, self.resolve(detail), values[key]):
            wanted = described(form, detail)
            hidden = is_secret(key)
            found = "another value" if hidden else shown(values[key])
            raise AssertionError(f"output {key}: expected {wanted}, found {found}")

    def resolve(self, expected: Any, region: str = "") -> Any:
        """A value with the terms in it replaced by what they are in this deployment."""
        if isinstance(expected, Mapping):
            return {key: self.resolve(item, region) for key, item in expected.items()}
        if isinstance(expected, (list, tuple)):
            return [self.resolve(item, region) for item in expected]
        if isinstance(expected, Output):
            value = self.outputs.value(expected.key, expected.path)
            return pick(value, expected.picks)
        if isinstance(expected, Found):
            found = self._resources[expected.address].found(expected.ask, expected.path)
            return pick(found, expected.picks)
        if isinstance(expected, Joined):
            texts = [
                str(text_of(self.resolve(part, region))) for part in expected.parts
            ]
            return pick("".join(texts), expected.picks)
        if isinstance(expected, Surrounding):
            own = region if expected.name == "region" else ""
            return own or getattr(self.cloud, expected.name)
        return expected


class hop:
    """A step of a longer way: what fails in it is named after it."""

    def __init__(self, title: str) -> None:
        self.title = title

    def __enter__(self) -> None:
        """Nothing is to be done before."""

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, AssertionError):
            raise AssertionError(f"hop {self.title}: {error}") from None
        if isinstance(error, CloudError):
            raise error.within(f"hop {self.title}") from None
