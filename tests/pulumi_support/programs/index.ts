import * as fs from 'fs';
import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';
import * as random from '@pulumi/random';
import { Names, Tier } from '@lib/names';

const config = new pulumi.Config();
const stage = process.env.STAGE ?? 'dev';
const names = new Names(stage);
const words = JSON.parse(fs.readFileSync('lib/words.json', 'utf8'));

const west = new aws.Provider('west', { region: 'us-west-2', defaultTags: { tags: { stage } } });
const password = new random.RandomPassword('password', { length: config.getNumber('length') ?? 16 });
const dead = new aws.sqs.Queue(names.of('dead'));
const queue = new aws.sqs.Queue(names.of('main'), {
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
  tags: { label: names.label('x'), tier: Tier.Large, none: undefined, words: words.greeting },
}, {
  protect: true,
  provider: west,
  dependsOn: [dead, password],
  aliases: ['urn:pulumi:test::shop::aws:sqs/queue:Queue::old', { name: 'older' }],
  ignoreChanges: ['tags'],
  customTimeouts: { create: '5m' },
});
const secret = new aws.ssm.Parameter('secret', {
  type: 'SecureString',
  value: config.requireSecret('token'),
  overwrite: false,
});
const vpc = aws.ec2.Vpc.get('existing', 'vpc-0123456789');
const network = new pulumi.StackReference('acme/network/prod');
const code = new aws.lambda.Function('code', {
  role: pulumi.output(dead).apply((it) => it.arn),
  code: new pulumi.asset.AssetArchive({
    'index.js': new pulumi.asset.StringAsset('exports.handler = () => 1;'),
    'lib': new pulumi.asset.FileArchive(`${__dirname}/lib`),
    'words.json': new pulumi.asset.FileAsset('./lib/words.json'),
    'far': new pulumi.asset.RemoteAsset('https://example.com/a'),
  }),
});
// Resources that only come to be while others are being made.
queue.arn.apply((arn) => {
  const topic = new aws.sns.Topic(`late-${arn.split(':')[2]}`);
  topic.arn.apply(() => new aws.sns.Topic('later'));
});
const me = aws.getCallerIdentityOutput();

export const url = queue.url;
export const region = aws.getRegion().then((it) => it.region);
export const account = pulumi.interpolate`account ${me.accountId}`;
export const token = secret.value;
export const subnets = network.getOutput('subnets');
export const nested = { list: [dead.arn, { password: pulumi.secret('p') }], policy: queue.redrivePolicy };
export const nothing: string | undefined = undefined;
export const helper = () => 1;
export { queue, vpc, code };
