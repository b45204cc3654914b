// Every backend, and what other stacks refer to in it.
import * as cdktf from 'cdktf';
import { App, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';

const app = new App();
const backends: Record<string, (stack: TerraformStack) => unknown> = {
  azurerm: (stack) => new cdktf.AzurermBackend(stack, { storageAccountName: 'a', containerName: 'c', key: 'k', useMsi: true }),
  consul: (stack) => new cdktf.ConsulBackend(stack, { accessToken: 't', path: 'p' }),
  cos: (stack) => new cdktf.CosBackend(stack, { bucket: 'b' }),
  gcs: (stack) => new cdktf.GcsBackend(stack, { bucket: 'b', prefix: 'p', impersonateServiceAccount: 'x' }),
  http: (stack) => new cdktf.HttpBackend(stack, { address: 'a', skipCertVerification: true }),
  local: (stack) => new cdktf.LocalBackend(stack, { path: '/state', workspaceDir: 'w' }),
  workspaces: (stack) => new cdktf.LocalBackend(stack, { workspaceDir: 'w' }),
  oss: (stack) => new cdktf.OssBackend(stack, { bucket: 'b', assumeRole: { roleArn: 'r', sessionName: 's', policy: '', sessionExpiration: 1 } } as any),
  pg: (stack) => new cdktf.PgBackend(stack, { connStr: 'c', schemaName: 's' }),
  remote: (stack) => new cdktf.RemoteBackend(stack, { organization: 'o', hostname: 'example.com', workspaces: new cdktf.NamedRemoteWorkspace('w') }),
  prefixed: (stack) => new cdktf.RemoteBackend(stack, { organization: 'o', workspaces: new cdktf.PrefixedRemoteWorkspaces('w-') }),
  s3: (stack) => new cdktf.S3Backend(stack, { bucket: 'b', key: 'k', region: 'r', dynamodbTable: 't', encrypt: true, assumeRole: { roleArn: 'x', tags: { keepCase: 'v' } } } as any),
  swift: (stack) => new cdktf.SwiftBackend(stack, { container: 'c', stateName: 's' }),
  cloud: (stack) => new cdktf.CloudBackend(stack, { organization: 'o', token: 't', workspaces: new cdktf.NamedCloudWorkspace('w', 'p') }),
  none: () => undefined,
};
const stacks: TerraformStack[] = [];
const things: TerraformResource[] = [];
for (const [name, make] of Object.entries(backends)) {
  const stack = new TerraformStack(app, name);
  make(stack);
  stacks.push(stack);
  things.push(new TerraformResource(stack, 'thing', { terraformResourceType: 'test_thing' }));
}
const tagged = new TerraformStack(app, 'tagged');
const cloud = new cdktf.CloudBackend(tagged, { organization: 'o', hostname: 'my.host', workspaces: new cdktf.TaggedCloudWorkspaces(['a', 'b']) });
cloud.addOverride('workspaces.project', 'q');
const user = new TerraformStack(app, 'user');
things.forEach((thing, index) => new TerraformOutput(user, `use-${index}`, { value: [thing.getStringAttribute('id'), `x-${thing.getNumberAttribute('size')}`, thing.fqn] }));
const states = new TerraformStack(app, 'states');
const state = new cdktf.DataTerraformRemoteStateS3(states, 'state', { bucket: 'b', key: 'k', workspace: 'w', defaults: { camelCase: 1 } } as any);
const remote = new cdktf.DataTerraformRemoteState(states, 'remote', { organization: 'o', workspaces: new cdktf.NamedRemoteWorkspace('w') });
const local = new cdktf.DataTerraformRemoteStateLocal(states, 'local', { path: 'p' });
local.addOverride('config.more', 1);
new cdktf.DataTerraformRemoteStateGcs(states, 'gcs', { bucket: 'b' });
new cdktf.DataTerraformRemoteStateAzurerm(states, 'azurerm', { storageAccountName: 's', containerName: 'c', key: 'k' } as any);
new TerraformOutput(states, 'values', { value: [state.getString('a'), state.getNumber('b'), state.getList('c'), state.getBoolean('d'), state.get('e'), remote.getString('vpc-id'), local.fqn] });
app.synth();
export const facts = { is: cdktf.TerraformBackend.isBackend(cloud), depends: user.dependsOn(stacks[0]), not: stacks[0].dependsOn(user), count: user.dependencies.length, ensured: stacks[3].ensureBackendExists().constructor.name };
