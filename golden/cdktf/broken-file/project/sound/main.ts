import { AwsProvider } from '@cdktn/provider-aws/lib/provider';
import { SnsTopic } from '@cdktn/provider-aws/lib/sns-topic';
import { App, TerraformOutput, TerraformStack } from 'cdktn';

const app = new App();
const stack = new TerraformStack(app, 'sound');
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const topic = new SnsTopic(stack, 'topic', { displayName: 'Sound' });
new TerraformOutput(stack, 'topic-arn', { value: topic.arn });
app.synth();
