import { TerraformOutput, TerraformStack } from 'cdktn';
import { Construct } from 'constructs';
import { DataAwsAvailabilityZones } from '@cdktn/provider-aws/lib/data-aws-availability-zones';
import { Eip } from '@cdktn/provider-aws/lib/eip';
import { InternetGateway } from '@cdktn/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktn/provider-aws/lib/nat-gateway';
import { Route } from '@cdktn/provider-aws/lib/route';
import { Vpc } from '@cdktn/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktn/provider-aws/lib/vpc-endpoint';
import { deployedWith } from './constructs/state';
import { Subnets } from './constructs/subnets';
import { isProduction, Settings } from './settings';

const EVERYWHERE = '0.0.0.0/0';

/** A VPC with public and private subnets. */
export class NetworkStack extends TerraformStack {
  readonly vpc: Vpc;
  readonly publicSubnets: Subnets;
  readonly privateSubnets: Subnets;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    deployedWith(this, settings);
    const count = isProduction(settings) ? 3 : 2;
    const zones = new DataAwsAvailabilityZones(this, 'zones', { state: 'available' }).names;

    this.vpc = new Vpc(this, 'vpc', {
      cidrBlock: '10.20.0.0/16',
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: `platform-${settings.stage}` },
    });
    this.publicSubnets = new Subnets(this, 'public', { vpc: this.vpc, zones, count, offset: 0, isPublic: true });
    this.privateSubnets = new Subnets(this, 'private', { vpc: this.vpc, zones, count, offset: 8 });

    const gateway = new InternetGateway(this, 'gateway', { vpcId: this.vpc.id });
    const address = new Eip(this, 'nat-address', { domain: 'vpc', dependsOn: [gateway] });
    const nat = new NatGateway(this, 'nat', {
      allocationId: address.id,
      subnetId: this.publicSubnets.ids[0],
    });
    new Route(this, 'to-internet', {
      routeTableId: this.publicSubnets.routes.id,
      destinationCidrBlock: EVERYWHERE,
      gatewayId: gateway.id,
    });
    new Route(this, 'to-nat', {
      routeTableId: this.privateSubnets.routes.id,
      destinationCidrBlock: EVERYWHERE,
      natGatewayId: nat.id,
    });
    for (const service of ['s3', 'dynamodb']) {
      new VpcEndpoint(this, `${service}-endpoint`, {
        vpcId: this.vpc.id,
        serviceName: `com.amazonaws.${settings.region}.${service}`,
        routeTableIds: [this.privateSubnets.routes.id],
      });
    }

    new TerraformOutput(this, 'vpc-id', { value: this.vpc.id });
    new TerraformOutput(this, 'private-subnet-ids', { value: this.privateSubnets.ids });
  }
}
