// What project synthesises, run in process: no cloud, no Terraform.
import { synthesis } from './support';

describe('shop', () => {
  const app = synthesis({
    env: { DOMAIN: 'domain.example.com' },
    load: () => import('../../bin/web'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_acm_certificate: ['shop/certificate'],
      aws_cloudfront_distribution: ['shop/cdn'],
      aws_s3_bucket: ['shop/audit/log', 'shop/content'],
      aws_s3_bucket_lifecycle_configuration: ['shop/audit/retention/lifecycle'],
      aws_s3_bucket_logging: ['shop/audit/logging'],
      aws_s3_bucket_public_access_block: ['shop/private'],
      'backend.local': ['shop/backend'],
      'provider.aws': ['shop/aws', 'shop/edge'],
    });
  });

  it('leaves no token without a value', async () => {
    expect(await app.unresolved()).toStrictEqual([]);
  });

  describe('aws provider aws', () => {
    it('is configured as declared', async () => {
      expect(await app.configuration('provider.aws', 'shop/aws')).toStrictEqual(
        { region: 'eu-west-1' },
      );
    });
  });

  describe('aws provider edge', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'shop/edge'),
      ).toStrictEqual({ region: 'us-east-1', alias: 'edge' });
    });
  });

  describe('S3 bucket content', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_s3_bucket', 'shop/content'),
      ).toStrictEqual({
        bucket: 'domain.example.com',
        tags: { Tier: 'basic', Owners: 'web shop' },
        lifecycle: { prevent_destroy: false },
      });
    });
  });

  describe('S3 bucket public access block private', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_s3_bucket_public_access_block',
          'shop/private',
        ),
      ).toStrictEqual({
        block_public_acls: true,
        block_public_policy: true,
        bucket: '${aws_s3_bucket.shop/content.id}',
      });
    });
  });

  describe('ACM certificate certificate', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_acm_certificate', 'shop/certificate'),
      ).toStrictEqual({
        domain_name: 'domain.example.com',
        tags: { Tier: 'basic', Owners: 'web shop' },
        validation_method: 'DNS',
        provider: 'aws.edge',
        lifecycle: { create_before_destroy: true },
      });
    });
  });

  describe('CloudFront distribution cdn', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_cloudfront_distribution', 'shop/cdn'),
      ).toStrictEqual({
        aliases: ['domain.example.com'],
        enabled: true,
        http_version: 'http2',
        tags: { Tier: 'basic', Owners: 'web shop' },
        default_cache_behavior: {
          allowed_methods: ['GET', 'HEAD'],
          cached_methods: ['GET', 'HEAD'],
          default_ttl: 300,
          target_origin_id: 'content',
          viewer_protocol_policy: 'redirect-to-https',
          forwarded_values: {
            query_string: false,
            cookies: { forward: 'none' },
          },
        },
        origin: [
          {
            domain_name:
              '${aws_s3_bucket.shop/content.bucket_regional_domain_name}',
            origin_id: 'content',
          },
        ],
        restrictions: { geo_restriction: { restriction_type: 'none' } },
        viewer_certificate: {
          acm_certificate_arn: '${aws_acm_certificate.shop/certificate.arn}',
          ssl_support_method: 'sni-only',
        },
        depends_on: ['aws_acm_certificate.shop/certificate'],
      });
    });
  });

  describe('S3 bucket audit/log', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_s3_bucket', 'shop/audit/log'),
      ).toStrictEqual({ force_destroy: true });
    });
  });

  describe('S3 bucket logging audit/logging', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_s3_bucket_logging', 'shop/audit/logging'),
      ).toStrictEqual({
        bucket: '${aws_s3_bucket.shop/content.id}',
        target_bucket: '${aws_s3_bucket.shop/audit/log.id}',
        target_prefix: 'shop/audit/',
      });
    });
  });

  describe('S3 bucket lifecycle configuration audit/retention/lifecycle', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_s3_bucket_lifecycle_configuration',
          'shop/audit/retention/lifecycle',
        ),
      ).toStrictEqual({
        bucket: '${aws_s3_bucket.shop/audit/log.id}',
        rule: [{ id: 'expire', status: 'Enabled', expiration: [{ days: 30 }] }],
      });
    });
  });

  describe('local backend', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.local', 'shop/backend'),
      ).toStrictEqual({ path: './terraform.shop.tfstate' });
    });
  });

  it('public access block private shuts off bucket content', async () => {
    const block = await app.configuration(
      'aws_s3_bucket_public_access_block',
      'shop/private',
    );
    expect(block.bucket).toBe('${aws_s3_bucket.shop/content.id}');
  });

  it('distribution cdn serves bucket content', async () => {
    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(distribution.origin[0].domain_name).toBe(
      '${aws_s3_bucket.shop/content.bucket_regional_domain_name}',
    );
  });

  it('distribution cdn presents certificate certificate', async () => {
    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(distribution.viewer_certificate.acm_certificate_arn).toBe(
      '${aws_acm_certificate.shop/certificate.arn}',
    );
  });

  it('distribution cdn waits for certificate certificate', async () => {
    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(distribution.depends_on).toStrictEqual([
      'aws_acm_certificate.shop/certificate',
    ]);
  });

  it('bucket logging audit/logging is about bucket content', async () => {
    const logging = await app.configuration(
      'aws_s3_bucket_logging',
      'shop/audit/logging',
    );
    expect(logging.bucket).toBe('${aws_s3_bucket.shop/content.id}');
  });

  it('bucket logging audit/logging writes to bucket audit/log', async () => {
    const logging = await app.configuration(
      'aws_s3_bucket_logging',
      'shop/audit/logging',
    );
    expect(logging.target_bucket).toBe('${aws_s3_bucket.shop/audit/log.id}');
  });

  it('bucket lifecycle audit/retention/lifecycle applies to bucket audit/log', async () => {
    const configuration = await app.configuration(
      'aws_s3_bucket_lifecycle_configuration',
      'shop/audit/retention/lifecycle',
    );
    expect(configuration.bucket).toBe('${aws_s3_bucket.shop/audit/log.id}');
  });

  it('tags everything that can be tagged with Tier and Owners', async () => {
    const bucket = await app.configuration('aws_s3_bucket', 'shop/content');
    expect(bucket.tags.Tier).toBe('basic');
    expect(bucket.tags.Owners).toBe('web shop');

    const certificate = await app.configuration(
      'aws_acm_certificate',
      'shop/certificate',
    );
    expect(certificate.tags.Tier).toBe('basic');
    expect(certificate.tags.Owners).toBe('web shop');

    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(distribution.tags.Tier).toBe('basic');
    expect(distribution.tags.Owners).toBe('web shop');
  });

  it('bucket content keeps a log of access', async () => {
    const logging = await app.configuration(
      'aws_s3_bucket_logging',
      'shop/audit/logging',
    );
    expect(logging.bucket).toBe('${aws_s3_bucket.shop/content.id}');
  });

  it('distribution cdn serves viewers over HTTPS only', async () => {
    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(['redirect-to-https', 'https-only']).toContain(
      distribution.default_cache_behavior.viewer_protocol_policy,
    );
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'audit_log-bucket_92DC5EE4',
      'bucket',
      'url',
    ]);
  });

  it('exports audit_log-bucket_92DC5EE4 of bucket audit/log', async () => {
    expect(await app.output('audit_log-bucket_92DC5EE4')).toStrictEqual({
      value: '${aws_s3_bucket.shop/audit/log.bucket}',
    });
  });

  it('exports url of distribution cdn', async () => {
    expect(await app.output('url')).toStrictEqual({
      value: 'https://${aws_cloudfront_distribution.shop/cdn.domain_name}',
      description: 'Where it is',
    });
  });

  it('exports bucket of bucket content', async () => {
    expect(await app.output('bucket')).toStrictEqual({
      value: '${aws_s3_bucket.shop/content.bucket}',
      depends_on: ['${aws_acm_certificate.shop/certificate}'],
    });
  });
});

