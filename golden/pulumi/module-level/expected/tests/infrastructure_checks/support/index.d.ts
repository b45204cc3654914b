/** What the tests of this folder are written with. */

/** A resource by its name; where two of a type share it, by its name and that of its parent. */
export type Name = string | { name: string; parent?: string };

export interface Settings {
  /** The folder of `Pulumi.yaml`, from the folder of the tests: the program's working folder. By default `../..`. */
  folder?: string;
  /** The project's name, by default `project`: configuration is looked up under it. */
  project?: string;
  /** The stack's name, by default `test`. */
  stack?: string;
  /** By default `organization`. */
  organization?: string;
  /** Configuration by full name (`shop:size`): texts, or what JSON can say, or `secret(...)` of these. */
  config?: Record<string, unknown>;
  /** Environment variables that are set for the program, or with `undefined` not set. */
  env?: Record<string, string | undefined>;
  /** What the mocks say of single resources, by type, name and output, instead of `outputs.js`. */
  outputs?: Record<string, Record<string, Record<string, unknown>>>;
  /** Milliseconds in which nothing happens until something counts as never ending, by default 2000. */
  patience?: number;
  /** Imports the program. */
  load: () => Promise<any>;
  /** Makes the component under test of what the imported module exports; `pulumi` is the SDK as that module has it. */
  create?: (module: any, pulumi: any) => unknown;
}

/** A resource of a deployment. */
export interface DeployedResource {
  inputs(options?: { without?: string[] }): Promise<any>;
  output(...path: (string | number)[]): Promise<any>;
  id(): Promise<any>;
  urn(): Promise<string>;
  options(): Promise<any>;
}

/** A program as it is deployed under mocks. It runs once; if it fails, every question but `failure` throws that. */
export interface Deployment {
  /** The names of all resources by type, sorted; `without` are types that are left out. */
  inventory(options?: { without?: string[] }): Promise<Record<string, string[]>>;
  /** What a resource is given; `without` are paths (`a.0.b`) that are left out. */
  inputs(type: string, name: Name, options?: { without?: string[] }): Promise<any>;
  /** What the mocks say of a resource at a path: `'arn'`, `'endpoints[0].address'`, or its steps one by one. */
  output(type: string, name: Name, ...path: (string | number)[]): Promise<any>;
  /** The id that an existing resource is looked up by, or that the mocks give. */
  id(type: string, name: Name): Promise<any>;
  /** The name of a resource throughout the stack. */
  urn(type: string, name: Name): Promise<string>;
  /** The resource options that are set; other resources in them are URNs. */
  options(type: string, name: Name): Promise<any>;
  /** The outputs of the program, or the properties of the component; secrets are marked so. */
  exports(): Promise<Record<string, any>>;
  /** One of these. */
  exported(name: string): Promise<any>;
  /** Outputs that the program looks into although the mocks say nothing of them: code behind them may not run. */
  unanswered(): Promise<string[]>;
  /** Why the program does not get to its end; empty if it does. */
  failure(): Promise<string>;
  /** One resource, to ask about without naming it each time. */
  resource(type: string, name: Name): DeployedResource;
}

/** A deployment of the program that `load` imports, or of the component that `create` makes. */
export function deployment(settings: Settings): Deployment;

/** Text that is the JSON of this document; how it is spaced, and the order of its keys, do not matter. */
export function json(document: unknown): any;
/** A secret output. */
export function secret(value: unknown): any;
/** A whole resource, as an output. */
export function resource(type: string, name: string): any;

export function fileAsset(path: string): any;
export function textAsset(text: string): any;
export function remoteAsset(uri: string): any;
export function fileArchive(path: string): any;
export function remoteArchive(uri: string): any;
export function assetArchive(assets: Record<string, any>): any;

/** All texts that stand under one of these keys, anywhere in a value. */
export function textsUnder(value: unknown, ...keys: string[]): string[];
