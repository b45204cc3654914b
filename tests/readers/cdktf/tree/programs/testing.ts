// The library's own helpers for tests, and what the language makes of its classes.
import { App, Testing, TerraformOutput, TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';

const app = Testing.app();
const stack = new TerraformStack(app, 'testing');
const thing = new TerraformResource(stack, 'thing', { terraformResourceType: 'test_thing' });
thing.addOverride('name', 'b');
thing.addOverride('a', 'first');
new TerraformOutput(stack, 'o', { value: thing.getStringAttribute('id') });
const text = Testing.synth(stack);
const scoped = Testing.synthScope((scope) => new TerraformVariable(scope, 'v', { type: 'string' }));
const extended = new (class extends App {
  readonly mark = 'own';
})();
const copy = { ...{ a: 1 } };
export const facts = {
  text, scoped: JSON.parse(scoped), mark: extended.mark, isApp: App.isApp(extended), copy,
  version: app.node.tryGetContext('cdktfVersion'), valid: Testing.synth(stack, true) === text,
};
