// What project synthesises, run in process: no cloud, no Terraform.
import { synthesis } from './support';

describe('unresolved', () => {
  const app = synthesis({
    env: { ZONES: 'us-east-1a' },
    load: () => import('../../main'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_sns_topic: ['unresolved/topic'],
      aws_sqs_queue: ['unresolved/queue'],
      aws_subnet: ['unresolved/zone-0'],
      'backend.local': ['unresolved/backend'],
      'data.aws_ssm_parameter': ['unresolved/suffix'],
      'provider.aws': ['unresolved/aws'],
    });
  });

  it('leaves no token without a value', async () => {
    expect(await app.unresolved()).toStrictEqual([]);
  });

  describe('SSM parameter suffix', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('data.aws_ssm_parameter', 'unresolved/suffix'),
      ).toStrictEqual({ name: '/orders/undefined/suffix' });
    });
  });

  describe('SQS queue queue', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_sqs_queue', 'unresolved/queue', {
          without: [
            'tags.StartedAt',
            'tags.Nonce',
            'tags.Machine',
            'tags.Outside',
          ],
        }),
      ).toStrictEqual({
        delay_seconds: 5,
        name: 'orders-${data.aws_ssm_parameter.unresolved/suffix.value}',
        tags: { Known: 'known' },
      });
    });
  });

  describe('subnet zone-0', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_subnet', 'unresolved/zone-0'),
      ).toStrictEqual({
        availability_zone: 'us-east-1a',
        cidr_block: '10.0.0.0/24',
        vpc_id: 'vpc-1',
      });
    });
  });

  describe('SNS topic topic', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_sns_topic', 'unresolved/topic', {
          without: ['display_name'],
        }),
      ).toStrictEqual({
        tags: { Queue: '${aws_sqs_queue.unresolved/queue.name}' },
      });
    });
  });

  describe('local backend', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.local', 'unresolved/backend'),
      ).toStrictEqual({ path: './terraform.unresolved.tfstate' });
    });
  });

  it('queue queue takes its name from parameter suffix', async () => {
    const queue = await app.configuration('aws_sqs_queue', 'unresolved/queue');
    expect(queue.name).toBe(
      'orders-${data.aws_ssm_parameter.unresolved/suffix.value}',
    );
  });

  it('topic topic takes its tags Queue from queue queue', async () => {
    const topic = await app.configuration('aws_sns_topic', 'unresolved/topic');
    expect(topic.tags.Queue).toBe('${aws_sqs_queue.unresolved/queue.name}');
  });

  it('queue queue is encrypted', async () => {
    const queue = await app.configuration('aws_sqs_queue', 'unresolved/queue');
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'queue-name',
      'started',
    ]);
  });

  it('exports queue-name of queue queue', async () => {
    expect(await app.output('queue-name')).toStrictEqual({
      value: '${aws_sqs_queue.unresolved/queue.name}',
    });
  });
});

describe('unresolved with AWS_REGION "eu-west-1"', () => {
  const app = synthesis({
    env: { ZONES: 'us-east-1a', AWS_REGION: 'eu-west-1' },
    load: () => import('../../main'),
  });

  it('aws provider aws has region "eu-west-1"', async () => {
    const provider = await app.configuration('provider.aws', 'unresolved/aws');
    expect(provider.region).toBe('eu-west-1');
  });
});

describe('unresolved with AWS_PROFILE "aws-profile"', () => {
  const app = synthesis({
    env: { ZONES: 'us-east-1a', AWS_PROFILE: 'aws-profile' },
    load: () => import('../../main'),
  });

  it('aws provider aws has profile "aws-profile"', async () => {
    const provider = await app.configuration('provider.aws', 'unresolved/aws');
    expect(provider.profile).toBe('aws-profile');
  });
});

describe('unresolved with STAGE "test"', () => {
  const app = synthesis({
    env: { ZONES: 'us-east-1a', STAGE: 'test' },
    load: () => import('../../main'),
  });

  it('SSM parameter suffix has name "/orders/test/suffix"', async () => {
    const parameter = await app.configuration(
      'data.aws_ssm_parameter',
      'unresolved/suffix',
    );
    expect(parameter.name).toBe('/orders/test/suffix');
  });
});
