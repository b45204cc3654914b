// References between stacks in both directions of nesting, dependencies, several of one value.
import { Construct } from 'constructs';
import { App, Fn, TerraformDataSource, TerraformOutput, TerraformResource, TerraformStack, TerraformVariable, S3Backend } from 'cdktf';

class Base extends TerraformStack {
  readonly thing: TerraformResource;
  readonly data: TerraformDataSource;
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new S3Backend(this, { bucket: 'state', key: `${id}.tfstate` });
    this.thing = new TerraformResource(new Construct(this, 'inner'), 'thing', { terraformResourceType: 'test_thing' });
    this.data = new TerraformDataSource(this, 'data', { terraformResourceType: 'test_thing' });
  }
  get id() { return this.thing.getStringAttribute('id'); }
}
const app = new App();
const user = new TerraformStack(app, 'a-user');
const base = new Base(app, 'base');
const last = new Base(app, 'last');
new TerraformOutput(user, 'id', { value: base.id });
new TerraformOutput(user, 'again', { value: `x-${base.id}-${base.id}` });
new TerraformOutput(user, 'in-function', { value: Fn.join(',', [base.id, Fn.upper(base.data.getStringAttribute('name'))]) });
new TerraformOutput(user, 'list', { value: Fn.element(base.thing.getListAttribute('names'), 0) });
new TerraformOutput(user, 'number', { value: base.thing.getNumberAttribute('size') });
new TerraformOutput(user, 'map', { value: base.thing.getStringMapAttribute('tags') });
new TerraformOutput(user, 'variable', { value: new TerraformVariable(last, 'v', {}).value });
const local = new TerraformResource(user, 'local', { terraformResourceType: 'test_thing' });
local.addOverride('other', last.id);
new TerraformOutput(last, 'from-base', { value: base.id });
const nested = new TerraformStack(base, 'nested');
new TerraformOutput(nested, 'outer', { value: base.id });
new TerraformResource(nested, 'thing', { terraformResourceType: 'test_thing' });
const more = new TerraformStack(app, 'more');
more.addDependency(user);
more.addDependency(user);
app.synth();
const manifest = app.manifest.forStack(user);
export const facts = { manifest, same: app.manifest.forStack(user) === manifest, stacks: Object.keys(app.manifest.buildManifest().stacks).length > 0, depends: [more.dependsOn(base), user.dependsOn(last), base.dependsOn(user)], count: more.dependencies.length };
