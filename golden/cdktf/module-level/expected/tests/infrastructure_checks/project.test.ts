// What project synthesises, run in process: no cloud, no Terraform.
import { json, synthesis } from './support';

describe('orders', () => {
  const app = synthesis({
    load: () => import('../../main'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_dynamodb_table: ['orders/orders-table'],
      aws_iam_role: ['orders/worker-role'],
      aws_iam_role_policy: ['orders/worker-policy'],
      aws_lambda_event_source_mapping: ['orders/worker-source'],
      aws_lambda_function: ['orders/worker'],
      aws_s3_bucket: ['orders/archive'],
      aws_s3_object: ['orders/folder-done', 'orders/folder-incoming'],
      aws_sqs_queue: ['orders/dead-letters', 'orders/orders-queue'],
      'backend.s3': ['orders/backend'],
      'data.aws_availability_zones': ['orders/zones'],
      'data.aws_caller_identity': ['orders/caller'],
      'provider.aws': ['orders/aws'],
      variable: ['orders/concurrency'],
    });
  });

  it('leaves no token without a value', async () => {
    expect(await app.unresolved()).toStrictEqual([]);
  });

  describe('aws provider aws', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'orders/aws'),
      ).toStrictEqual({
        region: 'eu-central-1',
        default_tags: [{ tags: { Environment: 'test', ManagedBy: 'cdktn' } }],
      });
    });
  });

  describe('S3 backend', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.s3', 'orders/backend'),
      ).toStrictEqual({
        bucket: 'orders-states',
        key: 'test.tfstate',
        region: 'eu-central-1',
      });
    });
  });

  describe('caller identity caller', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('data.aws_caller_identity', 'orders/caller'),
      ).toStrictEqual({});
    });
  });

  describe('availability zones zones', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('data.aws_availability_zones', 'orders/zones'),
      ).toStrictEqual({ state: 'available' });
    });
  });

  describe('variable concurrency', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('variable', 'orders/concurrency'),
      ).toStrictEqual({ default: 5, type: 'number', sensitive: false });
    });
  });

  describe('SQS queue dead-letters', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_sqs_queue', 'orders/dead-letters'),
      ).toStrictEqual({
        message_retention_seconds: 1209600,
        name: 'orders-test-dead-letters',
      });
    });
  });

  describe('SQS queue orders-queue', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_sqs_queue', 'orders/orders-queue'),
      ).toStrictEqual({
        name: 'orders-test-orders',
        redrive_policy: json({
          deadLetterTargetArn: '${aws_sqs_queue.orders/dead-letters.arn}',
          maxReceiveCount: 3,
        }),
        visibility_timeout_seconds: 60,
      });
    });
  });

  describe('DynamoDB table orders-table', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_dynamodb_table', 'orders/orders-table'),
      ).toStrictEqual({
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: 'id',
        name: 'orders-test-orders',
        attribute: [{ name: 'id', type: 'S' }],
        point_in_time_recovery: { enabled: false },
        lifecycle: {
          prevent_destroy: false,
          ignore_changes: ['read_capacity'],
        },
      });
    });
  });

  describe('S3 bucket archive', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_s3_bucket', 'orders/archive'),
      ).toStrictEqual({
        bucket:
          'orders-test-archive-${data.aws_caller_identity.orders/caller.account_id}',
        force_destroy: true,
      });
    });
  });

  describe('S3 object folder-incoming', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_s3_object', 'orders/folder-incoming'),
      ).toStrictEqual({
        bucket: '${aws_s3_bucket.orders/archive.id}',
        content: '0',
        key: 'incoming/',
      });
    });
  });

  describe('S3 object folder-done', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_s3_object', 'orders/folder-done'),
      ).toStrictEqual({
        bucket: '${aws_s3_bucket.orders/archive.id}',
        content: '1',
        key: 'done/',
      });
    });
  });

  describe('IAM role worker-role', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_iam_role', 'orders/worker-role'),
      ).toStrictEqual({
        assume_role_policy: json({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { Service: 'lambda.amazonaws.com' },
            },
          ],
        }),
      });
    });
  });

  describe('IAM role policy worker-policy', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_iam_role_policy', 'orders/worker-policy'),
      ).toStrictEqual({
        policy:
          '${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Action" = ["sqs:ReceiveMessage", "sqs:DeleteMessage"], "Resource" = aws_sqs_queue.orders/orders-queue.arn}, {"Effect" = "Allow", "Action" = ["dynamodb:PutItem"], "Resource" = [aws_dynamodb_table.orders/orders-table.arn, "${aws_dynamodb_table.orders/orders-table.arn}/index/*"]}]})}',
        role: '${aws_iam_role.orders/worker-role.id}',
      });
    });
  });

  describe('Lambda function worker', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_lambda_function', 'orders/worker'),
      ).toStrictEqual({
        function_name: 'orders-test-worker',
        handler: 'index.handler',
        memory_size: 256,
        reserved_concurrent_executions: '${var.orders/concurrency}',
        role: '${aws_iam_role.orders/worker-role.arn}',
        runtime: 'nodejs22.x',
        s3_bucket: '${aws_s3_bucket.orders/archive.bucket}',
        s3_key: 'worker.zip',
        environment: {
          variables: {
            TABLE: '${aws_dynamodb_table.orders/orders-table.name}',
            ZONE: '${element(data.aws_availability_zones.orders/zones.names, 0)}',
          },
        },
      });
    });
  });

  describe('Lambda event source mapping worker-source', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_lambda_event_source_mapping',
          'orders/worker-source',
        ),
      ).toStrictEqual({
        batch_size: 5,
        event_source_arn: '${aws_sqs_queue.orders/orders-queue.arn}',
        function_name: '${aws_lambda_function.orders/worker.arn}',
      });
    });
  });

  it('dead letters of queue orders-queue go to queue dead-letters', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'orders/orders-queue',
    );
    expect(queue.redrive_policy.deadLetterTargetArn).toBe(
      '${aws_sqs_queue.orders/dead-letters.arn}',
    );
  });

  it('object folder-incoming is kept in bucket archive', async () => {
    const objectConfiguration = await app.configuration(
      'aws_s3_object',
      'orders/folder-incoming',
    );
    expect(objectConfiguration.bucket).toBe(
      '${aws_s3_bucket.orders/archive.id}',
    );
  });

  it('object folder-done is kept in bucket archive', async () => {
    const objectConfiguration = await app.configuration(
      'aws_s3_object',
      'orders/folder-done',
    );
    expect(objectConfiguration.bucket).toBe(
      '${aws_s3_bucket.orders/archive.id}',
    );
  });

  it('role policy worker-policy grants access to queue orders-queue and table orders-table', async () => {
    const policy = await app.configuration(
      'aws_iam_role_policy',
      'orders/worker-policy',
    );
    expect(policy.policy).toBe(
      '${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Action" = ["sqs:ReceiveMessage", "sqs:DeleteMessage"], "Resource" = aws_sqs_queue.orders/orders-queue.arn}, {"Effect" = "Allow", "Action" = ["dynamodb:PutItem"], "Resource" = [aws_dynamodb_table.orders/orders-table.arn, "${aws_dynamodb_table.orders/orders-table.arn}/index/*"]}]})}',
    );
  });

  it('role policy worker-policy belongs to role worker-role', async () => {
    const policy = await app.configuration(
      'aws_iam_role_policy',
      'orders/worker-policy',
    );
    expect(policy.role).toBe('${aws_iam_role.orders/worker-role.id}');
  });

  it('function worker takes its reserved concurrent executions from variable concurrency', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'orders/worker',
    );
    expect(functionConfiguration.reserved_concurrent_executions).toBe(
      '${var.orders/concurrency}',
    );
  });

  it('function worker runs as role worker-role', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'orders/worker',
    );
    expect(functionConfiguration.role).toBe(
      '${aws_iam_role.orders/worker-role.arn}',
    );
  });

  it('function worker is loaded from bucket archive', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'orders/worker',
    );
    expect(functionConfiguration.s3_bucket).toBe(
      '${aws_s3_bucket.orders/archive.bucket}',
    );
  });

  it('function worker learns TABLE from table orders-table', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'orders/worker',
    );
    expect(functionConfiguration.environment.variables.TABLE).toBe(
      '${aws_dynamodb_table.orders/orders-table.name}',
    );
  });

  it('event source mapping worker-source delivers events of queue orders-queue to function worker', async () => {
    const mapping = await app.configuration(
      'aws_lambda_event_source_mapping',
      'orders/worker-source',
    );
    expect(mapping.event_source_arn).toBe(
      '${aws_sqs_queue.orders/orders-queue.arn}',
    );
  });

  it('event source mapping worker-source invokes function worker', async () => {
    const mapping = await app.configuration(
      'aws_lambda_event_source_mapping',
      'orders/worker-source',
    );
    expect(mapping.function_name).toBe(
      '${aws_lambda_function.orders/worker.arn}',
    );
  });

  it('queue dead-letters is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'orders/dead-letters',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue orders-queue puts what fails into a dead letter queue', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'orders/orders-queue',
    );
    expect(queue.redrive_policy).toBeTruthy();
  });

  it('queue orders-queue is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'orders/orders-queue',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue orders-queue hides messages for long enough', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'orders/orders-queue',
    );
    expect(queue.visibility_timeout_seconds).toBeGreaterThanOrEqual(18);

    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'orders/worker',
    );
    expect(functionConfiguration.timeout).toBeUndefined();
  });

  it('function worker runs on a supported runtime', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'orders/worker',
    );
    expect(['nodejs22.x', 'nodejs24.x']).toContain(
      functionConfiguration.runtime,
    );
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'queue-url',
      'worker-name',
      'worker-size',
      'zone-count',
    ]);
  });

  it('exports queue-url of queue orders-queue', async () => {
    expect(await app.output('queue-url')).toStrictEqual({
      value: '${aws_sqs_queue.orders/orders-queue.url}',
      description: 'Where orders are sent',
    });
  });

  it('exports worker-name of function worker as a secret', async () => {
    expect(await app.output('worker-name')).toStrictEqual({
      value: '${upper(aws_lambda_function.orders/worker.function_name)}',
      sensitive: true,
    });
  });

  it('exports zone-count', async () => {
    expect(await app.output('zone-count')).toStrictEqual({
      value: '${length(data.aws_availability_zones.orders/zones.names)}',
    });
  });

  it('exports worker-size', async () => {
    expect(await app.output('worker-size')).toStrictEqual({ value: 'small' });
  });
});

