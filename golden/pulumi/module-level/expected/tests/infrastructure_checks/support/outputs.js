'use strict';

/**
 * What the cloud gives that the program does not say itself: outputs by resource type, answers by provider function.
 *
 * The texts are patterns, see `patterns.js`. Under `*` stands what every type has that says nothing else. Where a test
 * reports an output that the mocks know nothing of, this is the place for it.
 */

const region = 'us-east-1';

const outputs = {
  'aws:dynamodb/table:Table': {
    arn: 'arn:<partition>:dynamodb:<region>:<account>:table/<@name|<name>-<hex7>>',
    id: '<@name|<name>-<hex7>>',
  },
  'aws:iam/role:Role': {
    arn: 'arn:<partition>:iam::<account>:role/<@name|<name>-<hex7>>',
    id: '<@name|<name>-<hex7>>',
  },
  'aws:iam/rolePolicy:RolePolicy': {
    id: '<@name|<name>-<hex7>>:<@name|<name>-<hex7>>',
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': { id: '<uuid>' },
  'aws:lambda/function:Function': {
    arn: 'arn:<partition>:lambda:<region>:<account>:function:<@name|<name>-<hex7>>',
    id: '<@name|<name>-<hex7>>',
    name: '<name>-<hex7>',
  },
  'aws:s3/bucket:Bucket': { id: '<@bucket|<name>-<hex7>>' },
  'aws:s3/bucketObjectv2:BucketObjectv2': { id: '<@key|<name>-<hex7>>' },
  'aws:sns/topic:Topic': {
    arn: 'arn:<partition>:sns:<region>:<account>:<@name|<name>-<hex7>>',
    id: 'arn:<partition>:sns:<region>:<account>:<@name|<name>-<hex7>>',
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    id: 'arn:<partition>:sns:<region>:<account>:<@name|<name>-<hex7>>:<uuid>',
  },
  'aws:sqs/queue:Queue': {
    arn: 'arn:<partition>:sqs:<region>:<account>:<@name|<name>-<hex7>>',
    id: 'https://sqs.<region>.amazonaws.com/<account>/<@name|<name>-<hex7>>',
    url: 'https://sqs.<region>.amazonaws.com/<account>/<@name|<name>-<hex7>>',
  },
};

const answers = {
  'aws:index/getAvailabilityZones:getAvailabilityZones': {
    id: '<@id|<region>>',
    names: ['<region>a', '<region>b', '<region>c'],
    zoneIds: ['use1-az1', 'use1-az2', 'use1-az3'],
    groupNames: ['<region>'],
  },
  'aws:index/getCallerIdentity:getCallerIdentity': {
    id: '<@id|<account>>',
    accountId: '<@accountId|<account>>',
    arn: 'arn:<partition>:iam::<account>:user/tester',
    userId: '<@userId|AIDA<upper17>>',
  },
};

module.exports = { answers, outputs, region };
