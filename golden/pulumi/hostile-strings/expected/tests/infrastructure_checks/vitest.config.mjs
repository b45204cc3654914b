import runners from './support/runners.js';

// Coverage counts all of these, also those that no test loads.
export default runners.vitestConfig({ infrastructure: ['index.ts'] });
