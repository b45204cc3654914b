import { Construct } from 'constructs';
import { AppautoscalingPolicy } from '@cdktn/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktn/provider-aws/lib/appautoscaling-target';
import { EcsCluster } from '@cdktn/provider-aws/lib/ecs-cluster';
import { EcsService } from '@cdktn/provider-aws/lib/ecs-service';

export interface ScalingProps {
  cluster: EcsCluster;
  service: EcsService;
  least: number;
  most: number;
}

/** As many containers as the load needs. */
export class Scaling extends Construct {
  constructor(scope: Construct, id: string, { cluster, service, least, most }: ScalingProps) {
    super(scope, id);
    const target = new AppautoscalingTarget(this, 'target', {
      serviceNamespace: 'ecs',
      resourceId: `service/${cluster.name}/${service.name}`,
      scalableDimension: 'ecs:service:DesiredCount',
      minCapacity: least,
      maxCapacity: most,
    });
    new AppautoscalingPolicy(this, 'policy', {
      name: 'load',
      policyType: 'TargetTrackingScaling',
      serviceNamespace: target.serviceNamespace,
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        targetValue: 60,
      },
    });
  }
}
