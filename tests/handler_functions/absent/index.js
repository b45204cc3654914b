const { TranslateClient } = require('@aws-sdk/client-translate');
exports.handler = async () => new TranslateClient({});
