"""Provider packages for Python: what they declare of their resources, functions, arguments and enumerations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from scaffold.catalog.pulumi import python_names as names
from scaffold.model.values import Value
from scaffold.readers.declarations.declared import Declarations, Declared, Package
from scaffold.readers.declarations.python import constructors
from scaffold.readers.declarations.python.annotations import spelled
from scaffold.readers.declarations.python.source import bases, class_text, getters, parameters
from scaffold.readers.declarations.text import Written
from scaffold.readers.declarations.types import element

_MOST_BYTES: Final = 100_000
#: How much of a file is looked at for its imports.
_HEAD: Final = 20_000
_TOKEN: Final = re.compile(r"@pulumi\.type_token\([\"']([^\"'\n]+)[\"']\)\n$")
_CONSTRUCTED: Final = re.compile(r"\bsuper\([\w, ]*\)\.__init__\(\s*[\"']([^\"'\n]+:[^\"'\n]+)[\"']")
_INVOKED: Final = re.compile(r"pulumi\.runtime\.(?:invoke|call)\w*\(\s*[\"']([^\"'\n]+)[\"']")
_RESULT: Final = re.compile(r"\btyp=(\w+)")
_SENT: Final = re.compile(r"__args__\[['\"]([^'\"\n]+)['\"]\] = (\w+)")
_PASSED: Final = re.compile(r"^from \.(\w+) import \*", re.M)
_IMPORT: Final = re.compile(r"^from (\.+) import (\w+)(?: as (\w+))?$", re.M)
#: What a constructor takes beside its arguments.
_OTHERS: Final = ("__self__", "resource_name", "opts", "__props__")
_FILES: Final = ("outputs", "_inputs", "_enums")


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument that a constructor or function takes by name: its native name, whether it has to be given, and what
    is there without it: a default, and the environment's variables that come before that."""

    native: str
    required: bool = False
    default: Value = None
    environment: tuple[str, ...] = ()


