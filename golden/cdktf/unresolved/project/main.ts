import * as fs from 'fs';
import * as os from 'os';
import { DataAwsSsmParameter } from '@cdktn/provider-aws/lib/data-aws-ssm-parameter';
import { AwsProvider } from '@cdktn/provider-aws/lib/provider';
import { SnsTopic } from '@cdktn/provider-aws/lib/sns-topic';
import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue';
import { Subnet } from '@cdktn/provider-aws/lib/subnet';
import { App, TerraformOutput, TerraformStack } from 'cdktn';

const startedAt = new Date().toISOString();
const nonce = Math.random().toString(36).slice(2);
const machine = os.hostname();
const outside = fs.existsSync('/etc/scaffold-outside') ? fs.readFileSync('/etc/scaffold-outside', 'utf8') : 'absent';

const app = new App();
const stack = new TerraformStack(app, 'unresolved');
new AwsProvider(stack, 'aws', { region: process.env.AWS_REGION, profile: process.env.AWS_PROFILE });

const suffix = new DataAwsSsmParameter(stack, 'suffix', { name: `/orders/${process.env.STAGE!}/suffix` });
const queue = new SqsQueue(stack, 'queue', {
  name: `orders-${suffix.value}`,
  delaySeconds: 5,
  tags: { StartedAt: startedAt, Nonce: nonce, Machine: machine, Outside: outside, Known: 'known' },
});

const zones = process.env.ZONES!.split(',');
zones.forEach((availabilityZone, index) => {
  new Subnet(stack, `zone-${index}`, { vpcId: 'vpc-1', cidrBlock: `10.0.${index}.0/24`, availabilityZone });
});

const late = Date.now() > 0 ? 'after' : 'before';
new SnsTopic(stack, 'topic', { displayName: late, tags: { Queue: queue.name } });

new TerraformOutput(stack, 'started', { value: startedAt });
new TerraformOutput(stack, 'queue-name', { value: queue.name });
app.synth();
