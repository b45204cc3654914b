import { AwsProvider } from '@cdktn/provider-aws/lib/provider';
import { SnsTopic } from '@cdktn/provider-aws/lib/sns-topic';
import { App, TerraformOutput, TerraformStack } from 'cdktn';
import { queue } from './queue';
import { table } from './table';

const app = new App();
const stack = new TerraformStack(app, 'unsound');
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
new SnsTopic(stack, 'topic', { displayName: 'Unsound' });
new TerraformOutput(stack, 'names', { value: [queue(stack).name, table(stack).name] });
app.synth();
