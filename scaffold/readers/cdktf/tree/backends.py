"""Where stacks keep their state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.element import ELEMENT, Element
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.merging import deep_merge, snake_keys
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.remote_state import RemoteState, remote_state
from scaffold.readers.cdktf.tree.tables import NONE, Tabled, Work, concrete, entries, holds, member, static, twin_of
from scaffold.readers.cdktf.tree.targets import lock_file
from scaffold.readers.cdktf.twins import Definition, LibraryClass, class_of
from scaffold.readers.programs.project_files import working_folder
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

_PROPS: Final = Signature(("scope", "props"), struct=True)
_WORKSPACE: Final = "${terraform.workspace}"
#: The backends that are what their options say, and whether the state of another stack is that of a workspace.
_PLAIN: Final = {
    "azurerm": True, "consul": True, "cos": True, "gcs": True, "http": False, "oss": False, "pg": True,
    "remote": False, "s3": True, "swift": False,
}  # fmt: skip


class Backend(Element):
    """A backend. `name` is what Terraform calls it."""

    def __init__(
        self, kind: LibraryClass, machine: Machine, scope: Any, props: Any, at: int, name: str, id_: Any = "backend"
    ) -> None:
        super().__init__(kind, machine, scope, id_, at)
        self.name, self.props = name, props
        self.fields["name"] = name
        if name == "s3":
            lock_file(self, props, machine)

    def attributes(self, machine: Machine, at: int = 0) -> Any:
        """What is in its block."""
        return snake_keys(self.run, machine, Object(entries(machine, self.props, at)), at)

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its block."""
        body = deep_merge(self.run, machine, self.made_of(machine, at), self.overrides, at=at)
        if self.name == "cloud":
            return Object({"terraform": Object({"cloud": body})})
        return Object({"terraform": Object({"backend": Object({self.name: body})})})

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """Which backend it is, and what of it is overridden."""
        found = {"backend": self.name, **self.overridden("backend").entries}
        if self.name in ("remote", "cloud"):
            host = concrete(machine, member(machine, self.props, "hostname", at))
            enterprise = isinstance(host, str) and host != "" and not host.startswith("app.terraform.io")
            found["cloud"] = "tfe" if enterprise else "tfc"
        return Object(found)

    def state(self, machine: Machine, scope: Any, id_: str, at: int = 0) -> RemoteState:
        """The state that it keeps, for another stack."""
        found = entries(machine, self.props, at)
        if _PLAIN.get(self.name):
            found["workspace"] = _WORKSPACE
        if self.name == "cloud":
            workspaces = found.get("workspaces")
            if not isinstance(self.run.twin_of(workspaces), NamedWorkspace):
                raise fault(self.run, machine, "Only a workspace with a name has a state for other stacks", at)
            named = Object({"name": member(machine, workspaces, "name", at)})
            given = {name: found.get(name, UNDEFINED) for name in ("organization", "token", "hostname")}
            return remote_state(self.run, scope, machine, id_, "remote", Object({**given, "workspaces": named}), at)
        return remote_state(self.run, scope, machine, id_, self.name, Object(found), at)

    def _asked_state(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        return self.state(machine, arguments[0], id_text(machine, arguments[1], at), at).shown()

    methods: ClassVar[Mapping[str, Work]] = {
        **Element.methods,
        "getRemoteStateDataSource": (_asked_state, Signature(("scope", "name", "fromStack"))),
    }


class LocalBackend(Backend):
    """A backend in a file, which is beside the project where nothing else is said."""

    def __init__(self, kind: LibraryClass, machine: Machine, scope: Any, props: Any, at: int) -> None:
        super().__init__(kind, machine, scope, UNDEFINED, at, "local")
        found = entries(machine, props, at)
        if not holds(machine, found.get("path", UNDEFINED)):
            found["path"] = f"{working_folder(machine.files)}/terraform.{self.stack(machine, at).id}.tfstate"
        self.props = Object(found)

    def state(self, machine: Machine, scope: Any, id_: str, at: int = 0) -> RemoteState:
        """The state that it keeps, for another stack."""
        found = {name: member(machine, self.props, name, at) for name in ("workspaceDir", "path")}
        return remote_state(self.run, scope, machine, id_, "local", Object({**found, "workspace": _WORKSPACE}), at)


class CloudBackend(Backend):
    """A backend of HCP Terraform."""

    def __init__(self, kind: LibraryClass, machine: Machine, scope: Any, props: Any, at: int) -> None:
        super().__init__(kind, machine, scope, props, at, "cloud")

    def attributes(self, machine: Machine, at: int = 0) -> Any:
        """What is in its block."""
        found = entries(machine, self.props, at)
        workspaces = found.get("workspaces", UNDEFINED)
        twin = self.run.twin_of(workspaces)
        if isinstance(twin, NamedWorkspace | TaggedWorkspaces):
            found["workspaces"] = twin.shown_fields()
        return snake_keys(self.run, machine, Object(found), at)


class _Workspaces(Tabled):
    """Which workspaces a backend has. `names` are the members that it is made of."""

    names: tuple[str, ...] = ("name",)

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        super().__init__(kind.run, kind)
        self.fields.update(zip(self.names, arguments, strict=False))

    def shown_fields(self) -> Object:
        """What stands in the configuration."""
        return Object(dict(self.fields))

    def keys(self, machine: Machine) -> list[str]:
        """Its members."""
        return list(self.fields)

    methods: ClassVar[Mapping[str, Work]] = {"toTerraform": (lambda self, _m, _a, _at: self.shown_fields(), NONE)}


class NamedWorkspace(_Workspaces):
    """A workspace with a name."""

    names = ("name", "project")


class TaggedWorkspaces(_Workspaces):
    """All workspaces with tags."""

    names = ("tags", "project")


class PrefixedWorkspaces(_Workspaces):
    """All workspaces whose names begin so."""

    names = ("prefix",)


def _plain(name: str) -> Callable[[LibraryClass, Machine, list[Any], int], Backend]:
    return lambda kind, machine, arguments, at: Backend(kind, machine, arguments[0], arguments[1], at, name)


def _named(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Backend:
    scope, id_, name = arguments[:3]
    return Backend(kind, machine, scope, UNDEFINED, at, id_text(machine, name, at), id_)


def _is_backend(kind: LibraryClass, _machine: Machine, arguments: list[Any], _at: int) -> bool:
    return isinstance(twin_of(kind.run, arguments[0]), Backend)


BACKEND = Definition(
    "TerraformBackend",
    _named,
    Signature(("scope", "id", "name")),
    ELEMENT,
    static({"isBackend": (_is_backend, Signature(("x",)))}),
)
LOCAL_BACKEND = Definition(
    "LocalBackend", lambda kind, m, given, at: LocalBackend(kind, m, given[0], given[1], at), _PROPS, BACKEND
)
_CLOUD: Final = Definition(
    "CloudBackend", lambda kind, m, given, at: CloudBackend(kind, m, given[0], given[1], at), _PROPS, BACKEND
)
_WORKSPACES: Final = Definition("CloudWorkspace", _Workspaces, NONE)
#: All classes of backends, and those of their workspaces.
BACKENDS: Final = (
    BACKEND,
    LOCAL_BACKEND,
    _CLOUD,
    *(Definition(f"{name.capitalize()}Backend", _plain(name), _PROPS, BACKEND) for name in _PLAIN),
    _WORKSPACES,
    Definition("NamedCloudWorkspace", NamedWorkspace, Signature(("name", "project")), _WORKSPACES),
    Definition("TaggedCloudWorkspaces", TaggedWorkspaces, Signature(("tags", "project")), _WORKSPACES),
    Definition("NamedRemoteWorkspace", _Workspaces, Signature(("name",))),
    Definition("PrefixedRemoteWorkspaces", PrefixedWorkspaces, Signature(("prefix",))),
)


def local_backend(stack: Any, machine: Machine, at: int = 0) -> Backend:
    """The backend of a stack that has none."""
    return LocalBackend(class_of(stack.run, LOCAL_BACKEND), machine, stack, UNDEFINED, at)
