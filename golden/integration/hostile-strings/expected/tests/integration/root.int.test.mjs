// Checks of what is deployed, asked of the cloud itself.
// @vitest-environment node
import { createRequire } from 'node:module';

import { afterAll, describe, test } from 'vitest';

const require = createRequire(import.meta.url);
const { ask, deployment, found, last, output, row } = require('./support');
const { invokeFunction, sendAndReceive } = require('./support/behaviours');

const deployed = deployment({
  test,
  afterAll,
  outputs: '../../cfn-outputs/flat-outputs.json',
  region: 'eu-west-1',
});
const { it } = deployed;

// Found through its name.
const textAccentsParameter = deployed.resource('aws_ssm_parameter.text["accents"]', {
  parameter: ask(
    'ssm',
    'GetParameter',
    { Name: '/texts/accents' },
    { result: 'Parameter', missing: ['ParameterNotFound'] },
  ),
  description: ask(
    'ssm',
    'DescribeParameters',
    {
      ParameterFilters: [
        {
          Key: 'Name',
          Option: 'Equals',
          Values: [
            found('aws_ssm_parameter.text["accents"]', 'parameter', 'Name'),
          ],
        },
      ],
    },
    {
      result: 'Parameters',
      where: {
        Name: found('aws_ssm_parameter.text["accents"]', 'parameter', 'Name'),
      },
    },
  ),
  tags: ask('ssm', 'ListTagsForResource', {
    ResourceType: 'Parameter',
    ResourceId: found('aws_ssm_parameter.text["accents"]', 'parameter', 'Name'),
  }),
});

// Found through its name.
const textBackParameter = deployed.resource('aws_ssm_parameter.text["back"]', {
  parameter: ask(
    'ssm',
    'GetParameter',
    { Name: '/texts/back' },
    { result: 'Parameter', missing: ['ParameterNotFound'] },
  ),
  description: ask(
    'ssm',
    'DescribeParameters',
    {
      ParameterFilters: [
        {
          Key: 'Name',
          Option: 'Equals',
          Values: [
            found('aws_ssm_parameter.text["back"]', 'parameter', 'Name'),
          ],
        },
      ],
    },
    {
      result: 'Parameters',
      where: {
        Name: found('aws_ssm_parameter.text["back"]', 'parameter', 'Name'),
      },
    },
  ),
  tags: ask('ssm', 'ListTagsForResource', {
    ResourceType: 'Parameter',
    ResourceId: found('aws_ssm_parameter.text["back"]', 'parameter', 'Name'),
  }),
});

// Found through its name.
const textCommentParameter = deployed.resource('aws_ssm_parameter.text["comment"]', {
  parameter: ask(
    'ssm',
    'GetParameter',
    { Name: '/texts/comment' },
    { result: 'Parameter', missing: ['ParameterNotFound'] },
  ),
  description: ask(
    'ssm',
    'DescribeParameters',
    {
      ParameterFilters: [
        {
          Key: 'Name',
          Option: 'Equals',
          Values: [
            found('aws_ssm_parameter.text["comment"]', 'parameter', 'Name'),
          ],
        },
      ],
    },
    {
      result: 'Parameters',
      where: {
        Name: found('aws_ssm_parameter.text["comment"]', 'parameter', 'Name'),
      },
    },
  ),
  tags: ask('ssm', 'ListTagsForResource', {
    ResourceType: 'Parameter',
    ResourceId: found('aws_ssm_parameter.text["comment"]', 'parameter', 'Name'),
  }),
});

// Found through its name.
const textQuotesParameter = deployed.resource('aws_ssm_parameter.text["quotes"]', {
  parameter: ask(
    'ssm',
    'GetParameter',
    { Name: '/texts/quotes' },
    { result: 'Parameter', missing: ['ParameterNotFound'] },
  ),
  description: ask(
    'ssm',
    'DescribeParameters',
    {
      ParameterFilters: [
        {
          Key: 'Name',
          Option: 'Equals',
          Values: [
            found('aws_ssm_parameter.text["quotes"]', 'parameter', 'Name'),
          ],
        },
      ],
    },
    {
      result: 'Parameters',
      where: {
        Name: found('aws_ssm_parameter.text["quotes"]', 'parameter', 'Name'),
      },
    },
  ),
  tags: ask('ssm', 'ListTagsForResource', {
    ResourceType: 'Parameter',
    ResourceId: found('aws_ssm_parameter.text["quotes"]', 'parameter', 'Name'),
  }),
});

