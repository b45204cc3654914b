export const topicName = (word: string): string => `${word}-topic`;
