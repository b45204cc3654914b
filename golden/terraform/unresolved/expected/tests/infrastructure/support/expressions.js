'use strict';

/**
 * Terraform expressions as plain data that tests compare.
 *
 * Literals, lists and objects are JavaScript's own. What only Terraform can work out has one of four shapes: `ref`,
 * `template`, `call`, and `expression` for everything else. White space, comments and trailing commas never count.
 */

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
}

/** An expression kept as text: operators, conditionals, `for`, the directives of a template. */
class Expression extends Form {
  constructor(expression) {
    super();
    this.expression = expression;
  }
}

/** A string before it becomes a form: literal text, and the tokens (an array) of what stands between. */
class Quoted {
  constructor(parts) {
    this.parts = parts;
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

/** The one spelling of the expression `text`. */
const canonical = (text) => spell(unwrap(tokensOf(text)));

/** The form of a value in Terraform's JSON syntax, where every string is a template. */
function parse(value) {
  if (typeof value === 'string') return formOf(normal([raw(value)]));
  if (Array.isArray(value)) return value.map(parse);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [parseKey(key), parse(item)]));
}

/** The key of an object in Terraform's JSON syntax; a computed one is its expression in parentheses. */
const parseKey = (text) => keyOf(normal(['{', raw(text), '=']).slice(1, -1));

/** Every reference in `form`: also in expressions, indices and computed keys, but not the variables of a `for`. */
function references(form) {
  if (form instanceof Ref) return referencesAmong(tokensOf(form.ref));
  if (form instanceof Expression) return referencesAmong(tokensOf(form.expression));
  if (form instanceof Call) return references(form.arguments);
  if (form instanceof Template) {
    const directives = form.template.filter((part) => part instanceof Expression);
    return without(references(form.template), directives.map((part) => tokensOf(part.expression)));
  }
  if (Array.isArray(form)) return form.flatMap(references);
  if (form === null || typeof form !== 'object') return [];
  const computed = Object.keys(form).filter((key) => key.startsWith('('));
  return [...computed.flatMap((key) => referencesAmong(tokensOf(key))), ...Object.values(form).flatMap(references)];
}

// --- Scanning: names, numbers and signs become strings, strings become Quoted. ---

const NAME = '[\\p{L}_][\\p{L}\\p{N}_-]*';
const WHOLE_NAME = new RegExp(`^${NAME}$`, 'u');
const TOKEN = new RegExp(
  [
    '(?<skip>[ \\t\\r]+|#[^\\n]*|//[^\\n]*|/\\*.*?(?:\\*/|$))',
    `(?<heredoc><<(?<flush>-?)(?<marker>${NAME})[ \\t\\r]*\\n)`,
    `${NAME}|[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`,
    '=>|==|!=|<=|>=|&&|\\|\\||\\.\\.\\.|::|%\\{|.',
  ].join('|'),
  'suy',
);
const TEMPLATE = '(?<escaped>\\$\\$(?=\\{)|%%(?=\\{))|(?<open>[$%]\\{~?)';
const RAW_PIECE = new RegExp(`${TEMPLATE}|[^$%]+|.`, 'suy');
const QUOTED_PIECE = new RegExp(
  `${TEMPLATE}|(?<end>")|\\\\(?<escape>u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt"\\\\])|[^"\\\\$%]+|.`,
  'suy',
);
const ESCAPES = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Cuts text into tokens. It accepts anything: what is not Terraform comes out as signs. */
class Scanner {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  next(pattern) {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match) this.at = pattern.lastIndex;
    return match;
  }

  /** The tokens up to the end, or, if nested, up to the brace that closes an interpolation. */
  tokens(nested = false) {
    const found = [];
    for (let depth = 0, match = this.next(TOKEN); match; match = this.next(TOKEN)) {
      const [sign] = match;
      if (sign === '{' || sign === '%{') depth += 1;
      if (sign === '}') depth -= 1;
      if (nested && depth < 0) break;
      if (match.groups.heredoc) found.push(this.heredoc(match.groups.marker, match.groups.flush === '-'));
      else if (sign === '"') found.push(new Quoted(this.parts(QUOTED_PIECE)));
      else if (!match.groups.skip) found.push(sign);
    }
    return found;
  }

  /** The heredoc whose first line has just been read. */
  heredoc(marker, flush) {
    // Where an expression ends with a heredoc, hcl2json puts the closing brace right behind the marker.
    const closing = new RegExp(`^[ \\t]*${marker}[ \\t\\r]*(?=\\n|\\}?(?![^]))`, 'mug');
    closing.lastIndex = this.at;
    const end = closing.exec(this.text);
    const start = this.at;
    this.at = end ? closing.lastIndex : this.text.length;
    return raw(this.text.slice(start, end ? end.index : undefined), flush);
  }

  /** The parts of a template, up to its closing quote or the end. */
  parts(pieces, flush = false) {
    const parts = [];
    let strip = false;
    for (let match = this.next(pieces); match && !match.groups.end; match = this.next(pieces)) {
      const [piece] = match;
      const { open, escape, escaped } = match.groups;
      if (open) {
        if (open.endsWith('~') && typeof parts.at(-1) === 'string') {
          parts.push(parts.pop().replace(/[^\S\n]*\n$|[^\S\n]+$/, ''));
        }
        const inside = this.tokens(true);
        strip = inside.at(-1) === '~';
        const tokens = normal(strip ? inside.slice(0, -1) : inside);
        parts.push(open.startsWith('$') ? tokens : ['%{', ...tokens, '}']);
      } else {
        const text = escape ? unescape(escape) : escaped ? escaped[0] : piece;
        parts.push(strip ? text.replace(/^[^\S\n]*\n?/, '') : text);
        strip = false;
      }
    }
    return tidy(flush ? dedent(join(parts)) : join(parts));
  }
}

