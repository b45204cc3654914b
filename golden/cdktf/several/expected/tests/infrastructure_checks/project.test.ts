// What project synthesises, run in process: no cloud, no Terraform.
import { synthesis } from './support';

describe('project', () => {
  const app = synthesis({
    load: () => import('../../main'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_lb: ['service-eu-west-1/balancer', 'service-us-east-1/balancer'],
      aws_security_group: [
        'service-eu-west-1/group',
        'service-us-east-1/group',
      ],
      aws_subnet: [
        'network-eu-west-1/private-0',
        'network-eu-west-1/private-1',
        'network-us-east-1/private-0',
        'network-us-east-1/private-1',
        'network-us-east-1/private-2',
      ],
      aws_vpc: ['network-eu-west-1/vpc', 'network-us-east-1/vpc'],
      'backend.local': [
        'service-eu-west-1/backend',
        'service-us-east-1/backend',
      ],
      'backend.s3': ['network-eu-west-1/backend', 'network-us-east-1/backend'],
      'provider.aws': [
        'network-eu-west-1/aws',
        'network-us-east-1/aws',
        'service-eu-west-1/aws',
        'service-us-east-1/aws',
      ],
    });
  });

  it('leaves no token without a value', async () => {
    expect(await app.unresolved()).toStrictEqual([]);
  });

  describe('aws provider network-eu-west-1/aws', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'network-eu-west-1/aws'),
      ).toStrictEqual({ region: 'eu-west-1' });
    });
  });

  describe('S3 backend of network-eu-west-1', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.s3', 'network-eu-west-1/backend'),
      ).toStrictEqual({
        bucket: 'states',
        key: 'network-eu-west-1.tfstate',
        region: 'eu-west-1',
      });
    });
  });

  describe('VPC network-eu-west-1/vpc', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_vpc', 'network-eu-west-1/vpc'),
      ).toStrictEqual({
        cidr_block: '10.0.0.0/16',
        enable_dns_hostnames: true,
      });
    });
  });

  describe('subnet network-eu-west-1/private-0', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_subnet', 'network-eu-west-1/private-0'),
      ).toStrictEqual({
        availability_zone: 'eu-west-1a',
        cidr_block:
          '${cidrsubnet(aws_vpc.network-eu-west-1/vpc.cidr_block, 8, 0)}',
        vpc_id: '${aws_vpc.network-eu-west-1/vpc.id}',
      });
    });
  });

  describe('subnet network-eu-west-1/private-1', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_subnet', 'network-eu-west-1/private-1'),
      ).toStrictEqual({
        availability_zone: 'eu-west-1b',
        cidr_block:
          '${cidrsubnet(aws_vpc.network-eu-west-1/vpc.cidr_block, 8, 1)}',
        vpc_id: '${aws_vpc.network-eu-west-1/vpc.id}',
      });
    });
  });

  describe('aws provider service-eu-west-1/aws', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'service-eu-west-1/aws'),
      ).toStrictEqual({ region: 'eu-west-1' });
    });
  });

  describe('security group service-eu-west-1/group', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_security_group',
          'service-eu-west-1/group',
        ),
      ).toStrictEqual({
        ingress: [
          {
            cidr_blocks: ['0.0.0.0/0'],
            description: null,
            from_port: 443,
            ipv6_cidr_blocks: null,
            prefix_list_ids: null,
            protocol: 'tcp',
            security_groups: null,
            self: null,
            to_port: 443,
          },
        ],
        tags: { Name: 'service-eu-west-1-group', Region: 'eu-west-1' },
        vpc_id: '${aws_vpc.network-eu-west-1/vpc.id}',
      });
    });
  });

  describe('LB service-eu-west-1/balancer', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_lb', 'service-eu-west-1/balancer'),
      ).toStrictEqual({
        internal: false,
        security_groups: ['${aws_security_group.service-eu-west-1/group.id}'],
        subnets: [
          '${aws_subnet.network-eu-west-1/private-0.id}',
          '${aws_subnet.network-eu-west-1/private-1.id}',
        ],
        tags: { Region: 'eu-west-1' },
      });
    });
  });

  describe('local backend of service-eu-west-1', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.local', 'service-eu-west-1/backend'),
      ).toStrictEqual({ path: './terraform.service-eu-west-1.tfstate' });
    });
  });

  describe('aws provider network-us-east-1/aws', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'network-us-east-1/aws'),
      ).toStrictEqual({ region: 'us-east-1' });
    });
  });

  describe('S3 backend of network-us-east-1', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.s3', 'network-us-east-1/backend'),
      ).toStrictEqual({
        bucket: 'states',
        key: 'network-us-east-1.tfstate',
        region: 'eu-west-1',
      });
    });
  });

  describe('VPC network-us-east-1/vpc', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_vpc', 'network-us-east-1/vpc'),
      ).toStrictEqual({
        cidr_block: '10.0.0.0/16',
        enable_dns_hostnames: true,
      });
    });
  });

  describe('subnet network-us-east-1/private-0', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_subnet', 'network-us-east-1/private-0'),
      ).toStrictEqual({
        availability_zone: 'us-east-1a',
        cidr_block:
          '${cidrsubnet(aws_vpc.network-us-east-1/vpc.cidr_block, 8, 0)}',
        vpc_id: '${aws_vpc.network-us-east-1/vpc.id}',
      });
    });
  });

  describe('subnet network-us-east-1/private-1', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_subnet', 'network-us-east-1/private-1'),
      ).toStrictEqual({
        availability_zone: 'us-east-1b',
        cidr_block:
          '${cidrsubnet(aws_vpc.network-us-east-1/vpc.cidr_block, 8, 1)}',
        vpc_id: '${aws_vpc.network-us-east-1/vpc.id}',
      });
    });
  });

  describe('subnet network-us-east-1/private-2', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_subnet', 'network-us-east-1/private-2'),
      ).toStrictEqual({
        availability_zone: 'us-east-1c',
        cidr_block:
          '${cidrsubnet(aws_vpc.network-us-east-1/vpc.cidr_block, 8, 2)}',
        vpc_id: '${aws_vpc.network-us-east-1/vpc.id}',
      });
    });
  });

  describe('aws provider service-us-east-1/aws', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'service-us-east-1/aws'),
      ).toStrictEqual({ region: 'us-east-1' });
    });
  });

  describe('security group service-us-east-1/group', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_security_group',
          'service-us-east-1/group',
        ),
      ).toStrictEqual({
        ingress: [
          {
            cidr_blocks: ['0.0.0.0/0'],
            description: null,
            from_port: 443,
            ipv6_cidr_blocks: null,
            prefix_list_ids: null,
            protocol: 'tcp',
            security_groups: null,
            self: null,
            to_port: 443,
          },
        ],
        tags: { Name: 'service-us-east-1-group', Region: 'us-east-1' },
        vpc_id: '${aws_vpc.network-us-east-1/vpc.id}',
      });
    });
  });

  describe('LB service-us-east-1/balancer', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_lb', 'service-us-east-1/balancer'),
      ).toStrictEqual({
        internal: false,
        security_groups: ['${aws_security_group.service-us-east-1/group.id}'],
        subnets: [
          '${aws_subnet.network-us-east-1/private-0.id}',
          '${aws_subnet.network-us-east-1/private-1.id}',
          '${aws_subnet.network-us-east-1/private-2.id}',
        ],
        tags: { Region: 'us-east-1' },
      });
    });
  });

  describe('local backend of service-us-east-1', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.local', 'service-us-east-1/backend'),
      ).toStrictEqual({ path: './terraform.service-us-east-1.tfstate' });
    });
  });

  it('subnet network-eu-west-1/private-0 takes its cidr block from VPC network-eu-west-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-eu-west-1/private-0',
    );
    expect(subnet.cidr_block).toBe(
      '${cidrsubnet(aws_vpc.network-eu-west-1/vpc.cidr_block, 8, 0)}',
    );
  });

  it('subnet network-eu-west-1/private-0 is in VPC network-eu-west-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-eu-west-1/private-0',
    );
    expect(subnet.vpc_id).toBe('${aws_vpc.network-eu-west-1/vpc.id}');
  });

  it('subnet network-eu-west-1/private-1 takes its cidr block from VPC network-eu-west-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-eu-west-1/private-1',
    );
    expect(subnet.cidr_block).toBe(
      '${cidrsubnet(aws_vpc.network-eu-west-1/vpc.cidr_block, 8, 1)}',
    );
  });

  it('subnet network-eu-west-1/private-1 is in VPC network-eu-west-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-eu-west-1/private-1',
    );
    expect(subnet.vpc_id).toBe('${aws_vpc.network-eu-west-1/vpc.id}');
  });

  it('security group service-eu-west-1/group is in VPC network-eu-west-1/vpc', async () => {
    const group = await app.configuration(
      'aws_security_group',
      'service-eu-west-1/group',
    );
    expect(group.vpc_id).toBe('${aws_vpc.network-eu-west-1/vpc.id}');
  });

  it('load balancer service-eu-west-1/balancer belongs to security group service-eu-west-1/group', async () => {
    const lb = await app.configuration('aws_lb', 'service-eu-west-1/balancer');
    expect(lb.security_groups).toStrictEqual([
      '${aws_security_group.service-eu-west-1/group.id}',
    ]);
  });

  it('load balancer service-eu-west-1/balancer stands in subnet network-eu-west-1/private-0 and subnet network-eu-west-1/private-1', async () => {
    const lb = await app.configuration('aws_lb', 'service-eu-west-1/balancer');
    expect(lb.subnets).toStrictEqual([
      '${aws_subnet.network-eu-west-1/private-0.id}',
      '${aws_subnet.network-eu-west-1/private-1.id}',
    ]);
  });

  it('subnet network-us-east-1/private-0 takes its cidr block from VPC network-us-east-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-us-east-1/private-0',
    );
    expect(subnet.cidr_block).toBe(
      '${cidrsubnet(aws_vpc.network-us-east-1/vpc.cidr_block, 8, 0)}',
    );
  });

  it('subnet network-us-east-1/private-0 is in VPC network-us-east-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-us-east-1/private-0',
    );
    expect(subnet.vpc_id).toBe('${aws_vpc.network-us-east-1/vpc.id}');
  });

  it('subnet network-us-east-1/private-1 takes its cidr block from VPC network-us-east-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-us-east-1/private-1',
    );
    expect(subnet.cidr_block).toBe(
      '${cidrsubnet(aws_vpc.network-us-east-1/vpc.cidr_block, 8, 1)}',
    );
  });

  it('subnet network-us-east-1/private-1 is in VPC network-us-east-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-us-east-1/private-1',
    );
    expect(subnet.vpc_id).toBe('${aws_vpc.network-us-east-1/vpc.id}');
  });

  it('subnet network-us-east-1/private-2 takes its cidr block from VPC network-us-east-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-us-east-1/private-2',
    );
    expect(subnet.cidr_block).toBe(
      '${cidrsubnet(aws_vpc.network-us-east-1/vpc.cidr_block, 8, 2)}',
    );
  });

  it('subnet network-us-east-1/private-2 is in VPC network-us-east-1/vpc', async () => {
    const subnet = await app.configuration(
      'aws_subnet',
      'network-us-east-1/private-2',
    );
    expect(subnet.vpc_id).toBe('${aws_vpc.network-us-east-1/vpc.id}');
  });

  it('security group service-us-east-1/group is in VPC network-us-east-1/vpc', async () => {
    const group = await app.configuration(
      'aws_security_group',
      'service-us-east-1/group',
    );
    expect(group.vpc_id).toBe('${aws_vpc.network-us-east-1/vpc.id}');
  });

  it('load balancer service-us-east-1/balancer belongs to security group service-us-east-1/group', async () => {
    const lb = await app.configuration('aws_lb', 'service-us-east-1/balancer');
    expect(lb.security_groups).toStrictEqual([
      '${aws_security_group.service-us-east-1/group.id}',
    ]);
  });

  it('load balancer service-us-east-1/balancer stands in subnet network-us-east-1/private-0, subnet network-us-east-1/private-1 and subnet network-us-east-1/private-2', async () => {
    const lb = await app.configuration('aws_lb', 'service-us-east-1/balancer');
    expect(lb.subnets).toStrictEqual([
      '${aws_subnet.network-us-east-1/private-0.id}',
      '${aws_subnet.network-us-east-1/private-1.id}',
      '${aws_subnet.network-us-east-1/private-2.id}',
    ]);
  });

  it('security group service-eu-west-1/group opens no port for administration or data to the world', async () => {
    const group = await app.configuration(
      'aws_security_group',
      'service-eu-west-1/group',
    );
    expect(group.ingress[0].protocol).toBe('tcp');
    expect(group.ingress[0].from_port).toBe(443);
    expect(group.ingress[0].to_port).toBe(443);
  });

  it('security group service-us-east-1/group opens no port for administration or data to the world', async () => {
    const group = await app.configuration(
      'aws_security_group',
      'service-us-east-1/group',
    );
    expect(group.ingress[0].protocol).toBe('tcp');
    expect(group.ingress[0].from_port).toBe(443);
    expect(group.ingress[0].to_port).toBe(443);
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'network-eu-west-1/vpc-id',
      'network-us-east-1/vpc-id',
      'service-eu-west-1/address',
      'service-us-east-1/address',
    ]);
  });

  it('exports network-eu-west-1/vpc-id of VPC network-eu-west-1/vpc', async () => {
    expect(await app.output('network-eu-west-1/vpc-id')).toStrictEqual({
      value: '${aws_vpc.network-eu-west-1/vpc.id}',
    });
  });

  it('exports service-eu-west-1/address of load balancer service-eu-west-1/balancer', async () => {
    expect(await app.output('service-eu-west-1/address')).toStrictEqual({
      value: '${aws_lb.service-eu-west-1/balancer.dns_name}',
    });
  });

  it('exports network-us-east-1/vpc-id of VPC network-us-east-1/vpc', async () => {
    expect(await app.output('network-us-east-1/vpc-id')).toStrictEqual({
      value: '${aws_vpc.network-us-east-1/vpc.id}',
    });
  });

  it('exports service-us-east-1/address of load balancer service-us-east-1/balancer', async () => {
    expect(await app.output('service-us-east-1/address')).toStrictEqual({
      value: '${aws_lb.service-us-east-1/balancer.dns_name}',
    });
  });
});

describe('project with PUBLIC "no"', () => {
  const app = synthesis({
    env: { PUBLIC: 'no' },
    load: () => import('../../main'),
  });

  it('security group service-eu-west-1/group has its ingress[0].cidr_blocks[0]', async () => {
    const group = await app.configuration(
      'aws_security_group',
      'service-eu-west-1/group',
    );
    expect(group.ingress[0].cidr_blocks[0]).toBe(
      '${aws_vpc.network-eu-west-1/vpc.cidr_block}',
    );
  });

  it('LB service-eu-west-1/balancer has internal true', async () => {
    const lb = await app.configuration('aws_lb', 'service-eu-west-1/balancer');
    expect(lb.internal).toBe(true);
  });

  it('security group service-us-east-1/group has its ingress[0].cidr_blocks[0]', async () => {
    const group = await app.configuration(
      'aws_security_group',
      'service-us-east-1/group',
    );
    expect(group.ingress[0].cidr_blocks[0]).toBe(
      '${aws_vpc.network-us-east-1/vpc.cidr_block}',
    );
  });

  it('LB service-us-east-1/balancer has internal true', async () => {
    const lb = await app.configuration('aws_lb', 'service-us-east-1/balancer');
    expect(lb.internal).toBe(true);
  });
});
