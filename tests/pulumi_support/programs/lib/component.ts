import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export interface StoreArgs {
  kind?: pulumi.Input<string>;
  alarm?: boolean;
}

export class Inner extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super('shop:index:Inner', name, {}, opts);
    new aws.sns.Topic('topic', {}, { parent: this });
  }
}

export class Store extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;
  public readonly bucket: aws.s3.Bucket;
  public readonly size = 3;

  constructor(name: string, args: StoreArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super('shop:index:Store', name, args, opts);
    if (args.alarm && !args.kind) throw new Error('an alarm needs a kind');
    this.bucket = new aws.s3.Bucket(`${name}-files`, { tags: { kind: args.kind ?? 'plain' } }, { parent: this });
    new Inner('left', { parent: this });
    new Inner('right', { parent: this, dependsOn: this.bucket });
    this.arn = this.bucket.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
