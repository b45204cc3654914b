export const never = (text: string): string => {
  if (text) return text;
  return 'no';
};
