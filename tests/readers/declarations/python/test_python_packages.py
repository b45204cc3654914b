"""Provider packages for Python, read as text."""

from __future__ import annotations

import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model.shapes import ANYTHING, Kind, Shape
from scaffold.readers.declarations import Input
from scaffold.readers.declarations.python import Argument, PythonDeclarations
from scaffold.readers.declarations.python.annotations import spelled
from scaffold.readers.declarations.python.source import bases, class_text, getters, parameters
from scaffold.readers.declarations.types import element

TABLE = '''
import pulumi
from .. import _utilities
from .. import iam as _iam
from . import outputs
from ._enums import *
from ._inputs import *

@pulumi.input_type
class TableInitArgs:
    def __init__(__self__, *,
                 hash_key: pulumi.Input[_builtins.str],
                 mode: pulumi.Input[Optional[_builtins.str]] = None):
        """
        Arguments, with a comma, and (brackets.
        """
        pulumi.set(__self__, "hash_key", hash_key)
        if mode is None:
            mode = 'FAST'
        if mode is not None:
            pulumi.set(__self__, "mode", mode)

    @_builtins.property
    @pulumi.getter(name="hashKey")
    def hash_key(self) -> pulumi.Input[_builtins.str]:
        return pulumi.get(self, "hash_key")

    @_builtins.property
    @pulumi.getter
    def mode(self) -> pulumi.Input[Optional[_builtins.str]]:
        return pulumi.get(self, "mode")

    @_builtins.property
    @pulumi.getter
    def rules(self) -> pulumi.Input[Optional[Sequence[pulumi.Input['RuleArgs']]]]:
        return pulumi.get(self, "rules")

    @_builtins.property
    @pulumi.getter
    @_utilities.deprecated("""Not in "quotes" any more.""")
    def labels(self) -> pulumi.Input[Optional[Mapping[str, pulumi.Input[_builtins.str]]]]:
        return pulumi.get(self, "labels")


@pulumi.type_token("acme:store/table:Table")
class Table(pulumi.CustomResource):
    def __init__(__self__, resource_name: str, *args, **kwargs):
        __self__._internal_init(resource_name, *args, **kwargs)

    def _internal_init(__self__,
                 resource_name: str,
                 opts: Optional[pulumi.ResourceOptions] = None,
                 hash_key: pulumi.Input[Optional[_builtins.str]] = None,
                 mode: pulumi.Input[Optional[_builtins.str]] = None,
                 password: pulumi.Input[Optional[_builtins.str]] = None,
                 region: pulumi.Input[Optional[_builtins.str]] = None,
                 rules: pulumi.Input[Optional[Sequence[pulumi.Input[Union['RuleArgs', 'RuleArgsDict']]]]] = None,
                 __props__=None):
        opts = pulumi.ResourceOptions.merge(_utilities.get_resource_opts_defaults(), opts)
        if opts.id is None:
            __props__ = TableInitArgs.__new__(TableInitArgs)

            if hash_key is None and not opts.urn:
                raise TypeError("Missing required property 'hash_key'")
            __props__.__dict__["hash_key"] = hash_key
            if mode is None:
                mode = 'FAST'
            __props__.__dict__["mode"] = mode
            __props__.__dict__["kind"] = 'Table'
            __props__.__dict__["password"] = None if password is None else pulumi.Output.secret(password)
            if region is None:
                region = (_utilities.get_env('ACME_REGION', 'REGION') or 'north')
            __props__.__dict__["region"] = region
            __props__.__dict__["rules"] = pulumi.Output.from_input(rules).apply(pulumi.runtime.to_json) if it else None
            __props__.__dict__["table_arn"] = None
        super(Table, __self__).__init__(
            'acme:store/table:Table',
            resource_name,
            __props__,
            opts)

    @_builtins.property
    @pulumi.getter(name="tableArn")
    def table_arn(self) -> pulumi.Output[_builtins.str]:
        """
        Its ARN.
        """
        return pulumi.get(self, "table_arn")

    @_builtins.property
    @pulumi.getter
    def indexes(self) -> pulumi.Output[Optional[Sequence['outputs.TableIndex']]]:
        return pulumi.get(self, "indexes")

    @_builtins.property
    @pulumi.getter
    def role(self) -> pulumi.Output['_iam.outputs.RoleFacts']:
        return pulumi.get(self, "role")

    @_builtins.property
    @pulumi.getter
    def other(self) -> pulumi.Output['pulumi_other.Thing']:
        return pulumi.get(self, "other")

    @_builtins.property
    @pulumi.getter
    def speed(self) -> pulumi.Output['Speed']:
        return pulumi.get(self, "speed")

    def backup(__self__, *, name: str):
        return None
'''
OUTPUTS = """
@pulumi.output_type
class TableIndex(dict):
    @staticmethod
    def __key_warning(key: str):
        suggest = None

    def __init__(__self__, *, read_units: Optional[_builtins.int] = None):
        pulumi.set(__self__, "read_units", read_units)

    @_builtins.property
    @pulumi.getter(name="readUnits")
    def read_units(self) -> Optional[_builtins.int]:
        return pulumi.get(self, "read_units")

    @_builtins.property
    @pulumi.getter
    def parent(self) -> Optional['outputs.TableIndex']:
        return pulumi.get(self, "parent")

class TableIndexLater(dict):
    @_builtins.property
    @pulumi.getter
    def wrong(self) -> str:
        return pulumi.get(self, "wrong")
"""
INPUTS = """
class RuleArgsDict(TypedDict):
    tag_values: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[_builtins.str]]]]

@pulumi.input_type
class RuleArgs:
    def __init__(__self__, *,
                 resource_name: pulumi.Input[_builtins.str],
                 tag_values: pulumi.Input[Optional[Mapping[str, pulumi.Input[_builtins.str]]]] = None):
        pulumi.set(__self__, "resource_name", resource_name)

    @_builtins.property
    @pulumi.getter(name="resourceName")
    def resource_name(self) -> pulumi.Input[_builtins.str]:
        return pulumi.get(self, "resource_name")

    @_builtins.property
    @pulumi.getter(name="tagValues")
    def tag_values(self) -> pulumi.Input[Optional[Mapping[str, pulumi.Input[_builtins.str]]]]:
        return pulumi.get(self, "tag_values")

    @_builtins.property
    @pulumi.getter
    def inner(self) -> pulumi.Input[Optional[Union[_builtins.str, 'RuleArgs']]]:
        return pulumi.get(self, "inner")
"""
ENUMS = '''
@pulumi.type_token("acme:store/Speed:Speed")
class Speed(_builtins.str, Enum):
    """
    How fast.
    """
    VERY_FAST = "very-fast"
    """
    Not SLOW = "slow".
    """
'''
GET_TABLE = """
@pulumi.output_type
class GetTableResult:
    @_builtins.property
    @pulumi.getter(name="tableArn")
    def table_arn(self) -> _builtins.str:
        return pulumi.get(self, "table_arn")


class AwaitableGetTableResult(GetTableResult):
    def __await__(self):
        yield self


def get_table(hash_key: Optional[_builtins.str],
              opts: Optional[pulumi.InvokeOptions] = None) -> AwaitableGetTableResult:
    __args__ = dict()
    __args__['hashKey'] = hash_key
    __ret__ = pulumi.runtime.invoke('acme:store/getTable:getTable', __args__, opts=opts, typ=GetTableResult).value

    return AwaitableGetTableResult(
        table_arn=pulumi.get(__ret__, 'table_arn'))
def get_table_output(hash_key: pulumi.Input[Optional[_builtins.str]] = None,
                     opts: Optional[pulumi.InvokeOptions] = None) -> pulumi.Output[GetTableResult]:
    return None
"""
CLUSTER = """
class Cluster(pulumi.ComponentResource):
    def _internal_init(__self__, resource_name: str, opts=None):
        __props__ = ClusterArgs.__new__(ClusterArgs)
        super(Cluster, __self__).__init__(
            'acme:index:Cluster',
            resource_name,
            __props__,
            opts,
            remote=True)
"""
THING = """
class Thing(pulumi.CustomResource):
    @_builtins.property
    @pulumi.getter
    def arn(self) -> pulumi.Output[_builtins.str]:
        return pulumi.get(self, "arn")
"""
FILES = {
    "pulumi_acme/pulumi-plugin.json": '{"resource": true, "name": "acme"}',
    "pulumi_acme/__init__.py": "from .cluster import *\nstore = _utilities.lazy_import('pulumi_acme.store')\n",
    "pulumi_acme/cluster.py": CLUSTER,
    "pulumi_acme/iam/__init__.py": "",
    "pulumi_acme/iam/outputs.py": OUTPUTS.replace("TableIndex", "RoleFacts"),
    "pulumi_acme/store/__init__.py": "from ._enums import *\nfrom .odd_name import *\nfrom .table import *\n",
    "pulumi_acme/store/odd_name.py": GET_TABLE,
    "pulumi_acme/store/table.py": TABLE,
    "pulumi_acme/store/outputs.py": OUTPUTS,
    "pulumi_acme/store/_inputs.py": INPUTS,
    "pulumi_acme/store/_enums.py": ENUMS,
    "pulumi_other/pulumi-plugin.json": '{"resource": true, "name": "other"}',
    "pulumi_other/__init__.py": "from .thing import *",
    "pulumi_other/thing.py": THING,
    "boto3/__init__.py": "",
}
STRING = Shape(Kind.STRING)


