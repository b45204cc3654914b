import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { SEVERITIES, Severity } from '../lib/rules';
import { TapStack } from '../lib/tap-stack';

const config = new pulumi.Config();

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || config.get('environmentSuffix') || pulumi.getStack();

const provider = new aws.Provider('aws', {
  region: new pulumi.Config('aws').get('region') ?? 'us-east-1',
  defaultTags: {
    tags: {
      Environment: environmentSuffix,
      Project: pulumi.getProject(),
      Repository: process.env.REPOSITORY || 'unknown',
      CommitAuthor: process.env.COMMIT_AUTHOR || 'unknown',
    },
  },
});

const stack = new TapStack(
  'compliance',
  {
    environmentSuffix,
    schedule: config.get('schedule'),
    enabled: config.getBoolean('enabled'),
    alertEmail: config.get('alertEmail'),
    minimumSeverity: config.get<Severity>('minimumSeverity', { allowedValues: [...SEVERITIES] }),
    requiredTags: config.getObject<string[]>('requiredTags'),
    reportRetentionDays: config.getNumber('reportRetentionDays'),
    keepReports: config.getBoolean('keepReports'),
    createDashboard: config.getBoolean('createDashboard'),
    createAlarms: config.getBoolean('createAlarms'),
  },
  { provider },
);

export const functionArn = stack.functionArn;
export const functionName = stack.functionArn.apply((arn) => arn.split(':').pop() || '');
export const reportsBucketName = stack.reportsBucketName;
export const reportsBucketArn = stack.reportsBucketArn;
export const alertsTopicArn = stack.alertsTopicArn;
export const scheduleRuleName = stack.scheduleRuleName;
export const logGroupName = stack.logGroupName;
export const kmsKeyArn = stack.kmsKeyArn;
export const dashboardName = stack.dashboardName;
export const alarmNames = stack.alarmNames;
