'use strict';

/** Values as tests compare them: plain data, and a class for each thing that plain data cannot tell apart. */

const path = require('path');

const { JsonArray, JsonObject, comparable, json } = require('./documents');
const HOME = require('./home');

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
