import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

export const environment = pulumi.getStack();
export const isProduction = environment === 'production';
export const retentionInDays = config.getNumber('retentionInDays') ?? 14;
export const alarmEmail = config.get('alarmEmail');
export const sizes: Record<string, number> = { small: 256, large: 1024 };
export const size = config.get('size') ?? 'small';
export const tags = { Environment: environment, ManagedBy: 'pulumi' };

export function named(name: string): string {
  return `${pulumi.getProject()}-${environment}-${name}`;
}
