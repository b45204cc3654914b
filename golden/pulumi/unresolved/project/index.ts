import * as fs from 'fs';
import * as os from 'os';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import * as random from '@pulumi/random';

const startedAt = new Date().toISOString();
const nonce = Math.random().toString(36).slice(2);
const machine = os.hostname();
const outside = fs.existsSync('/etc/scaffold-outside') ? fs.readFileSync('/etc/scaffold-outside', 'utf8') : 'absent';

const suffix = new random.RandomPet('suffix', { length: 2 });
const password = new random.RandomPassword('password', { length: 24, special: false });

const queue = new aws.sqs.Queue('queue', {
  name: pulumi.interpolate`orders-${suffix.id}`,
  delaySeconds: 5,
  tags: { StartedAt: startedAt, Nonce: nonce, Machine: machine, Outside: outside, Known: 'known' },
});

const zones = aws.getAvailabilityZonesOutput({});
zones.names.apply((names) =>
  names.map((zone, index) => new aws.ec2.Subnet(`zone-${index}`, { vpcId: 'vpc-1', cidrBlock: `10.0.${index}.0/24`, availabilityZone: zone })),
);

const late = Date.now() > 0 ? 'after' : 'before';
new aws.sns.Topic('topic', { displayName: late, tags: { Queue: queue.name } });

new aws.ssm.Parameter('password', { type: 'SecureString', value: password.result });

export const started = startedAt;
export const queueName = queue.name;
export const secret = password.result;
