import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Audit } from './audit';

export enum Tier {
  Basic = 'basic',
  Premium = 'premium',
}

export interface SiteArgs {
  domain: string;
  logging?: boolean;
  tier?: Tier;
  priceClass?: Site.PriceClass;
  owners?: string[];
  ttl?: pulumi.Input<number>;
  tags?: Record<string, string>;
}

/** A bucket that is served under a domain. */
export class Site extends pulumi.ComponentResource {
  public readonly url: pulumi.Output<string>;
  public readonly bucket: aws.s3.Bucket;
  static readonly DEFAULT_TTL = 300;

  constructor(name: string, private readonly args: SiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super('web:index:Site', name, args, opts);
    if (!args.domain.includes('.')) {
      throw new Error(`${args.domain} is no domain`);
    }
    const edge = new aws.Provider(`${name}-edge`, { region: 'us-east-1' }, { parent: this });
    const tags = { ...args.tags, Tier: args.tier ?? Tier.Basic, Owners: args.owners?.join(' ') ?? 'nobody' };

    this.bucket = new aws.s3.Bucket(`${name}-content`, { bucket: args.domain, tags }, { parent: this, protect: true });
    new aws.s3.BucketPublicAccessBlock(
      `${name}-private`,
      { bucket: this.bucket.id, blockPublicAcls: true, blockPublicPolicy: true },
      { parent: this.bucket },
    );
    const certificate = new aws.acm.Certificate(
      `${name}-certificate`,
      { domainName: args.domain, validationMethod: 'DNS', tags },
      { parent: this, provider: edge, deleteBeforeReplace: true },
    );
    const distribution = new aws.cloudfront.Distribution(
      `${name}-cdn`,
      {
        enabled: true,
        aliases: [args.domain],
        priceClass: args.priceClass,
        httpVersion: this.isPremium ? 'http2and3' : 'http2',
        origins: [{ originId: 'content', domainName: this.bucket.bucketRegionalDomainName }],
        defaultCacheBehavior: {
          targetOriginId: 'content',
          viewerProtocolPolicy: 'redirect-to-https',
          allowedMethods: ['GET', 'HEAD'],
          cachedMethods: ['GET', 'HEAD'],
          defaultTtl: args.ttl ?? Site.DEFAULT_TTL,
          forwardedValues: { queryString: false, cookies: { forward: 'none' } },
        },
        restrictions: { geoRestriction: { restrictionType: 'none' } },
        viewerCertificate: { acmCertificateArn: certificate.arn, sslSupportMethod: 'sni-only' },
        tags,
      },
      { parent: this, dependsOn: [certificate], aliases: [{ name: 'old-cdn' }] },
    );
    if (args.logging ?? true) {
      new Audit(`${name}-audit`, { bucket: this.bucket.id, days: this.isPremium ? 365 : undefined }, { parent: this });
    }
    this.url = pulumi.interpolate`https://${distribution.domainName}`;
    this.registerOutputs({ url: this.url });
  }

  private get isPremium(): boolean {
    return this.args.tier === Tier.Premium;
  }
}

export namespace Site {
  export type PriceClass = 'PriceClass_100' | 'PriceClass_200' | 'PriceClass_All';
}
