import { App, AssetType, TerraformAsset, TerraformLocal, TerraformStack } from 'cdktf';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Construct } from 'constructs';

import { OrdersStack } from './lib/orders-stack';

class AlarmsStack extends TerraformStack {
  constructor(scope: Construct, id: string, queue: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    new SnsTopicSubscription(this, 'mail', { topicArn: 'arn:x', protocol: 'sqs', endpoint: queue });
    for (const id of ['code', 'again']) {
      const { path, assetHash } = new TerraformAsset(this, id, { path: './lambda', type: AssetType.ARCHIVE });
      new TerraformLocal(this, `${id}-place`, `${path} ${assetHash}`);
    }
  }
}

async function main(): Promise<void> {
  const app = new App({ outdir: 'elsewhere' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { queue } = new OrdersStack(app, 'orders', { stage: process.env.STAGE ?? 'dev' });
  new AlarmsStack(app, 'alarms', queue.arn);
  app.synth();
}

void main();
