// What hostile registers, run under mocks: no cloud, no Pulumi engine.
import assert from 'node:assert/strict';

import { deployment, json } from './support';

describe('hostile', () => {
  const stack = deployment({
    project: 'hostile',
    stack: 'test',
    load: () => import('../../index'),
  });
  const queue = stack.resource(
    'aws:sqs/queue:Queue',
    'queue 0: it\'s "quoted" and `ticked`',
  );
  const queue2 = stack.resource(
    'aws:sqs/queue:Queue',
    'queue 1: ${process.exit(1)} #{x} {{ x }} {% x %} %{x}',
  );
  const queue3 = stack.resource(
    'aws:sqs/queue:Queue',
    'queue 2: */ // /* <!-- </script>',
  );
  const queue4 = stack.resource(
    'aws:sqs/queue:Queue',
    'queue 3: line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f',
  );
  const queue5 = stack.resource(
    'aws:sqs/queue:Queue',
    'queue 4: separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀',
  );
  const queue6 = stack.resource(
    'aws:sqs/queue:Queue',
    'queue 5: back\\slash \\n \\u0041 \\',
  );
  const queue7 = stack.resource(
    'aws:sqs/queue:Queue',
    "queue 6: '); process.exit(1); ('",
  );
  const queue8 = stack.resource(
    'aws:sqs/queue:Queue',
    'queue 7: $& $1 $$ $` %s %d %j',
  );
  const queue9 = stack.resource(
    'aws:sqs/queue:Queue',
    'queue 8: leading and trailing',
  );
  const queue10 = stack.resource('aws:sqs/queue:Queue', 'queue 9: empty');
  const queue11 = stack.resource('aws:sqs/queue:Queue', 'queue 10: null');
  const queue12 = stack.resource('aws:sqs/queue:Queue', 'queue 11: 0x10');
  const constructorParameter = stack.resource(
    'aws:ssm/parameter:Parameter',
    'constructor',
  );

  it('declares exactly these resources', async () => {
    assert.deepEqual(await stack.inventory(), {
      'aws:sqs/queue:Queue': [
        'queue 0: it\'s "quoted" and `ticked`',
        'queue 10: null',
        'queue 11: 0x10',
        'queue 1: ${process.exit(1)} #{x} {{ x }} {% x %} %{x}',
        'queue 2: */ // /* <!-- </script>',
        'queue 3: line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f',
        'queue 4: separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀',
        'queue 5: back\\slash \\n \\u0041 \\',
        "queue 6: '); process.exit(1); ('",
        'queue 7: $& $1 $$ $` %s %d %j',
        'queue 8: leading and trailing',
        'queue 9: empty',
      ],
      'aws:ssm/parameter:Parameter': ['__proto__', 'constructor', 'given'],
    });
  });

  describe('SQS queue queue 0: it\'s "quoted" and `ticked`', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue.inputs(), {
        tags: {
          text: 'it\'s "quoted" and `ticked`',
          'key it\'s "quoted" and `ticked`': 'value',
        },
      });
    });
  });

  describe('SQS queue queue 1: ${process.exit(1)} #{x} {{ x }} {% x %} %{x}', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue2.inputs(), {
        tags: {
          text: '${process.exit(1)} #{x} {{ x }} {% x %} %{x}',
          'key ${process.exit(1)} #{x} {{ x }} {% x %} %{x}': 'value',
        },
      });
    });
  });

  describe('SQS queue queue 2: */ // /* <!-- </script>', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue3.inputs(), {
        tags: {
          text: '*/ // /* <!-- </script>',
          'key */ // /* <!-- </script>': 'value',
        },
      });
    });
  });

  describe('SQS queue queue 3: line feed and tab???[31m?', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue4.inputs(), {
        tags: {
          text: 'line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f',
          'key line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f': 'value',
        },
      });
    });
  });

  describe('SQS queue queue 4: separators ?, quotes ‘’“”, café, 日本語, 🚀', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue5.inputs(), {
        tags: {
          text: 'separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀',
          'key separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀':
            'value',
        },
      });
    });
  });

  describe('SQS queue queue 5: back\\slash \\n \\u0041 \\', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue6.inputs(), {
        tags: {
          text: 'back\\slash \\n \\u0041 \\',
          'key back\\slash \\n \\u0041 \\': 'value',
        },
      });
    });
  });

  describe("SQS queue queue 6: '); process.exit(1); ('", () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue7.inputs(), {
        tags: {
          text: "'); process.exit(1); ('",
          "key '); process.exit(1); ('": 'value',
        },
      });
    });
  });

  describe('SQS queue queue 7: $& $1 $$ $` %s %d %j', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue8.inputs(), {
        tags: {
          text: '$& $1 $$ $` %s %d %j',
          'key $& $1 $$ $` %s %d %j': 'value',
        },
      });
    });
  });

  describe('SQS queue queue 8: leading and trailing', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue9.inputs(), {
        tags: {
          text: ' leading and trailing ',
          'key  leading and trailing ': 'value',
        },
      });
    });
  });

  describe('SQS queue queue 9: empty', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue10.inputs(), {
        tags: { text: '', 'key ': 'value' },
      });
    });
  });

  describe('SQS queue queue 10: null', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue11.inputs(), {
        tags: { text: 'null', 'key null': 'value' },
      });
    });
  });

  describe('SQS queue queue 11: 0x10', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await queue12.inputs(), {
        tags: { text: '0x10', 'key 0x10': 'value' },
      });
    });
  });

  describe('SSM parameter __proto__', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(
        await stack.inputs('aws:ssm/parameter:Parameter', '__proto__'),
        {
          type: 'String',
          value: json({
            ['__proto__']: { polluted: true },
            constructor: 'x',
            "it's": [null, true, 0, 1e21],
          }),
          tags: { constructor: 'own', 'a.b[0]': 'dotted', "a'b": 'quoted' },
        },
      );
    });
  });

  describe('SSM parameter constructor', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(await constructorParameter.inputs(), {
        type: 'String',
        value: `${await queue.output('arn')}'"\`\${x}*/`,
      });
    });
  });

  describe('SSM parameter given', () => {
    it('is configured as declared', async () => {
      assert.deepEqual(
        await stack.inputs('aws:ssm/parameter:Parameter', 'given'),
        { type: 'String', value: "default */ '`${y}" },
      );
    });
  });

  it('parameter constructor takes its value from queue queue 0: it\'s "quoted" and `ticked`', async () => {
    const parameter = await constructorParameter.inputs();
    assert.equal(parameter.value, `${await queue.output('arn')}'"\`\${x}*/`);
  });

  it('queue queue 0: it\'s "quoted" and `ticked` is encrypted', async () => {
    const queueInputs = await queue.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 1: ${process.exit(1)} #{x} {{ x }} {% x %} %{x} is encrypted', async () => {
    const queueInputs = await queue2.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 2: */ // /* <!-- </script> is encrypted', async () => {
    const queueInputs = await queue3.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 3: line feed and tab???[31m? is encrypted', async () => {
    const queueInputs = await queue4.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 4: separators ?, quotes ‘’“”, café, 日本語, 🚀 is encrypted', async () => {
    const queueInputs = await queue5.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 5: back\\slash \\n \\u0041 \\ is encrypted', async () => {
    const queueInputs = await queue6.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it("queue queue 6: '); process.exit(1); (' is encrypted", async () => {
    const queueInputs = await queue7.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 7: $& $1 $$ $` %s %d %j is encrypted', async () => {
    const queueInputs = await queue8.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 8: leading and trailing is encrypted', async () => {
    const queueInputs = await queue9.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 9: empty is encrypted', async () => {
    const queueInputs = await queue10.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 10: null is encrypted', async () => {
    const queueInputs = await queue11.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('queue queue 11: 0x10 is encrypted', async () => {
    const queueInputs = await queue12.inputs();
    assert.equal(queueInputs.sqsManagedSseEnabled, undefined);
  });

  it('exports exactly these outputs', async () => {
    assert.deepEqual(Object.keys(await stack.exports()).sort(), [
      'all',
      'last',
    ]);
  });

  it('exports last of queue queue 11: 0x10', async () => {
    assert.equal(await stack.exported('last'), await queue12.output('name'));
  });

  it('exports all', async () => {
    assert.equal(
      await stack.exported('all'),
      [
        'it\'s "quoted" and `ticked`',
        '${process.exit(1)} #{x} {{ x }} {% x %} %{x}',
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
    );
  });
});

describe('hostile with it\'s `given` ${x} "it-s-given-x"', () => {
  const stack = deployment({
    project: 'hostile',
    stack: 'test',
    config: { "hostile:it's `given` ${x}": 'it-s-given-x' },
    load: () => import('../../index'),
  });

  it('SSM parameter given has value "it-s-given-x"', async () => {
    const parameter = await stack.inputs(
      'aws:ssm/parameter:Parameter',
      'given',
    );
    assert.equal(parameter.value, 'it-s-given-x');
  });
});

describe('hostile with it\'s `given` ${x} "\'; drop `${z}`"', () => {
  const stack = deployment({
    project: 'hostile',
    stack: 'test',
    config: { "hostile:it's `given` ${x}": "'; drop `${z}`" },
    load: () => import('../../index'),
  });

  it('SSM parameter given has its type and value', async () => {
    const parameter = await stack.inputs(
      'aws:ssm/parameter:Parameter',
      'given',
    );
    assert.equal(parameter.type, 'SecureString');
    assert.equal(parameter.value, "'; drop `${z}`");
  });
});
