import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

export = async () => {
  const zones = await aws.getAvailabilityZones({ state: 'available' });
  const topics = zones.names.map((zone) => new aws.sns.Topic(`in-${zone}`));
  const policy = await aws.iam.getPolicyDocument({
    statements: [{ actions: ['sns:Publish', 'sns:Get*'], resources: ['*'] }],
  });
  return { zones: zones.names, first: topics[0].name, where: pulumi.getOrganization(), policy: policy.json };
};
