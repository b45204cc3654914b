'use strict';

/** Looking into plain data. */

/** The steps of a path: `a.b[0].c` and `a.b.0.c` are the same. */
const stepsOf = (path) =>
  String(path)
    .split(/[.[\]]+/)
    .filter((step) => step !== '');

/** A copy of the value without what stands at a path. */
function omitted(value, [step, ...rest]) {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return value;
  const copy = Array.isArray(value)
    ? value.slice()
    : Object.create(Object.getPrototypeOf(value), Object.getOwnPropertyDescriptors(value));
  if (rest.length) copy[step] = omitted(value[step], rest);
  else delete copy[step];
  return copy;
}

/** All texts that stand under one of these keys, anywhere in a value. */
function textsUnder(value, ...keys) {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) =>
    !Array.isArray(value) && keys.includes(key) ? textsIn(item) : textsUnder(item, ...keys),
  );
}

const textsIn = (value) => {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn);
};

module.exports = { omitted, stepsOf, textsUnder };
