import * as aws from '@cdktf/provider-aws';
import { TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Audit } from './audit';

export enum Tier {
  Basic = 'basic',
  Premium = 'premium',
}

export interface SiteStackProps {
  readonly domain: string;
  readonly logging?: boolean;
  readonly tier?: Tier;
  readonly priceClass?: SiteStack.PriceClass;
  readonly owners?: string[];
  readonly ttl?: number;
  readonly tags?: Record<string, string>;
}

/** A bucket that is served under a domain. */
export class SiteStack extends TerraformStack {
  public readonly bucket: aws.s3Bucket.S3Bucket;
  static readonly DEFAULT_TTL = 300;

  constructor(scope: Construct, id: string, private readonly props: SiteStackProps) {
    super(scope, id);
    if (!props.domain.includes('.')) {
      throw new Error(`${props.domain} is no domain`);
    }
    new aws.provider.AwsProvider(this, 'aws', { region: 'eu-west-1' });
    const edge = new aws.provider.AwsProvider(this, 'edge', { region: 'us-east-1', alias: 'edge' });
    const tags = { ...props.tags, Tier: props.tier ?? Tier.Basic, Owners: props.owners?.join(' ') ?? 'nobody' };

    this.bucket = new aws.s3Bucket.S3Bucket(this, 'content', {
      bucket: props.domain,
      tags,
      lifecycle: { preventDestroy: this.isPremium },
    });
    new aws.s3BucketPublicAccessBlock.S3BucketPublicAccessBlock(this, 'private', {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
    });
    const certificate = new aws.acmCertificate.AcmCertificate(this, 'certificate', {
      domainName: props.domain,
      validationMethod: 'DNS',
      tags,
      provider: edge,
      lifecycle: { createBeforeDestroy: true },
    });
    const distribution = new aws.cloudfrontDistribution.CloudfrontDistribution(this, 'cdn', {
      enabled: true,
      aliases: [props.domain],
      priceClass: props.priceClass,
      httpVersion: this.isPremium ? 'http2and3' : 'http2',
      origin: [{ originId: 'content', domainName: this.bucket.bucketRegionalDomainName }],
      defaultCacheBehavior: {
        targetOriginId: 'content',
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: ['GET', 'HEAD'],
        cachedMethods: ['GET', 'HEAD'],
        defaultTtl: props.ttl ?? SiteStack.DEFAULT_TTL,
        forwardedValues: { queryString: false, cookies: { forward: 'none' } },
      },
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: { acmCertificateArn: certificate.arn, sslSupportMethod: 'sni-only' },
      tags,
      dependsOn: [certificate],
    });
    if (props.logging ?? true) {
      new Audit(this, 'audit', { bucket: this.bucket, days: this.isPremium ? 365 : undefined });
    }
    new TerraformOutput(this, 'url', { value: `https://${distribution.domainName}`, description: 'Where it is' });
    new TerraformOutput(this, 'bucket', { value: this.bucket.bucket, dependsOn: [certificate] });
  }

  private get isPremium(): boolean {
    return this.props.tier === Tier.Premium;
  }
}

export namespace SiteStack {
  export type PriceClass = 'PriceClass_100' | 'PriceClass_200' | 'PriceClass_All';
}
