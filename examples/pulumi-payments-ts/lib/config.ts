import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

export const stack = pulumi.getStack();
export const isProduction = stack === 'prod';

/** What every name begins with: resources of several stacks can live in one account. */
export const prefix = `payments-${stack}`;

/** Days that logs are kept; CloudWatch takes certain numbers only. */
export const logRetentionDays = config.getNumber('logRetentionDays') ?? (isProduction ? 365 : 14);

/** Executions that each function may have at a time; unreserved outside of production unless it is said. */
export const reservedConcurrency = config.getNumber('reservedConcurrency') ?? (isProduction ? 50 : undefined);

/** The largest payment that is settled, in the currency's smallest unit. */
export const maxPaymentAmount = config.getNumber('maxPaymentAmount') ?? 1_000_000;

/** What settling costs the merchant, in hundredths of a per cent. */
export const feeBasisPoints = config.getNumber('feeBasisPoints') ?? 150;

/** Requests a second that the API takes. */
export const requestsPerSecond = config.getNumber('requestsPerSecond') ?? 100;

/** Where alarms go; without it they only change colour. */
export const alarmTopicArn = config.get('alarmTopicArn');

/** Whether this stack sets the role with which API Gateway logs: there is one for all APIs of an account and region. */
export const managesApiGatewayAccount = config.getBoolean('managesApiGatewayAccount') ?? true;

/** What the payment provider signs its webhooks with. */
export const webhookSigningKey = config.requireSecret('webhookSigningKey');

export const tags = {
  Project: pulumi.getProject(),
  Stack: stack,
  ManagedBy: 'pulumi',
};

export const accountId = aws.getCallerIdentityOutput().accountId;
export const region = aws.getRegionOutput().region;
