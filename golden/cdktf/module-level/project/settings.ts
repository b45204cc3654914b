import { App } from 'cdktn';

export const app = new App();

export const environment = process.env.ENVIRONMENT ?? 'test';
export const isProduction = environment === 'production';
export const retentionInDays: number = app.node.tryGetContext('retentionInDays') ?? 14;
export const alarmEmail: string | undefined = process.env.ALARM_EMAIL;
export const sizes: Record<string, number> = { small: 256, large: 1024 };
export const size = process.env.SIZE ?? 'small';
export const tags = { Environment: environment, ManagedBy: 'cdktn' };

export function named(name: string): string {
  return `orders-${environment}-${name}`;
}
