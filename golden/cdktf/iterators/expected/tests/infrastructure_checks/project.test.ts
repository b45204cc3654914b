// What project synthesises, run in process: no cloud, no Terraform.
import { synthesis } from './support';

describe('iterators', () => {
  const app = synthesis({
    load: () => import('../../main'),
  });

  it('declares exactly these resources', async () => {
    expect(await app.inventory()).toStrictEqual({
      aws_ebs_volume: ['iterators/volume'],
      aws_iam_user: ['iterators/users'],
      aws_s3_bucket: ['iterators/team'],
      aws_s3_bucket_lifecycle_configuration: ['iterators/lifecycle'],
      aws_security_group: ['iterators/group'],
      aws_sqs_queue: ['iterators/queue'],
      'backend.local': ['iterators/backend'],
      'data.aws_ec2_managed_prefix_list': ['iterators/prefixes'],
      local: ['iterators/names'],
      'provider.aws': ['iterators/aws'],
      variable: ['iterators/teams'],
    });
  });

  it('leaves no token without a value', async () => {
    expect(await app.unresolved()).toStrictEqual([]);
  });

  describe('aws provider aws', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('provider.aws', 'iterators/aws'),
      ).toStrictEqual({ region: 'eu-west-1' });
    });
  });

  describe('variable teams', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('variable', 'iterators/teams'),
      ).toStrictEqual({
        default: { search: { quota: 5, folders: ['in', 'out'] } },
        type: 'map(object({ quota = number, folders = list(string) }))',
        validation: [
          {
            error_message: 'Name a team.',
            condition: '${length(var.iterators/teams) > 0}',
          },
        ],
      });
    });
  });

  describe('S3 bucket team', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_s3_bucket', 'iterators/team'),
      ).toStrictEqual({
        bucket: 'data-${each.key}',
        tags: { Quota: '${each.value.quota}', Name: '${title(each.key)}' },
        for_each: '${var.iterators/teams}',
      });
    });
  });

  describe('S3 bucket lifecycle configuration lifecycle', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'aws_s3_bucket_lifecycle_configuration',
          'iterators/lifecycle',
        ),
      ).toStrictEqual({
        bucket: '${each.value.bucket}',
        dynamic: {
          rule: {
            for_each: '${toset(["in", "out"])}',
            iterator: 'each',
            content: {
              id: '${each.value}',
              status: 'Enabled',
              filter: { prefix: '${each.value}/' },
            },
          },
        },
        for_each: '${aws_s3_bucket.iterators/team}',
      });
    });
  });

  describe('IAM user users', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_iam_user', 'iterators/users'),
      ).toStrictEqual({
        name: 'worker-${count.index}',
        path: '/workers/',
        count: 2,
      });
    });
  });

  describe('EBS volume volume', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_ebs_volume', 'iterators/volume'),
      ).toStrictEqual({
        availability_zone: 'eu-west-1a',
        size: '${(length(var.iterators/teams) > 3) ? (length(var.iterators/teams) * 10) : 30}',
        lifecycle: {
          postcondition: [
            {
              condition: '${self.size < 100}',
              error_message: 'At most 100, not ${self.size}',
            },
          ],
        },
      });
    });
  });

  describe('EC2 managed prefix list prefixes', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration(
          'data.aws_ec2_managed_prefix_list',
          'iterators/prefixes',
        ),
      ).toStrictEqual({ name: 'com.amazonaws.eu-west-1.s3' });
    });
  });

  describe('security group group', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_security_group', 'iterators/group'),
      ).toStrictEqual({
        egress: [
          {
            cidr_blocks: null,
            description: 'To S3',
            from_port: 443,
            ipv6_cidr_blocks: null,
            prefix_list_ids: [
              '${data.aws_ec2_managed_prefix_list.iterators/prefixes.id}',
            ],
            protocol: 'tcp',
            security_groups: null,
            self: null,
            to_port: 443,
          },
        ],
      });
    });

    it('keeps its address', async () => {
      expect(await app.address('aws_security_group', 'iterators/group')).toBe(
        'aws_security_group.firewall',
      );
    });
  });

  describe('local names', () => {
    it('is configured as declared', async () => {
      expect(await app.configuration('local', 'iterators/names')).toStrictEqual(
        { value: '${join("-", ["a", lower("B"), "c"])}' },
      );
    });
  });

  describe('SQS queue queue', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('aws_sqs_queue', 'iterators/queue'),
      ).toStrictEqual({
        delay_seconds: '${max(1, 2)}',
        name: '${local.iterators/names}',
        provisioner: [{ 'local-exec': { command: 'echo ${self.url}' } }],
      });
    });
  });

  describe('local backend', () => {
    it('is configured as declared', async () => {
      expect(
        await app.configuration('backend.local', 'iterators/backend'),
      ).toStrictEqual({ path: './terraform.iterators.tfstate' });
    });
  });

  it('bucket team exists for each of variable teams', async () => {
    const bucket = await app.configuration('aws_s3_bucket', 'iterators/team');
    expect(bucket.for_each).toBe('${var.iterators/teams}');
  });

  it('bucket lifecycle lifecycle exists for each of bucket team', async () => {
    const configuration = await app.configuration(
      'aws_s3_bucket_lifecycle_configuration',
      'iterators/lifecycle',
    );
    expect(configuration.for_each).toBe('${aws_s3_bucket.iterators/team}');
  });

  it('volume volume takes its size from variable teams', async () => {
    const volume = await app.configuration(
      'aws_ebs_volume',
      'iterators/volume',
    );
    expect(volume.size).toBe(
      '${(length(var.iterators/teams) > 3) ? (length(var.iterators/teams) * 10) : 30}',
    );
  });

  it('security group group takes its egress prefix list ids from EC2 managed prefix list prefixes', async () => {
    const group = await app.configuration(
      'aws_security_group',
      'iterators/group',
    );
    expect(group.egress[0].prefix_list_ids).toStrictEqual([
      '${data.aws_ec2_managed_prefix_list.iterators/prefixes.id}',
    ]);
  });

  it('queue queue takes its name from local names', async () => {
    const queue = await app.configuration('aws_sqs_queue', 'iterators/queue');
    expect(queue.name).toBe('${local.iterators/names}');
  });

  it('queue queue is encrypted', async () => {
    const queue = await app.configuration('aws_sqs_queue', 'iterators/queue');
    expect(queue.sqs_managed_sse_enabled).toBeUndefined();
  });

  it('exports exactly these outputs', async () => {
    expect(Object.keys(await app.outputs()).sort()).toStrictEqual([
      'buckets',
      'egress',
      'first-prefix',
      'not',
      'user-names',
    ]);
  });

  it('exports user-names of user users', async () => {
    expect(await app.output('user-names')).toStrictEqual({
      value: '${join(",", aws_iam_user.iterators/users.*.name)}',
    });
  });

  it('exports egress of security group group', async () => {
    expect(await app.output('egress')).toStrictEqual({
      value: '${tolist(aws_security_group.iterators/group.egress)}',
    });
  });

  it('exports first-prefix of EC2 managed prefix list prefixes', async () => {
    expect(await app.output('first-prefix')).toStrictEqual({
      value:
        '${tolist(data.aws_ec2_managed_prefix_list.iterators/prefixes.entries).0.cidr}',
    });
  });

  it('exports buckets of bucket team', async () => {
    expect(await app.output('buckets')).toStrictEqual({
      value: '${[ for key, val in aws_s3_bucket.iterators/team: val.arn]}',
    });
  });

  it('exports not of queue queue', async () => {
    expect(await app.output('not')).toStrictEqual({
      value: '${!(aws_sqs_queue.iterators/queue.delay_seconds == 3)}',
      description: 'Not three',
    });
  });
});
