export const named = (...parts: string[]): string => parts.join('-');
