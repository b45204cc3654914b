import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { Construct } from 'constructs';
import { named } from './named';

export interface AuditProps {
  sourceBucket: string;
  days?: number;
}

export class Audit extends Construct {
  constructor(scope: Construct, id: string, { sourceBucket, days = 30 }: AuditProps) {
    super(scope, id);
    const log = named('log', new S3Bucket(this, 'bucket', { forceDestroy: true }));
    named(
      'log',
      new S3BucketLoggingA(this, 'logging', { bucket: sourceBucket, targetBucket: log.id, targetPrefix: 'log/' }),
    );
    named(
      'log',
      new S3BucketLifecycleConfiguration(this, 'lifecycle', {
        bucket: log.id,
        rule: [{ id: 'expire', status: 'Enabled', expiration: [{ days }] }],
      }),
    );
  }
}
