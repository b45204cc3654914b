import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { analyzerCode, METRIC_NAMESPACE, REPORT_PREFIX } from './analyzer-code';
import { dashboardBody } from './dashboard';
import { Severity } from './rules';

export interface TapStackArgs {
  /** What names end with: "dev" without. */
  environmentSuffix?: string;
  /** Tags of every resource that takes tags. */
  tags?: Record<string, string>;
  /** When instances are checked, as a schedule expression of EventBridge: once a day without. */
  schedule?: string;
  /** Whether the schedule is on: true without. */
  enabled?: boolean;
  /** Who is told by e-mail; nobody without. */
  alertEmail?: string;
  /** The least severity that is worth an alert: "high" without. */
  minimumSeverity?: Severity;
  /** Tags that every instance must have. */
  requiredTags?: string[];
  /** Days that reports are kept: 365 without. */
  reportRetentionDays?: number;
  /** Whether the bucket refuses to go while there are reports in it: true without. */
  keepReports?: boolean;
  /** Whether there is a dashboard: true without. */
  createDashboard?: boolean;
  /** Whether there are alarms: true without. */
  createAlarms?: boolean;
}

const DAYS_UNTIL_ARCHIVE = 30;
const LOG_RETENTION_DAYS = 90;
const TIMEOUT_SECONDS = 300;

/** Checks the EC2 instances of an account on a schedule, keeps the reports, and tells people of what matters. */
export class TapStack extends pulumi.ComponentResource {
  public readonly functionArn: pulumi.Output<string>;
  public readonly reportsBucketName: pulumi.Output<string>;
  public readonly reportsBucketArn: pulumi.Output<string>;
  public readonly alertsTopicArn: pulumi.Output<string>;
  public readonly scheduleRuleName: pulumi.Output<string>;
  public readonly logGroupName: pulumi.Output<string>;
  public readonly kmsKeyArn: pulumi.Output<string>;
  public readonly dashboardName?: pulumi.Output<string>;
  public readonly alarmNames: pulumi.Output<string>[];

  private readonly environment: string;
  private readonly tags: Record<string, string>;

  constructor(name: string, args: TapStackArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super('compliance:index:TapStack', name, {}, opts);

    this.environment = args.environmentSuffix ?? 'dev';
    this.tags = { Service: 'compliance-analyzer', Environment: this.environment, ...args.tags };

    const key = this.createKey();
    const bucket = this.createReportsBucket(key, args);
    const topic = this.createAlertsTopic(key, args.alertEmail);
    const { analyzer, logGroup } = this.createAnalyzer(key, bucket, topic, args);
    const rule = this.createSchedule(analyzer, args);

    if (args.createDashboard ?? true) {
      const dashboard = new aws.cloudwatch.Dashboard(
        `compliance-dashboard-${this.environment}`,
        {
          dashboardName: `compliance-${this.environment}`,
          dashboardBody: dashboardBody({
            environment: this.environment,
            region: aws.getRegionOutput({}, { parent: this }).region,
            functionName: analyzer.name,
          }),
        },
        { parent: this },
      );
      this.dashboardName = dashboard.dashboardName;
    }
    const alarms = (args.createAlarms ?? true) ? this.createAlarms(analyzer, topic) : [];

    this.functionArn = analyzer.arn;
    this.reportsBucketName = bucket.bucket;
    this.reportsBucketArn = bucket.arn;
    this.alertsTopicArn = topic.arn;
    this.scheduleRuleName = rule.name;
    this.logGroupName = logGroup.name;
    this.kmsKeyArn = key.arn;
    this.alarmNames = alarms.map((alarm) => alarm.name);

    this.registerOutputs({
      functionArn: this.functionArn,
      reportsBucketName: this.reportsBucketName,
      reportsBucketArn: this.reportsBucketArn,
      alertsTopicArn: this.alertsTopicArn,
      scheduleRuleName: this.scheduleRuleName,
      logGroupName: this.logGroupName,
      kmsKeyArn: this.kmsKeyArn,
      dashboardName: this.dashboardName,
      alarmNames: this.alarmNames,
    });
  }

