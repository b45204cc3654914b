import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { counter, label } from './helper.mjs';

const { TABLE } = process.env;
const options = { marshallOptions: { removeUndefinedValues: true } };
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), options);

export const handler = async ({ id }) => {
  counter.value += 1;
  const { Item: item } = await documents.send(new GetCommand({ TableName: TABLE, Key: { id } }));
  if (!item) return { found: false, count: counter.value };
  let total = 0;
  for await (const page of paginateScan({ client: documents }, { TableName: TABLE })) {
    for (const each of page.Items) total += each.price ?? 0;
  }
  const changed = {
    id,
    tags: new Set(['a', 'b']),
    price: item.price + 1,
    gone: undefined,
    nested: { list: [1, 'x', null] },
  };
  await documents.send(new PutCommand({ TableName: TABLE, Item: changed }));
  return { found: true, total, count: counter.value, label: label ?? 'none' };
};
