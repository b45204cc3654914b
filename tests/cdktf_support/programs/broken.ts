import { scrypt } from 'crypto';
import { promisify } from 'util';
import { App, TerraformStack } from 'cdktf';

export const how = process.env.HOW;
const app = new App({ outdir: 'elsewhere' });
new TerraformStack(app, 'broken');

async function main(): Promise<void> {
  if (how === 'late') {
    await new Promise((resolve) => setTimeout(resolve, 20));
    throw new Error('late fault');
  }
  if (how === 'exit') process.exit(4);
  // Node.js does not tell that it is still at work on this.
  if (how === 'slow') await promisify(scrypt)('a', 'b', 64);
  app.synth();
  if (how === 'done') process.exit(0);
}

if (how !== 'nothing') void main();

export default how === 'never' ? new Promise(() => undefined) : undefined;
