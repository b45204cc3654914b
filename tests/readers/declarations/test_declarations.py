"""Type declarations of installed packages, read as text."""

import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model.shapes import ANYTHING, Kind, Shape
from scaffold.readers.declarations import NodeDeclarations
from scaffold.readers.declarations.text import Written, block, members, split, without_comments
from scaffold.readers.declarations.types import Reading, bare, may_be_absent

TABLE = """
import * as pulumi from "@pulumi/pulumi";
import * as outputs from "../types/output";
/**
 * A table. Not a class: export declare class Table extends nothing {
 */
export declare class Table extends pulumi.CustomResource {
    /**
     * Get an existing one; with a brace: }
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: TableState): Table;
    static isInstance(obj: any): obj is Table;
    /**
     * Its ARN; a semicolon, and `readonly fake: pulumi.Output<string>;`
     */
    readonly arn: pulumi.Output<string>;
    readonly rangeKey: pulumi.Output<string | undefined>;
    readonly indexes: pulumi.Output<outputs.store.TableIndex[]>;
    readonly tags: pulumi.Output<{
        [key: string]: string;
    } | undefined>;
    constructor(name: string, args?: TableArgs, opts?: pulumi.CustomResourceOptions);
}
export interface TableArgs {
    rangeKey?: pulumi.Input<string>;
}
"""
OUTPUT = """
import * as pulumi from "@pulumi/pulumi";
import * as other from "@acme/other";
export interface Top {
    flag: boolean;
}
export declare namespace shop {
    interface TableIndex {
        wrong: string;
    }
}
export declare namespace store {
    interface Empty {}
    interface TableIndex {
        /**
         * Hash key.
         */
        hashKey: string;
        readUnits?: number;
        mode: "FAST" | "SLOW";
        top: outputs.Top;
        self?: outputs.store.TableIndex;
        role: other.iam.Role;
    }
    namespace v1 {
        interface Thing {
            "quoted-name": string;
            pairs: [string, number];
        }
    }
}
"""
GET_TABLE = """
export declare function getTable(args: GetTableArgs): Promise<GetTableResult>;
export interface GetTableArgs {
    name: string;
}
export interface GetTableResult {
    readonly arn: string;
    readonly things: outputs.store.v1.Thing[];
}
export declare function getTableOutput(args: GetTableOutputArgs): pulumi.Output<GetTableResult>;
"""
ENUMS = """
export declare const Runtime: {
    /**
     * @deprecated
     */
    readonly NodeJS18dX: "nodejs18.x";
    readonly Odd: 3;
};
export type Runtime = (typeof Runtime)[keyof typeof Runtime];
"""
ROLE = """
export declare class Role extends pulumi.CustomResource {
    readonly arn: pulumi.Output<string>;
}
"""


@pytest.fixture
def root(tmp_path):
    scope = tmp_path / "node_modules" / "@pulumi" / "acme"
    files = {
        "package.json": "{}",
        "store/index.d.ts": 'export declare const IAMThing: typeof import("./iamthing").IAMThing;\n',
        "store/table.d.ts": TABLE,
        "store/table.js": "class Table {\n    static __pulumiType = 'acme:store/table:Table';\n}",
        "store/getTable.d.ts": GET_TABLE,
        "store/getTable.js": 'return pulumi.runtime.invoke("acme:store/getTable:getTable", {}, opts);',
        "store/iamthing.d.ts": ROLE.replace("Role", "IAMThing"),
        "cluster.d.ts": ROLE.replace("Role", "Cluster").replace("CustomResource", "ComponentResource"),
        "cluster.js": "Cluster.__pulumiType = 'acme:index:Cluster';\nsuper(type, name, x, opts, true /*remote*/);",
        "types/output.d.ts": OUTPUT,
        "types/enums/store/index.d.ts": ENUMS,
    }
    for name, text in files.items():
        (scope / name).parent.mkdir(parents=True, exist_ok=True)
        (scope / name).write_text(text)
    other = tmp_path / "node_modules" / "@acme" / "other"
    (other / "iam").mkdir(parents=True)
    (other / "package.json").write_text("{}")
    (other / "iam" / "role.d.ts").write_text(ROLE)
    (tmp_path / "app" / "src").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def acme(root):
    return NodeDeclarations(root).package(root / "app" / "src", "@pulumi/acme")


