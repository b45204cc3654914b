import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

export const stack = pulumi.getStack();
export const isProduction = stack === 'prod';

/** What every name begins with: resources of several stacks can live in one account. */
export const prefix = `orders-${stack}`;

/** Days that logs are kept; CloudWatch takes certain numbers only. */
export const logRetentionDays = config.getNumber('logRetentionDays') ?? (isProduction ? 365 : 14);

/** Pieces that one order may have in all; larger ones are refused. */
export const maxPieces = config.getNumber('maxPieces') ?? 100;

/** Requests a second that the API takes. */
export const requestsPerSecond = config.getNumber('requestsPerSecond') ?? 50;

/** Where alarms go; without it they only change colour. */
export const alarmTopicArn = config.get('alarmTopicArn');

export const tags = {
  Project: pulumi.getProject(),
  Stack: stack,
  ManagedBy: 'pulumi',
};

export const accountId = aws.getCallerIdentityOutput().accountId;
export const region = aws.getRegionOutput().region;
