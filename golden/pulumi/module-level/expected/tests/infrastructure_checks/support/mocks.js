'use strict';

/** What the cloud would answer: the mocks that the program runs under. */

const { filled } = require('./patterns');
const { policyDocument } = require('./policy');
const table = require('./outputs');

const EVALUATED = {
  'aws:iam/getPolicyDocument:getPolicyDocument': policyDocument,
};

/** What marks secrets and their like. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';

/**
 * Mocks for `pulumi.runtime.setMocks`. `region` is that of the deployment, `overrides` what its outputs should be
 * instead, by type and name.
 */
function mocks({ region = table.region, overrides = {} }) {
  return {
    newResource({ type, name, inputs, custom, id }) {
      const state = {
        ...completed(inputs, made(type, name, inputs, region)),
        ...overrides[type]?.[name],
      };
      const { id: own, ...rest } = state;
      return { id: custom ? id || own : '', state: rest };
    },

    call({ token, inputs }) {
      if (token in EVALUATED) return EVALUATED[token](inputs);
      if (!Object.hasOwn(table.answers, token))
        throw new Error(
          `the mocks have no answer of the provider function ${token}: put one into support/outputs.js`,
        );
      const name = token.split(':').pop();
      const use = { seed: token, name, region, own: inputs };
      return { ...filled(table.answers[token], use), ...inputs };
    },
  };
}

/** What the cloud makes up for a resource. */
function made(type, name, inputs, region) {
  const patterns = { ...table.outputs['*'], ...table.outputs[type] };
  return filled(patterns, {
    seed: `${type}::${name}`,
    name,
    region,
    own: unwrapped(inputs),
  });
}

/** What a resource is given with what its mock adds: objects are completed, recursively; all else stays. */
function completed(given, added) {
  if (given === undefined) return added;
  if (!isPlain(given) || !isPlain(added)) return given;
  const all = Object.keys(given).map((key) => [key, completed(given[key], added[key])]);
  return { ...added, ...Object.fromEntries(all) };
}

/** Inputs with the values of secrets instead of their wrapping. */
const unwrapped = (inputs) =>
  Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      value?.[SIGNATURE] && 'value' in value ? value.value : value,
    ]),
  );

/** Whether a value is an object of plain data: no secret, asset or resource. */
const isPlain = (value) =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  !value[SIGNATURE] &&
  Object.getPrototypeOf(Object.getPrototypeOf(value) ?? {}) === null;

module.exports = { mocks };
