import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { logRetentionDays, maxPieces, prefix, tags } from './config';
import { key } from './encryption';
import { assumedByFunctions, Statement } from './iam';
import { checkingTimeout, deadLetterQueue, orderQueue } from './queues';
import { ordersTable, topic } from './storage';

interface FunctionSettings {
  description: string;
  /** In seconds. */
  timeout: number;
  environment: Record<string, pulumi.Input<string>>;
  /** What the function may do beyond writing its log and its traces. */
  statements: Statement[];
}

/** A function whose handler is in `lib/lambda/<name>`, with a log group, and a role that allows just what is said. */
function createFunction(name: string, settings: FunctionSettings): aws.lambda.Function {
  const functionName = `${prefix}-${name}`;

  const logGroup = new aws.cloudwatch.LogGroup(`${name}-logs`, {
    name: `/aws/lambda/${functionName}`,
    retentionInDays: logRetentionDays,
    kmsKeyId: key.arn,
    tags,
  });

  const role = new aws.iam.Role(`${name}-role`, {
    name: `${functionName}-role`,
    assumeRolePolicy: assumedByFunctions,
    tags,
  });

  const policy = new aws.iam.RolePolicy(`${name}-policy`, {
    role: role.id,
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'WriteLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: pulumi.interpolate`${logGroup.arn}:*`,
        },
        {
          Sid: 'WriteTraces',
          Effect: 'Allow',
          Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
          Resource: '*',
        },
        {
          Sid: 'UseKey',
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: key.arn,
        },
        ...settings.statements,
      ],
    }),
  });

  return new aws.lambda.Function(
    name,
    {
      name: functionName,
      description: settings.description,
      runtime: aws.lambda.Runtime.NodeJS22dX,
      architectures: ['arm64'],
      handler: 'index.handler',
      code: new pulumi.asset.FileArchive(`./lib/lambda/${name}`),
      role: role.arn,
      memorySize: 256,
      timeout: settings.timeout,
      kmsKeyArn: key.arn,
      environment: { variables: settings.environment },
      tracingConfig: { mode: 'Active' },
      loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
      tags,
    },
    { dependsOn: [policy] },
  );
}

export const taker = createFunction('take-orders', {
  description: 'Takes orders, and tells what has become of them',
  timeout: 10,
  environment: {
    TABLE_NAME: ordersTable.name,
    QUEUE_URL: orderQueue.url,
  },
  statements: [
    {
      Sid: 'KeepOrders',
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      Resource: ordersTable.arn,
    },
    {
      Sid: 'SendOrders',
      Effect: 'Allow',
      Action: ['sqs:SendMessage'],
      Resource: orderQueue.arn,
    },
  ],
});

export const checker = createFunction('check-orders', {
  description: 'Accepts orders, or refuses those that are too large',
  timeout: checkingTimeout,
  environment: {
    TABLE_NAME: ordersTable.name,
    MAX_PIECES: maxPieces.toString(),
  },
  statements: [
    {
      Sid: 'ReceiveOrders',
      Effect: 'Allow',
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      Resource: orderQueue.arn,
    },
    {
      Sid: 'DecideOnOrders',
      Effect: 'Allow',
      Action: ['dynamodb:UpdateItem'],
      Resource: ordersTable.arn,
    },
  ],
});

export const announcer = createFunction('announce-orders', {
  description: 'Announces what has become of orders',
  timeout: 15,
  environment: {
    TOPIC_ARN: topic.arn,
  },
  statements: [
    {
      Sid: 'ReadChanges',
      Effect: 'Allow',
      Action: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      Resource: ordersTable.streamArn,
    },
    {
      Sid: 'Announce',
      Effect: 'Allow',
      Action: ['sns:Publish'],
      Resource: topic.arn,
    },
    {
      Sid: 'KeepWhatFails',
      Effect: 'Allow',
      Action: ['sqs:SendMessage'],
      Resource: deadLetterQueue.arn,
    },
  ],
});
