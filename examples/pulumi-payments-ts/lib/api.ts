import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { logRetentionDays, managesApiGatewayAccount, prefix, requestsPerSecond, stack, tags } from './config';
import { key } from './encryption';
import { validator } from './functions';
import { assumedBy } from './iam';

export const restApi = new aws.apigateway.RestApi('api', {
  name: `${prefix}-api`,
  description: 'Receives webhooks from the payment provider',
  endpointConfiguration: { types: 'REGIONAL' },
  tags,
});

const webhooks = new aws.apigateway.Resource('webhooks', {
  restApi: restApi.id,
  parentId: restApi.rootResourceId,
  pathPart: 'webhooks',
});

const requestValidator = new aws.apigateway.RequestValidator('request-validator', {
  restApi: restApi.id,
  name: 'signature-is-present',
  validateRequestParameters: true,
});

// The provider cannot sign with credentials of AWS: the function checks the signature of the body.
const method = new aws.apigateway.Method('post-webhook', {
  restApi: restApi.id,
  resourceId: webhooks.id,
  httpMethod: 'POST',
  authorization: 'NONE',
  requestValidatorId: requestValidator.id,
  requestParameters: {
    'method.request.header.X-Webhook-Signature': true,
    'method.request.header.X-Webhook-Timestamp': true,
  },
});

const integration = new aws.apigateway.Integration('post-webhook-integration', {
  restApi: restApi.id,
  resourceId: webhooks.id,
  httpMethod: method.httpMethod,
  integrationHttpMethod: 'POST',
  type: 'AWS_PROXY',
  uri: validator.invokeArn,
});

export const invokePermission = new aws.lambda.Permission('api-invokes-validator', {
  action: 'lambda:InvokeFunction',
  function: validator.name,
  principal: 'apigateway.amazonaws.com',
  sourceArn: pulumi.interpolate`${restApi.executionArn}/*/POST/webhooks`,
});

const deployment = new aws.apigateway.Deployment(
  'deployment',
  {
    restApi: restApi.id,
    // A stage serves what was deployed last: deploy again when anything of the API is replaced.
    triggers: { redeployment: pulumi.jsonStringify([webhooks.id, method.id, integration.id]) },
  },
  { dependsOn: [integration] },
);

const accessLogs = new aws.cloudwatch.LogGroup('access-logs', {
  name: `/aws/apigateway/${prefix}-api`,
  retentionInDays: logRetentionDays,
  kmsKeyId: key.arn,
  tags,
});

const accountSettings: pulumi.Resource[] = [];
if (managesApiGatewayAccount) {
  const role = new aws.iam.Role('api-gateway-logging-role', {
    name: `${prefix}-api-gateway-logging`,
    assumeRolePolicy: assumedBy('apigateway.amazonaws.com'),
    managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs'],
    tags,
  });
  accountSettings.push(new aws.apigateway.Account('api-gateway-account', { cloudwatchRoleArn: role.arn }));
}

export const stage = new aws.apigateway.Stage(
  'stage',
  {
    restApi: restApi.id,
    deployment: deployment.id,
    stageName: stack,
    xrayTracingEnabled: true,
    accessLogSettings: {
      destinationArn: accessLogs.arn,
      format: JSON.stringify({
        requestId: '$context.requestId',
        time: '$context.requestTime',
        ip: '$context.identity.sourceIp',
        method: '$context.httpMethod',
        path: '$context.path',
        status: '$context.status',
        latency: '$context.responseLatency',
        error: '$context.error.message',
      }),
    },
    tags,
  },
  { dependsOn: accountSettings },
);

export const methodSettings = new aws.apigateway.MethodSettings('method-settings', {
  restApi: restApi.id,
  stageName: stage.stageName,
  methodPath: '*/*',
  settings: {
    metricsEnabled: true,
    loggingLevel: 'ERROR',
    throttlingRateLimit: requestsPerSecond,
    throttlingBurstLimit: requestsPerSecond * 2,
  },
});

export const webhookUrl = pulumi.interpolate`${stage.invokeUrl}/${webhooks.pathPart}`;
