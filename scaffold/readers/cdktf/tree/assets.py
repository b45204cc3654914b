"""Files and folders that are put beside the configuration."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.values import Call, Template, Value
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.construct import CONSTRUCT, Construct
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.nodes import internal_context
from scaffold.readers.cdktf.tree.tables import Getter, concrete, enumeration, member
from scaffold.readers.cdktf.twins import Definition, LibraryClass
from scaffold.readers.programs.project_files import working_folder
from scaffold.readers.programs.values import MISSING, ROOT, UNDEFINED, Machine

FILE, DIRECTORY, ARCHIVE = 0, 1, 2
ASSET_TYPE: Final = enumeration("AssetType", {"FILE": FILE, "DIRECTORY": DIRECTORY, "ARCHIVE": ARCHIVE})
_FOLDER: Final = "assets"
_HASH: Final = re.compile("[0-9A-Fa-f]{32}")


class Hashes:
    """The hashes of assets, as texts of our own: what a hash really is says nothing about a program. `paths` are those
    of their constructs."""

    def __init__(self, run: Run) -> None:
        del run
        self.paths: dict[str, str] = {}
        self._count, self._pattern = 0, re.compile("(?!)")

    def of(self, path: str) -> str:
        """The text that stands for the hash of an asset."""
        text = hashlib.md5(f"asset {path}".encode("utf-8", "replace"), usedforsecurity=False).hexdigest().upper()
        self.paths[text] = path
        return text

    def marked(self, value: Value) -> Value:
        """A value with the call `asset.hash` of the construct's path for each hash."""
        if not self.paths:
            return value
        if len(self.paths) != self._count:
            self._count, self._pattern = len(self.paths), re.compile(f"({'|'.join(self.paths)})")
        return self._marked(value, self._pattern)

    def _marked(self, value: Value, pattern: re.Pattern[str]) -> Value:
        if isinstance(value, dict):
            return {key: self._marked(item, pattern) for key, item in value.items()}
        if isinstance(value, tuple):
            return tuple(self._marked(item, pattern) for item in value)
        texts = value.parts if isinstance(value, Template) else (value,)
        if not any(isinstance(part, str) and pattern.search(part) for part in texts):
            return value
        parts: list[Value] = []
        for part in texts:
            if not isinstance(part, str):
                parts.append(part)
                continue
            pieces = ((piece, self.paths.get(piece)) for piece in pattern.split(part) if piece)
            parts.extend(Call("asset.hash", (path,)) if path is not None else piece for piece, path in pieces)
        return parts[0] if len(parts) == 1 else Template(tuple(parts))


