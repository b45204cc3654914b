"""The members of what has a shape: getters, setters and methods of resources and of the objects in them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from scaffold.catalog.cdktf import Attribute, Shape, snake
from scaffold.readers.cdktf.providers.values import is_resolvable, is_unknown, keys_of, member, object_of, synthesised
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.attributes import attribute_value
from scaffold.readers.cdktf.tokens.computed import (
    COMPLEX_LIST,
    COMPLEX_MAP,
    COMPLEX_OBJECT,
    Listed,
    Mapped,
    WithAttributes,
    complex_twin,
)
from scaffold.readers.cdktf.tokens.resolvables import shown
from scaffold.readers.cdktf.tree.place import Place
from scaffold.readers.cdktf.twins import Method, Twin, class_of
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object

#: What methods that change an attribute begin with.
_VERBS: Final = ("put", "reset")
#: What a getter gives, by the mark of the attribute.
_GIVEN: Final = {
    "": "string", "#": "number", "?": "boolean", "*": "list", "&": "set", "#*": "number-list", "#&": "number-set",
    "%": "string-map", "#%": "number-map", "?%": "boolean-map", "!%": "any-map",
}  # fmt: skip
#: The classes of what is read element by element.
_COMPLEX: Final = {
    "$%": "StringMap", "$#%": "NumberMap", "$?%": "BooleanMap", "$!%": "AnyMap", "$*%": "StringMapList",
    "$*#%": "NumberMapList", "$*?%": "BooleanMapList", "$*!%": "AnyMapList", "$**": "StringListList",
    "$#**": "NumberListList", "$!**": "AnyListList", "$?*": "BooleanList", "$%*": "StringListMap",
    "$%!*": "AnyListMap",
}  # fmt: skip


def _put(attribute: Attribute, verb: str) -> Signature:
    """The arguments of a method that sets an attribute, or what it was set to."""
    if verb == "reset":
        return Signature()
    return Signature(("value",), struct=attribute.code in ("", "~"), options=attribute.shape)


def _place(owner: Any) -> Place | None:
    """The construct that something belongs to."""
    while owner is not None and not isinstance(owner, Place):
        owner = getattr(owner, "owner", None)
    return owner


class Members:
    """What is known of the members of one owner, and what the program gave for them.

    `owner` is the twin of the resource, or of the object in one, whose attributes they are. With `plain` the members
    are what they were set to, as a provider's are. `whole` is what stands for all of them, where the program gave that.
    """

    def __init__(self, owner: Twin, shape: Shape, plain: bool = False) -> None:
        self.owner, self.shape, self.plain = owner, shape, plain
        self.fields: dict[str, Any] = {}
        self.holder = Object(self.fields)
        self.place = _place(owner)
        self.inner: dict[str, Twin] = {}
        self.empty, self.whole = False, UNDEFINED

    @property
    def run(self) -> Run:
        """The evaluation."""
        return self.owner.run

    # What the program gives

    def take(self, machine: Machine, config: Any, at: int) -> None:
        """Take what a constructor is given."""
        if self.shape.guessed:
            for key in keys_of(machine, config, at) if config is not UNDEFINED else ():
                self._keep(machine, key, member(machine, config, key, at), at)
            return
        for attribute in self.shape.given:
            self.put(machine, attribute, member(machine, config, attribute.member, at), at)

    def replace(self, machine: Machine, value: Any, at: int, resolvable: bool) -> None:
        """Take an object of options in place of all that there was; with `resolvable` one that is resolved as a whole
        too."""
        self.whole, self.empty = UNDEFINED, False
        # A list is for another version of the provider, in which it may stand several times.
        several = isinstance(value, Array) and not self.shape.exact
        if several or is_unknown(value) or (resolvable and is_resolvable(self.run, machine, value)):
            self.whole = value
            return
        if value is not UNDEFINED:
            self.empty = not keys_of(machine, value, at)
        for name in list(self.fields):
            self._keep(machine, name, UNDEFINED, at)
        self.take(machine, value, at)

    def put(self, machine: Machine, attribute: Attribute, value: Any, at: int) -> None:
        """Take the value of one attribute."""
        held = self._held(attribute)
        if held is not None:
            held.members_of.replace(machine, value, at, attribute.code == "~")
        else:
            self._keep(machine, attribute.member, value, at)

    def _keep(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Keep the value of one member: under a condition that is not known, beside what it was."""
        if self.place is not None:
            self.place.put(machine, self.holder, name, value, at)
        else:
            self.fields[name] = value

    def given(self, machine: Machine, attribute: Attribute, at: int) -> Any:
        """What the program gave for an attribute."""
        held = self._held(attribute)
        return held.members_of.value(machine, at) if held is not None else self.fields.get(attribute.member, UNDEFINED)

    def value(self, machine: Machine, at: int) -> Any:
        """All that the program gave, as an object of options; `UNDEFINED` where it gave nothing."""
        if self.whole is not UNDEFINED:
            return self.whole
        every = {one.member: self.given(machine, one, at) for one in self.shape.given}
        found = {name: value for name, value in every.items() if value is not UNDEFINED}
        return Object(found) if found or self.empty else UNDEFINED

    def body(self, machine: Machine, at: int) -> Object:
        """What the program gave by Terraform's names, in their order, for all attributes."""
        if self.shape.guessed:
            whole = object_of(self.run, machine, self.shape, Object(dict(self.fields)), at)
            return whole if isinstance(whole, Object) else Object()
        body = Object()
        for attribute in self.shape.given:
            value = self.given(machine, attribute, at)
            body.entries[attribute.name] = synthesised(self.run, machine, attribute, value, at)
        return body

    # What the program reads

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A member; `UNDEFINED` where there is none, or it is not set."""
        attribute = self.shape.members.get(name)
        if attribute is not None:
            return self.read(machine, attribute, at)
        if name.endswith("Input") and (attribute := self._settable(name[:-5])):
            return self.given(machine, attribute, at)
        for verb in _VERBS:
            attribute = self._settable(name[len(verb) :]) if name.startswith(verb) else None
            if attribute is not None:
                return Method(self.run, name, partial(self._set, attribute), _put(attribute, verb))
        return self._guess(machine, name, at) if self.shape.guessed else UNDEFINED

    def has(self, name: str) -> bool:
        """Whether there is a member of this name."""
        if name in self.shape.members or (name.endswith("Input") and self._settable(name[:-5]) is not None):
            return True
        return any(name.startswith(verb) and self._settable(name[len(verb) :]) is not None for verb in _VERBS)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set a member; whether it can be set so."""
        attribute = self.shape.members.get(name)
        if attribute is None or attribute.computed or (attribute.shape is not None and not self.plain):
            if not self.shape.guessed or attribute is not None:
                return False
            self._keep(machine, name, value, at)
            return True
        self.put(machine, attribute, value, at)
        return True

    def read(self, machine: Machine, attribute: Attribute, at: int) -> Any:
        """What the getter of an attribute gives."""
        if self.plain:
            return self.fields.get(attribute.member, UNDEFINED)
        if attribute.shape is not None or attribute.code in _COMPLEX:
            return shown(self._twin(attribute))
        kind = _GIVEN.get(attribute.code) or ("set" if attribute.code.startswith("&") else "any")
        return attribute_value(self.run, machine, self.owner, attribute.name, kind, at)

    def _settable(self, name: str) -> Attribute | None:
        """The attribute that can be set under this name, also where its first letter is a capital."""
        found = self.shape.members.get(name) or self.shape.members.get(name[:1].lower() + name[1:])
        return found if found is not None and not found.computed else None

    def _set(self, attribute: Attribute, machine: Machine, given: list[Any], at: int) -> Any:
        self.put(machine, attribute, given[0] if given else UNDEFINED, at)
        return UNDEFINED

    def _guess(self, machine: Machine, name: str, at: int) -> Any:
        if name.endswith("Input") and name[:-5] in self.fields:
            return self.fields[name[:-5]]
        if not name.isidentifier() or name in ("then", "constructor", "prototype"):
            return UNDEFINED
        return attribute_value(self.run, machine, self.owner, snake(name), "string", at)

    def _held(self, attribute: Attribute) -> Any:
        """What holds the members of an attribute that is one object."""
        if self.plain or attribute.shape is None or attribute.code not in ("", "~"):
            return None
        return self._twin(attribute)

    def _twin(self, attribute: Attribute) -> Twin:
        """What stands for an attribute that has members or elements."""
        found = self.inner.get(attribute.member)
        if found is None:
            found = self.inner[attribute.member] = self._made(attribute)
        return found

    def _made(self, attribute: Attribute) -> Twin:
        owner, name, code = self.owner, attribute.name, attribute.code
        if attribute.shape is None:
            return complex_twin(self.run, _COMPLEX[code], owner, name)
        if "%" in code:
            return ObjectMap(self, attribute)
        if "*" in code or "&" in code:
            return ObjectList(self, attribute)
        return ObjectTwin(owner, name, attribute.shape, UNDEFINED if code == "~" else 0)


