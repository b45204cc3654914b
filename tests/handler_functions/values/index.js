const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { GetSecretValueCommand, SecretsManagerClient } = require('@aws-sdk/client-secrets-manager');
const { GetParameterCommand, SSM } = require('@aws-sdk/client-ssm');
const { PublishCommand, SNSClient } = require('@aws-sdk/client-sns');
const sns = new SNSClient({});
const TopicArn = 'arn:aws:sns:us-east-1:123456789012:any';
const publish = () => sns.send(new PublishCommand({ TopicArn, Message: 'x' }));
let count = 0;

exports.handler = async (event) => {
  if (event.counted) {
    await publish();
    count += 1;
    return count;
  }
  if (event.twice) {
    await publish();
    await publish().catch((error) => console.warn(error.name));
    return {};
  }
  if (event.number) {
    const dynamodb = new DynamoDBClient({});
    const Item = { id: { S: 'N' }, values: { L: [{ N: event.number }] } };
    await dynamodb.send(new PutItemCommand({ TableName: 'items', Item }));
    return event;
  }
  if (event.variable) return process.env.SECRET_ARN;
  if (event.Records) {
    const failed = event.Records.filter(({ body }) => body === 'bad');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }
  const manager = new SecretsManagerClient({});
  const { SecretString: secret } = await manager.send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN }));
  const { Parameter } = await new SSM({}).getParameter({ Name: process.env.LIMIT });
  return {
    ...event,
    secret,
    limit: Parameter.Value,
    arn: process.env.TEXT,
    again: event.at,
    hex: '0123abcd',
    any: [],
    word: 'w',
    encoded: 'eA==',
  };
};
