import runners from './support/runners.js';

// Coverage counts all of this, also files that no test loads.
export default runners.vitestConfig({ handlers: ['src/${js} & co'] });
