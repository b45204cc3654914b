// What nightly registers, run under mocks: no cloud, no Pulumi engine.
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
    expect(await stack.inventory()).toStrictEqual({
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
      expect(await cluster.inputs()).toStrictEqual({
        settings: [{ name: 'containerInsights', value: 'enabled' }],
      });
    });
  });

  describe('CloudWatch log group log', () => {
    it('is configured as declared', async () => {
      expect(await logGroup.inputs()).toStrictEqual({
        name: '/nightly/test',
        retentionInDays: 7,
      });
    });
  });

  describe('ECS task definition backup', () => {
    it('is configured as declared', async () => {
      expect(await backupDefinition.inputs()).toStrictEqual({
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
      expect(await backupRule.inputs()).toStrictEqual({
        scheduleExpression: 'cron(0 2 * * ? *)',
        state: 'ENABLED',
      });
    });
  });

  describe('CloudWatch event target backup-target', () => {
    it('is configured as declared', async () => {
      expect(await backupTarget.inputs()).toStrictEqual({
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
      expect(await reportDefinition.inputs()).toStrictEqual({
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
      expect(await reportRule.inputs()).toStrictEqual({
        scheduleExpression: 'cron(0 5 * * ? *)',
        state: 'DISABLED',
      });
    });
  });

  describe('CloudWatch event target report-target', () => {
    it('is configured as declared', async () => {
      expect(await reportTarget.inputs()).toStrictEqual({
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
    expect(
      definition.containerDefinitions[0].logConfiguration.options['awslogs-group'],
    ).toBe(await logGroup.output('name'));
  });

  it('event target backup-target is triggered by rule backup-rule', async () => {
    const target = await backupTarget.inputs();
    expect(target.rule).toBe(await backupRule.output('name'));
  });

  it('rule backup-rule invokes cluster cluster', async () => {
    const target = await backupTarget.inputs();
    expect(target.arn).toBe(await cluster.output('arn'));
  });

  it('event target backup-target takes its ecs target task definition arn from task definition backup', async () => {
    const target = await backupTarget.inputs();
    expect(target.ecsTarget.taskDefinitionArn).toBe(
      await backupDefinition.output('arn'),
    );
  });

  it('containers of task definition report use log group log', async () => {
    const definition = await reportDefinition.inputs();
    expect(
      definition.containerDefinitions[0].logConfiguration.options['awslogs-group'],
    ).toBe(await logGroup.output('name'));
  });

  it('event target report-target is triggered by rule report-rule', async () => {
    const target = await reportTarget.inputs();
    expect(target.rule).toBe(await reportRule.output('name'));
  });

  it('rule report-rule invokes cluster cluster', async () => {
    const target = await reportTarget.inputs();
    expect(target.arn).toBe(await cluster.output('arn'));
  });

  it('event target report-target takes its ecs target task definition arn from task definition report', async () => {
    const target = await reportTarget.inputs();
    expect(target.ecsTarget.taskDefinitionArn).toBe(
      await reportDefinition.output('arn'),
    );
  });

  it('cluster cluster measures its containers', async () => {
    const clusterInputs = await cluster.inputs();
    expect(clusterInputs.settings[0].name).toBe('containerInsights');
    expect(['enabled', 'enhanced']).toContain(clusterInputs.settings[0].value);
  });

  it('log group log drops old events', async () => {
    const group = await logGroup.inputs();
    expect(group.retentionInDays).toBeGreaterThanOrEqual(1);
  });

  it('task definition backup keeps the output of its containers', async () => {
    const definition = await backupDefinition.inputs();
    expect(definition.containerDefinitions[0].logConfiguration).toBeTruthy();
  });

  it('task definition backup has no privileged container', async () => {
    const definition = await backupDefinition.inputs();
    expect(definition.containerDefinitions?.[0]?.privileged).toBeUndefined();
  });

  it('task definition report keeps the output of its containers', async () => {
    const definition = await reportDefinition.inputs();
    expect(definition.containerDefinitions[0].logConfiguration).toBeTruthy();
  });

  it('task definition report has no privileged container', async () => {
    const definition = await reportDefinition.inputs();
    expect(definition.containerDefinitions?.[0]?.privileged).toBeUndefined();
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await stack.exports()).sort()).toStrictEqual([
      'first',
      'region',
      'rules',
    ]);
  });

  it('exports region', async () => {
    expect(await stack.exported('region')).toBe('us-east-1');
  });

  it('exports rules of rule backup-rule and rule report-rule', async () => {
    expect(await stack.exported('rules')).toStrictEqual([
      await backupRule.output('arn'),
      await reportRule.output('arn'),
    ]);
  });

  it('exports first of rule backup-rule', async () => {
    expect(await stack.exported('first')).toBe(await backupRule.output('name'));
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
    expect(group.name).toBe('/nightly/prod');
  });

  it('ECS task definition backup has family "prod-backup"', async () => {
    const definition = await stack.inputs(
      'aws:ecs/taskDefinition:TaskDefinition',
      'backup',
    );
    expect(definition.family).toBe('prod-backup');
  });

  it('ECS task definition report has family "prod-report"', async () => {
    const definition = await stack.inputs(
      'aws:ecs/taskDefinition:TaskDefinition',
      'report',
    );
    expect(definition.family).toBe('prod-report');
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
    expect(group.name).toBe('/nightly/live');
    expect(group.retentionInDays).toBe(365);
  });

  it('ECS task definition backup has family "live-backup"', async () => {
    const definition = await stack.inputs(
      'aws:ecs/taskDefinition:TaskDefinition',
      'backup',
    );
    expect(definition.family).toBe('live-backup');
  });

  it('ECS task definition report has family "live-report"', async () => {
    const definition = await stack.inputs(
      'aws:ecs/taskDefinition:TaskDefinition',
      'report',
    );
    expect(definition.family).toBe('live-report');
  });
});
