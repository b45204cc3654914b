import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AuditArgs {
  sourceBucket: pulumi.Input<string>;
  days?: number;
}

export class Audit extends pulumi.ComponentResource {
  constructor(name: string, { sourceBucket, days = 30 }: AuditArgs, options?: pulumi.ComponentResourceOptions) {
    super('orders:index:Audit', name, {}, options);
    const log = new aws.s3.Bucket('log', { forceDestroy: true }, { parent: this });
    new aws.s3.BucketLogging(
      'log',
      { bucket: sourceBucket, targetBucket: log.id, targetPrefix: 'log/' },
      { parent: this },
    );
    new aws.s3.BucketLifecycleConfiguration(
      'log',
      { bucket: log.id, rules: [{ id: 'expire', status: 'Enabled', expiration: { days } }] },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
