import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const texts: string[] = [
  `it's "quoted" and \`ticked\``,
  '${process.exit(1)} #{x} {{ x }} {% x %} %{x}',
  '*/ // /* <!-- </script>',
  'line\nfeed\r\nand\ttab\u0000\u0007\u001b[31m\u007f',
  'separators \u2028 \u2029 \ufeff, quotes \u2018\u2019\u201c\u201d, caf\u00e9, \u65e5\u672c\u8a9e, \ud83d\ude80',
  'back\\slash \\n \\u0041 \\',
  "'); process.exit(1); ('",
  '$& $1 $$ $` %s %d %j',
  ' leading and trailing ',
  '',
  'null',
  '0x10',
];

const queues = texts.map(
  (text, index) => new aws.sqs.Queue(`queue ${index}: ${text.trim() || 'empty'}`, { tags: { text, [`key ${text}`]: 'value' } }),
);

new aws.ssm.Parameter('__proto__', {
  type: 'String',
  value: JSON.stringify({ ['__proto__']: { polluted: true }, constructor: 'x', "it's": [null, true, -0, 1e21] }),
  tags: { ['__proto__']: 'own', constructor: 'own', 'a.b[0]': 'dotted', "a'b": 'quoted' },
});

new aws.ssm.Parameter('constructor', { type: 'String', value: pulumi.interpolate`${queues[0].arn}'"\`\${x}*/` });

const given = config.get("it's `given` ${x}") ?? "default */ '`${y}";
new aws.ssm.Parameter('given', { type: given === "'; drop `${z}`" ? 'SecureString' : 'String', value: given });

export const last = queues[11].name;
export const all = texts.join('\n');
