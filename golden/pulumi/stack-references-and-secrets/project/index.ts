import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const network = new pulumi.StackReference('network', { name: config.require('networkStack') });
const password = config.requireSecret('password');
const replicas = config.getNumber('replicas') ?? 0;

const subnetIds = network.requireOutput('privateSubnetIds').apply((ids) => ids as string[]);
const vpcId = network.getOutput('vpcId');

const zone = aws.route53.Zone.get('zone', 'Z0123456789EXAMPLE');
const key = aws.kms.getKeyOutput({ keyId: 'alias/database' });

const subnetGroup = new aws.rds.SubnetGroup('database', { subnetIds });
const group = new aws.ec2.SecurityGroup('database', { vpcId, description: 'Reaches the database' });

const database = new aws.rds.Instance(
  'database',
  {
    engine: 'postgres',
    instanceClass: aws.rds.InstanceType.T3_Micro,
    allocatedStorage: 20,
    username: 'owner',
    password,
    kmsKeyId: key.arn,
    storageEncrypted: true,
    dbSubnetGroupName: subnetGroup.name,
    vpcSecurityGroupIds: [group.id],
    skipFinalSnapshot: true,
  },
  { protect: true, additionalSecretOutputs: ['address'] },
);

for (let number = 1; number <= replicas; number++) {
  new aws.rds.Instance(`replica-${number}`, {
    replicateSourceDb: database.identifier,
    instanceClass: aws.rds.InstanceType.T3_Micro,
  });
}

new aws.route53.Record('database', {
  zoneId: zone.zoneId,
  name: pulumi.interpolate`db.${zone.name}`,
  type: aws.route53.RecordType.CNAME,
  ttl: 60,
  records: [database.address],
});

new aws.secretsmanager.SecretVersion('connection', {
  secretId: 'database/connection',
  secretString: pulumi.jsonStringify({ host: database.address, password }),
});

export const url = pulumi.interpolate`postgres://owner:${password}@${database.endpoint}/app`;
export const token = pulumi.secret('s3cr3t');
export const address = pulumi.unsecret(database.address);
