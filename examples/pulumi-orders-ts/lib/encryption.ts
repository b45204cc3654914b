import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { accountId, isProduction, prefix, region, tags } from './config';

/** Encrypts the table, its stream, the queues, the topic and the logs. */
export const key = new aws.kms.Key(
  'orders-key',
  {
    description: `Encrypts the orders of ${prefix}`,
    enableKeyRotation: true,
    deletionWindowInDays: isProduction ? 30 : 7,
    policy: pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AccountAdministersKey',
          Effect: 'Allow',
          Principal: { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Sid: 'LogGroupsUseKey',
          Effect: 'Allow',
          Principal: { Service: pulumi.interpolate`logs.${region}.amazonaws.com` },
          Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncrypt*'],
          Resource: '*',
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:*`,
            },
          },
        },
      ],
    }),
    tags,
  },
  { protect: isProduction },
);

export const keyAlias = new aws.kms.Alias('orders-key-alias', {
  name: `alias/${prefix}`,
  targetKeyId: key.keyId,
});
