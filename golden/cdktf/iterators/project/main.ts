import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import {
  App,
  conditional,
  Fn,
  Op,
  TerraformCount,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformSelf,
  TerraformStack,
  TerraformVariable,
  Token,
} from 'cdktf';
import { Construct } from 'constructs';

export class IteratorsStack extends TerraformStack {
  constructor(scope: Construct, id: string, copies: number = 2) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    const teams = new TerraformVariable(this, 'teams', {
      type: 'map(object({ quota = number, folders = list(string) }))',
      default: { search: { quota: 5, folders: ['in', 'out'] } },
      validation: [{ condition: '${length(var.teams) > 0}', errorMessage: 'Name a team.' }],
    });
    const team = TerraformIterator.fromMap(teams.value);
    const bucket = new S3Bucket(this, 'team', {
      forEach: team,
      bucket: `data-${team.key}`,
      tags: { Quota: team.getString('quota'), Name: Fn.title(team.key) },
    });
    const each = TerraformIterator.fromResources(bucket);
    const rules = TerraformIterator.fromList(['in', 'out']);
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      forEach: each,
      bucket: each.getString('bucket'),
      rule: rules.dynamic({ id: rules.value, status: 'Enabled', filter: { prefix: `${rules.value}/` } }),
    });

    const count = TerraformCount.of(copies);
    const users = new IamUser(this, 'users', { count, name: `worker-${Token.asString(count.index)}`, path: '/workers/' });
    const volume = new EbsVolume(this, 'volume', {
      availabilityZone: 'eu-west-1a',
      size: Token.asNumber(conditional(Op.gt(Fn.lengthOf(teams.value), 3), Op.mul(Fn.lengthOf(teams.value), 10), 30)),
    });
    volume.addOverride('lifecycle.postcondition', [
      { condition: '${self.size < 100}', error_message: `At most 100, not ${TerraformSelf.getNumber('size')}` },
    ]);

    const prefixes = new DataAwsEc2ManagedPrefixList(this, 'prefixes', { name: 'com.amazonaws.eu-west-1.s3' });
    const group = new SecurityGroup(this, 'group', {
      egress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, prefixListIds: [prefixes.id] }],
    });
    group.addOverride('egress.0.description', 'To S3');
    group.overrideLogicalId('firewall');

    const names = new TerraformLocal(this, 'names', Fn.join('-', ['a', Fn.lower('B'), 'c']));
    const queue = new SqsQueue(this, 'queue', { name: names.asString, delaySeconds: Token.asNumber(Fn.max([1, 2])) });
    queue.addOverride('provisioner', [{ 'local-exec': { command: 'echo ${self.url}' } }]);

    new TerraformOutput(this, 'user-names', { value: Fn.join(',', Token.asList(users.fqn + '.*.name')) });
    new TerraformOutput(this, 'egress', { value: group.egress.fqn });
    new TerraformOutput(this, 'first-prefix', { value: prefixes.entries.get(0).cidr });
    new TerraformOutput(this, 'buckets', { value: each.pluckProperty('arn') });
    new TerraformOutput(this, 'not', { value: Op.not(Op.eq(queue.delaySeconds, 3)), description: 'Not three' });
  }
}

const app = new App();
new IteratorsStack(app, 'iterators');
app.synth();
