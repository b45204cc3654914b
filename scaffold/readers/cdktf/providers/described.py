"""What generated bindings say of types, in the form in which the catalog has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scaffold.catalog.cdktf import Attribute, Shape, TypeFacts
from scaffold.readers.cdktf.providers.generated_code import Entry, Written, WrittenClass

_KINDS: Final = {
    "TerraformResource": "", "TerraformDataSource": "data", "TerraformEphemeralResource": "ephemeral",
    "TerraformProvider": "provider",
}  # fmt: skip
_NULL: Final = re.compile(r"(?:struct!?|this)\.\w+ === undefined \? null : ")
_VALUE: Final = re.compile(r"(?P<mapper>.+)\((?:struct!?|this)\.(?P<member>\w+?)(?:\.internalValue)?\)")
_WRITE_ONLY: Final = re.compile(r"this\.markWriteOnlyAttribute\((.+)\)")
_LISTED: Final = re.compile(r"\w+\.listMapper\((.+), (true|false)\)")
_MAPPED: Final = re.compile(r"\w+\.hashMapper\((.+)\)")
_PLAIN: Final = {"stringToTerraform": "", "numberToTerraform": "#", "booleanToTerraform": "?", "anyToTerraform": "!"}
_STRUCT: Final = re.compile(r"(?:\(0, )?(?:\w+\.)?(\w+)ToTerraform\)?")
_READ: Final = re.compile(r"""return (?P<set>.*tolist\()?.*this\.(?P<kind>\w+)\(["'](?P<name>[\w-]+)["']\)""")
_PART: Final = re.compile(r"return this\.(_\w+);")
_CODES: Final = {
    "getStringAttribute": "", "getNumberAttribute": "#", "getBooleanAttribute": "?", "getListAttribute": "*",
    "getNumberListAttribute": "#*", "getStringMapAttribute": "%", "getNumberMapAttribute": "#%",
    "getBooleanMapAttribute": "?%", "getAnyMapAttribute": "!%", "interpolationForAttribute": "!",
}  # fmt: skip
_PARTS: Final = {
    "StringMap": "$%", "NumberMap": "$#%", "BooleanMap": "$?%", "AnyMap": "$!%", "StringMapList": "$*%",
    "NumberMapList": "$*#%", "BooleanMapList": "$*?%", "AnyMapList": "$*!%", "StringListList": "$**",
    "NumberListList": "$#**", "AnyListList": "$!**", "BooleanList": "$?*", "StringListMap": "$%*",
    "AnyListMap": "$%!*",
}  # fmt: skip
_REFERENCE: Final = "OutputReference"


@dataclass(frozen=True, eq=False)
class DescribedType(TypeFacts):
    """A type whose shape is that of generated bindings. `facts` are what they say of the provider."""

    described: Shape = field(default_factory=lambda: Shape(""))
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        """Its attributes."""
        return self.described

    @property
    def version(self) -> str:
        """The version that the configuration requires; empty where the bindings do not say one."""
        return self.facts.get("providerVersion") or self.facts.get("providerVersionConstraint", "")

    @property
    def source(self) -> str:
        """The source that the configuration requires."""
        return self.facts.get("terraformProviderSource", "")


def described(written: Written, provider: str, name: str) -> TypeFacts | None:
    """What bindings say of a class; nothing where it is none of a type."""
    class_ = written.classes.get(name)
    kind = _KINDS.get(class_.base) if class_ is not None else None
    if class_ is None or kind is None or "type" not in class_.facts:
        return None
    bare = TypeFacts(provider, kind, class_.facts["type"], name, "")
    shape = _Shapes(written).of_class(class_, bare.stem)
    return DescribedType(provider, kind, bare.type, name, "", described=shape, facts=class_.facts)


class _Shapes:
    """The shapes of one module."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.made: dict[str, Shape] = {}

    def of_class(self, class_: WrittenClass, struct: str) -> Shape:
        """The shape of a type."""
        shape = Shape(struct, exact=True)
        object.__setattr__(shape, "attributes", self._attributes(class_, class_.entries))
        return shape

    def of_struct(self, struct: str) -> Shape:
        """The shape of a struct."""
        if struct not in self.made:
            shape = self.made[struct] = Shape(struct, exact=True)
            class_ = self.written.classes.get(struct + _REFERENCE) or WrittenClass(struct, "")
            object.__setattr__(shape, "attributes", self._attributes(class_, self._entries(struct)))
        return self.made[struct]

    def _entries(self, struct: str) -> list[Entry]:
        return self.written.structs.get(struct[:1].lower() + struct[1:], [])

    def _attributes(self, class_: WrittenClass, entries: list[Entry]) -> tuple[Attribute, ...]:
        found = {one.member: one for one in (self._given(class_, entry) for entry in entries) if one is not None}
        for member, read in class_.getters.items():
            if member not in found and (attribute := self._computed(class_, member, read)) is not None:
                found[member] = attribute
        return tuple(found.values())

    def _given(self, class_: WrittenClass, entry: Entry) -> Attribute | None:
        value = _WRITE_ONLY.sub(r"\1", entry.value)
        bare = _NULL.sub("", value, count=1)
        found = _VALUE.fullmatch(bare)
        if found is None:
            return None
        member = found["member"]
        if member.startswith("_"):
            member = class_.given.get(member, member[1:])
        nullable, mapper = bare != value, found["mapper"]
        part = _PART.match(class_.getters.get(member, ""))
        whole = class_.parts.get(part[1]) if part is not None else None
        if whole is not None:
            code, shape = self._part(whole[0], whole[2])
            listed = _LISTED.fullmatch(mapper)
            if shape is not None and listed is not None and listed[2] == "false":
                code = f"-{code}"
            return Attribute(entry.name, member, code, shape, nullable=nullable)
        code, shape = self._mapped(mapper)
        read = _READ.match(class_.getters.get(member, ""))
        if read is not None and shape is None:
            code = _code(read["kind"], bool(read["set"]), code)
        write_only = value != entry.value
        return Attribute(entry.name, member, code, shape, nullable=nullable, write_only=write_only)

    def _computed(self, class_: WrittenClass, member: str, read: str) -> Attribute | None:
        found, part = _READ.match(read), _PART.match(read)
        if found is not None:
            return Attribute(found["name"], member, _code(found["kind"], bool(found["set"]), "!"), computed=True)
        whole = class_.parts.get(part[1]) if part is not None else None
        if whole is None:
            return None
        code, shape = self._part(whole[0], whole[2])
        return Attribute(whole[1], member, code, shape, computed=True)

    def _part(self, name: str, is_set: bool) -> tuple[str, Shape | None]:
        """The mark and shape of a part of a class."""
        if name in _PARTS:
            return _PARTS[name], None
        class_ = self.written.classes.get(name)
        if name.endswith(_REFERENCE):
            once = "" if class_ is not None and class_.parent.endswith("false, 0);") else "~"
            return once, self.of_struct(name.removesuffix(_REFERENCE))
        if class_ is None or not class_.element.endswith(_REFERENCE):
            return "!", None
        mark = "%" if class_.base == "ComplexMap" else "&" if is_set else "*"
        return mark, self.of_struct(class_.element.removesuffix(_REFERENCE))

    def _mapped(self, mapper: str) -> tuple[str, Shape | None]:
        """The mark and shape of what a mapper makes."""
        name = mapper.rpartition(".")[2]
        if name in _PLAIN:
            return _PLAIN[name], None
        listed, mapped = _LISTED.fullmatch(mapper), _MAPPED.fullmatch(mapper)
        if listed is not None:
            code, shape = self._mapped(listed[1])
            return (f"{'' if listed[2] == 'true' else '-'}*" if shape is not None else _around("*", code)), shape
        if mapped is not None:
            code, shape = self._mapped(mapped[1])
            return ("%" if shape is not None else _around("%", code)), shape
        struct = _STRUCT.fullmatch(mapper)
        return ("", self.of_struct(struct[1][:1].upper() + struct[1][1:])) if struct is not None else ("!", None)


def _around(mark: str, code: str) -> str:
    """The mark of a list or map of what another one marks."""
    plain = code[:1] if code[:1] in ("#", "?", "!") else ""
    return plain + mark + code[len(plain) :]


def _code(kind: str, is_set: bool, otherwise: str) -> str:
    code = _CODES.get(kind, "!")
    if code == "!":
        code = otherwise
        return f"&{code}" if is_set else code
    return code.replace("*", "&") if is_set else code
