// The resource that keeps data, and resources that are moved from the ids of older versions.
import { Construct } from 'constructs';
import { App, Aspects, DataResource, MigrateIds, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'built-in');
const other = new TerraformResource(stack, 'other', { terraformResourceType: 'test_thing' });
const data = new DataResource(stack, 'data', { input: { name: 'a', id: other.getStringAttribute('id') }, triggersReplace: { x: 1 }, dependsOn: [other] });
const later = new DataResource(stack, 'later');
later.input = { set: true };
later.triggersReplace = { gone: 1 };
later.resetTriggersReplace();
new TerraformOutput(stack, 'o', { value: [data.id, data.input, data.output.lookup('name'), data.triggersReplace, data.fqn, later.id] });
const moved = new TerraformStack(app, 'moved-stack');
new TerraformResource(new Construct(moved, 'part-one'), 'thing_x', { terraformResourceType: 'test_thing' });
new TerraformResource(moved, 'Default2', { terraformResourceType: 'test_thing' });
Aspects.of(moved).add(new MigrateIds());
export const facts = { input: data.inputInput, later: later.inputInput, none: later.triggersReplaceInput === undefined };
app.synth();
