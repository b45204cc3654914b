'use strict';

/** The calls of one invocation, each answered and noted down, whatever client made it. */

const { isRefused, usual } = require('./answers');
const { plain } = require('./plain');
const { resolved } = require('./terms');

/** What calls of an operation are answered: with several of these, each one in turn, and then the last one. */
const answer = (service, operation, output) => ({ service, operation, output });

/** A call that is expected. */
class Expected {
  constructor(service, operation, input) {
    Object.assign(this, { service, operation, input });
  }

  /** The same call with what `change` makes of its input. */
  with(change) {
    return new Expected(this.service, this.operation, change(this.input));
  }
}

/** A call, and the whole of its input. */
const call = (service, operation, input) => new Expected(service, operation, input);

/** That calls of an operation fail with this error, from the call number `from` on. */
const fails = (service, operation, code, { from = 1 } = {}) => ({
  service,
  operation,
  code,
  from,
});

/** The calls of one invocation. `wired` are `resources` and `values` of the function. */
class Session {
  calls = [];
  #answers;
  #failing;
  #wired;
  #counts = new Map();

  constructor({ answers = [], failing = [] }, wired, instant) {
    this.#answers = answers.map((each) => resolved(each, instant));
    this.#failing = failing;
    this.#wired = wired;
  }

  /** The answer to a call as `given` makes it of plain data; throws the error that `failed` makes of a code. */
  answer({ service, operation, input }, { given, failed }) {
    const call = { service, operation, input: plain(input) };
    this.calls.push(call);
    const number = this.#numberOf(call);
    const code = isRefused(call) ? 'ValidationException' : this.#codeOf(call, number);
    const found = code ? { failure: code } : this.#found(call, input, number);
    if (found.failure) {
      call.error = found.failure;
      throw failed(found.failure);
    }
    return given(found);
  }

  /** Forgets the calls until now, and counts from the start. */
  startAnew() {
    this.calls.length = 0;
    this.#counts.clear();
  }

  #numberOf({ service, operation }) {
    const name = `${service} ${operation}`;
    const number = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, number);
    return number;
  }

  #codeOf(call, number) {
    const isMeant = (each) => isSame(each, call) && number >= each.from;
    return this.#failing.find(isMeant)?.code;
  }

  #found(call, input, number) {
    const said = this.#answers.filter((each) => isSame(each, call));
    const one = said[Math.min(number, said.length) - 1];
    return one ? one.output : usual({ ...call, input }, this.#wired);
  }
}

const isSame = (one, other) =>
  one.service === other.service && one.operation === other.operation;

let current = null;

/** Has calls answered by a session as long as `work` takes. */
async function within(session, work) {
  current = session;
  try {
    return await work();
  } finally {
    current = null;
  }
}

/** The answer to a call that is made now. */
async function answered(call, dialect) {
  // The function has ended, and its process stands still.
  if (!current) return new Promise(() => undefined);
  return current.answer(call, dialect);
}

module.exports = { Expected, Session, answer, answered, call, fails, within };
