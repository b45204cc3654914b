import * as aws from '@pulumi/aws';

export const table = new aws.dynamodb.Table('table', {
  hashKey: 'id',
  attributes: [{ name: 'id', type: 'S' },
  billingMode: = 'PAY_PER_REQUEST',
});
