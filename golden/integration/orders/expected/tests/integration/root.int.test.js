/**
 * Checks of what is deployed, asked of the cloud itself.
 *
 * @jest-environment node
 */
const {
  ACCOUNT,
  PARTITION,
  REGION,
  after,
  ask,
  before,
  deployment,
  flow,
  found,
  hop,
  joined,
  last,
  output,
  row,
} = require('./support');
const {
  encryptAndDecrypt,
  invokeFunction,
  publishAndReceive,
  putAndGetItem,
  roundTripObject,
  sendAndReceive,
} = require('./support/behaviours');

const deployed = deployment({
  test,
  afterAll,
  outputs: '../../cfn-outputs/flat-outputs.json',
  region: 'eu-central-1',
});
const { it } = deployed;

// Found through table orders.
const mainKey = deployed.resource('aws_kms_key.main', {
  key: ask(
    'kms',
    'DescribeKey',
    {
      KeyId: found(
        'aws_dynamodb_table.orders',
        'table',
        'SSEDescription.KMSMasterKeyArn',
      ),
    },
    { result: 'KeyMetadata', missing: ['NotFoundException'] },
  ),
  rotation: ask(
    'kms',
    'GetKeyRotationStatus',
    {
      KeyId: found(
        'aws_dynamodb_table.orders',
        'table',
        'SSEDescription.KMSMasterKeyArn',
      ),
    },
    { missing: ['UnsupportedOperationException'] },
  ),
  tags: ask('kms', 'ListResourceTags', {
    KeyId: found(
      'aws_dynamodb_table.orders',
      'table',
      'SSEDescription.KMSMasterKeyArn',
    ),
  }),
});

// Found through output table_name.
const ordersTable = deployed.resource('aws_dynamodb_table.orders', {
  table: ask(
    'dynamodb',
    'DescribeTable',
    { TableName: output('table_name') },
    { result: 'Table', missing: ['ResourceNotFoundException'] },
  ),
  backups: ask(
    'dynamodb',
    'DescribeContinuousBackups',
    { TableName: output('table_name') },
    { result: 'ContinuousBackupsDescription' },
  ),
  tags: ask('dynamodb', 'ListTagsOfResource', {
    ResourceArn: found('aws_dynamodb_table.orders', 'table', 'TableArn'),
  }),
});

// Found through its name.
const placedTopic = deployed.resource('aws_sns_topic.placed', {
  topic: ask(
    'sns',
    'GetTopicAttributes',
    {
      TopicArn: joined(
        'arn:',
        PARTITION,
        ':sns:',
        REGION,
        ':',
        ACCOUNT,
        ':orders-placed-dev',
      ),
    },
    { result: 'Attributes', missing: ['NotFound', 'NotFoundException'] },
  ),
  tags: ask('sns', 'ListTagsForResource', {
    ResourceArn: joined(
      'arn:',
      PARTITION,
      ':sns:',
      REGION,
      ':',
      ACCOUNT,
      ':orders-placed-dev',
    ),
  }),
});

// Found through queue placed.
const placedSubscription = deployed.resource('aws_sns_topic_subscription.placed', {
  connection: ask(
    'sns',
    'ListSubscriptionsByTopic',
    { TopicArn: found('aws_sns_topic.placed', 'topic', 'TopicArn') },
    {
      result: 'Subscriptions',
      where: {
        Protocol: 'sqs',
        Endpoint: found('aws_sqs_queue.placed', 'attributes', 'QueueArn'),
      },
      missing: ['NotFound', 'NotFoundException'],
    },
  ),
  subscription: ask(
    'sns',
    'GetSubscriptionAttributes',
    {
      SubscriptionArn: found(
        'aws_sns_topic_subscription.placed',
        'connection',
        'SubscriptionArn',
      ),
    },
    {
      result: 'Attributes',
      missing: [
        'NotFound',
        'NotFoundException',
        'InvalidParameter',
        'InvalidParameterException',
      ],
    },
  ),
});

// Found through its name.
const auditedTopic = deployed.resource('aws_sns_topic.audited', {
  topic: ask(
    'sns',
    'GetTopicAttributes',
    {
      TopicArn: joined(
        'arn:',
        PARTITION,
        ':sns:',
        REGION,
        ':',
        ACCOUNT,
        ':orders-audited-dev',
      ),
    },
    { result: 'Attributes', missing: ['NotFound', 'NotFoundException'] },
  ),
  tags: ask('sns', 'ListTagsForResource', {
    ResourceArn: joined(
      'arn:',
      PARTITION,
      ':sns:',
      REGION,
      ':',
      ACCOUNT,
      ':orders-audited-dev',
    ),
  }),
});

