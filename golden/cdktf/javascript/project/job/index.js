exports.handler = async ({ command }) => command.join(' ');