describe('shop with owners ["platform", "platform"]', () => {
  const app = synthesis({
    context: { owners: ['platform', 'platform'] },
    env: { DOMAIN: 'domain.example.com' },
    load: () => import('../../bin/web'),
  });

  it('tags everything that can be tagged with Owners "platform platform"', async () => {
    const bucket = await app.configuration('aws_s3_bucket', 'shop/content');
    expect(bucket.tags.Owners).toBe('platform platform');

    const certificate = await app.configuration(
      'aws_acm_certificate',
      'shop/certificate',
    );
    expect(certificate.tags.Owners).toBe('platform platform');

    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(distribution.tags.Owners).toBe('platform platform');
  });
});

describe('shop with owners ["text"]', () => {
  const app = synthesis({
    context: { owners: ['text'] },
    env: { DOMAIN: 'domain.example.com' },
    load: () => import('../../bin/web'),
  });

  it('tags everything that can be tagged with Owners "text"', async () => {
    const bucket = await app.configuration('aws_s3_bucket', 'shop/content');
    expect(bucket.tags.Owners).toBe('text');

    const certificate = await app.configuration(
      'aws_acm_certificate',
      'shop/certificate',
    );
    expect(certificate.tags.Owners).toBe('text');

    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(distribution.tags.Owners).toBe('text');
  });
});

describe('shop with LOGGING "off"', () => {
  const app = synthesis({
    env: { DOMAIN: 'domain.example.com', LOGGING: 'off' },
    load: () => import('../../bin/web'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_acm_certificate: ['shop/certificate'],
      aws_cloudfront_distribution: ['shop/cdn'],
      aws_s3_bucket: ['shop/content'],
      aws_s3_bucket_public_access_block: ['shop/private'],
      'backend.local': ['shop/backend'],
      'provider.aws': ['shop/aws', 'shop/edge'],
    });
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'bucket',
      'url',
    ]);
  });
});

