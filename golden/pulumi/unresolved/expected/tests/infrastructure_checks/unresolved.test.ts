// What unresolved registers, run under mocks: no cloud, no Pulumi engine.
import { deployment } from './support';

describe('unresolved', () => {
  const stack = deployment({
    project: 'unresolved',
    stack: 'test',
    load: () => import('../../index'),
  });
  const suffixPet = stack.resource(
    'random:index/randomPet:RandomPet',
    'suffix',
  );
  const password = stack.resource(
    'random:index/randomPassword:RandomPassword',
    'password',
  );
  const queue = stack.resource('aws:sqs/queue:Queue', 'queue');
  const topic = stack.resource('aws:sns/topic:Topic', 'topic');
  const passwordParameter = stack.resource(
    'aws:ssm/parameter:Parameter',
    'password',
  );

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:ec2/subnet:Subnet': ['zone-0', 'zone-1', 'zone-2'],
      'aws:sns/topic:Topic': ['topic'],
      'aws:sqs/queue:Queue': ['queue'],
      'aws:ssm/parameter:Parameter': ['password'],
      'random:index/randomPassword:RandomPassword': ['password'],
      'random:index/randomPet:RandomPet': ['suffix'],
    });
  });

  describe('pet suffix', () => {
    it('is configured as declared', async () => {
      expect(await suffixPet.inputs()).toStrictEqual({ length: 2 });
    });
  });

  describe('password password', () => {
    it('is configured as declared', async () => {
      expect(await password.inputs()).toStrictEqual({
        length: 24,
        special: false,
      });
    });
  });

  describe('SQS queue queue', () => {
    it('is configured as declared', async () => {
      expect(
        await queue.inputs({
          without: [
            'tags.StartedAt',
            'tags.Nonce',
            'tags.Machine',
            'tags.Outside',
          ],
        }),
      ).toStrictEqual({
        name: `orders-${await suffixPet.output('id')}`,
        delaySeconds: 5,
        tags: { Known: 'known' },
      });
    });
  });

  describe('subnet zone-0', () => {
    it('is configured as declared', async () => {
      expect(
        await stack.inputs('aws:ec2/subnet:Subnet', 'zone-0'),
      ).toStrictEqual({
        vpcId: 'vpc-1',
        cidrBlock: '10.0.0.0/24',
        availabilityZone: 'us-east-1a',
      });
    });
  });

  describe('subnet zone-1', () => {
    it('is configured as declared', async () => {
      expect(
        await stack.inputs('aws:ec2/subnet:Subnet', 'zone-1'),
      ).toStrictEqual({
        vpcId: 'vpc-1',
        cidrBlock: '10.0.1.0/24',
        availabilityZone: 'us-east-1b',
      });
    });
  });

  describe('subnet zone-2', () => {
    it('is configured as declared', async () => {
      expect(
        await stack.inputs('aws:ec2/subnet:Subnet', 'zone-2'),
      ).toStrictEqual({
        vpcId: 'vpc-1',
        cidrBlock: '10.0.2.0/24',
        availabilityZone: 'us-east-1c',
      });
    });
  });

  describe('SNS topic topic', () => {
    it('is configured as declared', async () => {
      expect(await topic.inputs({ without: ['displayName'] })).toStrictEqual({
        tags: { Queue: await queue.output('name') },
      });
    });
  });

  describe('SSM parameter password', () => {
    it('is configured as declared', async () => {
      expect(await passwordParameter.inputs()).toStrictEqual({
        type: 'SecureString',
        value: await password.output('result'),
      });
    });
  });

  it('queue queue takes its name from random name suffix', async () => {
    const queueInputs = await queue.inputs();
    expect(queueInputs.name).toBe(`orders-${await suffixPet.output('id')}`);
  });

  it('topic topic takes its tags Queue from queue queue', async () => {
    const topicInputs = await topic.inputs();
    expect(topicInputs.tags.Queue).toBe(await queue.output('name'));
  });

  it('parameter password takes its value from random password password', async () => {
    const parameter = await passwordParameter.inputs();
    expect(parameter.value).toBe(await password.output('result'));
  });

  it('queue queue is encrypted', async () => {
    const queueInputs = await queue.inputs();
    expect(queueInputs.sqsManagedSseEnabled).toBeUndefined();
  });

  it('parameter password has no secret in the sources', async () => {
    const parameter = await passwordParameter.inputs();
    expect(parameter.value).toBe(await password.output('result'));
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await stack.exports()).sort()).toStrictEqual([
      'queueName',
      'secret',
      'started',
    ]);
  });

  it('exports queueName of queue queue', async () => {
    expect(await stack.exported('queueName')).toBe(await queue.output('name'));
  });

  it('exports secret of random password password', async () => {
    expect(await stack.exported('secret')).toBe(
      await password.output('result'),
    );
  });
});
