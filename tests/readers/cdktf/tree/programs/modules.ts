// Modules, and local ones as an asset.
import { App, Fn, TerraformHclModule, TerraformIterator, TerraformModule, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';

const app = new App({ context: { cdktfRelativeModules: ['./modules/one', { source: './modules/nested/two' }] } });
const stack = new TerraformStack(app, 'modules');
class Named extends TerraformProvider {
  constructor(scope: any, id: string, readonly alias?: string, type = 'test') {
    super(scope, id, { terraformResourceType: type });
  }
}
const plain = new Named(stack, 'plain');
const west = new Named(stack, 'west', 'west');
const other = new Named(stack, 'other', 'x', 'other');
const thing = new TerraformResource(stack, 'thing', { terraformResourceType: 'test_thing' });
const hcl = new TerraformHclModule(stack, 'hcl', {
  source: 'terraform-aws-modules/vpc/aws', version: '5.0.0', providers: [plain, { provider: other, moduleAlias: 'inner' }], dependsOn: [thing],
  variables: { name: 'vpc', camelCase: { innerKey: [thing.getStringAttribute('id')] } },
});
hcl.set('more', hcl.getString('before'));
hcl.addProvider({ provider: west, moduleAlias: 'west' });
const looped = new TerraformHclModule(stack, 'looped', { source: 'some/module', forEach: TerraformIterator.fromList(['a', 'b']) });
looped.set('x', 1);
const local = new TerraformHclModule(stack, 'local', { source: './modules/one', variables: { a: 1 } });
new TerraformHclModule(stack, 'two', { source: './modules/nested/two' });
new TerraformHclModule(stack, 'as-it-is', { source: '../elsewhere', skipAssetCreationFromLocalModules: true });
class Generated extends TerraformModule {
  constructor(scope: any, id: string, private readonly given: any) {
    super(scope, id, { source: 'generated', ...given });
  }
  get idOutput() { return this.getString('id'); }
  protected synthesizeAttributes() { return { size: this.given.size, names: this.given.names }; }
}
const generated = new Generated(stack, 'generated', { size: 3, names: ['a'], dependsOn: [hcl], version: '1' });
new TerraformOutput(stack, 'outputs', { value: [hcl.get('a'), hcl.getNumber('b'), hcl.getBoolean('c'), hcl.getList('d'), hcl.getString('e'), looped.getString('f'), Fn.element(hcl.getList('d'), 0), hcl.fqn, generated.idOutput, local.get('z')] });
new TerraformOutput(stack, 'sources', { value: [local.source, generated.version, JSON.stringify(hcl.variables)] });
app.synth();
