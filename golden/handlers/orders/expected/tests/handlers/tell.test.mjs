// Calls function tell as its triggers do.
// @vitest-environment node
import { createRequire } from 'node:module';

import { describe, it } from 'vitest';

const require = createRequire(import.meta.url);
const { changed, fails, lambda, numbered } = require('./support');

const tell = lambda({
  title: 'function tell',
  folder: '../../src/tell',
  entry: 'index.js',
  handler: 'handler',
  name: 'tell-order',
  environment: { TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:orders' },
  clients: ['@aws-sdk/client-sns'],
  resources: {
    'topic orders': ['orders', 'arn:aws:sns:eu-central-1:123456789012:orders'],
  },
  region: 'eu-central-1',
  timeout: 10,
});

const record = {
  eventID: '00000000000040008000000000000001',
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'eu-central-1',
  eventSourceARN:
    'arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2024-01-01T00:00:00.000',
  dynamodb: {
    ApproximateCreationDateTime: 1704067200,
    SequenceNumber: '111000000000000000001',
    SizeBytes: 100,
    Keys: { order_id: { S: 'order-id-1' } },
    NewImage: { order_id: { S: 'order-id-1' }, quantity: { N: '12' } },
    StreamViewType: 'NEW_IMAGE',
  },
};

describe('loading', () => {
  it('loads in its declared environment', () => tell.loads());
});

describe('batches', () => {
  it('takes one change', async () => {
    const outcome = await tell.call({ Records: [record] });
    outcome.reports([]);
    outcome.made('sns', 'Publish', 'topic orders');
  });

  it('takes 3 changes at once', async () => {
    const outcome = await tell.call({
      Records: numbered(1, 3, (n) =>
        changed(record, {
          eventID: `00000000000040008${String(n).padStart(15, '0')}`,
          'dynamodb.SequenceNumber': `111000${String(n).padStart(15, '0')}`,
          'dynamodb.Keys.order_id.S': `order-id-${n}`,
          'dynamodb.NewImage.order_id.S': `order-id-${n}`,
        }),
      ),
    });
    outcome.reports([]);
    outcome.made('sns', 'Publish', 'topic orders');
  });

  it('takes a full batch of 10 changes', async () => {
    const outcome = await tell.call({
      Records: numbered(1, 10, (n) =>
        changed(record, {
          eventID: `00000000000040008${String(n).padStart(15, '0')}`,
          'dynamodb.SequenceNumber': `11100000000000000000${n}`,
          'dynamodb.Keys.order_id.S': `order-id-${n}`,
          'dynamodb.NewImage.order_id.S': `order-id-${n}`,
        }),
      ),
    });
    outcome.reports([]);
    outcome.made('sns', 'Publish', 'topic orders');
  });

  it('takes an event without changes', async () => {
    const outcome = await tell.call({ Records: [] });
    outcome.reports([]);
    outcome.writesNothing();
  });

  it('gives back a change without order_id', async () => {
    const outcome = await tell.call({
      Records: [changed(record, {}, ['dynamodb.NewImage.order_id'])],
    });
    outcome.reports(['111000000000000000001']);
  });

  it('gives back a change without quantity', async () => {
    const outcome = await tell.call({
      Records: [changed(record, {}, ['dynamodb.NewImage.quantity'])],
    });
    outcome.reports(['111000000000000000001']);
  });

  it('takes a change before one without order_id', async () => {
    const outcome = await tell.call({
      Records: [
        record,
        changed(
          record,
          {
            eventID: '00000000000040008000000000000002',
            'dynamodb.SequenceNumber': '111000000000000000002',
            'dynamodb.Keys.order_id.S': 'order-id-2',
          },
          ['dynamodb.NewImage.order_id'],
        ),
      ],
    });
    outcome.reports(['111000000000000000002']);
  });

  it('takes a change that is a REMOVE', async () => {
    const outcome = await tell.call({
      Records: [
        changed(record, {
          'dynamodb.NewImage.order_id.S': 's-1',
          'dynamodb.NewImage.quantity.N': 'n-1',
        }),
      ],
    });
    outcome.reports([]);
    outcome.made('sns', 'Publish', 'topic orders');
  });
});

describe('failures', () => {
  it('takes a change before one for which sns Publish fails', async () => {
    const outcome = await tell.call(
      {
        Records: [
          record,
          changed(record, {
            eventID: '00000000000040008000000000000002',
            'dynamodb.SequenceNumber': '111000000000000000002',
            'dynamodb.Keys.order_id.S': 'order-id-2',
            'dynamodb.NewImage.order_id.S': 'order-id-2',
          }),
        ],
      },
      {
        failing: [fails('sns', 'Publish', 'InternalServerError', { from: 2 })],
      },
    );
    outcome.reports(['111000000000000000002']);
  });

  it('gives the record back when sns Publish fails with Throttling', async () => {
    const outcome = await tell.call(
      { Records: [record] },
      { failing: [fails('sns', 'Publish', 'Throttling')] },
    );
    outcome.reports(['111000000000000000001']);
  });
});
