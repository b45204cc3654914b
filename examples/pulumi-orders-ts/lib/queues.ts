import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { prefix, tags } from './config';
import { key } from './encryption';

const FORTNIGHT = 14 * 24 * 60 * 60;

/** Orders that could not be checked, and decisions that could not be announced. */
export const deadLetterQueue = new aws.sqs.Queue('dead-letters', {
  name: `${prefix}-dead-letters`,
  messageRetentionSeconds: FORTNIGHT,
  kmsMasterKeyId: key.id,
  tags,
});

/** Seconds that checking a batch of orders may take; the queue waits six times as long before it sends them again. */
export const checkingTimeout = 20;

export const orderQueue = new aws.sqs.Queue('order-queue', {
  name: `${prefix}-to-check`,
  visibilityTimeoutSeconds: 6 * checkingTimeout,
  receiveWaitTimeSeconds: 20,
  kmsMasterKeyId: key.id,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetterQueue.arn, maxReceiveCount: 5 }),
  tags,
});
