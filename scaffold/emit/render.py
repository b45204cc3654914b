"""The Jinja environment: the user's templates first, then the built-in ones, which `builtin/` always reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scaffold.emit import literals
from scaffold.emit.deployed_literals import JAVASCRIPT
from scaffold.emit.deployed_python import PYTHON, check, compared, deployment, question
from scaffold.emit.errors import EmitError
from scaffold.emit.hcl import hcl, hcl_body
from scaffold.emit.names import comment, docstring

_SUFFIX = ".j2"
#: What a text has in it that is more than plain text.
_MARKS = ("{{", "{%", "{#")


def builtin_folder() -> Path:
    """The folder of the built-in templates: in the package once it is installed, else beside it in the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


class Renderer:
    """Renders templates by name. Templates cannot reach outside their folders, nor into Python's internals."""

    def __init__(self, template_dirs: Sequence[Path] = ()) -> None:
        for folder in template_dirs:
            if not folder.is_dir():
                raise EmitError(f"there is no template folder {folder}")
        self._builtin = jinja2.FileSystemLoader(builtin_folder())
        own = [jinja2.FileSystemLoader(folder) for folder in template_dirs]
        original = jinja2.PrefixLoader({"builtin": self._builtin})
        # Only templates of others need the sandbox, which takes a quarter of the time.
        kind = ImmutableSandboxedEnvironment if template_dirs else jinja2.Environment
        self._environment = kind(
            loader=jinja2.ChoiceLoader([*own, original, self._builtin]),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
        )
        self._environment.filters.update(
            comment=comment,
            docstring=docstring,
            expected=JAVASCRIPT.expected,
            expected_call=JAVASCRIPT.expected_call,
            fits=fits,
            given=JAVASCRIPT.given,
            given_call=JAVASCRIPT.given_call,
            hcl=hcl,
            hcl_body=hcl_body,
            javascript=literals.javascript,
            javascript_call=literals.javascript_call,
            javascript_key=literals.javascript_key,
            javascript_member=literals.javascript_member,
            python=literals.python,
            python_call=literals.python_call,
            python_check=check,
            python_compared=compared,
            python_deployment=deployment,
            python_expected=PYTHON.expected,
            python_given_call=PYTHON.given_call,
            python_question=question,
        )

    def render(self, name: str, **context: Any) -> str:
        """The text of a template. `EmitError` says which template is at fault and where."""
        try:
            return self._environment.get_template(name).render(**context)
        except jinja2.TemplateSyntaxError as error:
            raise EmitError(f"template {error.name or name}, line {error.lineno}: {error.message}") from error
        except jinja2.TemplateNotFound as error:
            raise EmitError(f"template {name}: there is no template {error.name}") from error
        except RecursionError as error:
            raise EmitError(f"template {name}: the configuration or the template is nested too deeply") from error
        except Exception as error:
            raise EmitError(f"template {name}: {error}") from error

    def files(self, prefix: str, **context: Any) -> Iterator[tuple[str, str]]:
        """The built-in files below a folder of templates: name without the folder and `.j2`, and text."""
        for name in sorted(self._builtin.list_templates()):
            if name.startswith(prefix) and not name.endswith((".pyc", ".map")):
                text = self._source(name)
                plain = not any(mark in text for mark in _MARKS)
                yield name.removeprefix(prefix).removesuffix(_SUFFIX), text if plain else self.render(name, **context)

    def _source(self, name: str) -> str:
        """The text of a template that is there, before it is rendered."""
        loader = self._environment.loader
        return loader.get_source(self._environment, name)[0] if loader else ""


def fits(text: str, width: int) -> bool:
    """Whether the first line of a text is no longer than `width`."""
    return len(text.partition("\n")[0]) <= width


def template_names() -> list[str]:
    """The names of the built-in templates, sorted."""
    names = jinja2.FileSystemLoader(builtin_folder()).list_templates()
    return sorted(name for name in names if name.endswith(_SUFFIX))
