"""What is wrong with a folder of templates, told without rendering any of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import jinja2
from jinja2 import nodes

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.emit.builtin import BUILTIN
from scaffold.emit.contract import VERSION, Contract, changes_since
from scaffold.emit.plugins import GROUP
from scaffold.model.position import Position
from scaffold.templating.ejecting import UPSTREAM, context_of, without_header
from scaffold.templating.expressions import Mistake, Scope, Session
from scaffold.templating.known import alike, known_contracts
from scaffold.templating.levels import Level, Origin, template_path
from scaffold.templating.library import Library, constants, references
from scaffold.templating.meaning import UNKNOWN, either, meant
from scaffold.templating.walking import Walk

#: What macros are called with is known after the callers were walked through: two rounds of calls deep.
_ROUNDS = 3
#: Files below these are made from whatever templates there are.
_SUPPORT = ("support/", "python-support/", "yaml/", "python/")


def lint(folder: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with the templates in a folder, by file and line; all findings have a position.

    What cannot be told for certain is taken to be in order. Raises `RefusedError` for a broken plugin.
    """
    library = Library(Level(folder.as_posix(), folder, Origin.FLAG), template_path(folder, ()).upstream)
    contracts = known_contracts()
    trees, found = _parsed(library)
    found += _names(library, trees)
    for name, tree in trees.items():
        found += _blocks(library, name, tree)
    found += _walked(library, trees, contracts)
    findings = [_finding(folder, mistake) for mistake in dict.fromkeys(found)]
    for name in library.names:
        findings += _outdated(library, name)
    return tuple(sorted(findings, key=_place))


def _place(finding: Diagnostic) -> tuple[str, int]:
    return (finding.position.file, finding.position.line) if finding.position else ("", 0)


def _finding(folder: Path, mistake: Mistake, detail: str = "") -> Diagnostic:
    position = Position(str(folder / mistake.template), mistake.line)
    return Diagnostic(Severity.ERROR, mistake.code, mistake.summary, position, detail, mistake.hint)


def _parsed(library: Library) -> tuple[dict[str, nodes.Template], list[Mistake]]:
    """The folder's own templates as Jinja reads them, and what it cannot read."""
    trees: dict[str, nodes.Template] = {}
    wrong: list[Mistake] = []
    for name in library.names:
        try:
            trees[name] = library.parse(name)
        except jinja2.TemplateSyntaxError as error:
            wrong.append(_syntax(name, error))
        except (OSError, ValueError) as error:
            wrong.append(Mistake(name, 1, "unreadable", f"cannot be read: {error}", "Templates are text in UTF-8."))
        except RecursionError:
            wrong.append(Mistake(name, 1, "unreadable", "is nested too deeply"))
    return trees, wrong


def _syntax(name: str, error: jinja2.TemplateSyntaxError) -> Mistake:
    """Jinja tells of unknown filters and tests when it parses, too."""
    message = error.message or "wrong syntax"
    return Mistake(name, error.lineno, "syntax-error", message[:1].lower() + message[1:])


def _names(library: Library, trees: Mapping[str, nodes.Template]) -> list[Mistake]:
    """Templates that nothing would ever use: there is none of this name, and no other one of the folder uses it."""
    reached = [references(tree) for tree in trees.values()]
    if None in reached or _of_plugin(library.own.folder):
        return []
    used = {name for names in reached for name in names or ()}
    return [
        Mistake(name, 1, "unknown-template", f"nothing uses a template {name!r}", alike(name, library.known))
        for name in library.names
        if name not in library.known and name not in used and not _is_support(library, name)
    ]


def _is_support(library: Library, name: str) -> bool:
    """Whether a folder is copied as a whole, so that a file more in it gets there, too."""
    place = name.rpartition("/")[0] + "/"
    return place.endswith(_SUPPORT) and any(other.startswith(place) for other in library.known)


def _of_plugin(folder: Path) -> bool:
    """Whether the folder belongs to the sources of a plugin, which has templates of its own."""
    for above in (folder, *folder.parents)[:5]:
        file = above / "pyproject.toml"
        if file.is_file():
            return GROUP in file.read_text(encoding="utf-8", errors="replace")
    return False


