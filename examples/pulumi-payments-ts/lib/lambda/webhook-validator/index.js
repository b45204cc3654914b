'use strict';

/**
 * Answers POST /webhooks: checks the signature, and stores the payment once.
 *
 * The provider signs `<timestamp>.<body>` with HMAC-SHA256 and sends the result as `X-Webhook-Signature: sha256=<hex>`,
 * the timestamp (seconds since 1970) as `X-Webhook-Timestamp`.
 */

const { createHmac, timingSafeEqual } = require('node:crypto');
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { GetSecretValueCommand, SecretsManagerClient } = require('@aws-sdk/client-secrets-manager');

const TABLE_NAME = process.env.TABLE_NAME;
const SECRET_ARN = process.env.SECRET_ARN;
const MAX_AMOUNT = Number(process.env.MAX_AMOUNT);

const TOLERANCE_SECONDS = 300;
const KEY_CACHE_MILLISECONDS = 5 * 60 * 1000;

const PAYMENT_ID = /^[A-Za-z0-9_-]{1,64}$/;
const MERCHANT_ID = /^[A-Za-z0-9_-]{1,32}$/;
const CURRENCY = /^[A-Z]{3}$/;

const dynamodb = new DynamoDBClient({});
const secrets = new SecretsManagerClient({});

let cachedKey;

/** The request is refused, with a status code and a reason that the sender may read. */
class RejectedRequestError extends Error {
  constructor(status, reason) {
    super(reason);
    this.name = 'RejectedRequestError';
    this.status = status;
  }
}

exports.handler = async (event) => {
  try {
    const body = rawBody(event);
    await verifySignature(event.headers ?? {}, body, Date.now());
    const payment = parsePayment(body);
    const stored = await store(payment);
    console.log(JSON.stringify({ message: stored ? 'stored' : 'known already', paymentId: payment.paymentId }));
    return response(stored ? 202 : 200, { paymentId: payment.paymentId, duplicate: !stored });
  } catch (error) {
    if (error instanceof RejectedRequestError) {
      console.warn(JSON.stringify({ message: 'refused', status: error.status, reason: error.message }));
      return response(error.status, { error: error.message });
    }
    console.error(JSON.stringify({ message: 'failed', error: error.name, detail: error.message }));
    return response(500, { error: 'internal error' });
  }
};

function rawBody(event) {
  if (!event.body) {
    throw new RejectedRequestError(400, 'the body is empty');
  }
  return event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
}

async function verifySignature(headers, body, now) {
  const timestamp = header(headers, 'x-webhook-timestamp');
  const signature = header(headers, 'x-webhook-signature');
  if (!timestamp || !signature) {
    throw new RejectedRequestError(401, 'the signature is missing');
  }
  const age = Math.abs(now / 1000 - Number(timestamp));
  if (!/^\d+$/.test(timestamp) || age > TOLERANCE_SECONDS) {
    throw new RejectedRequestError(401, 'the timestamp is out of range');
  }
  const expected = createHmac('sha256', await signingKey(now)).update(`${timestamp}.${body}`).digest();
  const given = Buffer.from(signature.replace(/^sha256=/, ''), 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new RejectedRequestError(401, 'the signature does not match');
  }
}

function header(headers, name) {
  const found = Object.keys(headers).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : headers[found];
}

/** The signing key; kept for a while, so that a rotated one comes into use without a deployment. */
async function signingKey(now) {
  if (cachedKey === undefined || now - cachedKey.readAt > KEY_CACHE_MILLISECONDS) {
    const secret = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET_ARN }));
    cachedKey = { value: secret.SecretString, readAt: now };
  }
  return cachedKey.value;
}

function parsePayment(body) {
  let payment;
  try {
    payment = JSON.parse(body);
  } catch {
    throw new RejectedRequestError(400, 'the body is not JSON');
  }
  if (payment === null || typeof payment !== 'object') {
    throw new RejectedRequestError(400, 'the body is no object');
  }
  const { paymentId, merchantId, amount, currency } = payment;
  if (!matches(PAYMENT_ID, paymentId)) {
    throw new RejectedRequestError(400, 'paymentId is missing or malformed');
  }
  if (!matches(MERCHANT_ID, merchantId)) {
    throw new RejectedRequestError(400, 'merchantId is missing or malformed');
  }
  if (!Number.isSafeInteger(amount) || amount <= 0 || amount > MAX_AMOUNT) {
    throw new RejectedRequestError(400, `amount has to be a whole number from 1 to ${MAX_AMOUNT}`);
  }
  if (!matches(CURRENCY, currency)) {
    throw new RejectedRequestError(400, 'currency is missing or malformed');
  }
  return { paymentId, merchantId, amount, currency };
}

function matches(pattern, value) {
  return typeof value === 'string' && pattern.test(value);
}

/** Store a payment; false if it was stored before: providers deliver more than once. */
async function store(payment) {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: TABLE_NAME,
        Item: {
          paymentId: { S: payment.paymentId },
          merchantId: { S: payment.merchantId },
          amount: { N: String(payment.amount) },
          currency: { S: payment.currency },
          status: { S: 'RECEIVED' },
          receivedAt: { S: new Date().toISOString() },
        },
        ConditionExpression: 'attribute_not_exists(paymentId)',
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

function response(statusCode, body) {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
