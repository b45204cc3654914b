"""Packages of Node.js: where they are, and what they declare of their resources, functions and enumerations."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from scaffold.catalog import pulumi as catalog
from scaffold.model.shapes import ANYTHING, Kind
from scaffold.readers.declarations.constructors import defaults, registered
from scaffold.readers.declarations.declared import Declarations, Declared, Package, repository
from scaffold.readers.declarations.inputs import Input
from scaffold.readers.declarations.text import Written, block, members
from scaffold.readers.declarations.types import Reading

_MOST_BASES: Final = 10
_PACKAGE_NAME: Final = re.compile(r"(@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*")
_WORD: Final = re.compile(r"[A-Za-z_$][\w$-]*")
_TOKEN: Final = re.compile(r"""__pulumiType = ['"]([^'"\n]+)['"]""")
_CONSTRUCTED: Final = re.compile(r"""\bsuper\(\s*['"]([^'"\n]+:[^'"\n]+)['"]""")
_INVOKED: Final = re.compile(r"""invoke\w*\(\s*['"]([^'"\n]+:[^'"\n]+)['"]""")
_REMOTE: Final = re.compile(r"true\s*/\*\s*remote\s*\*/")
_PASSED: Final = re.compile(r"""^export \* from ["']\./([\w./-]+)["'];""", re.M)
_ALL_PASSED: Final = re.compile(r"""^export \* (?:as \w+ )?from ["']([^"'\n]+)["'];""", re.M)
_IMPORT: Final = re.compile(r"""^import \* as (\w+) from ["']([^"'\n]+)["'];""", re.M)


class NodeDeclarations(Declarations):
    """The packages that are installed for the programs below `root`.

    Workspaces keep them in a folder above: they are looked for as far up as the root of the repository.
    """

    def __init__(self, root: Path) -> None:
        self._base = root.resolve()
        self._root = repository(self._base)
        self._packages: dict[Path, NodePackage | None] = {}

    def package(self, folder: Path, name: str) -> NodePackage | None:
        """The package that a file in `folder` imports as `name`; nothing where the repository does not hold it."""
        if not _PACKAGE_NAME.fullmatch(name):
            return None
        here = (self._base / folder).resolve()
        while here.is_relative_to(self._root):
            found = self._at(here / "node_modules" / name)
            if found is not None:
                return found
            here = here.parent
            if here == here.parent:
                break
        return None

    def _at(self, folder: Path) -> NodePackage | None:
        if folder not in self._packages:
            real = folder.resolve()
            there = real.is_relative_to(self._root) and (real / "package.json").is_file()
            self._packages[folder] = NodePackage(real, self._root, self, folder.name) if there else None
        return self._packages[folder]


class NodePackage(Package):
    """An installed package of Node.js. `name` is its name without the scope."""

    def __init__(self, folder: Path, root: Path, others: NodeDeclarations, name: str) -> None:
        super().__init__(folder, root, name)
        self._filled = self._defaults
        self._others = others
        self._interfaces: dict[tuple[str, str], Mapping[str, Written] | None] = {}
        self._nested_inputs: dict[str, Mapping[str, Input]] = {}
        self._namespaces: dict[tuple[str, tuple[str, ...]], tuple[int, int] | None] = {}

    def lacks(self, module: str, name: str) -> bool:
        """Whether a module surely has nothing of this name: the word is not in what declares the module."""
        parts = module.split(".") if module else []
        if not _is_path((*parts, name)):
            return False
        folder = PurePosixPath(*parts)
        beside = self._text(str(folder / "index.d.ts"))
        return beside is not None and not self._mentions(folder, beside, re.compile(rf"\b{re.escape(name)}\b"), 0)

    def _mentions(self, folder: PurePosixPath, text: str, word: re.Pattern[str], depth: int) -> bool:
        """Whether a word is in a file or in what that passes on; so it is taken to be where a file cannot be read."""
        if word.search(text) or depth > _MOST_BASES:
            return True
        for stem in _ALL_PASSED.findall(text):
            if not stem.startswith("."):
                return True
            there = PurePosixPath(posixpath.normpath(folder / stem))
            files = (there.with_name(f"{there.name}.d.ts"), there / "index.d.ts")
            found = next((file for file in files if self._text(str(file)) is not None), None)
            if found is None or self._mentions(found.parent, self._text(str(found)) or "", word, depth + 1):
                return True
        return False

    def has_method(self, declared: Declared, name: str) -> bool:
        """Whether a class has a method of this name, by itself or by what extends it (`clusterMixins.d.ts`)."""
        folder = (self.folder / declared.file).parent
        mixins = sorted(path.name for path in folder.glob("*Mixins.d.ts")) if declared.file else []
        beside = [str(PurePosixPath(declared.file).with_name(file)) for file in mixins]
        method = re.compile(rf"^\s+{re.escape(name)}(?:\?|<[^()\n]*>)?\(", re.M)
        return any(method.search(self._text(file) or "") for file in (declared.file, *beside))

    def enum_member(self, path: str) -> str | None:
        """The text that an enumeration's member stands for, by its dotted path in the package."""
        *module, enumeration, member = path.removeprefix("types.enums.").split(".") if "." in path else ("", "", "")
        if not member or not _is_path((*module, enumeration)):
            return None
        text = self._text("/".join(("types/enums", *module, "index.d.ts")))
        at = block(text, f"export declare const {enumeration}: {{") if text else None
        if text is None or at is None:
            return None
        declared = members(text[at[0] : at[1]]).get(member)
        shape = Reading(lambda _: None).shape(declared.type) if declared else ANYTHING
        return str(shape.choices[0]) if shape.kind is Kind.STRING and shape.choices else None

    def _resource(self, module: str, name: str) -> Declared | None:
        file = self._file(module, name)
        text = self._text(file) if file else None
        if not file or not text:
            return None
        head = f"export declare class {name} extends "
        inside = block(text, head)
        if inside is None:
            return None
        base = text[text.rindex(head, 0, inside[0]) + len(head) : inside[0]].partition("{")[0]
        script = self._text(file.removesuffix(".d.ts") + ".js") or ""
        token = _TOKEN.search(script)
        component = _is_component(text, base)
        if token is None and component:
            token = _component_token(script, name)
        outputs = {key: written for key, written in members(text[inside[0] : inside[1]]).items() if _is_output(written)}
        inputs, required = registered(script) or (None, ())
        return Declared(
            token[1] if token else catalog.token(self.name, module, name),
            outputs,
            inputs,
            required,
            component=component,
            remote=_REMOTE.search(script) is not None,
            file=file,
        )

    def _function(self, module: str, name: str) -> Declared | None:
        file = self._file(module, name)
        text = self._text(file) if file else None
        if not file or not text:
            return None
        result = f"{name[:1].upper()}{name[1:]}Result"
        inside = block(text, f"export interface {result} ")
        token = _INVOKED.search(self._text(file.removesuffix(".d.ts") + ".js") or "")
        if inside is None and token is None:
            return None
        outputs = members(text[inside[0] : inside[1]]) if inside else {}
        return Declared(token[1] if token else catalog.function_token(self.name, module, name), outputs, file=file)

    def _file(self, module: str, name: str) -> str | None:
        """The file that declares `name`, as far as the index of its module says; else by its name."""
        parts = module.split(".") if module else []
        if not _is_path((*parts, name)):
            return None
        folder = PurePosixPath(*parts)
        index = self._text(str(folder / "index.d.ts")) or ""
        named = re.search(rf"""typeof import\("\./([\w./-]+)"\)\.{re.escape(name)};""", index)
        for stem in ([named[1]] if named else []) + [f"{name[:1].lower()}{name[1:]}", name]:
            file = str(folder / f"{stem}.d.ts")
            if self._text(file) is not None:
                return file
        class_ = f"export declare class {name} "
        passed = (str(folder / f"{stem}.d.ts") for stem in _PASSED.findall(index))
        return next((file for file in passed if class_ in (self._text(file) or "")), None)

    def _plain(self, name: str) -> str:
        return catalog.function_name(name)

    def _members(self, name: str, file: str) -> Mapping[str, Written] | None:
        first, _, rest = name.partition(".")
        if first in ("outputs", "inputs") and rest:
            return self._nested(f"types/{first[:-1]}.d.ts", rest)
        if first == "utilities" or not rest:
            return None
        imported = self._imports(file).get(first) or self._imports("types/output.d.ts").get(first)
        other = self._others.package(self.folder, imported) if imported else None
        if other is None or other.folder == self.folder:
            return None
        module, _, class_ = rest.rpartition(".")
        declared = other.resource(module, class_)
        return {"id": Written("string"), **declared.outputs} if declared else None

    def _nested(self, file: str, name: str) -> Mapping[str, Written] | None:
        key = (file, name)
        if key not in self._interfaces:
            *namespaces, last = name.split(".")
            text, inside = self._text(file), self._namespace(file, tuple(namespaces))
            indent = "    " * len(namespaces)
            head = f"{indent}{'' if indent else 'export '}interface {last} {{"
            at = block(text, head, *inside) if text and inside else None
            self._interfaces[key] = members(text[at[0] : at[1]]) if text and at else None
        return self._interfaces[key]

    def _namespace(self, file: str, path: tuple[str, ...]) -> tuple[int, int] | None:
        """Where the inside of a namespace stands in a file."""
        key = (file, path)
        if key not in self._namespaces:
            text = self._text(file) or ""
            around = self._namespace(file, path[:-1]) if path else (0, len(text))
            head = f"{'    ' * (len(path) - 1)}{'export declare ' if len(path) == 1 else ''}namespace "
            inside = block(text, f"{head}{path[-1]} {{", *around) if path and around else around
            self._namespaces[key] = inside
        return self._namespaces[key]

    def _defaults(self, path: str) -> Mapping[str, Input]:
        if path not in self._nested_inputs:
            self._nested_inputs[path] = defaults(self._text("types/input.js") or "", path)
        return self._nested_inputs[path]

    def _imports(self, file: str) -> Mapping[str, str]:
        text = self._text(file) if file else None
        return dict(_IMPORT.findall(text[:20_000])) if text else {}


def _is_component(text: str, base: str) -> bool:
    """Whether a class whose base is this is a component; one with a base of the package's own has code of its own, too,
    unless that is a class of the same file that says otherwise."""
    seen: set[str] = set()
    while not base.strip().endswith(("CustomResource", "ProviderResource")):
        found = re.search(rf"declare class {re.escape(base.partition('<')[0].strip())} extends ([^{{]+)", text)
        if "ComponentResource" in base or found is None or base in seen:
            return True
        seen.add(base)
        base = found[1]
    return False


def _component_token(script: str, name: str) -> re.Match[str] | None:
    """Where the constructor of a class, or of its base in the same script, says the type of the component."""
    for _ in range(_MOST_BASES):
        found = re.search(rf"^class {re.escape(name)} extends ([\w$.]+).*?(?=^class |\Z)", script, re.M | re.S)
        if found is None:
            return None
        token = _CONSTRUCTED.search(found[0])
        if token is not None:
            return token
        name = found[1]
    return None


def _is_output(written: Written) -> bool:
    return written.type.startswith(("pulumi.Output<", "Output<")) or written.type == "pulumi.Output"


def _is_path(parts: tuple[str, ...]) -> bool:
    return all(_WORD.fullmatch(part) for part in parts)
