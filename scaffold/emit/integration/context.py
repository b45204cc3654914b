"""What the templates of integration suites get: names, titles, and code that is ready to stand.

This is the interface for templates of the user's own, described in `templates/README.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from scaffold.emit.kinds import Source, Text, Word
from scaffold.model.integration import IntegrationSuite


@dataclass(frozen=True, slots=True)
class IntegrationSuiteView:
    """The suite: `path` is the project's folder, `region` the provider's where it is known, else empty."""

    name: Word
    title: Text
    path: Text
    platform: Word
    region: Text


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """A resource that something is asked about: `code` is the statement that says what, `through` how it is found.

    `type` is Terraform's name of its type, whatever the platform.
    """

    code: Source
    through: Text
    address: Text
    type: Text


@dataclass(frozen=True, slots=True)
class PythonCaseView:
    """A test: the `name` of its function, whether it `writes` something for a moment, and its indented statements.

    `subject` is the address that it is about, `title` a sentence. `id` stays the same over runs.
    """

    id: Text
    subject: Text
    title: Text
    name: Word
    writes: bool
    code: Source


@dataclass(frozen=True, slots=True)
class PythonGroupView:
    """A class of tests. Of a resource `address` is the address, `type` Terraform's name of its type, and `mark` says
    above the class which one it is; else they are empty."""

    name: Word
    mark: Source
    cases: tuple[PythonCaseView, ...]
    address: Text = ""
    type: Text = ""


@dataclass(frozen=True, slots=True)
class ScriptCaseView:
    """A test: its title, and its whole code with the margin that it has in a group.

    `subject` is the address that it is about; with `writes` it writes something for a moment. `id` stays the same over
    runs.
    """

    id: Text
    subject: Text
    title: Text
    writes: bool
    code: Source


@dataclass(frozen=True, slots=True)
class ScriptGroupView:
    """Tests that stand together. Of a resource `address` is the address, `type` Terraform's name of its type; else they
    are empty."""

    title: Text
    cases: tuple[ScriptCaseView, ...]
    address: Text = ""
    type: Text = ""


def suite_view(suite: IntegrationSuite) -> IntegrationSuiteView:
    """The view of a suite."""
    return IntegrationSuiteView(suite.name, suite.title, suite.path, suite.platform, suite.region)
