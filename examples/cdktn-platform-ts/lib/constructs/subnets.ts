import { Fn } from 'cdktn';
import { Construct } from 'constructs';
import { RouteTable } from '@cdktn/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktn/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktn/provider-aws/lib/subnet';
import { Vpc } from '@cdktn/provider-aws/lib/vpc';

export interface SubnetsProps {
  vpc: Vpc;
  zones: string[];
  count: number;
  offset: number;
  isPublic?: boolean;
}

/** One subnet in each of the first zones, with a route table for all. */
export class Subnets extends Construct {
  readonly ids: string[] = [];
  readonly routes: RouteTable;

  constructor(scope: Construct, id: string, { vpc, zones, count, offset, isPublic = false }: SubnetsProps) {
    super(scope, id);
    this.routes = new RouteTable(this, 'routes', { vpcId: vpc.id, tags: { Name: `${id}-routes` } });
    for (let zone = 0; zone < count; zone++) {
      const subnet = new Subnet(this, `subnet-${zone}`, {
        vpcId: vpc.id,
        availabilityZone: Fn.element(zones, zone),
        cidrBlock: Fn.cidrsubnet(vpc.cidrBlock, 4, offset + zone),
        mapPublicIpOnLaunch: isPublic,
        tags: { Name: `${id}-${zone}` },
      });
      new RouteTableAssociation(this, `association-${zone}`, {
        subnetId: subnet.id,
        routeTableId: this.routes.id,
      });
      this.ids.push(subnet.id);
    }
  }
}
