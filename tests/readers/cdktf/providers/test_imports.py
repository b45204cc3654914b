"""What imports of provider packages and of bindings mean, in every style."""

from __future__ import annotations

import json

import pytest

from scaffold.model.values import Unknown
from scaffold.readers.cdktf.bindings import Bindings, Constraint
from scaffold.readers.cdktf.providers.described import described
from scaffold.readers.cdktf.providers.generated_code import read_generated

from .conftest import Read

_MADE = {"aws_sqs_queue": {"q": {"name": "n"}}}

#: Bindings of a provider that nobody has heard of, as they are generated.
_RESOURCE = """// https://example.org/providers/acme/unheard/1.2.3/docs/resources/thing
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

export interface ThingConfig extends cdktf.TerraformMetaArguments {
  readonly label: string;
}

export function thingPartToTerraform(struct?: ThingPart | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  return {
    part_name: cdktf.stringToTerraform(struct!.partName),
    open: struct!.open === undefined ? null : cdktf.booleanToTerraform(struct!.open),
  }
}

export class ThingPartOutputReference extends cdktf.ComplexObject {
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false, 0);
  }
  public get partName() {
    return this.getStringAttribute('part_name');
  }
  public get open() {
    return this.getBooleanAttribute('open');
  }
}

export class Thing extends cdktf.TerraformResource {
  public static readonly tfResourceType = "unheard_thing";
  public constructor(scope: Construct, id: string, config: ThingConfig) {
    super(scope, id, {
      terraformResourceType: 'unheard_thing',
      terraformGeneratorMetadata: {
        providerName: 'unheard',
        providerVersion: '1.2.3',
        providerVersionConstraint: '~> 1.2'
      },
    });
    this._label = config.label;
    this._getSecret = config.fetchSecret;
    this._parts.internalValue = config.parts;
  }
  public get label() {
    return this.getStringAttribute('label');
  }
  public get fetchSecret() {
    return this.getBooleanAttribute('get_secret');
  }
  private _parts = new ThingPartOutputReference(this, "parts");
  public get parts() {
    return this._parts;
  }
  public get sizes() {
    return cdktf.Token.asNumberList(cdktf.Fn.tolist(this.getNumberListAttribute('sizes')));
  }
  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      label: cdktf.stringToTerraform(this._label),
      get_secret: cdktf.booleanToTerraform(this._getSecret),
      parts: thingPartToTerraform(this._parts.internalValue),
    };
  }
}
"""
_PROVIDER = """// https://example.org/providers/acme/unheard/1.2.3/docs
// generated from terraform resource schema

export class UnheardProvider extends cdktf.TerraformProvider {
  public constructor(scope: Construct, id: string, config: UnheardProviderConfig = {}) {
    super(scope, id, {
      terraformResourceType: 'unheard',
      terraformGeneratorMetadata: {
        providerName: 'unheard',
        providerVersion: '1.2.3',
        providerVersionConstraint: '~> 1.2'
      },
      terraformProviderSource: 'acme/unheard'
    });
    this._someKey = config.someKey;
  }
  public get someKey() {
    return this._someKey;
  }
  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      some_key: cdktf.stringToTerraform(this._someKey),
    };
  }
}
"""


def test_generated_code_says_what_is_only_written() -> None:
    only = "      secret_wo: this.markWriteOnlyAttribute(cdktf.stringToTerraform(this._secretWo)),\n"
    text = _RESOURCE.replace("      label: cdktf", f"{only}      label: cdktf")

    facts = described(read_generated([text]), "unheard", "Thing")

    assert facts is not None
    assert [(one.name, one.write_only) for one in facts.shape.given] == [
        ("secret_wo", True), ("label", False), ("get_secret", False), ("parts", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "class",
        "class Thing extends cdktf.TerraformResource {",
        "function xToTerraform(struct) {\n  return {",
        "}" * 50,
    ],
)
def test_other_text_says_nothing(text: str) -> None:
    assert described(read_generated([text]), "unheard", "Thing") is None


def test_objects_that_stand_in_one_another_are_read() -> None:
    again = "    self_part: thingPartToTerraform(struct!.selfPart),\n    part_name: cdktf"
    facts = described(read_generated([_RESOURCE.replace("    part_name: cdktf", again)]), "unheard", "Thing")

    part = facts.shape.members["parts"].shape if facts is not None else None
    assert part is not None
    assert part.members["selfPart"].shape is part


