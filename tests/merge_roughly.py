"""Suites that somebody edits without care for their syntax, and that are generated again."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from scaffold.merge import Known, Language, Manner, Merged, Role, UnparsableError, merge
from scaffold.model.written import CaseLabel


def labels(text: str, language: Language) -> tuple[CaseLabel, ...]:
    """A label for each case, by the names that lead to it; the group that it stands in is its subject."""
    return tuple(
        CaseLabel(" > ".join(path), (" > ".join(path),), path[-2] if len(path) > 1 else "")
        for path, unit in language.parse(text).walk()
        if unit.role is Role.CASE
    )


def known_of(text: str, language: Language) -> Mapping[str, Known]:
    """What is known of a suite that was just written."""
    return merge(None, text, labels(text, language), {}, language, Manner()).known


def merged_twice(old: str, present: str, fresh: str, language: Language, manner: Manner | None = None) -> Merged:
    """The merge of what would be generated into what a person made of `old`; merging once more changes nothing."""
    manner = manner or Manner()
    given = labels(fresh, language)
    made = merge(present, fresh, given, known_of(old, language), language, manner)
    again = merge(made.text, fresh, given, made.known, language, manner)
    assert (again.text, again.known) == (made.text, made.known)
    return made


def thinned(text: str, language: Language, seed: int, changing: bool = False) -> str:
    """A suite without some of its cases; `changing`, others have another number in them."""
    chance = random.Random(seed)
    made = text
    for _, unit in language.parse(text).walk():
        if unit.role is not Role.CASE:
            continue
        if chance.random() < (0.15 if changing else 0.4):
            made = made.replace(unit.text, "", 1)
        elif changing and chance.random() < 0.3:
            head, brace, body = unit.head.partition("{")
            made = made.replace(unit.head, head + brace + re.sub(r"\d+", "7", body, count=1), 1)
    try:
        language.parse(made)
    except UnparsableError:
        return text
    return made


def roughly_edited(text: str, own: Sequence[str], comment: str, seed: int) -> str:
    """A text in which lines were added (of those in `own`, with a number each), deleted, doubled, joined, moved, made a
    comment, or written otherwise."""
    chance = random.Random(seed)
    lines = text.split("\n")
    for number in range(chance.randrange(1, 6)):
        at = chance.randrange(len(lines))
        what = chance.random()
        end = _end_of_block(lines, at)
        if what < 0.4:
            lines.insert(at, chance.choice(own).format(number))
        elif what < 0.6:
            del lines[at:end]
        elif what < 0.7:
            moved = lines[at:end]
            del lines[at:end]
            place = chance.randrange(len(lines) + 1)
            lines[place:place] = moved
        elif what < 0.75:
            lines[at:at] = lines[at:end]
        elif what < 0.8:
            lines[at] = f"{comment} {lines[at]}"
        elif what < 0.85:
            lines[at] += f" {comment} mine{number}"
        elif what < 0.9:
            lines[at : at + 2] = [" ".join(lines[at : at + 2])]
        else:
            lines[at] = re.sub(r"\d+", "8", lines[at])
        lines = lines or [""]
    return "\n".join(lines)


def _end_of_block(lines: list[str], at: int) -> int:
    """Where the statement ends that begins on a line, by how far the lines behind it are indented."""
    margin = len(lines[at]) - len(lines[at].lstrip())
    for place in range(at + 1, len(lines)):
        line = lines[place]
        if line.strip() and len(line) - len(line.lstrip()) <= margin:
            return place + 1 if line.strip()[0] in "})]" else place
    return len(lines)
