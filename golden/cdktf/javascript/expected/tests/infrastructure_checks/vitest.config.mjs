import barrels from './support/barrels.js';
import runners from './support/runners.js';

// Coverage counts all of these, also those that no test loads.
const config = runners.vitestConfig({
  infrastructure: ['index.js', 'lib/schedule.js'],
});

export default barrels.vitestBarrels(config);