class ObjectTwin(WithAttributes):
    """An object in a resource. `index` is its place in a list, or its key in a map."""

    def __init__(self, owner: Any, name: Any, shape: Shape, index: Any, set_like: Any = False) -> None:
        super().__init__(class_of(owner.run, COMPLEX_OBJECT), owner, name, set_like, index)
        self.members_of = Members(self, shape)

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A member of its type, else one that all have."""
        if name == "internalValue":
            return self.members_of.value(machine, at)
        if self.members_of.has(name):
            return self.members_of.get(machine, name, at)
        if name == "get" and not self.members_of.shape.exact:
            return self.method(name, self._element, "index")
        found = super().get(machine, name, at)
        return self.members_of.get(machine, name, at) if found is UNDEFINED else found

    def _element(self, machine: Machine, index: Any, at: int) -> Any:
        """One element, in a version of the provider in which it may stand several times."""
        del machine, at
        return shown(ObjectTwin(self.owner, self.attribute, self.members_of.shape, index, self.set_like))

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether it has a member, set or not."""
        return name == "internalValue" or self.members_of.has(name) or super().has(machine, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set a member."""
        if name == "internalValue":
            self.members_of.replace(machine, value, at, True)
            return True
        return self.members_of.set(machine, name, value, at)


class ObjectList(Listed):
    """A list or set of objects in a resource, or in an object of one."""

    def __init__(self, members: Members, attribute: Attribute) -> None:
        kind = class_of(members.run, COMPLEX_LIST)
        super().__init__(kind, members.owner, attribute.name, "&" in attribute.code)
        self.around, self.of = members, attribute

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its elements, and what the program gave."""
        if name == "internalValue":
            return self.around.fields.get(self.of.member, UNDEFINED)
        if name == "get":
            return self.method(name, self.element, "index")
        if self.of.shape is not None and not self.of.shape.exact and name in self.of.shape.members:
            # In another version of the provider it stands once.
            return machine.get(self.element(machine, 0, at), self.run.spelling.key(name), at)
        return super().get(machine, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set what the program gives."""
        if name == "internalValue":
            self.around.fields[self.of.member] = value
        return name == "internalValue"

    def element(self, machine: Machine, index: Any, at: int) -> Any:
        """One element."""
        del machine, at
        return shown(ObjectTwin(self.owner, self.attribute, self.of.shape or Shape(""), index, self.set_like))


class ObjectMap(Mapped):
    """A map of objects in a resource, or in an object of one."""

    def __init__(self, members: Members, attribute: Attribute) -> None:
        super().__init__(class_of(members.run, COMPLEX_MAP), members.owner, attribute.name)
        self.around, self.of = members, attribute

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its entries, and what the program gave."""
        if name == "internalValue":
            return self.around.fields.get(self.of.member, UNDEFINED)
        return self.method(name, self._entry, "key") if name == "get" else super().get(machine, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set what the program gives."""
        if name == "internalValue":
            self.around.fields[self.of.member] = value
        return name == "internalValue"

    def _entry(self, machine: Machine, key: Any, at: int) -> Any:
        del machine, at
        return shown(ObjectTwin(self.owner, self.attribute, self.of.shape or Shape(""), key))
