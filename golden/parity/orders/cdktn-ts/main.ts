import { App } from 'cdktn';
import { OrdersStack } from './lib/orders';

const app = new App();
new OrdersStack(app, 'orders');
app.synth();
