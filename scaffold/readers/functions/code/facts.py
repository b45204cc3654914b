"""What is met on the ways through a function's code, as it comes."""

from __future__ import annotations

from dataclasses import dataclass, field

from scaffold.model.functions import Client, Origin
from scaffold.model.position import Position
from scaffold.readers.functions.code.choices import Choice
from scaffold.readers.functions.code.values import Sym, Value, roots


@dataclass(slots=True)
class Read:
    """A read of a variable of the environment. `tested`: the code asks whether it is set; `hard`: it is used for what
    needs a text."""

    name: str
    position: Position
    at_import: bool
    required: bool
    default: Value = None
    tested: bool = False
    hard: bool = False


@dataclass(slots=True)
class Made:
    """An SDK call as it is written; `inputs` are those members that were given on any way, `sends` where what is in
    them comes from, as far as that is the same on all."""

    service: str
    operation: str
    position: Position
    place: tuple[str, int]
    at_import: bool
    looped: bool
    target: Origin
    number: str
    inputs: dict[str, Value] = field(default_factory=dict)
    form: str = ""
    floats: str = ""
    sends: dict[str, Origin] = field(default_factory=dict)


@dataclass(slots=True)
class Touch:
    """What the code takes out of its event, or out of an answer (`kind` is `event` or `call`)."""

    kind: str
    path: tuple[str, ...]
    position: Position
    case: bool = False
    kinds: list[str] = field(default_factory=list)
    prefix: str = ""


@dataclass(slots=True)
class Way:
    """One way through the code: what was chosen, the calls that were made, and how it ended: `outcome` is `returned` or
    `raised`, or `lost` where it was too long. `caught`: an error was raised and caught on it."""

    choices: list[Choice]
    calls: list[tuple[str, int]] = field(default_factory=list)
    outcome: str = "lost"
    value: Value = None
    at: Position | None = None
    unsure: bool = False
    loaded: bool = False
    in_handler: bool = False
    caught: bool = False
    touched: set[tuple[str, ...]] = field(default_factory=set)


class Facts:
    """Collects what all ways through the code show."""

    def __init__(self) -> None:
        self.reads: dict[tuple[str, Position], Read] = {}
        self.clients: dict[tuple[Position, str], Client] = {}
        self.calls: dict[tuple[tuple[str, int], str], Made] = {}
        self.touches: dict[tuple[str, tuple[str, ...]], Touch] = {}
        self.imports: dict[tuple[str, str], tuple[Position, bool]] = {}
        self.functions: set[int] = set()
        #: Variables that the code looks for among all of them.
        self.looked_for: set[str] = set()
        self.exposed = False
        self.reports = False
        self.signs = ""
        self.uses_callback = False
        self.way = Way([])

    def read(self, found: Read) -> None:
        """A variable is read."""
        known = self.reads.setdefault((found.name, found.position), found)
        known.at_import = known.at_import or found.at_import
        known.required = known.required or found.required

    def hard(self, value: Value) -> None:
        """What is in `value` is used for something that needs it."""
        self._mark(value, "hard")

    def asked(self, value: Value) -> Sym | None:
        """The code asks something of a value. What of the event is compared with the clock by that, if anything."""
        if isinstance(value, Sym) and value.kind == "env":
            self._mark(value, "tested")
        elif isinstance(value, Sym) and value.kind == "made":
            return self._timed(value)
        return None

    def _mark(self, value: Value, what: str) -> None:
        names = {found.path[0] for found in roots(value) if found.kind == "env"}
        for read in self.reads.values():
            if read.name in names:
                setattr(read, what, True)

    def _timed(self, value: Sym) -> Sym | None:
        """A value that is compared with the clock is a time."""
        found = roots(value)
        clock = next((each for each in found if each.kind == "time"), None)
        if clock is None:
            return None
        timed = None
        unit = {"milliseconds": "timestamp-ms", "iso": "timestamp-iso"}.get(clock.path[0], "timestamp")
        for each in found:
            if each.kind == "event" and ("number" in each.views or "iso" in each.views):
                self.kind(each, "timestamp-iso" if "iso" in each.views else unit)
                timed = each
        return timed

    def kind(self, value: Sym, kind: str) -> None:
        """The code treats a value as one of a kind."""
        touch = self.touches.get((value.kind, value.path))
        if touch is not None and kind not in touch.kinds:
            touch.kinds.append(kind)

    def touch(self, value: Sym, position: Position) -> None:
        """The code takes something out of its event or an answer."""
        case = "caseless" in value.views
        if value.kind == "event":
            self.way.touched.add(value.path)
        known = self.touches.get((value.kind, value.path))
        if known is None:
            self.touches[value.kind, value.path] = Touch(value.kind, value.path, position, case)
        else:
            known.case = known.case or case

    def client(self, found: Client) -> None:
        """A client is made."""
        self.clients.setdefault((found.position, found.name), found)

    def called(self, made: Made) -> Made:
        """An SDK call is made."""
        key = (made.place, made.operation)
        known = self.calls.setdefault(key, made)
        known.at_import, known.looped = known.at_import or made.at_import, known.looped or made.looped
        known.floats = known.floats or made.floats
        if known.target[0] == "unknown":
            known.target = made.target
        for name, value in made.inputs.items():
            known.inputs.setdefault(name, value)
        for path, origin in made.sends.items():
            earlier = known.sends.setdefault(path, origin)
            if earlier != origin and "text" in (earlier[0], origin[0]):
                known.sends[path] = ("unknown", "")  # one thing on one way, another on another
        self.way.calls.append(made.place)
        return known
