function show(v, depth = 0) {
  if (depth > 6) return '...';
  if (v === undefined) return 'undefined';
  if (v === null) return 'null';
  if (typeof v === 'number') return Object.is(v, -0) ? '-0' : String(v);
  if (typeof v === 'bigint') return v.toString() + 'n';
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'boolean') return v ? 'true' : 'false';
  if (typeof v === 'function' || typeof v === 'symbol') return typeof v;
  if (Array.isArray(v)) return '[' + v.map((x) => show(x, depth + 1)).join(',') + ']';
  if (v instanceof Error) return v.name + ': ' + v.message;
  if (v instanceof Map) return 'Map' + show(Array.from(v.entries()), depth + 1);
  if (v instanceof Set) return 'Set' + show(Array.from(v), depth + 1);
  if (v instanceof RegExp) return v.toString();
  if (v instanceof Date) return 'Date ' + v.getTime();
  if (v instanceof Promise) return 'promise';
  return '{' + Object.keys(v).map((k) => JSON.stringify(k) + ':' + show(v[k], depth + 1)).join(',') + '}';
}
const shown = (work) => { try { return show(work()); } catch (e) { return '!' + e.name; } };
