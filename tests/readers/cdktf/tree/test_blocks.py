"""What is known of the blocks of a stack: where they come from, under which conditions, what is not known of them."""

from __future__ import annotations

from scaffold.model.deployments import TOKEN_IN_TEXT
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown
from scaffold.readers.cdktf.blocks import Block
from scaffold.readers.cdktf.run import Given
from tests.readers.cdktf.tree.conftest import Evaluate, Found

PRELUDE = """
import { App, Aspects, AssetType, S3Backend, TerraformAsset, TerraformLocal, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
const thing = (scope: Construct, id: string, name?: unknown) => {
  const made = new TerraformResource(scope, id, { terraformResourceType: 'test_thing' });
  if (name !== undefined) made.addOverride('name', name);
  return made;
};
const app = new App();
const stack = new TerraformStack(app, 'orders');
"""  # noqa: E501
ANY = Given(explore=True)


def named(found: Found) -> dict[str, Block]:
    """The blocks by the paths of their constructs."""
    return {block.path: block for block in found.blocks}


def test_blocks_say_where_they_come_from(ours: Evaluate) -> None:
    found = ours(
        PRELUDE
        + """class Queue extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    thing(this, 'queue', 'q').overrideLogicalId('custom');
    new TerraformLocal(this, 'size', 3);
  }
}
new Queue(stack, 'audit');
new TerraformOutput(stack, 'url', { value: 'u' });
new TerraformProvider(stack, 'one', { terraformResourceType: 'test', terraformProviderSource: 's/t' });
new TerraformProvider(stack, 'two', { terraformResourceType: 'test', terraformProviderSource: 's/t' });
stack.addOverride('terraform.required_version', '>= 1.5');
stack.addOverride('terraform.experiments', ['some']);
stack.addOverride('resource.test_thing.more', { name: 'm' });
app.synth();
"""
    )
    assert [(block.kind, block.type, block.key, block.path, block.body) for block in found.blocks] == [
        ("resource", "test_thing", "custom", "orders/audit/queue", {"name": "q"}),
        ("locals", "", "audit_size_F72E08AB", "orders/audit/size", 3),
        ("output", "", "url", "orders/url", {"value": "u"}),
        ("terraform", "required_providers", "test", "orders/one", {"source": "s/t"}),
        ("provider", "test", "", "orders/one", {}),
        ("provider", "test", "", "orders/two", {}),
        ("terraform", "backend.local", "local", "orders/backend", {"path": "/(project)/terraform.orders.tfstate"}),
        ("resource", "test_thing", "more", "orders/more", {"name": "m"}),
        ("terraform", "required_version", "required_version", "orders/required_version", ">= 1.5"),
        ("terraform", "experiments", "experiments", "orders/experiments", ("some",)),
    ]
    blocks = named(found)
    assert (blocks["orders/audit/queue"].position.line, blocks["orders/audit/queue"].overridden) == (5, True)
    assert blocks["orders/url"].position.line == 19
    assert {block.stack for block in found.blocks} == {"orders"}


def test_blocks_are_there_under_conditions(ours: Evaluate) -> None:
    found = ours(
        PRELUDE
        + """const stage = stack.node.tryGetContext('stage');
if (stage === 'prod') thing(stack, 'one', 'p');
else thing(stack, 'one', 'q');
for (const name of stack.node.tryGetContext('names')) thing(stack, `n-${name}`).addOverride('name', name);
const always = thing(stack, 'always');
always.addOverride('name', `a-${stage}`);
if (stage === 'prod') always.addOverride('size', 3);
if (stage === 'prod') always.lifecycle = { preventDestroy: true };
app.synth();
""",
        given=ANY,
    )
    prod = Call("is", (Reference("context.stage"), "prod"))
    first, second, many, always = found.blocks[:4]
    assert (first.path, first.condition, first.body) == ("orders/one", prod, {"name": "p"})
    assert (second.path, second.condition, second.body) == ("orders/one", Call("not", (prod,)), {"name": "q"})
    assert (many.path, many.repeated, many.body) == (
        "orders/n-{context.names.*}",
        True,
        {"name": Reference("context.names", ("*",))},
    )
    assert always.body == {
        "name": Template(("a-", Reference("context.stage"))),
        "size": Conditional(prod, 3, None),
        "lifecycle": Conditional(prod, {"prevent_destroy": True}, None),
    }
    assert sorted(found.run.parameters) == ["context.names", "context.stage"]


def test_context_is_asked_for_as_parameters(ours: Evaluate) -> None:
    text = (
        PRELUDE
        + """const part = new Construct(stack, 'part');
part.node.setContext('own', 'mine');
const asked = [part.node.tryGetContext('own'), part.node.tryGetContext('size') ?? 1, part.node.getContext('stage')];
thing(part, 'one', asked);
app.synth();
"""
    )
    found = ours(text, given=Given({"context.size": 4}, {"stage": "dev"}))
    assert named(found)["orders/part/one"].body == {"name": ("mine", 4, "dev")}
    seen = found.run.parameters
    assert [(each.name, each.default, each.required) for each in seen.values()][1:] == [("context.stage", "dev", True)]
    assert seen["context.size"].required is False


