import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AuditArgs {
  bucket: pulumi.Input<string>;
  /** How long to keep what is logged, in days. */
  days?: number;
}

/** Where the accesses to a bucket are logged. */
export class Audit extends pulumi.ComponentResource {
  readonly logBucketName: pulumi.Output<string>;

  constructor(name: string, args: AuditArgs, options?: pulumi.ComponentResourceOptions) {
    super('web:index:Audit', name, {}, options);
    const parent = { parent: this };
    const log = new aws.s3.Bucket(`${name}-log`, { forceDestroy: true }, { ...parent, retainOnDelete: true });
    new aws.s3.BucketLogging(`${name}-logging`, { bucket: args.bucket, targetBucket: log.id, targetPrefix: 'log/' }, parent);
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket: log.id, rules: [{ id: 'expire', status: 'Enabled', expiration: { days: args.days ?? 30 } }] },
      parent,
    );
    this.logBucketName = log.bucket;
    this.registerOutputs({ logBucketName: this.logBucketName });
  }
}
