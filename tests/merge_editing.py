"""A file of units as a person edits it: a tree that can be changed, and what may be done to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from merge_dialects import Dialect

from scaffold.merge import Role, Unit


@dataclass(slots=True, eq=False)
class Node:
    """A unit that can be changed. `id` is that of a case of ours. `depth` says how deep it stands, 0 for the file."""

    role: Role
    name: str
    lead: str
    head: str
    children: list[Node]
    inner: str
    tail: str
    id: str
    depth: int

    def text(self) -> str:
        return "".join((self.lead, self.head, *(child.text() for child in self.children), self.inner, self.tail))

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def tree(unit: Unit, ids: dict[tuple[str, ...], str], path: tuple[str, ...] = ()) -> Node:
    """A unit as a tree that can be changed; `ids` are those of cases by the keys that lead to them."""
    children = [tree(child, ids, (*path, child.key)) for child in unit.children]
    name = unit.name or unit.key
    return Node(unit.role, name, unit.lead, unit.head, children, unit.inner, unit.tail, ids.get(path, ""), len(path))


@dataclass(slots=True)
class Touched:
    """What a person did: the ids of cases that were edited and deleted, and whether whole groups were deleted."""

    edited: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    groups: bool = False
    anything: bool = False


class Person:
    """Somebody who edits: every line that they write has a word in it that nobody else has written."""

    def __init__(self, random: Random, dialect: Dialect) -> None:
        self.random, self.dialect = random, dialect
        self.count = 0
        self.touched = Touched()

    def edit(self, file: Unit, ids: dict[tuple[str, ...], str], edits: int) -> tuple[str, Touched]:
        """A file after so many edits, and what was touched."""
        self.touched = Touched()
        root = tree(file, ids)
        for _ in range(edits):
            action = self.random.choice(_ACTIONS)
            self.touched.anything = action(self, root) or self.touched.anything
        text = root.text()
        if self.random.random() < 0.1:
            text = self.dialect.formatted(text)
            self.touched.anything = True
        return text, self.touched

    def token(self) -> str:
        self.count += 1
        return f"mine{self.count}"

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def some(self, root: Node, *roles: Role) -> Node | None:
        found = [node for node in root.walk() if node.role in roles and node is not root]
        return self.random.choice(found) if found else None

    def group(self, root: Node) -> Node:
        return self.random.choice([node for node in root.walk() if node.role in (Role.FILE, Role.GROUP)])

    # What may be done.

    def change_case(self, root: Node) -> bool:
        node = self.some(root, Role.CASE)
        if node is None:
            return False
        head = self.dialect.into(node.head, self.token())
        changed = head != node.head
        node.head = head
        if changed and node.id:
            self.touched.edited.add(node.id)
        return changed

    def delete(self, root: Node) -> bool:
        node = self.some(root, Role.CASE, Role.CASE, Role.GROUP, Role.SETUP, Role.IMPORT)
        if node is None:
            return False
        parent = _parent(root, node)
        if len(parent.children) == 1 and parent is not root:
            return False
        place = parent.children.index(node)
        del parent.children[place]
        if self.chance(0.3):
            if place < len(parent.children):
                parent.children[place].lead = node.lead + parent.children[place].lead
            else:
                parent.inner = node.lead + parent.inner
        self.touched.deleted |= {each.id for each in node.walk() if each.id}
        self.touched.groups = self.touched.groups or node.role is Role.GROUP
        return True

    def add(self, root: Node) -> bool:
        group, token = self.group(root), self.token()
        kind = self.random.choice(["case", "case", "setup", "group", "bring"])
        if kind == "bring":
            group = root
        margin = self._margin(group)
        if kind == "bring":
            head = self.dialect.bring(token)
        else:
            head = {"case": self.dialect.case, "setup": self.dialect.setup, "group": self.dialect.group}[kind](
                margin, token
            )
        lead = self.random.choice(["", "\n", f"\n{margin}{self.dialect.remark} {self.token()}\n"])
        place = self.random.randint(0, len(group.children))
        group.children.insert(place, Node(Role.SETUP, token, lead, head, [], "", "", "", group.depth + 1))
        return True

    def _margin(self, group: Node) -> str:
        for child in group.children:
            return child.head[: len(child.head) - len(child.head.lstrip())]
        return self.dialect.step * group.depth

    def remark(self, root: Node) -> bool:
        group = self.group(root)
        margin = self._margin(group)
        text = f"{margin}{self.dialect.remark} {self.token()}\n" + self.random.choice(["", "\n"])
        place = self.random.randint(0, len(group.children))
        if place == len(group.children):
            group.inner += text
        elif self.chance(0.5):
            group.children[place].lead += text
        else:
            group.children[place].lead = text + group.children[place].lead
        return True

    def reorder(self, root: Node) -> bool:
        group = self.group(root)
        if len(group.children) < 2:
            return False
        first, second = self.random.sample(range(len(group.children)), 2)
        children = group.children
        children[first], children[second] = children[second], children[first]
        return True

    def move(self, root: Node) -> bool:
        node = self.some(root, Role.CASE)
        if node is None:
            return False
        parent = _parent(root, node)
        groups = [each for each in root.walk() if each.role in (Role.FILE, Role.GROUP) and each.depth == parent.depth]
        group = self.random.choice(groups)
        # Two of one name in a group are told apart by what they say: no more, once they are edited.
        if group is parent or len(parent.children) == 1 or node.name in {each.name for each in group.children}:
            return False
        parent.children.remove(node)
        group.children.insert(self.random.randint(0, len(group.children)), node)
        self.touched.moved.add(node.id)
        return True

    def rename(self, root: Node) -> bool:
        node = self.some(root, Role.CASE)
        if node is None or not node.id or node.name not in node.head:
            return False
        new = f"test_{self.token()}" if node.name.startswith("test_") else self.token()
        node.head = node.head.replace(node.name, new, 1)
        self.touched.deleted.add(node.id)
        node.id = ""
        return True

    def change_import(self, root: Node) -> bool:
        node = self.some(root, Role.IMPORT)
        if node is None:
            return False
        if self.chance(0.5):
            node.head = _with_name(node.head, self.token())
        else:
            node.head = _without_name(node.head, self.random)
        return True

    def change_setup(self, root: Node) -> bool:
        node = self.some(root, Role.SETUP, Role.GROUP)
        if node is None or "\n" in node.head[:-1]:
            return False
        node.head = f"{node.head.rstrip()}  {self.dialect.remark} {self.token()}\n"
        return True

    def space(self, root: Node) -> bool:
        node = self.some(root, Role.CASE, Role.GROUP, Role.SETUP, Role.IMPORT)
        if node is not None:
            node.lead = "\n" + node.lead if self.chance(0.5) or node.lead[:1] != "\n" else node.lead[1:]
        return node is not None


_ACTIONS = [
    *[Person.change_case] * 3,
    *[Person.delete] * 3,
    *[Person.add] * 4,
    *[Person.remark] * 2,
    Person.reorder,
    Person.reorder,
    Person.move,
    Person.rename,
    Person.change_import,
    Person.change_setup,
    Person.space,
]


def _parent(root: Node, node: Node) -> Node:
    return next(each for each in root.walk() if any(child is node for child in each.children))


def _with_name(head: str, name: str) -> str:
    if "{" in head:
        return head.replace("{ ", f"{{ {name}, ", 1)
    return f"{head.rstrip()}, {name}\n" if re.search(r"^(use|from) |\bimport \w+ *$", head) else head


def _without_name(head: str, random: Random) -> str:
    names = re.findall(r"(?<=[ {])\w+, (?=\w)", head)
    return head.replace(random.choice(names), "", 1) if names else head
