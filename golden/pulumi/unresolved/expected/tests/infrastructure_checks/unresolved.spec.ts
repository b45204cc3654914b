// What unresolved registers, run under mocks: no cloud, no Pulumi engine.
import assert from 'node:assert/strict';

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
    assert.deepEqual(await stack.inventory(), {
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
      assert.deepEqual(await suffixPet.inputs(), { length: 2 });
    });
  });

  describe('password password', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await password.inputs(), { length: 24, special: false });
    });
  });

  describe('SQS queue queue', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(
        await queue.inputs({
          without: [
            'tags.StartedAt',
            'tags.Nonce',
            'tags.Machine',
            'tags.Outside',
          ],
        }),
        {
          name: `orders-${await suffixPet.output('id')}`,
          delaySeconds: 5,
          tags: { Known: 'known' },
        },
      );
    });
  });

  describe('subnet zone-0', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await stack.inputs('aws:ec2/subnet:Subnet', 'zone-0'), {
        vpcId: 'vpc-1',
        cidrBlock: '10.0.0.0/24',
        availabilityZone: 'us-east-1a',
      });
    });
  });

  describe('subnet zone-1', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await stack.inputs('aws:ec2/subnet:Subnet', 'zone-1'), {
        vpcId: 'vpc-1',
        cidrBlock: '10.0.1.0/24',
        availabilityZone: 'us-east-1b',
      });
    });
  });

  describe('subnet zone-2', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await stack.inputs('aws:ec2/subnet:Subnet', 'zone-2'), {
        vpcId: 'vpc-1',
        cidrBlock: '10.0.2.0/24',
        availabilityZone: 'us-east-1c',
      });
    });
  });

  describe('SNS topic topic', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await topic.inputs({ without: ['displayName'] }), {
        tags: { Queue: await queue.output('name') },
      });
    });
  });

  describe('SSM parameter password', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await passwordParameter.inputs(), {
        type: 'SecureString',
        value: await password.output('result'),
      });
    });
  });

  it('queue queue takes its name from random name suffix', async () => {
    const queueInputs = await queue.inputs();
    assert.equal(queueInputs.name, `orders-${await suffixPet.output('id')}`);
  });

  it('topic topic takes its tags Queue from queue queue', async () => {
    const topicInputs = await topic.inputs();
    assert.equal(topicInputs.tags.Queue, await queue.output('name'));
  });

  it('parameter password takes its value from random password password', async () => {
    const parameter = await passwordParameter.inputs();
    assert.equal(parameter.value, await password.output('result'));
  });

  it('queue queue is encrypted', async () => {
    const queueInputs = await queue.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('parameter password has no secret in the sources', async () => {
    const parameter = await passwordParameter.inputs();
    assert.equal(parameter.value, await password.output('result'));
  });

  it('exports exactly these outputs', async () => {
    assert.deepEqual(Object.keys(await stack.exports()).sort(), [
      'queueName',
      'secret',
      'started',
    ]);
  });

  it('exports queueName of queue queue', async () => {
    assert.equal(await stack.exported('queueName'), await queue.output('name'));
  });

  it('exports secret of random password password', async () => {
    assert.equal(
      await stack.exported('secret'),
      await password.output('result'),
    );
  });
});
