import { App } from 'cdktf';
import { SiteStack } from '@lib/site-stack';

const app = new App();
const domain = process.env.DOMAIN;
if (!domain) {
  throw new Error('Say which DOMAIN the site has');
}

new SiteStack(app, 'shop', {
  domain,
  logging: process.env.LOGGING !== 'off',
  owners: app.node.tryGetContext('owners'),
});
app.synth();