// Found through queue audit.
const auditSubscription = deployed.resource('aws_sns_topic_subscription.audit', {
  connection: ask(
    'sns',
    'ListSubscriptionsByTopic',
    { TopicArn: found('aws_sns_topic.audited', 'topic', 'TopicArn') },
    {
      result: 'Subscriptions',
      where: {
        Protocol: 'sqs',
        Endpoint: found('aws_sqs_queue.audit', 'attributes', 'QueueArn'),
      },
      missing: ['NotFound', 'NotFoundException'],
    },
  ),
});

// Found through output queue_urls.
const placedQueue = deployed.resource('aws_sqs_queue.placed', {
  queue: ask(
    'sqs',
    'GetQueueUrl',
    { QueueName: output('queue_urls', 'placed', last('/')) },
    {
      missing: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    },
  ),
  attributes: ask(
    'sqs',
    'GetQueueAttributes',
    { QueueUrl: output('queue_urls', 'placed'), AttributeNames: ['All'] },
    { result: 'Attributes' },
  ),
  tags: ask('sqs', 'ListQueueTags', {
    QueueUrl: output('queue_urls', 'placed'),
  }),
});

// Found through queue placed.
const deadQueue = deployed.resource('aws_sqs_queue.dead', {
  queue: ask(
    'sqs',
    'GetQueueUrl',
    {
      QueueName: found(
        'aws_sqs_queue.placed',
        'attributes',
        'RedrivePolicy:json.deadLetterTargetArn',
        last(':'),
      ),
    },
    {
      missing: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    },
  ),
  attributes: ask(
    'sqs',
    'GetQueueAttributes',
    {
      QueueUrl: found('aws_sqs_queue.dead', 'queue', 'QueueUrl'),
      AttributeNames: ['All'],
    },
    { result: 'Attributes' },
  ),
  tags: ask('sqs', 'ListQueueTags', {
    QueueUrl: found('aws_sqs_queue.dead', 'queue', 'QueueUrl'),
  }),
});

// Found through output queue_urls.
const auditQueue = deployed.resource('aws_sqs_queue.audit', {
  queue: ask(
    'sqs',
    'GetQueueUrl',
    { QueueName: output('queue_urls', 'audit', last('/')) },
    {
      missing: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    },
  ),
  attributes: ask(
    'sqs',
    'GetQueueAttributes',
    { QueueUrl: output('queue_urls', 'audit'), AttributeNames: ['All'] },
    { result: 'Attributes' },
  ),
  tags: ask('sqs', 'ListQueueTags', {
    QueueUrl: output('queue_urls', 'audit'),
  }),
});

// Found through function book.
const bookRole = deployed.resource('aws_iam_role.book', {
  role: ask(
    'iam',
    'GetRole',
    {
      RoleName: found(
        'aws_lambda_function.book',
        'function',
        'Configuration.Role',
        last('/'),
      ),
    },
    { result: 'Role', missing: ['NoSuchEntity', 'NoSuchEntityException'] },
  ),
});

// Found through role book.
const bookRolePolicy = deployed.resource('aws_iam_role_policy.book', {
  policy: ask(
    'iam',
    'GetRolePolicy',
    {
      RoleName: found('aws_iam_role.book', 'role', 'RoleName'),
      PolicyName: 'book-orders',
    },
    { missing: ['NoSuchEntity', 'NoSuchEntityException'] },
  ),
});

// Found through output function_arn.
const bookFunction = deployed.resource('aws_lambda_function.book', {
  function: ask(
    'lambda',
    'GetFunction',
    { FunctionName: output('function_arn', after(':function:'), before(':')) },
    { missing: ['ResourceNotFoundException'] },
  ),
});

// Found through output function_arn.
const placedEventSourceMapping = deployed.resource('aws_lambda_event_source_mapping.placed', {
  mapping: ask(
    'lambda',
    'GetEventSourceMapping',
    {
      UUID: found(
        'aws_lambda_event_source_mapping.placed',
        'connection',
        'UUID',
      ),
    },
    { missing: ['ResourceNotFoundException'] },
  ),
  connection: ask(
    'lambda',
    'ListEventSourceMappings',
    { EventSourceArn: found('aws_sqs_queue.placed', 'attributes', 'QueueArn') },
    {
      result: 'EventSourceMappings',
      where: {
        FunctionArn: joined(
          'arn:',
          PARTITION,
          ':lambda:',
          REGION,
          ':',
          ACCOUNT,
          ':function:',
          output('function_arn', after(':function:')),
        ),
      },
      missing: ['ResourceNotFoundException'],
    },
  ),
  tags: ask('lambda', 'ListTags', {
    Resource: found(
      'aws_lambda_event_source_mapping.placed',
      'mapping',
      'EventSourceMappingArn',
    ),
  }),
});

