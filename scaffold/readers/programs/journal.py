"""What changes while one way of a branch runs whose condition is not known, so that both ways can be joined."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scaffold.readers.programs.functions import Frame
from scaffold.readers.programs.values import Array, Object

#: A variable or entry that is not there.
GONE: Any = object()

#: What one container held: a frame's variable under (frame, name), an array's items, an object's entries.
_Place = tuple[Any, str | None]


@dataclass(slots=True)
class Journal:
    """The first state of everything that was changed since it was opened. `outer` is the journal around it."""

    outer: Journal | None = None
    before: dict[tuple[int, str | None], tuple[_Place, Any]] = field(default_factory=dict)

    def variable(self, frame: Frame, name: str) -> None:
        """A variable is about to be set."""
        self.before.setdefault((id(frame), name), ((frame, name), frame.get(name, GONE)))

    def content(self, value: Any) -> None:
        """An array, an object, or what holds its content in one is about to be changed."""
        value = getattr(value, "state", value)
        if isinstance(value, (Array, Object)) and (id(value), None) not in self.before:
            self.before[id(value), None] = ((value, None), _content(value))

    def undo(self) -> dict[tuple[int, str | None], tuple[_Place, Any]]:
        """Put everything back; gives what it was changed to, for `current` of the same places later."""
        changed = {key: (place, _current(place)) for key, (place, _) in self.before.items()}
        for place, old in self.before.values():
            restore(place, old)
        return changed

    def close(self) -> Journal | None:
        """End it: what it noted has changed for the journal around it too."""
        if self.outer is not None:
            for key, entry in self.before.items():
                self.outer.before.setdefault(key, entry)
        return self.outer


def restore(place: _Place, state: Any) -> None:
    """Make what is at a place as it was."""
    holder, name = place
    if name is not None:
        if state is GONE:
            holder.pop(name, None)
        else:
            holder[name] = state
    elif isinstance(holder, Array):
        holder.items[:] = state
    else:
        entries, accessors, frozen = state
        holder.entries.clear()
        holder.entries.update(entries)
        holder.accessors, holder.frozen = accessors, frozen


def _current(place: _Place) -> Any:
    holder, name = place
    return holder.get(name, GONE) if name is not None else _content(holder)


def current(place: _Place) -> Any:
    """What is at a place now."""
    return _current(place)


def _content(value: Array | Object) -> Any:
    if isinstance(value, Array):
        return list(value.items)
    return dict(value.entries), dict(value.accessors) if value.accessors else None, value.frozen
