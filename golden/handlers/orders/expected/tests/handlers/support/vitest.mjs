/** Vitest's way to the functions' sources, for those that are modules or TypeScript. */

import { vi } from 'vitest';

globalThis[Symbol.for('tests.import')] = (file) => import(/* @vite-ignore */ file);
globalThis[Symbol.for('tests.forget')] = () => vi.resetModules();
