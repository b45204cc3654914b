const x = require('left-pad-not-there');
exports.handler = async () => x;
