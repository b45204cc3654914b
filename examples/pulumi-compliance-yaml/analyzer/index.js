'use strict';

const { CloudWatchClient, PutMetricDataCommand } = require('@aws-sdk/client-cloudwatch');
const {
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeSecurityGroups,
  paginateDescribeVolumes,
} = require('@aws-sdk/client-ec2');
const { PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');
const { PublishCommand, SNSClient } = require('@aws-sdk/client-sns');

const RULES = {
  'open-admin-port': { severity: 'high', title: 'An administration port is open to the internet' },
  'metadata-v1': { severity: 'high', title: 'The metadata service answers without a token' },
  'unencrypted-volume': { severity: 'high', title: 'A volume is not encrypted' },
  'public-address': { severity: 'medium', title: 'The instance has a public address' },
  'no-profile': { severity: 'medium', title: 'The instance has no instance profile' },
  'missing-tags': { severity: 'low', title: 'Required tags are missing' },
  'basic-monitoring': { severity: 'low', title: 'Detailed monitoring is off' },
};
const SEVERITIES = ['low', 'medium', 'high'];
const METRIC_NAMESPACE = 'ComplianceAnalyzer';
const REPORT_PREFIX = 'reports/';
const ADMIN_PORTS = [22, 3389];
const ANYWHERE = new Set(['0.0.0.0/0', '::/0']);

const ENVIRONMENT = process.env.ENVIRONMENT;
const BUCKET_NAME = process.env.BUCKET_NAME;
const TOPIC_ARN = process.env.TOPIC_ARN;
const MINIMUM_SEVERITY = process.env.MINIMUM_SEVERITY;
const REQUIRED_TAGS = (process.env.REQUIRED_TAGS || '').split(',').filter(Boolean);

const cloudwatch = new CloudWatchClient({});
const ec2 = new EC2Client({});
const s3 = new S3Client({});
const sns = new SNSClient({});

exports.handler = async () => {
  const [instances, groups, volumes] = await Promise.all([readInstances(), readOpenGroups(), readPlainVolumes()]);
  const findings = instances.flatMap((instance) => check(instance, groups, volumes));
  const report = {
    environment: ENVIRONMENT,
    createdAt: new Date().toISOString(),
    instances: instances.length,
    nonCompliant: new Set(findings.map((finding) => finding.instanceId)).size,
    findings,
  };
  const key = await storeReport(report);
  await writeMetrics(report);
  const alerted = await alert(report, key);
  console.log(JSON.stringify({ message: 'analyzed', key, alerted, findings: findings.length }));
  return { key, instances: report.instances, nonCompliant: report.nonCompliant, findings: findings.length, alerted };
};

async function readInstances() {
  const filters = [{ Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] }];
  const found = [];
  for await (const page of paginateDescribeInstances({ client: ec2 }, { Filters: filters })) {
    found.push(...(page.Reservations || []).flatMap((reservation) => reservation.Instances || []));
  }
  return found;
}

// The ids of the security groups that let anyone reach a port for administration.
async function readOpenGroups() {
  const found = new Set();
  for await (const page of paginateDescribeSecurityGroups({ client: ec2 }, {})) {
    for (const group of page.SecurityGroups || []) {
      if ((group.IpPermissions || []).some(isOpen)) {
        found.add(group.GroupId);
      }
    }
  }
  return found;
}

function isOpen(permission) {
  const ranges = [
    ...(permission.IpRanges || []).map((range) => range.CidrIp),
    ...(permission.Ipv6Ranges || []).map((range) => range.CidrIpv6),
  ];
  const everyPort = permission.IpProtocol === '-1';
  const reached = ADMIN_PORTS.some((port) => everyPort || (permission.FromPort <= port && port <= permission.ToPort));
  return reached && ranges.some((range) => ANYWHERE.has(range));
}

async function readPlainVolumes() {
  const found = new Set();
  const filters = [{ Name: 'encrypted', Values: ['false'] }];
  for await (const page of paginateDescribeVolumes({ client: ec2 }, { Filters: filters })) {
    (page.Volumes || []).forEach((volume) => found.add(volume.VolumeId));
  }
  return found;
}

function check(instance, openGroups, plainVolumes) {
  const findings = [];
  const find = (rule, detail) => findings.push({ instanceId: instance.InstanceId, rule, ...RULES[rule], detail });

  const groups = (instance.SecurityGroups || []).map((group) => group.GroupId).filter((id) => openGroups.has(id));
  if (groups.length > 0) {
    find('open-admin-port', groups.join(', '));
  }
  if (instance.MetadataOptions && instance.MetadataOptions.HttpTokens !== 'required') {
    find('metadata-v1', 'HttpTokens is ' + instance.MetadataOptions.HttpTokens);
  }
  const volumes = (instance.BlockDeviceMappings || [])
    .map((mapping) => mapping.Ebs && mapping.Ebs.VolumeId)
    .filter((id) => plainVolumes.has(id));
  if (volumes.length > 0) {
    find('unencrypted-volume', volumes.join(', '));
  }
  if (instance.PublicIpAddress) {
    find('public-address', instance.PublicIpAddress);
  }
  if (!instance.IamInstanceProfile) {
    find('no-profile', '');
  }
  const tags = new Set((instance.Tags || []).map((tag) => tag.Key));
  const missing = REQUIRED_TAGS.filter((tag) => !tags.has(tag));
  if (missing.length > 0) {
    find('missing-tags', missing.join(', '));
  }
  if (!instance.Monitoring || instance.Monitoring.State !== 'enabled') {
    find('basic-monitoring', '');
  }
  return findings;
}

async function storeReport(report) {
  const key = REPORT_PREFIX + report.createdAt.slice(0, 10) + '/' + report.createdAt + '.json';
  await s3.send(
    new PutObjectCommand({
      Bucket: BUCKET_NAME,
      Key: key,
      Body: JSON.stringify(report, null, 2),
      ContentType: 'application/json',
    }),
  );
  return key;
}

async function writeMetrics(report) {
  const environment = { Name: 'Environment', Value: ENVIRONMENT };
  const metric = (name, value, dimensions = []) => ({
    MetricName: name,
    Value: value,
    Unit: 'Count',
    Dimensions: [environment, ...dimensions],
  });
  const bySeverity = SEVERITIES.map((severity) => {
    const count = report.findings.filter((finding) => finding.severity === severity).length;
    return metric('Findings', count, [{ Name: 'Severity', Value: severity }]);
  });
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: METRIC_NAMESPACE,
      MetricData: [
        metric('Instances', report.instances),
        metric('NonCompliantInstances', report.nonCompliant),
        ...bySeverity,
      ],
    }),
  );
}

async function alert(report, key) {
  const least = SEVERITIES.indexOf(MINIMUM_SEVERITY);
  const serious = report.findings.filter((finding) => SEVERITIES.indexOf(finding.severity) >= least);
  if (serious.length === 0) {
    return false;
  }
  const lines = serious.map(({ severity, instanceId, title, detail }) =>
    [severity, instanceId, title, detail].filter(Boolean).join('  '),
  );
  await sns.send(
    new PublishCommand({
      TopicArn: TOPIC_ARN,
      Subject: ('Compliance ' + ENVIRONMENT + ': ' + serious.length + ' findings').slice(0, 100),
      Message: [...lines, '', 'Report: s3://' + BUCKET_NAME + '/' + key].join('\n'),
    }),
  );
  return true;
}