// Found through its name.
const textTemplatesParameter = deployed.resource('aws_ssm_parameter.text["templates"]', {
  parameter: ask(
    'ssm',
    'GetParameter',
    { Name: '/texts/templates' },
    { result: 'Parameter', missing: ['ParameterNotFound'] },
  ),
  description: ask(
    'ssm',
    'DescribeParameters',
    {
      ParameterFilters: [
        {
          Key: 'Name',
          Option: 'Equals',
          Values: [
            found('aws_ssm_parameter.text["templates"]', 'parameter', 'Name'),
          ],
        },
      ],
    },
    {
      result: 'Parameters',
      where: {
        Name: found('aws_ssm_parameter.text["templates"]', 'parameter', 'Name'),
      },
    },
  ),
  tags: ask('ssm', 'ListTagsForResource', {
    ResourceType: 'Parameter',
    ResourceId: found(
      'aws_ssm_parameter.text["templates"]',
      'parameter',
      'Name',
    ),
  }),
});

// Found through its name.
const textTicksParameter = deployed.resource('aws_ssm_parameter.text["ticks"]', {
  parameter: ask(
    'ssm',
    'GetParameter',
    { Name: '/texts/ticks' },
    { result: 'Parameter', missing: ['ParameterNotFound'] },
  ),
  description: ask(
    'ssm',
    'DescribeParameters',
    {
      ParameterFilters: [
        {
          Key: 'Name',
          Option: 'Equals',
          Values: [
            found('aws_ssm_parameter.text["ticks"]', 'parameter', 'Name'),
          ],
        },
      ],
    },
    {
      result: 'Parameters',
      where: {
        Name: found('aws_ssm_parameter.text["ticks"]', 'parameter', 'Name'),
      },
    },
  ),
  tags: ask('ssm', 'ListTagsForResource', {
    ResourceType: 'Parameter',
    ResourceId: found('aws_ssm_parameter.text["ticks"]', 'parameter', 'Name'),
  }),
});

// Found through output constructor.
const classQueue = deployed.resource('aws_sqs_queue.class', {
  queue: ask(
    'sqs',
    'GetQueueUrl',
    { QueueName: output('constructor', last('/')) },
    {
      missing: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    },
  ),
  attributes: ask(
    'sqs',
    'GetQueueAttributes',
    { QueueUrl: output('constructor'), AttributeNames: ['All'] },
    { result: 'Attributes' },
  ),
});

// Found through its name.
const protoQueue = deployed.resource('aws_sqs_queue.__proto__', {
  queue: ask(
    'sqs',
    'GetQueueUrl',
    { QueueName: 'constructor' },
    {
      missing: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    },
  ),
  attributes: ask(
    'sqs',
    'GetQueueAttributes',
    {
      QueueUrl: found('aws_sqs_queue.__proto__', 'queue', 'QueueUrl'),
      AttributeNames: ['All'],
    },
    { result: 'Attributes' },
  ),
});

// Found through its function name.
const returnFunction = deployed.resource('aws_lambda_function.return', {
  function: ask(
    'lambda',
    'GetFunction',
    { FunctionName: 'delete' },
    { missing: ['ResourceNotFoundException'] },
  ),
});

// Found through its name.
const roleRole = deployed.resource('aws_iam_role.role', {
  role: ask(
    'iam',
    'GetRole',
    { RoleName: 'return' },
    { result: 'Role', missing: ['NoSuchEntity', 'NoSuchEntityException'] },
  ),
});

describe('outputs', () => {
  it('output message is there', () => deployed.checkOutput('message', 'text'));

  it('output constructor is the URL of a queue', () =>
    deployed.checkOutput('constructor', 'queue-url'));
});

