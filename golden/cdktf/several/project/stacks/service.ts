import { Lb } from '@cdktn/provider-aws/lib/lb';
import { AwsProvider } from '@cdktn/provider-aws/lib/provider';
import { SecurityGroup } from '@cdktn/provider-aws/lib/security-group';
import { TerraformOutput, TerraformStack } from 'cdktn';
import { Construct } from 'constructs';
import { NetworkStack } from './network';

export interface ServiceStackProps {
  region: string;
  network: NetworkStack;
  isPublic: boolean;
}

export class ServiceStack extends TerraformStack {
  constructor(scope: Construct, id: string, { region, network, isPublic }: ServiceStackProps) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region });
    const group = new SecurityGroup(this, 'group', {
      vpcId: network.vpc.id,
      ingress: [
        {
          protocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          cidrBlocks: isPublic ? ['0.0.0.0/0'] : [network.vpc.cidrBlock],
        },
      ],
      tags: { Name: `${id}-group` },
    });
    const balancer = new Lb(this, 'balancer', {
      internal: !isPublic,
      securityGroups: [group.id],
      subnets: network.subnets.map((subnet) => subnet.id),
    });
    new TerraformOutput(this, 'address', { value: balancer.dnsName });
  }
}