describe('orders with ALARM_EMAIL "team@example.com"', () => {
  const app = synthesis({
    env: { ALARM_EMAIL: 'team@example.com' },
    load: () => import('../../main'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_dynamodb_table: ['orders/orders-table'],
      aws_iam_role: ['orders/worker-role'],
      aws_iam_role_policy: ['orders/worker-policy'],
      aws_lambda_event_source_mapping: ['orders/worker-source'],
      aws_lambda_function: ['orders/worker'],
      aws_s3_bucket: ['orders/archive'],
      aws_s3_object: ['orders/folder-done', 'orders/folder-incoming'],
      aws_sns_topic: ['orders/alarms'],
      aws_sns_topic_subscription: ['orders/alarms-email'],
      aws_sqs_queue: ['orders/dead-letters', 'orders/orders-queue'],
      'backend.s3': ['orders/backend'],
      'data.aws_availability_zones': ['orders/zones'],
      'data.aws_caller_identity': ['orders/caller'],
      'provider.aws': ['orders/aws'],
      variable: ['orders/concurrency'],
    });
  });

  describe('SNS topic alarms', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_sns_topic', 'orders/alarms'),
      ).toStrictEqual({});
    });
  });

  describe('SNS topic subscription alarms-email', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sns_topic_subscription',
          'orders/alarms-email',
        ),
      ).toStrictEqual({
        endpoint: 'team@example.com',
        protocol: 'email',
        topic_arn: '${aws_sns_topic.orders/alarms.arn}',
      });
    });
  });

  it('subscription alarms-email listens to topic alarms', async () => {
    const subscription = await app.configuration(
      'aws_sns_topic_subscription',
      'orders/alarms-email',
    );
    expect(subscription.topic_arn).toBe('${aws_sns_topic.orders/alarms.arn}');
  });
});

