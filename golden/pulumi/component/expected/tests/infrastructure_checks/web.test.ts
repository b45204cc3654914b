// What web registers, run under mocks: no cloud, no Pulumi engine.
import { deployment } from './support';

describe('web', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    config: { 'web:domain': 'domain.example.com' },
    load: () => import('../../bin/index'),
  });
  const site = stack.resource('web:index:Site', 'shop');
  const edgeProvider = stack.resource('pulumi:providers:aws', 'shop-edge');
  const contentBucket = stack.resource('aws:s3/bucket:Bucket', 'shop-content');
  const privateBlock = stack.resource(
    'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
    'shop-private',
  );
  const certificate = stack.resource(
    'aws:acm/certificate:Certificate',
    'shop-certificate',
  );
  const cdnDistribution = stack.resource(
    'aws:cloudfront/distribution:Distribution',
    'shop-cdn',
  );
  const audit = stack.resource('web:index:Audit', 'shop-audit');
  const auditLogBucket = stack.resource(
    'aws:s3/bucket:Bucket',
    'shop-audit-log',
  );
  const auditLogging = stack.resource(
    'aws:s3/bucketLogging:BucketLogging',
    'shop-audit-logging',
  );
  const auditLifecycleConfiguration = stack.resource(
    'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
    'shop-audit-lifecycle',
  );

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:acm/certificate:Certificate': ['shop-certificate'],
      'aws:cloudfront/distribution:Distribution': ['shop-cdn'],
      'aws:s3/bucket:Bucket': ['shop-audit-log', 'shop-content'],
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': [
        'shop-audit-lifecycle',
      ],
      'aws:s3/bucketLogging:BucketLogging': ['shop-audit-logging'],
      'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': [
        'shop-private',
      ],
      'pulumi:providers:aws': ['shop-edge'],
      'web:index:Audit': ['shop-audit'],
      'web:index:Site': ['shop'],
    });
  });

  describe('Site shop', () => {
    it('is configured as declared', async () => {
      expect(await site.inputs()).toStrictEqual({
        domain: 'domain.example.com',
      });
    });

    it('holds aws provider shop-edge, bucket shop-content and 3 more', async () => {
      const resources = [
        ['pulumi:providers:aws', 'shop-edge'],
        ['aws:s3/bucket:Bucket', 'shop-content'],
        ['aws:acm/certificate:Certificate', 'shop-certificate'],
        ['aws:cloudfront/distribution:Distribution', 'shop-cdn'],
        ['web:index:Audit', 'shop-audit'],
      ];
      const wanted = await site.urn();
      for (const [type, name] of resources) {
        const { parent } = await stack.options(type, name);
        expect([type, name, parent]).toStrictEqual([type, name, wanted]);
      }
    });
  });

  describe('aws provider shop-edge', () => {
    it('is configured as declared', async () => {
      const provider = await edgeProvider.inputs();
      expect(provider.region).toBe('us-east-1');
      expect(provider.skipCredentialsValidation).toBe('false');
      expect(provider.skipRegionValidation).toBe('true');
    });

    it('deploys certificate shop-certificate', async () => {
      const certificateOptions = await certificate.options();
      expect(certificateOptions.provider).toBe(await edgeProvider.urn());
    });
  });

  describe('S3 bucket shop-content', () => {
    it('is configured as declared', async () => {
      expect(await contentBucket.inputs()).toStrictEqual({
        bucket: 'domain.example.com',
        tags: { Tier: 'basic', Owners: 'nobody' },
      });
    });

    it('is protected from deletion', async () => {
      const bucketOptions = await contentBucket.options();
      expect(bucketOptions.protect).toBe(true);
    });

    it('holds public access block shop-private', async () => {
      const blockOptions = await privateBlock.options();
      expect(blockOptions.parent).toBe(await contentBucket.urn());
    });
  });

  describe('S3 bucket public access block shop-private', () => {
    it('is configured as declared', async () => {
      expect(await privateBlock.inputs()).toStrictEqual({
        bucket: await contentBucket.output('id'),
        blockPublicAcls: true,
        blockPublicPolicy: true,
      });
    });

    it('is protected from deletion', async () => {
      const blockOptions = await privateBlock.options();
      expect(blockOptions.protect).toBe(true);
    });
  });

  describe('ACM certificate shop-certificate', () => {
    it('is configured as declared', async () => {
      expect(await certificate.inputs()).toStrictEqual({
        domainName: 'domain.example.com',
        validationMethod: 'DNS',
        tags: { Tier: 'basic', Owners: 'nobody' },
      });
    });

    it('is deleted before it is replaced', async () => {
      const certificateOptions = await certificate.options();
      expect(certificateOptions.deleteBeforeReplace).toBe(true);
    });
  });

  describe('CloudFront distribution shop-cdn', () => {
    it('is configured as declared', async () => {
      expect(await cdnDistribution.inputs()).toStrictEqual({
        enabled: true,
        aliases: ['domain.example.com'],
        httpVersion: 'http2',
        origins: [
          {
            originId: 'content',
            domainName: await contentBucket.output('bucketRegionalDomainName'),
          },
        ],
        defaultCacheBehavior: {
          targetOriginId: 'content',
          viewerProtocolPolicy: 'redirect-to-https',
          allowedMethods: ['GET', 'HEAD'],
          cachedMethods: ['GET', 'HEAD'],
          defaultTtl: 300,
          forwardedValues: { queryString: false, cookies: { forward: 'none' } },
        },
        restrictions: { geoRestriction: { restrictionType: 'none' } },
        viewerCertificate: {
          acmCertificateArn: await certificate.output('arn'),
          sslSupportMethod: 'sni-only',
        },
        tags: { Tier: 'basic', Owners: 'nobody' },
      });
    });

    it('waits for certificate shop-certificate and answers to its former names', async () => {
      const distributionOptions = await cdnDistribution.options();
      expect(distributionOptions.dependsOn).toContain(await certificate.urn());
      expect(distributionOptions.aliases).toContainEqual({ name: 'old-cdn' });
    });
  });

  describe('S3 bucket shop-audit-log', () => {
    it('is configured as declared', async () => {
      expect(await auditLogBucket.inputs()).toStrictEqual({
        forceDestroy: true,
      });
    });

    it('is kept when it is removed from the stack', async () => {
      const bucketOptions = await auditLogBucket.options();
      expect(bucketOptions.retainOnDelete).toBe(true);
    });
  });

  describe('S3 bucket logging shop-audit-logging', () => {
    it('is configured as declared', async () => {
      expect(await auditLogging.inputs()).toStrictEqual({
        bucket: await contentBucket.output('id'),
        targetBucket: await auditLogBucket.output('id'),
        targetPrefix: 'log/',
      });
    });
  });

  describe('S3 bucket lifecycle configuration shop-audit-lifecycle', () => {
    it('is configured as declared', async () => {
      expect(await auditLifecycleConfiguration.inputs()).toStrictEqual({
        bucket: await auditLogBucket.output('id'),
        rules: [{ id: 'expire', status: 'Enabled', expiration: { days: 30 } }],
      });
    });
  });

  describe('Audit shop-audit', () => {
    it('holds bucket shop-audit-log, bucket logging shop-audit-logging and bucket lifecycle shop-audit-lifecycle', async () => {
      const resources = [
        ['aws:s3/bucket:Bucket', 'shop-audit-log'],
        ['aws:s3/bucketLogging:BucketLogging', 'shop-audit-logging'],
        [
          'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
          'shop-audit-lifecycle',
        ],
      ];
      const wanted = await audit.urn();
      for (const [type, name] of resources) {
        const { parent } = await stack.options(type, name);
        expect([type, name, parent]).toStrictEqual([type, name, wanted]);
      }
    });
  });

  it('public access block shop-private shuts off bucket shop-content', async () => {
    const block = await privateBlock.inputs();
    expect(block.bucket).toBe(await contentBucket.output('id'));
  });

  it('distribution shop-cdn serves bucket shop-content', async () => {
    const distribution = await cdnDistribution.inputs();
    expect(distribution.origins[0].domainName).toBe(
      await contentBucket.output('bucketRegionalDomainName'),
    );
  });

  it('distribution shop-cdn presents certificate shop-certificate', async () => {
    const distribution = await cdnDistribution.inputs();
    expect(distribution.viewerCertificate.acmCertificateArn).toBe(
      await certificate.output('arn'),
    );
  });

  it('bucket logging shop-audit-logging is about bucket shop-content', async () => {
    const logging = await auditLogging.inputs();
    expect(logging.bucket).toBe(await contentBucket.output('id'));
  });

  it('bucket logging shop-audit-logging writes to bucket shop-audit-log', async () => {
    const logging = await auditLogging.inputs();
    expect(logging.targetBucket).toBe(await auditLogBucket.output('id'));
  });

  it('bucket lifecycle shop-audit-lifecycle applies to bucket shop-audit-log', async () => {
    const configuration = await auditLifecycleConfiguration.inputs();
    expect(configuration.bucket).toBe(await auditLogBucket.output('id'));
  });

  it('bucket shop-content keeps a log of access', async () => {
    const logging = await auditLogging.inputs();
    expect(logging.bucket).toBe(await contentBucket.output('id'));
  });

  it('distribution shop-cdn serves viewers over HTTPS only', async () => {
    const distribution = await cdnDistribution.inputs();
    expect(['redirect-to-https', 'https-only']).toContain(
      distribution.defaultCacheBehavior.viewerProtocolPolicy,
    );
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await stack.exports()).sort()).toStrictEqual([
      'bucketName',
      'url',
    ]);
  });

  it('exports url of distribution shop-cdn', async () => {
    expect(await stack.exported('url')).toBe(
      `https://${await cdnDistribution.output('domainName')}`,
    );
  });

  it('exports bucketName of bucket shop-content', async () => {
    expect(await stack.exported('bucketName')).toBe(
      await contentBucket.output('bucket'),
    );
  });
});

