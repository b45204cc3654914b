// What nightly registers, run under mocks: no cloud, no Pulumi engine.
import assert from 'node:assert/strict';

import { deployment, json } from './support';

describe('nightly', () => {
  const stack = deployment({
    project: 'nightly',
    stack: 'test',
    load: () => import('../../index'),
  });
  const cluster = stack.resource('aws:ecs/cluster:Cluster', 'cluster');
  const logGroup = stack.resource('aws:cloudwatch/logGroup:LogGroup', 'log');
  const backupDefinition = stack.resource(
    'aws:ecs/taskDefinition:TaskDefinition',
    'backup',
  );
  const backupRule = stack.resource(
    'aws:cloudwatch/eventRule:EventRule',
    'backup-rule',
  );
  const backupTarget = stack.resource(
    'aws:cloudwatch/eventTarget:EventTarget',
    'backup-target',
  );
  const reportDefinition = stack.resource(
    'aws:ecs/taskDefinition:TaskDefinition',
    'report',
  );
  const reportRule = stack.resource(
    'aws:cloudwatch/eventRule:EventRule',
    'report-rule',
  );
  const reportTarget = stack.resource(
    'aws:cloudwatch/eventTarget:EventTarget',
    'report-target',
  );

  it('declares exactly these resources', async () => {
    assert.deepEqual(await stack.inventory(), {
      'aws:cloudwatch/eventRule:EventRule': ['backup-rule', 'report-rule'],
      'aws:cloudwatch/eventTarget:EventTarget': [
        'backup-target',
        'report-target',
      ],
      'aws:cloudwatch/logGroup:LogGroup': ['log'],
      'aws:ecs/cluster:Cluster': ['cluster'],
      'aws:ecs/taskDefinition:TaskDefinition': ['backup', 'report'],
    });
  });

  describe('ECS cluster cluster', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await cluster.inputs(), {
        settings: [{ name: 'containerInsights', value: 'enabled' }],
      });
    });
  });

  describe('CloudWatch log group log', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await logGroup.inputs(), {
        name: '/nightly/test',
        retentionInDays: 7,
      });
    });
  });

  describe('ECS task definition backup', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await backupDefinition.inputs(), {
        family: 'test-backup',
        containerDefinitions: json([
          {
            name: 'backup',
            command: ['backup', '--all'],
            essential: true,
            logConfiguration: {
              options: { 'awslogs-group': await logGroup.output('name') },
            },
          },
        ]),
      });
    });
  });

  describe('CloudWatch event rule backup-rule', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await backupRule.inputs(), {
        scheduleExpression: 'cron(0 2 * * ? *)',
        state: 'ENABLED',
      });
    });
  });

  describe('CloudWatch event target backup-target', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await backupTarget.inputs(), {
        rule: await backupRule.output('name'),
        arn: await cluster.output('arn'),
        ecsTarget: {
          taskDefinitionArn: await backupDefinition.output('arn'),
          taskCount: 1,
        },
      });
    });
  });

  describe('ECS task definition report', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await reportDefinition.inputs(), {
        family: 'test-report',
        containerDefinitions: json([
          {
            name: 'report',
            command: ['report'],
            essential: true,
            logConfiguration: {
              options: { 'awslogs-group': await logGroup.output('name') },
            },
          },
        ]),
      });
    });
  });

  describe('CloudWatch event rule report-rule', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await reportRule.inputs(), {
        scheduleExpression: 'cron(0 5 * * ? *)',
        state: 'DISABLED',
      });
    });
  });

  describe('CloudWatch event target report-target', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await reportTarget.inputs(), {
        rule: await reportRule.output('name'),
        arn: await cluster.output('arn'),
        ecsTarget: {
          taskDefinitionArn: await reportDefinition.output('arn'),
          taskCount: 1,
        },
      });
    });
  });

  it('containers of task definition backup use log group log', async () => {
    const definition = await backupDefinition.inputs();
    assert.equal(
      definition.containerDefinitions[0].logConfiguration.options['awslogs-group'],
      await logGroup.output('name'),
    );
  });

  it('event target backup-target is triggered by rule backup-rule', async () => {
    const target = await backupTarget.inputs();
    assert.equal(target.rule, await backupRule.output('name'));
  });

  it('rule backup-rule invokes cluster cluster', async () => {
    const target = await backupTarget.inputs();
    assert.equal(target.arn, await cluster.output('arn'));
  });

  it('event target backup-target takes its ecs target task definition arn from task definition backup', async () => {
    const target = await backupTarget.inputs();
    assert.equal(
      target.ecsTarget.taskDefinitionArn,
      await backupDefinition.output('arn'),
    );
  });

  it('containers of task definition report use log group log', async () => {
    const definition = await reportDefinition.inputs();
    assert.equal(
      definition.containerDefinitions[0].logConfiguration.options['awslogs-group'],
      await logGroup.output('name'),
    );
  });

  it('event target report-target is triggered by rule report-rule', async () => {
    const target = await reportTarget.inputs();
    assert.equal(target.rule, await reportRule.output('name'));
  });

  it('rule report-rule invokes cluster cluster', async () => {
    const target = await reportTarget.inputs();
    assert.equal(target.arn, await cluster.output('arn'));
  });

  it('event target report-target takes its ecs target task definition arn from task definition report', async () => {
    const target = await reportTarget.inputs();
    assert.equal(
      target.ecsTarget.taskDefinitionArn,
      await reportDefinition.output('arn'),
    );
  });

  it('cluster cluster measures its containers', async () => {
    const clusterInputs = await cluster.inputs();
    assert.equal(clusterInputs.settings[0].name, 'containerInsights');
    assert.ok(
      ['enabled', 'enhanced'].includes(clusterInputs.settings[0].value),
    );
  });

  it('log group log drops old events', async () => {
    const group = await logGroup.inputs();
    assert.ok(group.retentionInDays >= 1);
  });

  it('task definition backup keeps the output of its containers', async () => {
    const definition = await backupDefinition.inputs();
    assert.ok(definition.containerDefinitions[0].logConfiguration);
  });

  it('task definition backup has no privileged container', async () => {
    const definition = await backupDefinition.inputs();
    assert.equal(definition.containerDefinitions?.[0]?.privileged, undefined);
  });

  it('task definition report keeps the output of its containers', async () => {
    const definition = await reportDefinition.inputs();
    assert.ok(definition.containerDefinitions[0].logConfiguration);
  });

  it('task definition report has no privileged container', async () => {
    const definition = await reportDefinition.inputs();
    assert.equal(definition.containerDefinitions?.[0]?.privileged, undefined);
  });

  it('exports exactly these outputs', async () => {
    assert.deepEqual(Object.keys(await stack.exports()).sort(), [
      'first',
      'region',
      'rules',
    ]);
  });

  it('exports region', async () => {
    assert.equal(await stack.exported('region'), 'us-east-1');
  });

  it('exports rules of rule backup-rule and rule report-rule', async () => {
    assert.deepEqual(await stack.exported('rules'), [
      await backupRule.output('arn'),
      await reportRule.output('arn'),
    ]);
  });

  it('exports first of rule backup-rule', async () => {
    assert.equal(
      await stack.exported('first'),
      await backupRule.output('name'),
    );
  });
});

