import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';

export const queue = (scope: Construct): SqsQueue => new SqsQueue(scope, 'queue', { delaySeconds: 5 });
