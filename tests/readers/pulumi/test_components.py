"""Components: their children, their options, and each of them evaluated alone."""

from __future__ import annotations

import pytest

from scaffold.model.deployments import Role
from scaffold.model.shapes import Kind
from scaffold.model.values import Reference

SITE = """
export interface SiteArgs {
    /** How many. */
    size?: number;
    stage: "dev" | "prod";
    tags?: Record<string, pulumi.Input<string>>;
    names?: pulumi.Input<string>[];
    versioned?: boolean;
    inner?: { path: string; depth?: number };
}
export class Site extends pulumi.ComponentResource {
    public readonly arn: pulumi.Output<string>;
    public readonly label: string;
    private readonly bucket: aws.s3.Bucket;
    protected hidden = 1;
    _own = 2;
    constructor(name: string, args: SiteArgs, opts?: pulumi.ComponentResourceOptions) {
        super("shop:index:Site", name, {}, opts);
        const { size = 3 } = args;
        const tags = { ...args.tags, size: `${size}` };
        this.bucket = new aws.s3.Bucket(`${name}-${args.stage}`, { tags }, { parent: this });
        if (args.versioned) {
            const versioningConfiguration = { status: "Enabled" };
            new aws.s3.BucketVersioning("v", { bucket: this.bucket.id, versioningConfiguration }, { parent: this });
        }
        this.arn = this.bucket.arn;
        this.label = `${name}/${size}`;
        this.registerOutputs({ arn: this.arn });
    }
}
"""


def test_children_stand_under_their_component(program) -> None:
    found = program(SITE + 'const site = new Site("www", { stage: "dev" }); export const arn = site.arn;')
    registered = found.registered()
    assert list(registered) == ["module.www", "module.www.aws_s3_bucket.www-dev"]
    assert registered["module.www"].role is Role.COMPONENT
    assert registered["module.www.aws_s3_bucket.www-dev"].options.parent == "module.www"
    assert found.outputs["arn"] == Reference("module.www.aws_s3_bucket.www-dev", ("arn",))
    call = found.project.calls[0]
    assert (call.address, call.source, call.opaque) == ("module.www", "shop:index:Site", False)
    assert found.resources["module.www.aws_s3_bucket.www-dev"].module == "module.www"


def test_nested_components_and_what_children_take_over(program) -> None:
    found = program("""
    class Inner extends pulumi.ComponentResource {
        constructor(name: string, opts: pulumi.ComponentResourceOptions) {
            super("shop:index:Inner", name, {}, opts);
            new aws.sqs.Queue("q", {}, { parent: this });
            new aws.sqs.Queue("free", {}, { parent: this, protect: false });
        }
    }
    class Outer extends pulumi.ComponentResource {
        constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
            super("shop:index:Outer", name, {}, opts);
            new Inner("in", { parent: this });
        }
    }
    const west = new aws.Provider("west", { region: "us-west-2" });
    new Outer("a", { providers: { aws: west }, protect: true });
    new Outer("b", { providers: [west] });
    """).registered()
    queue = found["module.a.module.in.aws_sqs_queue.q"]
    assert (queue.options.provider, queue.options.protect) == ("aws.west", True)
    assert found["module.a.module.in.aws_sqs_queue.free"].options.protect is False
    assert found["module.b.module.in.aws_sqs_queue.q"].options.provider == "aws.west"
    assert found["module.a"].options.provider == ""


def test_an_entry_says_what_the_constructor_takes(program) -> None:
    found = program(SITE)
    assert list(found.entries) == ["shop", "Site"]
    entry = found.entries["Site"]
    assert (entry.module, entry.export, entry.token) == ("index.ts", "Site", "shop:index:Site")
    assert entry.signature == ("name", "args", "opts")
    assert entry.optional == ("opts",)
    parameters = {parameter.name: parameter for parameter in entry.parameters}
    assert {name: parameter.required for name, parameter in parameters.items()} == {
        "args.size": False,
        "args.stage": True,
        "args.tags": False,
        "args.names": False,
        "args.versioned": False,
        "args.inner": False,
    }
    assert parameters["args.size"].description == "How many."
    shapes = {name: parameter.shape for name, parameter in parameters.items()}
    assert shapes["args.stage"].choices == ("dev", "prod")
    assert shapes["args.size"].kind is Kind.NUMBER
    assert shapes["args.versioned"].kind is Kind.BOOL
    assert shapes["args.tags"].item.kind is Kind.STRING
    assert shapes["args.names"].kind is Kind.LIST
    assert shapes["args.inner"].members["depth"].optional


def test_a_component_with_chosen_arguments(program) -> None:
    found = program(SITE)
    plain = found.evaluate({"args.stage": "prod"}, "Site")
    assert [each.name for each in plain.registrations] == ["test", "test-prod"]
    assert plain.registrations[1].resolved == {"tags": {"size": "3"}}
    full = found.evaluate(
        {"name": "www", "args.stage": "dev", "args.size": 5, "args.versioned": True, "args.tags": {"a": "b"}}, "Site"
    )
    assert [each.name for each in full.registrations] == ["www", "www-dev", "v"]
    assert full.registrations[1].resolved == {"tags": {"a": "b", "size": "5"}}
    assert full.taken - plain.taken
    assert Reference("args.versioned") in [decision.condition for decision in plain.decisions]


def test_the_public_properties_are_what_a_component_shows(program) -> None:
    found = program(SITE).evaluate({"args.stage": "dev", "name": "www"}, "Site")
    assert {each.name: each.resolved for each in found.exports} == {
        "arn": "arn:aws:s3:::" + str(found.exports[0].resolved).removeprefix("arn:aws:s3:::"),
        "label": "www/3",
    }