describe('orders with SIZE "size"', () => {
  const app = synthesis({
    env: { SIZE: 'size' },
    load: () => import('../../main'),
  });

  it('exports worker-size', async () => {
    expect(await app.output('worker-size')).toStrictEqual({ value: 'size' });
  });

  it('Lambda function worker has no memory_size', async () => {
    expect(
      await app.configuration('aws_lambda_function', 'orders/worker'),
    ).toStrictEqual({
      function_name: 'orders-test-worker',
      handler: 'index.handler',
      reserved_concurrent_executions: '${var.orders/concurrency}',
      role: '${aws_iam_role.orders/worker-role.arn}',
      runtime: 'nodejs22.x',
      s3_bucket: '${aws_s3_bucket.orders/archive.bucket}',
      s3_key: 'worker.zip',
      environment: {
        variables: {
          TABLE: '${aws_dynamodb_table.orders/orders-table.name}',
          ZONE: '${element(data.aws_availability_zones.orders/zones.names, 0)}',
        },
      },
    });
  });
});

describe('orders with retentionInDays 37', () => {
  const app = synthesis({
    context: { retentionInDays: 37 },
    load: () => import('../../main'),
  });

  it('SQS queue dead-letters has message_retention_seconds 3196800', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'orders/dead-letters',
    );
    expect(queue.message_retention_seconds).toBe(3196800);
  });
});

