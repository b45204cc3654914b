/**
 * Checks of the root folder, as its Terraform files declare it.
 *
 * @jest-environment node
 */
const path = require('node:path');

const { expression, load, ref, template } = require('./support/terraform');

let terraform;

beforeAll(async () => {
  terraform = await load(path.join(__dirname, '../..'));
});

describe('inventory', () => {
  it('declares exactly these resources', () => {
    expect(terraform.names('resource')).toEqual({
      terraform_data: [
        'control',
        'heredoc',
        'keys',
        'quotes',
        'templates',
        'unicode',
      ],
    });
  });

  it('declares no data sources', () => {
    expect(terraform.names('data')).toEqual({});
  });

  it('calls no modules', () => {
    expect(terraform.names('module')).toEqual({});
  });
});

describe('terraform_data.quotes', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'terraform_data', 'quotes')).toEqual({
      input: {
        double: 'she said "no"',
        single: "it's",
        triple: '""" and \'\'\'',
        back: '`rm -rf` and \\` and \\',
        trailing: 'ends in a backslash\\',
      },
    });
  });

  it('has its input', () => {
    const block = terraform.block('resource', 'terraform_data', 'quotes');
    expect(block.input).toEqual({
      double: 'she said "no"',
      single: "it's",
      triple: '""" and \'\'\'',
      back: '`rm -rf` and \\` and \\',
      trailing: 'ends in a backslash\\',
    });
  });
});

describe('terraform_data.templates', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'terraform_data', 'templates')).toEqual({
      input: {
        dollar: '${not.a.reference} and $$ and $',
        percent: '%{ if not } a directive %{ endif } and %',
        script: '${process.exit(1)}',
        jinja: '{{ 7 * 7 }} {% raw %} {# none #}',
        mixed: template(
          'a "quoted" ',
          ref('terraform_data.quotes.id'),
          ' and `${that}`',
        ),
        format: '{0} {name} %s %(name)s %d',
        position: '{}',
      },
    });
  });

  it('has its input', () => {
    const block = terraform.block('resource', 'terraform_data', 'templates');
    expect(block.input).toEqual({
      dollar: '${not.a.reference} and $$ and $',
      percent: '%{ if not } a directive %{ endif } and %',
      script: '${process.exit(1)}',
      jinja: '{{ 7 * 7 }} {% raw %} {# none #}',
      mixed: template(
        'a "quoted" ',
        ref('terraform_data.quotes.id'),
        ' and `${that}`',
      ),
      format: '{0} {name} %s %(name)s %d',
      position: '{}',
    });
  });
});

describe('terraform_data.control', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'terraform_data', 'control')).toEqual({
      input: {
        newlines: 'one\ntwo\r\nthree\ttabbed',
        comment: '/* open */ // line # hash --> ]]> */',
        html: '</script><!-- <script>',
        nothing: '',
        spaces: '  kept  ',
      },
    });
  });

  it('has its input', () => {
    const block = terraform.block('resource', 'terraform_data', 'control');
    expect(block.input).toEqual({
      newlines: 'one\ntwo\r\nthree\ttabbed',
      comment: '/* open */ // line # hash --> ]]> */',
      html: '</script><!-- <script>',
      nothing: '',
      spaces: '  kept  ',
    });
  });
});

describe('terraform_data.unicode', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'terraform_data', 'unicode')).toEqual({
      input: {
        accents: 'Grüße, señor, 你好',
        emoji: '🚀👩\u200d👩\u200d👧',
        astral: '🚀',
        separators: 'a\u2028b\u2029c\x85d',
        direction: '\u202eevil\u202c',
        combining: 'é',
        zero_width: 'a\u200bb\ufeffc',
      },
    });
  });

  it('has its input', () => {
    const block = terraform.block('resource', 'terraform_data', 'unicode');
    expect(block.input).toEqual({
      accents: 'Grüße, señor, 你好',
      emoji: '🚀👩\u200d👩\u200d👧',
      astral: '🚀',
      separators: 'a\u2028b\u2029c\x85d',
      direction: '\u202eevil\u202c',
      combining: 'é',
      zero_width: 'a\u200bb\ufeffc',
    });
  });
});

describe('terraform_data.heredoc', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'terraform_data', 'heredoc')).toEqual({
      input: template(
        [
          '"""quoted""" and \'single\' and `ticks`',
          '  ${kept} %{kept} \\n is not a newline \\',
          '*/ and ',
        ].join('\n'),
        ref('terraform_data.quotes.id'),
        '\n',
      ),
    });
  });

  it('has its input', () => {
    const block = terraform.block('resource', 'terraform_data', 'heredoc');
    expect(block.input).toEqual(
      template(
        [
          '"""quoted""" and \'single\' and `ticks`',
          '  ${kept} %{kept} \\n is not a newline \\',
          '*/ and ',
        ].join('\n'),
        ref('terraform_data.quotes.id'),
        '\n',
      ),
    );
  });
});

describe('terraform_data.keys', () => {
  it('is configured as declared', () => {
    expect(terraform.block('resource', 'terraform_data', 'keys')).toEqual({
      input: {
        'with space': 1,
        'with "quotes"': 2,
        ['__proto__']: 3,
        constructor: 4,
        class: 5,
        computed: 6,
        'a.b[0]': 7,
      },
    });
  });

  it('has its input', () => {
    expect(terraform.block('resource', 'terraform_data', 'keys').input).toEqual(
      {
        'with space': 1,
        'with "quotes"': 2,
        ['__proto__']: 3,
        constructor: 4,
        class: 5,
        computed: 6,
        'a.b[0]': 7,
      },
    );
  });
});

describe('wiring', () => {
  it('terraform_data templates takes its input mixed from terraform_data quotes', () => {
    expect(
      terraform.references('resource', 'terraform_data', 'templates', [
        'input',
        'mixed',
      ]),
    ).toEqual(['terraform_data.quotes.id']);
  });

  it('terraform_data heredoc takes its input from terraform_data quotes', () => {
    expect(
      terraform.references('resource', 'terraform_data', 'heredoc', ['input']),
    ).toEqual(['terraform_data.quotes.id']);
  });
});

describe('outputs', () => {
  it('declares exactly these outputs', () => {
    expect(terraform.names('output')).toEqual({ '': ['message'] });
  });

  it('output message gives its declared value', () => {
    expect(terraform.block('output', 'message')).toEqual({
      description: '\'\'\'"""`',
      value: template('<', ref('var.message'), '>'),
    });
  });
});

describe('variables', () => {
  it('declares exactly these variables', () => {
    expect(terraform.names('variable')).toEqual({ '': ['message'] });
  });

  it('variable message keeps its type, default and validation', () => {
    expect(terraform.block('variable', 'message')).toEqual({
      description: 'Shown as "it is", with `ticks`, ${braces} and */.',
      type: ref('string'),
      default: '"; process.exit(1); //',
      validation: [
        {
          condition: expression('!strcontains(var.message, "\\"\\"\\"")'),
          error_message: 'No """ in a message, nor `${this}`.',
        },
      ],
    });
  });
});
