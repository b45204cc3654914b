// What only newer versions of Terraform have, and which of them a project is meant for.
import * as library from 'cdktf';
import { App, S3Backend, TerraformOutput, TerraformStack } from 'cdktf';

const Ephemeral = (library as any).TerraformEphemeralResource;
const attempt = (targetVersions: unknown, use: (stack: TerraformStack) => unknown) => {
  try {
    const app = new App(targetVersions === undefined ? {} : { context: { targetVersions } });
    const stack = new TerraformStack(app, 'targets');
    use(stack);
    app.synth();
    return 'fine';
  } catch (error) {
    return 'refused';
  }
};
const lock = (stack: TerraformStack) => new S3Backend(stack, { bucket: 'b', key: 'k', useLockfile: true } as any);
const ephemeral = (stack: TerraformStack) => {
  const secret = new Ephemeral(stack, 'secret', { terraformResourceType: 'test_secret' });
  secret.addOverride('name', 'n');
  new TerraformOutput(stack, 'value', { value: secret.getStringAttribute('value') });
};
const targets = [undefined, { terraform: '>=1.10.0' }, { terraform: '>=1.9' }, { terraform: '^1.11.0', opentofu: '>=1.11.0' }, { terraform: '>=1.11', opentofu: '1.9.0' }, {}, { other: '1' }, 'text', { opentofu: '~1.12.3 || >=1.13' }];
export const facts = { lock: targets.map((target) => attempt(target, lock)), ephemeral: Ephemeral ? targets.map((target) => attempt(target, ephemeral)) : [] };
