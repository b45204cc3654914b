const aws = require('@pulumi/aws');

exports.schedule = function schedule(name, { hour, paused, cluster, task }) {
  const rule = new aws.cloudwatch.EventRule(`${name}-rule`, {
    scheduleExpression: `cron(0 ${hour} * * ? *)`,
    state: paused ? 'DISABLED' : 'ENABLED',
  });
  new aws.cloudwatch.EventTarget(`${name}-target`, {
    rule: rule.name,
    arn: cluster.arn,
    ecsTarget: { taskDefinitionArn: task.arn, taskCount: 1 },
  });
  return rule;
};
