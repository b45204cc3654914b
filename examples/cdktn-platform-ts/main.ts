import { App, Aspects } from 'cdktn';
import { DataStack } from './lib/data-stack';
import { NetworkStack } from './lib/network-stack';
import { ServiceStack } from './lib/service-stack';
import { chosen } from './lib/settings';
import { TagEverything } from './lib/tag-everything';

const app = new App();
const settings = chosen(app.node, process.env);

const network = new NetworkStack(app, `network-${settings.stage}`, settings);
const data = new DataStack(app, `data-${settings.stage}`, settings);
const service = new ServiceStack(app, `service-${settings.stage}`, { settings, network, data });

for (const stack of [network, data, service]) {
  Aspects.of(stack).add(new TagEverything({ Stage: settings.stage, Owner: settings.owner }));
}
app.synth();
