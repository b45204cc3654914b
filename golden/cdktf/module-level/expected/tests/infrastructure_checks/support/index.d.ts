/** What the tests of this folder are written with. */

export interface Settings {
  /** The folder of `cdktf.json`, from the folder of the tests: the program's working folder. By default `../..`. */
  folder?: string;
  /** Absolute paths below this folder are shown from the program's: by default that of `package.json`. */
  root?: string;
  /** Context by name, beside and before that of `cdktf.json`. */
  context?: Record<string, unknown>;
  /** Environment variables that are set for the program, or with `undefined` not set. */
  env?: Record<string, string | undefined>;
  /** Milliseconds in which nothing happens until something counts as never ending, by default 2000. */
  patience?: number;
  /** Imports the program. */
  load: () => Promise<any>;
  /** Makes the stack under test of what the imported module exports, in a new app. */
  create?: (module: any, app: any) => unknown;
}

/**
 * What a program synthesises. It runs once; if it fails, every question but `failure` throws that.
 *
 * Elements are found by type (`aws_sqs_queue`, `data.aws_region`, `provider.aws`, `module`, `variable`, `local`,
 * `backend.s3`, `terraform` for what else a stack says of Terraform) and construct path (`orders/queue`). Expressions
 * in all texts call them so, too: `${aws_sqs_queue.orders/queue.arn}`.
 */
export interface Synthesis {
  /** The construct paths of all elements by type, sorted; `without` are types that are left out. */
  inventory(options?: { without?: string[] }): Promise<Record<string, string[]>>;
  /** The block of an element; `without` are paths (`a.0.b`) that are left out. */
  configuration(type: string, path: string, options?: { without?: string[] }): Promise<any>;
  /** How expressions call an element, by the id that it has in Terraform. */
  address(type: string, path: string): Promise<string>;
  /** The blocks of all outputs by name; where there are several stacks, the path of its stack stands before a name. */
  outputs(): Promise<Record<string, any>>;
  /** One of these. */
  output(name: string): Promise<any>;
  /** The paths of all stacks, sorted. */
  stacks(): Promise<string[]>;
  /** What still has a token in it that should have become a value or an expression. */
  unresolved(): Promise<string[]>;
  /** Resources, data sources and providers of all stacks as JSON, as the library's own matchers take them. */
  synthesised(): Promise<string>;
  /** Why nothing is synthesised; empty if the program gets to its end. */
  failure(): Promise<string>;
}

/** What the program that `load` imports synthesises, or the stack that `create` makes. */
export function synthesis(settings: Settings): Synthesis;

/** Text that is the JSON of this document; how it is spaced, and the order of its keys, do not matter. */
export function json(document: unknown): any;

/** All texts that stand under one of these keys, anywhere in a value. */
export function textsUnder(value: unknown, ...keys: string[]): string[];
