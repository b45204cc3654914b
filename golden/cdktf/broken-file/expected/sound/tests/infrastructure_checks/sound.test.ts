// What sound synthesises, run in process: no cloud, no Terraform.
import { synthesis } from './support';

describe('sound', () => {
  const app = synthesis({
    load: () => import('../../main'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_sns_topic: ['sound/topic'],
      'backend.local': ['sound/backend'],
      'provider.aws': ['sound/aws'],
    });
  });

  it('leaves no token without a value', async () => {
    expect(await app.unresolved()).toStrictEqual([]);
  });

  describe('aws provider aws', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'sound/aws'),
      ).toStrictEqual({ region: 'eu-west-1' });
    });
  });

  describe('SNS topic topic', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_sns_topic', 'sound/topic'),
      ).toStrictEqual({ display_name: 'Sound' });
    });
  });

  describe('local backend', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.local', 'sound/backend'),
      ).toStrictEqual({ path: './terraform.sound.tfstate' });
    });
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'topic-arn',
    ]);
  });

  it('exports topic-arn of topic topic', async () => {
    expect(await app.output('topic-arn')).toStrictEqual({
      value: '${aws_sns_topic.sound/topic.arn}',
    });
  });
});
