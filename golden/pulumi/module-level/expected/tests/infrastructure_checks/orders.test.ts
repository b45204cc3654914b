// What orders registers, run under mocks: no cloud, no Pulumi engine.
import {
  assetArchive,
  deployment,
  json,
  resource,
  textAsset,
  textsUnder,
} from './support';

describe('orders', () => {
  const stack = deployment({
    project: 'orders',
    stack: 'production',
    load: () => import('../../index'),
  });
  const deadLettersQueue = stack.resource(
    'aws:sqs/queue:Queue',
    'dead-letters',
  );
  const ordersQueue = stack.resource('aws:sqs/queue:Queue', 'orders');
  const ordersTable = stack.resource(
    'aws:dynamodb/table:Table',
    'orders-table',
  );
  const archiveBucket = stack.resource('aws:s3/bucket:Bucket', 'archive');
  const folderIncomingObject = stack.resource(
    'aws:s3/bucketObjectv2:BucketObjectv2',
    'folder-incoming',
  );
  const folderDoneObject = stack.resource(
    'aws:s3/bucketObjectv2:BucketObjectv2',
    'folder-done',
  );
  const workerRole = stack.resource('aws:iam/role:Role', 'worker-role');
  const workerPolicy = stack.resource(
    'aws:iam/rolePolicy:RolePolicy',
    'worker-policy',
  );
  const workerFunction = stack.resource(
    'aws:lambda/function:Function',
    'worker',
  );
  const workerSourceMapping = stack.resource(
    'aws:lambda/eventSourceMapping:EventSourceMapping',
    'worker-source',
  );

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:dynamodb/table:Table': ['orders-table'],
      'aws:iam/role:Role': ['worker-role'],
      'aws:iam/rolePolicy:RolePolicy': ['worker-policy'],
      'aws:lambda/eventSourceMapping:EventSourceMapping': ['worker-source'],
      'aws:lambda/function:Function': ['worker'],
      'aws:s3/bucket:Bucket': ['archive'],
      'aws:s3/bucketObjectv2:BucketObjectv2': [
        'folder-done',
        'folder-incoming',
      ],
      'aws:sqs/queue:Queue': ['dead-letters', 'orders'],
    });
  });

  describe('SQS queue dead-letters', () => {
    it('is configured as declared', async () => {
      expect(await deadLettersQueue.inputs()).toStrictEqual({
        name: 'orders-production-dead-letters',
        messageRetentionSeconds: 1209600,
        tags: { Environment: 'production', ManagedBy: 'pulumi' },
      });
    });
  });

  describe('SQS queue orders', () => {
    it('is configured as declared', async () => {
      expect(await ordersQueue.inputs()).toStrictEqual({
        name: 'orders-production-orders',
        visibilityTimeoutSeconds: 60,
        redrivePolicy: json({
          deadLetterTargetArn: await deadLettersQueue.output('arn'),
          maxReceiveCount: 3,
        }),
        tags: { Environment: 'production', ManagedBy: 'pulumi' },
      });
    });
  });

  describe('DynamoDB table orders-table', () => {
    it('is configured as declared', async () => {
      expect(await ordersTable.inputs()).toStrictEqual({
        name: 'orders-production-orders',
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'id',
        attributes: [{ name: 'id', type: 'S' }],
        pointInTimeRecovery: { enabled: true },
        tags: { Environment: 'production', ManagedBy: 'pulumi' },
      });
    });

    it('is protected from deletion and ignores changes of readCapacity', async () => {
      const tableOptions = await ordersTable.options();
      expect(tableOptions.protect).toBe(true);
      expect(tableOptions.ignoreChanges).toStrictEqual(['readCapacity']);
    });
  });

  describe('S3 bucket archive', () => {
    it('is configured as declared', async () => {
      expect(await archiveBucket.inputs()).toStrictEqual({
        bucket: 'orders-production-archive-123456789012',
        forceDestroy: false,
        tags: { Environment: 'production', ManagedBy: 'pulumi' },
      });
    });
  });

  describe('S3 object folder-incoming', () => {
    it('is configured as declared', async () => {
      expect(await folderIncomingObject.inputs()).toStrictEqual({
        bucket: await archiveBucket.output('id'),
        key: 'incoming/',
        content: '0',
      });
    });
  });

  describe('S3 object folder-done', () => {
    it('is configured as declared', async () => {
      expect(await folderDoneObject.inputs()).toStrictEqual({
        bucket: await archiveBucket.output('id'),
        key: 'done/',
        content: '1',
      });
    });
  });

  describe('IAM role worker-role', () => {
    it('is configured as declared', async () => {
      expect(await workerRole.inputs()).toStrictEqual({
        assumeRolePolicy: json({
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
      expect(await workerPolicy.inputs()).toStrictEqual({
        role: await workerRole.output('id'),
        policy: json({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
              Resource: await ordersQueue.output('arn'),
            },
            {
              Effect: 'Allow',
              Action: ['dynamodb:PutItem'],
              Resource: [
                await ordersTable.output('arn'),
                `${await ordersTable.output('arn')}/index/*`,
              ],
            },
          ],
        }),
      });
    });
  });

  describe('Lambda function worker', () => {
    it('is configured as declared', async () => {
      expect(await workerFunction.inputs()).toStrictEqual({
        runtime: 'nodejs22.x',
        handler: 'index.handler',
        role: await workerRole.output('arn'),
        memorySize: 256,
        code: assetArchive({
          'index.js': textAsset('exports.handler = async () => "done";\n'),
        }),
        environment: {
          variables: {
            TABLE: await ordersTable.output('name'),
            ZONE: 'us-east-1a',
          },
        },
      });
    });
  });

  describe('Lambda event source mapping worker-source', () => {
    it('is configured as declared', async () => {
      expect(await workerSourceMapping.inputs()).toStrictEqual({
        eventSourceArn: await ordersQueue.output('arn'),
        functionName: await workerFunction.output('arn'),
        batchSize: 5,
      });
    });
  });

  it('dead letters of queue orders go to queue dead-letters', async () => {
    const queue = await ordersQueue.inputs();
    expect(queue.redrivePolicy.deadLetterTargetArn).toBe(
      await deadLettersQueue.output('arn'),
    );
  });

  it('object folder-incoming is kept in bucket archive', async () => {
    const objectInputs = await folderIncomingObject.inputs();
    expect(objectInputs.bucket).toBe(await archiveBucket.output('id'));
  });

  it('object folder-done is kept in bucket archive', async () => {
    const objectInputs = await folderDoneObject.inputs();
    expect(objectInputs.bucket).toBe(await archiveBucket.output('id'));
  });

  it('role policy worker-policy belongs to role worker-role', async () => {
    const policy = await workerPolicy.inputs();
    expect(policy.role).toBe(await workerRole.output('id'));
  });

  it('role policy worker-policy grants access to queue orders', async () => {
    const policy = await workerPolicy.inputs();
    expect(policy.policy.Statement[0].Resource).toBe(
      await ordersQueue.output('arn'),
    );
  });

  it('role policy worker-policy grants access to table orders-table', async () => {
    const policy = await workerPolicy.inputs();
    expect(policy.policy.Statement[1].Resource).toStrictEqual([
      await ordersTable.output('arn'),
      `${await ordersTable.output('arn')}/index/*`,
    ]);
  });

  it('function worker runs as role worker-role', async () => {
    const functionInputs = await workerFunction.inputs();
    expect(functionInputs.role).toBe(await workerRole.output('arn'));
  });

  it('function worker learns TABLE from table orders-table', async () => {
    const functionInputs = await workerFunction.inputs();
    expect(functionInputs.environment.variables.TABLE).toBe(
      await ordersTable.output('name'),
    );
  });

  it('event source mapping worker-source delivers events of queue orders to function worker', async () => {
    const mapping = await workerSourceMapping.inputs();
    expect(mapping.eventSourceArn).toBe(await ordersQueue.output('arn'));
  });

  it('event source mapping worker-source invokes function worker', async () => {
    const mapping = await workerSourceMapping.inputs();
    expect(mapping.functionName).toBe(await workerFunction.output('arn'));
  });

  it('queue dead-letters is encrypted', async () => {
    const queue = await deadLettersQueue.inputs();
    expect(queue.sqsManagedSseEnabled).toBeUndefined();
  });

  it('queue orders puts what fails into a dead letter queue', async () => {
    const queue = await ordersQueue.inputs();
    expect(queue.redrivePolicy).toBeTruthy();
  });

  it('queue orders is encrypted', async () => {
    const queue = await ordersQueue.inputs();
    expect(queue.sqsManagedSseEnabled).toBeUndefined();
  });

  it('queue orders hides messages for long enough', async () => {
    const queue = await ordersQueue.inputs();
    expect(queue.visibilityTimeoutSeconds).toBeGreaterThanOrEqual(18);

    const functionInputs = await workerFunction.inputs();
    expect(functionInputs.timeout).toBeUndefined();
  });

  it('table orders-table can be restored to any point in time', async () => {
    const table = await ordersTable.inputs();
    expect(table.pointInTimeRecovery.enabled).toBe(true);
  });

  it('role worker-role can be taken only by those it names', async () => {
    const role = await workerRole.inputs();
    expect(textsUnder(role.assumeRolePolicy, 'Principal', 'AWS')).not.toContain(
      '*',
    );
  });

  it('role policy worker-policy allows no whole service on everything', async () => {
    const policy = await workerPolicy.inputs();
    expect(textsUnder(policy.policy, 'Action')).not.toContain('*');
    expect(textsUnder(policy.policy, 'Action')).not.toContain('dynamodb:*');
    expect(textsUnder(policy.policy, 'Action')).not.toContain('sqs:*');
  });

  it('function worker runs on a supported runtime', async () => {
    const functionInputs = await workerFunction.inputs();
    expect(['nodejs22.x', 'nodejs24.x']).toContain(functionInputs.runtime);
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await stack.exports()).sort()).toStrictEqual([
      'queue',
      'queueUrl',
      'workerName',
      'workerSize',
      'zoneCount',
    ]);
  });

  it('exports queue of queue orders', async () => {
    expect(await stack.exported('queue')).toStrictEqual(
      resource('aws:sqs/queue:Queue', 'orders'),
    );
  });

  it('exports queueUrl of queue orders', async () => {
    expect(await stack.exported('queueUrl')).toBe(
      await ordersQueue.output('url'),
    );
  });

  it('exports workerName of function worker', async () => {
    expect(await stack.exported('workerName')).toBe('WORKER-2F909C8');
  });

  it('exports zoneCount', async () => {
    expect(await stack.exported('zoneCount')).toBe(3);
  });

  it('exports workerSize', async () => {
    expect(await stack.exported('workerSize')).toBe('small');
  });
});

