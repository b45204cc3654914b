'use strict';

/** What an order is: its name, its customer, and pieces of each article. */

const NAME = /^[A-Za-z0-9-]{8,64}$/;
const MOST_LINES = 50;

/** Why something is no order, in words that its sender may read. */
class InvalidOrderError extends Error {
  constructor(reason) {
    super(reason);
    this.name = 'InvalidOrderError';
  }
}

/** The order that a text is the JSON of, with nothing else in it. */
function parseOrder(text) {
  const { orderId, customerId, lines } = parseObject(text);
  if (!isName(orderId)) {
    throw new InvalidOrderError('orderId is missing or malformed');
  }
  if (!isName(customerId)) {
    throw new InvalidOrderError('customerId is missing or malformed');
  }
  if (!Array.isArray(lines) || lines.length === 0 || lines.length > MOST_LINES) {
    throw new InvalidOrderError(`an order has from 1 to ${MOST_LINES} lines`);
  }
  return { orderId, customerId, lines: lines.map(parseLine) };
}

function parseObject(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidOrderError('the body is not JSON');
  }
  if (value === null || typeof value !== 'object') {
    throw new InvalidOrderError('the body is no object');
  }
  return value;
}

function parseLine(line) {
  const { article, pieces } = line ?? {};
  if (typeof article !== 'string' || article === '') {
    throw new InvalidOrderError('a line has no article');
  }
  if (!Number.isSafeInteger(pieces) || pieces < 1) {
    throw new InvalidOrderError('pieces has to be a whole number from 1');
  }
  return { article, pieces };
}

function isName(value) {
  return typeof value === 'string' && NAME.test(value);
}

module.exports = { InvalidOrderError, parseOrder };
