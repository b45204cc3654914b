import * as cdktn from 'cdktn';
import { Construct } from 'constructs';

export * as provider from './provider';
export * as unused from './unused';

const host = globalThis as any;
host.loadedOfGen = (host.loadedOfGen ?? 0) + 1;

export class Queue extends cdktn.TerraformResource {
  constructor(scope: Construct, id: string, private readonly config: { name: string }) {
    super(scope, id, { terraformResourceType: 'shop_queue' });
  }

  get name(): string {
    return this.getStringAttribute('name');
  }

  protected synthesizeAttributes(): Record<string, unknown> {
    return { name: this.config.name };
  }
}
