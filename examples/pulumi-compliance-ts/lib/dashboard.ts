import * as pulumi from '@pulumi/pulumi';
import { METRIC_NAMESPACE } from './analyzer-code';
import { SEVERITIES } from './rules';

export interface DashboardSettings {
  environment: string;
  region: pulumi.Input<string>;
  functionName: pulumi.Input<string>;
}

type Metric = (pulumi.Input<string> | Record<string, string>)[];

const COLUMNS = 2;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 6;

/** The JSON of a dashboard: what was found, and whether the analyzer itself is well. */
export function dashboardBody({ environment, region, functionName }: DashboardSettings): pulumi.Output<string> {
  const widgets: { title: string; stat: string; metrics: Metric[] }[] = [
    {
      title: 'Instances',
      stat: 'Maximum',
      metrics: ['Instances', 'NonCompliantInstances'].map((name) => [
        METRIC_NAMESPACE,
        name,
        'Environment',
        environment,
      ]),
    },
    {
      title: 'Findings by severity',
      stat: 'Maximum',
      metrics: SEVERITIES.map((severity) => [
        METRIC_NAMESPACE,
        'Findings',
        'Environment',
        environment,
        'Severity',
        severity,
        { label: severity },
      ]),
    },
    {
      title: 'Runs and errors',
      stat: 'Sum',
      metrics: ['Invocations', 'Errors'].map((name) => ['AWS/Lambda', name, 'FunctionName', functionName]),
    },
    {
      title: 'Duration (ms)',
      stat: 'p95',
      metrics: [['AWS/Lambda', 'Duration', 'FunctionName', functionName]],
    },
  ];

  return pulumi.jsonStringify({
    widgets: widgets.map(({ title, stat, metrics }, index) => ({
      type: 'metric',
      x: (index % COLUMNS) * WIDTH,
      y: Math.floor(index / COLUMNS) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: { title, stat, metrics, region, period: 3600, view: 'timeSeries' },
    })),
  });
}