def _blocks(library: Library, name: str, tree: nodes.Template) -> Iterator[Mistake]:
    """Blocks that the template which is extended does not have: they would be left out."""
    parent: list[str] = next((constants(each.template) for each in tree.find_all(nodes.Extends)), [])
    if not parent or not library.tree(parent[0]) or not library.is_known(parent[0]):
        return
    there = library.blocks(parent[0])
    inner = {id(block) for outer in tree.find_all(nodes.Block) for block in _within(outer)}
    for block in tree.find_all(nodes.Block):
        if block.name not in there and id(block) not in inner:
            hint = alike(block.name, there) or f"There are: {', '.join(there) or 'none'}."
            yield Mistake(name, block.lineno, "unknown-block", f"{parent[0]} has no block {block.name!r}", hint)


def _within(outer: nodes.Block) -> Iterator[nodes.Block]:
    for child in outer.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        yield from child.find_all(nodes.Block)


def _walked(library: Library, trees: Mapping[str, nodes.Template], contracts: Mapping[str, Contract]) -> list[Mistake]:
    """What is wrong within the templates."""
    session = Session(library, contracts)
    told = all(references(tree) is not None for tree in trees.values())
    for _ in range(_ROUNDS):
        session.mistakes.clear()
        for name, tree in trees.items():
            scope = _scope(session, name, told)
            try:
                Walk(session, name, silent=scope is None).through(tree, scope or {})
            except RecursionError:
                session.mistakes[Mistake(name, 1, "unreadable", "is nested too deeply")] = None
    return list(session.mistakes)


def _scope(session: Session, name: str, told: bool) -> Scope | None:
    """The names that a template gets; nothing where that is unknown. `told`: whether all say by name what they use."""
    for link in session.library.chain(name):
        contract = session.contracts.get(link.removeprefix(f"{BUILTIN}/"))
        if contract:
            return {each: meant(shape) for each, shape in contract.variables.items()}
    scopes = session.scopes.get(name) if told else None
    known = [scope for scope in scopes or () if scope is not None]
    return _common(known) if scopes and len(known) == len(scopes) else None


def _common(scopes: Sequence[Scope]) -> Scope:
    """The names of all of these: those that not all have may be there."""
    names = {name for scope in scopes for name in scope}
    return {name: either([scope.get(name, UNKNOWN) for scope in scopes]) for name in names}


def _outdated(library: Library, name: str) -> Iterator[Diagnostic]:
    """What changed since the template was made: in what it gets, and in the original."""
    folder = library.own.folder
    try:
        made_for = context_of((folder / name).read_text(encoding="utf-8"))
        copy = folder / UPSTREAM / name
        before = without_header(copy.read_text(encoding="utf-8")) if copy.is_file() else None
    except (OSError, ValueError):
        return
    if made_for is not None and made_for != VERSION:
        yield from _versions(folder, name, made_for)
    if before is not None:
        yield from _upstream(library, name, before)


def _versions(folder: Path, name: str, made_for: int) -> Iterator[Diagnostic]:
    """A template for another version of the contract, where that makes a difference for it."""
    summary = f"made for context {made_for}; it gets context {VERSION}"
    changes = changes_since(made_for, name)
    if made_for > VERSION:
        yield _finding(folder, Mistake(name, 1, "newer-context", summary, "Bring scaffold up to date."))
    elif changes:
        hint = f"When the template fits what changed, say context {VERSION} in its first line."
        what = "\n".join(f"  - {change.what}" for change in changes)
        yield _finding(folder, Mistake(name, 1, "older-context", summary, hint), what)


def _upstream(library: Library, name: str, before: str) -> Iterator[Diagnostic]:
    folder = library.own.folder
    original = next((level.folder / name for level in library.upstream.having(name)), None)
    if original is None:
        summary, hint = "there is no longer an original of this name", alike(name, library.known)
        yield _finding(folder, Mistake(name, 1, "upstream-gone", summary, hint))
        return
    now = original.read_text(encoding="utf-8")
    lines = (before.splitlines(), now.splitlines())
    if lines[0] != lines[1]:
        difference = difflib.unified_diff(*lines, "when it was copied", "now", lineterm="")
        hint = f"Take over what you want, then `scaffold templates eject {name} --seen --to {folder.as_posix()}`."
        mistake = Mistake(name, 1, "upstream-changed", "the original changed since it was copied", hint)
        yield _finding(folder, mistake, "\n".join(difference))
