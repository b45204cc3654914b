import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';
import { SQS } from '@aws-sdk/client-sqs';
import { upper } from './upper';

enum Kind { Small = 'small', Large = 'large' }
const s3 = new S3Client({});
const sqs = new SQS({});

export async function handler(event: S3Event): Promise<{ kind: Kind }> {
  const bucket = event.Records[0]!.s3.bucket.name;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'in.txt' }));
  const text = await Body!.transformToString();
  let streamed = '';
  const again = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'in.txt' }));
  for await (const chunk of again.Body as AsyncIterable<Buffer>) streamed += chunk.toString();
  if (text !== streamed) throw new Error('differs');
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'out.txt', Body: Buffer.from(upper(text)) }));
  await sqs.sendMessage({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ size: text.length }) });
  return { kind: text.length > 10 ? Kind.Large : Kind.Small };
}