describe('web with logging true', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    config: { 'web:domain': 'domain.example.com', 'web:logging': true },
    load: () => import('../../bin/index'),
  });

  it('Site shop has logging true', async () => {
    const siteInputs = await stack.inputs('web:index:Site', 'shop');
    expect(siteInputs.logging).toBe(true);
  });
});

describe('web with logging false', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    config: { 'web:domain': 'domain.example.com', 'web:logging': false },
    load: () => import('../../bin/index'),
  });

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:acm/certificate:Certificate': ['shop-certificate'],
      'aws:cloudfront/distribution:Distribution': ['shop-cdn'],
      'aws:s3/bucket:Bucket': ['shop-content'],
      'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': [
        'shop-private',
      ],
      'pulumi:providers:aws': ['shop-edge'],
      'web:index:Site': ['shop'],
    });
  });

  it('Site shop has logging false', async () => {
    const siteInputs = await stack.inputs('web:index:Site', 'shop');
    expect(siteInputs.logging).toBe(false);
  });
});

describe('web with priceClass "PriceClass_100"', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    config: {
      'web:domain': 'domain.example.com',
      'web:priceClass': 'PriceClass_100',
    },
    load: () => import('../../bin/index'),
  });

  it('Site shop has priceClass "PriceClass_100"', async () => {
    const siteInputs = await stack.inputs('web:index:Site', 'shop');
    expect(siteInputs.priceClass).toBe('PriceClass_100');
  });

  it('CloudFront distribution shop-cdn has priceClass "PriceClass_100"', async () => {
    const distribution = await stack.inputs(
      'aws:cloudfront/distribution:Distribution',
      'shop-cdn',
    );
    expect(distribution.priceClass).toBe('PriceClass_100');
  });
});

