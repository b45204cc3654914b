import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { Construct } from 'constructs';

export class Retention extends Construct {
  constructor(scope: Construct, id: string, { bucket, days }: { bucket: S3Bucket; days: number }) {
    super(scope, id);
    const rule: S3BucketLifecycleConfigurationRule = { id: 'expire', status: 'Enabled', expiration: [{ days }] };
    new S3BucketLifecycleConfiguration(this, 'lifecycle', { bucket: bucket.id, rule: [rule] });
  }
}
