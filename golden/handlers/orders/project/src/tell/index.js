'use strict';

/** Tells of new orders; what could not be told is told again. */

const { PublishCommand, SNSClient } = require('@aws-sdk/client-sns');

const sns = new SNSClient({});

exports.handler = async (event) => {
  const batchItemFailures = [];
  for (const record of event.Records) {
    if (record.eventName !== 'INSERT') continue;
    try {
      const { order_id: id, quantity } = record.dynamodb.NewImage;
      const message = { id: id.S, quantity: Number(quantity.N) };
      await sns.send(
        new PublishCommand({
          TopicArn: process.env.TOPIC_ARN,
          Message: JSON.stringify(message),
        }),
      );
    } catch (error) {
      console.error('order not told', error);
      return {
        batchItemFailures: [
          { itemIdentifier: record.dynamodb.SequenceNumber },
        ],
      };
    }
  }
  return { batchItemFailures };
};
