import * as aws from '@pulumi/aws';
import { isProduction, prefix, tags, webhookSigningKey } from './config';
import { key } from './encryption';

/** Every payment that a valid webhook announced, once. */
export const paymentsTable = new aws.dynamodb.Table(
  'payments-table',
  {
    name: `${prefix}-payments`,
    billingMode: 'PAY_PER_REQUEST',
    hashKey: 'paymentId',
    attributes: [
      { name: 'paymentId', type: 'S' },
      { name: 'merchantId', type: 'S' },
      { name: 'receivedAt', type: 'S' },
    ],
    globalSecondaryIndexes: [
      {
        name: 'by-merchant',
        hashKey: 'merchantId',
        rangeKey: 'receivedAt',
        projectionType: 'ALL',
      },
    ],
    streamEnabled: true,
    streamViewType: 'NEW_IMAGE',
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
    deletionProtectionEnabled: isProduction,
    tags,
  },
  { protect: isProduction },
);

export const webhookSecret = new aws.secretsmanager.Secret('webhook-secret', {
  name: `${prefix}/webhook-signing-key`,
  description: 'What the payment provider signs its webhooks with',
  kmsKeyId: key.arn,
  recoveryWindowInDays: isProduction ? 30 : 7,
  tags,
});

export const webhookSecretVersion = new aws.secretsmanager.SecretVersion('webhook-secret-version', {
  secretId: webhookSecret.id,
  secretString: webhookSigningKey,
});