def test_a_class_says_its_token_and_outputs(acme):
    table = acme.resource("store", "Table")
    assert table.token == "acme:store/table:Table"
    assert list(table.outputs) == ["arn", "rangeKey", "indexes", "tags"]
    assert (table.component, table.remote) == (False, False)


def test_outputs_have_shapes(acme):
    table = acme.resource("store", "Table")
    assert acme.output(table, "arn") == Shape(Kind.STRING)
    assert acme.output(table, "tags") == Shape(Kind.MAP, Shape(Kind.STRING))
    assert acme.output(table, "nothing") is None
    index = acme.output(table, "indexes").item
    assert index.members["hashKey"].shape == Shape(Kind.STRING)
    assert index.members["readUnits"].optional
    assert index.members["mode"].shape == Shape(Kind.STRING, choices=("FAST", "SLOW"))
    assert list(index.members["top"].shape.members) == ["flag"]


def test_types_that_name_themselves_come_to_an_end(acme):
    shape = acme.output(acme.resource("store", "Table"), "indexes").item
    depth = 0
    while shape.kind is Kind.OBJECT and "self" in shape.members:
        shape, depth = shape.members["self"].shape, depth + 1
    assert 1 < depth < 10


def test_a_resource_of_another_package_has_its_outputs(acme):
    role = acme.output(acme.resource("store", "Table"), "indexes").item.members["role"].shape
    assert list(role.members) == ["id", "arn"]


def test_a_function_says_what_its_result_has(acme):
    for name in ("getTable", "getTableOutput"):
        found = acme.function("store", name)
        assert found.token == "acme:store/getTable:getTable"
        assert list(found.outputs) == ["arn", "things"]
        thing = acme.output(found, "things").item
        assert thing.members["quoted-name"].shape.kind is Kind.STRING
        assert [item.kind for item in thing.members["pairs"].shape.items] == [Kind.STRING, Kind.NUMBER]


def test_the_index_says_in_which_file_a_class_stands(acme):
    found = acme.resource("store", "IAMThing")
    assert found.file == "store/iamthing.d.ts"
    assert found.token == "acme:store/iAMThing:IAMThing"


def test_remote_components(acme):
    cluster = acme.resource("", "Cluster")
    assert (cluster.token, cluster.component, cluster.remote) == ("acme:index:Cluster", True, True)


def test_members_of_enumerations(acme):
    assert acme.enum_member("store.Runtime.NodeJS18dX") == "nodejs18.x"
    assert acme.enum_member("types.enums.store.Runtime.NodeJS18dX") == "nodejs18.x"
    for path in ("store.Runtime.Odd", "store.Runtime.None", "store.Nothing.A", "nowhere.A.B", "A", "", "../x.A.B"):
        assert acme.enum_member(path) is None


@pytest.mark.parametrize(
    ("module", "name"), [("store", "Nothing"), ("..", "Table"), ("store", "../table"), ("a/b", "C")]
)
def test_what_is_not_there_is_nothing(acme, module, name):
    assert acme.resource(module, name) is None
    assert acme.function(module, name) is None


def test_packages_outside_the_project_are_not_read(root, tmp_path_factory):
    inside = root / "app"
    assert NodeDeclarations(inside).package(inside / "src", "@pulumi/acme") is None
    outside = tmp_path_factory.mktemp("elsewhere") / "acme"
    outside.mkdir()
    (outside / "package.json").write_text("{}")
    (inside / "node_modules").mkdir()
    (inside / "node_modules" / "linked").symlink_to(outside)
    assert NodeDeclarations(inside).package(inside, "linked") is None


@pytest.mark.parametrize("name", ["../acme", "/etc", "@pulumi/../acme", "", "a b", "@pulumi/"])
def test_names_of_packages_are_no_paths(root, name):
    assert NodeDeclarations(root).package(root, name) is None


