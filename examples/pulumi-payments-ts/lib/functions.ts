import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { feeBasisPoints, logRetentionDays, maxPaymentAmount, prefix, reservedConcurrency, tags } from './config';
import { key } from './encryption';
import { assumedBy, Statement } from './iam';
import { paymentsTable, webhookSecret } from './storage';

interface FunctionSettings {
  description: string;
  /** In megabytes. */
  memorySize: number;
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
    assumeRolePolicy: assumedBy('lambda.amazonaws.com'),
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
      memorySize: settings.memorySize,
      timeout: settings.timeout,
      reservedConcurrentExecutions: reservedConcurrency,
      kmsKeyArn: key.arn,
      environment: { variables: settings.environment },
      tracingConfig: { mode: 'Active' },
      loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
      tags,
    },
    { dependsOn: [policy] },
  );
}

export const validator = createFunction('webhook-validator', {
  description: 'Checks the signature of a webhook and stores its payment',
  memorySize: 256,
  timeout: 10,
  environment: {
    TABLE_NAME: paymentsTable.name,
    SECRET_ARN: webhookSecret.arn,
    MAX_AMOUNT: maxPaymentAmount.toString(),
  },
  statements: [
    {
      Sid: 'StorePayments',
      Effect: 'Allow',
      Action: ['dynamodb:PutItem'],
      Resource: paymentsTable.arn,
    },
    {
      Sid: 'ReadSigningKey',
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue'],
      Resource: webhookSecret.arn,
    },
  ],
});

export const processor = createFunction('payment-processor', {
  description: 'Settles one payment',
  memorySize: 512,
  timeout: 30,
  environment: {
    TABLE_NAME: paymentsTable.name,
    FEE_BASIS_POINTS: feeBasisPoints.toString(),
  },
  statements: [
    {
      Sid: 'SettlePayments',
      Effect: 'Allow',
      Action: ['dynamodb:UpdateItem'],
      Resource: paymentsTable.arn,
    },
  ],
});
