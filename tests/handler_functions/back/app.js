const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns');

const sns = new SNSClient({});

exports.api = {
  handler: (event, context, callback) => {
    console.log('got', event);
    sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: 'hello' }), (error, data) => {
      if (error) {
        callback(error);
        return;
      }
      const env = Object.keys(process.env).filter((name) => name.startsWith('NODE_ENV'));
      const left = context.getRemainingTimeInMillis() > 0;
      callback(null, { id: data.MessageId, left, ...(event.big ? { env } : {}) });
    });
  },
};

exports.slow = () => new Promise(() => {});

exports.foreign = async () => {
  const TopicArn = 'arn:aws:sns:us-east-1:123456789012:other';
  await sns.send(new PublishCommand({ TopicArn, Message: 'x' }));
  return {};
};
