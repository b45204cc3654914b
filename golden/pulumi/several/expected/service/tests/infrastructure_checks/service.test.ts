// What service registers, run under mocks: no cloud, no Pulumi engine.
import { deployment } from './support';

describe('service', () => {
  const stack = deployment({
    project: 'service',
    stack: 'dev',
    organization: 'organization',
    load: () => import('../../src/program'),
  });
  const organizationNetworkDevReference = stack.resource(
    'pulumi:pulumi:StackReference',
    'organization/network/dev',
  );
  const serviceGroup = stack.resource(
    'aws:ec2/securityGroup:SecurityGroup',
    'service',
  );

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:ec2/securityGroup:SecurityGroup': ['service'],
      'pulumi:pulumi:StackReference': ['organization/network/dev'],
    });
  });

  describe('stack reference organization/network/dev', () => {
    it('is looked up by its id', async () => {
      expect(await organizationNetworkDevReference.id()).toBe(
        'organization/network/dev',
      );
    });

    it('is configured as declared', async () => {
      expect(await organizationNetworkDevReference.inputs()).toStrictEqual({
        name: 'organization/network/dev',
      });
    });
  });

  describe('security group service', () => {
    it('is configured as declared', async () => {
      expect(await serviceGroup.inputs()).toStrictEqual({
        vpcId: await organizationNetworkDevReference.output('outputs', 'vpcId'),
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        description: 'Managed by Pulumi',
      });
    });
  });

  it('security group service is in stack reference organization/network/dev', async () => {
    const group = await serviceGroup.inputs();
    expect(group.vpcId).toStrictEqual(
      await organizationNetworkDevReference.output('outputs', 'vpcId'),
    );
  });

  it('security group service opens no port for administration or data to the world', async () => {
    const group = await serviceGroup.inputs();
    expect(group.ingress[0].protocol).toBe('tcp');
    expect(group.ingress[0].fromPort).toBe(443);
    expect(group.ingress[0].toPort).toBe(443);
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await stack.exports()).sort()).toStrictEqual([
      'groupId',
    ]);
  });

  it('exports groupId of security group service', async () => {
    expect(await stack.exported('groupId')).toBe(
      await serviceGroup.output('id'),
    );
  });
});

describe('service with organization "prod"', () => {
  const stack = deployment({
    project: 'service',
    stack: 'dev',
    organization: 'prod',
    load: () => import('../../src/program'),
  });

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:ec2/securityGroup:SecurityGroup': ['service'],
      'pulumi:pulumi:StackReference': ['prod/network/dev'],
    });
  });
});