describe('web with owners ["platform", "platform"]', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    config: {
      'web:domain': 'domain.example.com',
      'web:owners': ['platform', 'platform'],
    },
    load: () => import('../../bin/index'),
  });

  it('Site shop has its owners', async () => {
    const siteInputs = await stack.inputs('web:index:Site', 'shop');
    expect(siteInputs.owners).toStrictEqual(['platform', 'platform']);
  });

  it('S3 bucket shop-content has tags.Owners "platform platform"', async () => {
    const bucket = await stack.inputs('aws:s3/bucket:Bucket', 'shop-content');
    expect(bucket.tags.Owners).toBe('platform platform');
  });

  it('ACM certificate shop-certificate has tags.Owners "platform platform"', async () => {
    const certificateInputs = await stack.inputs(
      'aws:acm/certificate:Certificate',
      'shop-certificate',
    );
    expect(certificateInputs.tags.Owners).toBe('platform platform');
  });

  it('CloudFront distribution shop-cdn has tags.Owners "platform platform"', async () => {
    const distribution = await stack.inputs(
      'aws:cloudfront/distribution:Distribution',
      'shop-cdn',
    );
    expect(distribution.tags.Owners).toBe('platform platform');
  });
});

describe('web without domain', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../bin/index'),
  });

  it("is refused: Missing required configuration variable 'web:domain'", async () => {
    expect(await stack.failure()).toContain(
      "Missing required configuration variable 'web:domain'",
    );
  });
});

describe('web with domain "other"', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    config: { 'web:domain': 'other' },
    load: () => import('../../bin/index'),
  });

  it('is refused: other is no domain', async () => {
    expect(await stack.failure()).toContain('other is no domain');
  });
});