def install(site: Path) -> None:
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "app" / "infra").mkdir(parents=True)
    install(tmp_path / ".venv" / "lib" / "python3.12" / "site-packages")
    return tmp_path


@pytest.fixture
def acme(root):
    return PythonDeclarations(root / "app").package(Path("infra"), "pulumi_acme")


@pytest.mark.parametrize(
    ("place", "named"),
    [("app/venv/lib/python3.11", ()), ("env/Lib", ()), ("app/infra/own/lib/python3.13", ("own",)),
     ("shared/lib/python3.13", ("../../shared",))],
)  # fmt: skip
def test_environments_inside_the_repository_are_found(tmp_path, place, named):
    (tmp_path / ".git").mkdir()
    (tmp_path / "app" / "infra").mkdir(parents=True)
    install(tmp_path / place / "site-packages")
    declarations = PythonDeclarations(tmp_path / "app", named)
    assert declarations.package(Path("infra"), "pulumi_acme").name == "acme"
    assert declarations.package(Path("infra"), "boto3") is None
    assert declarations.package(Path("infra"), "../pulumi_acme") is None


def test_nothing_outside_the_repository_is_read(tmp_path):
    install(tmp_path / "venv" / "lib" / "python3.12" / "site-packages")
    inside = tmp_path / "repository"
    (inside / ".git").mkdir(parents=True)
    (inside / ".venv").symlink_to(tmp_path / "venv")
    for named in (("../venv",), (str(tmp_path / "venv"),)):
        assert PythonDeclarations(inside, named).package(Path(), "pulumi_acme") is None


