(globalThis as any).unusedIsLoaded = true;

export const unused = 1;
