// What sound registers, run under mocks: no cloud, no Pulumi engine.
import { deployment } from './support';

describe('sound', () => {
  const stack = deployment({
    project: 'sound',
    stack: 'test',
    load: () => import('../../index'),
  });
  const topic = stack.resource('aws:sns/topic:Topic', 'topic');

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:sns/topic:Topic': ['topic'],
    });
  });

  describe('SNS topic topic', () => {
    it('is configured as declared', async () => {
      expect(await topic.inputs()).toStrictEqual({ displayName: 'Sound' });
    });
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await stack.exports()).sort()).toStrictEqual(['topic']);
  });

  it('exports topic of topic topic', async () => {
    expect(await stack.exported('topic')).toBe(await topic.output('arn'));
  });
});