const tokensOf = (text) => normal(new Scanner(text).tokens());

/** A template without quotes and backslash escapes: of a heredoc or of JSON. */
const raw = (text, flush = false) => new Quoted(new Scanner(text).parts(RAW_PIECE, flush));

function unescape(code) {
  if (code in ESCAPES) return ESCAPES[code];
  const point = parseInt(code.slice(1), 16);
  return (point >= 0xd800 && point < 0xe000) || point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
}

/** Neighbouring texts as one, empty ones left out; all in the composed form of Unicode that Terraform keeps. */
function join(parts) {
  const joined = [];
  for (const part of parts) {
    if (typeof part === 'string' && typeof joined.at(-1) === 'string') joined.push(joined.pop() + part);
    else if (part.length) joined.push(part);
  }
  return joined.map((part) => (typeof part === 'string' ? part.normalize('NFC') : part));
}

/** Takes away the indentation that the lines of a `<<-` heredoc share; blank lines do not count. */
function dedent(parts) {
  const lines = [[]];
  for (const part of parts) {
    for (const piece of typeof part === 'string' ? part.match(/[^\n]*\n|[^\n]+/g) : [part]) {
      lines.at(-1).push(piece);
      if (typeof piece === 'string' && piece.endsWith('\n')) lines.push([]);
    }
  }
  const filled = lines.filter(([start]) => start && !(typeof start === 'string' && /^\s*\n$/.test(start)));
  const widths = filled.map(([start]) => (typeof start === 'string' ? start.length - start.trimStart().length : 0));
  const indent = widths.length ? Math.min(...widths) : 0;
  for (const line of filled) line[0] = line[0].slice(indent);
  return join(lines.flat());
}

/** The parts with every `%{ if }` as the conditional it is, and with what is known to be text as text. */
function tidy(wordy) {
  const parts = conditionals(wordy);
  return parts.length > 1 ? join(parts.flatMap(flat)) : parts;
}

/** The parts with `%{ if a }b%{ else }c%{ endif }` as `${a ? "b" : "c"}`. */
function conditionals(parts) {
  const levels = [[]];
  const choices = [];
  for (const part of parts) {
    const word = part[0] === '%{' ? part[1] : '';
    if (word === 'if') {
      choices.push([part.slice(2, -1)]);
      levels.push([]);
    } else if ((word === 'else' || word === 'endif') && choices.length) {
      choices.at(-1).push(unquoted(new Quoted(tidy(join(levels.pop()))), false));
      if (word === 'else') levels.push([]);
      else {
        const [condition, then, otherwise = [new Quoted([])]] = choices.pop();
        levels.at(-1).push(textArms([...condition, '?', ...then, ':', ...otherwise]));
      }
    } else levels.at(-1).push(part);
  }
  return choices.length ? parts : levels[0];
}

/** An interpolated string or constant as what it adds to the template around it; anything else as it is. */
function flat(part) {
  if (typeof part === 'string' || part[0] === '%{') return [part];
  if (part.length === 1 && part[0] instanceof Quoted) return part[0].parts;
  return part.length === 1 && isConstant(part[0]) ? part : [textArms(part)];
}

/** The tokens of an interpolation; a constant that a conditional yields there is text. */
function textArms(tokens) {
  const arms = [...tokens];
  const around = [...outer(tokens), [0, ':']];
  around.slice(1, -1).forEach(([at, token], index) => {
    const [before, after] = [around[index][1], around[index + 2][1]];
    if ((before === '?' || before === ':') && after === ':' && isConstant(token)) arms[at] = new Quoted([token]);
  });
  return arms;
}

// --- Normalising and spelling. ---