def test_a_linked_file_outside_is_not_read(acme, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.d.ts"
    secret.write_text(ROLE.replace("Role", "Secret"))
    (acme.folder / "store" / "secret.d.ts").symlink_to(secret)
    assert acme.resource("store", "Secret") is None


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("string", Shape(Kind.STRING)),
        ("pulumi.Output<string | undefined>", Shape(Kind.STRING)),
        ("pulumi.Input<pulumi.Input<string>[]>", Shape(Kind.LIST, Shape(Kind.STRING))),
        ("(string | undefined)[]", Shape(Kind.LIST, Shape(Kind.STRING))),
        ("Array<number>", Shape(Kind.LIST, Shape(Kind.NUMBER))),
        ("Record<string, boolean>", Shape(Kind.MAP, Shape(Kind.BOOL))),
        ("{[key: string]: string[]}", Shape(Kind.MAP, Shape(Kind.LIST, Shape(Kind.STRING)))),
        ("'a' | \"b\"", Shape(Kind.STRING, choices=("a", "b"))),
        ("string | enums.Mode", Shape(Kind.STRING)),
        ("true | false", Shape(Kind.BOOL)),
        ("string | number", ANYTHING),
        ("any", ANYTHING),
        ("", ANYTHING),
        ("(args: A) => string", ANYTHING),
    ],
)
def test_what_the_text_of_a_type_means(text, shape):
    assert Reading(lambda _: None).shape(text) == shape


def test_pieces_of_text():
    assert without_comments("a /* b */ c\n  // d\ne /* f") == "a  c\ne "
    assert split("a | {b: c | d} | 'e|f'", "|") == ["a", "{b: c | d}", "'e|f'"]
    assert members("a: string; b?: {c: d;}; m(x: y): z; readonly e: f") == {
        "a": Written("string"),
        "b": Written("{c: d;}", optional=True),
        "e": Written("f"),
    }
    assert block("x\nclass A {}\n", "class A ") is not None
    assert block("class A {\n  b\n}\n", "class A ") == (9, 13)
    assert block("class A;\nclass B {\n}", "class A") is None
    assert bare("pulumi.Output<(A | B)>") == "A | B"
    assert may_be_absent("pulumi.Output<A | undefined>")
    assert not may_be_absent("pulumi.Output<{a: B | undefined}>")


@given(st.text(alphabet="{}()[]<>|;:,'\"/*= \nabcstring?", max_size=300))
def test_any_text_is_read_without_an_error(text):
    members(text)
    without_comments(text)
    Reading(lambda _: members(text)).shape(text)
    split(text, "|")


@pytest.mark.parametrize(
    "text",
    [
        "/*" * 200_000,
        "{" * 200_000,
        "pulumi.Output<" * 20_000 + ">" * 20_000,
        "(" * 3_000 + ")" * 3_000,
        "a[" * 50_000,
        "[]" * 50_000,
        "string | " * 50_000,
        "a: " + "b;" * 100_000,
        "'" * 200_001,
    ],
)
def test_hostile_text_takes_no_time(text):
    start = time.perf_counter()
    members(text)
    Reading(lambda _: None).shape(text)
    assert time.perf_counter() - start < 2


def test_a_hostile_interface_is_bounded(tmp_path):
    package = tmp_path / "node_modules" / "wide"
    (package / "types").mkdir(parents=True)
    (package / "package.json").write_text("{}")
    many = "\n".join(f"    m{at}: outputs.Wide[];" for at in range(5000))
    (package / "types" / "output.d.ts").write_text(f"export interface Wide {{\n{many}\n}}\n")
    start = time.perf_counter()
    NodeDeclarations(tmp_path).package(tmp_path, "wide").shape("outputs.Wide")
    assert time.perf_counter() - start < 2


def test_dedent_is_not_needed(acme):
    (acme.folder / "store" / "flat.d.ts").write_text(textwrap.dedent(ROLE.replace("Role", "Flat")).strip())
    assert list(acme.resource("store", "Flat").outputs) == ["arn"]


