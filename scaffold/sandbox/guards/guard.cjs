// Loaded by Node itself before a held program: refuses, in words, what the program must not do.
// Where the kernel holds the program too, this is for the message; elsewhere it is all there is.
'use strict';

const held = JSON.parse(process.env.SCAFFOLD_HELD ?? 'null');
delete process.env.SCAFFOLD_HELD;
if (held) hold();

function hold() {
  const path = require('node:path');
  const fs = require('node:fs');
  const { fileURLToPath } = require('node:url');
  const real = fs.realpathSync;
  const ports = new Set(held.ports);
  const local = new Set(['127.0.0.1', '::1', 'localhost']);
  const writable = held.writable.map((each) => real(each));
  const devices = new Set(['/dev/null', '/dev/zero', '/dev/full']);

  const refusal = (what) => Object.assign(new Error(`not allowed in this process: ${what}`), { code: 'EPERM', errno: -1 });
  const refuse = (what) => {
    throw refusal(what);
  };
  const resolved = (named) => {
    const text = named instanceof URL ? fileURLToPath(named) : path.resolve(String(named));
    for (let at = text, rest = ''; ; rest = path.join(path.basename(at), rest), at = path.dirname(at)) {
      try {
        return path.join(real(at), rest).replace(/\/$/, '');
      } catch {
        if (at === path.dirname(at)) return text;
      }
    }
  };
  const inside = (named) => {
    if (typeof named === 'number' || named === undefined || named === null) return;
    const found = resolved(named);
    const fits = devices.has(found) || writable.some((each) => found === each || found.startsWith(each + path.sep));
    if (!fits) refuse(`changing ${found}`);
  };
  const changes = (flags) =>
    typeof flags === 'number'
      ? (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_TRUNC)) !== 0
      : /[wa+]/.test(String(flags ?? 'r'));

  // Which arguments of each function name files that it changes.
  const first = (...given) => inside(given[0]);
  const second = (...given) => inside(given[1]);
  const both = (...given) => [inside(given[0]), inside(given[1])];
  const checks = {
    ...Object.fromEntries(['writeFile', 'appendFile', 'unlink', 'mkdir', 'mkdtemp', 'rm', 'rmdir', 'truncate'].map((name) => [name, first])),
    ...Object.fromEntries(['chmod', 'chown', 'lchown', 'lchmod', 'utimes', 'lutimes'].map((name) => [name, first])),
    open: (name, flags) => changes(flags) && inside(name),
    copyFile: second,
    cp: second,
    symlink: second,
    rename: both,
    link: both,
  };
  for (const [name, check] of Object.entries(checks)) {
    guard(fs, name, check, 'callback');
    guard(fs, `${name}Sync`, check, 'throws');
    guard(fs.promises, name, check, 'promise');
  }

  const net = require('node:net');
  guard(net.Socket.prototype, 'connect', (...given) => {
    const options = Array.isArray(given[0]) ? given[0][0] : given[0];
    const to = typeof options === 'object' ? options : { port: given[0], host: typeof given[1] === 'string' ? given[1] : 'localhost' };
    const fits = held.loopback && !to.path && local.has(to.host ?? 'localhost') && (!ports.size || ports.has(Number(to.port)));
    if (!fits) refuse(`a connection to ${to.path ?? `${to.host ?? 'localhost'}:${to.port}`}`);
  }, 'throws');
  guard(net.Server.prototype, 'listen', () => refuse('listening'), 'throws');
  guard(require('node:dgram'), 'createSocket', () => refuse('a datagram socket'), 'throws');
  const dns = require('node:dns');
  const looking = (host) => (held.loopback && local.has(host)) || refuse(`looking up ${host}`);
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse']) {
    guard(dns, name, looking, 'throws');
    guard(dns.promises, name, looking, 'promise');
  }

  const children = require('node:child_process');
  const starting = (program) => held.processes || refuse(`starting a process (${program})`);
  for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
    guard(children, name, starting, 'throws');
  }
  guard(process, 'kill', (id) => id === process.pid || id === 0 || refuse(`a signal to process ${id}`), 'throws');

  // `how` says what becomes of a refusal: it is thrown, given to the callback, or what a promise is rejected with.
  function guard(owner, name, check, how) {
    const original = owner?.[name];
    if (typeof original !== 'function') return;
    const guarded = function (...given) {
      try {
        check(...given);
      } catch (error) {
        const callback = given.at(-1);
        if (how === 'promise') return Promise.reject(error);
        if (how === 'callback' && typeof callback === 'function') return process.nextTick(callback, error);
        throw error;
      }
      return original.apply(this, given);
    };
    Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original));
    owner[name] = guarded;
  }
  require('node:module').syncBuiltinESMExports();
}
