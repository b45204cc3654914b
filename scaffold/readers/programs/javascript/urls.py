"""`URL` and `URLSearchParams`, and the module `url`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, quote_plus, unquote

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.javascript.coerce import elements, own_keys
from scaffold.readers.programs.javascript.kinds import ITERATOR, Native
from scaffold.readers.programs.javascript.native import Body, Builtin, Given, Namespace, Steps, native, table
from scaffold.readers.programs.javascript.path import resolve
from scaffold.readers.programs.javascript.texts import well_formed
from scaffold.readers.programs.project_files import working_folder
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, NativeFunction, Object, Symbol

_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_PORTS = {"http": "80", "https": "443", "ws": "80", "wss": "443", "ftp": "21"}
_HOST = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=-]+|\[[0-9A-Fa-f:.]+\]")
_PATH_SAFE = "/:@!$&'()*+,;=-._~%[]|\\^"
_QUERY_SAFE = "/:@!$&()*+,;=-._~%?[]|\\^`{}"


class Query(Native):
    """`URLSearchParams`."""

    __slots__ = ("pairs",)

    kind: ClassVar[str] = "URLSearchParams"
    methods: ClassVar[Mapping[Any, NativeFunction]] = {}

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def __str__(self) -> str:
        spelled = (f"{_form(name)}={_form(value)}" for name, value in self.pairs)
        return "&".join(spelled)

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """How many there are."""
        return len(self.pairs) if name == "size" else super().own(machine, name, at)

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """Names with their values."""
        del machine, at
        return [Array([name, value]) for name, value in self.pairs]

    def primitive(self, machine: Machine, hint: str, at: int) -> str:
        """As it stands in an address."""
        del machine, hint, at
        return str(self)


def _form(text: str) -> str:
    return quote_plus(well_formed(text), safe="*-._").replace("~", "%7E")


def read_query(text: str) -> Query:
    """The names and values of a query, with or without its question mark."""
    return Query(parse_qsl(text.removeprefix("?"), keep_blank_values=True))


def _query(given: Given) -> Query:
    machine, value = given.machine, given[0]
    if isinstance(value, Query):
        return Query(list(value.pairs))
    if isinstance(value, Array):
        pairs = [elements(machine, item, given.at) for item in value.items]
        return Query([(given.as_text(pair[0]), given.as_text(pair[1])) for pair in pairs if len(pair) == 2])
    if isinstance(value, Object):
        names = own_keys(machine, value)
        return Query([(name, given.as_text(machine.get(value, name, given.at))) for name in names])
    return read_query(given.text(0, ""))


def _set(given: Given) -> Any:
    own, name, value = given.this.pairs, given.text(0), given.text(1)
    places = [at for at, pair in enumerate(own) if pair[0] == name]
    if places:
        own[places[0]] = (name, value)
        given.this.pairs[:] = [pair for at, pair in enumerate(own) if at not in places[1:]]
    else:
        own.append((name, value))
    return UNDEFINED


def _delete(given: Given) -> Any:
    given.this.pairs[:] = [pair for pair in given.this.pairs if pair[0] != given.text(0)]
    return UNDEFINED


def _append(given: Given) -> Any:
    given.this.pairs.append((given.text(0), given.text(1)))
    return UNDEFINED


def _sort(given: Given) -> Any:
    given.this.pairs.sort(key=lambda pair: pair[0])
    return UNDEFINED


def _for_each(given: Given) -> Any:
    for name, value in list(given.this.pairs):
        given.call(given[0], value, name, given.this)
    return UNDEFINED


def _all(given: Given) -> list[str]:
    return [value for name, value in given.this.pairs if name == given.text(0)]


_QUERY: dict[str, Body] = {
    "get": lambda given: next(iter(_all(given)), None),
    "getAll": lambda given: Array(list(_all(given))),
    "has": lambda given: bool(_all(given)),
    "set": _set,
    "append": _append,
    "delete": _delete,
    "sort": _sort,
    "forEach": _for_each,
    "toString": lambda given: str(given.this),
    "keys": lambda given: Steps(name for name, _ in given.this.pairs),
    "values": lambda given: Steps(value for _, value in given.this.pairs),
    "entries": lambda given: Steps(Array(list(pair)) for pair in given.this.pairs),
}
Query.methods = {**table(_QUERY)}
Query.methods[ITERATOR] = Query.methods["entries"]


class Address(Native):
    """`URL`: its parts by JavaScript's names for them; `source` is what it is made of where that is a symbol."""

    __slots__ = ("parts", "query", "source")

    kind: ClassVar[str] = "URL"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def __init__(self, parts: dict[str, str]) -> None:
        self.parts, self.query = parts, read_query(parts["search"])
        self.source: Call | None = None

    @property
    def href(self) -> str:
        """The whole address."""
        parts, search = self.parts, self.search
        user = parts["username"] + (f":{parts['password']}" if parts["password"] else "")
        slashes = "//" if parts["hostname"] or parts["protocol"] == "file:" else ""
        return (
            f"{parts['protocol']}{slashes}{user}{'@' if user else ''}{self.host}{parts['pathname']}{search}"
            f"{parts['hash']}"
        )

    @property
    def host(self) -> str:
        """Name and port."""
        return self.parts["hostname"] + (f":{self.parts['port']}" if self.parts["port"] else "")

    @property
    def search(self) -> str:
        """The query, as it was written or as it was changed."""
        written = self.parts["search"]
        if read_query(written).pairs == self.query.pairs:
            return written if written != "?" else ""
        return f"?{self.query}" if self.query.pairs else ""

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """One of its parts."""
        found = self._part(machine, name, at)
        if self.source is None or not isinstance(found, str):
            return found
        return Symbol(Call("index", (self.source, name)), found)

    def _part(self, machine: Machine, name: str, at: int) -> Any:
        if name == "searchParams":
            return self.query
        if name in ("href", "host", "search"):
            return getattr(self, name)
        if name == "origin":
            scheme = self.parts["protocol"]
            return f"{scheme}//{self.host}" if scheme[:-1] in _PORTS else "null"
        if name == "hash":
            return "" if self.parts["hash"] == "#" else self.parts["hash"]
        return self.parts[name] if name in self.parts else super().own(machine, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Change one of its parts."""
        given = Given(machine, self, [value], at)
        text = given.text(0)
        signs = {"search": "?", "hash": "#"}
        if name in signs:
            text = f"{signs[name]}{text.removeprefix(signs[name])}" if text else ""
        elif name == "pathname":
            text = quote(text if text.startswith("/") else f"/{text}", safe=_PATH_SAFE)
        if name in self.parts:
            self.parts[name] = text
            self.query = read_query(text) if name == "search" else self.query

    def primitive(self, machine: Machine, hint: str, at: int) -> Any:
        """The whole address."""
        del hint
        return self.own(machine, "href", at)


def _address(given: Given) -> Any:
    machine = given.machine
    source = None
    if any(isinstance(value, Symbol) for value in given.arguments):
        source = Call("URL", machine.operands(*given.arguments))
        if any(machine.concrete(value) is MISSING for value in given.arguments):
            return Symbol(source)
    text = given.text(0).strip()
    found = read_address(given, _against(given, given.text(1), text) if given.has(1) else text)
    found.source = source
    return found


def _against(given: Given, base: str, text: str) -> str:
    """An address seen from another."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        return text
    outer = read_address(given, base)
    start = outer.parts["protocol"] + ("//" if outer.parts["hostname"] or outer.parts["protocol"] == "file:" else "")
    if text.startswith("//"):
        return outer.parts["protocol"] + text
    user = outer.parts["username"] + (f":{outer.parts['password']}" if outer.parts["password"] else "")
    start += (f"{user}@" if user else "") + outer.host
    if text.startswith("/"):
        return start + text
    if not text or text[0] in "?#":
        path = outer.parts["pathname"]
        return start + path + (outer.search if not text.startswith("?") else "") + text
    return start + outer.parts["pathname"].rpartition("/")[0] + "/" + text


def read_address(given: Given, text: str) -> Address:
    """The parts of an address. Raises the program's TypeError."""
    found = _PARTS.fullmatch(text.strip().replace("\t", "").replace("\n", ""))
    if not found:
        raise given.error("Invalid URL")
    scheme, authority, path = found[1].lower(), found[2], found[3]
    special = scheme in _PORTS or scheme == "file"
    if special and authority is None and not (scheme == "file" and path.startswith("/")):
        raise NotKnownError("how the runtime reads this address is not known here")
    user, _, host = (authority or "").rpartition("@")
    name, port = host, ""
    ported = re.fullmatch(r"(.*):([0-9]*)", host)
    if ported:
        name, port = ported[1], ported[2].lstrip("0") or ("0" if ported[2] else "")
    if (scheme in _PORTS and not name) or (port and int(port[:9]) > 65535):
        raise given.error("Invalid URL")
    if name and not _HOST.fullmatch(name):
        if not name.isascii() or "%" in name:
            raise NotKnownError("how the runtime reads this address is not known here")
        raise given.error("Invalid URL")
    if special:
        path = _walked(quote(well_formed(path).replace("\\", "/"), safe=_PATH_SAFE))
    username, _, password = user.partition(":")
    parts = {
        "protocol": f"{scheme}:",
        "username": username,
        "password": password,
        "hostname": name.lower() if special else name,
        "port": "" if _PORTS.get(scheme) == port else port,
        "pathname": path,
        "search": quote(well_formed(found[4] or ""), safe=_QUERY_SAFE),
        "hash": quote(well_formed(found[5] or ""), safe=_QUERY_SAFE + "#'"),
    }
    return Address(parts)


def _walked(path: str) -> str:
    """A path with `.` and `..` worked off; there is always one."""
    steps = path.removeprefix("/").split("/")
    found: list[str] = []
    for index, step in enumerate(steps):
        last = index == len(steps) - 1
        if step == "..":
            found = found[:-1]
        elif step != ".":
            found.append(step)
            continue
        if last:
            found.append("")
    return "/" + "/".join(found)


Address.methods = table(
    {
        "toString": lambda given: given.this.own(given.machine, "href", given.at),
        "toJSON": lambda given: given.this.own(given.machine, "href", given.at),
    }
)


def _can_parse(given: Given) -> bool:
    from scaffold.readers.programs.values import ThrownError

    try:
        _address(given)
    except ThrownError:
        return False
    return True


URL = Builtin(
    "URL",
    constructed=_address,
    statics={"canParse": native("URL.canParse", _can_parse, pure=True)},
    members=Address.methods,
    holds=lambda value: isinstance(value, Address),
)
URL_SEARCH_PARAMS = Builtin(
    "URLSearchParams", constructed=_query, members=Query.methods, holds=lambda value: isinstance(value, Query), length=0
)


def file_path(given: Given, value: Any) -> str:
    """The path that an address of a file leads to."""
    address = value if isinstance(value, Address) else read_address(given, given.as_text(value))
    if address.parts["protocol"] != "file:":
        raise given.error("The URL must be of scheme file")
    return unquote(address.parts["pathname"])


def _to_address(given: Given) -> Address:
    path = resolve(working_folder(given.machine.files), given.text(0))
    return read_address(given, "file://" + quote(path, safe="/:@!$&'()*+,;=-._~"))


def _legacy_parse(given: Given) -> Any:
    return given.unknown("url.parse is not known here; new URL is")


_MEMBERS: dict[str, Any] = {
    "URL": URL,
    "URLSearchParams": URL_SEARCH_PARAMS,
    **table(
        {
            "fileURLToPath": lambda given: file_path(given, given[0]),
            "pathToFileURL": _to_address,
            "parse": _legacy_parse,
            "format": lambda given: given[0].href if isinstance(given[0], Address) else _legacy_parse(given),
        },
        "url.",
    ),
}
URL_MODULE = Namespace(_MEMBERS)
_MEMBERS["default"] = URL_MODULE
