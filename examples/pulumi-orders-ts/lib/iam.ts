import * as pulumi from '@pulumi/pulumi';

/** A statement of a policy. */
export interface Statement {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource: pulumi.Input<string>;
}

/** The trust policy of a role that functions take on. */
export const assumedByFunctions = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
