import { TerraformIterator, TerraformOutput, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Backups } from './constructs/backups';
import { deployedWith } from './constructs/state';
import { isProduction, Settings } from './settings';

/** A bucket for each tenant, the table of orders, the key that encrypts both, and backups. */
export class DataStack extends TerraformStack {
  readonly key: KmsKey;
  readonly table: DynamodbTable;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    deployedWith(this, settings);
    const keeps = isProduction(settings);

    this.key = new KmsKey(this, 'key', {
      description: `Data of ${settings.stage}`,
      enableKeyRotation: true,
      deletionWindowInDays: keeps ? 30 : 7,
    });
    new KmsAlias(this, 'key-alias', { name: `alias/platform-${settings.stage}`, targetKeyId: this.key.keyId });

    this.buckets(settings);
    this.table = new DynamodbTable(this, 'orders-table', {
      name: `orders-${settings.stage}`,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'tenant',
      rangeKey: 'placed_at',
      attribute: [
        { name: 'tenant', type: 'S' },
        { name: 'placed_at', type: 'N' },
      ],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: this.key.arn },
      deletionProtectionEnabled: keeps,
      lifecycle: { preventDestroy: keeps, ignoreChanges: ['read_capacity', 'write_capacity'] },
    });
    // States know it by this name.
    this.table.overrideLogicalId('orders');
    new Backups(this, 'backups', { settings, kmsKeyArn: this.key.arn, resources: [this.table.arn] });

    new TerraformOutput(this, 'orders-table-name', {
      value: this.table.name,
      description: 'The table of orders',
    });
    new TerraformOutput(this, 'key-arn', { value: this.key.arn, sensitive: true });
  }

  private buckets(settings: Settings): void {
    const tenants = TerraformIterator.fromList(settings.tenants);
    const bucket = new S3Bucket(this, 'tenant', {
      forEach: tenants,
      bucket: `platform-${settings.stage}-${tenants.value}`,
      forceDestroy: !isProduction(settings),
    });
    const each = TerraformIterator.fromResources(bucket);
    const id = Token.asString(each.getString('id'));
    new S3BucketPublicAccessBlock(this, 'tenant-access', {
      forEach: each,
      bucket: id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketVersioningA(this, 'tenant-versioning', {
      forEach: each,
      bucket: id,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'tenant-encryption', {
      forEach: each,
      bucket: id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });

    const kept = new TerraformVariable(this, 'kept-days', {
      type: 'map(number)',
      default: { exports: 30, logs: isProduction(settings) ? 365 : 14 },
      description: 'For how many days objects are kept, by the folder that they are in',
    });
    const folders = TerraformIterator.fromMap(kept.value);
    new S3BucketLifecycleConfiguration(this, 'tenant-lifecycle', {
      forEach: each,
      bucket: id,
      rule: folders.dynamic({
        id: folders.key,
        status: 'Enabled',
        filter: { prefix: `${folders.key}/` },
        expiration: { days: folders.value },
      }),
    });
  }
}
