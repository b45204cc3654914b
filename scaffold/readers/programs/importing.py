"""Imports that happen where they stand, of packages and modules by dotted names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scaffold.model.values import Unknown
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.functions import OUTER, Frame
from scaffold.readers.programs.linking import Linking, ModuleState
from scaffold.readers.programs.packages import Place
from scaffold.readers.programs.values import (
    MISSING,
    ROOT,
    UNDEFINED,
    Array,
    Foreign,
    Machine,
    Symbol,
)

#: What a program that is run is called.
MAIN = "__main__"


@dataclass(frozen=True, slots=True, eq=False)
class ModuleValue(Foreign):
    """A module of the program, as other modules see it: its variables."""

    name: str
    frame: Frame
    place: Place
    state: ModuleState | None = None

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """One of its variables, or what the function says that it has for others."""
        found = self.frame.get(name, UNDEFINED) if name else UNDEFINED
        if found is UNDEFINED and "__getattr__" in self.frame and not name.startswith("__"):
            return machine.call(self.frame["__getattr__"], (name,), at=at)
        return found

    def set(self, machine: Any, name: str, value: Any, at: int) -> None:
        """Set one of its variables."""
        del at
        if machine.journal is not None:
            machine.journal.variable(self.frame, name)
        self.frame[name] = value

    def delete(self, machine: Any, name: str, at: int) -> None:
        """Delete one of its variables."""
        if name not in self.frame:
            raise machine.throw(machine.missing_attribute(self, name), at, "AttributeError")
        if machine.journal is not None:
            machine.journal.variable(self.frame, name)
        del self.frame[name]

    def keys(self, machine: Machine) -> list[str]:
        """The names of its variables."""
        del machine
        return [name for name in self.frame if name and not name.startswith("%")]

    @property
    def running(self) -> bool:
        """Whether it has not run to its end."""
        return self.state is not None and not self.state.done


class Importing(Linking):
    """The part of the evaluator for such imports."""

    def load_as(self, path: str, name: str = "") -> ModuleState:
        """Run a file of the project as a module of this name, or of the one that it has."""
        if not self.split or not path.endswith(".py"):
            return self.load_module(path)
        self.search.begin(path)
        if not name:
            name = self.search.name_of(path)
            for parent in _parents(name):
                self._module(parent, 0)
        known: ModuleValue | None = self.search.modules.get(name)
        if known is not None and known.state is not None:
            return known.state
        return self._run_module(name, Place(path))

    # Finding

    def _module(self, name: str, at: int) -> ModuleValue | None:
        """A module of the project by its dotted name, with what it stands in; `None` where there is none."""
        found: ModuleValue | None = self.search.modules.get(name)
        if found is not None:
            return found
        parent, _, last = name.rpartition(".")
        if parent:
            outer = self._module(parent, at)
            if outer is None or name in self.search.modules:
                return self.search.modules.get(name)
            place = self.search.inside(outer.place, last)
        else:
            self.search.extend(self._search_path(at))
            place = self.search.top(last)
        if place is None:
            return None
        if place.is_bare and not parent and self._is_outside(name):
            return None
        self._run_module(name, place)
        made = self.search.modules.get(name)
        if parent and made is not None and outer is not None:
            outer.frame[last] = made
        return made

    def _is_outside(self, name: str) -> bool:
        """Whether a name is a package of the runtime or the platform, which goes before a mere folder."""
        return not isinstance(self._outside(name, 0, record=False), Symbol)

    def _search_path(self, at: int) -> list[str]:
        """The folders that the program has added to those in which modules are looked for."""
        system = self.package_values.get("sys")
        path = self.get(system, "path", at) if isinstance(system, Foreign) else None
        found = [self.concrete(item) for item in path.items] if isinstance(path, Array) else []
        return [item for item in found if isinstance(item, str)]

    def _run_module(self, name: str, place: Place) -> ModuleState:
        if place.file and place.file in self.states:
            state = self.states[place.file]
            self.search.modules[name] = ModuleValue(name, state.frame, place, state)
            return state
        package = name if place.is_package else name.rpartition(".")[0]
        frame: Frame = {"__name__": name, "__package__": package, "__doc__": None}
        if place.is_package:
            frame["__path__"] = Array([f"{ROOT}/{place.folder}"])
        if not place.file:
            self.search.modules[name] = ModuleValue(name, frame, place)
            return ModuleState(self.unit, frame=frame, done=True)
        frame["__file__"] = f"{ROOT}/{place.file}"
        state = ModuleState(self.program.unit(place.file), frame=frame)
        module = self.search.modules[name] = ModuleValue(name, frame, place, state)
        state.value, self.states[place.file] = module, state
        body = state.unit.module.body if state.unit.module is not None else ()
        if body and isinstance(body[0], st.Evaluate) and isinstance(body[0].value, ir.Constant):
            text = body[0].value.value
            frame["__doc__"] = text if isinstance(text, str) else None
        try:
            self.run_module(state)
        except BaseException:
            self.search.modules.pop(name, None)
            raise
        return state

    def missing_attribute(self, value: Any, name: str) -> str:
        """What the error says where a value has no such attribute."""
        if not isinstance(value, ModuleValue):
            return super().missing_attribute(value, name)
        if value.running:
            reason = "(most likely due to a circular import)"
            return f"partially initialized module '{value.name}' has no attribute '{name}' {reason}"
        return f"module '{value.name}' has no attribute '{name}'"

    # Imports

    def import_name(self, frame: Frame, source: str, name: str, at: int) -> Any:
        """What `name` is of the module `source`: `.` its outermost package, `*` itself."""
        found = self.import_source(frame, source, at)
        if name == ".":
            return self.import_source(frame, source.partition(".")[0], at)
        return found if name == "*" else self._member(found, source, name, at)

    def import_source(self, frame: Frame, source: str, at: int) -> Any:
        """A module by what an import calls it: a `ModuleValue`, or what stands outside of the project."""
        name = self._absolute(frame, source, at)
        found = self._module(name, at)
        if found is not None:
            return found
        top = self.search.modules.get(name.partition(".")[0])
        if source.startswith(".") or (top is not None and not top.place.is_bare):
            return self._missing(source, at)
        return self._outside(name, at)

    def _absolute(self, frame: Frame, source: str, at: int) -> str:
        """The whole name of a module that is given relative to the one that imports it."""
        rest = source.lstrip(".")
        dots = len(source) - len(rest)
        if not dots:
            return source
        while OUTER in frame:
            frame = frame[OUTER]
        package = frame.get("__package__")
        if not isinstance(package, str) or not package:
            package = self.search.package_of(self.unit.path)
            if not package:
                message = "attempted relative import with no known parent package"
                raise self.throw(message, at, "ImportError")
        parts = package.split(".")
        if dots > len(parts):
            raise self.throw("attempted relative import beyond top-level package", at, "ImportError")
        return ".".join([*parts[: len(parts) - dots + 1], *([rest] if rest else [])])

    def _outside(self, name: str, at: int, record: bool = True) -> Any:
        """What a package that is not the project's is."""
        if name in self.package_values:
            return self.package_values[name]
        found = self.language.package(self, name)
        parent, _, last = name.rpartition(".")
        if found is None and parent:
            whole = self._outside(parent, at)
            found = whole.get(self, last, at) if isinstance(whole, Foreign) else self.attribute(whole, last)
            if found is UNDEFINED and isinstance(whole, Foreign) and whole.is_complete:
                raise self.throw(f"No module named '{name}'", at, "ModuleNotFoundError")
            found = None if found is UNDEFINED else found
        elif found is None:
            found = self.platform.module(self, name)
            if record:
                self.imports.append(name)
        if found is None:
            found = Symbol(Unknown(f"the package {name} is not known"))
            if not record:
                return found
        self.package_values[name] = found
        return found

    def _member(self, module: Any, source: str, name: str, at: int) -> Any:
        if isinstance(module, ModuleValue):
            return self._member_of_module(module, name, at)
        if isinstance(module, Symbol):
            return self.attribute(module, name, at)
        found = module.get(self, name, at) if isinstance(module, Foreign) else self.get(module, name, at)
        if found is not UNDEFINED:
            return found
        found = self.language.package(self, f"{source}.{name}")
        if found is not None:
            return found
        if isinstance(module, Foreign) and module.is_complete:
            raise self.throw(f"cannot import name '{name}' from '{source}'", at, "ImportError")
        self.note("unknown-import", f"{source} has no {name} that is known here", at)
        return self.unknown(f"{source}.{name} is not known", at)

    def _member_of_module(self, module: ModuleValue, name: str, at: int) -> Any:
        found = module.frame.get(name, MISSING)
        if found is not MISSING:
            return found
        if module.place.is_package:
            inner = self._module(f"{module.name}.{name}", at)
            if inner is not None:
                return inner
        if "__getattr__" in module.frame:
            return self.call(module.frame["__getattr__"], (name,), at=at)
        if module.state is not None and module.state.unit.module is not None and self.stopped_in(module.state):
            return self.unknown(f"{module.name} is not read to its end", at)
        where = f"{ROOT}/{module.place.file}" if module.place.file else "unknown location"
        what = f"cannot import name '{name}' from '{module.name}' ({where})"
        if module.running:
            what = (
                f"cannot import name '{name}' from partially initialized module '{module.name}' "
                f"(most likely due to a circular import) ({where})"
            )
        raise self.throw(what, at, "ImportError")

    def stopped_in(self, state: ModuleState) -> bool:
        """Whether a module was not run to its end, for what it does or how it is written."""
        return state.failed or bool(state.unit.module is not None and state.unit.module.faults)

    def import_all(self, frame: Frame, source: str, at: int) -> None:
        """`from source import *`."""
        found = self.import_source(frame, source, at)
        if isinstance(found, Symbol):
            self.note("star-import", f"What {source} brings in is not known here", at)
            self.search.open_units.add(self.unit.path)
            return
        every = self.get(found, "__all__", at)
        if every is not UNDEFINED and every is not None:
            names = [self.concrete(name) for name in self.iterate(every, at) or []]
        else:
            names = [name for name in found.keys(self) if not name.startswith("_")]
        for name in names:
            if isinstance(name, str):
                value = self._member(found, source, name, at)
                if self.journal is not None:
                    self.journal.variable(frame, name)
                frame[name] = value
        self.spend(len(names))


def _parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:place]) for place in range(1, len(parts))]
