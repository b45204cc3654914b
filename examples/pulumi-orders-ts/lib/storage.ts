import * as aws from '@pulumi/aws';
import { isProduction, prefix, tags } from './config';
import { key } from './encryption';

/** Every order, by the name that its sender gave it. */
export const ordersTable = new aws.dynamodb.Table(
  'orders-table',
  {
    name: `${prefix}-orders`,
    billingMode: 'PAY_PER_REQUEST',
    hashKey: 'orderId',
    attributes: [{ name: 'orderId', type: 'S' }],
    streamEnabled: true,
    streamViewType: 'NEW_AND_OLD_IMAGES',
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
    deletionProtectionEnabled: isProduction,
    tags,
  },
  { protect: isProduction },
);

/** Tells whoever subscribes what has become of an order. */
export const topic = new aws.sns.Topic('orders-topic', {
  name: `${prefix}-decisions`,
  kmsMasterKeyId: key.id,
  tags,
});