@pytest.mark.parametrize(
    "text",
    [
        "import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue'; new SqsQueue(stack, 'q', { name: 'n' });",
        "import { SqsQueue as Q } from '@cdktf/provider-aws/lib/sqs-queue/index.js'; new Q(stack, 'q', { name: 'n' });",
        "import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue'; new SqsQueue(stack, 'q', { name: 'n' });",
        "import { sqsQueue } from '@cdktf/provider-aws'; new sqsQueue.SqsQueue(stack, 'q', { name: 'n' });",
        "import * as aws from '@cdktf/provider-aws'; new aws.sqsQueue.SqsQueue(stack, 'q', { name: 'n' });",
        "import * as aws from '@cdktf/provider-aws'; new aws.sqs.SqsQueue(stack, 'q', { name: 'n' });",
        "import { sqs } from '@cdktf/provider-aws'; new sqs.SqsQueue(stack, 'q', { name: 'n' });",
        "import { SqsQueue } from '@cdktf/provider-aws'; new SqsQueue(stack, 'q', { name: 'n' });",
        "import aws = require('@cdktf/provider-aws'); new aws.sqsQueue.SqsQueue(stack, 'q', { name: 'n' });",
        "const { SqsQueue } = require('@cdktf/provider-aws/lib/sqs-queue'); new SqsQueue(stack, 'q', { name: 'n' });",
        "import { SqsQueue } from './.gen/providers/aws/sqs-queue'; new SqsQueue(stack, 'q', { name: 'n' });",
        "import { SqsQueue } from './.gen/providers/aws'; new SqsQueue(stack, 'q', { name: 'n' });",
        "import * as aws from './.gen/providers/aws'; new aws.sqsQueue.SqsQueue(stack, 'q', { name: 'n' });",
        "import * as q from '@cdktf/provider-aws/lib/sqs-queue'; new q.SqsQueue(stack, 'q', { name: 'n' });",
    ],
)  # fmt: skip
def test_classes_are_imported_in_every_style(ours: Read, text: str) -> None:
    found = ours(text)

    assert not found.error
    assert found.document["resource"] == _MADE


def test_a_shim_may_pass_on_a_package_and_more(ours: Read) -> None:
    shim = "export { AwsProvider } from '@cdktf/provider-aws/lib/aws-provider';\nexport * from '@cdktf/provider-aws';\n"
    found = ours(
        "import * as aws from './.gen/providers/aws';\nnew aws.AwsProvider(stack, 'aws', { region: 'x' });\n"
        "new aws.sqs.SqsQueue(stack, 'q', { name: 'n' });",
        **{".gen/providers/aws/index.ts": shim},
    )

    assert not found.error
    assert found.document["resource"] == _MADE
    assert found.block("provider", "aws") == [{"region": "x"}]


def test_bindings_that_are_generated_are_read(ours: Read) -> None:
    found = ours(
        """
        import { UnheardProvider } from './.gen/providers/unheard/provider';
        import { Thing } from './.gen/providers/unheard/thing';
        new UnheardProvider(stack, 'unheard', { someKey: 'k' });
        const thing = new Thing(stack, 'thing', { label: 'l', fetchSecret: true, parts: { partName: 'p' } });
        new TerraformOutput(stack, 'part', { value: thing.parts.partName });
        new TerraformOutput(stack, 'sizes', { value: thing.sizes });
        new TerraformOutput(stack, 'secret', { value: thing.fetchSecret });
        """,
        **{
            ".gen/providers/unheard/provider/index.ts": _PROVIDER,
            ".gen/providers/unheard/thing/index.ts": _RESOURCE,
            ".gen/providers/unheard/index.ts": "// generated by cdktf get\nexport * as thing from './thing';\n",
        },
    )

    assert not found.error
    assert found.block("terraform", "required_providers", "unheard") == {"version": "1.2.3", "source": "acme/unheard"}
    assert found.block("resource", "unheard_thing", "thing") == {
        "label": "l",
        "get_secret": True,
        "parts": {"part_name": "p", "open": None},
    }
    assert found.output("part") == "${unheard_thing.thing.parts[0].part_name}"
    assert found.output("sizes") == "${tolist(unheard_thing.thing.sizes)}"
    assert found.output("secret") == "${unheard_thing.thing.get_secret}"


