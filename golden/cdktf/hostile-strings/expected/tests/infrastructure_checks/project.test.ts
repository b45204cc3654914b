// What project synthesises, run in process: no cloud, no Terraform.
import { json, synthesis } from './support';

describe('hostile', () => {
  const app = synthesis({
    load: () => import('../../main'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_sqs_queue: [
        'hostile/the \'0\' `${x}` "café" *--/queue "0" 🚀',
        'hostile/the \'1\' `${x}` "café" *--/queue "1" 🚀',
        'hostile/the \'10\' `${x}` "café" *--/queue "10" 🚀',
        'hostile/the \'11\' `${x}` "café" *--/queue "11" 🚀',
        'hostile/the \'2\' `${x}` "café" *--/queue "2" 🚀',
        'hostile/the \'3\' `${x}` "café" *--/queue "3" 🚀',
        'hostile/the \'4\' `${x}` "café" *--/queue "4" 🚀',
        'hostile/the \'5\' `${x}` "café" *--/queue "5" 🚀',
        'hostile/the \'6\' `${x}` "café" *--/queue "6" 🚀',
        'hostile/the \'7\' `${x}` "café" *--/queue "7" 🚀',
        'hostile/the \'8\' `${x}` "café" *--/queue "8" 🚀',
        'hostile/the \'9\' `${x}` "café" *--/queue "9" 🚀',
      ],
      aws_ssm_parameter: [
        'hostile/expression',
        'hostile/given',
        'hostile/polluted',
        'hostile/toLowerCase',
      ],
      'backend.local': ['hostile/backend'],
      local: ["hostile/it's"],
      'provider.aws': ['hostile/aws'],
    });
  });

  it('leaves no token without a value', async () => {
    expect(await app.unresolved()).toStrictEqual([]);
  });

  describe('aws provider aws', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'hostile/aws'),
      ).toStrictEqual({ region: 'eu-west-1' });
    });
  });

  describe('SQS queue the \'0\' `${x}` "café" *--/queue "0" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'0\' `${x}` "café" *--/queue "0" 🚀',
        ),
      ).toStrictEqual({
        tags: {
          text: 'it\'s "quoted" and `ticked`',
          'key it\'s "quoted" and `ticked`': 'value',
        },
      });
    });
  });

  describe('SQS queue the \'1\' `${x}` "café" *--/queue "1" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'1\' `${x}` "café" *--/queue "1" 🚀',
        ),
      ).toStrictEqual({
        tags: {
          text: '$${process.exit(1)} #{x} {{ x }} {% x %} %%{x}',
          'key $${process.exit(1)} #{x} {{ x }} {% x %} %%{x}': 'value',
        },
      });
    });
  });

  describe('SQS queue the \'2\' `${x}` "café" *--/queue "2" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'2\' `${x}` "café" *--/queue "2" 🚀',
        ),
      ).toStrictEqual({
        tags: {
          text: '*/ // /* <!-- </script>',
          'key */ // /* <!-- </script>': 'value',
        },
      });
    });
  });

  describe('SQS queue the \'3\' `${x}` "café" *--/queue "3" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'3\' `${x}` "café" *--/queue "3" 🚀',
        ),
      ).toStrictEqual({
        tags: {
          text: 'line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f',
          'key line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f': 'value',
        },
      });
    });
  });

  describe('SQS queue the \'4\' `${x}` "café" *--/queue "4" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'4\' `${x}` "café" *--/queue "4" 🚀',
        ),
      ).toStrictEqual({
        tags: {
          text: 'separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀',
          'key separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀':
            'value',
        },
      });
    });
  });

  describe('SQS queue the \'5\' `${x}` "café" *--/queue "5" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'5\' `${x}` "café" *--/queue "5" 🚀',
        ),
      ).toStrictEqual({
        tags: {
          text: 'back\\slash \\n \\u0041 \\',
          'key back\\slash \\n \\u0041 \\': 'value',
        },
      });
    });
  });

  describe('SQS queue the \'6\' `${x}` "café" *--/queue "6" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'6\' `${x}` "café" *--/queue "6" 🚀',
        ),
      ).toStrictEqual({
        tags: {
          text: "'); process.exit(1); ('",
          "key '); process.exit(1); ('": 'value',
        },
      });
    });
  });

  describe('SQS queue the \'7\' `${x}` "café" *--/queue "7" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'7\' `${x}` "café" *--/queue "7" 🚀',
        ),
      ).toStrictEqual({
        tags: {
          text: '$& $1 $$ $` %s %d %j',
          'key $& $1 $$ $` %s %d %j': 'value',
        },
      });
    });
  });

  describe('SQS queue the \'8\' `${x}` "café" *--/queue "8" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'8\' `${x}` "café" *--/queue "8" 🚀',
        ),
      ).toStrictEqual({
        tags: {
          text: ' leading and trailing ',
          'key  leading and trailing ': 'value',
        },
      });
    });
  });

  describe('SQS queue the \'9\' `${x}` "café" *--/queue "9" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'9\' `${x}` "café" *--/queue "9" 🚀',
        ),
      ).toStrictEqual({ tags: { text: '', 'key ': 'value' } });
    });
  });

  describe('SQS queue the \'10\' `${x}` "café" *--/queue "10" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'10\' `${x}` "café" *--/queue "10" 🚀',
        ),
      ).toStrictEqual({ tags: { text: 'null', 'key null': 'value' } });
    });
  });

  describe('SQS queue the \'11\' `${x}` "café" *--/queue "11" 🚀', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_sqs_queue',
          'hostile/the \'11\' `${x}` "café" *--/queue "11" 🚀',
        ),
      ).toStrictEqual({ tags: { text: '0x10', 'key 0x10': 'value' } });
    });
  });

  describe('SSM parameter polluted', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_ssm_parameter', 'hostile/polluted'),
      ).toStrictEqual({
        name: '__proto__',
        tags: {
          constructor: 'own',
          'a.b[0]': 'dotted',
          "a'b": 'quoted',
          camelCase: 'own',
          snake_case: 'own',
        },
        type: 'String',
        value: json({
          ['__proto__']: { polluted: true },
          constructor: 'x',
          "it's": [null, true, 0, 1e21],
        }),
      });
    });
  });

  describe('SSM parameter toLowerCase', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_ssm_parameter', 'hostile/toLowerCase'),
      ).toStrictEqual({
        name: 'constructor',
        type: 'String',
        value:
          '${aws_sqs_queue.hostile/the \'0\' `${x}` "café" *--/queue "0" 🚀.arn}\'"`$${x}*/',
      });
    });
  });

  describe("local it's", () => {
    it('is configured as declared', async () => {
      expect(await app.configuration('local', "hostile/it's")).toStrictEqual({
        value: { "a 'key'": '`${1 + 1}`', list: ['"', "'", '\\'] },
      });
    });
  });

  describe('SSM parameter expression', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_ssm_parameter', 'hostile/expression'),
      ).toStrictEqual({
        name: 'expression',
        type: 'String',
        value:
          '${format("%s \\"quoted\\" \'so\' $${\\"x\\"} */", jsonencode(local.hostile/it\'s), aws_sqs_queue.hostile/the \'1\' `${x}` "café" *--/queue "1" 🚀.url)}',
      });
    });
  });

  describe('SSM parameter given', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_ssm_parameter', 'hostile/given'),
      ).toStrictEqual({
        name: 'given',
        type: 'String',
        value: "from */ the '`$${y} file",
      });
    });
  });

  describe('local backend', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.local', 'hostile/backend'),
      ).toStrictEqual({ path: './terraform.hostile.tfstate' });
    });
  });

  it('parameter toLowerCase takes its value from queue the \'0\' `${x}` "café" *--/queue "0" 🚀', async () => {
    const parameter = await app.configuration(
      'aws_ssm_parameter',
      'hostile/toLowerCase',
    );
    expect(parameter.value).toBe(
      '${aws_sqs_queue.hostile/the \'0\' `${x}` "café" *--/queue "0" 🚀.arn}\'"`$${x}*/',
    );
  });

  it('parameter expression takes its value from local it\'s and queue the \'1\' `${x}` "café" *--/queue "1" 🚀', async () => {
    const parameter = await app.configuration(
      'aws_ssm_parameter',
      'hostile/expression',
    );
    expect(parameter.value).toBe(
      '${format("%s \\"quoted\\" \'so\' $${\\"x\\"} */", jsonencode(local.hostile/it\'s), aws_sqs_queue.hostile/the \'1\' `${x}` "café" *--/queue "1" 🚀.url)}',
    );
  });

  it('queue the \'0\' `${x}` "café" *--/queue "0" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'0\' `${x}` "café" *--/queue "0" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'1\' `${x}` "café" *--/queue "1" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'1\' `${x}` "café" *--/queue "1" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'2\' `${x}` "café" *--/queue "2" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'2\' `${x}` "café" *--/queue "2" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'3\' `${x}` "café" *--/queue "3" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'3\' `${x}` "café" *--/queue "3" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'4\' `${x}` "café" *--/queue "4" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'4\' `${x}` "café" *--/queue "4" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'5\' `${x}` "café" *--/queue "5" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'5\' `${x}` "café" *--/queue "5" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'6\' `${x}` "café" *--/queue "6" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'6\' `${x}` "café" *--/queue "6" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'7\' `${x}` "café" *--/queue "7" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'7\' `${x}` "café" *--/queue "7" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'8\' `${x}` "café" *--/queue "8" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'8\' `${x}` "café" *--/queue "8" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'9\' `${x}` "café" *--/queue "9" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'9\' `${x}` "café" *--/queue "9" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'10\' `${x}` "café" *--/queue "10" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'10\' `${x}` "café" *--/queue "10" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('queue the \'11\' `${x}` "café" *--/queue "11" 🚀 is encrypted', async () => {
    const queue = await app.configuration(
      'aws_sqs_queue',
      'hostile/the \'11\' `${x}` "café" *--/queue "11" 🚀',
    );
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'all',
      'last',
    ]);
  });

  it('exports last of queue the \'11\' `${x}` "café" *--/queue "11" 🚀', async () => {
    expect(await app.output('last')).toStrictEqual({
      value:
        '${aws_sqs_queue.hostile/the \'11\' `${x}` "café" *--/queue "11" 🚀.name}',
      description: '\'"`\\ */',
    });
  });

  it('exports all', async () => {
    expect(await app.output('all')).toStrictEqual({
      value: [
        '*/ // /* <!-- </script>',
        'line',
        'feed\r',
        'and\ttab\x00\x07\x1b[31m\x7f',
        'separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀',
        'back\\slash \\n \\u0041 \\',
        "'); process.exit(1); ('",
        '$& $1 $$ $` %s %d %j',
        ' leading and trailing ',
        '',
        'null',
        '0x10',
      ].join('\n'),
    });
  });
});

describe('hostile with it\'s `given` ${x} ""', () => {
  const app = synthesis({
    context: { "it's `given` ${x}": '' },
    load: () => import('../../main'),
  });

  it('SSM parameter given has value ""', async () => {
    const parameter = await app.configuration(
      'aws_ssm_parameter',
      'hostile/given',
    );
    expect(parameter.value).toBe('');
  });
});

describe('hostile with it\'s `given` ${x} "\'; drop `z`"', () => {
  const app = synthesis({
    context: { "it's `given` ${x}": "'; drop `z`" },
    load: () => import('../../main'),
  });

  it('SSM parameter given has its type and value', async () => {
    const parameter = await app.configuration(
      'aws_ssm_parameter',
      'hostile/given',
    );
    expect(parameter.type).toBe('SecureString');
    expect(parameter.value).toBe("'; drop `z`");
  });
});
