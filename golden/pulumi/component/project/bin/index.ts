import * as pulumi from '@pulumi/pulumi';
import { Site } from '@lib/site';

const config = new pulumi.Config();

const site = new Site('shop', {
  domain: config.require('domain'),
  logging: config.getBoolean('logging'),
  priceClass: config.get('priceClass') as Site.PriceClass | undefined,
  owners: config.getObject<string[]>('owners'),
});

export const { url } = site;
export const bucketName = site.bucket.bucket;
