'use strict';

/**
 * Decides on queued orders: those with too many pieces are refused, others accepted.
 *
 * Messages that fail are reported one by one, so that the queue sends only them again. An order that is decided on
 * already stays as it is.
 */

const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');

const TABLE_NAME = process.env.TABLE_NAME;
const MAX_PIECES = Number(process.env.MAX_PIECES);

const dynamodb = new DynamoDBClient({});

exports.handler = async ({ Records: records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of records) {
    try {
      await check(JSON.parse(body));
    } catch (error) {
      console.error(JSON.stringify({ message: 'failed', messageId, error: error.name, detail: error.message }));
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};

async function check({ orderId, lines }) {
  const pieces = lines.reduce((sum, line) => sum + line.pieces, 0);
  const status = pieces > MAX_PIECES ? 'REFUSED' : 'ACCEPTED';
  const isDecided = await decide(orderId, status, pieces);
  console.log(JSON.stringify({ message: isDecided ? 'decided' : 'decided before', orderId, status }));
}

/** Writes a decision down; false if there is one already. */
async function decide(orderId, status, pieces) {
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: TABLE_NAME,
        Key: { orderId: { S: orderId } },
        UpdateExpression: 'SET #status = :status, decidedAt = :now, pieces = :pieces',
        ConditionExpression: '#status = :received',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':received': { S: 'RECEIVED' },
          ':status': { S: status },
          ':now': { S: new Date().toISOString() },
          ':pieces': { N: String(pieces) },
        },
      }),
    );
    return true;
  } catch (error) {
    if (error.name === 'ConditionalCheckFailedException') {
      return false;
    }
    throw error;
  }
}
