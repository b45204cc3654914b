import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Audit } from './lib/audit';

const retentionInDays = new pulumi.Config().getNumber('retention_in_days') ?? 14;
const tags = { Service: 'orders' };

const deadLetters = new aws.sqs.Queue('dead_letters', {
  name: 'orders-dead-letters',
  messageRetentionSeconds: 1209600,
  tags,
});

const orders = new aws.sqs.Queue('orders', {
  name: 'orders',
  visibilityTimeoutSeconds: 60,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 }),
  tags,
});

const table = new aws.dynamodb.Table(
  'orders',
  {
    name: 'orders',
    billingMode: 'PAY_PER_REQUEST',
    hashKey: 'id',
    rangeKey: 'placed_at',
    attributes: [
      { name: 'id', type: 'S' },
      { name: 'placed_at', type: 'N' },
    ],
    ttl: { attributeName: 'expires_at', enabled: true },
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true },
    tags,
  },
  { protect: true, ignoreChanges: ['readCapacity'] },
);

const archive = new aws.s3.Bucket('archive', { bucket: 'orders-archive', forceDestroy: false, tags });

new aws.s3.BucketVersioning('archive', {
  bucket: archive.id,
  versioningConfiguration: { status: 'Enabled' },
});

new aws.s3.BucketPublicAccessBlock('archive', {
  bucket: archive.id,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});

const role = new aws.iam.Role('worker', {
  name: 'orders-worker',
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  }),
});

const document = aws.iam.getPolicyDocumentOutput({
  statements: [
    { sid: 'TakeOrders', actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], resources: [orders.arn] },
    {
      sid: 'KeepOrders',
      actions: ['dynamodb:PutItem'],
      resources: [table.arn, pulumi.interpolate`${table.arn}/index/*`],
      conditions: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: ['123456789012'] }],
    },
  ],
});

new aws.iam.RolePolicy('worker', { role: role.id, policy: document.json });

const logGroup = new aws.cloudwatch.LogGroup('worker', { name: '/aws/lambda/orders-worker', retentionInDays });

const worker = new aws.lambda.Function(
  'worker',
  {
    name: 'orders-worker',
    role: role.arn,
    runtime: aws.lambda.Runtime.NodeJS22dX,
    handler: 'index.handler',
    s3Bucket: archive.bucket,
    s3Key: 'worker.zip',
    timeout: 10,
    memorySize: 256,
    architectures: ['arm64'],
    environment: { variables: { TABLE_NAME: table.name, QUEUE_URL: pulumi.interpolate`${orders.url}?wait=20` } },
    tracingConfig: { mode: 'Active' },
  },
  { dependsOn: [logGroup] },
);

new aws.lambda.EventSourceMapping('worker', { eventSourceArn: orders.arn, functionName: worker.arn, batchSize: 5 });

const nightly = new aws.cloudwatch.EventRule('nightly', {
  name: 'orders-nightly',
  scheduleExpression: 'cron(0 2 * * ? *)',
});

new aws.cloudwatch.EventTarget('nightly', {
  rule: nightly.name,
  arn: worker.arn,
  input: JSON.stringify({ kind: 'nightly', parts: [1, 2] }),
  retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
});

new aws.lambda.Permission('nightly', {
  action: 'lambda:InvokeFunction',
  function: worker.name,
  principal: 'events.amazonaws.com',
  sourceArn: nightly.arn,
});

const alarms = new aws.sns.Topic('alarms', { name: 'orders-alarms' });

new aws.cloudwatch.MetricAlarm('old_orders', {
  name: 'orders-old',
  namespace: 'AWS/SQS',
  metricName: 'ApproximateAgeOfOldestMessage',
  statistic: 'Maximum',
  period: 300,
  evaluationPeriods: 3,
  threshold: 600,
  comparisonOperator: 'GreaterThanThreshold',
  alarmActions: [alarms.arn],
  dimensions: { QueueName: orders.name },
});

for (const [metric, threshold] of Object.entries({ errors: 1, throttles: 10 })) {
  new aws.cloudwatch.MetricAlarm(`errors["${metric}"]`, {
    name: `orders-${metric}`,
    namespace: 'AWS/Lambda',
    metricName: metric,
    statistic: 'Sum',
    period: 60,
    evaluationPeriods: 1,
    threshold,
    comparisonOperator: 'GreaterThanThreshold',
    alarmActions: [alarms.arn],
  });
}

new Audit('audit', { sourceBucket: archive.id });

export const queue_url = orders.url;
export const table_stream = pulumi.interpolate`table ${table.name}`;