describe('orders with retentionInDays 0', () => {
  const app = synthesis({
    context: { retentionInDays: 0 },
    load: () => import('../../main'),
  });

  it('SQS queue dead-letters has message_retention_seconds 0', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'orders/dead-letters',
    );
    expect(queue.message_retention_seconds).toBe(0);
  });
});

describe('orders with ENVIRONMENT "prod" and retentionInDays 30', () => {
  const app = synthesis({
    context: { retentionInDays: 30 },
    env: { ENVIRONMENT: 'prod' },
    load: () => import('../../main'),
  });

  it('aws provider aws has default_tags[0].tags.Environment "prod"', async () => {
    const provider = await app.configuration('provider.aws', 'orders/aws');
    expect(provider.default_tags[0].tags.Environment).toBe('prod');
  });

  it('S3 backend has key "prod.tfstate"', async () => {
    const backend = await app.configuration('backend.s3', 'orders/backend');
    expect(backend.key).toBe('prod.tfstate');
  });

  it('SQS queue dead-letters has its message_retention_seconds and name', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'orders/dead-letters',
    );
    expect(queue.message_retention_seconds).toBe(2592000);
    expect(queue.name).toBe('orders-prod-dead-letters');
  });

  it('SQS queue orders-queue has name "orders-prod-orders"', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'orders/orders-queue',
    );
    expect(queue.name).toBe('orders-prod-orders');
  });

  it('DynamoDB table orders-table has name "orders-prod-orders"', async () => {
    const table = await app.configuration(
      'aws_dynamodb_table',
      'orders/orders-table',
    );
    expect(table.name).toBe('orders-prod-orders');
  });

  it('S3 bucket archive has its bucket', async () => {
    const bucket = await app.configuration('aws_s3_bucket', 'orders/archive');
    expect(bucket.bucket).toBe(
      'orders-prod-archive-${data.aws_caller_identity.orders/caller.account_id}',
    );
  });

  it('Lambda function worker has function_name "orders-prod-worker"', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'orders/worker',
    );
    expect(functionConfiguration.function_name).toBe('orders-prod-worker');
  });
});
