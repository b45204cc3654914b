import { TerraformOutput } from 'cdktn';
import { Construct } from 'constructs';
import { BackupPlan } from '@cdktn/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktn/provider-aws/lib/backup-selection';
import { BackupVault } from '@cdktn/provider-aws/lib/backup-vault';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktn/provider-aws/lib/iam-role-policy-attachment';
import { AwsProvider } from '@cdktn/provider-aws/lib/provider';
import { isProduction, Settings } from '../settings';

export interface BackupsProps {
  settings: Settings;
  kmsKeyArn: string;
  resources: string[];
}

/** Copies of every night; in production there are others in a second region. */
export class Backups extends Construct {
  constructor(scope: Construct, id: string, { settings, kmsKeyArn, resources }: BackupsProps) {
    super(scope, id);
    const name = `platform-${settings.stage}`;
    const vault = new BackupVault(this, 'vault', { name, kmsKeyArn });
    const plan = new BackupPlan(this, 'plan', {
      name,
      rule: [
        {
          ruleName: 'nightly',
          targetVaultName: vault.name,
          schedule: 'cron(0 3 * * ? *)',
          lifecycle: { deleteAfter: isProduction(settings) ? 35 : 7 },
          copyAction: isProduction(settings) ? [{ destinationVaultArn: this.elsewhere(name, settings) }] : undefined,
        },
      ],
    });
    const role = new IamRole(this, 'role', {
      name: `${name}-backups`,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    });
    const allowed = new IamRolePolicyAttachment(this, 'role-policy', {
      role: role.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
    });
    new BackupSelection(this, 'selection', {
      name,
      planId: plan.id,
      iamRoleArn: role.arn,
      resources,
      dependsOn: [allowed],
    });
    new TerraformOutput(this, 'backup-vault', { value: vault.name, staticId: true });
  }

  private elsewhere(name: string, settings: Settings): string {
    const provider = new AwsProvider(this, 'copies', { alias: 'copies', region: settings.copyRegion });
    return new BackupVault(this, 'copies-vault', { name: `${name}-copies`, provider }).arn;
  }
}
