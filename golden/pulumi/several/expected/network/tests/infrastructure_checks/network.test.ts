// What network registers, run under mocks: no cloud, no Pulumi engine.
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
    expect(await stack.inventory()).toStrictEqual({
      'aws:ec2/subnet:Subnet': ['private-0', 'private-1', 'private-2'],
      'aws:ec2/vpc:Vpc': ['main'],
    });
  });

  describe('VPC main', () => {
    it('is configured as declared', async () => {
      expect(await mainVpc.inputs()).toStrictEqual({
        cidrBlock: '10.0.0.0/16',
        enableDnsHostnames: true,
      });
    });
  });

  describe('subnet private-0', () => {
    it('is configured as declared', async () => {
      expect(await private0Subnet.inputs()).toStrictEqual({
        vpcId: await mainVpc.output('id'),
        cidrBlock: '10.0.0.0/24',
      });
    });
  });

  describe('subnet private-1', () => {
    it('is configured as declared', async () => {
      expect(await private1Subnet.inputs()).toStrictEqual({
        vpcId: await mainVpc.output('id'),
        cidrBlock: '10.0.1.0/24',
      });
    });
  });

  describe('subnet private-2', () => {
    it('is configured as declared', async () => {
      expect(await private2Subnet.inputs()).toStrictEqual({
        vpcId: await mainVpc.output('id'),
        cidrBlock: '10.0.2.0/24',
      });
    });
  });

  it('subnet private-0 is in VPC main', async () => {
    const subnet = await private0Subnet.inputs();
    expect(subnet.vpcId).toBe(await mainVpc.output('id'));
  });

  it('subnet private-1 is in VPC main', async () => {
    const subnet = await private1Subnet.inputs();
    expect(subnet.vpcId).toBe(await mainVpc.output('id'));
  });

  it('subnet private-2 is in VPC main', async () => {
    const subnet = await private2Subnet.inputs();
    expect(subnet.vpcId).toBe(await mainVpc.output('id'));
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await stack.exports()).sort()).toStrictEqual([
      'subnetIds',
      'vpcId',
    ]);
  });

  it('exports vpcId of VPC main', async () => {
    expect(await stack.exported('vpcId')).toBe(await mainVpc.output('id'));
  });

  it('exports subnetIds of subnet private-0, subnet private-1 and subnet private-2', async () => {
    expect(await stack.exported('subnetIds')).toStrictEqual([
      await private0Subnet.output('id'),
      await private1Subnet.output('id'),
      await private2Subnet.output('id'),
    ]);
  });
});