def test_packages_of_a_workspace_are_found_above_the_project(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    package = tmp_path / "node_modules" / "@pulumi" / "shop"
    package.mkdir(parents=True)
    (package / "package.json").write_text("{}")
    project = tmp_path / "infrastructure" / "shop"
    project.mkdir(parents=True)
    assert NodeDeclarations(project).package(Path("."), "@pulumi/shop") is not None
    assert NodeDeclarations(project).package(Path("lib"), "@pulumi/shop") is not None


def test_packages_outside_the_repository_are_not_read(tmp_path: Path) -> None:
    package = tmp_path / "node_modules" / "@pulumi" / "shop"
    package.mkdir(parents=True)
    (package / "package.json").write_text("{}")
    (tmp_path / "project" / ".git").mkdir(parents=True)
    assert NodeDeclarations(tmp_path / "project").package(Path("."), "@pulumi/shop") is None


def test_classes_of_a_package_with_code_of_its_own_are_components(tmp_path: Path) -> None:
    folder = tmp_path / "node_modules" / "@pulumi" / "shop"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    (folder / "cart.d.ts").write_text(
        "export declare class Cart extends pulumi.ComponentResource {\n}\n"
        "export declare class BigCart extends Cart {\n}\n"
        "export declare class Far extends other.Cart {\n}\n"
        "export declare class Plain extends pulumi.CustomResource {\n}\n"
    )
    (folder / "cart.js").write_text(
        'class Box extends pulumi.ComponentResource {\n constructor(name) { super("shop:x:Box", name); }\n}\n'
        'class Cart extends pulumi.ComponentResource {\n constructor(name) { super("shop:x:Cart", name); }\n}\n'
        "class BigCart extends Cart {\n}\n"
    )
    names = ("Cart", "BigCart", "Far", "Plain")
    (folder / "index.d.ts").write_text(
        "".join(f'export declare const {name}: typeof import("./cart").{name};\n' for name in names)
    )
    package = NodeDeclarations(tmp_path).package(Path("."), "@pulumi/shop")
    assert package is not None
    found = [package.resource("", name) for name in names]
    assert [each and each.component for each in found] == [True, True, True, False]
    assert found[1] is not None
    assert found[1].token == "shop:x:Cart"


def test_methods_of_a_class_and_of_what_extends_it(tmp_path: Path) -> None:
    folder = tmp_path / "node_modules" / "@pulumi" / "shop"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    (folder / "cart.d.ts").write_text(
        "export declare class Cart extends pulumi.ComponentResource {\n    pay(sum: number): void;\n}\n"
    )
    (folder / "cartMixins.d.ts").write_text(
        'declare module "./cart" {\n    interface Cart {\n        fill<T>(x: T): void;\n    }\n}\n'
    )
    package = NodeDeclarations(tmp_path).package(Path("."), "@pulumi/shop")
    assert package is not None
    cart = package.resource("", "Cart")
    assert cart is not None
    assert [package.has_method(cart, name) for name in ("pay", "fill", "size")] == [True, True, False]


def test_a_class_in_a_file_that_the_index_passes_on_whole(tmp_path: Path) -> None:
    folder = tmp_path / "node_modules" / "@pulumi" / "shop"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    (folder / "index.d.ts").write_text('export * from "./carts";\n')
    (folder / "carts.d.ts").write_text("export declare class Cart extends pulumi.CustomResource {\n}\n")
    package = NodeDeclarations(tmp_path).package(Path("."), "@pulumi/shop")
    assert package is not None
    assert package.resource("", "Cart") is not None
    assert package.resource("", "Other") is None


def test_what_a_module_surely_lacks(tmp_path: Path) -> None:
    folder = tmp_path / "node_modules" / "@pulumi" / "shop"
    (folder / "cart").mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    (folder / "index.d.ts").write_text(
        'export * from "./provider";\nimport * as cart from "./cart";\nexport { cart };\n'
    )
    (folder / "provider.d.ts").write_text("export declare class Provider {\n}\n")
    (folder / "cart" / "index.d.ts").write_text('export * from "./gone";\n')
    package = NodeDeclarations(tmp_path).package(Path("."), "@pulumi/shop")
    assert package is not None
    assert [package.lacks("", name) for name in ("cart", "Provider", "Basket")] == [False, False, True]
    assert package.lacks("cart", "Wheel") is False  # a file is not there to say so
    assert package.lacks("nowhere", "Wheel") is False
