// What is put over blocks, by paths with dots.
import { App, TerraformHclModule, TerraformLocal, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack, TerraformVariable, LocalBackend, TerraformDataSource } from 'cdktf';

class Thing extends TerraformResource {
  constructor(scope: any, id: string, readonly given: Record<string, unknown>, more: Record<string, unknown> = {}) {
    super(scope, id, { terraformResourceType: 'test_thing', ...more });
  }
  protected synthesizeAttributes() {
    return this.given;
  }
}

const app = new App();
const stack = new TerraformStack(app, 'overrides');
const given = { name: 'first', block: [{ a: 1, b: { c: 2 } }, { a: 2 }], map: { x: 'y', z: 1 }, list: ['one'], gone: 'x', nothing: null };
const thing = new Thing(stack, 'thing', given);
thing.addOverride('name', 'second');
thing.addOverride('block.0.a', 10);
thing.addOverride('block.0.b.c', [1, 2]);
thing.addOverride('block.2.a', 'new');
thing.addOverride('map.x', undefined);
thing.addOverride('map', { more: { deep: true } });
thing.addOverride('list', ['two']);
thing.addOverride('gone', undefined);
thing.addOverride('made.of.parts', 'text');
thing.addOverride('made', 'replaced');
thing.addOverride('made.again', [{ x: 1 }]);
thing.addOverride('lifecycle.ignore_changes', ['name']);
thing.addOverride('provisioner', [{ 'local-exec': { command: 'date' } }]);
thing.addOverride('null', null);
thing.addOverride('reference', thing.getStringAttribute('id'));
const same = new Thing(stack, 'same', { shared: given.block, nested: { list: ['a'] } });
same.addOverride('nested.list', ['b']);
const other = new TerraformDataSource(stack, 'data', { terraformResourceType: 'test_thing' });
other.addOverride('filter', [{ name: 'n' }]);
const output = new TerraformOutput(stack, 'output', { value: 'v' });
output.addOverride('description', 'overridden');
const variable = new TerraformVariable(stack, 'variable', { type: 'string' });
variable.addOverride('ephemeral', true);
new TerraformLocal(stack, 'local', 'v').addOverride('x', 'not used');
const called = new TerraformHclModule(stack, 'module', { source: 'registry/module', variables: { a: { b: 1 } } });
called.addOverride('a.c', 2);
const provider = new TerraformProvider(stack, 'provider', { terraformResourceType: 'test', terraformProviderSource: 'some/test', terraformGeneratorMetadata: { providerName: 'test', providerVersion: '1.2.3' } });
provider.addOverride('features', {});
const backend = new LocalBackend(stack, { path: 'state' });
backend.addOverride('workspace_dir', 'w');
stack.addOverride('terraform.required_version', '>= 1.5');
stack.addOverride('terraform.required_providers.other', { source: 'some/other' });
stack.addOverride('resource.test_thing.thing.from_stack', true);
stack.addOverride('resource.test_thing.extra', { name: 'only here' });
stack.addOverride('check.healthy', { assert: [{ condition: '${true}' }] });
stack.addOverride('provider.other', [{ region: 'x' }]);
app.synth();
