'use strict';

/** Values as tests compare them: plain data, and a class for each thing that plain data cannot tell apart. */

const path = require('path');

const HOME = require('./home');

const texts = new WeakMap();

/** A text that is the JSON of an object: its members can be read, and it is itself as a text. */
class JsonObject {
  toString() {
    return texts.get(this);
  }}

/** A text that is the JSON of a list. */
class JsonArray extends Array {
  static get [Symbol.species]() {
    return Array;
  }

  toString() {
    return texts.get(this);
  }}

class Secret {
  constructor(value) {
    this.secret = value;
  }
}

class ResourceReference {
  constructor(type, name) {
    this.type = type;
    this.name = name;
  }
}

class FileAsset {
  constructor(file) {
    this.path = shown(file);
  }
}

class TextAsset {
  constructor(text) {
    this.text = text;
  }
}

class RemoteAsset {
  constructor(uri) {
    this.uri = uri;
  }
}

class FileArchive {
  constructor(file) {
    this.path = shown(file);
  }
}

class RemoteArchive {
  constructor(uri) {
    this.uri = uri;
  }
}

class AssetArchive {
  constructor(assets) {
    this.assets = assets;
  }
}

/**
 * Text that is the JSON of this document; how it is spaced, and the order of its keys, do not matter. The document may
 * be text itself, which stays as it is if it is no JSON of an object or a list.
 */
function json(document) {
  if (texts.has(document)) return document;
  const nested = (_, value) => texts.get(value) ?? value;
  return comparable(
    typeof document === 'string' ? document : JSON.stringify(document, nested),
  );
}

/** What is comparable in `value`: JSON texts as their documents, members that are undefined dropped. */
function comparable(value) {
  if (typeof value === 'string') return parsed(value) ?? value;
  if (Array.isArray(value))
    return value.map((item) => (item === undefined ? null : comparable(item)));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, comparable(item)]),
  );
}

/** The document of a text that is the JSON of an object or a list. */
function parsed(text) {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let document;
  try {
    document = comparable(JSON.parse(text));
  } catch {
    return undefined;
  }
  const value = Array.isArray(document)
    ? JsonArray.from(document)
    : Object.create(JsonObject.prototype, Object.getOwnPropertyDescriptors(document));
  texts.set(value, text);
  return value;
}

function isPlain(value) {
  if (value === null || typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A path as tests show it, the same on every machine: from the project's folder if it leads there. */
function shown(file) {
  if (typeof file !== 'string' || !path.isAbsolute(file)) return file;
  const relative = path.relative(HOME, file);
  return relative.startsWith('..') || path.isAbsolute(relative)
    ? file
    : relative.split(path.sep).join('/') || '.';
}

module.exports = {
  AssetArchive,
  FileArchive,
  FileAsset,
  JsonArray,
  JsonObject,
  RemoteArchive,
  RemoteAsset,
  ResourceReference,
  Secret,
  TextAsset,
  assetArchive: (assets) => new AssetArchive(assets),
  comparable,
  fileArchive: (file) => new FileArchive(file),
  fileAsset: (file) => new FileAsset(file),
  json,
  remoteArchive: (uri) => new RemoteArchive(uri),
  remoteAsset: (uri) => new RemoteAsset(uri),
  resource: (type, name) => new ResourceReference(type, name),
  secret: (value) => new Secret(value),
  textAsset: (text) => new TextAsset(text),
};
