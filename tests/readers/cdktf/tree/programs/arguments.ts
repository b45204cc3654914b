// Meta-arguments, provisioners and connections.
import { App, TerraformCount, TerraformDataSource, TerraformIterator, TerraformOutput, TerraformProvider, TerraformResource, TerraformSelf, TerraformStack, TerraformVariable } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'arguments');
class Named extends TerraformProvider {
  constructor(scope: any, id: string, private readonly given: any) {
    super(scope, id, { terraformResourceType: 'test', terraformProviderSource: 'some/test', terraformGeneratorMetadata: { providerName: 'test' } });
  }
  get alias() { return this.given.alias; }
  synthesizeAttributes() { return { region: this.given.region, defaultTags: [{ tags: { camelCase: 1 }, otherKey: 2 }] }; }
}
const provider = new Named(stack, 'provider', { region: 'eu' });
const west = new Named(stack, 'west', { region: 'us', alias: 'west' });
const type = 'test_thing';
const terraformGeneratorMetadata = { providerName: 'test' };
const first = new TerraformResource(stack, 'first', { terraformResourceType: type, terraformGeneratorMetadata, provider: west });
const data = new TerraformDataSource(stack, 'data', { terraformResourceType: type, dependsOn: [first], provider });
const second = new TerraformResource(stack, 'second', {
  terraformResourceType: type,
  dependsOn: [first, data],
  count: 3,
  lifecycle: { createBeforeDestroy: true, ignoreChanges: ['tags', 'name'], preventDestroy: false, replaceTriggeredBy: [first, 'test_thing.other.id'],
    precondition: [{ condition: '${true}', errorMessage: 'wrong' }] },
  connection: { type: 'ssh', host: TerraformSelf.getString('publicIp'), privateKey: 'key' },
  provisioners: [
    { type: 'local-exec', command: 'echo', workingDir: '/tmp', environment: { Some_Key: 'v' } },
    { type: 'file', source: 'a', destination: 'b', connection: { type: 'winrm', host: 'h' } },
    { type: 'remote-exec', inline: ['one', 'two'], onFailure: 'continue' as any },
  ],
});
const count = TerraformCount.of(new TerraformVariable(stack, 'number', { type: 'number' }).numberValue);
const counted = new TerraformResource(stack, 'counted', { terraformResourceType: type, count });
counted.addOverride('name', `thing-${count.index}`);
const iterator = TerraformIterator.fromList(['a', 'b']);
const looped = new TerraformResource(stack, 'looped', { terraformResourceType: type, forEach: iterator });
looped.addOverride('name', iterator.value);
const ignored = new TerraformResource(stack, 'ignored', { terraformResourceType: type, lifecycle: { ignoreChanges: 'all' } });
ignored.dependsOn = [looped.fqn];
ignored.count = 2;
ignored.provider = west;
new TerraformDataSource(stack, 'looped-data', { terraformResourceType: type, forEach: TerraformIterator.fromMap({ k: 1 }), lifecycle: { postcondition: [{ condition: '${x}', errorMessage: 'e' }] } });
new TerraformOutput(stack, 'all', {
  value: {
    text: first.getStringAttribute('text'), number: first.getNumberAttribute('number'), list: first.getListAttribute('list'),
    flag: first.getBooleanAttribute('flag'), numbers: first.getNumberListAttribute('numbers'), map: first.getStringMapAttribute('map'),
    numberMap: first.getNumberMapAttribute('number_map'), booleanMap: first.getBooleanMapAttribute('boolean_map'), any: first.getAnyMapAttribute('any'),
    raw: first.interpolationForAttribute('raw'), looped: looped.getStringAttribute('id'), data: data.getStringAttribute('id'), fqn: first.fqn, provider: west.fqn, plain: provider.fqn,
    mixed: `a-${first.getStringAttribute('text')}-${first.getNumberAttribute('number')}`,
  },
});
export const facts = { moved: first.hasResourceMove(), type: first.terraformResourceType, same: first.cdktfStack === stack, fqns: stack.allProviders().map((found: any) => found.fqn),
  is: [TerraformResource.isTerraformResource(first), TerraformResource.isTerraformResource(data), TerraformDataSource.isTerraformDataSource(data), TerraformProvider.isTerraformProvider(west)] };
app.synth();
