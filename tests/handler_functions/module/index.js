import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const config = await Promise.resolve({ a: 1 });
const here = dirname(fileURLToPath(import.meta.url));

export const handler = async (event) => {
  const expected = createHmac('sha1', 'key').update(event.body).digest('base64');
  const given = Buffer.from(event.signature);
  if (given.length !== expected.length || !timingSafeEqual(given, Buffer.from(expected))) {
    return { statusCode: 401 };
  }
  const { lazy } = await import('./lazy.js');
  const text = readFileSync(join(here, 'text.txt'), 'utf8');
  const cwd = readFileSync('text.txt', 'utf8');
  return { statusCode: 200, body: JSON.stringify({ ...config, lazy, text, cwd }) };
};
