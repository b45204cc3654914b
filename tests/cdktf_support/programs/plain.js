'use strict';

const { App, TerraformElement, TerraformStack } = require('cdktn');
const { Queue, provider } = require('./.gen/providers/shop');

/** A block that the library has no class for. */
class Check extends TerraformElement {
  toTerraform() {
    return { check: { [this.friendlyUniqueId]: { assert: [{ condition: '${shop_queue.q.size > 0}', error_message: 'none' }] } } };
  }
}

const app = new App({ context: { owner: 'nobody' } });
const stack = new TerraformStack(app, 'plain');
new provider.ShopProvider(stack, 'shop');
const queue = new Queue(stack, 'q', { name: app.node.tryGetContext('owner') });
new Queue(stack, 'moved', { name: queue.name.toUpperCase() }).moveFromId('shop_queue.old');
new Check(stack, 'alive');
stack.addOverride('terraform.required_version', `>= 1.${Number(queue.getNumberAttribute('size')) < 0 ? 6 : 7}`);
stack.addOverride('locals.sized', `of-${queue.getNumberAttribute('size')}`);
stack.addOverride('resource.shop_queue.extra', { name: `loaded ${globalThis.loadedOfGen}` });
app.synth();