const OPEN = ['(', '[', '{', '%{'];
const CLOSE = [')', ']', '}'];
const KEYWORDS = ['for', 'in', 'if', 'else', 'endif', 'endfor'];
const CONSTANTS = new Map([['true', true], ['false', false], ['null', null]]);

/** The tokens without line breaks and trailing commas, with `=` and plain keys in objects, `[*]` and `[0]`. */
function normal(tokens) {
  const done = [];
  const frames = []; // For each open bracket: in an object where its current key starts, -1 in a value; else null.
  tokens.forEach((token, at) => {
    const frame = frames.length ? frames.at(-1) : null;
    if (token === ',' || token === '\n') {
      if ((frame !== null || token === ',') && done.length && ![',', ...OPEN].includes(done.at(-1))) {
        done.push(',');
        if (frame !== null) frames.splice(-1, 1, done.length);
      }
    } else if (token instanceof Quoted) {
      done.push(...unquoted(token, frame === done.length));
    } else if ((token === '=' || token === ':') && frame !== null && frame >= 0) {
      done.push('=');
      frames.splice(-1, 1, -1);
    } else {
      append(done, token);
      if (OPEN.includes(token)) frames.push(token === '{' && !isFor(tokens, at + 1) ? done.length : null);
      else if (CLOSE.includes(token)) frames.pop();
    }
  });
  return done;
}

/** Whether the tokens from here on open a `for` expression rather than an object with a key of that name. */
function isFor(tokens, at) {
  const start = tokens[at] === '\n' ? tokens.findIndex((token, index) => index >= at && token !== '\n') : at;
  return tokens[start] === 'for' && tokens[start + 1] !== '=' && tokens[start + 1] !== ':';
}

/** Adds a sign, name or number, in the modern spelling of splats and indices. */
function append(done, token) {
  if (CLOSE.includes(token) && done.at(-1) === ',') done.pop();
  if (done.at(-1) === '.' && token === '*') done.splice(-1, 1, '[*]');
  else if (done.at(-1) === '.' && isNumber(token)) {
    done.splice(-1, 1, ...token.split('.').flatMap((index) => ['[', index, ']']));
  } else if (token === ']' && done.at(-1) === '*' && done.at(-2) === '[') done.splice(-2, 2, '[*]');
  else done.push(token);
}

/** What a string counts as: `"${x}"` is x, and the object key `"name"` is name. */
function unquoted(token, isKey) {
  const [only] = token.parts.length === 1 ? token.parts : [''];
  if (Array.isArray(only) && only[0] !== '%{') return isKey ? ['(', ...only, ')'] : only;
  return isKey && isName(only) && only !== 'for' ? [only] : [token];
}

const isName = (token) => typeof token === 'string' && WHOLE_NAME.test(token);
const isNumber = (token) => typeof token === 'string' && /^[0-9]/.test(token);
const isConstant = (token) => isNumber(token) || CONSTANTS.has(token);
const isText = (token) => token instanceof Quoted && token.parts.every((part) => typeof part === 'string');
const isOperand = (token) => token instanceof Quoted || isNumber(token) || isName(token);
const endsOperand = (token) =>
  CLOSE.includes(token) || token === '[*]' || (isOperand(token) && !KEYWORDS.includes(token));

/** The tokens as text, one space between neighbours where they would not be written together. */
function spell(tokens) {
  let spelled = '';
  let before = '';
  let unary = false;
  for (const token of tokens) {
    const together = touch(before, token) || (unary && (isOperand(token) || ['-', '!', '(', '[', '{'].includes(token)));
    spelled += together || !spelled ? '' : ' ';
    spelled += token instanceof Quoted ? quote(token) : token;
    unary = (token === '-' || token === '!') && !endsOperand(before);
    before = token;
  }
  return spelled;
}

/** Whether no space stands between two neighbours: around dots and brackets, and before commas. */
function touch(before, token) {
  if ([',', ')', ']'].includes(token) || before === '(' || before === '[') return true;
  if (before === '{' && token === '}') return true;
  if (before === '.' || before === '::') return isName(token);
  return ['.', '...', '::', '[*]', '(', '['].includes(token) && endsOperand(before);
}

