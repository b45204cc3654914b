'use strict';

const pulumi = require('@pulumi/pulumi');
const aws = require('@pulumi/aws');

const topic = new aws.sns.Topic('plain');

module.exports = { arn: topic.arn, project: pulumi.getProject() };
