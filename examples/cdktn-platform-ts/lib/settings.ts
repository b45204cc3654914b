import { Node } from 'constructs';

export type Stage = 'dev' | 'staging' | 'prod';

/** What is chosen for an environment. */
export interface Settings {
  stage: Stage;
  region: string;
  copyRegion: string;
  owner: string;
  tenants: string[];
}

const STAGES: readonly string[] = ['dev', 'staging', 'prod'];

/** The choices that the environment and the context of the app make. */
export function chosen(node: Node, env: NodeJS.ProcessEnv): Settings {
  const stage = env.STAGE ?? 'dev';
  if (!STAGES.includes(stage)) {
    throw new Error(`STAGE is one of ${STAGES.join(', ')}, not ${stage}`);
  }
  const tenants: string = node.tryGetContext('tenants') ?? 'north,south';
  return {
    stage: stage as Stage,
    region: env.AWS_REGION ?? 'eu-west-1',
    copyRegion: 'eu-central-1',
    owner: node.getContext('owner'),
    tenants: tenants.split(',').filter((name) => name !== ''),
  };
}

/** Whether people depend on an environment. */
export const isProduction = ({ stage }: Settings): boolean => stage === 'prod';