// Found through its alarm name.
const deadAlarm = deployed.resource('aws_cloudwatch_metric_alarm.dead', {
  alarm: ask(
    'cloudwatch',
    'DescribeAlarms',
    { AlarmNames: ['orders-dead-dev'], AlarmTypes: ['MetricAlarm'] },
    { result: 'MetricAlarms', where: { AlarmName: 'orders-dead-dev' } },
  ),
  tags: ask('cloudwatch', 'ListTagsForResource', {
    ResourceARN: found('aws_cloudwatch_metric_alarm.dead', 'alarm', 'AlarmArn'),
  }),
});

// Found through its bucket.
const auditBucket = deployed.resource(
  'aws_s3_bucket.audit',
  {
    bucket: ask(
      's3',
      'HeadBucket',
      { Bucket: 'orders-audit-dev' },
      { missing: ['404', 'NotFound', 'NoSuchBucket'] },
    ),
  },
  { region: 'eu-west-1' },
);

// Found through its bucket.
const auditBucketVersioning = deployed.resource(
  'aws_s3_bucket_versioning.audit',
  {
    versioning: ask(
      's3',
      'GetBucketVersioning',
      { Bucket: 'orders-audit-dev' },
      { missing: ['NoSuchBucket'] },
    ),
  },
  { region: 'eu-west-1' },
);

describe('outputs', () => {
  it('output table_name is there', () =>
    deployed.checkOutput('table_name', 'text'));

  it('output queue_urls is an object in JSON', () =>
    deployed.checkOutput('queue_urls', 'json', 'object'));

  it('output function_arn is an ARN of lambda', () =>
    deployed.checkOutput('function_arn', 'arn', 'lambda'));

  it('output console is a URL', () => deployed.checkOutput('console', 'url'));
});

