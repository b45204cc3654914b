'use strict';

/**
 * Answers POST /orders and GET /orders/{orderId}.
 *
 * A sender that does not know whether its order arrived sends it again under the same name: it is kept once, and what
 * is queued twice does no harm.
 */

const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, GetCommand, PutCommand } = require('@aws-sdk/lib-dynamodb');
const { SendMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');
const { InvalidOrderError, parseOrder } = require('./order');

const TABLE_NAME = process.env.TABLE_NAME;
const QUEUE_URL = process.env.QUEUE_URL;

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const queue = new SQSClient({});

exports.handler = async (event) => {
  try {
    return event.routeKey === 'POST /orders' ? await take(event) : await show(event.pathParameters.orderId);
  } catch (error) {
    if (error instanceof InvalidOrderError) {
      return response(400, { error: error.message });
    }
    console.error(JSON.stringify({ message: 'failed', error: error.name, detail: error.message }));
    return response(500, { error: 'internal error' });
  }
};

async function take(event) {
  const order = parseOrder(bodyOf(event));
  const isNew = await keep(order);
  await queue.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: JSON.stringify(order) }));
  return response(isNew ? 201 : 200, { orderId: order.orderId, duplicate: !isNew });
}

function bodyOf(event) {
  if (!event.body) {
    throw new InvalidOrderError('the body is empty');
  }
  return event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
}

/** Keeps an order; false if it was there before. */
async function keep(order) {
  try {
    await documents.send(
      new PutCommand({
        TableName: TABLE_NAME,
        Item: { ...order, status: 'RECEIVED', receivedAt: new Date().toISOString() },
        ConditionExpression: 'attribute_not_exists(orderId)',
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

async function show(orderId) {
  const { Item: order } = await documents.send(new GetCommand({ TableName: TABLE_NAME, Key: { orderId } }));
  if (!order) {
    return response(404, { error: 'there is no such order' });
  }
  return response(200, { orderId, status: order.status });
}

function response(statusCode, body) {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
