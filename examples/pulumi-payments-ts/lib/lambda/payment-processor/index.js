'use strict';

/**
 * Settles one payment: works out the fee and marks the payment as settled.
 *
 * The workflow retries a `TemporaryError` and gives up on every other. A payment that is settled already is left as it
 * is, so a retry does no harm.
 */

const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');

const TABLE_NAME = process.env.TABLE_NAME;
const FEE_BASIS_POINTS = Number(process.env.FEE_BASIS_POINTS);

const CURRENCIES = new Set(['CHF', 'EUR', 'GBP', 'USD']);
const TEMPORARY = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TimeoutError',
]);

const dynamodb = new DynamoDBClient({});

/** Trying again later may help. */
class TemporaryError extends Error {
  constructor(cause) {
    super(cause.message, { cause });
    this.name = 'TemporaryError';
  }
}

/** Payments in this currency are not settled. */
class UnsupportedCurrencyError extends Error {
  constructor(currency) {
    super(`payments in ${currency} are not settled`);
    this.name = 'UnsupportedCurrencyError';
  }
}

exports.handler = async ({ payment }) => {
  const { paymentId, currency } = payment;
  const amount = Number(payment.amount);
  if (!CURRENCIES.has(currency)) {
    throw new UnsupportedCurrencyError(currency);
  }
  const fee = feeOf(amount);
  const settled = await settle(paymentId, fee, amount - fee);
  console.log(JSON.stringify({ message: settled ? 'settled' : 'settled before', paymentId, fee }));
  return { paymentId, status: 'SETTLED', fee, net: amount - fee };
};

/** The fee in the smallest unit of the currency, rounded half up, and never less than one unit. */
function feeOf(amount) {
  return Math.max(1, Math.round((amount * FEE_BASIS_POINTS) / 10_000));
}

/** Mark a payment as settled; false if it was before. */
async function settle(paymentId, fee, net) {
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: TABLE_NAME,
        Key: { paymentId: { S: paymentId } },
        UpdateExpression: 'SET #status = :settled, settledAt = :now, fee = :fee, net = :net',
        ConditionExpression: '#status = :received',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':received': { S: 'RECEIVED' },
          ':settled': { S: 'SETTLED' },
          ':now': { S: new Date().toISOString() },
          ':fee': { N: String(fee) },
          ':net': { N: String(net) },
        },
      }),
    );
    return true;
  } catch (error) {
    if (error.name === 'ConditionalCheckFailedException') {
      return false;
    }
    throw TEMPORARY.has(error.name) ? new TemporaryError(error) : error;
  }
}
