import { App, Aspects } from 'cdktf';
import { DataStack } from './lib/data-stack';
import { chosen } from './lib/settings';
import { TagEverything } from './lib/tag-everything';

const app = new App();
const settings = chosen(app.node, process.env);

const data = new DataStack(app, `data-${settings.stage}`, settings);

Aspects.of(data).add(new TagEverything({ Stage: settings.stage, Owner: settings.owner }));
app.synth();