describe('key main', () => {
  it('exists and is active', () =>
    mainKey.checkExists({ KeyState: ['Enabled', 'Disabled'] }));

  it('is configured as declared', () =>
    mainKey.check(
      row('description', 'Description', 'Encrypts orders'),
      row('is_enabled', 'Enabled', true),
      row('enable_key_rotation', 'KeyRotationEnabled', true, {
        ask: 'rotation',
        default: false,
      }),
    ));

  it('is tagged as declared', () =>
    mainKey.check(
      row(
        'tags',
        'Tags:object(TagKey,TagValue)',
        { Team: 'shop' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));

  it.writes('encrypts and decrypts', () =>
    encryptAndDecrypt(mainKey, {
      keyId: found('aws_kms_key.main', 'key', 'KeyId'),
    }),
  );
});

describe('table orders', () => {
  it('exists and is active', () =>
    ordersTable.checkExists({ TableStatus: ['ACTIVE'] }));

  it('is configured as declared', () =>
    ordersTable.check(
      row('billing_mode', 'BillingModeSummary.BillingMode', 'PAY_PER_REQUEST', {
        default: 'PROVISIONED',
      }),
      row('hash_key', 'KeySchema[KeyType=HASH].AttributeName', 'customer'),
      row('range_key', 'KeySchema[KeyType=RANGE].AttributeName', 'placed'),
      row(
        'attribute',
        'AttributeDefinitions',
        [
          { name: 'customer', type: 'S' },
          { name: 'placed', type: 'N' },
        ],
        { each: { name: 'AttributeName', type: 'AttributeType' } },
      ),
      row(
        'server_side_encryption.enabled',
        'SSEDescription.Status',
        'ENABLED',
        { default: 'DISABLED' },
      ),
      row(
        'point_in_time_recovery.enabled',
        'PointInTimeRecoveryDescription.PointInTimeRecoveryStatus',
        'ENABLED',
        { ask: 'backups', default: 'DISABLED' },
      ),
    ));

  it('is tagged as declared', () =>
    ordersTable.check(
      row(
        'tags',
        'Tags:object(Key,Value)',
        { Team: 'shop', Data: 'orders' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));

  it.writes('gives back what is put into it', () =>
    putAndGetItem(ordersTable, {
      tableName: output('table_name'),
      hashKey: 'customer',
      hashType: 'S',
      rangeKey: 'placed',
      rangeType: 'N',
    }),
  );
});

describe('topic placed', () => {
  it('exists', () => placedTopic.checkExists());

  it('is tagged as declared', () =>
    placedTopic.check(
      row(
        'tags',
        'Tags:object(Key,Value)',
        { Team: 'shop' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));
});

describe('subscription placed', () => {
  it('exists', () => placedSubscription.checkExists());

  it('is configured as declared', () =>
    placedSubscription.check(
      row('raw_message_delivery', 'RawMessageDelivery', true, {
        ask: 'subscription',
        normal: 'text',
        default: 'false',
      }),
    ));
});

describe('topic audited', () => {
  it('exists', () => auditedTopic.checkExists());

  it('is tagged as declared', () =>
    auditedTopic.check(
      row(
        'tags',
        'Tags:object(Key,Value)',
        { Team: 'shop' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));

  it.writes('delivers to the queue that is subscribed', () =>
    publishAndReceive(auditedTopic, {
      topicArn: joined(
        'arn:',
        PARTITION,
        ':sns:',
        REGION,
        ':',
        ACCOUNT,
        ':orders-audited-dev',
      ),
      queueUrl: output('queue_urls', 'audit'),
    }),
  );
});

describe('subscription audit', () => {
  it('exists', () => auditSubscription.checkExists());
});

describe('queue placed', () => {
  it('exists', () => placedQueue.checkExists());

  it('is configured as declared', () =>
    placedQueue.check(
      row('visibility_timeout_seconds', 'VisibilityTimeout', 180, {
        ask: 'attributes',
        normal: 'number',
      }),
    ));

  it('is tagged as declared', () =>
    placedQueue.check(
      row('tags', 'Tags', { Team: 'shop' }, { ask: 'tags', normal: 'subset' }),
    ));
});

describe('queue dead', () => {
  it('exists', () => deadQueue.checkExists());

  it('is configured as declared', () =>
    deadQueue.check(
      row('message_retention_seconds', 'MessageRetentionPeriod', 1209600, {
        ask: 'attributes',
        normal: 'number',
      }),
    ));

  it('is tagged as declared', () =>
    deadQueue.check(
      row('tags', 'Tags', { Team: 'shop' }, { ask: 'tags', normal: 'subset' }),
    ));

  it.writes('gives out what is sent to it', () =>
    sendAndReceive(deadQueue, {
      queueUrl: found('aws_sqs_queue.dead', 'queue', 'QueueUrl'),
    }),
  );
});

describe('queue audit', () => {
  it('exists', () => auditQueue.checkExists());

  it('is tagged as declared', () =>
    auditQueue.check(
      row('tags', 'Tags', { Team: 'shop' }, { ask: 'tags', normal: 'subset' }),
    ));
});

describe('role book', () => {
  it('exists', () => bookRole.checkExists());

  it('is configured as declared', () =>
    bookRole.check(
      row(
        'assume_role_policy',
        'AssumeRolePolicyDocument',
        {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { Service: 'lambda.amazonaws.com' },
            },
          ],
        },
        { normal: 'policy' },
      ),
    ));

  it('is tagged as declared', () =>
    bookRole.check(
      row(
        'tags',
        'Tags:object(Key,Value)',
        { Team: 'shop' },
        { normal: 'subset' },
      ),
    ));
});

describe('role policy book', () => {
  it('exists', () => bookRolePolicy.checkExists());

  it('is configured as declared', () =>
    bookRolePolicy.check(
      row(
        'policy',
        'PolicyDocument',
        {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'BookOrders',
              Effect: 'Allow',
              Action: 'dynamodb:PutItem',
              Resource: found('aws_dynamodb_table.orders', 'table', 'TableArn'),
            },
            {
              Sid: 'TakeOrders',
              Effect: 'Allow',
              Action: [
                'sqs:ReceiveMessage',
                'sqs:GetQueueAttributes',
                'sqs:DeleteMessage',
              ],
              Resource: found('aws_sqs_queue.placed', 'attributes', 'QueueArn'),
            },
          ],
        },
        { normal: 'policy' },
      ),
    ));
});

describe('function book', () => {
  it('exists and is active', () =>
    bookFunction.checkExists({
      'Configuration.State': ['Active', 'Inactive'],
      'Configuration.LastUpdateStatus': ['Successful'],
    }));

  it('is configured as declared', () =>
    bookFunction.check(
      row('runtime', 'Configuration.Runtime', 'python3.12'),
      row('handler', 'Configuration.Handler', 'book.handler'),
      row('timeout', 'Configuration.Timeout', 30),
      row(
        'reserved_concurrent_executions',
        'Concurrency.ReservedConcurrentExecutions',
        -1,
        { default: -1 },
      ),
      row(
        'environment.variables',
        'Configuration.Environment.Variables',
        { LOG_LEVEL: 'info' },
        { normal: 'subset' },
      ),
    ));

  it('is tagged as declared', () =>
    bookFunction.check(
      row('tags', 'Tags', { Team: 'shop' }, { normal: 'subset' }),
    ));

  it('function book learns TABLE_NAME from table orders', () =>
    bookFunction.check(
      row(
        'environment.variables.TABLE_NAME',
        'Configuration.Environment.Variables.TABLE_NAME',
        output('table_name'),
      ),
    ));

  it.writes('answers an event without an error', () =>
    invokeFunction(bookFunction, {
      functionName: found(
        'aws_lambda_function.book',
        'function',
        'Configuration.FunctionName',
      ),
      event: { Records: [] },
    }),
  );
});

describe('event source mapping placed', () => {
  it('exists and is active', () =>
    placedEventSourceMapping.checkExists({ State: ['Enabled', 'Disabled'] }));

  it('is configured as declared', () =>
    placedEventSourceMapping.check(
      row('enabled', 'State', 'Enabled'),
      row('batch_size', 'BatchSize', 5),
    ));

  it('is tagged as declared', () =>
    placedEventSourceMapping.check(
      row('tags', 'Tags', { Team: 'shop' }, { ask: 'tags', normal: 'subset' }),
    ));
});

describe('alarm dead', () => {
  it('exists', () => deadAlarm.checkExists());

  it('is configured as declared', () =>
    deadAlarm.check(
      row('comparison_operator', 'ComparisonOperator', 'GreaterThanThreshold'),
      row('evaluation_periods', 'EvaluationPeriods', 1),
      row('metric_name', 'MetricName', 'ApproximateNumberOfMessagesVisible'),
      row('namespace', 'Namespace', 'AWS/SQS'),
      row('period', 'Period', 60),
      row('statistic', 'Statistic', 'Maximum'),
      row('threshold', 'Threshold', 0, { normal: 'number' }),
      row('actions_enabled', 'ActionsEnabled', true, { default: true }),
    ));

  it('is tagged as declared', () =>
    deadAlarm.check(
      row(
        'tags',
        'Tags:object(Key,Value)',
        { Team: 'shop' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));

  it('alarm dead notifies topic placed', () =>
    deadAlarm.check(
      row(
        'alarm_actions',
        'AlarmActions',
        [found('aws_sns_topic.placed', 'topic', 'TopicArn')],
        { normal: 'set', default: [] },
      ),
    ));

  it('alarm dead watches queue dead', () =>
    deadAlarm.check(
      row(
        'dimensions.QueueName',
        'Dimensions:object(Name,Value).QueueName',
        found('aws_sqs_queue.dead', 'attributes', 'QueueArn', last(':')),
      ),
    ));
});

describe('bucket audit', () => {
  it('exists', () => auditBucket.checkExists());

  it.writes('keeps an object, encrypted as declared', () =>
    roundTripObject(auditBucket, { bucket: 'orders-audit-dev' }),
  );
});

describe('bucket versioning audit', () => {
  it('exists', () => auditBucketVersioning.checkExists());

  it('is configured as declared', () =>
    auditBucketVersioning.check(
      row('versioning_configuration.status', 'Status', 'Enabled', {
        normal: 'text',
        default: 'Disabled',
      }),
    ));
});

describe('flows', () => {
  it('topic placed leads by way of queue placed, function book to table orders', () =>
    flow(
      hop(
        'topic placed hands on to queue placed',
        placedSubscription.checkExists(),
      ),
      hop(
        'queue placed hands on to function book',
        placedEventSourceMapping.check(row('enabled', 'State', 'Enabled')),
      ),
      hop(
        'function book learns TABLE_NAME from table orders',
        bookFunction.check(
          row(
            'environment.variables.TABLE_NAME',
            'Configuration.Environment.Variables.TABLE_NAME',
            output('table_name'),
          ),
        ),
      ),
    ));
});
