// What project synthesises, run in process: no cloud, no Terraform.
import { json, synthesis } from './support';

describe('nightly', () => {
  const app = synthesis({
    load: () => import('../../index'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_cloudwatch_event_rule: ['nightly/backup-rule', 'nightly/report-rule'],
      aws_cloudwatch_event_target: [
        'nightly/backup-target',
        'nightly/report-target',
      ],
      aws_cloudwatch_log_group: ['nightly/log'],
      aws_lambda_function: ['nightly/backup', 'nightly/report'],
      'backend.remote': ['nightly/backend'],
      module: ['nightly/labels'],
      'provider.aws': ['nightly/aws'],
    });
  });

  it('leaves no token without a value', async () => {
    expect(await app.unresolved()).toStrictEqual([]);
  });

  describe('aws provider aws', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'nightly/aws'),
      ).toStrictEqual({
        allowed_account_ids: ['123456789012'],
        region: 'eu-north-1',
      });
    });
  });

  describe('remote backend', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.remote', 'nightly/backend'),
      ).toStrictEqual({
        hostname: 'app.terraform.io',
        organization: 'nightly',
        workspaces: { name: 'nightly-test' },
      });
    });
  });

  describe('module labels', () => {
    it('is configured as declared', async () => {
      expect(await app.configuration('module', 'nightly/labels')).toStrictEqual(
        {
          namespace: 'nightly',
          stage: 'test',
          source: 'cloudposse/label/null',
          version: '0.25.0',
        },
      );
    });
  });

  describe('CloudWatch log group log', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_cloudwatch_log_group', 'nightly/log'),
      ).toStrictEqual({
        name: '/nightly/test',
        retention_in_days: 7,
        tags: '${module.nightly/labels.tags}',
      });
    });
  });

  describe('Lambda function backup', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_lambda_function', 'nightly/backup'),
      ).toStrictEqual({
        filename: 'assets/nightly/code/archive.zip',
        function_name: 'test-backup',
        handler: 'index.handler',
        role: 'arn:aws:iam::123456789012:role/nightly',
        runtime: 'nodejs22.x',
        source_code_hash: 'hash of nightly/code',
        logging_config: {
          log_format: 'JSON',
          log_group: '${aws_cloudwatch_log_group.nightly/log.name}',
        },
      });
    });
  });

  describe('CloudWatch event rule backup-rule', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_cloudwatch_event_rule',
          'nightly/backup-rule',
        ),
      ).toStrictEqual({
        schedule_expression: 'cron(0 2 * * ? *)',
        state: 'ENABLED',
      });
    });
  });

  describe('CloudWatch event target backup-target', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_cloudwatch_event_target',
          'nightly/backup-target',
        ),
      ).toStrictEqual({
        arn: '${aws_lambda_function.nightly/backup.arn}',
        input: json({ command: ['backup', '--all'] }),
        rule: '${aws_cloudwatch_event_rule.nightly/backup-rule.name}',
      });
    });
  });

  describe('Lambda function report', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_lambda_function', 'nightly/report'),
      ).toStrictEqual({
        filename: 'assets/nightly/code/archive.zip',
        function_name: 'test-report',
        handler: 'index.handler',
        role: 'arn:aws:iam::123456789012:role/nightly',
        runtime: 'nodejs22.x',
        source_code_hash: 'hash of nightly/code',
        logging_config: {
          log_format: 'JSON',
          log_group: '${aws_cloudwatch_log_group.nightly/log.name}',
        },
      });
    });
  });

  describe('CloudWatch event rule report-rule', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_cloudwatch_event_rule',
          'nightly/report-rule',
        ),
      ).toStrictEqual({
        schedule_expression: 'cron(0 5 * * ? *)',
        state: 'DISABLED',
      });
    });
  });

  describe('CloudWatch event target report-target', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_cloudwatch_event_target',
          'nightly/report-target',
        ),
      ).toStrictEqual({
        arn: '${aws_lambda_function.nightly/report.arn}',
        input: json({ command: ['report'] }),
        rule: '${aws_cloudwatch_event_rule.nightly/report-rule.name}',
      });
    });
  });

  it('log group log takes its tags from module labels', async () => {
    const group = await app.configuration(
      'aws_cloudwatch_log_group',
      'nightly/log',
    );
    expect(group.tags).toBe('${module.nightly/labels.tags}');
  });

  it('function backup logs to log group log', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'nightly/backup',
    );
    expect(functionConfiguration.logging_config.log_group).toBe(
      '${aws_cloudwatch_log_group.nightly/log.name}',
    );
  });

  it('rule backup-rule invokes function backup', async () => {
    const target = await app.configuration(
      'aws_cloudwatch_event_target',
      'nightly/backup-target',
    );
    expect(target.arn).toBe('${aws_lambda_function.nightly/backup.arn}');
  });

  it('event target backup-target is triggered by rule backup-rule', async () => {
    const target = await app.configuration(
      'aws_cloudwatch_event_target',
      'nightly/backup-target',
    );
    expect(target.rule).toBe(
      '${aws_cloudwatch_event_rule.nightly/backup-rule.name}',
    );
  });

  it('function report logs to log group log', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'nightly/report',
    );
    expect(functionConfiguration.logging_config.log_group).toBe(
      '${aws_cloudwatch_log_group.nightly/log.name}',
    );
  });

  it('rule report-rule invokes function report', async () => {
    const target = await app.configuration(
      'aws_cloudwatch_event_target',
      'nightly/report-target',
    );
    expect(target.arn).toBe('${aws_lambda_function.nightly/report.arn}');
  });

  it('event target report-target is triggered by rule report-rule', async () => {
    const target = await app.configuration(
      'aws_cloudwatch_event_target',
      'nightly/report-target',
    );
    expect(target.rule).toBe(
      '${aws_cloudwatch_event_rule.nightly/report-rule.name}',
    );
  });

  it('log group log drops old events', async () => {
    const group = await app.configuration(
      'aws_cloudwatch_log_group',
      'nightly/log',
    );
    expect(group.retention_in_days).toBeGreaterThanOrEqual(1);
  });

  it('function backup runs on a supported runtime', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'nightly/backup',
    );
    expect(['nodejs22.x', 'nodejs24.x']).toContain(
      functionConfiguration.runtime,
    );
  });

  it('function report runs on a supported runtime', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'nightly/report',
    );
    expect(['nodejs22.x', 'nodejs24.x']).toContain(
      functionConfiguration.runtime,
    );
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'first',
      'rules',
    ]);
  });

  it('exports rules of rule backup-rule and rule report-rule', async () => {
    expect(await app.output('rules')).toStrictEqual({
      value: [
        '${aws_cloudwatch_event_rule.nightly/backup-rule.arn}',
        '${aws_cloudwatch_event_rule.nightly/report-rule.arn}',
      ],
    });
  });

  it('exports first of rule backup-rule', async () => {
    expect(await app.output('first')).toStrictEqual({
      value: '${aws_cloudwatch_event_rule.nightly/backup-rule.name}',
    });
  });
});

