import * as cdktn from 'cdktn';
import { Construct } from 'constructs';

export class ShopProvider extends cdktn.TerraformProvider {
  constructor(scope: Construct, id: string) {
    super(scope, id, { terraformResourceType: 'shop' });
  }
}
