"""The tree of a file, whatever is wrong with it: statements that do not parse are cut out, and told.

What Python reads as one statement depends on indentation and brackets only, whatever is in it. So a statement that does
not parse is replaced by one that does and says nothing, and what is around it is as if nothing were wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir_statements import Fault
from scaffold.readers.programs.python_source.layout import Layout, Line, comments, joined, shortened
from scaffold.readers.programs.python_source.source import comments_of, parse
from scaffold.readers.programs.syntax.faults import MAX_FAULTS, describe
from scaffold.readers.programs.syntax.source import find

if TYPE_CHECKING:
    from tree_sitter import Node

#: How often statements are cut out before the rest is given up.
_ROUNDS = 5
#: What the grammar lacks, and what is alike: a format that begins with the sign of an assignment (`{value:=^10}`); what
#: would be escapes in text, in bytes.
_ALIKE = ((re.compile(r"(?<=:)=(?=[^\n]*\})"), " "), (re.compile(r"\\[NuU]"), r"\\\\"))
#: So many lines that are comments, or go on in the next one, that the parser would take the square of it for them.
_MANY = 300
_RUN = re.compile(rf"(?:(?<![^\n])[ \t\f]*(?:#[^\n]*|\r?)\n){{{_MANY}}}")
#: What goes on with a statement, and what may stand before it where it is to be parsed alone.
_CLAUSE = re.compile(r"(?:elif|else|except|finally)\b|case\b(?=[^\n]*:)(?!\s*[=:.,)\]])")
_BEFORE = {"elif": "if 0: 0\n", "else": "if 0: 0\n", "except": "try: 0\n", "finally": "try: 0\n", "case": "match 0:\n "}
_COMPOUND = re.compile(r"(?:async|elif|else|except|for|if|try|while)\b")
_WORD = re.compile(r"[a-z]+\b|@")


@dataclass(slots=True)
class Tree:
    """The tree of a file, where its comments are, the places (from where to where) that something else stands for, and
    why."""

    root: Node
    comments: list[tuple[int, int]]
    lost: dict[int, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def recover(text: str, stand: str) -> Tree:
    """Parse the stand-in of a text."""
    found = None
    if _RUN.search(stand) or stand.count("\\\n") + stand.count("\\\r\n") > _MANY:
        found = comments(stand)
        stand = shortened(stand)
    root = parse(stand)
    if found is None:
        found = comments_of(root) if "#" in stand else []
    tree = Tree(root, found)
    if root.has_error:
        _Recovery(text, stand, tree).run()
    return tree


class _Recovery:
    """Cutting statements out of one text."""

    def __init__(self, text: str, stand: str, tree: Tree) -> None:
        self.text, self.stand, self.tree = text, stand, tree
        self.layout = Layout(stand)
        #: Lines that parse as something alike of the same length.
        self.alike: dict[int, str] = {}

    def run(self) -> None:
        """Cut out what does not parse until the rest does."""
        for _ in range(_ROUNDS):
            if not self.tree.root.has_error:
                return
            if not self.layout.lines:
                break
            errors = find(self.tree.root).faults
            wrong = self._wrong(errors)
            if not wrong and not self._change():
                wrong = self._around(errors)
            self._cut(wrong)
            self.tree.root = parse(self.stand)
        self.tree.faults.extend(describe(self.text, find(self.tree.root).faults))

    def _wrong(self, errors: list[Node]) -> dict[int, list[Fault]]:
        """The lines at or in errors that do not parse even alone, and what is wrong with them."""
        found: dict[int, list[Fault]] = {}
        asked: set[int] = set()
        for error in errors:
            first = self.layout.index(error.start_byte)
            last = self.layout.index(max(error.end_byte - 1, error.start_byte))
            for place in range(max(first - 1, 0), min(last + 1, len(self.layout.lines))):
                if place not in asked:
                    asked.add(place)
                    faults = self._alone(place)
                    if faults:
                        found[place] = faults
        return found

    def _alone(self, place: int) -> list[Fault]:
        """What is wrong with a line that is parsed alone: with a block where it should have one."""
        line = self.layout.lines[place]
        if line.at in self.tree.lost:
            return []
        code = self.stand[line.at : line.end]
        word = _WORD.match(code)
        before = _BEFORE.get(word[0], "") if word is not None and _CLAUSE.match(code) else ""
        behind = ""
        if code.endswith(":"):
            behind = "\n  case _: 0" if word is not None and word[0] == "match" else " 0"
        elif code.startswith("@"):
            behind = "\ndef f(): 0"
        root = parse(f"{before}{code}{behind}\n")
        if not root.has_error:
            return []
        if not parse(f"{before}{code}: 0\n").has_error and self._holds(place):
            return [Fault(line.end, line.end, "`:` is missing here")]
        alike = code
        for pattern, replacement in _ALIKE:
            alike = pattern.sub(replacement, alike)
        if alike != code and not parse(f"{before}{alike}{behind}\n").has_error:
            self.alike[place] = alike
            return []
        text = f"{before}{self.text[line.at : line.end]}{behind}\n"
        return [_moved(fault, line, len(before)) for fault in _described(text, find(root).faults)]

    def _change(self) -> bool:
        """Put every statement in one line, as in brackets the grammar minds how lines are indented behind a dot, and
        put what is alike in place of what the grammar lacks; whether that changes anything."""
        pieces: list[str] = []
        done = 0
        for place, line in enumerate(self.layout.lines):
            code = self.alike.get(place) or self.stand[line.at : line.end]
            pieces += (self.stand[done : line.at], joined(code))
            done = line.end
        before, self.stand = self.stand, "".join((*pieces, self.stand[done:]))
        self.alike.clear()
        return self.stand != before

    def _around(self, errors: list[Node]) -> dict[int, list[Fault]]:
        """The lines at which errors begin, each the first of what it breaks; those that were cut out already stand for
        the statement around them."""
        found: dict[int, list[Fault]] = {}
        for error in errors:
            place = self.layout.index(error.start_byte)
            while place > 0 and self.layout.lines[place].at in self.tree.lost:
                place = self._outer(place)
            found.setdefault(place, _described(self.text, [error]))
        return found

    def _outer(self, place: int) -> int:
        """The line that begins the block that a line is in."""
        lines = self.layout.lines
        column = lines[place].column
        while place > 0 and lines[place].column >= column:
            place -= 1
        return place

    def _cut(self, wrong: dict[int, list[Fault]]) -> None:
        """Put something else in place of the statements that begin at these lines."""
        lines = self.layout.lines
        pieces: list[str] = []
        done = 0
        for place, faults in sorted(wrong.items()):
            first, last = self._statement(place)
            at, end = lines[first].at, lines[last].end
            if at < done:
                continue
            if len(self.tree.faults) < MAX_FAULTS:
                self.tree.faults.extend(faults)
            for line in lines[first : last + 1]:
                self.tree.lost.pop(line.at, None)
            self.tree.lost[at] = end
            pieces += (self.stand[done:at], "0", " " * (end - at - 1))
            done = end
        self.stand = "".join((*pieces, self.stand[done:]))

    def _statement(self, place: int) -> tuple[int, int]:
        """The first and last line of the smallest whole statement that a line is of, with its decorators."""
        lines = self.layout.lines
        column = lines[place].column
        first = last = place
        while first > 0 and self._goes_on(first):
            before = self._before(first)
            if before < 0:
                break
            first = before
        while first > 0 and lines[first - 1].column == column and self._begins(first - 1, "@"):
            first -= 1
        while last + 1 < len(lines):
            following = lines[last + 1]
            decorated = self._begins(last, "@") and following.column == column
            if not (following.column > column or decorated or (following.column == column and self._goes_on(last + 1))):
                break
            last += 1
        return first, last

    def _before(self, place: int) -> int:
        """The line before a clause that the clause goes on with; -1 where there is none."""
        column = self.layout.lines[place].column
        before = place - 1
        while before > 0 and self.layout.lines[before].column > column:
            before -= 1
        line = self.layout.lines[before]
        compound = _COMPOUND.match(self.stand, line.at) is not None or self._goes_on(before)
        return before if line.column == column and compound else -1

    def _holds(self, place: int) -> bool:
        """Whether lines that are indented further come behind a line."""
        lines = self.layout.lines
        return place + 1 < len(lines) and lines[place + 1].column > lines[place].column

    def _goes_on(self, place: int) -> bool:
        return _CLAUSE.match(self.stand, self.layout.lines[place].at) is not None

    def _begins(self, place: int, sign: str) -> bool:
        return self.stand.startswith(sign, self.layout.lines[place].at)


def _described(text: str, errors: list[Node]) -> list[Fault]:
    # A tree may say that it has an error without one being found in it.
    at = errors[0].start_byte if errors else 0
    return describe(text, errors) or [Fault(at, at, "this does not parse")]


def _moved(fault: Fault, line: Line, by: int) -> Fault:
    """A fault of a line that was parsed alone, where the line stands."""
    at = min(max(line.at + fault.at - by, line.at), line.end)
    return Fault(at, min(max(line.at + fault.end - by, at), line.end), fault.message)