describe('orders with retentionInDays 30', () => {
  const stack = deployment({
    project: 'orders',
    stack: 'production',
    config: { 'orders:retentionInDays': 30 },
    load: () => import('../../index'),
  });

  it('SQS queue dead-letters has messageRetentionSeconds 2592000', async () => {
    const queue = await stack.inputs('aws:sqs/queue:Queue', 'dead-letters');
    expect(queue.messageRetentionSeconds).toBe(2592000);
  });
});

describe('orders with alarmEmail "team@example.com"', () => {
  const stack = deployment({
    project: 'orders',
    stack: 'production',
    config: { 'orders:alarmEmail': 'team@example.com' },
    load: () => import('../../index'),
  });
  const alarmsTopic = stack.resource('aws:sns/topic:Topic', 'alarms');
  const alarmsEmailSubscription = stack.resource(
    'aws:sns/topicSubscription:TopicSubscription',
    'alarms-email',
  );

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:dynamodb/table:Table': ['orders-table'],
      'aws:iam/role:Role': ['worker-role'],
      'aws:iam/rolePolicy:RolePolicy': ['worker-policy'],
      'aws:lambda/eventSourceMapping:EventSourceMapping': ['worker-source'],
      'aws:lambda/function:Function': ['worker'],
      'aws:s3/bucket:Bucket': ['archive'],
      'aws:s3/bucketObjectv2:BucketObjectv2': [
        'folder-done',
        'folder-incoming',
      ],
      'aws:sns/topic:Topic': ['alarms'],
      'aws:sns/topicSubscription:TopicSubscription': ['alarms-email'],
      'aws:sqs/queue:Queue': ['dead-letters', 'orders'],
    });
  });

  describe('SNS topic alarms', () => {
    it('is configured as declared', async () => {
      expect(await alarmsTopic.inputs()).toStrictEqual({});
    });
  });

  describe('SNS topic subscription alarms-email', () => {
    it('is configured as declared', async () => {
      expect(await alarmsEmailSubscription.inputs()).toStrictEqual({
        topic: await alarmsTopic.output('arn'),
        protocol: 'email',
        endpoint: 'team@example.com',
      });
    });
  });

  it('subscription alarms-email listens to topic alarms', async () => {
    const subscription = await alarmsEmailSubscription.inputs();
    expect(subscription.topic).toBe(await alarmsTopic.output('arn'));
  });
});

describe('orders with size "size"', () => {
  const stack = deployment({
    project: 'orders',
    stack: 'production',
    config: { 'orders:size': 'size' },
    load: () => import('../../index'),
  });
  const ordersTable = stack.resource(
    'aws:dynamodb/table:Table',
    'orders-table',
  );
  const workerRole = stack.resource('aws:iam/role:Role', 'worker-role');

  it('exports workerSize', async () => {
    expect(await stack.exported('workerSize')).toBe('size');
  });

  it('Lambda function worker has no memorySize', async () => {
    expect(
      await stack.inputs('aws:lambda/function:Function', 'worker'),
    ).toStrictEqual({
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      role: await workerRole.output('arn'),
      code: assetArchive({
        'index.js': textAsset('exports.handler = async () => "done";\n'),
      }),
      environment: {
        variables: {
          TABLE: await ordersTable.output('name'),
          ZONE: 'us-east-1a',
        },
      },
    });
  });
});
