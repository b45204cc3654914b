'use strict';

/**
 * The JSON that `aws.iam.getPolicyDocument` gives, in the AWS provider's own form: a list of one is a plain string,
 * longer ones are in reverse order, and what is empty is left out.
 */

const DEFAULT_VERSION = '2012-10-17';
const OLD_VERSION = '2008-10-17';

const DOCUMENT = ['Version', 'Id', 'Statement'];
const STATEMENT = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];

/** What `getPolicyDocument` answers to these arguments. Throws what the provider refuses. */
function policyDocument(given) {
  const own = ownDocument(given);
  const sources = documents(given.sourceJson, given.sourcePolicyDocuments);
  const overrides = documents(given.overridePolicyDocuments, given.overrideJson);
  const normal = sources.map(normalDocument);
  refuseDuplicates(normal.flatMap((document) => document.Statement ?? []));
  const document =
    sources.length || overrides.length
      ? merged([...normal, own, ...overrides.map(normalDocument)])
      : own;
  const text = JSON.stringify(document);
  return { ...given, json: text, minifiedJson: text };
}

function documents(...given) {
  return given
    .flat()
    .filter((text) => text !== undefined && text !== null && text !== '')
    .map((text) => {
      try {
        return typeof text === 'string' ? JSON.parse(text) : text;
      } catch {
        throw new Error('a source or override document is not JSON');
      }
    });
}

/** One document of all: later statements replace earlier ones of the same Sid, the latest version and id count. */
function merged(all) {
  let version = '';
  let id = '';
  const statements = [];
  for (const document of all) {
    if ((document.Version ?? '') > version) version = document.Version;
    id = document.Id || id;
    for (const statement of document.Statement ?? []) {
      const same = statement.Sid
        ? statements.findIndex(({ Sid }) => Sid === statement.Sid)
        : -1;
      if (same >= 0) statements[same] = statement;
      else statements.push(statement);
    }
  }
  return withoutEmpty({ Version: version, Id: id, Statement: statements });
}

function refuseDuplicates(statements) {
  const seen = new Set();
  for (const { Sid } of statements) {
    if (Sid && seen.has(Sid)) throw new Error(`duplicate Sid (${Sid})`);
    seen.add(Sid);
  }
}

// --- The document that the arguments themselves describe. ---

function ownDocument(given) {
  const version = given.version || DEFAULT_VERSION;
  const statements = given.statements?.map((each) => ownStatement(each, version));
  refuseDuplicates(statements ?? []);
  return withoutEmpty({
    Version: version,
    Id: given.policyId,
    Statement: statements,
  });
}

function ownStatement(given, version) {
  return withoutEmpty({
    Sid: given.sid,
    Effect: given.effect || 'Allow',
    Action: strings(given.actions),
    NotAction: strings(given.notActions),
    Resource: withVariables(strings(given.resources), version),
    NotResource: withVariables(strings(given.notResources), version),
    Principal: ownPrincipals(given.principals, version),
    NotPrincipal: ownPrincipals(given.notPrincipals, version),
    Condition: ownConditions(given.conditions, version),
  });
}

/** A set of strings: one alone, more in reverse order. */
function strings(values) {
  if (!Array.isArray(values)) return values;
  const texts = [...new Set(values.map(String))].sort(byCodePoint).reverse();
  return texts.length === 1 ? texts[0] : texts;
}

function ownPrincipals(blocks, version) {
  if (!Array.isArray(blocks)) return blocks;
  const found = {};
  for (const { type, identifiers } of distinct(blocks)) {
    const texts = withVariables(strings(identifiers), version);
    found[type] = type in found ? [found[type], texts].flat() : texts;
  }
  const types = Object.keys(found).sort(byCodePoint);
  if (types.length === 1 && [found['*']].flat().join('\n') === '*') return '*';
  return Object.fromEntries(types.map((type) => [type, found[type]]));
}

function ownConditions(blocks, version) {
  if (!Array.isArray(blocks)) return blocks;
  const found = {};
  for (const { test, variable, values } of distinct(blocks)) {
    found[test] ??= {};
    const before = found[test][variable] ?? [];
    const more = (values ?? []).map((value) =>
      withVariables(String(value), version),
    );
    found[test][variable] = [...before, ...more];
  }
  return Object.fromEntries(
    Object.keys(found)
      .sort(byCodePoint)
      .map((test) => [test, mapped(found[test], single)]),
  );
}

/** `&{aws:username}` as `${aws:username}`. */
function withVariables(value, version) {
  if (Array.isArray(value)) return value.map((each) => withVariables(each, version));
  if (typeof value !== 'string') return value;
  if (value.includes('&{') && version === OLD_VERSION)
    throw new Error(`found &{ in ${value}, which version ${OLD_VERSION} does not support`);
  return value.replaceAll('&{', '${');
}

// --- Documents that are given as JSON. ---

function normalDocument(data) {
  const fields = fieldsOf(data, DOCUMENT);
  if (fields.Statement === undefined) return fields;
  if (!Array.isArray(fields.Statement)) throw new Error('Statement is not a list');
  return { ...fields, Statement: fields.Statement.map(normalStatement) };
}

function normalStatement(data) {
  const fields = fieldsOf(data, STATEMENT);
  for (const name of ['Principal', 'NotPrincipal'])
    if (name in fields) fields[name] = normalPrincipal(fields[name]);
  if ('Condition' in fields) fields.Condition = normalCondition(fields.Condition);
  return fields;
}

/** Names of fields count in any case, as Go's JSON reader has it; unknown fields go. */
function fieldsOf(data, names) {
  if (!isObject(data)) throw new Error('an object is expected');
  const given = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key.toLowerCase(), value]),
  );
  return withoutEmpty(
    Object.fromEntries(names.map((name) => [name, given[name.toLowerCase()]])),
  );
}

/** Any single string is `*`; lists are in reverse order. */
function normalPrincipal(data) {
  if (typeof data === 'string') return '*';
  if (!isObject(data)) return data;
  const types = Object.keys(data).sort(byCodePoint);
  if (types.length === 1 && [data['*']].flat().join('\n') === '*') return '*';
  const reversed = (value) =>
    Array.isArray(value) ? [...value].sort(byCodePoint).reverse() : value;
  return Object.fromEntries(types.map((type) => [type, reversed(data[type])]));
}

/** A list of one is a plain string, a bool its text. */
function normalCondition(data) {
  if (!isObject(data)) return data;
  const value = (given) => (typeof given === 'boolean' ? String(given) : single(given));
  return Object.fromEntries(
    Object.keys(data)
      .sort(byCodePoint)
      .map((test) => [test, mapped(data[test], value)]),
  );
}

// --- Plain data. ---

const isObject = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const single = (value) =>
  Array.isArray(value) && value.length === 1 ? value[0] : value;

const mapped = (object, change) =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, change(value)]),
  );

/** Blocks that say the same are one, in whatever order they say it. */
const distinct = (blocks) => [
  ...new Map(
    blocks.map((block) => [JSON.stringify(Object.entries(block).sort()), block]),
  ).values(),
];

/** As Go and Python sort: JavaScript's own order differs outside of the basic plane. */
const byCodePoint = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function withoutEmpty(object) {
  const isEmpty = (value) =>
    value === undefined ||
    value === null ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value).length === 0);
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => !isEmpty(value)),
  );
}

module.exports = { policyDocument };
