import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { logRetentionDays, prefix, requestsPerSecond, tags } from './config';
import { key } from './encryption';
import { taker } from './functions';

export const httpApi = new aws.apigatewayv2.Api('api', {
  name: `${prefix}-api`,
  description: 'Takes orders from the shop',
  protocolType: 'HTTP',
  tags,
});

const integration = new aws.apigatewayv2.Integration('take-orders-integration', {
  apiId: httpApi.id,
  integrationType: 'AWS_PROXY',
  integrationUri: taker.invokeArn,
  payloadFormatVersion: '2.0',
});

// scaffold:ignore apigateway-http-authorization: anybody may order, and learns of an order no more than its status
const routes = ['POST /orders', 'GET /orders/{orderId}'].map(
  (routeKey, at) =>
    new aws.apigatewayv2.Route(`route-${at + 1}`, {
      apiId: httpApi.id,
      routeKey,
      target: pulumi.interpolate`integrations/${integration.id}`,
    }),
);

const accessLogs = new aws.cloudwatch.LogGroup('access-logs', {
  name: `/aws/apigateway/${prefix}-api`,
  retentionInDays: logRetentionDays,
  kmsKeyId: key.arn,
  tags,
});

export const stage = new aws.apigatewayv2.Stage(
  'stage',
  {
    apiId: httpApi.id,
    name: '$default',
    autoDeploy: true,
    accessLogSettings: {
      destinationArn: accessLogs.arn,
      format: JSON.stringify({
        requestId: '$context.requestId',
        time: '$context.requestTime',
        ip: '$context.identity.sourceIp',
        route: '$context.routeKey',
        status: '$context.status',
        latency: '$context.responseLatency',
      }),
    },
    defaultRouteSettings: {
      detailedMetricsEnabled: true,
      throttlingRateLimit: requestsPerSecond,
      throttlingBurstLimit: requestsPerSecond * 2,
    },
    tags,
  },
  { dependsOn: routes },
);

export const invokePermission = new aws.lambda.Permission('api-invokes-taker', {
  action: 'lambda:InvokeFunction',
  function: taker.name,
  principal: 'apigateway.amazonaws.com',
  sourceArn: pulumi.interpolate`${httpApi.executionArn}/*/*/orders*`,
});

export const ordersUrl = pulumi.interpolate`${httpApi.apiEndpoint}/orders`;
