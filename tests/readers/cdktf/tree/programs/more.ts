// What programs seldom use: mixins, dynamic blocks, methods of the library called by the program itself.
import { Construct, Dependable, Node } from 'constructs';
import { Annotations, App, Aspects, Resource, S3Backend, TerraformBackend, TerraformElement, TerraformHclModule, TerraformIterator, TerraformProvider, TerraformRemoteState, TerraformResource, TerraformStack, TerraformVariable, Token, Fn, TerraformOutput } from 'cdktf';

class Thing extends TerraformResource {
  rules: unknown = [];
  constructor(scope: Construct, id: string) {
    super(scope, id, { terraformResourceType: 'test_thing' });
  }
  protected synthesizeAttributes() {
    return { rule: this.rules, nested: { rule: this.rules, kept: [1] } };
  }
}
class Written extends TerraformElement {
  toTerraform() {
    return { check: { [this.friendlyUniqueId]: { assert: [{ condition: '${true}' }] } }, resource: { test_thing: { written: { name: 'w' } } } };
  }
}
class OwnBackend extends TerraformBackend {
  constructor(scope: Construct) {
    super(scope, 'backend', 'etcd');
  }
  protected synthesizeAttributes() {
    return { prefix: 'p' };
  }
}
const app = new App();
const stack = new TerraformStack(app, 'more');
const thing = new Thing(stack, 'thing');
thing.rules = TerraformIterator.fromList(['a']).dynamic({ port: Token.asNumber(Fn.element([1], 0)) });
new Written(stack, 'written', 'check');
new OwnBackend(stack);
const state = new TerraformRemoteState(stack, 'state', 'etcd', { prefix: 'q', workspace: 'w' } as any);
const part = new Resource(stack, 'part');
const marked: string[] = [];
const mixin = { supports: (each: any) => each instanceof TerraformResource, applyTo: (each: any) => { marked.push(each.node.path); each.addOverride('mixed', true); } };
(stack as any).with(mixin);
(part.node as any).with(mixin, mixin);
Annotations.of(part).addMessage('own', 'message');
const variable = new TerraformVariable(stack, 'variable', { type: 'string' });
const called = 'x';
const hcl = new TerraformHclModule(stack, 'hcl', { source: called });
hcl.set('a', variable.stringValue);
const provider = new TerraformProvider(stack, 'provider', { terraformResourceType: 'test', terraformGeneratorMetadata: { providerName: 'test', providerVersionConstraint: '~> 2.0' } as any });
const refused: string[] = [];
for (const [name, work] of Object.entries({
  moveTwice: () => { thing.moveTo('a'); thing.moveTo('b'); },
  dependable: () => Dependable.of({} as any),
  element: () => new TerraformElement(stack, 'no-type').fqn,
  id: () => new Construct(stack, undefined as any),
  stack: () => stack.addDependency(3 as any),
  logical: () => stack.getLogicalId(3 as any),
  number: () => new Construct(stack, 3 as any),
})) {
  try {
    work();
  } catch {
    refused.push(name);
  }
}
(thing as any)._movedByTarget = undefined;
const second = new TerraformStack(app, 'second');
const backend = new S3Backend(second, { bucket: 'b', key: 'k' });
const read = backend.getRemoteStateDataSource(second, 'own-state', 'second');
new TerraformOutput(second, 'o', { value: read.getString('x'), dependsOn: [read] });
second.prepareStack();
Aspects.of(second).add({ visit: (node) => { if (node.node.id === 'o') (node as any).description = 'visited'; } });
export const facts = {
  marked, refused, node: Node.of(part) === part.node, trait: Dependable.get(part).dependencyRoots[0] === part, stack: part.stack === stack,
  metadata: part.node.metadata.map((found) => [found.type, found.data]), fqn: state.fqn === state.fqn, meta: (provider as any).metaAttributes,
  terraform: JSON.stringify((hcl as any).toTerraform().module.hcl.source), sep: Node.PATH_SEP, all: Aspects.of(second).all.length,
  constructors: [thing.constructor === Thing, (part as any).constructor === Resource], keys: 'dependsOn' in thing, description: 'value' in read,
};
export const done = new TerraformStack(app, 'third').node.id;
