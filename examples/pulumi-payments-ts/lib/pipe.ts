import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { accountId, alarmTopicArn, isProduction, prefix, tags } from './config';
import { key } from './encryption';
import { assumedBy } from './iam';
import { paymentsTable } from './storage';
import { stateMachine } from './workflow';

/** Changes of the table that could not be handed to the workflow: positions in the stream, and no payments. */
export const deadLetterQueue = new aws.sqs.Queue('pipe-dead-letters', {
  name: `${prefix}-pipe-dead-letters`,
  messageRetentionSeconds: 14 * 24 * 60 * 60,
  kmsMasterKeyId: key.arn,
  tags,
});

const role = new aws.iam.Role('pipe-role', {
  name: `${prefix}-pipe-role`,
  assumeRolePolicy: assumedBy('pipes.amazonaws.com', { StringEquals: { 'aws:SourceAccount': accountId } }),
  tags,
});

const policy = new aws.iam.RolePolicy('pipe-policy', {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReadStream',
        Effect: 'Allow',
        Action: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        Resource: paymentsTable.streamArn,
      },
      {
        Sid: 'StartWorkflow',
        Effect: 'Allow',
        Action: ['states:StartExecution'],
        Resource: stateMachine.arn,
      },
      {
        Sid: 'SendDeadLetters',
        Effect: 'Allow',
        Action: ['sqs:SendMessage'],
        Resource: deadLetterQueue.arn,
      },
      {
        Sid: 'UseKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: key.arn,
      },
    ],
  }),
});

/** Only payments that have just been stored: what the workflow writes must not start it again. */
const newPayments = {
  eventName: ['INSERT'],
  dynamodb: { NewImage: { status: { S: ['RECEIVED'] } } },
};

export const paymentsPipe = new aws.pipes.Pipe(
  'payments-pipe',
  {
    name: `${prefix}-pipe`,
    description: 'Hands new payments to the workflow that settles them',
    roleArn: role.arn,
    source: paymentsTable.streamArn,
    sourceParameters: {
      filterCriteria: { filters: [{ pattern: JSON.stringify(newPayments) }] },
      dynamodbStreamParameters: {
        startingPosition: 'TRIM_HORIZON',
        batchSize: 10,
        maximumBatchingWindowInSeconds: isProduction ? 1 : 5,
        maximumRetryAttempts: 5,
        onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
        deadLetterConfig: { arn: deadLetterQueue.arn },
      },
    },
    target: stateMachine.arn,
    targetParameters: {
      inputTemplate: [
        '{',
        '  "paymentId": <$.dynamodb.NewImage.paymentId.S>,',
        '  "merchantId": <$.dynamodb.NewImage.merchantId.S>,',
        '  "amount": <$.dynamodb.NewImage.amount.N>,',
        '  "currency": <$.dynamodb.NewImage.currency.S>',
        '}',
      ].join('\n'),
      stepFunctionStateMachineParameters: { invocationType: 'FIRE_AND_FORGET' },
    },
    tags,
  },
  { dependsOn: [policy] },
);

export const deadLetters = new aws.cloudwatch.MetricAlarm('pipe-dead-letters-alarm', {
  name: `${prefix}-pipe-dead-letters`,
  alarmDescription: 'Payments are stored and not settled',
  namespace: 'AWS/SQS',
  metricName: 'ApproximateNumberOfMessagesVisible',
  dimensions: { QueueName: deadLetterQueue.name },
  statistic: 'Maximum',
  period: 300,
  evaluationPeriods: 1,
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 0,
  treatMissingData: 'notBreaching',
  alarmActions: alarmTopicArn ? [alarmTopicArn] : [],
  tags,
});
