export const counter = { value: 0 };
export const label = process.env.LABEL;
