// What database registers, run under mocks: no cloud, no Pulumi engine.
import { deployment, json, secret } from './support';

describe('database', () => {
  const stack = deployment({
    project: 'database',
    stack: 'test',
    config: {
      'database:networkStack': 'acme/network/dev',
      'database:password': 'not-a-real-password-1A!',
    },
    load: () => import('../../index'),
  });
  const networkReference = stack.resource(
    'pulumi:pulumi:StackReference',
    'network',
  );
  const zone = stack.resource('aws:route53/zone:Zone', 'zone');
  const group = stack.resource('aws:rds/subnetGroup:SubnetGroup', 'database');
  const group2 = stack.resource(
    'aws:ec2/securityGroup:SecurityGroup',
    'database',
  );
  const instance = stack.resource('aws:rds/instance:Instance', 'database');
  const record = stack.resource('aws:route53/record:Record', 'database');
  const connectionVersion = stack.resource(
    'aws:secretsmanager/secretVersion:SecretVersion',
    'connection',
  );

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:ec2/securityGroup:SecurityGroup': ['database'],
      'aws:rds/instance:Instance': ['database'],
      'aws:rds/subnetGroup:SubnetGroup': ['database'],
      'aws:route53/record:Record': ['database'],
      'aws:route53/zone:Zone': ['zone'],
      'aws:secretsmanager/secretVersion:SecretVersion': ['connection'],
      'pulumi:pulumi:StackReference': ['network'],
    });
  });

  describe('stack reference network', () => {
    it('is looked up by its id', async () => {
      expect(await networkReference.id()).toBe('acme/network/dev');
    });

    it('is configured as declared', async () => {
      expect(await networkReference.inputs()).toStrictEqual({
        name: 'acme/network/dev',
      });
    });
  });

  describe('Route 53 zone zone', () => {
    it('is looked up by its id', async () => {
      expect(await zone.id()).toBe('Z0123456789EXAMPLE');
    });
  });

  describe('DB subnet group database', () => {
    it('is configured as declared', async () => {
      expect(await group.inputs()).toStrictEqual({
        subnetIds: await networkReference.output('outputs', 'privateSubnetIds'),
        description: 'Managed by Pulumi',
      });
    });
  });

  describe('security group database', () => {
    it('is configured as declared', async () => {
      expect(await group2.inputs()).toStrictEqual({
        vpcId: await networkReference.output('outputs', 'vpcId'),
        description: 'Reaches the database',
      });
    });
  });

  describe('DB instance database', () => {
    it('is configured as declared', async () => {
      expect(await instance.inputs()).toStrictEqual({
        engine: 'postgres',
        instanceClass: 'db.t3.micro',
        allocatedStorage: 20,
        username: 'owner',
        password: 'not-a-real-password-1A!',
        kmsKeyId:
          'arn:aws:kms:us-east-1:123456789012:key/abe6754e-0909-4470-8063-4b4083be09ab',
        storageEncrypted: true,
        dbSubnetGroupName: await group.output('name'),
        vpcSecurityGroupIds: [await group2.output('id')],
        skipFinalSnapshot: true,
      });
    });

    it('is protected from deletion', async () => {
      const instanceOptions = await instance.options();
      expect(instanceOptions.protect).toBe(true);
    });
  });

  describe('Route 53 record database', () => {
    it('is configured as declared', async () => {
      expect(await record.inputs()).toStrictEqual({
        zoneId: await zone.output('zoneId'),
        name: `db.${await zone.output('name')}`,
        type: 'CNAME',
        ttl: 60,
        records: [await instance.output('address')],
      });
    });
  });

  describe('Secrets Manager secret version connection', () => {
    it('is configured as declared', async () => {
      expect(await connectionVersion.inputs()).toStrictEqual({
        secretId: 'database/connection',
        secretString: json({
          host: await instance.output('address'),
          password: 'not-a-real-password-1A!',
        }),
      });
    });
  });

  it('subnet group database spans stack reference network', async () => {
    const groupInputs = await group.inputs();
    expect(groupInputs.subnetIds).toStrictEqual(
      await networkReference.output('outputs', 'privateSubnetIds'),
    );
  });

  it('security group database is in stack reference network', async () => {
    const groupInputs = await group2.inputs();
    expect(groupInputs.vpcId).toStrictEqual(
      await networkReference.output('outputs', 'vpcId'),
    );
  });

  it('database database runs in subnet group database', async () => {
    const instanceInputs = await instance.inputs();
    expect(instanceInputs.dbSubnetGroupName).toBe(await group.output('name'));
  });

  it('database database belongs to security group database', async () => {
    const instanceInputs = await instance.inputs();
    expect(instanceInputs.vpcSecurityGroupIds).toStrictEqual([
      await group2.output('id'),
    ]);
  });

  it('DNS record database is in DNS zone zone', async () => {
    const recordInputs = await record.inputs();
    expect(recordInputs.zoneId).toBe(await zone.output('zoneId'));
  });

  it('DNS record database takes its name from DNS zone zone', async () => {
    const recordInputs = await record.inputs();
    expect(recordInputs.name).toBe(`db.${await zone.output('name')}`);
  });

  it('DNS record database names database database', async () => {
    const recordInputs = await record.inputs();
    expect(recordInputs.records).toStrictEqual([
      await instance.output('address'),
    ]);
  });

  it('secret version connection holds database database', async () => {
    const version = await connectionVersion.inputs();
    expect(version.secretString).toStrictEqual(
      json({
        host: await instance.output('address'),
        password: 'not-a-real-password-1A!',
      }),
    );
  });

  it('security group database says what it is for', async () => {
    const groupInputs = await group2.inputs();
    expect(groupInputs.description).toBeTruthy();
  });

  it('database database is encrypted', async () => {
    const instanceInputs = await instance.inputs();
    expect(instanceInputs.storageEncrypted).toBe(true);
  });

  it('database database is not public', async () => {
    const instanceInputs = await instance.inputs();
    expect(instanceInputs.publiclyAccessible).toBeUndefined();
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await stack.exports()).sort()).toStrictEqual([
      'address',
      'token',
      'url',
    ]);
  });

  it('exports url of database database as a secret', async () => {
    expect(await stack.exported('url')).toStrictEqual(
      secret(
        `postgres://owner:not-a-real-password-1A!@${await instance.output('endpoint')}/app`,
      ),
    );
  });

  it('exports token as a secret', async () => {
    expect(await stack.exported('token')).toStrictEqual(secret('s3cr3t'));
  });

  it('exports address of database database', async () => {
    expect(await stack.exported('address')).toBe(
      await instance.output('address'),
    );
  });
});

