'use strict';

/**
 * Terraform expressions as tokens, whatever white space and comments there are.
 *
 * Names, numbers and signs are strings, strings are `Quoted`.
 */

/** A string: its literal text, and the tokens (an array) of each interpolation between. */
class Quoted {
  constructor(parts) {
    this.parts = parts;
  }
}

const OPEN = ['(', '[', '{', '%{'];
const CLOSE = [')', ']', '}'];
const KEYWORDS = ['for', 'in', 'if', 'else', 'endif', 'endfor'];
const CONSTANTS = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

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
    let depth = 0;
    for (let match = this.next(TOKEN); match; match = this.next(TOKEN)) {
      const [sign] = match;
      if (sign === '{' || sign === '%{') depth += 1;
      if (sign === '}') depth -= 1;
      if (nested && depth < 0) break;
      if (match.groups.heredoc)
        found.push(
          this.heredoc(match.groups.marker, match.groups.flush === '-'),
        );
      else if (sign === '"') found.push(new Quoted(this.parts(QUOTED_PIECE)));
      else if (!match.groups.skip) found.push(sign);
    }
    if (nested) found.push(...'}'.repeat(Math.max(depth, 0)));
    return found;
  }

  /** The heredoc whose first line has just been read. */
  heredoc(marker, flush) {
    // Where an expression ends with a heredoc, hcl2json puts the closing brace right behind the marker.
    const closing = new RegExp(
      `^[ \\t]*${marker}[ \\t\\r]*(?=\\n|\\}?(?![^]))`,
      'mug',
    );
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
    for (
      let match = this.next(pieces);
      match && !match.groups.end;
      match = this.next(pieces)
    ) {
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
const raw = (text, flush = false) =>
  new Quoted(new Scanner(text).parts(RAW_PIECE, flush));

function unescape(code) {
  if (code in ESCAPES) return ESCAPES[code];
  const point = parseInt(code.slice(1), 16);
  return (point >= 0xd800 && point < 0xe000) || point > 0x10ffff
    ? '\ufffd'
    : String.fromCodePoint(point);
}

/** Neighbouring texts as one, empty ones left out; all in the composed form of Unicode that Terraform keeps. */
function join(parts) {
  const joined = [];
  for (const part of parts) {
    if (typeof part === 'string' && typeof joined.at(-1) === 'string')
      joined.push(joined.pop() + part);
    else if (part.length) joined.push(part);
  }
  return joined.map((part) =>
    typeof part === 'string' ? part.normalize('NFC') : part,
  );
}

/** Takes away the indentation that the lines of a `<<-` heredoc share; blank lines do not count. */
function dedent(parts) {
  const lines = [[]];
  for (const part of parts) {
    for (const piece of typeof part === 'string'
      ? part.match(/[^\n]*\n|[^\n]+/g)
      : [part]) {
      lines.at(-1).push(piece);
      if (typeof piece === 'string' && piece.endsWith('\n')) lines.push([]);
    }
  }
  const filled = lines.filter(
    ([start]) => start && !(typeof start === 'string' && /^\s*\n$/.test(start)),
  );
  const widths = filled.map(([start]) =>
    typeof start === 'string' ? start.length - start.trimStart().length : 0,
  );
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
      choices
        .at(-1)
        .push(unquoted(new Quoted(tidy(join(levels.pop()))), false));
      if (word === 'else') levels.push([]);
      else {
        const [condition, then, otherwise = [new Quoted([])]] = choices.pop();
        levels
          .at(-1)
          .push(textArms([...condition, '?', ...then, ':', ...otherwise]));
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
    if (
      (before === '?' || before === ':') &&
      after === ':' &&
      isConstant(token)
    )
      arms[at] = new Quoted([token]);
  });
  return arms;
}

/** The tokens without line breaks and trailing commas, with `=` and sorted plain keys in objects, `[*]` and `[0]`. */
function normal(tokens) {
  const done = [];
  const frames = []; // For each open bracket: in an object where its current key starts, -1 in a value; else null.
  const starts = [];
  tokens.forEach((token, at) => {
    const frame = frames.length ? frames.at(-1) : null;
    if (token === ',' || token === '\n') {
      if (
        (frame !== null || token === ',') &&
        done.length &&
        ![',', ...OPEN].includes(done.at(-1))
      ) {
        done.push(',');
        if (frame !== null) frames.splice(-1, 1, done.length);
      }
    } else if (token instanceof Quoted) {
      done.push(...unquoted(token, frame === done.length));
    } else if (
      (token === '=' || token === ':') &&
      frame !== null &&
      frame >= 0
    ) {
      done.push('=');
      frames.splice(-1, 1, -1);
    } else {
      if (token === '}' && frame !== null) sortItems(done, starts.at(-1));
      append(done, token);
      if (OPEN.includes(token)) {
        frames.push(
          token === '{' && !isFor(tokens, at + 1) ? done.length : null,
        );
        starts.push(done.length);
      } else if (CLOSE.includes(token)) {
        frames.pop();
        starts.pop();
      }
    }
  });
  return done;
}

/** Puts the items of an object in the order of their keys, which says nothing. */
function sortItems(done, start) {
  const items = [[]];
  let depth = 0;
  for (const token of done.splice(start)) {
    depth += OPEN.includes(token) - CLOSE.includes(token);
    if (token === ',' && depth === 0) items.push([]);
    else items.at(-1).push(token);
  }
  const texts = items
    .filter((item) => item.length)
    .map((item) => ({ text: spell(item), item }))
    .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
  texts.forEach(({ item }, index) => {
    if (index) done.push(',');
    done.push(...item);
  });
}

/** Whether the tokens from here on open a `for` expression rather than an object with a key of that name. */
function isFor(tokens, at) {
  const start =
    tokens[at] === '\n'
      ? tokens.findIndex((token, index) => index >= at && token !== '\n')
      : at;
  return (
    tokens[start] === 'for' &&
    tokens[start + 1] !== '=' &&
    tokens[start + 1] !== ':'
  );
}

/** Adds a sign, name or number: `[*]` for `.*`, `[0]` for `.0`, 1.5 for 1.50. */
function append(done, token) {
  if (CLOSE.includes(token) && done.at(-1) === ',') done.pop();
  if (done.at(-1) === '.' && token === '*') done.splice(-1, 1, '[*]');
  else if (done.at(-1) === '.' && isNumber(token)) {
    done.splice(
      -1,
      1,
      ...token.split('.').flatMap((index) => ['[', index, ']']),
    );
  } else if (token === ']' && done.at(-1) === '*' && done.at(-2) === '[')
    done.splice(-2, 2, '[*]');
  else if (isNumber(token)) done.push(plainNumber(token));
  else done.push(token);
}

/** A number without what says nothing: 1.5 for 1.50, 1000 for 1e3, 7 for 007. */
function plainNumber(text) {
  const value = Number(text);
  return Number.isSafeInteger(value)
    ? String(value)
    : text.replace(/(\.\d*[1-9])0+$/, '$1');
}

/** What a string counts as: `"${x}"` is x, and the object key `"name"` is name. */
function unquoted(token, isKey) {
  const [only] = token.parts.length === 1 ? token.parts : [''];
  if (Array.isArray(only) && only[0] !== '%{')
    return isKey ? ['(', ...only, ')'] : only;
  return isKey && isName(only) && only !== 'for' ? [only] : [token];
}

const isName = (token) => typeof token === 'string' && WHOLE_NAME.test(token);
const isNumber = (token) => typeof token === 'string' && /^[0-9]/.test(token);
const isConstant = (token) => isNumber(token) || CONSTANTS.has(token);
const isText = (token) =>
  token instanceof Quoted &&
  token.parts.every((part) => typeof part === 'string');
const isOperand = (token) =>
  token instanceof Quoted || isNumber(token) || isName(token);
const endsOperand = (token) =>
  CLOSE.includes(token) ||
  token === '[*]' ||
  (isOperand(token) && !KEYWORDS.includes(token));

/** The tokens as text, one space between neighbours where they would not be written together. */
function spell(tokens) {
  let spelled = '';
  let before = '';
  let unary = false;
  for (const token of tokens) {
    const together =
      touch(before, token) ||
      (unary &&
        (isOperand(token) || ['-', '!', '(', '[', '{'].includes(token)));
    spelled += together || !spelled ? '' : ' ';
    spelled += token instanceof Quoted ? quote(token) : token;
    unary = (token === '-' || token === '!') && !endsOperand(before);
    before = token;
  }
  return spelled;
}

/** Whether no space stands between two neighbours: around dots and brackets, and before commas. */
function touch(before, token) {
  if ([',', ')', ']'].includes(token) || before === '(' || before === '[')
    return true;
  if (before === '{' && token === '}') return true;
  if (before === '.' || before === '::') return isName(token);
  return (
    ['.', '...', '::', '[*]', '(', '['].includes(token) && endsOperand(before)
  );
}

function quote({ parts }) {
  const spelled = parts.map((part, at) => {
    if (Array.isArray(part))
      return part[0] === '%{' ? spell(part) : '${' + spell(part) + '}';
    const escaped = Object.entries({ '\\': '\\', ...ESCAPES }).reduce(
      (text, [code, character]) => text.replaceAll(character, `\\${code}`),
      part,
    );
    const text = escaped.replace(/([$%])(?=\{)/g, '$1$1');
    const code = (sign) =>
      `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return at + 1 < parts.length ? text.replace(/[$%]$/, code) : text;
  });
  return `"${spelled.join('')}"`;
}

/** The one spelling of the expression `text`. */
const canonical = (text) => spell(unwrap(tokensOf(text)));

/** The tokens without the parentheses around all of them. */
function unwrap(tokens) {
  return tokens[0] === '(' && closing(tokens, 0) === tokens.length - 1
    ? unwrap(tokens.slice(1, -1))
    : tokens;
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

module.exports = {
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
};