def test_packages_that_are_installed_are_read(ours: Read) -> None:
    found = ours(
        """
        import { Thing } from '@cdktf/provider-unheard/lib/thing';
        import * as unheard from '@cdktf/provider-unheard';
        new unheard.provider.UnheardProvider(stack, 'unheard', {});
        new Thing(stack, 'thing', { label: 'l', nothing: 1 } as any);
        """,
        **{
            "node_modules/@cdktf/provider-unheard/package.json": json.dumps({"version": "3.0.0"}),
            "node_modules/@cdktf/provider-unheard/lib/thing/index.js": _RESOURCE,
            "node_modules/@cdktf/provider-unheard/lib/provider/index.js": _PROVIDER,
        },
    )

    assert not found.error
    assert found.block("resource", "unheard_thing", "thing") == {"label": "l"}
    assert found.block("terraform", "required_providers", "unheard") == {"version": "1.2.3", "source": "acme/unheard"}


def test_of_bindings_that_are_not_there_names_say_what_they_mean(ours: Read) -> None:
    found = ours(
        """
        import { Thing } from './.gen/providers/unheard/thing';
        import { UnheardProvider } from './.gen/providers/unheard/provider';
        new UnheardProvider(stack, 'unheard', { someKey: 'k' });
        const thing = new Thing(stack, 'thing', {
          someName: 'n', tags: { camelKey: 'x' }, innerBlock: [{ someMember: 1 }],
        });
        new TerraformOutput(stack, 'out', { value: thing.someOutput });
        """
    )

    assert not found.error
    assert found.block("resource", "unheard_thing", "thing") == {
        "some_name": "n",
        "tags": {"camelKey": "x"},
        "inner_block": [{"some_member": 1}],
    }
    assert found.block("provider", "unheard") == [{"some_key": "k"}]
    assert isinstance(found.block("terraform", "required_providers", "unheard", "version"), Unknown)
    assert found.output("out") == "${unheard_thing.thing.some_output}"


def test_modules_are_what_the_project_says(ours: Read) -> None:
    modules = (Constraint("terraform-aws-modules/vpc/aws", "5.0.0", "vpc"),)
    found = ours(
        """
        import { Vpc } from './.gen/modules/vpc';
        const vpc = new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/8', publicSubnets: ['a'] });
        new TerraformOutput(stack, 'id', { value: vpc.vpcIdOutput });
        """,
        bindings=Bindings(modules=modules),
    )

    assert not found.error
    assert found.block("module", "vpc") == {
        "cidr_block": "10.0.0.0/8",
        "public_subnets": ["a"],
        "source": "terraform-aws-modules/vpc/aws",
        "version": "5.0.0",
    }
    assert found.output("id") == "${module.vpc.vpc_id}"


def test_the_version_is_that_of_the_package_that_is_locked(ours: Read) -> None:
    lock = {"packages": {"node_modules/@cdktf/provider-aws": {"version": "21.22.1"}}}
    text = "import { AwsProvider } from '@cdktf/provider-aws/lib/provider';\nnew AwsProvider(stack, 'aws', {});"

    found = ours(text, **{"package-lock.json": json.dumps(lock)})

    assert found.block("terraform", "required_providers", "aws") == {"version": "6.25.0", "source": "aws"}


def test_the_data_resource_is_part_of_the_library(ours: Read) -> None:
    found = ours(
        """
        import { DataResource } from 'cdktf';
        const data = new DataResource(stack, 'data', { input: { camelKey: [1] }, triggersReplace: ['x'] });
        new TerraformOutput(stack, 'out', { value: data.output.lookup('key') });
        """
    )

    assert not found.error
    assert found.block("resource", "terraform_data", "data") == {"input": {"camelKey": [1]}, "triggers_replace": ["x"]}
    assert found.output("out") == '${terraform_data.data.output["key"]}'


@pytest.mark.parametrize(("library", "there"), [("cdktf", False), ("cdktn", True)])
def test_what_is_new_is_only_in_the_successor(ours: Read, library: str, there: bool) -> None:
    shown = "new TerraformOutput(stack, 'o', { value: !!lib.TerraformEphemeralResource });"
    text = f"import * as lib from '{library}';\n{shown}"

    assert ours(text, library=library).output("o") is there


def test_what_is_not_emulated_is_not_known(ours: Read) -> None:
    found = ours(
        "import { TerraformResourceTargets as T } from 'cdktf';\n"
        "new TerraformOutput(stack, 'o', { value: `${T.name}` });"
    )

    assert not found.error
    assert not isinstance(found.output("o"), str)