class Asset(Construct):
    """A file or folder that is put beside the configuration. `source` is its path as the program sees it, `type` what
    becomes of it."""

    def __init__(
        self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int, source: str | None = None
    ) -> None:
        scope, id_, config = arguments[:3]
        super().__init__(kind, machine, scope, id_, at)
        self.folder_id = self.stack(machine, at).allocate(machine, self, at) if source is None else ""
        given = member(machine, config, "path", at)
        path = id_text(machine, given, at)
        known = source is None and machine.concrete(given) is not MISSING
        self.source = source or (posixpath.normpath(posixpath.join(self._base(machine), path)) if known else path)
        self.known = known or source is not None
        is_file = self._is_file(machine, path, at) if known else None
        wanted = concrete(machine, member(machine, config, "type", at))
        self.type = wanted if isinstance(wanted, int) else self._inferred(is_file)
        if is_file is not None and self.type is not None and is_file != (self.type == FILE):
            raise fault(self.run, machine, f"The asset {self.id} is something else: '{path}'", at)
        own = member(machine, config, "assetHash", at)
        # Those that suites take for one of the content, too.
        made = own in (UNDEFINED, None, "") or (isinstance(own, str) and _HASH.fullmatch(own))
        self.fields["assetHash"] = self.run.part(Hashes).of(self.path) if made else own

    def _base(self, machine: Machine) -> str:
        """The folder that paths are relative to: that of cdktf.json."""
        found = internal_context(self, "cdktfJsonPath")
        return posixpath.dirname(found) if isinstance(found, str) else working_folder(machine.files)

    @property
    def inside(self) -> str:
        """Where it is, relative to what the user named; empty for what is elsewhere."""
        if self.source != ROOT and not self.source.startswith(f"{ROOT}/"):
            return ""
        return self.source.removeprefix(ROOT).lstrip("/") or "."

    def _inferred(self, is_file: bool | None) -> int | None:
        """What it is where nobody says; `None` where that is not known."""
        if is_file is None:
            return FILE if self.known and "." in posixpath.basename(self.source).lstrip(".") else None
        return FILE if is_file else DIRECTORY

    def _is_file(self, machine: Machine, path: str, at: int) -> bool | None:
        """Whether it is a file; `None` where it is not there, as what is only built later. Raises the program's error
        in a test, which cannot do without."""
        if not self.inside:
            # What lies beside the project may be there; that a place of the whole machine is, no test can count on.
            if path.startswith("/"):
                self._refuse(machine, path, at)
            return None
        if machine.files.names(self.inside) is not None:
            return False
        is_file = getattr(machine.files, "is_file", None)
        if is_file(self.inside) if is_file is not None else machine.files.read(self.inside) is not None:
            return True
        self._refuse(machine, path, at)
        summary = f"What the asset {self.path} is made of is not there: {self.inside}"
        hint = "Build it before the program is synthesised, or correct the path."
        machine.say(Diagnostic(Severity.WARNING, "asset-not-there", summary, machine.position(at), hint=hint))
        return None

    def _refuse(self, machine: Machine, path: str, at: int) -> None:
        """Raise the program's error of what is not there, in a test."""
        if self.run.given.firm:
            near = path.startswith("/")
            shown = self.source if near else posixpath.relpath(self.source, working_folder(machine.files))
            message = f"ENOENT: no such file or directory, stat '{shown}'"
            raise machine.throw(message, at, self.run.spelling.error)

    def file_name(self, machine: Machine, at: int = 0) -> Any:
        """What it is called beside the configuration."""
        if self.type == ARCHIVE:
            return "archive.zip"
        if not self.known:
            return machine.unknown("what the asset is made of is not known", at)
        return posixpath.basename(self.source)

    def folder(self, machine: Machine, at: int = 0) -> str:
        """The folder that it is put into, without its hash."""
        self.folder_id = self.folder_id or self.stack(machine, at).allocate(machine, self, at)
        return f"{_FOLDER}/{self.folder_id}"

    def place(self, machine: Machine, at: int = 0) -> Any:
        """Its path beside the configuration."""
        parts = [f"{self.folder(machine, at)}/", self.fields["assetHash"]]
        if self.type is None:
            parts.append(machine.unknown("whether the asset is a file is not known", at))
        elif self.type != DIRECTORY:
            parts += ["/", self.file_name(machine, at)]
        return machine.join(parts, at)

    def files(self, machine: Machine) -> Iterator[tuple[str, str]]:
        """What is put beside the configuration, and where it comes from."""
        place = machine.concrete(self.place(machine))
        if isinstance(place, str):
            yield place, self.inside or self.source

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set its hash or its type."""
        if name == "assetHash":
            self.fields["assetHash"] = value
        elif name == "type":
            self.type = value
        return name in ("assetHash", "type")

    getters: ClassVar[Mapping[str, Getter]] = {
        **Construct.getters,
        "path": lambda self, m, at: self.place(m, at),
        "fileName": lambda self, m, at: self.file_name(m, at),
        "type": lambda self, m, at: m.unknown("what the asset is", at) if self.type is None else self.type,
        "namedFolder": lambda self, m, at: self.folder(m, at),
    }


ASSET = Definition("TerraformAsset", Asset, Signature(("scope", "id", "config"), struct=True), CONSTRUCT)
