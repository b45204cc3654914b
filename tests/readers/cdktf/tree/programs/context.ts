// What the context holds: given by the app, by cdktf.json, and set on the way.
import { Construct } from 'constructs';
import { App, TerraformOutput, TerraformStack } from 'cdktf';

const app = new App({ context: { one: 'app', two: { nested: [1, 2] }, shared: 'app' } });
app.node.setContext('set', true);
const stack = new TerraformStack(app, 'context');
const part = new Construct(stack, 'part');
part.node.setContext('one', 'part');
const below = new Construct(part, 'below');
const facts: Record<string, unknown> = {
  one: [app.node.tryGetContext('one'), stack.node.tryGetContext('one'), below.node.tryGetContext('one')],
  two: below.node.tryGetContext('two').nested.length,
  shared: below.node.tryGetContext('shared'),
  file: below.node.getContext('file'),
  missing: below.node.tryGetContext('missing') === undefined,
  set: below.node.tryGetContext('set'),
  all: Object.keys(below.node.getAllContext({ more: 1 })).filter((key) => !key.startsWith('cdkt')).sort(),
};
for (const work of [() => below.node.getContext('missing'), () => part.node.setContext('late', 1), () => app.node.setContext('late', 1)]) {
  try {
    work();
  } catch {
    facts.refused = Number(facts.refused ?? 0) + 1;
  }
}
new TerraformOutput(stack, 'stage', { value: stack.node.tryGetContext('stage') ?? 'none' });
app.synth();
export { facts };