function quote({ parts }) {
  const spelled = parts.map((part, at) => {
    if (Array.isArray(part)) return part[0] === '%{' ? spell(part) : '${' + spell(part) + '}';
    const escaped = Object.entries({ '\\': '\\', ...ESCAPES }).reduce(
      (text, [code, character]) => text.replaceAll(character, `\\${code}`),
      part,
    );
    const text = escaped.replace(/([$%])(?=\{)/g, '$1$1');
    const code = (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return at + 1 < parts.length ? text.replace(/[$%]$/, code) : text;
  });
  return `"${spelled.join('')}"`;
}

// --- Forms. ---

/** The form of an expression given by its normal tokens. */
function formOf(wrapped) {
  const tokens = unwrap(wrapped);
  const [first, second] = tokens;
  const whole = tokens.length - 1;
  if (whole === 0 && (first instanceof Quoted || isConstant(first))) return literal(first);
  if (whole === 1 && first === '-' && isNumber(second)) return -Number(second);
  if (first === '[' && closing(tokens, 0) === whole && !isFor(tokens, 1)) return split(tokens.slice(1, -1)).map(formOf);
  if (first === '{' && closing(tokens, 0) === whole && !isFor(tokens, 1)) {
    return Object.fromEntries(split(tokens.slice(1, -1)).map(itemOf));
  }
  const name = functionName(tokens);
  if (name && closing(tokens, name) === whole && tokens.at(-2) !== '...') {
    return call(tokens.slice(0, name).join(''), ...split(tokens.slice(name + 1, -1)).map(formOf));
  }
  return isName(first) && traversalEnd(tokens, 0) === tokens.length ? new Ref(spell(tokens)) : new Expression(spell(tokens));
}

function literal(token) {
  if (typeof token === 'string') return CONSTANTS.has(token) ? CONSTANTS.get(token) : Number(token);
  return isText(token) ? token.parts.join('') : new Template(token.parts.map(partOf));
}

function partOf(part) {
  if (typeof part === 'string') return part;
  return part[0] === '%{' ? new Expression(spell(part)) : formOf(part);
}

/** Key and value of one item of an object. */
function itemOf(tokens) {
  const [at] = outer(tokens).find(([, token]) => token === '=') ?? [tokens.length];
  return [keyOf(tokens.slice(0, at)), formOf(tokens.slice(at + 1))];
}

/** An object's key: a name (dotted for providers), text or number as it is, anything else in parentheses. */
function keyOf(tokens) {
  if (tokens.length && tokens.every((token, at) => (at % 2 ? token === '.' : isName(token)))) return spell(tokens);
  const inner = unwrap(tokens);
  return inner.length === 1 && (isText(inner[0]) || isNumber(inner[0])) ? String(literal(inner[0])) : `(${spell(inner)})`;
}

/** The tokens without the parentheses around all of them. */
function unwrap(tokens) {
  return tokens[0] === '(' && closing(tokens, 0) === tokens.length - 1 ? unwrap(tokens.slice(1, -1)) : tokens;
}

/** The tokens outside of all brackets, with their indices; closing brackets count as outside. */
function outer(tokens) {
  const found = [];
  let depth = 0;
  tokens.forEach((token, at) => {
    if (CLOSE.includes(token)) depth -= 1;
    if (depth <= 0) found.push([at, token]);
    if (OPEN.includes(token)) depth += 1;
  });
  return found;
}

/** Where the bracket that opens at `at` closes; -1 if it does not. */
function closing(tokens, at) {
  let depth = 0;
  for (let end = at; end < tokens.length; end += 1) {
    if (OPEN.includes(tokens[end])) depth += 1;
    if (CLOSE.includes(tokens[end])) depth -= 1;
    if (CLOSE.includes(tokens[end]) && depth <= 0) return end;
  }
  return -1;
}

/** The tokens cut at their outer commas. */
function split(tokens) {
  if (!tokens.length) return [];
  const commas = outer(tokens).filter(([, token]) => token === ',').map(([at]) => at);
  return [...commas, tokens.length].map((end, index) => tokens.slice(index ? commas[index - 1] + 1 : 0, end));
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
    else if (tokens[at] === '[' && closing(tokens, at) > 0) at = closing(tokens, at) + 1;
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
  const strings = tokens.flatMap((token) => (token instanceof Quoted ? token.parts.filter(Array.isArray) : []));
  return [tokens, ...strings.flatMap(nested)];
}

/** Every traversal that begins among the tokens: no functions, object keys or constants. */
function traversals(tokens) {
  return tokens.flatMap((token, at) => {
    if (!isName(token) || KEYWORDS.includes(token) || CONSTANTS.has(token)) return [];
    if (tokens[at - 1] === '.' || tokens[at - 1] === '::') return [];
    const end = traversalEnd(tokens, at);
    return ['(', '::', '='].includes(tokens[end]) ? [] : [spell(tokens.slice(at, end))];
  });
}

/** The texts whose first name is not a variable of a `for ... in` in one of the groups of tokens. */
function without(texts, groups) {
  const variables = groups.flatMap((tokens) =>
    tokens.flatMap((token, at) => (token === 'for' && tokens.includes('in', at) ? tokens.slice(at + 1, tokens.indexOf('in', at)) : [])),
  );
  return texts.filter((text) => !variables.includes(text.split(/[.[]/)[0]));
}

module.exports = { Call, Expression, Ref, Template, call, expression, parse, parseKey, ref, references, template };
