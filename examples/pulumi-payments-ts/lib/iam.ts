import * as pulumi from '@pulumi/pulumi';

/** A statement of a policy. */
export interface Statement {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource: pulumi.Input<string> | pulumi.Input<string>[];
}

/** When a statement holds: operator, key, value. */
export type Condition = Record<string, Record<string, pulumi.Input<string>>>;

/** The trust policy of a role that a service takes on. */
export function assumedBy(service: string, condition?: Condition): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(condition && { Condition: condition }),
      },
    ],
  });
}
