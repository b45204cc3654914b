export const lazy = 'yes';
