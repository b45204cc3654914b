import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { accountId, alarmTopicArn, logRetentionDays, prefix, tags } from './config';
import { key } from './encryption';
import { processor } from './functions';
import { assumedBy } from './iam';
import { paymentsTable } from './storage';

const logGroup = new aws.cloudwatch.LogGroup('workflow-logs', {
  name: `/aws/vendedlogs/states/${prefix}-workflow`,
  retentionInDays: logRetentionDays,
  kmsKeyId: key.arn,
  tags,
});

const role = new aws.iam.Role('workflow-role', {
  name: `${prefix}-workflow-role`,
  assumeRolePolicy: assumedBy('states.amazonaws.com', { StringEquals: { 'aws:SourceAccount': accountId } }),
  tags,
});

const policy = new aws.iam.RolePolicy('workflow-policy', {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'InvokeProcessor',
        Effect: 'Allow',
        Action: ['lambda:InvokeFunction'],
        Resource: processor.arn,
      },
      {
        Sid: 'MarkFailedPayments',
        Effect: 'Allow',
        Action: ['dynamodb:UpdateItem'],
        Resource: paymentsTable.arn,
      },
      {
        Sid: 'UseKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: key.arn,
      },
      {
        // Delivery of logs and traces cannot be limited to a resource.
        Sid: 'DeliverLogsAndTraces',
        Effect: 'Allow',
        Action: [
          'logs:CreateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:DescribeLogGroups',
          'logs:DescribeResourcePolicies',
          'logs:GetLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:UpdateLogDelivery',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
          'xray:PutTelemetryRecords',
          'xray:PutTraceSegments',
        ],
        Resource: '*',
      },
    ],
  }),
});

/** Faults of Lambda itself pass within seconds; a table that is throttled may need minutes. */
const retries = [
  {
    ErrorEquals: [
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
  {
    ErrorEquals: ['TemporaryError', 'States.Timeout'],
    IntervalSeconds: 10,
    MaxAttempts: 4,
    BackoffRate: 3,
    MaxDelaySeconds: 300,
  },
];

/** Settles each payment of a batch; one that fails for good is marked, and leaves the others alone. */
export const stateMachine = new aws.sfn.StateMachine(
  'workflow',
  {
    name: `${prefix}-workflow`,
    type: 'STANDARD',
    roleArn: role.arn,
    definition: pulumi.jsonStringify({
      Comment: 'Settles payments as they arrive',
      StartAt: 'SettlePayments',
      TimeoutSeconds: 3600,
      States: {
        SettlePayments: {
          Type: 'Map',
          MaxConcurrency: 5,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'INLINE' },
            StartAt: 'SettlePayment',
            States: {
              SettlePayment: {
                Type: 'Task',
                Resource: 'arn:aws:states:::lambda:invoke',
                Parameters: {
                  FunctionName: processor.arn,
                  Payload: { 'payment.$': '$' },
                },
                OutputPath: '$.Payload',
                TimeoutSeconds: 60,
                Retry: retries,
                Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'MarkFailed' }],
                End: true,
              },
              MarkFailed: {
                Type: 'Task',
                Resource: 'arn:aws:states:::dynamodb:updateItem',
                Parameters: {
                  TableName: paymentsTable.name,
                  Key: { paymentId: { 'S.$': '$.paymentId' } },
                  UpdateExpression: 'SET #status = :failed, failure = :failure',
                  ExpressionAttributeNames: { '#status': 'status' },
                  ExpressionAttributeValues: {
                    ':failed': { S: 'FAILED' },
                    ':failure': { 'S.$': '$.error.Error' },
                  },
                },
                Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 }],
                Next: 'PaymentFailed',
              },
              PaymentFailed: { Type: 'Pass', Result: { status: 'FAILED' }, End: true },
            },
          },
          End: true,
        },
      },
    }),
    loggingConfiguration: {
      level: 'ERROR',
      includeExecutionData: false,
      logDestination: pulumi.interpolate`${logGroup.arn}:*`,
    },
    tracingConfiguration: { enabled: true },
    tags,
  },
  { dependsOn: [policy] },
);

export const failedExecutions = new aws.cloudwatch.MetricAlarm('workflow-failures', {
  name: `${prefix}-workflow-failures`,
  alarmDescription: 'Batches of payments are not settled',
  namespace: 'AWS/States',
  metricName: 'ExecutionsFailed',
  dimensions: { StateMachineArn: stateMachine.arn },
  statistic: 'Sum',
  period: 300,
  evaluationPeriods: 1,
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 0,
  treatMissingData: 'notBreaching',
  alarmActions: alarmTopicArn ? [alarmTopicArn] : [],
  tags,
});
