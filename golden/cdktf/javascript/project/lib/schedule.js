const { CloudwatchEventRule } = require('@cdktf/provider-aws/lib/cloudwatch-event-rule');
const { CloudwatchEventTarget } = require('@cdktf/provider-aws/lib/cloudwatch-event-target');

exports.schedule = function schedule(scope, name, { hour, paused, command, job }) {
  const rule = new CloudwatchEventRule(scope, `${name}-rule`, {
    scheduleExpression: `cron(0 ${hour} * * ? *)`,
    state: paused ? 'DISABLED' : 'ENABLED',
  });
  new CloudwatchEventTarget(scope, `${name}-target`, {
    rule: rule.name,
    arn: job.arn,
    input: JSON.stringify({ command }),
  });
  return rule;
};
