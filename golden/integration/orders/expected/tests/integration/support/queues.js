'use strict';

/** Waits for a message in a queue, and leaves all others there. */

const { CloudError } = require('./cloud');
const { eventually } = require('./doing');

/** For how many seconds nobody else sees the messages that are looked at. */
const HIDDEN = 60;

/** The body of the message that has this text in it, which is deleted; or null. */
async function messageWith(resource, queueUrl, text) {
  const others = [];
  const look = async () => {
    const messages = await received(resource, queueUrl);
    const mine = messages.filter(({ Body: body }) => body.includes(text));
    others.push(...messages.filter((message) => !mine.includes(message)));
    for (const message of mine) await remove(resource, queueUrl, message);
    return mine.length > 0 ? mine[0].Body : null;
  };
  try {
    return await eventually(look, { pause: 0.2 });
  } finally {
    for (const message of others) await giveBack(resource, queueUrl, message);
  }
}

async function received(resource, queueUrl) {
  const answer = await resource.call('sqs', 'ReceiveMessage', {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 2,
    VisibilityTimeout: HIDDEN,
  });
  return answer.Messages ?? [];
}

async function remove(resource, queueUrl, { ReceiptHandle: handle }) {
  const inputs = { QueueUrl: queueUrl, ReceiptHandle: handle };
  await resource.call('sqs', 'DeleteMessage', inputs);
}

async function giveBack(resource, queueUrl, { ReceiptHandle: handle }) {
  const inputs = { QueueUrl: queueUrl, ReceiptHandle: handle };
  try {
    await resource.call('sqs', 'ChangeMessageVisibility', {
      ...inputs,
      VisibilityTimeout: 0,
    });
  } catch (error) {
    // Whoever reads the queue meanwhile may have taken it.
    if (!(error instanceof CloudError)) throw error;
  }
}

module.exports = { messageWith };