describe('database with replicas 3', () => {
  const stack = deployment({
    project: 'database',
    stack: 'test',
    config: {
      'database:networkStack': 'acme/network/dev',
      'database:password': 'not-a-real-password-1A!',
      'database:replicas': 3,
    },
    load: () => import('../../index'),
  });
  const databaseInstance = stack.resource(
    'aws:rds/instance:Instance',
    'database',
  );
  const replica1Instance = stack.resource(
    'aws:rds/instance:Instance',
    'replica-1',
  );
  const replica2Instance = stack.resource(
    'aws:rds/instance:Instance',
    'replica-2',
  );
  const replica3Instance = stack.resource(
    'aws:rds/instance:Instance',
    'replica-3',
  );

  it('declares exactly these resources', async () => {
    expect(await stack.inventory()).toStrictEqual({
      'aws:ec2/securityGroup:SecurityGroup': ['database'],
      'aws:rds/instance:Instance': [
        'database',
        'replica-1',
        'replica-2',
        'replica-3',
      ],
      'aws:rds/subnetGroup:SubnetGroup': ['database'],
      'aws:route53/record:Record': ['database'],
      'aws:route53/zone:Zone': ['zone'],
      'aws:secretsmanager/secretVersion:SecretVersion': ['connection'],
      'pulumi:pulumi:StackReference': ['network'],
    });
  });

  describe('DB instance replica-1', () => {
    it('is configured as declared', async () => {
      expect(await replica1Instance.inputs()).toStrictEqual({
        replicateSourceDb: await databaseInstance.output('identifier'),
        instanceClass: 'db.t3.micro',
      });
    });
  });

  describe('DB instance replica-2', () => {
    it('is configured as declared', async () => {
      expect(await replica2Instance.inputs()).toStrictEqual({
        replicateSourceDb: await databaseInstance.output('identifier'),
        instanceClass: 'db.t3.micro',
      });
    });
  });

  describe('DB instance replica-3', () => {
    it('is configured as declared', async () => {
      expect(await replica3Instance.inputs()).toStrictEqual({
        replicateSourceDb: await databaseInstance.output('identifier'),
        instanceClass: 'db.t3.micro',
      });
    });
  });

  it('database replica-1 replicates database database', async () => {
    const instance = await replica1Instance.inputs();
    expect(instance.replicateSourceDb).toBe(
      await databaseInstance.output('identifier'),
    );
  });

  it('database replica-2 replicates database database', async () => {
    const instance = await replica2Instance.inputs();
    expect(instance.replicateSourceDb).toBe(
      await databaseInstance.output('identifier'),
    );
  });

  it('database replica-3 replicates database database', async () => {
    const instance = await replica3Instance.inputs();
    expect(instance.replicateSourceDb).toBe(
      await databaseInstance.output('identifier'),
    );
  });
});

describe('database without networkStack', () => {
  const stack = deployment({
    project: 'database',
    stack: 'test',
    config: { 'database:password': 'not-a-real-password-1A!' },
    load: () => import('../../index'),
  });

  it("is refused: Missing required configuration variable 'database:networkStack'", async () => {
    expect(await stack.failure()).toContain(
      "Missing required configuration variable 'database:networkStack'",
    );
  });
});

describe('database without password', () => {
  const stack = deployment({
    project: 'database',
    stack: 'test',
    config: { 'database:networkStack': 'acme/network/dev' },
    load: () => import('../../index'),
  });

  it("is refused: Missing required configuration variable 'database:password'", async () => {
    expect(await stack.failure()).toContain(
      "Missing required configuration variable 'database:password'",
    );
  });
});
