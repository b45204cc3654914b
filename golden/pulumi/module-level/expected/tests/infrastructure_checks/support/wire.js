'use strict';

/** Values as they come out of the program, on the wire and as outputs, made comparable. */

const {
  assetArchive,
  comparable,
  fileArchive,
  fileAsset,
  remoteArchive,
  remoteAsset,
  resource,
  secret,
  textAsset,
} = require('./values');

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const ASSET = 'c44067f5952c0a294b673a41bacd8c17';
const ARCHIVE = '0def7320c3a5731c473e5ecbe6d01bc7';
const RESOURCE = '5cf8f73096256a8f31e491e813e4eb8e';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';

/** The code of dynamic providers. */
const HIDDEN = ['__provider'];

/** The properties of a request or response: secrets as their values, resources as their ids. */
function inputs(struct) {
  const properties = struct?.toJavaScript() ?? {};
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => !HIDDEN.includes(key))
      .map(([key, value]) => [key, received(value)]),
  );
}

function received(value) {
  if (Array.isArray(value)) return value.map(received);
  if (value === null || typeof value !== 'object') return comparable(value);
  switch (value[SIGNATURE]) {
    case SECRET:
    case OUTPUT:
      return received(value.value ?? null);
    case RESOURCE:
      return value.id || value.urn;
    case ASSET:
      return asset(value);
    case ARCHIVE:
      return archive(value, received);
    default:
      return mapped(value, received);
  }
}

function asset({ path, text, uri }) {
  if (path !== undefined) return fileAsset(path);
  return uri === undefined ? textAsset(text) : remoteAsset(uri);
}

function archive({ path, uri, assets }, convert) {
  if (path !== undefined) return fileArchive(path);
  return uri === undefined ? assetArchive(mapped(assets, convert)) : remoteArchive(uri);
}

const mapped = (object, convert) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, convert(value)]));

/**
 * What a program exports, with nothing left to wait for: secrets are marked, whole resources named. `pulumi` is the SDK
 * it is made of.
 */
async function exported(value, pulumi, above = []) {
  const inner = (item) => exported(item, pulumi, [...above, value]);
  if (value instanceof Promise) return exported(await value, pulumi, above);
  if (pulumi.Output.isInstance(value)) return exportedOutput(value, pulumi, above);
  if (typeof value === 'function') return undefined;
  if (value === null || typeof value !== 'object') return comparable(value);
  if (pulumi.Resource.isInstance(value)) return resource(value.__pulumiType, value.__name);
  if (above.includes(value)) return undefined;
  if (pulumi.asset.Asset.isInstance(value)) return asset(await members(value, inner));
  if (pulumi.asset.Archive.isInstance(value)) {
    const { assets, ...rest } = await members(value, inner);
    return archive({ ...rest, assets: await inner(await assets) }, (item) => item);
  }
  if (Array.isArray(value))
    return (await Promise.all(value.map(inner))).map((item) => item ?? null);
  return members(value, inner);
}

async function exportedOutput(output, pulumi, above) {
  const value = await exported(await output.promise(), pulumi, above);
  return (await output.isSecret) === true ? secret(value) : value;
}

/** The members of an object; those that are undefined are left out. */
async function members(object, convert) {
  const entries = await Promise.all(
    Object.entries(object)
      .filter(([key]) => !key.startsWith('__pulumi'))
      .map(async ([key, value]) => [key, await convert(value)]),
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

module.exports = { exported, inputs };
