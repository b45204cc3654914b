import { AwsProvider } from '@cdktn/provider-aws/lib/provider';
import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue';
import { SsmParameter } from '@cdktn/provider-aws/lib/ssm-parameter';
import { App, Fn, TerraformLocal, TerraformOutput, TerraformStack } from 'cdktn';
import { Construct } from 'constructs';

const texts: string[] = [
  `it's "quoted" and \`ticked\``,
  '$${process.exit(1)} #{x} {{ x }} {% x %} %%{x}',
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

const app = new App();
const stack = new TerraformStack(app, 'hostile');
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });

const queues = texts.map(
  (text, index) =>
    new SqsQueue(new Construct(stack, `the '${index}' \`\${x}\` "caf\u00e9" */`), `queue "${index}" \ud83d\ude80`, {
      tags: { text, [`key ${text}`]: 'value' },
    }),
);

new SsmParameter(stack, 'polluted', {
  name: '__proto__',
  type: 'String',
  value: JSON.stringify({ ['__proto__']: { polluted: true }, constructor: 'x', "it's": [null, true, -0, 1e21] }),
  tags: { constructor: 'own', 'a.b[0]': 'dotted', "a'b": 'quoted', camelCase: 'own', snake_case: 'own' },
});
new SsmParameter(stack, 'toLowerCase', { name: 'constructor', type: 'String', value: `${queues[0].arn}'"\`$\${x}*/` });

const local = new TerraformLocal(stack, "it's", { "a 'key'": '`${1 + 1}`', list: ['"', "'", '\\'] });
new SsmParameter(stack, 'expression', {
  name: 'expression',
  type: 'String',
  value: Fn.format(Fn.rawString(`%s "quoted" 'so' \${"x"} */`), [Fn.jsonencode(local.expression), queues[1].url]),
});

const given = app.node.tryGetContext("it's `given` ${x}") ?? "default */ '`";
new SsmParameter(stack, 'given', {
  name: 'given',
  type: given === "'; drop `z`" ? 'SecureString' : 'String',
  value: Fn.rawString(given),
});

new TerraformOutput(stack, 'last', { value: queues[11].name, description: `'"\`\\ */` });
new TerraformOutput(stack, 'all', { value: texts.slice(2).join('\n') });
app.synth();
