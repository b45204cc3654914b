// The tree itself: ids, paths, addresses, order, searching, metadata, dependencies.
import { Construct, ConstructOrder, Dependable, DependencyGroup, RootConstruct } from 'constructs';
import { App, TerraformOutput, TerraformStack, TerraformResource } from 'cdktf';

class Part extends Construct {
  constructor(scope: Construct, id: string, readonly size = 1) {
    super(scope, id);
  }
}

const app = new App();
const stack = new TerraformStack(app, 'tree');
const parts = ['b', '10', 'a', '2', 'with/slash', 'Default', 'Resource', 'Ünïcode'].map((id) => new Part(stack, id));
const inner = new Part(parts[0], 'inner', 3);
new Part(inner, 'Default');
const deepest = new Part(inner, 'deepest');
const root = new RootConstruct('top');
new Part(root, 'below');

const facts: Record<string, unknown> = {
  ids: stack.node.children.map((child) => child.node.id),
  paths: stack.node.findAll().map((child) => child.node.path),
  post: stack.node.findAll(ConstructOrder.POSTORDER).map((child) => child.node.path),
  scopes: deepest.node.scopes.map((scope) => scope.node.id),
  addr: stack.node.findAll().map((child) => child.node.addr),
  root: deepest.node.root === app,
  scope: deepest.node.scope === inner,
  found: stack.node.tryFindChild('with/slash') === parts[4],
  missing: stack.node.tryFindChild('missing') === undefined,
  surely: stack.node.findChild('2') === parts[3],
  isConstruct: [Construct.isConstruct(inner), Construct.isConstruct({}), TerraformStack.isStack(stack), App.isApp(app)],
  of: [TerraformStack.of(deepest) === stack, App.of(deepest) === app],
  text: [String(inner), `${app}`, stack.toString()],
  sizes: [inner.size, inner instanceof Part, inner instanceof Construct, stack instanceof Part],
  top: root.node.findAll().map((child) => child.node.path),
  names: [inner.constructor.name, stack.constructor.name, app.constructor.name],
  ids2: new Part(stack, '  spaces  ').node.id,
};
const removed = stack.node.tryRemoveChild('a');
facts.removed = [removed, stack.node.tryRemoveChild('a'), stack.node.children.length];
inner.node.addMetadata('kind', 'something');
inner.node.addMetadata('nothing', undefined);
facts.metadata = inner.node.metadata.map((entry) => [entry.type, entry.data]);
const group = new DependencyGroup(parts[0]);
group.add(parts[1], parts[2]);
deepest.node.addDependency(group, parts[3], parts[3]);
facts.dependencies = deepest.node.dependencies.map((found) => found.node.path);
deepest.node.removeDependency(parts[3]);
facts.fewer = deepest.node.dependencies.length;
const other = { name: 'other' };
Dependable.implement(other as any, { dependencyRoots: [inner] });
deepest.node.addDependency(other as any);
facts.implemented = deepest.node.dependencies.map((found) => found.node.path);
facts.trait = Dependable.of(inner).dependencyRoots.length;
inner.node.addValidation({ validate: () => ['first', 'second'] });
facts.validated = inner.node.validate();
const host = new Part(stack, 'host');
const resource = new TerraformResource(host, 'Resource', { terraformResourceType: 'test_thing' });
facts.defaultChild = host.node.defaultChild === resource;
facts.noDefault = deepest.node.defaultChild === undefined;
host.node.defaultChild = deepest;
facts.set = host.node.defaultChild === deepest;
host.node.lock();
facts.locked = [host.node.locked, resource.node.locked, stack.node.locked];
try {
  new Part(host, 'late');
} catch {
  facts.late = 'refused';
}
(stack as any).node.addDependency(inner);
new TerraformOutput(stack, 'facts', { value: JSON.stringify(Object.keys(facts)) });
export { facts };
