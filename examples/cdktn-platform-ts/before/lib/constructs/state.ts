import { S3Backend, TerraformStack } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Settings } from '../settings';

const STATES = 'platform-terraform-states';

/** The provider of a stack, and where its state is kept. */
export function deployedWith(stack: TerraformStack, settings: Settings): AwsProvider {
  stack.addOverride('terraform.required_version', '>= 1.6');
  new S3Backend(stack, {
    bucket: STATES,
    key: `${settings.stage}/${stack.node.id}.tfstate`,
    region: 'eu-west-1',
    encrypt: true,
    dynamodbTable: `${STATES}-locks`,
  });
  return new AwsProvider(stack, 'aws', {
    region: settings.region,
    defaultTags: [{ tags: { Repository: 'platform' } }],
  });
}
