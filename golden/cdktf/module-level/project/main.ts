import { DataAwsAvailabilityZones } from '@cdktn/provider-aws/lib/data-aws-availability-zones';
import { DataAwsCallerIdentity } from '@cdktn/provider-aws/lib/data-aws-caller-identity';
import { DynamodbTable } from '@cdktn/provider-aws/lib/dynamodb-table';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy';
import { LambdaEventSourceMapping } from '@cdktn/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktn/provider-aws/lib/lambda-function';
import { AwsProvider } from '@cdktn/provider-aws/lib/provider';
import { S3Bucket } from '@cdktn/provider-aws/lib/s3-bucket';
import { S3Object } from '@cdktn/provider-aws/lib/s3-object';
import { SnsTopic } from '@cdktn/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktn/provider-aws/lib/sns-topic-subscription';
import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue';
import { Fn, S3Backend, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktn';
import { alarmEmail, app, environment, isProduction, named, retentionInDays, size, sizes, tags } from './settings';

const stack = new TerraformStack(app, 'orders');
new AwsProvider(stack, 'aws', { region: 'eu-central-1', defaultTags: [{ tags }] });
new S3Backend(stack, { bucket: 'orders-states', key: `${environment}.tfstate`, region: 'eu-central-1' });

const caller = new DataAwsCallerIdentity(stack, 'caller');
const zones = new DataAwsAvailabilityZones(stack, 'zones', { state: 'available' });
const concurrency = new TerraformVariable(stack, 'concurrency', { type: 'number', default: 5, sensitive: false });

const deadLetters = new SqsQueue(stack, 'dead-letters', {
  name: named('dead-letters'),
  messageRetentionSeconds: retentionInDays * 24 * 3600,
});

const queue = new SqsQueue(stack, 'orders-queue', {
  name: named('orders'),
  visibilityTimeoutSeconds: 60,
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 }),
});

const table = new DynamodbTable(stack, 'orders-table', {
  name: named('orders'),
  billingMode: 'PAY_PER_REQUEST',
  hashKey: 'id',
  attribute: [{ name: 'id', type: 'S' }],
  pointInTimeRecovery: { enabled: isProduction },
  lifecycle: { preventDestroy: isProduction, ignoreChanges: ['read_capacity'] },
});

const archive = new S3Bucket(stack, 'archive', {
  bucket: `${named('archive')}-${caller.accountId}`,
  forceDestroy: !isProduction,
});

for (const [index, folder] of ['incoming', 'done'].entries()) {
  new S3Object(stack, `folder-${folder}`, { bucket: archive.id, key: `${folder}/`, content: String(index) });
}

const role = new IamRole(stack, 'worker-role', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  }),
});

new IamRolePolicy(stack, 'worker-policy', {
  role: role.id,
  policy: Fn.jsonencode({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], Resource: queue.arn },
      { Effect: 'Allow', Action: ['dynamodb:PutItem'], Resource: [table.arn, `${table.arn}/index/*`] },
    ],
  }),
});

const worker = new LambdaFunction(stack, 'worker', {
  functionName: named('worker'),
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  role: role.arn,
  memorySize: sizes[size],
  s3Bucket: archive.bucket,
  s3Key: 'worker.zip',
  reservedConcurrentExecutions: concurrency.numberValue,
  environment: { variables: { TABLE: table.name, ZONE: Fn.element(zones.names, 0) } },
});

new LambdaEventSourceMapping(stack, 'worker-source', {
  eventSourceArn: queue.arn,
  functionName: worker.arn,
  batchSize: 5,
});

if (alarmEmail) {
  const topic = new SnsTopic(stack, 'alarms');
  new SnsTopicSubscription(stack, 'alarms-email', { topicArn: topic.arn, protocol: 'email', endpoint: alarmEmail });
}

new TerraformOutput(stack, 'queue-url', { value: queue.url, description: 'Where orders are sent' });
new TerraformOutput(stack, 'worker-name', { value: Fn.upper(worker.functionName), sensitive: true });
new TerraformOutput(stack, 'zone-count', { value: Fn.lengthOf(zones.names) });
new TerraformOutput(stack, 'worker-size', { value: size });
app.synth();