class PythonPackage(Package):
    """An installed package for Python; paths of modules are those of the program (`lambda_`)."""

    def __init__(self, folder: Path, root: Path, others: Declarations) -> None:
        super().__init__(folder, root, "")
        self._others = others
        self.name = self._plugin() or names.package_name(folder.name) or folder.name
        self._imported: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._given: dict[tuple[str, str], Mapping[str, Argument] | None] = {}
        self._arguments: dict[tuple[str, str], tuple[str, str]] = {}
        self._lacking: dict[tuple[str, str], bool] = {}
        self._properties: dict[tuple[str, str], Mapping[str, Written] | None] = {}

    def arguments(self, module: str, name: str) -> Mapping[str, Argument] | None:
        """What a resource's class, a class of arguments or a function takes, by Python's names and in order; nothing
        where that is not to be read."""
        key = (module, name)
        if key not in self._given:
            self._given[key] = self._read_arguments(module, name)
        return self._given[key]

    def keeps_keys(self, module: str, name: str, path: Sequence[str]) -> bool | None:
        """Whether a dictionary at this place (native names, without positions) of what a resource's class or a class of
        arguments is given is sent as it is, not as an object whose keys are properties; nothing where that is not
        known."""
        known, members = self._object_at(module, name, path)
        return members is None if known and path else None

    def native_at(self, module: str, name: str, path: Sequence[str], property_: str) -> str | None:
        """The native name of what Python calls `property_` of the object at this place, where that is known."""
        _, members = self._object_at(module, name, path)
        return next((native for native in members or () if names.python_name(native) == property_), None)

    def _object_at(self, module: str, name: str, path: Sequence[str]) -> tuple[bool, Mapping[str, Written] | None]:
        """Whether there is such a place, and the properties of the object there; none for what is no such object."""
        file, members = self._taken(module, name)
        for step in path:
            if members is None or step not in members:
                return False, None
            inside = element(members[step].type)
            members = self._members(inside, file) if inside.endswith("Args") else None
        return True, members

    def lacks(self, module: str, name: str) -> bool:
        """Whether a module surely has nothing of this name: no file, and none of the files that it passes on."""
        key = (module, name)
        if key not in self._lacking:
            self._lacking[key] = self._lacks(module, name)
        return self._lacking[key]

    def _lacks(self, module: str, name: str) -> bool:
        folder = self._folder(module)
        index = self._text(str(folder / "__init__.py")) if folder is not None and name.isidentifier() else None
        if folder is None or index is None:
            return False
        if any((self.folder / folder / each).exists() for each in (name, f"{name}.py")) or re.search(
            rf"\b{name}\b", index
        ):
            return False
        bound = re.compile(rf"^(?:class |def )?{name}\b|^(?:from|import) .*\b{name}\b", re.M)
        return not any(name in text and bound.search(text) for _, text in self._passed(folder, index, name))

    def has_method(self, declared: Declared, name: str) -> bool:
        """Whether a class has a method of this name."""
        head = re.compile(rf"^(?P<decorated>    @.*\n)?    def {re.escape(name)}\((?:__)?self", re.M)
        found = head.search(self._text(declared.file) or "")
        return found is not None and not re.search(r"getter|setter|property", found["decorated"] or "")

    def enum_member(self, path: str) -> str | None:
        """The text that an enumeration's member stands for, by its dotted path in the package."""
        *module, enumeration, member = path.split(".") if path.count(".") else ("", "", "")
        folder = self._folder(".".join(module))
        class_ = class_text(self._text(str(folder / "_enums.py")) or "", enumeration) if folder is not None else None
        if not class_ or not member.isidentifier():
            return None
        found = re.search(rf"^    {member} = \"([^\"\n]*)\"$", class_, re.M)
        return found[1] if found else None

    def _resource(self, module: str, name: str) -> Declared | None:
        found = self._class(module, name)
        if found is None or not any("Resource" in base for base in bases(found[1])):
            return None
        file, class_ = found
        text = self._text(file) or ""
        token = _TOKEN.search(text[: text.index(class_)][-300:]) or _CONSTRUCTED.search(class_)
        arguments = class_text(text, constructors.arguments_class(class_) or f"{name}Args") or ""
        properties = getters(class_)
        native = {each.name: each.native for each in (*getters(arguments), *properties)}
        inputs, required = constructors.registered(class_, native) or (None, ())
        return Declared(
            token[1] if token else names.class_token(self.name, (*_steps(module), name)),
            {each.native: self._written(each.annotation, file) for each in properties if "Output" in each.annotation},
            inputs,
            required,
            component=not any(base.endswith(("CustomResource", "ProviderResource")) for base in bases(class_)),
            remote=re.search(r"\bremote=True\b", class_) is not None,
            spelled={python: spelling for python, spelling in native.items() if python != spelling},
            file=file,
        )

    def _function(self, module: str, name: str) -> Declared | None:
        file = self._file(module, name, "def ")
        body = _function_text(self._text(file) or "", name) if file else None
        if not file or body is None:
            return None
        token, result = _INVOKED.search(body), _RESULT.search(body)
        properties = getters(class_text(self._text(file) or "", result[1]) or "") if result else []
        return Declared(
            token[1] if token else names.function_token(self.name, (*_steps(module), name)),
            {each.native: self._written(each.annotation, file) for each in properties},
            spelled={each.name: each.native for each in properties if each.name != each.native},
            file=file,
        )

    def _plain(self, name: str) -> str:
        return name.removesuffix("_output")

    def _read_arguments(self, module: str, name: str) -> Mapping[str, Argument] | None:
        if name.endswith("Args"):
            return self._of_arguments(module, name)
        if not name[:1].isupper():
            return self._of_function(module, name)
        declared, class_ = self.resource(module, name), self._class(module, name)
        taken = parameters(class_[1], "_internal_init", "    ") if class_ else None
        if declared is None or taken is None:
            return None
        return {
            each.name: Argument(declared.spelled.get(each.name, each.name))
            for each in taken
            if each.name not in _OTHERS
        }

    def _of_arguments(self, module: str, name: str) -> Mapping[str, Argument] | None:
        found = self._arguments_class(module, name)
        class_ = class_text(self._text(found[0]) or "", found[1]) if found else None
        taken = parameters(class_, "__init__", "    ") if class_ else None
        if class_ is None or taken is None:
            return None
        native = {each.name: each.native for each in getters(class_)}
        filled = constructors.defaults(class_)
        return {
            each.name: Argument(native.get(each.name, each.name), not each.optional, *filled.get(each.name, ()))
            for each in taken
            if each.name != "__self__"
        }

    def _of_function(self, module: str, name: str) -> Mapping[str, Argument] | None:
        plain = self._plain(name)
        file = self._file(module, plain, "def ")
        body = _function_text(self._text(file) or "", plain) if file else None
        taken = parameters(f"\n{body}", plain) if body else None
        if body is None or taken is None:
            return None
        native = {python: spelling for spelling, python in _SENT.findall(body)}
        return {
            each.name: Argument(native.get(each.name, each.name), not each.optional)
            for each in taken
            if each.name != "opts"
        }

    def _taken(self, module: str, name: str) -> tuple[str, Mapping[str, Written] | None]:
        """The file and the properties of what a resource's class takes, or of a class of arguments."""
        key = (module, name)
        if key not in self._arguments:
            found = self._arguments_class(module, name) if name.endswith("Args") else self._of_resource(module, name)
            self._arguments[key] = found or ("", "")
        file, class_ = self._arguments[key]
        return file, self._members_of(file, class_) if class_ else None

    def _of_resource(self, module: str, name: str) -> tuple[str, str] | None:
        """The file that has the class of a resource's arguments, and its name."""
        found = self._class(module, name)
        return (found[0], constructors.arguments_class(found[1]) or f"{name}Args") if found else None

    def _class(self, module: str, name: str) -> tuple[str, str] | None:
        """The file that has a class of a module, and the class's text."""
        file = self._file(module, name, "class ")
        class_ = class_text(self._text(file) or "", name) if file else None
        return (file, class_) if file and class_ else None

    def _arguments_class(self, module: str, name: str) -> tuple[str, str] | None:
        """The file that has a class of arguments, and its name."""
        folder = self._folder(module)
        if folder is None:
            return None
        beside = str(folder / "_inputs.py")
        if f"\nclass {name}:" in (self._text(beside) or ""):
            return beside, name
        resource = name.removesuffix("Args").removesuffix("Init")
        file = self._file(module, resource, "class ")
        return (file, name) if file and f"\nclass {name}:" in (self._text(file) or "") else None

    def _file(self, module: str, name: str, what: str) -> str | None:
        """The file of a module that has a class or function: by its name, else as what the module passes on says."""
        folder = self._folder(module)
        if folder is None or not name.isidentifier():
            return None
        head = re.compile(rf"^{what}{name}[(:]", re.M)
        for stem in (names.python_name(name), name):
            file = str(folder / f"{stem}.py")
            if head.search(self._text(file) or ""):
                return file
        index = self._text(str(folder / "__init__.py")) or ""
        return next((file for file, text in self._passed(folder, index, name) if head.search(text)), None)

    def _passed(self, folder: PurePosixPath, index: str, name: str) -> Iterator[tuple[str, str]]:
        """The files that a module passes all of on, those first whose name is like that of what is looked for."""
        like = name.lower().replace("_", "")
        stems = sorted(_PASSED.findall(index), key=lambda stem: stem.replace("_", "").lower() != like)
        files = (str(folder / f"{stem}.py") for stem in stems)
        return ((file, self._text(file) or "") for file in files)

    def _folder(self, module: str) -> PurePosixPath | None:
        steps = _steps(module)
        return PurePosixPath(*steps) if all(step.isidentifier() for step in steps) else None

    def _members(self, name: str, file: str) -> Mapping[str, Written] | None:
        package, _, path = name.partition(".")
        if package != self.folder.name:
            other = self._other(package)
            return other._members(name, file) if other is not None else None
        module, _, class_ = path.rpartition(".")
        *folder, last = module.split(".")
        if last in _FILES:
            return self._members_of("/".join((*folder, f"{last}.py")), class_)
        declared = self.resource(module, class_) if class_.isidentifier() else None
        return {"id": Written("string"), **declared.outputs} if declared else None

    def _other(self, name: str) -> PythonPackage | None:
        """Another package, which types of this one may be of."""
        found = self._others.package(self.folder, name) if name.isidentifier() else None
        return found if isinstance(found, PythonPackage) and found.folder != self.folder else None

    def _members_of(self, file: str, name: str) -> Mapping[str, Written] | None:
        """The properties of a class in a file, by native name."""
        key = (file, name)
        if key not in self._properties:
            class_ = class_text(self._text(file) or "", name) if name.isidentifier() else None
            found = {each.native: self._written(each.annotation, file) for each in getters(class_ or "")}
            self._properties[key] = found if class_ else None
        return self._properties[key]

    def _written(self, annotation: str, file: str) -> Written:
        return Written(spelled(annotation, lambda name: self._qualified(name, file)))

    def _qualified(self, name: str, file: str) -> str:
        """Where the class stands that a file calls so, as a dotted path that begins with its package; `enums.` before
        an enumeration, whose members are texts."""
        first, *rest = name.split(".")
        if first.startswith("pulumi_"):
            other = self._other(first)
            return other._placed(rest) if other is not None and rest else name
        here = PurePosixPath(file).parent.parts
        imported = self._imports(file).get(first) if rest else None
        return self._placed((*imported, *rest) if imported is not None else (*here, first, *rest))

    def _placed(self, path: Sequence[str]) -> str:
        *module, last = (self.folder.name, *path)
        if module[-1] in _FILES:
            return f"enums.{last}" if module[-1] == "_enums" else ".".join((*module, last))
        if last.endswith("Args"):
            return ".".join((*module, "_inputs", last))
        enumerations = self._text("/".join((*module[1:], "_enums.py"))) or ""
        return f"enums.{last}" if f"\nclass {last}(" in enumerations else ".".join((*module, last))

    def _imports(self, file: str) -> Mapping[str, tuple[str, ...]]:
        """The modules of the package that a file imports under a name, as paths."""
        if file not in self._imported:
            here = PurePosixPath(file).parent.parts
            rows = _IMPORT.findall((self._text(file) or "")[:_HEAD])
            above = {as_ or name: (here[: len(here) - len(dots) + 1], name) for dots, name, as_ in rows}
            self._imported[file] = {alias: (*folder, name) for alias, (folder, name) in above.items()}
        return self._imported[file]

    def _plugin(self) -> str | None:
        text = self._text("pulumi-plugin.json") or ""
        try:
            data = json.loads(text) if len(text) < _MOST_BYTES else {}
        except (ValueError, RecursionError):
            return None
        found = data.get("name") if isinstance(data, Mapping) else None
        return found if isinstance(found, str) and re.fullmatch(r"[a-z0-9][\w-]*", found) else None


def _steps(module: str) -> tuple[str, ...]:
    return tuple(module.split(".")) if module else ()


def _function_text(text: str, name: str) -> str | None:
    """The text of a function at the top of a module."""
    start = text.find(f"\ndef {name}(") + 1
    if not start:
        return None
    end = re.compile(r"\n(?=def |class |@)").search(text, start)
    return text[start : end.start() if end else len(text)]
