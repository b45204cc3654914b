import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { TerraformIterator, TerraformOutput, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { Audit } from './audit';
import { named } from './named';

const tags = { Service: 'orders' };

export class OrdersStack extends TerraformStack {
  private readonly orders: SqsQueue;
  private readonly table: DynamodbTable;
  private readonly archive: S3Bucket;
  private readonly alarms: SnsTopic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    this.orders = this.queues();
    this.table = this.tables();
    this.archive = this.buckets();
    this.nightly(this.worker());
    this.alarms = new SnsTopic(this, 'alarms', { name: 'orders-alarms' });
    this.watch();
    new Audit(this, 'audit', { sourceBucket: this.archive.id });

    new TerraformOutput(this, 'queue_url', { value: this.orders.url });
    new TerraformOutput(this, 'table_stream', { value: `table ${this.table.name}` });
  }

  private queues(): SqsQueue {
    const deadLetters = new SqsQueue(this, 'dead_letters', {
      name: 'orders-dead-letters',
      messageRetentionSeconds: 1209600,
      tags,
    });
    return new SqsQueue(this, 'orders', {
      name: 'orders',
      visibilityTimeoutSeconds: 60,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 }),
      tags,
    });
  }

  private tables(): DynamodbTable {
    const table = new DynamodbTable(this, 'orders-table', {
      name: 'orders',
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'id',
      rangeKey: 'placed_at',
      attribute: [
        { name: 'id', type: 'S' },
        { name: 'placed_at', type: 'N' },
      ],
      ttl: { attributeName: 'expires_at', enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      lifecycle: { preventDestroy: true, ignoreChanges: ['read_capacity'] },
      tags,
    });
    return named('orders', table);
  }

  private buckets(): S3Bucket {
    const archive = new S3Bucket(this, 'archive', { bucket: 'orders-archive', forceDestroy: false, tags });
    named(
      'archive',
      new S3BucketVersioningA(this, 'archive-versioning', {
        bucket: archive.id,
        versioningConfiguration: { status: 'Enabled' },
      }),
    );
    named(
      'archive',
      new S3BucketPublicAccessBlock(this, 'archive-access', {
        bucket: archive.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    );
    return archive;
  }

  private role(): IamRole {
    const role = new IamRole(this, 'worker-role', {
      name: 'orders-worker',
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      }),
    });
    named('worker', role);
    const document = new DataAwsIamPolicyDocument(this, 'worker-permissions', {
      statement: [
        { sid: 'TakeOrders', actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], resources: [this.orders.arn] },
        {
          sid: 'KeepOrders',
          actions: ['dynamodb:PutItem'],
          resources: [this.table.arn, `${this.table.arn}/index/*`],
          condition: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: ['123456789012'] }],
        },
      ],
    });
    named('worker', new IamRolePolicy(this, 'worker-policy', { role: role.id, policy: document.json }));
    return role;
  }

  private worker(): LambdaFunction {
    const retention = new TerraformVariable(this, 'retention_in_days', { type: 'number', default: 14 });
    const log = new CloudwatchLogGroup(this, 'worker-log', {
      name: '/aws/lambda/orders-worker',
      retentionInDays: retention.numberValue,
    });
    named('worker', log);
    const worker = new LambdaFunction(this, 'worker', {
      functionName: 'orders-worker',
      role: this.role().arn,
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      s3Bucket: this.archive.bucket,
      s3Key: 'worker.zip',
      timeout: 10,
      memorySize: 256,
      architectures: ['arm64'],
      environment: { variables: { TABLE_NAME: this.table.name, QUEUE_URL: `${this.orders.url}?wait=20` } },
      tracingConfig: { mode: 'Active' },
      dependsOn: [log],
    });
    named(
      'worker',
      new LambdaEventSourceMapping(this, 'worker-source', {
        eventSourceArn: this.orders.arn,
        functionName: worker.arn,
        batchSize: 5,
      }),
    );
    return worker;
  }

  private nightly(worker: LambdaFunction): void {
    const nightly = new CloudwatchEventRule(this, 'nightly', {
      name: 'orders-nightly',
      scheduleExpression: 'cron(0 2 * * ? *)',
    });
    named(
      'nightly',
      new CloudwatchEventTarget(this, 'nightly-target', {
        rule: nightly.name,
        arn: worker.arn,
        input: JSON.stringify({ kind: 'nightly', parts: [1, 2] }),
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
      }),
    );
    named(
      'nightly',
      new LambdaPermission(this, 'nightly-permission', {
        action: 'lambda:InvokeFunction',
        functionName: worker.functionName,
        principal: 'events.amazonaws.com',
        sourceArn: nightly.arn,
      }),
    );
  }

  private watch(): void {
    new CloudwatchMetricAlarm(this, 'old_orders', {
      alarmName: 'orders-old',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateAgeOfOldestMessage',
      statistic: 'Maximum',
      period: 300,
      evaluationPeriods: 3,
      threshold: 600,
      comparisonOperator: 'GreaterThanThreshold',
      alarmActions: [this.alarms.arn],
      dimensions: { QueueName: this.orders.name },
    });
    const metrics = TerraformIterator.fromMap({ errors: 1, throttles: 10 });
    new CloudwatchMetricAlarm(this, 'errors', {
      forEach: metrics,
      alarmName: `orders-${metrics.key}`,
      namespace: 'AWS/Lambda',
      metricName: metrics.key,
      statistic: 'Sum',
      period: 60,
      evaluationPeriods: 1,
      threshold: Token.asNumber(metrics.value),
      comparisonOperator: 'GreaterThanThreshold',
      alarmActions: [this.alarms.arn],
    });
  }
}
