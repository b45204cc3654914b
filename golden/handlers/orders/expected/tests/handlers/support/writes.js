'use strict';

/** What a call of the SDK is about, and whether it changes something. */

const READS =
  /^(BatchGet|Describe|Filter|Get|Head|List|Lookup|Poll|Query|Receive|Scan|Search|Select|TransactGet|Admin(Get|List))/;
/** Operations of services that keep nothing, or that change nothing by them. */
const HARMLESS = new Set(['cloudwatch', 'kms', 'logs', 'sts', 'xray']);

/** Members that say which resource is meant. */
const TARGETS = [
  'Bucket',
  'DeliveryStreamName',
  'EventBusName',
  'FunctionName',
  'QueueUrl',
  'SecretId',
  'StreamARN',
  'StreamName',
  'TableName',
  'TargetArn',
  'TopicArn',
  'stateMachineArn',
];

/** Whether a call writes, sends, starts or deletes something. */
const isWrite = ({ service, operation }) =>
  !READS.test(operation) && !HARMLESS.has(service);

/** The names, URLs and ARNs of what a call is about. */
function targets({ service, operation, input }) {
  const found = new Set(named(input));
  if (service === 'dynamodb' && input.RequestItems)
    for (const table of Object.keys(input.RequestItems)) found.add(table);
  if (service === 'events' && operation === 'PutEvents')
    for (const { EventBusName: bus = 'default' } of input.Entries ?? [])
      found.add(bus);
  if (service === 'ssm' && input.Name) found.add(input.Name);
  return [...found];
}

function* named(value) {
  if (value === null || typeof value !== 'object') return;
  for (const [name, item] of Object.entries(value)) {
    if (TARGETS.includes(name) && typeof item === 'string') yield item;
    // What is stored or sent is no part of the question.
    else if (!['Item', 'Key', 'Attributes', 'MessageAttributes'].includes(name))
      yield* named(item);
  }
}

/** Whether one of these names is meant by a text: ARNs and URLs may stand for names. */
const isOneOf = (names, text) =>
  names.includes(text) ||
  names.some((name) => !name.includes(':') && bare(text) === name);

/** The name at the end of an ARN or a URL. */
const bare = (text) =>
  /^(arn:|https?:)/.test(text) ? text.split(/[:/]/).at(-1) : text;

module.exports = { isOneOf, isWrite, targets };
