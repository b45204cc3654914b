import { Construct } from 'constructs';
import { DataAwsIamPolicyDocument } from '@cdktn/provider-aws/lib/data-aws-iam-policy-document';
import { DynamodbTable } from '@cdktn/provider-aws/lib/dynamodb-table';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktn/provider-aws/lib/iam-role-policy-attachment';
import { KmsKey } from '@cdktn/provider-aws/lib/kms-key';

export interface TaskRolesProps {
  name: string;
  table: DynamodbTable;
  key: KmsKey;
}

/** What starts the container, and what the container may do. */
export class TaskRoles extends Construct {
  readonly execution: IamRole;
  readonly task: IamRole;

  constructor(scope: Construct, id: string, { name, table, key }: TaskRolesProps) {
    super(scope, id);
    this.execution = this.role('execution', name);
    new IamRolePolicyAttachment(this, 'execution-policy', {
      role: this.execution.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    });

    this.task = this.role('task', name);
    const permissions = new DataAwsIamPolicyDocument(this, 'task-permissions', {
      statement: [
        {
          sid: 'Orders',
          actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
          resources: [table.arn],
        },
        { sid: 'Key', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.arn] },
      ],
    });
    new IamRolePolicy(this, 'task-policy', { role: this.task.id, policy: permissions.json });
  }

  private role(purpose: string, name: string): IamRole {
    return new IamRole(this, purpose, {
      name: `${name}-${purpose}`,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    });
  }
}
