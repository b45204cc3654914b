import { Fn, Op, TerraformIterator, TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable, Token } from 'cdktn';
import { Construct } from 'constructs';
import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group';
import { EcrRepository } from '@cdktn/provider-aws/lib/ecr-repository';
import { EcsCluster } from '@cdktn/provider-aws/lib/ecs-cluster';
import { EcsService } from '@cdktn/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktn/provider-aws/lib/ecs-task-definition';
import { SecurityGroup } from '@cdktn/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktn/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktn/provider-aws/lib/vpc-security-group-ingress-rule';
import { Scaling } from './constructs/scaling';
import { deployedWith } from './constructs/state';
import { TaskRoles } from './constructs/task-roles';
import { DataStack } from './data-stack';
import { NetworkStack } from './network-stack';
import { isProduction, Settings } from './settings';

export interface ServiceStackProps {
  settings: Settings;
  network: NetworkStack;
  data: DataStack;
}

const PORTS = [8080, 9090];

/** The container that takes orders. */
export class ServiceStack extends TerraformStack {
  constructor(scope: Construct, id: string, { settings, network, data }: ServiceStackProps) {
    super(scope, id);
    deployedWith(this, settings);
    const name = `orders-${settings.stage}`;
    const cluster = new EcsCluster(this, 'cluster', {
      name,
      setting: [{ name: 'containerInsights', value: isProduction(settings) ? 'enhanced' : 'enabled' }],
    });
    const service = new EcsService(this, 'service', {
      name,
      cluster: cluster.arn,
      taskDefinition: this.task(name, settings, data).arn,
      desiredCount: isProduction(settings) ? 3 : 1,
      launchType: 'FARGATE',
      deploymentCircuitBreaker: { enable: true, rollback: true },
      networkConfiguration: {
        subnets: network.privateSubnets.ids,
        securityGroups: [this.firewall(name, network).id],
      },
      lifecycle: { ignoreChanges: ['desired_count'] },
    });
    // Older bindings of the provider have no member for it.
    service.addOverride('availability_zone_rebalancing', 'ENABLED');
    if (isProduction(settings)) {
      new Scaling(this, 'scaling', { cluster, service, least: 3, most: 12 });
    }
    new TerraformOutput(this, 'service-name', { value: service.name });
  }

  private task(name: string, settings: Settings, data: DataStack): EcsTaskDefinition {
    const roles = new TaskRoles(this, 'roles', { name, table: data.table, key: data.key });
    const log = new CloudwatchLogGroup(this, 'log', {
      name: `/platform/${name}`,
      retentionInDays: isProduction(settings) ? 365 : 30,
    });
    new TerraformOutput(this, 'log-group', { value: log.name });
    return new EcsTaskDefinition(this, 'task', {
      family: name,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: isProduction(settings) ? '1024' : '256',
      memory: isProduction(settings) ? '2048' : '512',
      executionRoleArn: roles.execution.arn,
      taskRoleArn: roles.task.arn,
      containerDefinitions: Fn.jsonencode([
        {
          name: 'orders',
          image: this.image(name),
          essential: true,
          portMappings: PORTS.map((containerPort) => ({ containerPort })),
          environment: [{ name: 'ORDERS_TABLE', value: data.table.name }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': log.name,
              'awslogs-region': settings.region,
              'awslogs-stream-prefix': 'orders',
            },
          },
        },
      ]),
    });
  }

  private image(name: string): string {
    const repository = new EcrRepository(this, 'repository', {
      name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
    });
    const release = new TerraformVariable(this, 'release', {
      type: 'string',
      description: 'The tag of the image that is deployed',
      nullable: false,
    });
    release.addValidation({
      condition: Op.and(Op.gt(Fn.lengthOf(release.value), 0), Op.neq(release.value, 'latest')),
      errorMessage: 'Name a release: latest is none.',
    });
    return new TerraformLocal(this, 'image', `${repository.repositoryUrl}:${release.stringValue}`).asString;
  }

  private firewall(name: string, network: NetworkStack): SecurityGroup {
    const group = new SecurityGroup(this, 'firewall', {
      name,
      description: 'Takes orders from inside of the network',
      vpcId: network.vpc.id,
    });
    const ports = TerraformIterator.fromList(PORTS.map(String));
    const port = Token.asNumber(ports.value);
    new VpcSecurityGroupIngressRule(this, 'ingress', {
      forEach: ports,
      securityGroupId: group.id,
      cidrIpv4: network.vpc.cidrBlock,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
    });
    new VpcSecurityGroupEgressRule(this, 'egress', {
      securityGroupId: group.id,
      cidrIpv4: '0.0.0.0/0',
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    });
    return group;
  }
}
