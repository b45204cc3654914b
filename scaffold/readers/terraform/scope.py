"""What a module instance is to the parts that it is made of: its variables, its calls, its resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from scaffold.model.values import Value
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, Expr
from scaffold.readers.terraform.evaluate import Environment, Module
from scaffold.readers.terraform.expansion import Expansion
from scaffold.readers.terraform.folder import Folder
from scaffold.readers.terraform.session import Session


class ModuleScope(Module, Protocol):
    """One instance of a module. `address` is empty for the root."""

    session: Session
    folder: Folder
    address: str
    inputs: Mapping[str, Callable[[], Value]]
    ancestors: tuple[str, ...]
    providers: Mapping[str, str]
    environment: Environment

    def full(self, address: str) -> str:
        """An address of this module as seen from the root."""

    def complain(self, code: str, summary: str, block: BlockNode, hint: str = "") -> None:
        """Report an error at a block."""

    def visit(self, file: str, attribute: AttributeNode) -> None:
        """Remember where evaluation stands."""

    def expansion(self, block: BlockNode) -> Expansion:
        """The instances of a resource or module block."""

    def constant(self, node: Expr | None) -> Value:
        """An argument that must be known before anything else; None where it is not there."""

    def output(self, name: str) -> Value:
        """The value of one output. Raises `EvaluationError` where there is none."""

    def outputs(self) -> dict[str, Value]:
        """All outputs by name."""

    def child(
        self, path: str, address: str, inputs: Mapping[str, Callable[[], Value]], providers: Mapping[str, str]
    ) -> ModuleScope:
        """An instance of the module in the folder at `path`, called from here."""