describe('nightly with STAGE "prod"', () => {
  const app = synthesis({
    env: { STAGE: 'prod' },
    load: () => import('../../index'),
  });

  it('remote backend has workspaces.name "nightly-prod"', async () => {
    const backend = await app.configuration(
      'backend.remote',
      'nightly/backend',
    );
    expect(backend.workspaces.name).toBe('nightly-prod');
  });

  it('module labels has stage "prod"', async () => {
    const module = await app.configuration('module', 'nightly/labels');
    expect(module.stage).toBe('prod');
  });

  it('CloudWatch log group log has name "/nightly/prod"', async () => {
    const group = await app.configuration(
      'aws_cloudwatch_log_group',
      'nightly/log',
    );
    expect(group.name).toBe('/nightly/prod');
  });

  it('Lambda function backup has function_name "prod-backup"', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'nightly/backup',
    );
    expect(functionConfiguration.function_name).toBe('prod-backup');
  });

  it('Lambda function report has function_name "prod-report"', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'nightly/report',
    );
    expect(functionConfiguration.function_name).toBe('prod-report');
  });
});

describe('nightly with STAGE "live"', () => {
  const app = synthesis({
    env: { STAGE: 'live' },
    load: () => import('../../index'),
  });

  it('remote backend has workspaces.name "nightly-live"', async () => {
    const backend = await app.configuration(
      'backend.remote',
      'nightly/backend',
    );
    expect(backend.workspaces.name).toBe('nightly-live');
  });

  it('module labels has stage "live"', async () => {
    const module = await app.configuration('module', 'nightly/labels');
    expect(module.stage).toBe('live');
  });

  it('CloudWatch log group log has its name and retention_in_days', async () => {
    const group = await app.configuration(
      'aws_cloudwatch_log_group',
      'nightly/log',
    );
    expect(group.name).toBe('/nightly/live');
    expect(group.retention_in_days).toBe(365);
  });

  it('Lambda function backup has function_name "live-backup"', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'nightly/backup',
    );
    expect(functionConfiguration.function_name).toBe('live-backup');
  });

  it('Lambda function report has function_name "live-report"', async () => {
    const functionConfiguration = await app.configuration(
      'aws_lambda_function',
      'nightly/report',
    );
    expect(functionConfiguration.function_name).toBe('live-report');
  });
});
