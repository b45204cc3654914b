import * as aws from '@pulumi/aws';
import { alarmTopicArn, prefix, tags } from './config';
import { announcer, checker } from './functions';
import { deadLetterQueue, orderQueue } from './queues';
import { ordersTable } from './storage';

export const ordersToCheck = new aws.lambda.EventSourceMapping('orders-to-check', {
  eventSourceArn: orderQueue.arn,
  functionName: checker.arn,
  batchSize: 10,
  functionResponseTypes: ['ReportBatchItemFailures'],
});

/** Only decisions: an order that has just been taken is no news to anybody. */
const decisions = {
  eventName: ['MODIFY'],
  dynamodb: { NewImage: { status: { S: ['ACCEPTED', 'REFUSED'] } } },
};

export const changesToAnnounce = new aws.lambda.EventSourceMapping('changes-to-announce', {
  eventSourceArn: ordersTable.streamArn,
  functionName: announcer.arn,
  startingPosition: 'TRIM_HORIZON',
  batchSize: 25,
  maximumRetryAttempts: 5,
  bisectBatchOnFunctionError: true,
  functionResponseTypes: ['ReportBatchItemFailures'],
  filterCriteria: { filters: [{ pattern: JSON.stringify(decisions) }] },
  destinationConfig: { onFailure: { destinationArn: deadLetterQueue.arn } },
});

export const deadLetters = new aws.cloudwatch.MetricAlarm('dead-letters-alarm', {
  name: `${prefix}-dead-letters`,
  alarmDescription: 'Orders were not checked, or decisions not announced',
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