def test_hashes_of_assets_are_calls_in_blocks(ours: Evaluate) -> None:
    found = ours(
        PRELUDE
        + """const asset = new TerraformAsset(stack, 'code', { path: 'files', type: AssetType.ARCHIVE });
const made = thing(stack, 'one', asset.path);
made.addOverride('hash', asset.assetHash);
const built = new TerraformAsset(stack, 'built', { path: 'dist/out.zip' });
made.addOverride('built', [built.path, built.fileName]);
app.synth();
"""
    )
    assert not found.error
    hash_ = Call("asset.hash", ("orders/code",))
    assert named(found)["orders/one"].body == {
        "name": Template(("assets/code/", hash_, "/archive.zip")),
        "hash": hash_,
        "built": (Template(("assets/built/", Call("asset.hash", ("orders/built",)), "/out.zip")), "out.zip"),
    }
    assert [diagnostic.code for diagnostic in found.machine.diagnostics] == ["asset-not-there"]
    assert sorted(found.run.synthesised[0].files.values()) == ["dist/out.zip", "files"]


def test_an_asset_that_is_not_there_is_an_error_in_a_test(ours: Evaluate) -> None:
    for path, shown in (("./dist/../out", "out"), ("/elsewhere/out", "/elsewhere/out")):
        text = f"{PRELUDE}const asset = new TerraformAsset(stack, 'code', {{ path: '{path}' }});\napp.synth();\n"
        assert ours(text, given=Given(firm=True)).error == f"Error: ENOENT: no such file or directory, stat '{shown}'"
    assert not ours(text.replace("/elsewhere", "../beside"), given=Given(firm=True)).error


def test_what_is_not_known_of_an_asset_stays_so(ours: Evaluate) -> None:
    found = ours(
        PRELUDE
        + """const path = stack.node.tryGetContext('path');
const one = new TerraformAsset(stack, 'code', { path });
const two = new TerraformAsset(stack, 'archive', { path, type: AssetType.ARCHIVE });
const three = new TerraformAsset(stack, 'file', { path, type: AssetType.FILE });
const four = new TerraformAsset(stack, 'built', { path: 'bootstrap' });
thing(stack, 'one', [one.path, two.path, three.path, four.path, four.fileName]);
app.synth();
""",
        given=ANY,
    )
    one, two, three, four, name = named(found)["orders/one"].body["name"]
    assert isinstance(one.parts[-1], Unknown)
    assert two == Template(("assets/archive/", Call("asset.hash", ("orders/archive",)), "/archive.zip"))
    assert isinstance(three.parts[-1], Unknown)
    assert isinstance(four.parts[-1], Unknown)
    assert name == "bootstrap"


def test_tokens_of_numbers_in_text_are_said(ours: Evaluate) -> None:
    found = ours(
        PRELUDE
        + """const count = thing(stack, 'count').getNumberAttribute('size');
thing(stack, 'text', { name: `x-${count}`, others: [`b-${count}`, 'fine', 1.5], whole: count });
thing(stack, 'fine', `x${count}`);
new TerraformOutput(stack, 'calculated', { value: count * 2 });
app.synth();
"""
    )
    unknown = Unknown(TOKEN_IN_TEXT)
    blocks = named(found)
    size = "${test_thing.count.size}"
    assert blocks["orders/text"].body == {"name": {"name": unknown, "others": (unknown, "fine", 1.5), "whole": size}}
    assert blocks["orders/fine"].body == {"name": f"x{size}"}
    assert blocks["orders/calculated"].body == {"value": unknown}
    said = [(each.code, each.position.line, "Token.asString" in each.hint) for each in found.machine.diagnostics]
    assert said == [("token-in-text", blocks[f"orders/{name}"].position.line, True) for name in ("text", "calculated")]
    # What is synthesised is what the library writes.
    assert found.stacks["orders"]["resource"]["test_thing"]["text"]["name"]["name"].startswith("x--8.1")


def test_what_threw_is_left_out(ours: Evaluate) -> None:
    found = ours(
        PRELUDE
        + """thing(stack, 'one', 'a');
try {
  thing(stack, 'one', 'b');
} catch {}
try {
  new TerraformStack(app, 'not*allowed');
} catch {}
Aspects.of(stack).add({ visit: () => undefined });
app.synth();
"""
    )
    assert not found.error
    assert list(found.stacks) == ["orders"]
    assert [block.path for block in found.blocks] == ["orders/one", "orders/backend"]