def test_samples_for_what_is_required(program) -> None:
    found = program(SITE)
    assert found.reading.programs is not None
    assert found.reading.programs.sample(found.entries["Site"]) == {"args.stage": "dev"}


@pytest.mark.parametrize(
    ("text", "export"),
    [
        ("class A extends pulumi.ComponentResource {}\nexport { A as Renamed };", "Renamed"),
        ("export default class A extends pulumi.ComponentResource {}", "default"),
        ("class A extends pulumi.ComponentResource {}\nexport = A;", ""),
        ("class A extends pulumi.ComponentResource {}\nexports.A = A;", "A"),
        ("class A extends pulumi.ComponentResource {}\nmodule.exports = { A };", "A"),
    ],
)
def test_the_ways_to_export_a_component(program, text: str, export: str) -> None:
    files = {"index.ts": "export {};\n", "lib/a.ts": f'import * as pulumi from "@pulumi/pulumi";\n{text}\n'}
    assert program("", files).entries["A"].export == export


def test_a_component_through_classes_and_types_of_other_files(program) -> None:
    files = {
        "base.ts": """
            import { ComponentResource } from "@pulumi/pulumi";
            export abstract class Base extends ComponentResource {}
            export interface BaseArgs { team: string }
        """,
        "lib/index.ts": 'export * from "./stack";\nexport * from "../base";\n',
        "lib/stack.ts": """
            import * as pulumi from "@pulumi/pulumi";
            import { Base, BaseArgs } from "../base";
            export type Size = 1 | 2;
            export interface StackArgs extends BaseArgs { size?: Size }
            export class Stack extends Base {
                constructor(name: string, { team, size = 1 }: StackArgs, opts?: pulumi.ComponentResourceOptions) {
                    super("shop:index:Stack", name, {}, opts);
                }
            }
        """,
    }
    entry = program('import { Stack } from "./lib"; new Stack("s", { team: "a" });', files).entries["Stack"]
    assert entry.module == "lib/stack.ts"
    found = {parameter.name: parameter for parameter in entry.parameters}
    assert (found["args.team"].required, found["args.size"].default) == (True, 1)
    assert found["args.size"].shape.choices == (1, 2)


def test_plain_arguments_of_a_constructor_are_parameters_too(program) -> None:
    found = program("""
    export class Net extends pulumi.ComponentResource {
        constructor(name: string, vpcId: string, zones: string[] = ["a"], opts?: pulumi.ComponentResourceOptions) {
            super("shop:index:Net", name, {}, opts);
            for (const z of zones) new aws.ec2.Subnet(`${name}-${z}`, { vpcId }, { parent: this });
        }
    }
    """)
    entry = found.entries["Net"]
    assert (entry.signature, entry.optional) == (("name", "vpcId", "zones", "opts"), ("zones", "opts"))
    assert [(each.name, each.required) for each in entry.parameters] == [("vpcId", True), ("zones", False)]
    registered = found.registered({"vpcId": "vpc-1", "zones": ("x", "y")}, "Net")
    assert [each.name for each in registered.values()] == ["test", "test-x", "test-y"]


def test_arguments_of_plain_javascript_are_those_that_are_read(program) -> None:
    files = {
        "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: site.js\n",
        "site.js": """
            const pulumi = require("@pulumi/pulumi");
            class Site extends pulumi.ComponentResource {
                constructor(name, args, opts) {
                    super("shop:index:Site", name, {}, opts);
                    this.title = args.title || "none";
                    this.path = args.inner.path;
                }
            }
            module.exports = { Site };
        """,
    }
    entry = program("", files).entries["Site"]
    found = {parameter.name: parameter for parameter in entry.parameters}
    assert found["args.title"].default == "none"
    assert "path" in found["args.inner"].shape.members


def test_arguments_that_are_optional_altogether(program) -> None:
    found = program("""
    export class Site extends pulumi.ComponentResource {
        readonly size: number;
        constructor(name: string, args: { size?: number } = { size: 9 }, opts?: pulumi.ComponentResourceOptions) {
            super("shop:index:Site", name, {}, opts);
            this.size = args.size ?? 1;
        }
    }
    """)
    assert found.entries["Site"].optional == ("args", "opts")
    assert found.evaluate({}, "Site").exports[0].resolved == 9
    assert found.evaluate({"args.size": 4}, "Site").exports[0].resolved == 4


def test_what_initialize_gives(program) -> None:
    found = program("""
    class Site extends pulumi.ComponentResource<string> {
        constructor(name: string, args: any) { super("shop:index:Site", name, args); }
        protected async initialize(args: any) { new aws.sqs.Queue("inside", {}, { parent: this }); return args.x; }
        async data() { return this.getData(); }
    }
    export const data = new Site("s", { x: "y" }).data();
    """)
    assert "module.s.aws_sqs_queue.inside" in found.registered()
    assert found.exported() == {"data": "y"}


def test_an_argument_that_is_declared_as_an_output_is_one(program) -> None:
    found = program("""
    export class Site extends pulumi.ComponentResource {
        readonly upper: pulumi.Output<string>;
        constructor(name: string, args: { arn: pulumi.Output<string> }, opts?: pulumi.ComponentResourceOptions) {
            super("shop:index:Site", name, {}, opts);
            this.upper = args.arn.apply(arn => arn.toUpperCase());
        }
    }
    """)
    assert found.evaluate({"args.arn": "arn:x"}, "Site").exports[0].resolved == "ARN:X"
