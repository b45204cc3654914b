import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const network = new pulumi.StackReference(`${pulumi.getOrganization()}/network/${pulumi.getStack()}`);

const group = new aws.ec2.SecurityGroup('service', {
  vpcId: network.requireOutput('vpcId'),
  ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] }],
});

export const groupId = group.id;
