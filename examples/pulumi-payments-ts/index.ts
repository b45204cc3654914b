import * as api from './lib/api';
import * as encryption from './lib/encryption';
import * as functions from './lib/functions';
import * as pipe from './lib/pipe';
import * as storage from './lib/storage';
import * as workflow from './lib/workflow';

export const apiUrl = api.webhookUrl;
export const apiId = api.restApi.id;
export const paymentsTableName = storage.paymentsTable.name;
export const stateMachineArn = workflow.stateMachine.arn;
export const pipeName = pipe.paymentsPipe.name;
export const deadLetterQueueUrl = pipe.deadLetterQueue.url;
export const kmsKeyId = encryption.key.id;
export const webhookSecretArn = storage.webhookSecret.arn;
export const validatorFunctionName = functions.validator.name;
export const processorFunctionName = functions.processor.name;