describe('nightly with STAGE "prod"', () => {
  const stack = deployment({
    project: 'nightly',
    stack: 'test',
    env: { STAGE: 'prod' },
    load: () => import('../../index'),
  });

  it('CloudWatch log group log has name "/nightly/prod"', async () => {
    const group = await stack.inputs('aws:cloudwatch/logGroup:LogGroup', 'log');
    assert.equal(group.name, '/nightly/prod');
  });

  it('ECS task definition backup has family "prod-backup"', async () => {
    const definition = await stack.inputs(
      'aws:ecs/taskDefinition:TaskDefinition',
      'backup',
    );
    assert.equal(definition.family, 'prod-backup');
  });

  it('ECS task definition report has family "prod-report"', async () => {
    const definition = await stack.inputs(
      'aws:ecs/taskDefinition:TaskDefinition',
      'report',
    );
    assert.equal(definition.family, 'prod-report');
  });
});

describe('nightly with STAGE "live"', () => {
  const stack = deployment({
    project: 'nightly',
    stack: 'test',
    env: { STAGE: 'live' },
    load: () => import('../../index'),
  });

  it('CloudWatch log group log has its name and retentionInDays', async () => {
    const group = await stack.inputs('aws:cloudwatch/logGroup:LogGroup', 'log');
    assert.equal(group.name, '/nightly/live');
    assert.equal(group.retentionInDays, 365);
  });

  it('ECS task definition backup has family "live-backup"', async () => {
    const definition = await stack.inputs(
      'aws:ecs/taskDefinition:TaskDefinition',
      'backup',
    );
    assert.equal(definition.family, 'live-backup');
  });

  it('ECS task definition report has family "live-report"', async () => {
    const definition = await stack.inputs(
      'aws:ecs/taskDefinition:TaskDefinition',
      'report',
    );
    assert.equal(definition.family, 'live-report');
  });
});