def test_a_class_says_what_it_registers(acme):
    table = acme.resource("store", "Table")
    assert table.token == "acme:store/table:Table"
    assert table.required == ("hashKey",)
    assert (table.component, table.remote) == (False, False)
    assert table.inputs == {
        "hashKey": Input("hashKey"),
        "mode": Input("mode", "FAST"),
        "kind": Input(default="Table"),
        "password": Input("password", secret=True),
        "region": Input("region", "north", environment=("ACME_REGION", "REGION")),
        "rules": Input("rules", document=True),
    }
    assert acme.given(table, {"hashKey": "id", "extra": 1}) == {
        "hashKey": "id", "mode": "FAST", "kind": "Table", "region": "north",
    }  # fmt: skip


def test_names_are_told_in_both_spellings(acme):
    table = acme.resource("store", "Table")
    assert table.spelled == {"hash_key": "hashKey", "table_arn": "tableArn"}
    assert list(table.outputs) == ["tableArn", "indexes", "role", "other", "speed"]


def test_outputs_have_shapes(acme):
    table = acme.resource("store", "Table")
    assert acme.output(table, "tableArn") == STRING
    assert acme.output(table, "nothing") is None
    assert acme.output(table, "speed") == STRING
    index = acme.output(table, "indexes").item
    assert index.members["readUnits"].shape == Shape(Kind.NUMBER)
    assert index.members["readUnits"].optional
    assert index.members["parent"].shape.kind is Kind.OBJECT
    assert "wrong" not in index.members
    assert acme.output(table, "role").members["readUnits"].shape == Shape(Kind.NUMBER)
    assert set(acme.output(table, "other").members) == {"id", "arn"}


def test_arguments_are_told_in_order(acme):
    assert list(acme.arguments("store", "Table")) == ["hash_key", "mode", "password", "region", "rules"]
    assert acme.arguments("store", "TableInitArgs") == {
        "hash_key": Argument("hashKey", required=True),
        "mode": Argument("mode", default="FAST"),
    }
    assert list(acme.arguments("store", "RuleArgs")) == ["resource_name", "tag_values"]
    assert acme.arguments("store", "get_table_output") == {"hash_key": Argument("hashKey", required=True)}
    assert acme.arguments("store", "NoneArgs") is None


@pytest.mark.parametrize(
    ("class_", "path", "kept"),
    [("Table", ("rules",), False), ("Table", ("rules", "tagValues"), True), ("Table", ("rules", "resourceName"), True),
     ("Table", ("labels",), True), ("Table", ("nothing",), None), ("Table", (), None), ("RuleArgs", ("inner",), True),
     ("RuleArgs", ("inner", "tagValues"), None), ("Other", ("rules",), None)],
)  # fmt: skip
def test_keys_of_maps_are_kept(acme, class_, path, kept):
    assert acme.keeps_keys("store", class_, path) is kept


