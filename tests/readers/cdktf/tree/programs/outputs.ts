// Outputs, variables and local values.
import { App, TerraformLocal, TerraformOutput, TerraformResource, TerraformStack, TerraformVariable, VariableType, Fn } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'outputs');
const thing = new TerraformResource(stack, 'thing', { terraformResourceType: 'test_thing' });
const text = new TerraformVariable(stack, 'text', { type: 'string', default: 'a', description: 'd', sensitive: true, nullable: false,
  validation: [{ condition: '${length(var.text) > 1}', errorMessage: 'too short' }] });
text.addValidation({ condition: '${true}', errorMessage: 'more' });
const shapes = new TerraformVariable(stack, 'shapes', { type: VariableType.object({ name: VariableType.STRING, sizes: VariableType.list('number') }), default: { camelCase: { innerKey: [1, { deepKey: 2 }] }, tags: { keepThis: 1 } } });
const others = [VariableType.LIST_STRING, VariableType.map('any'), VariableType.set(VariableType.BOOL), VariableType.tuple('string', 'number'), VariableType.MAP_NUMBER, VariableType.ANY];
others.forEach((type, index) => new TerraformVariable(stack, `v${index}`, { type, default: index }));
const bare = new TerraformVariable(stack, 'bare', {});
bare.addValidation({ condition: '${true}', errorMessage: 'bare' });
const local = new TerraformLocal(stack, 'local', { name: text.stringValue, list: [shapes.value], number: 1 });
const changed = new TerraformLocal(stack, 'changed', 'before');
changed.expression = Fn.upper('after');
new TerraformOutput(stack, 'plain', { value: 'text', description: 'what', sensitive: true, dependsOn: [thing] });
new TerraformOutput(stack, 'whole', { value: thing });
new TerraformOutput(stack, 'nested', { value: { one: thing, list: [thing, { deep: thing.fqn }], number: 1.5, flag: false } });
new TerraformOutput(stack, 'variables', { value: [text.stringValue, text.numberValue, text.listValue, text.booleanValue, text.value, text.fqn, text.toString(), `${text}`] });
new TerraformOutput(stack, 'locals', { value: [local.asString, local.asNumber, local.asList, local.asBoolean, local.expression, local.asStringMap, local.asNumberMap, local.asBooleanMap, local.asAnyMap, local.fqn, changed.toString()] });
new TerraformOutput(stack, 'checked', { value: 1, precondition: { condition: '${true}', errorMessage: 'e' } });
new TerraformOutput(stack, 'Upper.Case', { value: '${var.text}' });
new TerraformOutput(stack, 'escaped', { value: 'a $${b} "quoted" \n line' });
const output = new TerraformOutput(stack, 'later', { value: 1 });
output.value = { changed: [2] };
output.description = 'now';
new TerraformOutput(stack, 'empty', { value: { list: [], map: {}, text: '' } });
export const facts = { is: [TerraformOutput.isTerraformOutput(output), TerraformOutput.isTerraformOutput(text)], type: shapes.type, validation: text.validation?.length, fqn: text.friendlyUniqueId };
app.synth();
