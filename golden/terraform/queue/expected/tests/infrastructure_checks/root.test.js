/**
 * Checks of the root folder, as its Terraform files declare it.
 *
 * @jest-environment node
 */
const path = require('node:path');

const {
  call,
  expression,
  load,
  ref,
  template,
} = require('./support/terraform');

let terraform;

beforeAll(async () => {
  terraform = await load(path.join(__dirname, '../..'));
});

describe('inventory', () => {
  it('declares exactly these resources', () => {
    expect(terraform.names('resource')).toEqual({
      aws_cloudwatch_metric_alarm: ['dead_letters'],
      aws_sqs_queue: ['dead_letters', 'orders'],
    });
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
      name: ref('local.name'),
      visibility_timeout_seconds: expression('30 * 2'),
      sqs_managed_sse_enabled: true,
      redrive_policy: call('jsonencode', {
        deadLetterTargetArn: ref('aws_sqs_queue.dead_letters.arn'),
        maxReceiveCount: ref('var.attempts'),
      }),
    });
  });
});

describe('aws_sqs_queue.dead_letters', () => {
  it('is configured as declared', () => {
    expect(
      terraform.block('resource', 'aws_sqs_queue', 'dead_letters'),
    ).toEqual({
      name: template(ref('local.name'), '-dead-letters'),
      message_retention_seconds: 1209600,
    });
  });
});

describe('aws_cloudwatch_metric_alarm.dead_letters', () => {
  it('is configured as declared', () => {
    expect(
      terraform.block(
        'resource',
        'aws_cloudwatch_metric_alarm',
        'dead_letters',
      ),
    ).toEqual({
      count: expression('var.alarm ? 1 : 0'),
      alarm_name: template(ref('local.name'), '-dead-letters'),
      alarm_description: template(
        'Orders could not be handled.\nLook at the queue ',
        ref('aws_sqs_queue.dead_letters.name'),
        '.\n',
      ),
      namespace: 'AWS/SQS',
      metric_name: 'ApproximateNumberOfMessagesVisible',
      comparison_operator: 'GreaterThanThreshold',
      statistic: 'Maximum',
      threshold: 0,
      period: 300,
      evaluation_periods: 1,
      dimensions: { QueueName: ref('aws_sqs_queue.dead_letters.name') },
    });
  });
});

describe('locals', () => {
  it('local name is worked out as declared', () => {
    expect(terraform.block('locals').name).toEqual(
      template('orders-', ref('var.stage')),
    );
  });

  it('local tags is worked out as declared', () => {
    expect(terraform.block('locals').tags).toEqual({
      Service: 'orders',
      Stage: ref('var.stage'),
    });
  });
});

describe('wiring', () => {
  it('dead letters of queue orders go to queue dead_letters', () => {
    expect(
      terraform.references('resource', 'aws_sqs_queue', 'orders', [
        'redrive_policy',
      ]),
    ).toEqual(['aws_sqs_queue.dead_letters.arn', 'var.attempts']);
  });

  it('alarm dead_letters takes its alarm description from queue dead_letters', () => {
    expect(
      terraform.references(
        'resource',
        'aws_cloudwatch_metric_alarm',
        'dead_letters',
        ['alarm_description'],
      ),
    ).toEqual(['aws_sqs_queue.dead_letters.name']);
  });

  it('alarm dead_letters watches queue dead_letters', () => {
    expect(
      terraform.references(
        'resource',
        'aws_cloudwatch_metric_alarm',
        'dead_letters',
        ['dimensions', 'QueueName'],
      ),
    ).toEqual(['aws_sqs_queue.dead_letters.name']);
  });
});

describe('invariants', () => {
  it('queue orders puts what fails into a dead letter queue', () => {
    const sqsQueue = terraform.block('resource', 'aws_sqs_queue', 'orders');
    expect(sqsQueue.redrive_policy).toEqual(
      call('jsonencode', {
        deadLetterTargetArn: ref('aws_sqs_queue.dead_letters.arn'),
        maxReceiveCount: ref('var.attempts'),
      }),
    );
  });

  it('queue orders is encrypted', () => {
    const sqsQueue = terraform.block('resource', 'aws_sqs_queue', 'orders');
    expect(sqsQueue.sqs_managed_sse_enabled).not.toBe(false);
  });

  it('queue dead_letters is encrypted', () => {
    const sqsQueue = terraform.block(
      'resource',
      'aws_sqs_queue',
      'dead_letters',
    );
    expect(sqsQueue).not.toHaveProperty('sqs_managed_sse_enabled');
  });
});

describe('outputs', () => {
  it('declares exactly these outputs', () => {
    expect(terraform.names('output')).toEqual({
      '': ['alarm_arn', 'queue_url'],
    });
  });

  it('output queue_url gives its declared value', () => {
    expect(terraform.block('output', 'queue_url')).toEqual({
      description: 'Where orders are sent.',
      value: ref('aws_sqs_queue.orders.url'),
    });
  });

  it('output alarm_arn gives its declared value', () => {
    expect(terraform.block('output', 'alarm_arn')).toEqual({
      value: call(
        'one',
        ref('aws_cloudwatch_metric_alarm.dead_letters[*].arn'),
      ),
    });
  });
});

describe('variables', () => {
  it('declares exactly these variables', () => {
    expect(terraform.names('variable')).toEqual({
      '': ['alarm', 'attempts', 'region', 'stage'],
    });
  });

  it('variable region keeps its type and default', () => {
    expect(terraform.block('variable', 'region')).toEqual({
      type: ref('string'),
      default: 'eu-central-1',
    });
  });

  it('variable stage keeps its type and validation', () => {
    expect(terraform.block('variable', 'stage')).toEqual({
      description: 'Which deployment this is.',
      type: ref('string'),
      validation: [
        {
          condition: call(
            'contains',
            ['staging', 'production'],
            ref('var.stage'),
          ),
          error_message: 'The stage is staging or production.',
        },
      ],
    });
  });

  it('variable attempts keeps its type and default', () => {
    expect(terraform.block('variable', 'attempts')).toEqual({
      type: ref('number'),
      default: 5,
    });
  });

  it('variable alarm keeps its type and default', () => {
    expect(terraform.block('variable', 'alarm')).toEqual({
      type: ref('bool'),
      default: true,
    });
  });
});

describe('settings', () => {
  it('configures exactly these providers', () => {
    expect(terraform.names('provider')).toEqual({ '': ['aws'] });
  });

  it('terraform keeps its required version and required providers', () => {
    expect(terraform.block('terraform')).toEqual({
      required_version: '>= 1.5',
      required_providers: [
        { aws: { source: 'hashicorp/aws', version: '~> 5.0' } },
      ],
    });
  });

  it('provider aws is configured as declared', () => {
    expect(terraform.block('provider', 'aws')).toEqual({
      region: ref('var.region'),
      default_tags: [{ tags: ref('local.tags') }],
    });
  });
});