describe('Audit', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/audit'),
    create: ({ Audit }) => new Audit('test', { bucket: 'bucket-e40ca19c' }),
  });
  const logBucket = stack.resource('aws:s3/bucket:Bucket', 'test-log');

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:s3/bucket:Bucket': ['test-log'],
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': [
        'test-lifecycle',
      ],
      'aws:s3/bucketLogging:BucketLogging': ['test-logging'],
      'web:index:Audit': ['test'],
    });
  });

  it('the stack itself holds Audit test', async () => {
    const auditOptions = await stack.options('web:index:Audit', 'test');
    expect(auditOptions.parent).toBeUndefined();
  });

  it('gives logBucketName of bucket test-log', async () => {
    expect(await stack.exported('logBucketName')).toBe(
      await logBucket.output('bucket'),
    );
  });

  it('S3 bucket logging test-logging has bucket "bucket-e40ca19c"', async () => {
    const loggingInputs = await stack.inputs(
      'aws:s3/bucketLogging:BucketLogging',
      'test-logging',
    );
    expect(loggingInputs.bucket).toBe('bucket-e40ca19c');
  });
});

describe('Audit with days 37', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/audit'),
    create: ({ Audit }) =>
      new Audit('test', { bucket: 'bucket-e40ca19c', days: 37 }),
  });

  it('S3 bucket lifecycle configuration test-lifecycle has rules[0].expiration.days 37', async () => {
    const configuration = await stack.inputs(
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      'test-lifecycle',
    );
    expect(configuration.rules[0].expiration.days).toBe(37);
  });
});

describe('Site', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/site'),
    create: ({ Site }) => new Site('test', { domain: 'domain.example.com' }),
  });
  const cdnDistribution = stack.resource(
    'aws:cloudfront/distribution:Distribution',
    'test-cdn',
  );

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:acm/certificate:Certificate': ['test-certificate'],
      'aws:cloudfront/distribution:Distribution': ['test-cdn'],
      'aws:s3/bucket:Bucket': ['test-audit-log', 'test-content'],
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': [
        'test-audit-lifecycle',
      ],
      'aws:s3/bucketLogging:BucketLogging': ['test-audit-logging'],
      'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': [
        'test-private',
      ],
      'pulumi:providers:aws': ['test-edge'],
      'web:index:Audit': ['test-audit'],
      'web:index:Site': ['test'],
    });
  });

  it('gives args', async () => {
    expect(await stack.exported('args')).toStrictEqual({
      domain: 'domain.example.com',
    });
  });

  it('gives url of distribution test-cdn', async () => {
    expect(await stack.exported('url')).toBe(
      `https://${await cdnDistribution.output('domainName')}`,
    );
  });
});

describe('Site with logging true', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/site'),
    create: ({ Site }) =>
      new Site('test', { domain: 'domain.example.com', logging: true }),
  });

  it('gives args', async () => {
    expect(await stack.exported('args')).toStrictEqual({
      domain: 'domain.example.com',
      logging: true,
    });
  });
});

describe('Site with logging false', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/site'),
    create: ({ Site }) =>
      new Site('test', { domain: 'domain.example.com', logging: false }),
  });

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:acm/certificate:Certificate': ['test-certificate'],
      'aws:cloudfront/distribution:Distribution': ['test-cdn'],
      'aws:s3/bucket:Bucket': ['test-content'],
      'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': [
        'test-private',
      ],
      'pulumi:providers:aws': ['test-edge'],
      'web:index:Site': ['test'],
    });
  });

  it('gives args', async () => {
    expect(await stack.exported('args')).toStrictEqual({
      domain: 'domain.example.com',
      logging: false,
    });
  });
});

describe('Site with tier "premium"', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/site'),
    create: ({ Site }) =>
      new Site('test', { domain: 'domain.example.com', tier: 'premium' }),
  });

  it('gives args', async () => {
    expect(await stack.exported('args')).toStrictEqual({
      domain: 'domain.example.com',
      tier: 'premium',
    });
  });

  it('S3 bucket test-content has tags.Tier "premium"', async () => {
    const bucket = await stack.inputs('aws:s3/bucket:Bucket', 'test-content');
    expect(bucket.tags.Tier).toBe('premium');
  });

  it('ACM certificate test-certificate has tags.Tier "premium"', async () => {
    const certificateInputs = await stack.inputs(
      'aws:acm/certificate:Certificate',
      'test-certificate',
    );
    expect(certificateInputs.tags.Tier).toBe('premium');
  });

  it('CloudFront distribution test-cdn has its httpVersion and tags.Tier', async () => {
    const distribution = await stack.inputs(
      'aws:cloudfront/distribution:Distribution',
      'test-cdn',
    );
    expect(distribution.httpVersion).toBe('http2and3');
    expect(distribution.tags.Tier).toBe('premium');
  });

  it('S3 bucket lifecycle configuration test-audit-lifecycle has rules[0].expiration.days 365', async () => {
    const configuration = await stack.inputs(
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      'test-audit-lifecycle',
    );
    expect(configuration.rules[0].expiration.days).toBe(365);
  });
});

