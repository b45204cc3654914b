import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { alarmEmail, isProduction, named, retentionInDays, size, sizes, tags } from './settings';

const caller = aws.getCallerIdentityOutput({});
const zones = aws.getAvailabilityZonesOutput({ state: 'available' });

const deadLetters = new aws.sqs.Queue('dead-letters', {
  name: named('dead-letters'),
  messageRetentionSeconds: retentionInDays * 24 * 3600,
  tags,
});

export const queue = new aws.sqs.Queue('orders', {
  name: named('orders'),
  visibilityTimeoutSeconds: 60,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 }),
  tags,
});

const table = new aws.dynamodb.Table(
  'orders-table',
  {
    name: named('orders'),
    billingMode: 'PAY_PER_REQUEST',
    hashKey: 'id',
    attributes: [{ name: 'id', type: 'S' }],
    pointInTimeRecovery: { enabled: isProduction },
    tags,
  },
  { protect: isProduction, ignoreChanges: ['readCapacity'] },
);

const archive = new aws.s3.Bucket('archive', {
  bucket: pulumi.interpolate`${named('archive')}-${caller.accountId}`,
  forceDestroy: !isProduction,
  tags,
});

for (const [index, folder] of ['incoming', 'done'].entries()) {
  new aws.s3.BucketObjectv2(`folder-${folder}`, {
    bucket: archive.id,
    key: `${folder}/`,
    content: String(index),
  });
}

const role = new aws.iam.Role('worker-role', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  }),
});

new aws.iam.RolePolicy('worker-policy', {
  role: role.id,
  policy: pulumi.all([queue.arn, table.arn]).apply(([queueArn, tableArn]) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], Resource: queueArn },
        { Effect: 'Allow', Action: ['dynamodb:PutItem'], Resource: [tableArn, `${tableArn}/index/*`] },
      ],
    }),
  ),
});

const worker = new aws.lambda.Function('worker', {
  runtime: aws.lambda.Runtime.NodeJS22dX,
  handler: 'index.handler',
  role: role.arn,
  memorySize: sizes[size],
  code: new pulumi.asset.AssetArchive({
    'index.js': new pulumi.asset.StringAsset('exports.handler = async () => "done";\n'),
  }),
  environment: { variables: { TABLE: table.name, ZONE: zones.names[0] } },
});

new aws.lambda.EventSourceMapping('worker-source', { eventSourceArn: queue.arn, functionName: worker.arn, batchSize: 5 });

if (alarmEmail) {
  const topic = new aws.sns.Topic('alarms');
  new aws.sns.TopicSubscription('alarms-email', { topic: topic.arn, protocol: 'email', endpoint: alarmEmail });
}

export const queueUrl = queue.url;
export const workerName = worker.name.apply((name) => name.toUpperCase());
export const zoneCount = zones.names.length;
export { size as workerSize };
