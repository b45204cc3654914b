'use strict';

/** That the tests of this folder would fail: each check runs a small program with a fault in it. */

const assert = require('assert');

const { Deployment } = require('./deployment');
const HOME = require('./home');
const { requireFrom } = require('./modules');
const { json, secret } = require('./values');

const TYPE = 'check:index:Thing';

/** Milliseconds; nothing here takes any time. */
const PATIENCE = 200;

/** A deployment of a program that gets Pulumi's SDK and a function that makes resources. */
function programOf(work) {
  const load = async () => {
    const pulumi = requireFrom(HOME)('@pulumi/pulumi');
    const make = (name, inputs = {}) => new pulumi.CustomResource(TYPE, name, inputs);
    return { default: () => work({ pulumi, make }) };
  };
  return new Deployment({ folder: HOME, load, patience: PATIENCE });
}

/** Checks that a program is refused with this in the message, whatever is asked of it. */
const refused = (message, work) => async () => {
  const stack = programOf(work);
  assert.match(await stack.failure(), message);
  await assert.rejects(stack.inventory(), message);
};

const never = () => new Promise(() => undefined);
const fault = async () => {
  throw new Error('a fault');
};

const checks = {
  'refuses a program that throws': refused(/a fault/, fault),

  'refuses a program that never settles': refused(/the program never settles/, never),

  'refuses an input that is rejected': refused(/a fault/, ({ make }) => {
    make('a', { size: fault() });
    return {};
  }),

  'refuses an input that never settles': refused(/a resource never settles/, ({ make }) => {
    make('a', { size: never() });
    return {};
  }),

  'refuses an error in apply': refused(/a fault/, ({ make }) => {
    make('a').urn.apply(fault);
    return {};
  }),

  'refuses an error in a resource of an apply': refused(/a fault/, ({ make }) => {
    make('a').urn.apply(() => make('b', { size: fault() }));
    return {};
  }),

  'refuses an error that nobody waits for': refused(/a fault/, () => {
    setTimeout(() => void fault(), 5);
    return {};
  }),

  'refuses an output that never settles': refused(/an export never settles/, () => ({
    a: never(),
  })),

  'refuses a provider function that the mocks do not know': refused(
    /no answer of the provider function check:index:ask/,
    ({ pulumi }) => ({ a: pulumi.runtime.invoke('check:index:ask', {}) }),
  ),

  'tells of an output that the mocks do not know': async () => {
    const stack = programOf(({ make }) => {
      make('a', { size: undefined }).size.apply((size) => size);
      return {};
    });
    assert.deepStrictEqual(await stack.unanswered(), [`${TYPE}::a.size`]);
  },

  'finds no resource, output or export that is not there': async () => {
    const stack = programOf(({ make }) => {
      make('a');
      return {};
    });
    await assert.rejects(stack.inputs(TYPE, 'b'), /called b; there is a/);
    await assert.rejects(stack.output(TYPE, 'a', 'arn'), /say nothing of arn/);
    await assert.rejects(stack.exported('a'), /nothing is exported as a/);
  },

  'tells values apart': async () => {
    const stack = programOf(({ pulumi, make }) => {
      make('a', { text: '{"b": [1, "2"]}', key: pulumi.secret('c') });
      return { key: pulumi.secret('c') };
    });
    const inputs = await stack.inputs(TYPE, 'a');
    assert.deepStrictEqual(inputs, { text: json({ b: [1, '2'] }), key: 'c' });
    assert.notDeepStrictEqual(inputs, { text: json({ b: [1, 2] }), key: 'c' });
    assert.notDeepStrictEqual(inputs, { text: { b: [1, '2'] }, key: 'c' });
    assert.deepStrictEqual(await stack.exported('key'), secret('c'));
    assert.notDeepStrictEqual(await stack.exported('key'), 'c');
  },
};

module.exports = { checks };
