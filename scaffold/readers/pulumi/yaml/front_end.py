"""A file of a program in YAML, from text to a `Module` of the program IR.

    variables:            const $zone = %access(%invoke("aws:getZones", {}), "names", 0)
      zone: ...
    resources:            const $queue = %resource("queue", "queue", "aws:sqs:Queue", {...}, {...})
      queue: ...
    outputs:              export { %output:url as url }, where that is %access($queue, "url")
      url: ${queue.url}

What begins with `%` is the platform's. Everything stands after what it refers to; components are functions that are
given a name and inputs, and give their outputs.
"""

from __future__ import annotations

from typing import Final

from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Fault, Module
from scaffold.readers.pulumi.project_yaml import PLUGIN_FILE
from scaffold.readers.pulumi.yaml.declarations import COMPONENT, INPUTS, Declarations
from scaffold.readers.pulumi.yaml.expressions import NATIVE, constant, native
from scaffold.readers.pulumi.yaml.template import Reader, Template, fields_of
from scaffold.readers.pulumi.yaml.tree import Pair, Scalar, Tree, parse

EXTENSIONS: Final = (".yaml", ".yml", ".json")
LANGUAGE: Final = "yaml"
_NAME: Final = f"{NATIVE}name"


def read_module(path: str, text: str) -> Module:
    """Read one file. Never fails: what is wrong with it is a `Fault`, and the rest is read."""
    parsed = parse(text, path.endswith(".json"))
    reader = Reader(parsed.faults)
    template = reader.program(parsed.root)
    is_plugin = path.rpartition("/")[2] == PLUGIN_FILE
    body: list[st.Statement] = []
    compiler = _compiler(parsed.root)
    if compiler:
        reader.faults.append(Fault(0, 0, f"the program is what {compiler!r} prints, which is not run"))
    if template.components and not is_plugin:
        first = template.components[0][0]
        reader.say(first, f"only the {PLUGIN_FILE} of a plugin may have components")
    for pair, component in template.components:
        body += _component(pair, component, template.title, reader)
    own = Declarations(template, template.title, reader.say)
    body += own.statements()
    body += own.exports()
    faults = tuple(sorted(reader.faults, key=lambda fault: fault.at))
    return Module(path, LANGUAGE, text, tuple(body), comments=parsed.comments, faults=faults)


def _compiler(root: Tree | None) -> str:
    """The command that makes the program, where another one does."""
    tree: Tree | None = root
    for name in ("runtime", "options", "compiler"):
        tree = fields_of(tree, (name,)).get(name) if tree is not None else None
    return str(tree.value) if isinstance(tree, Scalar) and tree.value else ""


def _component(pair: Pair, template: Template, package: str, reader: Reader) -> list[st.Statement]:
    """A component, as a function that is exported."""
    own = Declarations(template, "", reader.say, closed=True)
    parameters = tuple(
        ir.Parameter(pair.at, pair.end, ir.BindName(pair.at, pair.end, name)) for name in (_NAME, INPUTS)
    )
    token = constant(pair, f"{package}:index:{pair.key}")
    given: tuple[ir.Expression, ...] = (token, *(ir.Name(pair.at, pair.end, name) for name in (_NAME, INPUTS)))
    made = native("component", pair, given)
    body = (
        st.Declare(pair.at, pair.end, "const", ir.BindName(pair.at, pair.end, COMPONENT), made),
        *own.statements(),
        st.Return(pair.at, pair.end, own.outputs(pair)),
    )
    function = ir.Function(pair.at, pair.end, pair.key, parameters, body, lexical=True)
    local = f"{NATIVE}component:{pair.key}"
    return [
        st.Declare(pair.at, pair.end, "const", ir.BindName(pair.at, pair.end, local), function),
        st.Export(pair.at, pair.end, (st.Exported(pair.at, pair.end, local, pair.key),)),
    ]


__all__ = ["EXTENSIONS", "LANGUAGE", "read_module"]
