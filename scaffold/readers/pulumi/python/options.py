"""Resource options of the SDK for Python, and the other small objects that it takes."""

from __future__ import annotations

from typing import Any, Final

from scaffold.model.deployments import Role
from scaffold.readers.programs.python.kinds import ELLIPSIS
from scaffold.readers.programs.python.native import Given, method
from scaffold.readers.programs.values import Array, Foreign, Machine, Object, Symbol
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.outputs import Output, unwrapped
from scaffold.readers.pulumi.python.classes import REQUIRED, is_of, record_class, run_of
from scaffold.readers.pulumi.python.places import Place
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.tokens import package_of

#: The options in the order of the constructor, and what the evaluator calls those that it looks at.
_NAMES: Final = {
    "parent": "parent",
    "depends_on": "dependsOn",
    "protect": "protect",
    "provider": "provider",
    "providers": "providers",
    "delete_before_replace": "deleteBeforeReplace",
    "ignore_changes": "ignoreChanges",
    "version": "version",
    "aliases": "aliases",
    "additional_secret_outputs": "additionalSecretOutputs",
    "id": "id",
    "import_": "import",
    "custom_timeouts": "customTimeouts",
    "transformations": "transformations",
    "transforms": "",
    "hooks": "",
    "urn": "urn",
    "replace_on_changes": "replaceOnChanges",
    "replacement_trigger": "",
    "plugin_download_url": "pluginDownloadURL",
    "retain_on_delete": "retainOnDelete",
    "deleted_with": "",
    "replace_with": "",
    "hide_diffs": "hideDiffs",
    "env_var_mappings": "",
    "state_migrations": "",
}
#: Those that lists of are joined when options are merged.
_JOINED: Final = frozenset(
    {"ignore_changes", "replace_on_changes", "aliases", "additional_secret_outputs", "transformations", "transforms"}
    | {"state_migrations", "replace_with", "hide_diffs"}
)
#: Those that name properties, which are sent by their names on the wire.
_PROPERTIES: Final = frozenset({"ignore_changes", "replace_on_changes", "additional_secret_outputs"})

RESOURCE_OPTIONS: Final = record_class("ResourceOptions", dict.fromkeys(_NAMES))
INVOKE_OPTIONS: Final = record_class(
    "InvokeOptions", dict.fromkeys(("parent", "provider", "version", "plugin_download_url"))
)
INVOKE_OUTPUT_OPTIONS: Final = record_class(
    "InvokeOutputOptions",
    dict.fromkeys(("parent", "provider", "version", "plugin_download_url", "depends_on")),
    (INVOKE_OPTIONS,),
)
CUSTOM_TIMEOUTS: Final = record_class("CustomTimeouts", dict.fromkeys(("create", "update", "delete", "read")))
ALIAS: Final = record_class("Alias", dict.fromkeys(("name", "type_", "parent", "stack", "project"), ELLIPSIS))
TRANSFORMATION_ARGS: Final = record_class(
    "ResourceTransformationArgs", dict.fromkeys(("resource", "type_", "name", "props", "opts"), REQUIRED)
)
TRANSFORMATION_RESULT: Final = record_class("ResourceTransformationResult", dict.fromkeys(("props", "opts"), REQUIRED))
TRANSFORM_ARGS: Final = record_class(
    "ResourceTransformArgs", dict.fromkeys(("custom", "type_", "name", "props", "opts"), REQUIRED)
)
TRANSFORM_RESULT: Final = record_class("ResourceTransformResult", dict.fromkeys(("props", "opts"), REQUIRED))


def no_options() -> Object:
    """Options of which none is set."""
    return Object(dict.fromkeys(_NAMES), RESOURCE_OPTIONS)


_set_up_fields = RESOURCE_OPTIONS.members["__init__"]


def _set_up(given: Given, *arguments: Any, **keywords: Any) -> None:
    given.machine.invoke(_set_up_fields, arguments, keywords, given.this, given.at)
    run = run_of(given.machine)
    for item in _items(given.this.entries["depends_on"]):
        if not run.is_resource(item) and not isinstance(item, Output | Symbol | Foreign):
            shown = given.text(item)
            raise given.error(f"'depends_on' was passed a value {shown} that was not a Resource.")


def _items(value: Any) -> list[Any]:
    if isinstance(value, Array):
        return value.items
    return [] if value is None else [value]


def _merge(given: Given, opts2: Any = None) -> Object:
    """`ResourceOptions.merge(opts1, opts2)`, also as a method of the first."""
    first, second = (no_options() if each is None else each for each in (given.this, opts2))
    for place, each in enumerate((first, second), 1):
        if not is_of(each, RESOURCE_OPTIONS):
            raise given.error(f"Expected opts{place} to be a ResourceOptions instance")
    run, machine = run_of(given.machine), given.machine
    merged = dict(first.entries)
    for name, value in second.entries.items():
        before = merged.get(name)
        if name == "depends_on":
            merged[name] = Array([*_dependencies(run, machine, before), *_dependencies(run, machine, value)])
        elif name == "providers":
            merged[name] = _joined_providers(run, before, value)
        elif name in _JOINED and isinstance(before, Array) and isinstance(value, Array):
            merged[name] = Array([*before.items, *value.items])
        elif value is not None:
            merged[name] = value
    return Object(merged, first.type)


def _dependencies(run: Run, machine: Machine, value: Any) -> list[Any]:
    return _items(unwrapped(run, machine, value)[0] if isinstance(value, Output) else value)


def _joined_providers(run: Run, *several: Any) -> Any:
    """Providers of several options by their packages."""
    found: dict[Any, Any] = {}
    for providers in several:
        for item in list(providers.entries.values()) if isinstance(providers, Object) else _items(providers):
            record = run.record_of(item)
            if record is not None:
                found[record.package] = item
    return Object(found) if found else None


RESOURCE_OPTIONS.members["__init__"] = method("ResourceOptions.__init__", _set_up)
RESOURCE_OPTIONS.members["merge"] = method("merge", _merge)
INVOKE_OPTIONS.members["merge"] = method("merge", lambda given, opts2=None: opts2 or given.this)


def shared_options(machine: Machine, kind: Kind, given: Any) -> Any:
    """Options with their names in the evaluator; anything but options of the SDK as it is."""
    if not is_of(given, RESOURCE_OPTIONS):
        return Object() if given is None else given
    run, found = run_of(machine), dict[Any, Any]()
    for name, value in given.entries.items():
        shared = _NAMES.get(name)
        if shared and value is not None:
            found[shared] = _property_names(kind, value) if name in _PROPERTIES else _plain(value)
    provider = run.record_of(found.get("provider"))
    others = provider is not None and (kind.opaque or provider.package != package_of(kind.token))
    if kind.role is Role.REMOTE and others:
        # The component has no provider itself: it is for what the component makes.
        found["providers"] = _joined_providers(run, found.get("providers"), found.pop("provider"))
    return Object(found)


def _plain(value: Any) -> Any:
    """Timeouts, aliases and lists of these as data."""
    if isinstance(value, Array):
        return Array([_plain(item) for item in value.items])
    if is_of(value, CUSTOM_TIMEOUTS) or is_of(value, ALIAS):
        entries = value.entries.items()
        return Object({key.rstrip("_"): item for key, item in entries if item is not None and item is not ELLIPSIS})
    return value


def _property_names(kind: Kind, value: Any) -> Any:
    """Whole names of properties are translated, paths into them stay."""
    place = kind.place
    if not isinstance(value, Array) or not isinstance(place, Place):
        return value
    return Array(
        [place.native(item) if isinstance(item, str) and item.isidentifier() else item for item in value.items]
    )
