"""Which file an import means: relative paths, the paths of `tsconfig.json`, and packages of the project's own."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.readers.programs.project_files import ProjectFiles, joined, parent
from scaffold.watching import partly

#: The endings of files that can be imported, in the order in which they are tried.
PROGRAMS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".py")
#: What a specifier that ends so may be written as.
_WRITTEN = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
#: Folders that are looked into for packages of the project's own, and how deep.
_FOLDERS = 2000
_DEEPEST = 5
_EXTENDS = 8
#: The year of the language from which fields without a value are set.
_FIELDS = 2022


def parse_relaxed(text: str) -> Any:
    """JSON with comments and commas at the end; `None` where it is not."""
    plain = _COMMENT.sub(lambda found: found[1] or " ", text)
    try:
        return json.loads(_TRAILING.sub(lambda found: found[1] or "", plain))
    except (ValueError, RecursionError):
        return None


class Resolver:
    """Finds the files of modules. Everything it reads is read once."""

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        self._found: dict[tuple[str, str], str | None] = {}
        self._paths: dict[str, tuple[str, Mapping[str, Any], str | None] | None] = {}
        self._packages: dict[str, str] | None = None

    def resolve(self, importer: str, source: str) -> str | None:
        """The file that `source` means in the file `importer`; `None` where it is no file of the project."""
        folder = parent(importer)
        key = (folder, source)
        if key not in self._found:
            self._found[key] = self._resolve(folder, source)
        return self._found[key]

    def _resolve(self, folder: str, source: str) -> str | None:
        if source in (".", "..") or source.startswith(("./", "../")):
            return self._file(joined(folder, source))
        if source.startswith("/"):
            return None
        if source.startswith("#"):
            return self._own_import(folder, source)
        return self._by_paths(folder, source) or self._by_package(source)

    def _file(self, path: str) -> str | None:
        if path.startswith("..") or "node_modules" in path.split("/"):
            return None
        if self.files.is_file(path):
            return path
        stem, dot, ending = path.rpartition(".")
        for other in _WRITTEN.get(dot + ending, ()):
            if self.files.is_file(stem + other):
                return stem + other
        for other in PROGRAMS:
            if self.files.is_file(path + other):
                return path + other
        return self._folder(path) if self.files.is_folder(path) else None

    def _folder(self, path: str) -> str | None:
        manifest = self._json(joined(path, "package.json"))
        main = manifest.get("main") if isinstance(manifest, dict) else None
        if isinstance(main, str) and main not in (".", "./"):
            found = self._file(joined(path, main))
            if found:
                return found
        for name in ("index", "src/index"):
            for ending in PROGRAMS:
                if self.files.is_file(joined(path, name + ending)):
                    return joined(path, name + ending)
        return None

    def _json(self, path: str) -> Any:
        text = self.files.text(path)
        return parse_relaxed(text) if text is not None else None

    # tsconfig.json

    def _by_paths(self, folder: str, source: str) -> str | None:
        config = self._config(folder)
        if config is None:
            return None
        base, paths, root = config
        for pattern, targets in sorted(paths.items(), key=lambda found: -len(found[0].split("*")[0])):
            head, star, tail = pattern.partition("*")
            if source == pattern if not star else source.startswith(head) and source.endswith(tail):
                middle = source[len(head) : len(source) - len(tail)] if star else ""
                for target in targets if isinstance(targets, list) else ():
                    found = self._file(joined(base, str(target).replace("*", middle)))
                    if found:
                        return found
        found = self._file(joined(root, source)) if root is not None else None
        # `cdktf` is a package, also where a cdktf.json stands in the folder of `baseUrl`.
        return None if found is not None and found == joined(root or ".", f"{source}.json") else found

    def _config(self, folder: str) -> tuple[str, Mapping[str, Any], str | None] | None:
        """The nearest configuration: what its paths are relative to, its paths, and its `baseUrl`."""
        if folder not in self._paths:
            for name in ("tsconfig.json", "jsconfig.json"):
                if self.files.is_file(joined(folder, name)):
                    self._paths[folder] = self._read_config(joined(folder, name), 0)
                    break
            else:
                self._paths[folder] = None if folder == "." else self._config(parent(folder))
        return self._paths[folder]

    def _read_config(self, path: str, depth: int) -> tuple[str, Mapping[str, Any], str | None]:
        document = self._json(path)
        document = document if isinstance(document, dict) else {}
        found: tuple[str, Mapping[str, Any], str | None] = (parent(path), {}, None)
        extended = document.get("extends")
        for other in extended if isinstance(extended, list) else [extended]:
            if isinstance(other, str) and other.startswith(".") and depth < _EXTENDS:
                target = joined(parent(path), other)
                for candidate in (target, target + ".json"):
                    if self.files.is_file(candidate):
                        found = self._read_config(candidate, depth + 1)
                        break
        options = document.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        base, paths, root = found
        if isinstance(options.get("baseUrl"), str):
            base = root = joined(parent(path), options["baseUrl"])
        if isinstance(options.get("paths"), dict):
            base, paths = root if root is not None else parent(path), options["paths"]
        return base, paths, root

    def defines_fields(self, folder: str) -> bool:
        """Whether classes of TypeScript files in a folder set fields that are written without a value: so they do from
        ES2022 on, unless `tsconfig.json` says otherwise."""
        here = folder
        while not self.files.is_file(joined(here, "tsconfig.json")):
            if here in (".", ""):
                return False
            here = parent(here)
        options = self._options(joined(here, "tsconfig.json"), 0)
        said = options.get("useDefineForClassFields")
        if isinstance(said, bool):
            return said
        target = str(options.get("target", "")).lower()
        return target == "esnext" or (target[:2] == "es" and target[2:].isdigit() and int(target[2:]) >= _FIELDS)

    def _options(self, path: str, depth: int) -> Mapping[str, Any]:
        """The compiler's options of a configuration, with those that it extends."""
        document = self._json(path)
        document = document if isinstance(document, dict) else {}
        found: dict[str, Any] = {}
        extended = document.get("extends")
        for other in extended if isinstance(extended, list) else [extended]:
            if isinstance(other, str) and other.startswith(".") and depth < _EXTENDS:
                target = joined(parent(path), other)
                found.update(self._options(target if target.endswith(".json") else f"{target}.json", depth + 1))
        options = document.get("compilerOptions")
        return {**found, **(options if isinstance(options, dict) else {})}

    # Packages inside the project

    def _own_import(self, folder: str, source: str) -> str | None:
        while True:
            manifest = self._json(joined(folder, "package.json"))
            if isinstance(manifest, dict):
                imports = manifest.get("imports")
                for target in _targets(imports, source) if isinstance(imports, dict) else ():
                    found = self._file(joined(folder, target))
                    if found:
                        return found
                return None
            if folder == ".":
                return None
            folder = parent(folder)

    def _by_package(self, source: str) -> str | None:
        pieces = source.split("/")
        name = "/".join(pieces[: 2 if source.startswith("@") else 1])
        folder = self._folders().get(name)
        if folder is None:
            return None
        rest = source[len(name) + 1 :]
        if not rest:
            return self._folder(folder)
        return self._file(joined(folder, rest)) or self._file(joined(folder, "src/" + rest))

    def _folders(self) -> Mapping[str, str]:
        """The packages whose manifests lie inside the project, by name."""
        if self._packages is None:
            self._packages = {}
            for folder in self._manifests():
                manifest = self._json(joined(folder, "package.json"))
                name = manifest.get("name") if isinstance(manifest, dict) else None
                if isinstance(name, str):
                    self._packages.setdefault(name, folder)
        return self._packages

    def _manifests(self) -> Iterator[str]:
        """The folders with a manifest below the project's own, nearer ones first."""
        left, looked = deque([(".", 0)]), 0
        while left and looked < _FOLDERS:
            folder, depth = left.popleft()
            looked += 1
            with partly():
                names = self.files.names(folder) or []
            if "package.json" in names and folder != ".":
                yield folder
            for name in names if depth < _DEEPEST else ():
                path = joined(folder, name)
                if "." not in name and name != "node_modules" and self.files.is_folder(path):
                    left.append((path, depth + 1))


def _targets(imports: Mapping[str, Any], source: str) -> Iterator[str]:
    for pattern, target in imports.items():
        head, star, tail = pattern.partition("*")
        if source == pattern if not star else source.startswith(head) and source.endswith(tail):
            middle = source[len(head) : len(source) - len(tail)] if star else ""
            while isinstance(target, dict):
                target = next(
                    (target[name] for name in ("import", "node", "require", "default") if name in target), None
                )
            if isinstance(target, str):
                yield target.replace("*", middle)
