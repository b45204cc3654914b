// What network registers, run under mocks: no cloud, no Pulumi engine.
import assert from 'node:assert/strict';

import { deployment } from './support';

describe('network', () => {
  const stack = deployment({
    project: 'network',
    stack: 'test',
    load: () => import('../../index'),
  });
  const mainVpc = stack.resource('aws:ec2/vpc:Vpc', 'main');
  const private0Subnet = stack.resource('aws:ec2/subnet:Subnet', 'private-0');
  const private1Subnet = stack.resource('aws:ec2/subnet:Subnet', 'private-1');
  const private2Subnet = stack.resource('aws:ec2/subnet:Subnet', 'private-2');

  it('declares exactly these resources', async () => {
    assert.deepEqual(await stack.inventory(), {
      'aws:ec2/subnet:Subnet': ['private-0', 'private-1', 'private-2'],
      'aws:ec2/vpc:Vpc': ['main'],
    });
  });

  describe('VPC main', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await mainVpc.inputs(), {
        cidrBlock: '10.0.0.0/16',
        enableDnsHostnames: true,
      });
    });
  });

  describe('subnet private-0', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await private0Subnet.inputs(), {
        vpcId: await mainVpc.output('id'),
        cidrBlock: '10.0.0.0/24',
      });
    });
  });

  describe('subnet private-1', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await private1Subnet.inputs(), {
        vpcId: await mainVpc.output('id'),
        cidrBlock: '10.0.1.0/24',
      });
    });
  });

  describe('subnet private-2', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await private2Subnet.inputs(), {
        vpcId: await mainVpc.output('id'),
        cidrBlock: '10.0.2.0/24',
      });
    });
  });

  it('subnet private-0 is in VPC main', async () => {
    const subnet = await private0Subnet.inputs();
    assert.equal(subnet.vpcId, await mainVpc.output('id'));
  });

  it('subnet private-1 is in VPC main', async () => {
    const subnet = await private1Subnet.inputs();
    assert.equal(subnet.vpcId, await mainVpc.output('id'));
  });

  it('subnet private-2 is in VPC main', async () => {
    const subnet = await private2Subnet.inputs();
    assert.equal(subnet.vpcId, await mainVpc.output('id'));
  });

  it('exports exactly these outputs', async () => {
    assert.deepEqual(Object.keys(await stack.exports()).sort(), [
      'subnetIds',
      'vpcId',
    ]);
  });

  it('exports vpcId of VPC main', async () => {
    assert.equal(await stack.exported('vpcId'), await mainVpc.output('id'));
  });

  it('exports subnetIds of subnet private-0, subnet private-1 and subnet private-2', async () => {
    assert.deepEqual(await stack.exported('subnetIds'), [
      await private0Subnet.output('id'),
      await private1Subnet.output('id'),
      await private2Subnet.output('id'),
    ]);
  });
});
