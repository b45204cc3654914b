// That the tests beside this one would fail: programs with a fault in them are refused.
import { checks } from './support/checks';

describe('the support library', () => {
  for (const [title, check] of Object.entries(checks)) it(title, check);
});
