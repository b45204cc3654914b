import * as path from 'path';

import * as aws from '@cdktf/provider-aws';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import {
  AssetType,
  Fn,
  S3Backend,
  TerraformAsset,
  TerraformHclModule,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
} from 'cdktf';
import { Construct } from 'constructs';

import { named } from '@naming';

export interface OrdersProps {
  stage: string;
  size?: number;
}

/** A queue with dead letters. */
class Queues extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, stage: string) {
    super(scope, id);
    const dead = new SqsQueue(this, 'dead', { name: named('orders', stage, 'dead') });
    this.queue = new SqsQueue(this, 'main', {
      name: named('orders', stage),
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
      dependsOn: [dead],
    });
  }
}

export class OrdersStack extends TerraformStack {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, { stage, size = 1 }: OrdersProps) {
    super(scope, id);
    if (size > 10) throw new Error(`${size} is too large`);
    new S3Backend(this, { bucket: 'state', key: `${id}.tfstate`, region: 'eu-west-1' });
    new aws.provider.AwsProvider(this, 'aws', { region: 'eu-west-1', defaultTags: [{ tags: { stage } }] });
    const west = new aws.provider.AwsProvider(this, 'west', { region: 'us-west-2', alias: 'west' });
    const region = new aws.dataAwsRegion.DataAwsRegion(this, 'here');
    const owner = new TerraformVariable(this, 'owner', { type: 'string', default: this.node.tryGetContext('owner') });
    const zone = new TerraformLocal(this, 'zone', Fn.element(['a', 'b'], size));
    const { queue } = new Queues(this, 'queues', stage);
    this.queue = queue;
    const code = new TerraformAsset(this, 'code', { path: path.resolve(__dirname, '../lambda'), type: AssetType.ARCHIVE });
    new aws.lambdaFunction.LambdaFunction(this, 'worker', {
      functionName: `worker-${region.name}-${zone.asString}`,
      filename: code.path,
      sourceCodeHash: code.assetHash,
      role: 'arn:aws:iam::123456789012:role/worker',
      environment: { variables: { QUEUE: queue.url, OWNER: owner.stringValue, LITERAL: '$${aws_sqs_queue.x}' } },
      provider: west,
      timeout: Fn.tonumber(size),
      lifecycle: { ignoreChanges: ['tags'], replaceTriggeredBy: [queue] },
    });
    const bucket = new aws.s3Bucket.S3Bucket(this, 'files', {
      bucket: Fn.join('-', [queue.name, 'files']),
      tags: { tier: this.node.tryGetContext('tier'), folder: path.resolve(__dirname, '..', 'lambda') },
    });
    bucket.overrideLogicalId('kept');
    new TerraformHclModule(this, 'net', { source: './net', variables: { queue: queue.arn } });
    new TerraformOutput(this, 'queue-url', { value: queue.url, staticId: true, description: 'Where orders go' });
    new TerraformOutput(this, 'names', { value: Fn.jsonencode({ names: [queue.name, bucket.bucket] }), sensitive: true });
  }
}
