'use strict';

/** That the tests of this folder would fail: each check runs a small program with a fault in it. */

const assert = require('assert');

const { json } = require('./documents');
const HOME = require('./home');
const { libraries } = require('./library');
const { Synthesis } = require('./synthesis');

const TYPE = 'check_thing';

/** Milliseconds; nothing here takes any time. */
const PATIENCE = 200;

/** A program that gets the library. */
const programOf = (work) =>
  new Synthesis({ load: async () => ({ default: work(libraries(HOME)[0]) }), patience: PATIENCE });

/** What `build` makes in a stack, by a function that makes resources. */
function stackOf(build) {
  return programOf(({ App, TerraformStack, TerraformResource }) => {
    const app = new App();
    const stack = new TerraformStack(app, 'check');
    const make = (id, inputs = {}, facts = {}) => {
      const made = new TerraformResource(stack, id, { terraformResourceType: TYPE, ...facts });
      for (const [name, value] of Object.entries(inputs)) made.addOverride(name, value);
      return made;
    };
    build({ make });
    app.synth();
  });
}

/** Checks that a program is refused with this in the message, whatever is asked of it. */
const refused = (message, app) => async () => {
  assert.match(await app.failure(), message);
  await assert.rejects(app.inventory(), message);
};

const fault = async () => {
  throw new Error('a fault');
};

const checks = {
  'refuses a program that throws': refused(/a fault/, programOf(fault)),

  'refuses a program that never settles': refused(
    /the program never settles/,
    programOf(() => new Promise(() => undefined)),
  ),

  'refuses a program that synthesises nothing': refused(
    /no App of the program calls synth/,
    programOf(({ App }) => void new App()),
  ),

  'refuses an error that nobody waits for': refused(
    /a fault/,
    programOf(() => void setTimeout(() => void fault(), 5)),
  ),

  'refuses a program that ends with an exit code': refused(
    /exit code 3/,
    programOf(() => process.exit(3)),
  ),

  'refuses what the library refuses': refused(
    /already a Construct with name 'a'/,
    stackOf(({ make }) => [make('a'), make('a')]),
  ),

  'refuses a resource without its provider': refused(
    /provider/,
    stackOf(({ make }) => make('a', {}, { terraformGeneratorMetadata: { providerName: 'check' } })),
  ),

  'tells of a token that is left': async () => {
    const app = stackOf(({ make }) =>
      make('a', { name: make('b').getStringAttribute('name').toUpperCase() }),
    );
    assert.match((await app.unresolved()).join(), /^check\.resource\.check_thing\.a\.name: .*TFTOKEN/);
  },

  'finds no element and no output that is not there': async () => {
    const app = stackOf(({ make }) => make('a'));
    assert.deepStrictEqual(await app.inventory({ without: ['backend.local'] }), { [TYPE]: ['check/a'] });
    await assert.rejects(app.configuration(TYPE, 'check/b'), /no check_thing is at check\/b; there is check\/a/);
    await assert.rejects(app.output('a'), /there is no output a/);
  },

  'tells references apart': async () => {
    const app = stackOf(({ make }) => {
      const [a, b] = [make('a'), make('b')];
      const [one, other] = [a, b].map((each) => each.getStringAttribute('arn'));
      make('c', { one, other, text: '$${check_thing.a.arn}' });
    });
    assert.deepStrictEqual(await app.configuration(TYPE, 'check/c'), {
      one: '${check_thing.check/a.arn}',
      other: '${check_thing.check/b.arn}',
      text: '$${check_thing.a.arn}',
    });
  },

  'tells values apart': async () => {
    const app = stackOf(({ make }) => make('a', { text: '{"b": [1, "2"]}', size: 1 }));
    const found = await app.configuration(TYPE, 'check/a');
    assert.deepStrictEqual(found, { text: json({ b: [1, '2'] }), size: 1 });
    assert.notDeepStrictEqual(found, { text: json({ b: [1, 2] }), size: 1 });
    assert.notDeepStrictEqual(found, { text: { b: [1, '2'] }, size: 1 });
    assert.notDeepStrictEqual(found, { text: json({ b: [1, '2'] }), size: '1' });
  },
};

module.exports = { checks };
