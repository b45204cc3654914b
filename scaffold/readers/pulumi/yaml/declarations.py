"""What a program in YAML declares, as statements of the program IR: configuration, variables, resources, outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_types import Node
from scaffold.readers.pulumi.yaml.expressions import NATIVE, VARIABLE, Expressions, Names, constant, native, unknown
from scaffold.readers.pulumi.yaml.ordering import in_order
from scaffold.readers.pulumi.yaml.template import RESOURCE, Named, Say, Template, fields_of
from scaffold.readers.pulumi.yaml.tree import List, Map, Scalar, Tree

#: The variable that holds the component that is being made, and what it is given.
COMPONENT: Final = f"{NATIVE}this"
INPUTS: Final = f"{NATIVE}inputs"
#: What the variables of outputs begin with, which nothing can refer to.
OUTPUT: Final = f"{NATIVE}output:"
_CONFIG: Final = ("type", "name", "secret", "default", "value", "items")
_TEXTS: Final = ("import", "version", "pluginDownloadURL")
_FLAGS: Final = ("deleteBeforeReplace", "retainOnDelete")
_LISTS: Final = ("additionalSecretOutputs", "ignoreChanges", "replaceOnChanges", "hideDiffs")
_OPTIONS: Final = (
    *(*_TEXTS, *_FLAGS, *_LISTS, "aliases", "customTimeouts", "dependsOn", "parent", "protect", "provider"),
    *("providers", "replaceWith", "deletedWith", "replacementTrigger", "envVarMappings"),
)
_GET: Final = ("id", "state")
_PROVIDERS: Final = "pulumi:providers:"
#: Types that Pulumi refuses in YAML.
_REFUSED: Final = {
    **dict.fromkeys(("kubernetes:helm.sh/v2:Chart", "kubernetes:helm.sh/v3:Chart"), "use a Release of Helm instead"),
    **dict.fromkeys(
        (
            "kubernetes:apiextensions.k8s.io:CustomResource",
            "kubernetes:kustomize:Directory",
            "kubernetes:yaml:ConfigFile",
            "kubernetes:yaml:ConfigGroup",
        ),
        "write its resources out",
    ),
}


class Declarations:
    """Lowers what a template declares. `closed` are components, whose configuration is what they are given."""

    def __init__(self, template: Template, project: str, say: Say, *, closed: bool = False) -> None:
        self.template, self.say, self.closed = template, say, closed
        self.names = Names(frozenset(node.name for node in template.nodes), project, closed)
        self.providers = template.default_providers()
        self.expressions = Expressions(self.names, say)

    def statements(self) -> Iterator[st.Statement]:
        """Everything but the outputs, in the order in which it comes to be."""
        for node, cut in in_order(self.template, self.names, self.say):
            self.expressions = Expressions(replace(self.names, cut=cut), self.say)
            yield st.Declare(node.at, node.end, "const", _variable(node), self._value(node))
        self.expressions = Expressions(self.names, self.say)

    def exports(self) -> Iterator[st.Statement]:
        """The outputs of a program."""
        for node in self.template.outputs:
            local = OUTPUT + node.name
            target = ir.BindName(node.at, node.end, local)
            yield st.Declare(node.at, node.end, "const", target, self.expressions.value(node.body))
            yield st.Export(node.at, node.end, (st.Exported(node.at, node.end, local, node.name),))

    def outputs(self, place: Node) -> ir.Expression:
        """The outputs of a component."""
        entries = (
            ir.Entry(node.at, node.end, constant(node, node.name), self.expressions.value(node.body))
            for node in self.template.outputs
        )
        return ir.Entries(place.at, place.end, tuple(entries))

    def _value(self, node: Named) -> ir.Expression:
        if node.kind == "config":
            return self._config(node)
        if node.kind == "resource":
            return self._resource(node)
        return self.expressions.value(node.body)

    # Configuration

    def _config(self, node: Named) -> ir.Expression:
        key: ir.Expression = constant(node, node.name)
        if not isinstance(node.body, Map):
            return native("config", node, (key,), default=self.expressions.value(node.body))
        fields = fields_of(node.body, _CONFIG)
        named: dict[str, ir.Expression] = {}
        for name in ("type", "name"):
            if name in fields:
                named[name] = self._text(fields[name], f"the {name} of {node.name}")
        if "secret" in fields:
            named["secret"] = self._flag(fields["secret"], f"secret of {node.name}")
        default = fields.get("value", fields.get("default"))
        if default is not None:
            named["default"] = self.expressions.value(default)
        elif "type" not in fields:
            self.say(node, f"{node.name} needs a type or a default")
        if self.closed:
            inputs = ir.Name(node.at, node.end, INPUTS)
            return native("input", node, (inputs, named.get("name", key)), **_without(named, "name"))
        return native("config", node, (named.get("name", key),), **_without(named, "name"))

    # Resources

    def _resource(self, node: Named) -> ir.Expression:
        if not isinstance(node.body, Map):
            return self.expressions.refuse(node, f"the resource {node.name} has to be a map")
        fields = fields_of(node.body, RESOURCE)
        token = self._type(node, fields)
        if token is None:
            return unknown(node, f"what kind of resource {node.name} is, is not known")
        name: ir.Expression = constant(node, node.name)
        if "name" in fields:
            given = self._text(fields["name"], f"the name of {node.name}")
            name = given if given.value else name
        options, version = self._options(node, fields.get("options"), str(token.value))
        get = fields.get("get")
        if get is None:
            options = ir.Entries(options.at, options.end, (*options.entries, *version))
            arguments = (constant(node, node.name), name, token, self._properties(fields.get("properties")), options)
            return native("resource", node, arguments, **self._parent(node))
        if "properties" in fields:
            self.say(get, f"{node.name} has either properties or get")
        found = fields_of(get, _GET)
        state = found.get("state")
        arguments = (constant(node, node.name), name, token, self._properties(state), options)
        identity = self.expressions.value(found["id"]) if "id" in found else constant(get, None)
        return native("resource", node, arguments, id=identity, **self._parent(node))

    def _parent(self, node: Named) -> dict[str, ir.Expression]:
        return {"component": ir.Name(node.at, node.end, COMPONENT)} if self.closed else {}

    def _type(self, node: Named, fields: Mapping[str, Tree]) -> ir.Constant | None:
        if "type" not in fields:
            self.say(node, f"the resource {node.name} has no type")
            return None
        token = self._text(fields["type"], f"the type of {node.name}")
        text = str(token.value)
        if not 2 <= len(text.split(":")) <= 3 or not all(text.split(":")):
            self.say(token, f"{text!r} is no type: it needs a package, as in aws:s3:Bucket")
            return None
        if text in _REFUSED:
            self.say(token, f"Pulumi has no {text} in YAML: {_REFUSED[text]}")
        chosen = fields.get("defaultProvider")
        if chosen is not None and not text.startswith(_PROVIDERS):
            self.say(chosen, f"{node.name} is no provider, and cannot be the default one")
        return token

    def _properties(self, tree: Tree | None) -> ir.Expression:
        if tree is None:
            return ir.Entries(0, 0, ())
        if isinstance(tree, Map):  # whatever its keys are: no function stands here
            return ir.Entries(tree.at, tree.end, tuple(self.expressions.entries(tree.pairs)))
        return self.expressions.value(tree)

    # Options

    def _options(self, node: Named, tree: Tree | None, token: str) -> tuple[ir.Entries, tuple[ir.Entry, ...]]:
        """The options, and what comes with the default provider of the package."""
        entries: list[ir.Entry] = []
        fields: dict[str, Tree] = {}
        if tree is not None and not isinstance(tree, Map):
            self.say(tree, f"the options of {node.name} have to be a map")
        elif tree is not None:
            fields = fields_of(tree, _OPTIONS)
            entries = [_entry(value, name, self._option(name, value)) for name, value in fields.items()]
        default = self.providers.get(token.partition(":")[0])
        extra: list[ir.Entry] = []
        if default is not None and default.name != node.name and "provider" not in fields:
            entries.append(_entry(node, "provider", ir.Name(node.at, node.end, VARIABLE + default.name)))
            version = fields_of(fields_of(default.body, RESOURCE).get("options", default.body), ("version",))
            if "version" in version and "version" not in fields:
                extra.append(_entry(node, "version", self._option("version", version["version"])))
        place = tree or node
        return ir.Entries(place.at, place.end, tuple(entries)), tuple(extra)

    def _option(self, name: str, tree: Tree) -> ir.Expression:
        if name in _TEXTS:
            return self._text(tree, name)
        if name in _FLAGS:
            return self._flag(tree, name)
        if name in _LISTS:
            if not isinstance(tree, List):
                return self.expressions.refuse(tree, f"{name} has to be a list")
            texts = (self._text(item, f"each of {name}") for item in tree.items)
            return ir.Items(tree.at, tree.end, tuple(texts))
        value = self.expressions.value(tree)
        return native("option", tree, (constant(tree, name), value))

    def _text(self, tree: Tree, what: str) -> ir.Constant:
        """A text that is written out."""
        value = self.expressions.value(tree)
        if isinstance(value, ir.Constant) and isinstance(value.value, str):
            return value
        self.say(tree, f"{what} has to be text that is written out")
        return constant(tree, "")

    def _flag(self, tree: Tree, what: str) -> ir.Constant:
        value = tree.value if isinstance(tree, Scalar) else None
        if not isinstance(value, bool):
            self.say(tree, f"{what} has to be true or false")
        return constant(tree, value is True)


def _variable(node: Named) -> ir.BindName:
    return ir.BindName(node.at, node.end, VARIABLE + node.name)


def _entry(place: Node, name: str, value: ir.Expression) -> ir.Entry:
    return ir.Entry(place.at, place.end, constant(place, name), value)


def _without(named: Mapping[str, ir.Expression], *names: str) -> dict[str, ir.Expression]:
    return {name: value for name, value in named.items() if name not in names}