describe('parameter text[accents]', () => {
  it('exists', () => textAccentsParameter.checkExists());

  it('is configured as declared', () =>
    textAccentsParameter.check(
      row('type', 'Type', 'String'),
      row('value', 'Value', 'kept'),
      row('description', 'Description', 'Grüße, 你好 🚀 é', {
        ask: 'description',
      }),
    ));

  it('is tagged as declared', () =>
    textAccentsParameter.check(
      row(
        'tags',
        'TagList:object(Key,Value)',
        { 'what is "said"': '"; process.exit(1); //' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));
});

describe('parameter text[back]', () => {
  it('exists', () => textBackParameter.checkExists());

  it('is configured as declared', () =>
    textBackParameter.check(
      row('type', 'Type', 'String'),
      row('value', 'Value', 'kept'),
      row('description', 'Description', 'ends in a backslash\\', {
        ask: 'description',
      }),
    ));

  it('is tagged as declared', () =>
    textBackParameter.check(
      row(
        'tags',
        'TagList:object(Key,Value)',
        { 'what is "said"': '"; process.exit(1); //' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));
});

describe('parameter text[comment]', () => {
  it('exists', () => textCommentParameter.checkExists());

  it('is configured as declared', () =>
    textCommentParameter.check(
      row('type', 'Type', 'String'),
      row('value', 'Value', 'kept'),
      row('description', 'Description', '/* open */ // line # hash --> */', {
        ask: 'description',
      }),
    ));

  it('is tagged as declared', () =>
    textCommentParameter.check(
      row(
        'tags',
        'TagList:object(Key,Value)',
        { 'what is "said"': '"; process.exit(1); //' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));
});

describe('parameter text[quotes]', () => {
  it('exists', () => textQuotesParameter.checkExists());

  it('is configured as declared', () =>
    textQuotesParameter.check(
      row('type', 'Type', 'String'),
      row('value', 'Value', 'kept'),
      row('description', 'Description', 'she said "no", it\'s """ and \'\'\'', {
        ask: 'description',
      }),
    ));

  it('is tagged as declared', () =>
    textQuotesParameter.check(
      row(
        'tags',
        'TagList:object(Key,Value)',
        { 'what is "said"': '"; process.exit(1); //' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));
});

describe('parameter text[templates]', () => {
  it('exists', () => textTemplatesParameter.checkExists());

  it('is configured as declared', () =>
    textTemplatesParameter.check(
      row('type', 'Type', 'String'),
      row('value', 'Value', 'kept'),
      row(
        'description',
        'Description',
        '{{ 7 * 7 }} {% raw %} {# none #} %s %(name)s {0}',
        { ask: 'description' },
      ),
    ));

  it('is tagged as declared', () =>
    textTemplatesParameter.check(
      row(
        'tags',
        'TagList:object(Key,Value)',
        { 'what is "said"': '"; process.exit(1); //' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));
});

describe('parameter text[ticks]', () => {
  it('exists', () => textTicksParameter.checkExists());

  it('is configured as declared', () =>
    textTicksParameter.check(
      row('type', 'Type', 'String'),
      row('value', 'Value', 'kept'),
      row(
        'description',
        'Description',
        '`rm -rf` and \\` and ${process.exit(1)}',
        { ask: 'description' },
      ),
    ));

  it('is tagged as declared', () =>
    textTicksParameter.check(
      row(
        'tags',
        'TagList:object(Key,Value)',
        { 'what is "said"': '"; process.exit(1); //' },
        { ask: 'tags', normal: 'subset' },
      ),
    ));
});

describe('queue class', () => {
  it('exists', () => classQueue.checkExists());

  it.writes('gives out what is sent to it', () =>
    sendAndReceive(classQueue, { queueUrl: output('constructor') }),
  );
});

describe('queue __proto__', () => {
  it('exists', () => protoQueue.checkExists());

  it('is configured as declared', () =>
    protoQueue.check(
      row(
        'redrive_policy',
        'RedrivePolicy',
        {
          deadLetterTargetArn: found(
            'aws_sqs_queue.class',
            'attributes',
            'QueueArn',
          ),
          maxReceiveCount: 3,
        },
        { ask: 'attributes', normal: 'json' },
      ),
    ));

  it.writes('gives out what is sent to it', () =>
    sendAndReceive(protoQueue, {
      queueUrl: found('aws_sqs_queue.__proto__', 'queue', 'QueueUrl'),
    }),
  );
});

describe('function return', () => {
  it('exists and is active', () =>
    returnFunction.checkExists({
      'Configuration.State': ['Active', 'Inactive'],
      'Configuration.LastUpdateStatus': ['Successful'],
    }));

  it('is configured as declared', () =>
    returnFunction.check(
      row('runtime', 'Configuration.Runtime', 'python3.12'),
      row('handler', 'Configuration.Handler', 'a.b'),
      row('description', 'Configuration.Description', '\'\'\'"""`${}'),
      row(
        'reserved_concurrent_executions',
        'Concurrency.ReservedConcurrentExecutions',
        -1,
        { default: -1 },
      ),
      row(
        'environment.variables',
        'Configuration.Environment.Variables',
        { QUOTES: '"\'`${x}\\', ['__proto__']: 'polluted' },
        { normal: 'subset' },
      ),
    ));

  it('function return runs as role role', () =>
    returnFunction.check(
      row(
        'role',
        'Configuration.Role',
        found('aws_iam_role.role', 'role', 'Arn'),
      ),
    ));

  it('function return learns QUEUE from queue class', () =>
    returnFunction.check(
      row(
        'environment.variables.QUEUE',
        'Configuration.Environment.Variables.QUEUE',
        output('constructor'),
      ),
    ));

  it.writes('answers an event without an error', () =>
    invokeFunction(returnFunction, {
      functionName: found(
        'aws_lambda_function.return',
        'function',
        'Configuration.FunctionName',
      ),
      event: {},
    }),
  );
});

describe('role role', () => {
  it('exists', () => roleRole.checkExists());

  it('is configured as declared', () =>
    roleRole.check(
      row(
        'assume_role_policy',
        'AssumeRolePolicyDocument',
        {
          Statement: [
            {
              Action: 'sts:AssumeRole',
              Effect: 'Allow',
              Principal: { Service: 'lambda.amazonaws.com' },
              Sid: 'Said',
            },
          ],
          Version: '2012-10-17',
        },
        { normal: 'policy' },
      ),
    ));
});