def test_functions_are_found_in_any_file(acme):
    for name in ("get_table", "get_table_output"):
        found = acme.function("store", name)
        assert found.token == "acme:store/getTable:getTable"
        assert acme.output(found, "tableArn") == STRING
    assert acme.function("store", "get_nothing") is None


def test_components_of_other_programs(acme):
    cluster = acme.resource("", "Cluster")
    assert (cluster.token, cluster.component, cluster.remote) == ("acme:index:Cluster", True, True)


def test_members_of_enumerations(acme):
    assert acme.enum_member("store.Speed.VERY_FAST") == "very-fast"
    for path in ("store.Speed.SLOW", "store.Speed", "store.Slow.VERY_FAST", "", "Speed.VERY FAST", "store.Speed.(a"):
        assert acme.enum_member(path) is None


def test_what_modules_lack(acme):
    assert acme.lacks("store", "Missing")
    assert acme.lacks("", "missing")
    for module, name in [("store", "Table"), ("store", "get_table"), ("", "store"), ("", "iam"), ("gone", "Table"),
                         ("store", "no name")]:  # fmt: skip
        assert not acme.lacks(module, name)


def test_methods(acme):
    table = acme.resource("store", "Table")
    assert acme.has_method(table, "backup")
    assert not acme.has_method(table, "indexes")
    assert not acme.has_method(table, "restore")


@pytest.mark.parametrize("module", ["..", "store/..", "store.", ".store", "a b"])
def test_paths_stay_in_the_package(acme, module):
    assert acme.resource(module, "Table") is None
    assert acme.function(module, "get_table") is None
    assert acme.arguments(module, "RuleArgs") is None


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        ("_builtins.str", "string"),
        ("pulumi.Output[Optional[Sequence['outputs.Rule']]]", "Output<Array<q.outputs.Rule> | undefined>"),
        ("Mapping[str, Any]", "Record<string, any>"),
        ("Union['RuleArgs', 'RuleArgsDict']", "q.RuleArgs"),
        ("str | None", "string | undefined"),
        ("Literal['a', \"b\"]", '"a" | "b"'),
        ("pulumi.InputType['RuleArgs']", "Input<q.RuleArgs>"),
        ("Callable[[int], str]", "any"),
        ("", "any"),
        ("Sequence[", "any"),
    ],
)
def test_annotations(annotation, type_):
    assert spelled(annotation, lambda name: f"q.{name}") == type_


def test_what_types_hold():
    assert element("Input<Array<Input<a.B>> | undefined>") == "a.B"
    assert element("string | a.B") == "string | a.B"


def test_deep_annotations_end():
    assert spelled("Optional[" * 500 + "str" + "]" * 500, str).startswith("any")
    assert spelled("x" * 20_000, str) == "any"


def test_classes_in_text():
    text = textwrap.dedent("""
        class A(Base, metaclass=Meta):
            x = 1
        class AB:
            pass
        y = 2
    """)
    assert class_text(text, "A") == "class A(Base, metaclass=Meta):\n    x = 1"
    assert bases(class_text(text, "A")) == ["Base", "metaclass=Meta"]
    assert class_text(text, "AB") == "class AB:\n    pass"
    assert bases(class_text(text, "AB")) == []
    assert class_text(text, "B") is None


@given(st.text(max_size=300), st.text(max_size=20))
def test_any_text_is_read(text, name):
    class_text(text, name)
    getters(text)
    bases(text)
    parameters(text, name)
    assert isinstance(spelled(text, str), str)


@pytest.mark.parametrize(
    "broken",
    [
        "(" * 50_000,
        "[" * 50_000,
        "'" * 50_000,
        '@pulumi.getter\n    @_utilities.deprecated("""' * 2000,
        "class Table(" * 5000,
        "__props__ = TableArgs.__new__(TableArgs)\n" * 3000,
    ],
)
def test_hostile_files_end(root, broken):
    site = root / ".venv" / "lib" / "python3.12" / "site-packages" / "pulumi_acme" / "store"
    (site / "table.py").write_text(TABLE.replace("    def backup", broken + "\n    def backup"))
    (site / "outputs.py").write_text(broken)
    package = PythonDeclarations(root).package(Path("app"), "pulumi_acme")
    started = time.monotonic()
    table = package.resource("store", "Table")
    for name in table.outputs if table else ():
        assert package.output(table, name) is not None or ANYTHING
    package.arguments("store", "Table")
    package.lacks("store", "Nothing")
    assert time.monotonic() - started < 3
