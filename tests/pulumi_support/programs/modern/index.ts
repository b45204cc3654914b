import { readFile } from 'node:fs/promises';
import * as pulumi from '@pulumi/pulumi';
import aws from '@pulumi/aws';
import { topicName } from './name.js';

const text = await readFile(new URL('../lib/words.json', import.meta.url), 'utf8');

export const topic = new aws.sns.Topic(topicName(JSON.parse(text).greeting)).name;
export const where = import.meta.dirname.split(/[\\/]/).at(-1);
export const name = pulumi.getProject();
