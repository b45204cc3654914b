import * as aws from '@pulumi/aws';

export const topic = new aws.sns.Topic('topic', { displayName: 'Sound' }).arn;
