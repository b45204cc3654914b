import * as api from './lib/api';
import * as functions from './lib/functions';
import * as queues from './lib/queues';
import * as storage from './lib/storage';
import * as triggers from './lib/triggers';

export const apiUrl = api.ordersUrl;
export const apiId = api.httpApi.id;
export const ordersTableName = storage.ordersTable.name;
export const orderQueueUrl = queues.orderQueue.url;
export const deadLetterQueueUrl = queues.deadLetterQueue.url;
export const topicArn = storage.topic.arn;
export const takerFunctionName = functions.taker.name;
export const checkerFunctionName = functions.checker.name;
export const announcerFunctionName = functions.announcer.name;
export const deadLetterAlarmName = triggers.deadLetters.name;
