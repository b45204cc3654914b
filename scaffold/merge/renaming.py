"""What is known, under the ids that the units have now: of resources and groups that are called otherwise since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scaffold.merge.identifying import BELOW, FILE_ID, Fresh
from scaffold.merge.known import Known
from scaffold.merge.units import Role

#: Between what parts of an address a name may begin.
_SEPARATORS = re.compile(r"[.:/\[]+")
#: What can stand between any quotes as it is.
_PLAIN = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Past:
    """What is known, by the ids of now. `was` has the former id of each that has another one now; `pairs` lead from
    what a resource was called to what it is called now, by the ids of the cases that are carried over."""

    known: Mapping[str, Known]
    was: Mapping[str, str]
    pairs: Mapping[str, tuple[tuple[str, str], ...]]

    def former(self, id_: str) -> str:
        """The id that something had when it was written."""
        return self.was.get(id_, id_)


def translated(known: Mapping[str, Known], fresh: Fresh, renames: Mapping[str, str]) -> Past:
    """What is known, by the ids of now. `renames` leads from addresses of resources to their new ones.

    Only what is generated no more goes over to what was not generated before.
    """
    names = _renamed_cases(known, fresh, renames) if renames else {}
    now = {
        names.get(id_, id_): replace(each, subject=renames.get(each.subject, each.subject)) if id_ in names else each
        for id_, each in known.items()
    }
    was = {new: old for old, new in names.items()}
    pairs = {new: called(known[old].subject, renames) for old, new in names.items()}
    if fresh.there:
        _rename_groups(now, was, fresh)
    return Past(now, was, pairs)


def called(subject: str, renames: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What to put for what in a case about `subject`: addresses, and of its own also what is behind a separator."""
    found = dict(renames)
    new = renames.get(subject, subject)
    for separator in _SEPARATORS.finditer(subject):
        end = separator.end()
        if new[:end] != subject[:end]:
            break
        if subject[end:] != new[end:] and subject[end:] and new[end:]:
            found.setdefault(subject[end:], new[end:])
    return tuple(found.items())


def still_renamed(pairs: tuple[tuple[str, str], ...], fresh: str) -> tuple[tuple[str, str], ...]:
    """Pairs without those of which the text that would be generated still has the former one: a resource's name may
    also be the value of one of its attributes, and that stays."""
    return tuple((old, new) for old, new in pairs if not re.search(rf"(?<![\w.-]){re.escape(old)}(?![\w-])", fresh))


def relabelled(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """A text in which a resource that is named by two literals, its type and its name, has its new name: that is it for
    certain, where the name alone might be anything."""
    for old, new in pairs:
        (place, _, name), (there, _, wanted) = old.rpartition("."), new.rpartition(".")
        kind = place.rpartition(".")[2]
        if kind and kind == there.rpartition(".")[2] and _PLAIN.fullmatch(wanted):
            labels = re.compile(rf"""(["'])({re.escape(kind)})\1(\s*,\s*)(["']){re.escape(name)}\4""")
            text = labels.sub(rf"\g<1>\g<2>\g<1>\g<3>\g<4>{wanted}\g<4>", text)
    return text


def _renamed_cases(known: Mapping[str, Known], fresh: Fresh, renames: Mapping[str, str]) -> dict[str, str]:
    """The ids of cases that are gone from what is generated, and the new ids that they have there."""
    longest = sorted(filter(None, renames), key=lambda address: (-len(address), address))
    whole = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
    found: dict[str, str] = {}
    taken = set(known)
    for id_, each in sorted(known.items()):
        if each.role != Role.CASE.value or id_ in fresh.by_id:
            continue
        new = whole.sub(lambda match: renames[match[0]], id_)
        if new in fresh.by_id and new not in taken:
            found[id_] = new
            taken.add(new)
    return found


def _rename_groups(now: dict[str, Known], was: dict[str, str], fresh: Fresh) -> None:
    """Take a group that is gone and one that is new for the same if the cases of the one are those of the other."""
    paths = {each.at: id_ for id_, each in now.items() if each.role == Role.GROUP.value}
    paths[()] = FILE_ID
    outline = fresh.outline
    for index, unit in enumerate(outline.units):
        new = fresh.ids[index]
        if unit.role is not Role.GROUP or new in now:
            continue
        inside = (now.get(fresh.ids[child]) for child in outline.children[index])
        shared = Counter(paths.get(each.at[:-1], "") for each in inside if each is not None)
        shared.update(_nested(now, paths, fresh, index))
        candidates = [
            (-count, old)
            for old, count in shared.items()
            if old in now and old not in fresh.by_id and paths.get(now[old].at[:-1]) == fresh.parent_id(index)
        ]
        if candidates:
            _rename_group(now, was, paths, min(candidates)[1], new)


def _nested(now: Mapping[str, Known], paths: Mapping[tuple[str, ...], str], fresh: Fresh, index: int) -> Counter[str]:
    """The known groups that cases stand in which are now in groups of this group: one that holds only groups."""
    found: Counter[str] = Counter()
    for child in fresh.outline.children[index]:
        if fresh.outline.units[child].role is Role.GROUP:
            for inner in fresh.outline.children[child]:
                each = now.get(fresh.ids[inner])
                if each is not None and len(each.at) > 1:
                    found[paths.get(each.at[:-2], "")] += 1
    return found


def _rename_group(
    now: dict[str, Known], was: dict[str, str], paths: dict[tuple[str, ...], str], old: str, new: str
) -> None:
    """Give a group its new id, and all in it that is called by where it stands."""
    for id_ in [each for each in now if each == old or each.startswith(old + BELOW)]:
        renamed = new + id_[len(old) :]
        if now[id_].role == Role.CASE.value or renamed in now:
            continue
        now[renamed] = now.pop(id_)
        was[renamed] = was.pop(id_, id_)
        if now[renamed].role == Role.GROUP.value:
            paths[now[renamed].at] = renamed