describe('shop without DOMAIN', () => {
  const app = synthesis({
    load: () => import('../../bin/web'),
  });

  it('is refused: Say which DOMAIN the site has', async () => {
    expect(await app.failure()).toContain('Say which DOMAIN the site has');
  });
});

describe('shop with DOMAIN "other"', () => {
  const app = synthesis({
    env: { DOMAIN: 'other' },
    load: () => import('../../bin/web'),
  });

  it('is refused: other is no domain', async () => {
    expect(await app.failure()).toContain('other is no domain');
  });
});

describe('SiteStack', () => {
  const app = synthesis({
    load: () => import('../../lib/site-stack'),
    create: ({ SiteStack }, app) =>
      new SiteStack(app, 'shop', { domain: 'domain.example.com' }),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_acm_certificate: ['shop/certificate'],
      aws_cloudfront_distribution: ['shop/cdn'],
      aws_s3_bucket: ['shop/audit/log', 'shop/content'],
      aws_s3_bucket_lifecycle_configuration: ['shop/audit/retention/lifecycle'],
      aws_s3_bucket_logging: ['shop/audit/logging'],
      aws_s3_bucket_public_access_block: ['shop/private'],
      'backend.local': ['shop/backend'],
      'provider.aws': ['shop/aws', 'shop/edge'],
    });
  });

  it('leaves no token without a value', async () => {
    expect(await app.unresolved()).toStrictEqual([]);
  });

  describe('local backend', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.local', 'shop/backend'),
      ).toStrictEqual({ path: './terraform.shop.tfstate' });
    });
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'audit_log-bucket_92DC5EE4',
      'bucket',
      'url',
    ]);
  });

  it('exports audit_log-bucket_92DC5EE4 of bucket audit/log', async () => {
    expect(await app.output('audit_log-bucket_92DC5EE4')).toStrictEqual({
      value: '${aws_s3_bucket.shop/audit/log.bucket}',
    });
  });

  it('exports url of distribution cdn', async () => {
    expect(await app.output('url')).toStrictEqual({
      value: 'https://${aws_cloudfront_distribution.shop/cdn.domain_name}',
      description: 'Where it is',
    });
  });

  it('exports bucket of bucket content', async () => {
    expect(await app.output('bucket')).toStrictEqual({
      value: '${aws_s3_bucket.shop/content.bucket}',
      depends_on: ['${aws_acm_certificate.shop/certificate}'],
    });
  });

  it('tags everything that can be tagged with Owners "nobody"', async () => {
    const bucket = await app.configuration('aws_s3_bucket', 'shop/content');
    expect(bucket.tags.Owners).toBe('nobody');

    const certificate = await app.configuration(
      'aws_acm_certificate',
      'shop/certificate',
    );
    expect(certificate.tags.Owners).toBe('nobody');

    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(distribution.tags.Owners).toBe('nobody');
  });
});

describe('SiteStack with tier "premium"', () => {
  const app = synthesis({
    load: () => import('../../lib/site-stack'),
    create: ({ SiteStack }, app) =>
      new SiteStack(app, 'shop', {
        domain: 'domain.example.com',
        tier: 'premium',
      }),
  });

  it('tags everything that can be tagged with Tier "premium"', async () => {
    const bucket = await app.configuration('aws_s3_bucket', 'shop/content');
    expect(bucket.tags.Tier).toBe('premium');

    const certificate = await app.configuration(
      'aws_acm_certificate',
      'shop/certificate',
    );
    expect(certificate.tags.Tier).toBe('premium');

    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(distribution.tags.Tier).toBe('premium');
  });

  it('S3 bucket content has its lifecycle.prevent_destroy and tags.Tier', async () => {
    const bucket = await app.configuration('aws_s3_bucket', 'shop/content');
    expect(bucket.tags.Tier).toBe('premium');
    expect(bucket.lifecycle.prevent_destroy).toBe(true);
  });

  it('CloudFront distribution cdn has its http_version and tags.Tier', async () => {
    const distribution = await app.configuration(
      'aws_cloudfront_distribution',
      'shop/cdn',
    );
    expect(distribution.http_version).toBe('http2and3');
    expect(distribution.tags.Tier).toBe('premium');
  });

  it('S3 bucket lifecycle configuration audit/retention/lifecycle has rule[0].expiration[0].days 365', async () => {
    const configuration = await app.configuration(
      'aws_s3_bucket_lifecycle_configuration',
      'shop/audit/retention/lifecycle',
    );
    expect(configuration.rule[0].expiration[0].days).toBe(365);
  });
});
