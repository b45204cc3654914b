'use strict';

/** Items of DynamoDB as a document client has them, and as the API does: `{ S: 'text' }`. */

/** What stands at the ends of a command's nodes is changed; see `inputKeyNodes` of @aws-sdk/lib-dynamodb. */
function changed(value, nodes, change) {
  if (value === undefined || value === null) return value;
  if (nodes === null) return change(value);
  const names = Object.keys(nodes);
  if (names.length === 0) return mapped(value, () => change);
  if (names.length === 1 && names[0] === '*')
    return mapped(value, () => (item) => changed(item, nodes['*'], change));
  return mapped(value, (name) =>
    Object.hasOwn(nodes, name)
      ? (item) => changed(item, nodes[name], change)
      : (item) => item,
  );
}

function mapped(value, changeOf) {
  if (Array.isArray(value)) return value.map((item) => changeOf('*')(item));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, changeOf(name)(item)]),
  );
}

/** How a client of this package marshalls: both ways, for one command. */
function translation(require, client, command) {
  const library = require.resolve('@aws-sdk/lib-dynamodb');
  const { createRequire } = require('module');
  const { marshall, unmarshall } = createRequire(library)('@aws-sdk/util-dynamodb');
  const { marshallOptions, unmarshallOptions } = client.config.translateConfig ?? {};
  const to = { convertTopLevelContainer: true, ...marshallOptions };
  const from = { convertWithoutMapWrapper: true, ...unmarshallOptions };
  return {
    input: changed(command.input, command.inputKeyNodes, (value) =>
      marshall(value, to),
    ),
    output: (answer) =>
      changed(answer, command.outputKeyNodes, (value) => unmarshall(value, from)),
  };
}

module.exports = { translation };
