import { s3Bucket, s3BucketLifecycleConfiguration, s3BucketLogging } from '@cdktf/provider-aws';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { Retention } from './retention';

export interface AuditProps {
  readonly bucket: s3Bucket.S3Bucket;
  /** How long to keep what is logged, in days. */
  readonly days?: number;
}

/** Where the accesses to a bucket are logged. */
export class Audit extends Construct {
  readonly logBucketName: string;

  constructor(scope: Construct, id: string, props: AuditProps) {
    super(scope, id);
    const log = new s3Bucket.S3Bucket(this, 'log', { forceDestroy: true });
    new s3BucketLogging.S3BucketLoggingA(this, 'logging', {
      bucket: props.bucket.id,
      targetBucket: log.id,
      targetPrefix: `${this.node.path}/`,
    });
    new Retention(this, 'retention', { bucket: log, days: props.days ?? 30 });
    this.logBucketName = log.bucket;
    new TerraformOutput(this, 'log-bucket', { value: this.logBucketName });
  }
}
