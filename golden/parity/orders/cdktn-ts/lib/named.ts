import { TerraformElement } from 'cdktn';

/** The element, which Terraform knows by this name. */
export function named<T extends TerraformElement>(name: string, element: T): T {
  element.overrideLogicalId(name);
  return element;
}
