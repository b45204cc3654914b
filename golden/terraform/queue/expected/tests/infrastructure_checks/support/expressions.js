'use strict';

/**
 * Terraform expressions as plain data that tests compare.
 *
 * Literals, lists and objects are JavaScript's own. What only Terraform can work out has one of four shapes: `ref`,
 * `template`, `call`, and `expression` for everything else.
 */

const {
  CONSTANTS,
  KEYWORDS,
  Quoted,
  canonical,
  closing,
  isConstant,
  isFor,
  isName,
  isNumber,
  isText,
  normal,
  outer,
  raw,
  spell,
  tokensOf,
  unwrap,
} = require('./tokens');

/** The base of the four shapes: Jest prints the class, and takes none of them for a plain object. */
class Form {
  get [Symbol.toStringTag]() {
    return this.constructor.name;
  }
}

/** Something named: `aws_sqs_queue.events.arn`, `var.name`, `aws_subnet.a[*].id`. */
class Ref extends Form {
  constructor(ref) {
    super();
    this.ref = ref;
  }
}

/** A string with interpolations or directives in it; the text between them are strings. */
class Template extends Form {
  constructor(parts) {
    super();
    this.template = parts;
  }
}

/** A function called with arguments. */
class Call extends Form {
  constructor(name, args) {
    super();
    this.call = name;
    this.arguments = args;
  }

  /** The first argument, as of a list: what `jsonencode` makes text of. */
  get 0() {
    return this.arguments[0];
  }
}

/** An expression kept as text: operators, conditionals, `for`, the directives of a template. */
class Expression extends Form {
  constructor(expression) {
    super();
    this.expression = expression;
  }
}

/** The form of the reference `text`. */
const ref = (text) => new Ref(canonical(text));

/** The form of a string made of `parts`. */
const template = (...parts) => new Template(parts);

/** The form of `name(args...)`. */
const call = (name, ...args) => new Call(name, args);

/** The form of any other expression; how `text` is spaced and broken into lines does not matter. */
const expression = (text) => new Expression(canonical(text));

/** The form of a value in Terraform's JSON syntax, where every string is a template. */
function parse(value) {
  if (typeof value === 'string') return formOf(normal([raw(value)]));
  if (Array.isArray(value)) return value.map(parse);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [parseKey(key), parse(item)]),
  );
}

/** The key of an object in Terraform's JSON syntax; a computed one is its expression in parentheses. */
const parseKey = (text) => keyOf(normal(['{', raw(text), '=']).slice(1, -1));

/** Every reference in `form`: also in expressions, indices and computed keys, but not the variables of a `for`. */
function references(form) {
  if (form instanceof Ref) return referencesAmong(tokensOf(form.ref));
  if (form instanceof Expression)
    return referencesAmong(tokensOf(form.expression));
  if (form instanceof Call) return references(form.arguments);
  if (form instanceof Template) {
    const directives = form.template.filter(
      (part) => part instanceof Expression,
    );
    return without(
      references(form.template),
      directives.map((part) => tokensOf(part.expression)),
    );
  }
  if (Array.isArray(form)) return form.flatMap(references);
  if (form === null || typeof form !== 'object') return [];
  const computed = Object.keys(form).filter((key) => key.startsWith('('));
  return [
    ...computed.flatMap((key) => referencesAmong(tokensOf(key))),
    ...Object.values(form).flatMap(references),
  ];
}

// --- Forms. ---

/** The form of an expression given by its normal tokens. */
function formOf(wrapped) {
  const tokens = unwrap(wrapped);
  const [first, second] = tokens;
  const whole = tokens.length - 1;
  if (whole === 0 && (first instanceof Quoted || isConstant(first)))
    return literal(first);
  if (whole === 1 && first === '-' && isNumber(second)) return -Number(second);
  if (first === '[' && closing(tokens, 0) === whole && !isFor(tokens, 1))
    return split(tokens.slice(1, -1)).map(formOf);
  if (first === '{' && closing(tokens, 0) === whole && !isFor(tokens, 1)) {
    return Object.fromEntries(split(tokens.slice(1, -1)).map(itemOf));
  }
  const name = functionName(tokens);
  if (name && closing(tokens, name) === whole && tokens.at(-2) !== '...') {
    return call(
      tokens.slice(0, name).join(''),
      ...split(tokens.slice(name + 1, -1)).map(formOf),
    );
  }
  return isName(first) && traversalEnd(tokens, 0) === tokens.length
    ? new Ref(spell(tokens))
    : new Expression(spell(tokens));
}

