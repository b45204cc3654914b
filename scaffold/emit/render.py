"""The Jinja environment: the user's templates first, then the built-in ones, which `builtin/` always reaches."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scaffold.emit import literals
from scaffold.emit.builtin import BUILTIN, SUFFIX, builtin_folder
from scaffold.emit.deployed_literals import JAVASCRIPT
from scaffold.emit.deployed_python import PYTHON, check, compared, deployment, question
from scaffold.emit.errors import EmitError
from scaffold.emit.hcl import hcl, hcl_body
from scaffold.emit.names import comment, docstring, snake
from scaffold.emit.parsing import Fault, fault
from scaffold.model.position import Position

__all__ = ["FILTERS", "Renderer", "builtin_folder", "environment", "fits", "template_names"]

#: What a text has in it that is more than plain text.
_MARKS = ("{{", "{%", "{#")


class _Watching(ImmutableSandboxedEnvironment):
    """A sandbox that knows which files took part since `used` was last cleared."""

    used: set[str]

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> jinja2.Template:
        # The only way to a template, for `import`, `include` and `extends`, too.
        template = super()._load_template(name, globals)
        self.used.add(template.filename or "")
        return template


class Renderer:
    """Renders templates by name. Templates cannot reach outside their folders, nor into Python's internals.

    What a template of others had a part in is parsed before it is given to anybody.
    """

    def __init__(self, template_dirs: Sequence[Path] = ()) -> None:
        for folder in template_dirs:
            if not folder.is_dir():
                raise EmitError(f"there is no template folder {folder}")
        self._folders = tuple(os.path.join(folder, "") for folder in (*template_dirs, builtin_folder()))
        self._builtin = jinja2.FileSystemLoader(builtin_folder())
        self._own = [jinja2.FileSystemLoader(folder) for folder in template_dirs]
        self._environment = environment(self._own, self._builtin)

    def render(self, name: str, /, **context: Any) -> str:
        """The text of a template. `EmitError` says which template is at fault and where."""
        if isinstance(self._environment, _Watching):
            self._environment.used = set()
        text = self._rendered(name, context)
        if isinstance(self._environment, _Watching) and not all(map(_is_ours, self._environment.used)):
            self._check(name, text, context)
        return text

    def files(self, prefix: str, **context: Any) -> Iterator[tuple[str, str]]:
        """The files that the templates below a folder of templates make: name without the folder and `.j2`, and text.

        Those that only the user or a plugin has are among them.
        """
        for name in self._names(prefix):
            text, file = self._source(name)
            if any(mark in text for mark in _MARKS):
                text = self.render(name, **context)
            elif not _is_ours(file):
                self._check_plain(name, text, file)
            yield name.removeprefix(prefix).removesuffix(SUFFIX), text

    def _names(self, prefix: str) -> list[str]:
        builtin = [name for name in self._builtin.list_templates() if not name.endswith((".pyc", ".map"))]
        own = [name for loader in self._own for name in loader.list_templates() if name.endswith(SUFFIX)]
        return sorted(name for name in {*builtin, *own} if name.startswith(prefix))

    def _source(self, name: str) -> tuple[str, str]:
        """The text of a template that is there, before it is rendered, and its file."""
        loader = self._environment.loader
        text, file, _ = loader.get_source(self._environment, name) if loader else ("", None, None)
        return text, file or ""

    def _rendered(self, name: str, context: Mapping[str, Any]) -> str:
        try:
            return self._environment.get_template(name).render(context)
        except jinja2.TemplateSyntaxError as error:
            place = Position(error.filename, error.lineno) if error.filename else None
            raise EmitError(error.message or "wrong syntax", place) from error
        except jinja2.TemplateNotFound as error:
            raise self._fault(name, error, f"there is no template {error.name}") from error
        except RecursionError as error:
            raise EmitError(f"template {name}: the configuration or the template is nested too deeply") from error
        except Exception as error:
            raise self._fault(name, error, str(error)) from error

    def _fault(self, name: str, error: Exception, summary: str) -> EmitError:
        """The error with the innermost line of a template that led to it."""
        frames = traceback.extract_tb(error.__traceback__)
        places = [frame for frame in frames if frame.filename.startswith(self._folders)]
        if not places:
            return EmitError(f"template {name}: {summary}")
        return EmitError(summary, Position(places[-1].filename, places[-1].lineno or 1))

    def _check(self, name: str, text: str, context: dict[str, Any]) -> None:
        """Raise `EmitError` where the text is not what its name says, with the line of the template that made it so."""
        base = name.removesuffix(SUFFIX)
        found = fault(base, text)
        if found is None or _hard_to_read(name, context):
            return
        from scaffold.emit.blaming import blamed

        line = blamed(self._environment, name, context, lambda other: fault(base, other), _is_ours)
        place = Position(line.file, line.number) if line else None
        raise EmitError(_broken(name, found), place, _NOTHING_WRITTEN)

    def _check_plain(self, name: str, text: str, file: str) -> None:
        found = fault(name.removesuffix(SUFFIX), text)
        if found:
            raise EmitError(_broken(name, found), Position(file, found.line, found.column), _NOTHING_WRITTEN)


_NOTHING_WRITTEN = "Nothing was written. Correct the template, or leave it out."


def _broken(name: str, found: Fault) -> str:
    return f"what {name} makes cannot be parsed: {found.message} (line {found.line} of the file)"


def _hard_to_read(name: str, context: Mapping[str, Any]) -> bool:
    """Whether the original cannot be parsed with this context either: then the parser is at fault."""
    original = Renderer()
    try:
        return fault(name.removesuffix(SUFFIX), original.render(name, **context)) is not None
    except EmitError:
        return False  # there is no original, or it gets something else


def _is_ours(file: str) -> bool:
    return file.startswith(os.path.join(os.fspath(builtin_folder()), ""))


def environment(own: Sequence[jinja2.BaseLoader], builtin: jinja2.BaseLoader) -> jinja2.Environment:
    """An environment in which the templates of `own` come first, and `builtin/` reaches those that are built in."""
    # Only templates of others need the sandbox, which takes a quarter of the time.
    kind = _Watching if own else jinja2.Environment
    made = kind(
        loader=jinja2.ChoiceLoader([*own, jinja2.PrefixLoader({BUILTIN: builtin}), builtin]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    made.filters.update(FILTERS)
    return made


def fits(text: str, width: int) -> bool:
    """Whether the first line of a text is no longer than `width`."""
    return len(text.partition("\n")[0]) <= width


#: What templates spell with, beside what Jinja has.
FILTERS: Mapping[str, Callable[..., Any]] = {
    "comment": comment,
    "docstring": docstring,
    "expected": JAVASCRIPT.expected,
    "expected_call": JAVASCRIPT.expected_call,
    "fits": fits,
    "given": JAVASCRIPT.given,
    "given_call": JAVASCRIPT.given_call,
    "hcl": hcl,
    "hcl_body": hcl_body,
    "javascript": literals.javascript,
    "javascript_call": literals.javascript_call,
    "javascript_key": literals.javascript_key,
    "javascript_member": literals.javascript_member,
    "python": literals.python,
    "python_call": literals.python_call,
    "python_check": check,
    "python_compared": compared,
    "python_deployment": deployment,
    "python_expected": PYTHON.expected,
    "python_given_call": PYTHON.given_call,
    "python_question": question,
    "snake": snake,
}


def template_names() -> list[str]:
    """The names of the built-in templates, sorted."""
    names = jinja2.FileSystemLoader(builtin_folder()).list_templates()
    return sorted(name for name in names if name.endswith(SUFFIX))
