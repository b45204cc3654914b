'use strict';

const fs = require('fs');
const path = require('path');
const { App, AssetType, RemoteBackend, NamedRemoteWorkspace, TerraformAsset, TerraformHclModule, TerraformOutput, TerraformStack } = require('cdktf');
const { cloudwatchLogGroup, lambdaFunction, provider } = require('@cdktf/provider-aws');
const { schedule } = require('./lib/schedule');

const jobs = JSON.parse(fs.readFileSync(path.join(__dirname, 'jobs.json'), 'utf8'));

class NightlyStack extends TerraformStack {
  constructor(scope, id) {
    super(scope, id);
    const stage = process.env.STAGE || 'test';
    new provider.AwsProvider(this, 'aws', { region: 'eu-north-1', allowedAccountIds: ['123456789012'] });
    new RemoteBackend(this, {
      hostname: 'app.terraform.io',
      organization: 'nightly',
      workspaces: new NamedRemoteWorkspace(`nightly-${stage}`),
    });
    const labels = new TerraformHclModule(this, 'labels', {
      source: 'cloudposse/label/null',
      version: '0.25.0',
      variables: { namespace: 'nightly', stage },
    });
    const log = new cloudwatchLogGroup.CloudwatchLogGroup(this, 'log', {
      name: `/nightly/${stage}`,
      retentionInDays: stage === 'live' ? 365 : 7,
      tags: labels.get('tags'),
    });
    const code = new TerraformAsset(this, 'code', { path: path.resolve(__dirname, 'job'), type: AssetType.ARCHIVE });
    const rules = {};
    for (const { name, hour, command, paused = false } of jobs) {
      const job = new lambdaFunction.LambdaFunction(this, name, {
        functionName: `${stage}-${name}`,
        role: 'arn:aws:iam::123456789012:role/nightly',
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        filename: code.path,
        sourceCodeHash: code.assetHash,
        loggingConfig: { logFormat: 'JSON', logGroup: log.name },
      });
      rules[name] = schedule(this, name, { hour, paused, command, job });
    }
    new TerraformOutput(this, 'rules', { value: Object.values(rules).map((rule) => rule.arn) });
    new TerraformOutput(this, 'first', { value: rules.backup.name });
  }
}

const app = new App();
new NightlyStack(app, 'nightly');
app.synth();