  /** The key of reports, alerts and logs. Alarms cannot write to a topic that AWS' own key encrypts. */
  private createKey(): aws.kms.Key {
    const accountId = aws.getCallerIdentityOutput({}, { parent: this }).accountId;
    const region = aws.getRegionOutput({}, { parent: this }).region;
    const logGroups = pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:*`;

    const key = new aws.kms.Key(
      `compliance-key-${this.environment}`,
      {
        description: `Encrypts compliance reports, alerts and logs of ${this.environment}`,
        enableKeyRotation: true,
        deletionWindowInDays: 14,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'AccountAdministersKey',
              Effect: 'Allow',
              Principal: { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` },
              Action: 'kms:*',
              Resource: '*',
            },
            {
              Sid: 'LogGroupsUseKey',
              Effect: 'Allow',
              Principal: { Service: pulumi.interpolate`logs.${region}.amazonaws.com` },
              Action: [
                'kms:Decrypt',
                'kms:DescribeKey',
                'kms:Encrypt',
                'kms:GenerateDataKey',
                'kms:ReEncryptFrom',
                'kms:ReEncryptTo',
              ],
              Resource: '*',
              Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
            },
            {
              Sid: 'AlarmsReachTopic',
              Effect: 'Allow',
              Principal: { Service: 'cloudwatch.amazonaws.com' },
              Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
              Resource: '*',
              Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
            },
          ],
        }),
        tags: this.tags,
      },
      { parent: this },
    );

    new aws.kms.Alias(
      `compliance-key-alias-${this.environment}`,
      { name: `alias/compliance-${this.environment}`, targetKeyId: key.keyId },
      { parent: this },
    );
    return key;
  }

  private createReportsBucket(key: aws.kms.Key, args: TapStackArgs): aws.s3.Bucket {
    const bucket = new aws.s3.Bucket(
      `compliance-reports-${this.environment}`,
      { forceDestroy: !(args.keepReports ?? true), tags: this.tags },
      { parent: this },
    );
    const options: pulumi.CustomResourceOptions = { parent: bucket };

    const versioning = new aws.s3.BucketVersioning(
      `compliance-reports-versioning-${this.environment}`,
      { bucket: bucket.id, versioningConfiguration: { status: 'Enabled' } },
      options,
    );

    new aws.s3.BucketServerSideEncryptionConfiguration(
      `compliance-reports-encryption-${this.environment}`,
      {
        bucket: bucket.id,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
            bucketKeyEnabled: true,
          },
        ],
      },
      options,
    );

    const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
      `compliance-reports-access-${this.environment}`,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      options,
    );

    new aws.s3.BucketLifecycleConfiguration(
      `compliance-reports-lifecycle-${this.environment}`,
      {
        bucket: bucket.id,
        rules: [
          {
            id: 'archive-and-expire',
            status: 'Enabled',
            filter: { prefix: REPORT_PREFIX },
            transitions: [{ days: DAYS_UNTIL_ARCHIVE, storageClass: 'STANDARD_IA' }],
            expiration: { days: args.reportRetentionDays ?? 365 },
            noncurrentVersionExpiration: { noncurrentDays: 30 },
          },
          {
            id: 'abort-uploads',
            status: 'Enabled',
            filter: {},
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      { parent: bucket, dependsOn: [versioning] },
    );

    new aws.s3.BucketPolicy(
      `compliance-reports-policy-${this.environment}`,
      {
        bucket: bucket.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'RefusePlainHttp',
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        }),
      },
      { parent: bucket, dependsOn: [publicAccessBlock] },
    );
    return bucket;
  }

  private createAlertsTopic(key: aws.kms.Key, email?: string): aws.sns.Topic {
    const topic = new aws.sns.Topic(
      `compliance-alerts-${this.environment}`,
      { name: `compliance-alerts-${this.environment}`, kmsMasterKeyId: key.id, tags: this.tags },
      { parent: this },
    );
    if (email) {
      new aws.sns.TopicSubscription(
        `compliance-alerts-email-${this.environment}`,
        { topic: topic.arn, protocol: 'email', endpoint: email },
        { parent: topic },
      );
    }
    return topic;
  }

  private createAnalyzer(
    key: aws.kms.Key,
    bucket: aws.s3.Bucket,
    topic: aws.sns.Topic,
    args: TapStackArgs,
  ): { analyzer: aws.lambda.Function; logGroup: aws.cloudwatch.LogGroup } {
    const functionName = `compliance-analyzer-${this.environment}`;

    const logGroup = new aws.cloudwatch.LogGroup(
      `compliance-logs-${this.environment}`,
      {
        name: `/aws/lambda/${functionName}`,
        retentionInDays: LOG_RETENTION_DAYS,
        kmsKeyId: key.arn,
        tags: this.tags,
      },
      { parent: this },
    );

    const role = new aws.iam.Role(
      `compliance-role-${this.environment}`,
      {
        name: `${functionName}-role`,
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
        tags: this.tags,
      },
      { parent: this },
    );
    const policies = this.createPolicies(role, key, bucket, topic, logGroup);

    const analyzer = new aws.lambda.Function(
      `compliance-analyzer-${this.environment}`,
      {
        name: functionName,
        description: 'Checks EC2 instances against the compliance rules',
        runtime: aws.lambda.Runtime.NodeJS22dX,
        architectures: ['arm64'],
        handler: 'index.handler',
        code: new pulumi.asset.AssetArchive({ 'index.js': new pulumi.asset.StringAsset(analyzerCode()) }),
        role: role.arn,
        memorySize: 512,
        timeout: TIMEOUT_SECONDS,
        environment: {
          variables: {
            ENVIRONMENT: this.environment,
            BUCKET_NAME: bucket.bucket,
            TOPIC_ARN: topic.arn,
            MINIMUM_SEVERITY: args.minimumSeverity ?? 'high',
            REQUIRED_TAGS: (args.requiredTags ?? ['Owner', 'CostCenter']).join(','),
          },
        },
        tracingConfig: { mode: 'Active' },
        loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
        tags: this.tags,
      },
      { parent: this, dependsOn: policies },
    );
    return { analyzer, logGroup };
  }

  /** One policy for each thing that the analyzer does. */
  private createPolicies(
    role: aws.iam.Role,
    key: aws.kms.Key,
    bucket: aws.s3.Bucket,
    topic: aws.sns.Topic,
    logGroup: aws.cloudwatch.LogGroup,
  ): aws.iam.RolePolicy[] {
    const statements: Record<string, Record<string, unknown>[]> = {
      read: [
        {
          Action: ['ec2:DescribeInstances', 'ec2:DescribeSecurityGroups', 'ec2:DescribeVolumes'],
          Resource: '*',
        },
      ],
      report: [
        { Action: ['s3:PutObject'], Resource: pulumi.interpolate`${bucket.arn}/${REPORT_PREFIX}*` },
        { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: key.arn },
        { Action: ['sns:Publish'], Resource: topic.arn },
      ],
      observe: [
        { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: pulumi.interpolate`${logGroup.arn}:*` },
        { Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' },
        {
          Action: ['cloudwatch:PutMetricData'],
          Resource: '*',
          Condition: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
        },
      ],
    };
    return Object.entries(statements).map(
      ([purpose, allowed]) =>
        new aws.iam.RolePolicy(
          `compliance-${purpose}-policy-${this.environment}`,
          {
            name: purpose,
            role: role.id,
            policy: pulumi.jsonStringify({
              Version: '2012-10-17',
              Statement: allowed.map((statement) => ({ Effect: 'Allow', ...statement })),
            }),
          },
          { parent: role },
        ),
    );
  }

  private createSchedule(analyzer: aws.lambda.Function, args: TapStackArgs): aws.cloudwatch.EventRule {
    const rule = new aws.cloudwatch.EventRule(
      `compliance-schedule-${this.environment}`,
      {
        name: `compliance-schedule-${this.environment}`,
        description: 'Starts the compliance analyzer',
        scheduleExpression: args.schedule ?? 'rate(1 day)',
        state: (args.enabled ?? true) ? 'ENABLED' : 'DISABLED',
        tags: this.tags,
      },
      { parent: this },
    );

    const permission = new aws.lambda.Permission(
      `compliance-schedule-permission-${this.environment}`,
      {
        action: 'lambda:InvokeFunction',
        function: analyzer.name,
        principal: 'events.amazonaws.com',
        sourceArn: rule.arn,
      },
      { parent: rule },
    );

    new aws.cloudwatch.EventTarget(
      `compliance-schedule-target-${this.environment}`,
      {
        rule: rule.name,
        arn: analyzer.arn,
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
      },
      { parent: rule, dependsOn: [permission] },
    );
    return rule;
  }

  private createAlarms(analyzer: aws.lambda.Function, topic: aws.sns.Topic): aws.cloudwatch.MetricAlarm[] {
    const ofFunction = { FunctionName: analyzer.name };
    const alarms: Record<string, aws.cloudwatch.MetricAlarmArgs> = {
      errors: {
        alarmDescription: 'The compliance analyzer fails',
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensions: ofFunction,
        statistic: 'Sum',
        threshold: 0,
      },
      duration: {
        alarmDescription: 'The compliance analyzer comes close to its timeout',
        namespace: 'AWS/Lambda',
        metricName: 'Duration',
        dimensions: ofFunction,
        statistic: 'Maximum',
        threshold: TIMEOUT_SECONDS * 1000 * 0.8,
      },
      'non-compliant': {
        alarmDescription: 'There are findings of high severity',
        namespace: METRIC_NAMESPACE,
        metricName: 'Findings',
        dimensions: { Environment: this.environment, Severity: 'high' },
        statistic: 'Maximum',
        threshold: 0,
      },
    };
    return Object.entries(alarms).map(
      ([name, settings]) =>
        new aws.cloudwatch.MetricAlarm(
          `compliance-${name}-alarm-${this.environment}`,
          {
            name: `compliance-${name}-${this.environment}`,
            ...settings,
            comparisonOperator: 'GreaterThanThreshold',
            period: 300,
            evaluationPeriods: 1,
            treatMissingData: 'notBreaching',
            alarmActions: [topic.arn],
            tags: this.tags,
          },
          { parent: this },
        ),
    );
  }
}
