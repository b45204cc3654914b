import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true });

const subnets = [0, 1, 2].map(
  (number) => new aws.ec2.Subnet(`private-${number}`, { vpcId: vpc.id, cidrBlock: `10.0.${number}.0/24` }),
);

export const vpcId = vpc.id;
export const subnetIds = subnets.map((subnet) => subnet.id);
