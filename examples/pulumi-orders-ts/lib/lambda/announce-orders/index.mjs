/**
 * Announces decisions on orders, as the table's stream tells of them.
 *
 * The stream goes on behind the last record that did not fail: the first one that does ends the batch.
 */

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { announcementOf, isDecision } from './announcement.mjs';

const { TOPIC_ARN } = process.env;

const sns = new SNSClient({});

export const handler = async ({ Records: records }) => {
  for (const { eventName, dynamodb } of records) {
    try {
      if (!isDecision(eventName, dynamodb)) {
        continue;
      }
      await publish(announcementOf(dynamodb.NewImage));
    } catch (error) {
      console.error(JSON.stringify({ message: 'failed', error: error.name, detail: error.message }));
      return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
};

async function publish(announcement) {
  await sns.send(
    new PublishCommand({
      TopicArn: TOPIC_ARN,
      Subject: `Order ${announcement.orderId}`,
      Message: JSON.stringify(announcement),
      MessageAttributes: { status: { DataType: 'String', StringValue: announcement.status } },
    }),
  );
}
