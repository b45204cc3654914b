import barrels from './support/barrels.js';
import runners from './support/runners.js';

// Coverage counts all of these, also those that no test loads.
const config = runners.vitestConfig({
  infrastructure: ['main.ts', 'settings.ts'],
});

export default barrels.vitestBarrels(config);