describe('Site with priceClass "PriceClass_100"', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/site'),
    create: ({ Site }) =>
      new Site('test', {
        domain: 'domain.example.com',
        priceClass: 'PriceClass_100',
      }),
  });

  it('gives args', async () => {
    expect(await stack.exported('args')).toStrictEqual({
      domain: 'domain.example.com',
      priceClass: 'PriceClass_100',
    });
  });

  it('CloudFront distribution test-cdn has priceClass "PriceClass_100"', async () => {
    const distribution = await stack.inputs(
      'aws:cloudfront/distribution:Distribution',
      'test-cdn',
    );
    expect(distribution.priceClass).toBe('PriceClass_100');
  });
});

describe('Site with owners ["platform", "platform"]', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/site'),
    create: ({ Site }) =>
      new Site('test', {
        domain: 'domain.example.com',
        owners: ['platform', 'platform'],
      }),
  });

  it('gives args', async () => {
    expect(await stack.exported('args')).toStrictEqual({
      domain: 'domain.example.com',
      owners: ['platform', 'platform'],
    });
  });

  it('S3 bucket test-content has tags.Owners "platform platform"', async () => {
    const bucket = await stack.inputs('aws:s3/bucket:Bucket', 'test-content');
    expect(bucket.tags.Owners).toBe('platform platform');
  });

  it('ACM certificate test-certificate has tags.Owners "platform platform"', async () => {
    const certificateInputs = await stack.inputs(
      'aws:acm/certificate:Certificate',
      'test-certificate',
    );
    expect(certificateInputs.tags.Owners).toBe('platform platform');
  });

  it('CloudFront distribution test-cdn has tags.Owners "platform platform"', async () => {
    const distribution = await stack.inputs(
      'aws:cloudfront/distribution:Distribution',
      'test-cdn',
    );
    expect(distribution.tags.Owners).toBe('platform platform');
  });
});

describe('Site with ttl 60', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/site'),
    create: ({ Site }) =>
      new Site('test', { domain: 'domain.example.com', ttl: 60 }),
  });

  it('gives args', async () => {
    expect(await stack.exported('args')).toStrictEqual({
      domain: 'domain.example.com',
      ttl: 60,
    });
  });

  it('CloudFront distribution test-cdn has defaultCacheBehavior.defaultTtl 60', async () => {
    const distribution = await stack.inputs(
      'aws:cloudfront/distribution:Distribution',
      'test-cdn',
    );
    expect(distribution.defaultCacheBehavior.defaultTtl).toBe(60);
  });
});

describe('Site with tags {"Team": "platform"}', () => {
  const stack = deployment({
    project: 'web',
    stack: 'test',
    load: () => import('../../lib/site'),
    create: ({ Site }) =>
      new Site('test', {
        domain: 'domain.example.com',
        tags: { Team: 'platform' },
      }),
  });

  it('gives args', async () => {
    expect(await stack.exported('args')).toStrictEqual({
      domain: 'domain.example.com',
      tags: { Team: 'platform' },
    });
  });

  it('S3 bucket test-content has tags.Team "platform"', async () => {
    const bucket = await stack.inputs('aws:s3/bucket:Bucket', 'test-content');
    expect(bucket.tags.Team).toBe('platform');
  });

  it('ACM certificate test-certificate has tags.Team "platform"', async () => {
    const certificateInputs = await stack.inputs(
      'aws:acm/certificate:Certificate',
      'test-certificate',
    );
    expect(certificateInputs.tags.Team).toBe('platform');
  });

  it('CloudFront distribution test-cdn has tags.Team "platform"', async () => {
    const distribution = await stack.inputs(
      'aws:cloudfront/distribution:Distribution',
      'test-cdn',
    );
    expect(distribution.tags.Team).toBe('platform');
  });
});
