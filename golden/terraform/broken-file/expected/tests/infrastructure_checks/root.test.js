/**
 * Checks of the root folder, as its Terraform files declare it.
 *
 * @jest-environment node
 */
const path = require('node:path');

const { load } = require('./support/terraform');

let terraform;

beforeAll(async () => {
  // What could not be read when these tests were written is left out.
  terraform = await load(path.join(__dirname, '../..'), {
    without: ['torn.tf'],
  });
});

describe('inventory', () => {
  it('declares exactly these resources', () => {
    expect(terraform.names('resource')).toEqual({ aws_sqs_queue: ['events'] });
  });

  it('declares no data sources', () => {
    expect(terraform.names('data')).toEqual({});
  });

  it('calls no modules', () => {
    expect(terraform.names('module')).toEqual({});
  });
});

describe('aws_sqs_queue.events', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'aws_sqs_queue', 'events')).toEqual({
      name: 'events',
    });
  });
});

describe('invariants', () => {
  it('queue events is encrypted', () => {
    const sqsQueue = terraform.block('resource', 'aws_sqs_queue', 'events');
    expect(sqsQueue).not.toHaveProperty('sqs_managed_sse_enabled');
  });
});
