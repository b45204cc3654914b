"""Modules that import one another, live and in circles, as programs load them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.values import Unknown
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.compiler import Live
from scaffold.readers.programs.functions import Frame, Unit
from scaffold.readers.programs.modules import PROGRAMS
from scaffold.readers.programs.project_files import joined, parent
from scaffold.readers.programs.scoped import Scoped
from scaffold.readers.programs.values import (
    ROOT,
    UNDEFINED,
    Foreign,
    Machine,
    Object,
    OverBudgetError,
    Promise,
    Symbol,
    ThrownError,
)

if TYPE_CHECKING:
    from scaffold.readers.programs.program import Program

#: The variable of a module's frame that holds its `ModuleState`.
_STATE = "%module"


@dataclass(slots=True, eq=False)
class ModuleState:
    """A module of the program that has begun to run. `holder` is what the program calls `module`; `value` what other
    modules see, where that is the module itself; `failed` says that it was not run to its end. `others` are packages
    all of whose exports it exports: these show when they are asked for."""

    unit: Unit
    holder: Object = field(default_factory=Object)
    frame: Frame = field(default_factory=dict)
    done: bool = False
    value: Any = None
    failed: bool = False
    others: list[Foreign] = field(default_factory=list)

    @property
    def exports(self) -> Any:
        """What it exports: an `Object` unless it says otherwise."""
        return self.holder.entries["exports"] if self.value is None else self.value


@dataclass(frozen=True, slots=True, eq=False)
class Require(Foreign):
    """`require` of a module: a function that knows the module that is run."""

    work: Callable[[Any, int], Any]
    linking: Linking

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """`require.main`: what that module calls `module`."""
        del machine, at
        state = self.linking.states.get(self.linking.main_path or "") if name == "main" else None
        return state.holder if state is not None else UNDEFINED

    def call(self, machine: Machine, this: Any, arguments: Any, keywords: Mapping[str, Any], at: int) -> Any:
        """Load a module."""
        del machine, this, keywords
        return self.work(arguments, at)


@dataclass(frozen=True, slots=True, eq=False)
class Together(Foreign):
    """What a module exports that also exports what packages do: its own goes before."""

    own: Object
    others: tuple[Foreign, ...]

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """An export."""
        if name in self.own.entries:
            return machine.get(self.own, name, at)
        every = (other.get(machine, name, at) for other in self.others)
        return next((each for each in every if each is not UNDEFINED), UNDEFINED)

    def keys(self, machine: Machine) -> list[str]:
        """Its own exports: those of packages are not listed."""
        del machine
        return [key for key in self.own.entries if isinstance(key, str)]


class Linking(Scoped):
    """The part of the evaluator that loads modules. `main_path` is the file of the one that is run, not loaded by
    another."""

    program: Program
    main_path: str | None = None
    states: dict[str, ModuleState]
    package_values: dict[str, Any]

    def load_module(self, path: str) -> ModuleState:
        """Run a file of the project, unless it has run or is running."""
        state = self.states.get(path)
        if state is None:
            unit = self.program.unit(path)
            state = self.states[path] = ModuleState(unit, Object({"exports": Object()}))
            if path.endswith(".json") and not self.program.is_json:
                state.holder.entries["exports"] = self._json(path)
                state.done = True
            else:
                state.frame.update(dict.fromkeys(unit.names, UNDEFINED))
                self._set_names(state, path)
                self.run_module(state)
        return state

    def load_as(self, path: str, name: str = "") -> ModuleState:  # noqa: ARG002
        """Run a file of the project as a module of this name, where modules have names."""
        return self.load_module(path)

    def _json(self, path: str) -> Any:
        text = self.program.files.text(path)
        try:
            return self.thaw(_frozen(json.loads(text or "")))
        except (ValueError, RecursionError) as error:
            position = Position(path)
            self.say(Diagnostic(Severity.ERROR, "syntax-error", "This JSON cannot be read", position, str(error)))
            return Symbol(Unknown("its JSON cannot be read"))

    def run_module(self, state: ModuleState) -> None:
        """Run a module, whatever it does."""
        unit, path = state.unit, state.unit.path
        before = (self.unit, self.returns, self.base, self.depth, self.journal, self.loops)
        self.unit, self.returns, self.base = unit, None, len(self.conditions)
        self.depth += 1
        try:
            if self.depth > self.budget.depth:
                raise OverBudgetError("its modules are nested too deeply", Position(path))
            for request in unit.requests:
                self._request(state, request)
            if unit.run is not None:
                unit.run(self, state.frame)
        except (OverBudgetError, NotKnownError, RecursionError, MemoryError) as error:
            self.stop(error)
            state.failed = True
            if self.meter.spent and self.depth > 1:
                raise
        finally:
            del self.conditions[self.base :]
            self.unit, self.returns, self.base, self.depth, self.journal, self.loops = before
            state.done = True

    def stop(self, error: BaseException) -> None:
        """Say that a module does too much."""
        reason = str(error) if isinstance(error, NotKnownError) else getattr(error, "reason", "it is nested too deeply")
        position = getattr(error, "position", None) or (self.position(self.here) if self.unit.path else None)
        hint = "Give the values that end it, or leave this file out: what was declared before it is read."
        summary = f"The program is not read to its end: {reason}"
        self.say(Diagnostic(Severity.ERROR, "over-budget", summary, position, hint=hint))

    def _set_names(self, state: ModuleState, path: str) -> None:
        frame, folder = state.frame, parent(path)
        where = ROOT if folder == "." else f"{ROOT}/{folder}"
        frame[_STATE] = state
        if state.unit.module is None:
            return
        frame["this"] = UNDEFINED if state.unit.syntax else state.exports
        frame["module"], frame["exports"] = state.holder, state.exports
        frame["__dirname"], frame["__filename"] = where, f"{ROOT}/{path}"
        frame["require"] = Require(self._require, self)
        meta = {"url": f"file://{ROOT}/{path}", "dirname": where, "filename": f"{ROOT}/{path}"}
        frame["import.meta"] = Object(dict(meta))

    def _require(self, arguments: Any, at: int) -> Any:
        source = self.concrete(arguments[0]) if arguments else UNDEFINED
        if not isinstance(source, str):
            self.note("unknown-import", "which module this requires is not known", at)
            return self.unknown("which module this is is not known", at)
        found = self.import_module(source, at)
        return found.exports if isinstance(found, ModuleState) else found

    # Imports

    def import_module(self, source: str, at: int) -> Any:
        """What `source` means in the module that runs now: a `ModuleState`, or what a package gives."""
        path = self.program.resolver.resolve(self.unit.path, source)
        where = path or (joined(parent(self.unit.path), source) if source.startswith(".") else None)
        bindings = self.platform.bindings(self, where, path is not None) if where is not None else None
        if bindings is not None:
            return bindings
        if path is not None:
            if not path.endswith(PROGRAMS):
                return Symbol(Unknown(f"{path} is no program"))
            return self.load_module(path)
        if source in self.package_values:
            return self.package_values[source]
        if source.startswith((".", "/", "#")):
            return self._missing(source, at)
        found = self.language.package(self, source)
        if found is None:
            self.imports.append(source)
            found = self.platform.module(self, source)
        if found is None:
            found = Symbol(Unknown(f"the package {source} is not known"))
        self.package_values[source] = found
        return found

    imports: list[str]

    def _missing(self, source: str, at: int) -> Any:
        hint = "Is it generated, or outside of the project? Everything in it is taken as not known."
        self.note("module-not-found", f"There is no module {source} in the project", at, hint)
        return Symbol(Unknown(f"the module {source} is not found"))

    def _request(self, state: ModuleState, request: st.Import | st.Export) -> None:
        found = self.import_module(request.source, request.at)
        if isinstance(request, st.Export):
            self._export_from(state, request, found)
            return
        for name in request.names:
            if isinstance(found, ModuleState):
                live = not found.done or name.name in found.unit.changing
                value: Any = Live(found, name.name)
                if not live:
                    value = self.imported(found, name.name, request.at)
            else:
                value = self.imported(found, name.name, request.at)
            state.frame[name.local] = value

    def imported(self, found: Any, name: str, at: int) -> Any:
        """What a module exports by a name; `*` is the module itself, `=` what it exports as a whole."""
        value = found.exports if isinstance(found, ModuleState) else found
        if isinstance(found, ModuleState) and found.others:
            return self._passed_on(found, value, name, at)
        if name in ("*", "="):
            return value
        if name == "default":
            return self._default(found, value, at)
        if value is None or value is UNDEFINED:
            return UNDEFINED
        return self.get(value, name, at)

    def _passed_on(self, found: ModuleState, value: Any, name: str, at: int) -> Any:
        """The same of a module that exports what packages do: its own exports go before."""
        own = value.entries if isinstance(value, Object) else {}
        if name in ("*", "="):
            return Together(value, tuple(found.others)) if own else found.others[0]
        if name in own or name == "default":
            return own.get(name, UNDEFINED)
        every = (other.get(self, name, at) for other in found.others)
        return next((each for each in every if each is not UNDEFINED), UNDEFINED)

    def _default(self, found: Any, value: Any, at: int) -> Any:
        """The default export; of what knows none (CommonJS, JSON) it is the whole."""
        if isinstance(value, Object):
            if "default" in value.entries:
                return value.entries["default"]
            syntax = isinstance(found, ModuleState) and found.unit.syntax
            return UNDEFINED if syntax and not value.entries.get("__esModule") else value
        if isinstance(value, Foreign):
            default = value.get(self, "default", at)
            return value if default is UNDEFINED else default
        return value

    def import_call(self, source: Any, at: int) -> Any:
        """`import(source)`: a promise of the module."""
        source = self.concrete(source)
        if not isinstance(source, str):
            self.note("unknown-import", "which module this imports is not known", at)
            return Promise(self.unknown("which module this is is not known", at))
        try:
            found = self.import_module(source, at)
        except ThrownError as error:
            return self.rejected(error)
        value = self.imported(found, "*", at)
        if isinstance(value, Object) and isinstance(found, ModuleState) and not found.unit.syntax:
            return Promise(Object({"default": value, **value.entries}))
        return Promise(value)

    # Exports

    def export(self, frame: Frame, names: tuple[str, ...], value: Any) -> None:
        """Export a value under these names from the module whose frame this is."""
        exports = frame[_STATE].exports
        if not isinstance(exports, Object):
            return
        if self.journal is not None:
            self.journal.content(exports)
        for name in names:
            exports.entries[name] = value

    def export_whole(self, frame: Frame, value: Any) -> None:
        """`export = value`."""
        frame[_STATE].holder.entries["exports"] = value

    def _export_from(self, state: ModuleState, request: st.Export, found: Any) -> None:
        for name in request.names:
            if name.local != "*":
                self.export(state.frame, (name.name,), self.imported(found, name.local, request.at))
            elif name.name:
                self.export(state.frame, (name.name,), self.imported(found, "*", request.at))
            else:
                self._export_all(state, found, request.at)

    def _export_all(self, state: ModuleState, found: Any, at: int) -> None:
        value = self.imported(found, "*", at)
        if isinstance(value, Foreign) and not value.keys(self):
            state.others.append(value)
        if isinstance(found, ModuleState):
            state.others.extend(other for other in found.others if other is not value)
        for key in self.keys(value, at) or ():
            if key != "default" and isinstance(state.exports, Object) and key not in state.exports.entries:
                self.export(state.frame, (key,), self.get(value, key, at))


def _frozen(document: Any) -> Any:
    """JSON data with tuples for lists."""
    if isinstance(document, list):
        return tuple(map(_frozen, document))
    if isinstance(document, dict):
        return {key: _frozen(item) for key, item in document.items()}
    return document
