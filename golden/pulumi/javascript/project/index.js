'use strict';

const fs = require('fs');
const path = require('path');
const aws = require('@pulumi/aws');
const pulumi = require('@pulumi/pulumi');
const { schedule } = require('./lib/schedule');

const jobs = JSON.parse(fs.readFileSync(path.join(__dirname, 'jobs.json'), 'utf8'));

module.exports = async () => {
  const region = await aws.getRegion({});
  const stage = process.env.STAGE || 'test';
  const cluster = new aws.ecs.Cluster('cluster', { settings: [{ name: 'containerInsights', value: 'enabled' }] });
  const log = new aws.cloudwatch.LogGroup('log', { name: `/nightly/${stage}`, retentionInDays: stage === 'live' ? 365 : 7 });
  const rules = {};
  for (const { name, hour, command, paused = false } of jobs) {
    const task = new aws.ecs.TaskDefinition(name, {
      family: `${stage}-${name}`,
      containerDefinitions: log.name.apply((group) =>
        JSON.stringify([{ name, command, essential: true, logConfiguration: { options: { 'awslogs-group': group } } }]),
      ),
    });
    rules[name] = schedule(name, { hour, paused, cluster, task });
  }
  return {
    region: region.name,
    rules: pulumi.all(Object.values(rules).map((rule) => rule.arn)),
    first: rules.backup.name,
  };
};
