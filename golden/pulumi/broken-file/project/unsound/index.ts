import * as aws from '@pulumi/aws';
import { queue } from './queue';
import { table } from './table';

new aws.sns.Topic('topic', { displayName: 'Unsound' });

export const names = [queue.name, table.name];
