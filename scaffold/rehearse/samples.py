"""Values for what the project leaves to others: parameters without a value, outputs of other deployments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffold.catalog import realistic
from scaffold.model.project import Parameter, Project
from scaffold.model.shapes import Kind, Shape
from scaffold.model.values import Reference, Step
from scaffold.rehearse.applied import NotKnownError
from scaffold.rehearse.resolve import descended
from scaffold.rehearse.surroundings import Surroundings

#: What stands for the outputs of another deployment.
_ELSEWHERE = ("terraform_remote_state", "pulumi_stack_reference")
#: What an instance of something is called whose keys are not known.
_KEY = "example"
_DEEPEST = 6


@dataclass(frozen=True)
class Samples:
    """Answers to what a project asks of its surroundings. `outputs` are those of deployments that were made before."""

    project: Project
    here: Surroundings
    outputs: Mapping[str, Any] = field(default_factory=dict)

    def ask(self, reference: Reference) -> Any:
        """A value for a reference to nothing that was made. Raises `NotKnownError`."""
        address, path = reference.address, reference.path
        parameter = next((each for each in self.project.parameters if _address(each) == address), None)
        if parameter is not None:
            return descended(self.parameter(parameter), path, reference)
        if address in ("each", "count", "self") or address.startswith(("each.", "count.")):
            return self._instance(reference)
        words = [step for step in path if isinstance(step, str) and step != "*"]
        if ".data." in f".{address}":
            return self._looked_up(reference, words)
        if address.startswith(("var.", "config.")):
            return self._text(address.rpartition(".")[2].rpartition(":")[2])
        raise NotKnownError(f"nothing here gives {reference}")

    def parameter(self, parameter: Parameter) -> Any:
        """A value for a parameter: what the account has by that name, else one of its shape."""
        name = parameter.name.rpartition(":")[2].removeprefix("config.")
        found = self.here.called(name)
        if found is not None and _fits(found, parameter.shape):
            return found
        return self._of_shape(parameter.shape, name, 0)

    def _of_shape(self, shape: Shape, name: str, depth: int) -> Any:
        if depth > _DEEPEST:
            return None
        if shape.choices:
            return shape.choices[0]
        kind = shape.kind if shape.kind is not Kind.ANY else realistic.likely_kind(name) or Kind.STRING
        found = self.here.called(name)
        if found is not None and _fits(found, shape):
            return found
        if kind is Kind.NUMBER:
            number = realistic.number(name)
            return 3 if number is None else number
        if kind is Kind.BOOL:
            return True
        if kind in (Kind.LIST, Kind.SET):
            return [self._of_shape(shape.item or Shape(Kind.STRING), name, depth + 1)]
        if kind is Kind.MAP:
            return {_KEY: self._of_shape(shape.item or Shape(Kind.STRING), name, depth + 1)}
        if kind is Kind.OBJECT:
            members = shape.members.items()
            return {name: self._of_shape(each.shape, name, depth + 1) for name, each in members if not each.optional}
        if kind is Kind.TUPLE:
            return [self._of_shape(item, name, depth + 1) for item in shape.items]
        return self._text(name)

    def _text(self, name: str) -> Any:
        found = self.here.called(name)
        if found is not None:
            return found
        use = realistic.Use(f"var.{name}", realistic.name_from(name), self.here.region)
        sample = realistic.sample(name)
        return sample.text(use) if sample else use.name

    def _instance(self, reference: Reference) -> Any:
        """The key or value of an instance of which nobody knows how many there are."""
        last: Step = reference.path[-1] if reference.path else reference.address.rpartition(".")[2]
        if last == "index":
            return 0
        return _KEY if last in ("key", "value", "each") else self._text(str(last))

    def _looked_up(self, reference: Reference, words: Sequence[str]) -> Any:
        kind = reference.address.rpartition("data.")[2].partition(".")[0]
        if not words:
            raise NotKnownError(f"nothing here looks up {reference.address}")
        if kind in _ELSEWHERE:
            name = next((word for word in reversed(words) if word in self.outputs), None)
            if name is not None:
                return self.outputs[name]
            return self._text(words[-1])
        use = realistic.Use(reference.address, reference.address.rpartition(".")[2], self.here.region)
        found = realistic.attribute(kind, words[0], use, data=True)
        return found if found is not None and len(words) == 1 else self._text(words[-1])


def _address(parameter: Parameter) -> str:
    inside = f"{parameter.module}." if parameter.module else ""
    return f"{inside}{parameter.name}" if parameter.name.startswith("config.") else f"{inside}var.{parameter.name}"


def _fits(found: Any, shape: Shape) -> bool:
    if shape.kind in (Kind.LIST, Kind.SET, Kind.TUPLE):
        return isinstance(found, list)
    return shape.kind is Kind.ANY or (shape.kind is Kind.STRING and isinstance(found, str))
