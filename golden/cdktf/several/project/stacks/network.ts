import { AwsProvider } from '@cdktn/provider-aws/lib/provider';
import { Subnet } from '@cdktn/provider-aws/lib/subnet';
import { Vpc } from '@cdktn/provider-aws/lib/vpc';
import { Fn, S3Backend, TerraformOutput, TerraformStack } from 'cdktn';
import { Construct } from 'constructs';

export interface NetworkStackProps {
  region: string;
  zones: number;
}

export class NetworkStack extends TerraformStack {
  readonly vpc: Vpc;
  readonly subnets: Subnet[];

  constructor(scope: Construct, id: string, { region, zones }: NetworkStackProps) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region });
    new S3Backend(this, { bucket: 'states', key: `${id}.tfstate`, region: 'eu-west-1' });
    this.vpc = new Vpc(this, 'vpc', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true });
    this.subnets = [...Array(zones).keys()].map(
      (number) =>
        new Subnet(this, `private-${number}`, {
          vpcId: this.vpc.id,
          cidrBlock: Fn.cidrsubnet(this.vpc.cidrBlock, 8, number),
          availabilityZone: `${region}${'abc'[number]}`,
        }),
    );
    new TerraformOutput(this, 'vpc-id', { value: this.vpc.id, staticId: true });
  }
}
