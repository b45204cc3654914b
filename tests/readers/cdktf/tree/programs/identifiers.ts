// Logical ids: nested, hidden and repeated parts, long ones, overridden ones, those of a class of its own.
import { Construct } from 'constructs';
import { App, TerraformElement, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';

const thing = (scope: Construct, id: string) => new TerraformResource(scope, id, { terraformResourceType: 'test_thing' });

class Own extends TerraformStack {
  allocateLogicalId(element: any): string {
    const node = element instanceof TerraformElement || element.node ? element.node : element;
    return 'own_' + node.path.replace(/[^a-z0-9]/gi, '_');
  }
}

const app = new App();
const stack = new TerraformStack(app, 'ids');
for (const id of ['plain', 'with-dash', 'with_line', 'with.dot and space', 'Default', 'a'.repeat(250), 'b'.repeat(256), '1digit']) {
  if (id !== 'Default') thing(stack, id);
}
const outer = new Construct(stack, 'outer');
for (const id of ['Default', 'Resource', 'outer', 'ter', 'inner', 'c'.repeat(239), 'x/y']) thing(outer, id);
const hidden = new Construct(outer, 'Resource2');
thing(new Construct(hidden, 'Default'), 'below');
thing(new Construct(hidden, 'Resource'), 'Resource');

const renamed = thing(stack, 'renamed');
renamed.overrideLogicalId('custom');
const reset = thing(stack, 'reset');
reset.overrideLogicalId('other');
reset.resetOverrideLogicalId();
const late = thing(stack, 'late');
const before = late.getStringAttribute('id');
late.overrideLogicalId('after');
const output = new TerraformOutput(stack, 'refs', {
  value: [renamed.fqn, reset.fqn, before, late.friendlyUniqueId, renamed.getStringAttribute('id')],
});
new TerraformOutput(outer, 'static', { value: 1, staticId: true });
const toggled = new TerraformOutput(outer, 'toggled', { value: 2 });
toggled.staticId = true;
const errors: string[] = [];
for (const work of [() => renamed.overrideLogicalId('again'), () => renamed.resetOverrideLogicalId()]) {
  try {
    work();
    errors.push('');
  } catch (error) {
    errors.push('refused');
  }
}
const own = new Own(app, 'own');
thing(own, 'first');
thing(new Construct(own, 'in'), 'second');
export const facts = {
  errors,
  output: output.staticId,
  toggled: toggled.staticId,
  ids: [stack.getLogicalId(renamed), stack.getLogicalId(outer.node), stack.getLogicalId(stack.node)],
};
app.synth();
