/**
 * Copyright Example Ltd. All rights reserved.
 * Infrastructure tests: ask #platform before you change what they say.
 *
 * Checks of the root folder, as its Terraform files declare it.
 *
 * @jest-environment node
 */
const path = require('node:path');

const { load } = require('./support/terraform');

let terraform;

beforeAll(async () => {
  terraform = await load(path.join(__dirname, '../..'));
});

describe('inventory', () => {
  it('declares exactly these resources', () => {
    expect(terraform.names('resource')).toEqual({ aws_sqs_queue: ['orders'] });
  });

  it('declares no data sources', () => {
    expect(terraform.names('data')).toEqual({});
  });

  it('calls no modules', () => {
    expect(terraform.names('module')).toEqual({});
  });
});

describe('aws_sqs_queue.orders', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'aws_sqs_queue', 'orders')).toEqual({
      name: 'orders',
      sqs_managed_sse_enabled: true,
    });
  });
});

describe('invariants', () => {
  it('queue orders is encrypted', () => {
    const sqsQueue = terraform.block('resource', 'aws_sqs_queue', 'orders');
    expect(sqsQueue.sqs_managed_sse_enabled).not.toBe(false);
  });
});
