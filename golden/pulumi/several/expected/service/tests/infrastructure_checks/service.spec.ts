// What service registers, run under mocks: no cloud, no Pulumi engine.
import assert from 'node:assert/strict';

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
    assert.deepEqual(await stack.inventory(), {
      'aws:ec2/securityGroup:SecurityGroup': ['service'],
      'pulumi:pulumi:StackReference': ['organization/network/dev'],
    });
  });

  describe('stack reference organization/network/dev', () => {
    it('is looked up by its id', async () => {
      assert.equal(
        await organizationNetworkDevReference.id(),
        'organization/network/dev',
      );
    });

    it('is configured as declared', async () => {
      assert.deepEqual(await organizationNetworkDevReference.inputs(), {
        name: 'organization/network/dev',
      });
    });
  });

  describe('security group service', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await serviceGroup.inputs(), {
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
    assert.deepEqual(
      group.vpcId,
      await organizationNetworkDevReference.output('outputs', 'vpcId'),
    );
  });

  it('security group service opens no port for administration or data to the world', async () => {
    const group = await serviceGroup.inputs();
    assert.equal(group.ingress[0].protocol, 'tcp');
    assert.equal(group.ingress[0].fromPort, 443);
    assert.equal(group.ingress[0].toPort, 443);
  });

  it('exports exactly these outputs', async () => {
    assert.deepEqual(Object.keys(await stack.exports()).sort(), ['groupId']);
  });

  it('exports groupId of security group service', async () => {
    assert.equal(
      await stack.exported('groupId'),
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
    assert.deepEqual(await stack.inventory(), {
      'aws:ec2/securityGroup:SecurityGroup': ['service'],
      'pulumi:pulumi:StackReference': ['prod/network/dev'],
    });
  });
});
