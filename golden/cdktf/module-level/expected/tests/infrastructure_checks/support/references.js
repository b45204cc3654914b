'use strict';

/** References in Terraform's expressions, which name what they lead to by ids that nobody has written. */

const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const BARE = /^[\p{ID_Start}_][\p{ID_Continue}-]*(\.[\p{ID_Continue}*-]+|\[[^[\]]*\])+$/u;
const OPENINGS = ['${', '%{'];

/**
 * A text with the addresses in it replaced: in `${...}` and `%{...}`, or where it is an address as a whole.
 *
 * `rename` gets the names of a traversal (`aws_sqs_queue`, `orders`, `arn`) and gives what to write instead and of how
 * many of them; nothing for what it does not know.
 */
function renamed(text, rename) {
  if (BARE.test(text)) return new Expression(text, rename).whole();
  return OPENINGS.some((mark) => text.includes(mark)) ? new Expression(text, rename).template(false) : text;
}

/** Goes through a text once, and writes it anew. */
class Expression {
  constructor(text, rename) {
    this.text = text;
    this.rename = rename;
    this.at = 0;
  }

  /** The rest of the text as an expression. */
  whole() {
    return this.expression();
  }

  take(count) {
    this.at += count;
    return this.text.slice(this.at - count, this.at);
  }

  looksAt(mark) {
    return this.text.startsWith(mark, this.at);
  }

  /** Text up to its end, or up to the quotation mark that ends it. */
  template(isQuoted) {
    let written = '';
    while (this.at < this.text.length) {
      if (isQuoted && this.looksAt('"')) return written + this.take(1);
      if (this.looksAt('$${') || this.looksAt('%%{')) written += this.take(3);
      else if (OPENINGS.some((mark) => this.looksAt(mark))) written += this.take(2) + this.expression();
      else written += this.take(isQuoted && this.looksAt('\\') ? 2 : 1);
    }
    return written;
  }

  /** An expression up to the brace that ends it, which is among what is written. */
  expression() {
    let written = '';
    for (let depth = 0; this.at < this.text.length; ) {
      if (this.looksAt('"')) {
        written += this.take(1) + this.template(true);
        continue;
      }
      const name = this.name();
      if (name) {
        written += written.endsWith('.') ? this.take(name.length) : this.traversal();
        continue;
      }
      if (this.looksAt('}') && depth === 0) return written + this.take(1);
      if (this.looksAt('{')) depth += 1;
      if (this.looksAt('}')) depth -= 1;
      written += this.take(1);
    }
    return written;
  }

  /** The name that stands here. */
  name(at = this.at) {
    NAME.lastIndex = at;
    return NAME.exec(this.text)?.[0];
  }

  /** The names that stand here, with points between them, renamed where they are known. */
  traversal() {
    const names = [];
    for (let at = this.at, name; (name = this.name(at)); ) {
      names.push(name);
      at += name.length;
      if (this.text[at] !== '.') break;
      at += 1;
    }
    const [instead, count] = this.rename(names) ?? [names[0], 1];
    this.take(names.slice(0, count).join('.').length);
    return instead;
  }
}

module.exports = { renamed };