function literal(token) {
  if (typeof token === 'string')
    return CONSTANTS.has(token) ? CONSTANTS.get(token) : Number(token);
  return isText(token)
    ? token.parts.join('')
    : new Template(token.parts.map(partOf));
}

function partOf(part) {
  if (typeof part === 'string') return part;
  return part[0] === '%{' ? new Expression(spell(part)) : formOf(part);
}

/** Key and value of one item of an object. */
function itemOf(tokens) {
  const [at] = outer(tokens).find(([, token]) => token === '=') ?? [
    tokens.length,
  ];
  return [keyOf(tokens.slice(0, at)), formOf(tokens.slice(at + 1))];
}

/** An object's key: a name (dotted for providers), text or number as it is, anything else in parentheses. */
function keyOf(tokens) {
  if (
    tokens.length &&
    tokens.every((token, at) => (at % 2 ? token === '.' : isName(token)))
  )
    return spell(tokens);
  const inner = unwrap(tokens);
  return inner.length === 1 && (isText(inner[0]) || isNumber(inner[0]))
    ? String(literal(inner[0]))
    : `(${spell(inner)})`;
}

/** The tokens cut at their outer commas. */
function split(tokens) {
  if (!tokens.length) return [];
  const commas = outer(tokens)
    .filter(([, token]) => token === ',')
    .map(([at]) => at);
  return [...commas, tokens.length].map((end, index) =>
    tokens.slice(index ? commas[index - 1] + 1 : 0, end),
  );
}

/** Where the parenthesis of a function call stands that the tokens begin with; 0 if they do not. */
function functionName(tokens) {
  let at = 1;
  while (tokens[at] === '::') at += 2;
  return isName(tokens[0]) && tokens[at] === '(' ? at : 0;
}

/** Where the traversal ends that begins with the name at `start`. */
function traversalEnd(tokens, start) {
  let at = start + 1;
  for (;;) {
    if (tokens[at] === '.' && isName(tokens[at + 1])) at += 2;
    else if (tokens[at] === '[*]') at += 1;
    else if (tokens[at] === '[' && closing(tokens, at) > 0)
      at = closing(tokens, at) + 1;
    else return at;
  }
}

// --- References. ---

function referencesAmong(tokens) {
  const groups = nested(tokens);
  return without(groups.flatMap(traversals), groups);
}

/** The tokens, and those inside of their strings. */
function nested(tokens) {
  const strings = tokens.flatMap((token) =>
    token instanceof Quoted ? token.parts.filter(Array.isArray) : [],
  );
  return [tokens, ...strings.flatMap(nested)];
}

/** Every traversal that begins among the tokens: no functions, object keys or constants. */
function traversals(tokens) {
  return tokens.flatMap((token, at) => {
    if (!isName(token) || KEYWORDS.includes(token) || CONSTANTS.has(token))
      return [];
    if (tokens[at - 1] === '.' || tokens[at - 1] === '::') return [];
    const end = traversalEnd(tokens, at);
    return ['(', '::', '='].includes(tokens[end])
      ? []
      : [spell(tokens.slice(at, end))];
  });
}

/** The texts whose first name is not a variable of a `for ... in` in one of the groups of tokens. */
function without(texts, groups) {
  const variables = groups.flatMap((tokens) =>
    tokens.flatMap((token, at) =>
      token === 'for' && tokens.includes('in', at)
        ? tokens.slice(at + 1, tokens.indexOf('in', at))
        : [],
    ),
  );
  return texts.filter((text) => !variables.includes(text.split(/[.[]/)[0]));
}

module.exports = {
  Call,
  Expression,
  Ref,
  Template,
  call,
  expression,
  parse,
  parseKey,
  ref,
  references,
  template,
};
