/** That the tests of this folder would fail: each check runs a small program with a fault in it. */
export const checks: Record<string, () => Promise<void>>;
