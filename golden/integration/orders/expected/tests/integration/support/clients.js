'use strict';

/** The packages of the SDK that are asked, and the classes of their clients. */

const CLIENTS = {
  cloudwatch: ['@aws-sdk/client-cloudwatch', 'CloudWatchClient'],
  dynamodb: ['@aws-sdk/client-dynamodb', 'DynamoDBClient'],
  iam: ['@aws-sdk/client-iam', 'IAMClient'],
  kms: ['@aws-sdk/client-kms', 'KMSClient'],
  lambda: ['@aws-sdk/client-lambda', 'LambdaClient'],
  s3: ['@aws-sdk/client-s3', 'S3Client'],
  sns: ['@aws-sdk/client-sns', 'SNSClient'],
  sqs: ['@aws-sdk/client-sqs', 'SQSClient'],
  sts: ['@aws-sdk/client-sts', 'STSClient'],
};

module.exports = { CLIENTS };
