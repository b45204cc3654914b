/**
 * Checks of modules/bucket, as its Terraform files declare it.
 *
 * @jest-environment node
 */
const path = require('node:path');

const {
  call,
  expression,
  load,
  ref,
  template,
} = require('./support/terraform');

let terraform;

beforeAll(async () => {
  terraform = await load(path.join(__dirname, '../../modules/bucket'));
});

describe('inventory', () => {
  it('declares exactly these resources', () => {
    expect(terraform.names('resource')).toEqual({
      aws_s3_bucket: ['this'],
      aws_s3_bucket_lifecycle_configuration: ['this'],
      aws_s3_bucket_versioning: ['this'],
    });
  });

  it('declares no data sources', () => {
    expect(terraform.names('data')).toEqual({});
  });

  it('calls no modules', () => {
    expect(terraform.names('module')).toEqual({});
  });
});

describe('aws_s3_bucket.this', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'aws_s3_bucket', 'this')).toEqual({
      bucket_prefix: template('acme-', call('lower', ref('var.name')), '-'),
    });
  });
});

describe('aws_s3_bucket_versioning.this', () => {
  it('is configured as declared', () => {
    expect(
      terraform.block('resource', 'aws_s3_bucket_versioning', 'this'),
    ).toEqual({
      bucket: ref('aws_s3_bucket.this.id'),
      versioning_configuration: [
        { status: expression('var.versioned ? "Enabled" : "Suspended"') },
      ],
    });
  });
});

describe('aws_s3_bucket_lifecycle_configuration.this', () => {
  it('is configured as declared', () => {
    expect(
      terraform.block(
        'resource',
        'aws_s3_bucket_lifecycle_configuration',
        'this',
      ),
    ).toEqual({
      count: expression('length(var.expiration) > 0 ? 1 : 0'),
      bucket: ref('aws_s3_bucket.this.id'),
      'dynamic rule': [
        {
          for_each: ref('var.expiration'),
          content: [
            {
              id: template('after-', ref('rule.value'), '-days'),
              status: 'Enabled',
              filter: [{}],
              expiration: [{ days: ref('rule.value') }],
            },
          ],
        },
      ],
    });
  });
});

describe('wiring', () => {
  it('bucket versioning this applies to bucket this', () => {
    expect(
      terraform.references('resource', 'aws_s3_bucket_versioning', 'this', [
        'bucket',
      ]),
    ).toEqual(['aws_s3_bucket.this.id']);
  });

  it('bucket lifecycle this applies to bucket this', () => {
    expect(
      terraform.references(
        'resource',
        'aws_s3_bucket_lifecycle_configuration',
        'this',
        ['bucket'],
      ),
    ).toEqual(['aws_s3_bucket.this.id']);
  });
});

describe('outputs', () => {
  it('declares exactly these outputs', () => {
    expect(terraform.names('output')).toEqual({ '': ['arn'] });
  });

  it('output arn gives its declared value', () => {
    expect(terraform.block('output', 'arn')).toEqual({
      value: ref('aws_s3_bucket.this.arn'),
    });
  });
});

describe('variables', () => {
  it('declares exactly these variables', () => {
    expect(terraform.names('variable')).toEqual({
      '': ['expiration', 'name', 'versioned'],
    });
  });

  it('variable name keeps its type', () => {
    expect(terraform.block('variable', 'name')).toEqual({
      type: ref('string'),
    });
  });

  it('variable versioned keeps its type', () => {
    expect(terraform.block('variable', 'versioned')).toEqual({
      type: ref('bool'),
    });
  });

  it('variable expiration keeps its type and default', () => {
    expect(terraform.block('variable', 'expiration')).toEqual({
      type: call('list', ref('number')),
      default: [],
    });
  });
});
