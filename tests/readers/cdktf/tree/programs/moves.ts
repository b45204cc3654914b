// Moved and imported resources.
import { App, ImportableResource, TerraformProvider, TerraformResource, TerraformStack, TerraformIterator } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'moves');
const thing = (id: string, more = {}) => new TerraformResource(stack, id, { terraformResourceType: 'test_thing', ...more });
const provider = new TerraformProvider(stack, 'provider', { terraformResourceType: 'test' });
thing('target').addMoveTarget('here');
thing('many', { forEach: TerraformIterator.fromList(['a']) }).addMoveTarget('there');
thing('old').moveTo('here');
thing('older').moveTo('there', 'key');
thing('oldest').moveTo('there', 2);
thing('by-id').moveToId('test_thing.elsewhere');
thing('from-id').moveFromId('test_thing.before');
thing('imported').importFrom('some-id');
thing('imported-with').importFrom('other-id', provider);
new ImportableResource(stack, 'importable', { terraformResourceType: 'test_other', importId: 'i', provider });
export const facts = { moved: stack.hasResourceMove() };
app.synth();
