exports.handler = async () => {
  const { KMSClient } = require('@aws-sdk/client-kms');
  return typeof KMSClient;
};
