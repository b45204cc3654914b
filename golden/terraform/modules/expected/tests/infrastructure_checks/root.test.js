/**
 * Checks of the root folder, as its Terraform files declare it.
 *
 * @jest-environment node
 */
const path = require('node:path');

const { call, expression, load, ref } = require('./support/terraform');

let terraform;

beforeAll(async () => {
  terraform = await load(path.join(__dirname, '../..'));
});

describe('inventory', () => {
  it('declares exactly these resources', () => {
    expect(terraform.names('resource')).toEqual({ aws_vpc_endpoint: ['s3'] });
  });

  it('declares no data sources', () => {
    expect(terraform.names('data')).toEqual({});
  });

  it('calls exactly these modules', () => {
    expect(terraform.names('module')).toEqual({
      '': ['buckets', 'network', 'replica'],
    });
  });
});

describe('aws_vpc_endpoint.s3', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'aws_vpc_endpoint', 's3')).toEqual({
      vpc_id: ref('module.network.vpc_id'),
      service_name: 'com.amazonaws.eu-west-1.s3',
      route_table_ids: ref('module.network.private_route_table_ids'),
    });
  });
});

describe('module.buckets', () => {
  it('is called as declared', () => {
    expect(terraform.block('module', 'buckets')).toEqual({
      source: './modules/bucket',
      for_each: ref('var.buckets'),
      name: ref('each.key'),
      versioned: ref('each.value.versioned'),
      expiration: ref('each.value.expiration'),
    });
  });
});

describe('module.replica', () => {
  it('is called as declared', () => {
    expect(terraform.block('module', 'replica')).toEqual({
      source: './modules/bucket',
      providers: { aws: ref('aws.replica') },
      name: 'replica',
      versioned: true,
    });
  });
});

describe('module.network', () => {
  it('is called as declared', () => {
    expect(terraform.block('module', 'network')).toEqual({
      source: 'terraform-aws-modules/vpc/aws',
      version: '~> 5.0',
      name: 'storage',
      cidr: call('cidrsubnet', '10.0.0.0/8', 8, 3),
    });
  });
});

describe('wiring', () => {
  it('VPC endpoint s3 is in module network', () => {
    expect(
      terraform.references('resource', 'aws_vpc_endpoint', 's3', ['vpc_id']),
    ).toEqual(['module.network.vpc_id']);
  });

  it('VPC endpoint s3 is reached through module network', () => {
    expect(
      terraform.references('resource', 'aws_vpc_endpoint', 's3', [
        'route_table_ids',
      ]),
    ).toEqual(['module.network.private_route_table_ids']);
  });
});

describe('outputs', () => {
  it('declares exactly these outputs', () => {
    expect(terraform.names('output')).toEqual({
      '': ['bucket_arns', 'vpc_id'],
    });
  });

  it('output bucket_arns gives its declared value', () => {
    expect(terraform.block('output', 'bucket_arns')).toEqual({
      value: expression(
        '{ for name, bucket in module.buckets : name => bucket.arn }',
      ),
    });
  });

  it('output vpc_id gives its declared value as a secret', () => {
    expect(terraform.block('output', 'vpc_id')).toEqual({
      value: ref('module.network.vpc_id'),
      sensitive: true,
    });
  });
});

describe('variables', () => {
  it('declares exactly these variables', () => {
    expect(terraform.names('variable')).toEqual({ '': ['buckets'] });
  });

  it('variable buckets keeps its type and default', () => {
    expect(terraform.block('variable', 'buckets')).toEqual({
      type: call(
        'map',
        call('object', {
          versioned: call('optional', ref('bool'), true),
          expiration: call('optional', call('list', ref('number')), []),
        }),
      ),
      default: {
        invoices: {},
        uploads: { versioned: false, expiration: [30, 90] },
      },
    });
  });
});

describe('settings', () => {
  it('configures exactly these providers', () => {
    expect(terraform.names('provider')).toEqual({ '': ['aws', 'aws'] });
  });

  it('terraform keeps its required providers and backend s3', () => {
    expect(terraform.block('terraform')).toEqual({
      required_providers: [
        { aws: { source: 'hashicorp/aws', version: '>= 5.0, < 7.0' } },
      ],
      'backend s3': [
        {
          bucket: 'states',
          key: 'storage/terraform.tfstate',
          region: 'eu-west-1',
        },
      ],
    });
  });

  it('provider aws is configured as declared', () => {
    expect(terraform.block('provider', 'aws')).toEqual({ region: 'eu-west-1' });
  });

  it('provider aws.replica is configured as declared', () => {
    expect(terraform.block('provider', 'aws', 1)).toEqual({
      alias: 'replica',
      region: 'eu-north-1',
    });
  });
});
