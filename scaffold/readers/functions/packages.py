"""What a function is deployed with: which files of the project, by their paths in the package."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from scaffold.model.functions import Package, Packed
from scaffold.model.hiding import Hiding
from scaffold.model.position import Position
from scaffold.model.project import Mode, Resource
from scaffold.model.values import Call, Conditional, Reference, Unknown, Value
from scaffold.readers.functions.archives import OUTSIDE, UnreadableError, stays, without, zipped
from scaffold.readers.functions.built import Built
from scaffold.readers.functions.meaning import Meaning, blocks, listed
from scaffold.readers.functions.places import Places, TooManyError, join

_ARCHIVE: Final = "archive_file"
_OBJECTS: Final = ("aws_s3_object", "aws_s3_bucket_object", "aws_s3_bucket_objectv2")
_ZIPPED: Final = (".zip", ".jar", ".war")
_DEEPEST: Final = 6
_NOT_THERE: Final = " is not there"


@dataclass(frozen=True, slots=True)
class Packer:
    """Packages of the functions and layers of the project at `path`."""

    meaning: Meaning
    places: Places
    path: str
    built: Built

    def package(self, resource: Resource, handler: str, language: str) -> Package:
        """What a function is made of; where that is not there, its sources, if only these can be."""
        found = self._declared(resource)
        missing = found.reason.removesuffix(_NOT_THERE)
        if found.files or missing == found.reason:
            return found
        return self.built.package(handler, language, missing, found.position) or found

    def _declared(self, resource: Resource) -> Package:
        attributes = resource.attributes
        if attributes.get("package_type") == "Image" or attributes.get("image_uri") is not None:
            return Package("image", {}, resource.position, reason="it is a container image")
        if attributes.get("filename") is not None:
            return self._named(attributes["filename"], resource, _DEEPEST)
        if attributes.get("s3_bucket") is not None or attributes.get("s3_key") is not None:
            return self._object(resource)
        return Package("missing", {}, resource.position, reason="nothing says what it is made of")

    def _named(self, value: Value, resource: Resource, depth: int) -> Package:
        """The package that `filename` says: a path, an archive's output, an asset."""
        place = resource.position
        if isinstance(value, Call):
            return self._asset(value, place)
        target = self.meaning.estate.find(value) if isinstance(value, Reference) else None
        if target is not None and depth:
            if target.type == _ARCHIVE:
                return self._archive(target)
            if target.type in _OBJECTS and isinstance(value, Reference) and value.path == ("source",):
                return self._named(target.attributes.get("source"), target, depth - 1)
        path = self.meaning.text(value)
        if path is None:
            return Package("missing", {}, place, reason=_why(value, "which file it is made of is not known"))
        made = self._made(path)
        return self._archive(made) if made is not None else self._at(join(self.path, path), place)

    def _made(self, path: str) -> Resource | None:
        """The archive of the project that is written to this path."""
        wanted = join(path)
        for mode in (Mode.DATA, Mode.MANAGED):
            for archive in self.meaning.estate.of_type(_ARCHIVE, mode=mode):
                output = self.meaning.text(archive.attributes.get("output_path"))
                if output is not None and join(output) == wanted:
                    return archive
        return None

    def _at(self, path: str, place: Position) -> Package:
        """What stands at a path of the project."""
        if not self.places.inside(path):
            return Package("missing", {}, place, reason=f"{path} is outside of the project")
        if self.places.is_folder(path):
            return self._folder(path, place)
        if not self.places.is_file(path):
            return Package("missing", {}, place, reason=f"{path}{_NOT_THERE}")
        if not path.endswith(_ZIPPED):
            return _whole(Package("file", {path.rpartition("/")[2]: Packed(path)}, place))
        try:
            files, reason = zipped(path, self.places)
            return _whole(Package("zip", files, place, reason=reason))
        except UnreadableError as error:
            return Package("zip", {}, place, reason=str(error))

    def _folder(self, path: str, place: Position, excludes: tuple[str, ...] = ()) -> Package:
        try:
            names = without(self.places.below(path), excludes)
        except TooManyError:
            return Package("folder", {}, place, path, reason=f"{path} holds too many files")
        return _kept(Package("folder", {name: Packed(join(path, name)) for name in names}, place, path))

    def _object(self, resource: Resource) -> Package:
        """The package that an object in a bucket is; one that the project puts there is known."""
        for made in self.meaning.estate.of_type(*_OBJECTS):
            if self._is(made, resource):
                if made.attributes.get("source") is not None:
                    return self._named(made.attributes["source"], made, _DEEPEST)
                break
        return Package("remote", {}, resource.position, reason="it is an object of a bucket")

    def _is(self, made: Resource, resource: Resource) -> bool:
        """Whether a function is made of this object: by a reference to its key, or by the same bucket and key."""
        given = resource.attributes
        if self.meaning.estate.find(given.get("s3_key")) is made:
            return True
        keys = self.meaning.text(made.attributes.get("key")), self.meaning.text(given.get("s3_key"))
        if keys[0] is None or keys[0] != keys[1]:
            return False
        buckets = made.attributes.get("bucket"), given.get("s3_bucket")
        found = [self.meaning.estate.find(bucket) for bucket in buckets]
        return buckets[0] == buckets[1] or (found[0] is not None and found[0] is found[1])

    def _archive(self, archive: Resource) -> Package:
        """What `archive_file` puts together."""
        given, place = archive.attributes, archive.position
        reasons: list[str] = []
        files: dict[str, Packed] = {}
        folder = self._path(given.get("source_dir"), reasons)
        if folder is not None:
            excludes = [self.meaning.text(each) for each in listed(given.get("excludes"))]
            if None in excludes:
                reasons.append("what is left out of it is not known")
            return self._taken(folder, place, tuple(each for each in excludes if each), reasons)
        path = self._path(given.get("source_file"), reasons)
        if path is not None:
            if not self.places.is_file(path):
                return Package("missing", {}, place, reason=f"{path}{_NOT_THERE}")
            return _whole(Package("file", {path.rpartition("/")[2]: Packed(path)}, place))
        sources = [*blocks(given, "source")]
        if given.get("source_content") is not None:
            sources.append({"content": given["source_content"], "filename": given.get("source_content_filename")})
        for source in sources:
            name = self.meaning.text(source.get("filename"))
            if name is None:
                reasons.append("the name of a file in it is not known")
                continue
            if not stays(name):
                reasons.append(OUTSIDE)
                continue
            files[join(name)] = self._written(source.get("content"), reasons)
        texts = bool(files) and all(packed.text is not None for packed in files.values())
        return _whole(Package("inline" if texts else "archive", files, place, reason="; ".join(reasons)))

    def _taken(self, folder: str, place: Position, excludes: tuple[str, ...], reasons: list[str]) -> Package:
        if not self.places.is_folder(folder):
            where = _NOT_THERE if self.places.inside(folder) else " is outside of the project"
            return Package("missing", {}, place, reason=f"{folder}{where}")
        found = self._folder(folder, place, excludes)
        return replace(found, reason="; ".join((*filter(None, (found.reason,)), *reasons)))

    def _path(self, value: Value, reasons: list[str]) -> str | None:
        if value is None or value == "":
            return None
        path = self.meaning.text(value)
        if path is None:
            reasons.append(_why(value, "what it is made of is not known"))
            return None
        return join(self.path, path)

    def _written(self, content: Value, reasons: list[str]) -> Packed:
        text = self.meaning.text(content)
        if text is None:
            reasons.append(_why(content, "the text of a file in it is not known"))
            return Packed()
        return self._same(text) or Packed(text=self._hidden(text))

    def _hidden(self, text: str) -> str:
        """A text of the program, which tests are to contain, without the values of sensitive inputs."""
        hidden: str = Hiding(self.meaning.estate.project)(text)
        return hidden

    def _same(self, text: str) -> Packed | None:
        """The file that the project names and that has this text (`file("handler.py")`)."""
        for module in self.meaning.estate.project.modules:
            for referred in module.referred:
                content = self.places.content(referred.path, len(text.encode()) + 3) if referred.exists else None
                if content is not None and text and content.decode(errors="replace") == text:
                    return Packed(referred.path)
        return None

    def _asset(self, value: Call, place: Position) -> Package:
        """A package that a program puts together."""
        reasons: list[str] = []
        if value.function == "archive.file":
            path = self.meaning.text(value.arguments[0])
            if path is not None:
                return self._at(self._there(path, place), place)
        if value.function == "archive.remote":
            return Package("remote", {}, place, reason="it is an archive elsewhere")
        if value.function in ("archive.file", "archive.assets"):
            files = dict(self._assets(value, "", reasons, place))
            texts = bool(files) and all(packed.text is not None for packed in files.values())
            return _whole(Package("inline" if texts else "archive", files, place, reason="; ".join(reasons)))
        return Package("missing", {}, place, reason="what it is made of is not known")

    def _there(self, path: str, place: Position) -> str:
        """Where an asset is. Paths lead from the folder that the program runs in, or from that of its package: the
        project's own or one above it; with an entry file in a folder of its own, from there."""
        wanted = join(self.path, path)
        for start in (self.path, join(place.file, "..")):
            while True:
                found = join(start, path)
                if not found.startswith("..") and (self.places.is_file(found) or self.places.is_folder(found)):
                    return found
                if start in (".", ""):
                    break
                start = posixpath.dirname(start) or "."
        return wanted

    def _assets(self, value: Value, at: str, reasons: list[str], place: Position) -> Iterator[tuple[str, Packed]]:
        """The files of an asset or archive that stands at a path of the package."""
        if not isinstance(value, Call) or not value.arguments:
            reasons.append(_why(value, "a part of it is not known"))
            return
        content = value.arguments[0]
        text = self.meaning.text(content)
        if value.function == "archive.assets" and isinstance(content, Mapping):
            for name, inner in content.items():
                if not stays(f"{name}/any" if name else "any"):  # the folder itself is called "."
                    reasons.append(OUTSIDE)
                    continue
                yield from self._assets(inner, join(at, name) if at else join(name), reasons, place)
        elif value.function == "asset.text" and text is not None:
            yield at, Packed(text=self._hidden(text))
        elif value.function == "asset.file" and text is not None:
            path = self._there(text, place)
            if not self.places.is_file(path):
                reasons.append(f"{path}{_NOT_THERE}")
            else:
                yield at, Packed(path)
        elif value.function == "archive.file" and text is not None:
            found = self._at(self._there(text, place), place)
            if found.reason:
                reasons.append(found.reason)
            for name, packed in found.files.items():
                yield (name if at in ("", ".") else join(at, name)), packed
        else:
            reasons.append(_why(content, "a part of it is not known"))


def _why(value: Value, otherwise: str) -> str:
    if isinstance(value, Unknown):
        return value.reason
    if isinstance(value, Conditional):
        return "which file it is made of depends on what is not known"
    return otherwise


def _kept(package: Package) -> Package:
    """The package without files whose names lead out of it."""
    files = {path: packed for path, packed in package.files.items() if stays(path)}
    if len(files) == len(package.files):
        return package
    reasons = dict.fromkeys((*filter(None, (package.reason,)), OUTSIDE))
    return replace(package, files=files, reason="; ".join(reasons))


def _whole(package: Package) -> Package:
    """The package with the folder that all of its files are in by their own paths, where there is one."""
    package = _kept(package)
    folders = {_folder(path, packed) for path, packed in package.files.items()}
    return replace(package, folder=folders.pop() if len(folders) == 1 else "")


def _folder(path: str, packed: Packed) -> str:
    if packed.source == path:
        return "."
    return packed.source.removesuffix(f"/{path}") if packed.source.endswith(f"/{path}") else ""
