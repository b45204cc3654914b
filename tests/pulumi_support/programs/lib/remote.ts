import * as pulumi from '@pulumi/pulumi';

/** A component that another program would make, as those of awsx and eks. */
export class Cluster extends pulumi.ComponentResource {
  public readonly kubeconfig!: pulumi.Output<any>;
  public readonly core!: pulumi.Output<{ endpoint: string }>;

  constructor(name: string, args: { nodes: pulumi.Input<number> }, opts?: pulumi.ComponentResourceOptions) {
    super('eks:index:Cluster', name, { ...args, kubeconfig: undefined, core: undefined }, opts, true);
  }
}

const cluster = new Cluster('main', { nodes: 3 });
export const endpoint = cluster.core.endpoint;
export const host = cluster.kubeconfig.apply((it) => it.clusters[0].server);
