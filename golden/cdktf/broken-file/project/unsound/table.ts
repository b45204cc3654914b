import { DynamodbTable } from '@cdktn/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';

export const table = (scope: Construct) => new DynamodbTable(scope, 'table', {
  hashKey: 'id',
  attribute: [{ name: 'id', type: 'S' },
  billingMode: = 'PAY_PER_REQUEST',
});
