// What the library refuses, each in an app of its own.
import { Construct } from 'constructs';
import { Annotations, App, Aspects, CloudBackend, TaggedCloudWorkspaces, TerraformElement, TerraformHclModule, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack, TerraformVariable, TerraformAsset, AssetType, Fn, TerraformIterator } from 'cdktf';

const fresh = (config = {}) => {
  const app = new App(config);
  return { app, stack: new TerraformStack(app, 'stack') };
};
const type = { terraformResourceType: 'test_thing' };
const works: Record<string, () => unknown> = {
  sameId: () => { const { stack } = fresh(); new TerraformOutput(stack, 'a', { value: 1 }); new TerraformVariable(stack, 'a', {}); },
  sameIdWithSlash: () => { const { stack } = fresh(); new Construct(stack, 'a/b'); new Construct(stack, 'a--b'); },
  emptyId: () => { const { stack } = fresh(); new Construct(stack, ''); },
  sameStack: () => { const { app } = fresh(); new TerraformStack(app, 'stack'); },
  glob: () => { const { app } = fresh(); new TerraformStack(app, 'sta*ck'); },
  brace: () => { const { app } = fresh(); new TerraformStack(app, 'sta{ck}'); },
  space: () => { const { app } = fresh(); new TerraformStack(app, 'my stack'); },
  tokenId: () => { const { stack } = fresh(); const v = new TerraformVariable(stack, 'v', {}); new TerraformOutput(stack, v.stringValue, { value: 1 }); },
  noStack: () => { const { app } = fresh(); new TerraformResource(app, 'r', type).friendlyUniqueId; },
  noStackLater: () => { const { app } = fresh(); new TerraformResource(app, 'r', type); app.synth(); },
  noStackOutput: () => { const { app } = fresh(); new TerraformOutput(app, 'r', { value: 1 }); app.synth(); },
  appOf: () => { App.of(new Construct(undefined as any, 'x')); },
  stackOf: () => { TerraformStack.of(new Construct(new App(), 'x')); },
  missingProvider: () => { const { app, stack } = fresh(); new TerraformResource(stack, 'r', { ...type, terraformGeneratorMetadata: { providerName: 'test' } }); app.synth(); },
  missingProviderSkipped: () => { const { app, stack } = fresh({ skipValidation: true }); new TerraformResource(stack, 'r', { ...type, terraformGeneratorMetadata: { providerName: 'test' } }); app.synth(); },
  otherProvider: () => { const { app, stack } = fresh(); new TerraformProvider(stack, 'p', { terraformResourceType: 'other', terraformGeneratorMetadata: { providerName: 'other' } }); new TerraformResource(stack, 'r', { ...type, terraformGeneratorMetadata: { providerName: 'test' } }); app.synth(); },
  builtInProvider: () => { const { app, stack } = fresh(); new TerraformResource(stack, 'r', { ...type, terraformGeneratorMetadata: { providerName: 'terraform' } }); app.synth(); },
  validation: () => { const { app, stack } = fresh(); new Construct(stack, 'c').node.addValidation({ validate: () => ['wrong'] }); app.synth(); },
  appValidation: () => { const { app } = fresh(); app.node.addValidation({ validate: () => ['wrong'] }); app.synth(); },
  annotation: () => { const { app, stack } = fresh(); Annotations.of(stack).addError('wrong'); app.synth(); },
  annotationByAspect: () => { const { app, stack } = fresh(); Aspects.of(stack).add({ visit: (node) => Annotations.of(node).addError('wrong') }); app.synth(); },
  circular: () => { const { app, stack } = fresh(); const other = new TerraformStack(app, 'other'); stack.addDependency(other); other.addDependency(stack); },
  circularReferences: () => {
    const { app, stack } = fresh(); const other = new TerraformStack(app, 'other');
    const one = new TerraformResource(stack, 'one', type); const two = new TerraformResource(other, 'two', type);
    new TerraformOutput(stack, 'o', { value: two.getStringAttribute('id') }); new TerraformOutput(other, 'o', { value: one.getStringAttribute('id') });
    app.synth();
  },
  itself: () => { const { stack } = fresh(); stack.addDependency(stack); },
  taggedReference: () => {
    const { app, stack } = fresh(); const other = new TerraformStack(app, 'other');
    new CloudBackend(stack, { organization: 'o', workspaces: new TaggedCloudWorkspaces(['a']) });
    new TerraformOutput(other, 'o', { value: new TerraformResource(stack, 'one', type).getStringAttribute('id') });
    app.synth();
  },
  overrideReferred: () => { const { stack } = fresh(); const one = new TerraformResource(stack, 'one', type); one.fqn; one.overrideLogicalId('x'); },
  staticReferred: () => { const { stack } = fresh(); const one = new TerraformOutput(stack, 'one', { value: 1 }); one.fqn; },
  locked: () => { const { stack } = fresh(); stack.node.lock(); new Construct(stack, 'a'); },
  moduleChildren: () => { const { app, stack } = fresh(); const module = new TerraformHclModule(stack, 'm', { source: 'x' }); new Construct(module, 'c'); app.synth(); },
  moduleAliases: () => { const { stack } = fresh(); const p = new TerraformProvider(stack, 'p', { terraformResourceType: 'a' }); new TerraformHclModule(stack, 'm', { source: 'x', providers: [p, p] }); },
  localModule: () => { const { stack } = fresh(); new TerraformHclModule(stack, 'm', { source: './modules' }); },
  twoMoves: () => { const { stack } = fresh(); const one = new TerraformResource(stack, 'one', type); one.moveToId('a.b'); one.moveToId('a.c'); },
  twoTargets: () => { const { stack } = fresh(); new TerraformResource(stack, 'one', type).addMoveTarget('x'); new TerraformResource(stack, 'two', type).addMoveTarget('x'); },
  noTarget: () => { const { app, stack } = fresh(); new TerraformResource(stack, 'one', type).moveTo('x'); app.synth(); },
  otherType: () => { const { app, stack } = fresh(); new TerraformResource(stack, 'one', type).addMoveTarget('x'); new TerraformResource(stack, 'two', { terraformResourceType: 'test_other' }).moveTo('x'); app.synth(); },
  moveBothWays: () => { const { app, stack } = fresh(); const one = new TerraformResource(stack, 'one', type); one.addMoveTarget('x'); const two = new TerraformResource(stack, 'two', type); two.moveTo('x'); two.moveToId('a.b'); app.synth(); },
  countAndForEach: () => { const { app, stack } = fresh(); new TerraformResource(stack, 'one', { ...type, count: 2, forEach: TerraformIterator.fromList(['a']) }); app.synth(); },
  nullDefault: () => { const { app, stack } = fresh(); new TerraformVariable(stack, 'v', { default: null }); app.synth(); },
  nullOutput: () => { const { app, stack } = fresh(); new TerraformOutput(stack, 'v', { value: null }); app.synth(); },
  nullInLocal: () => { const { app, stack } = fresh(); new TerraformOutput(stack, 'v', { value: { a: undefined } }); app.synth(); },
  function: () => { const { app, stack } = fresh(); new TerraformOutput(stack, 'v', { value: () => 1 }); app.synth(); },
  construct: () => { const { app, stack } = fresh(); new TerraformResource(stack, 'one', type).addOverride('x', stack); app.synth(); },
  overNull: () => { const { app, stack } = fresh(); const one = new TerraformResource(stack, 'one', type); (one as any).synthesizeAttributes = () => ({ a: null }); one.addOverride('a.b', 1); app.synth(); },
  wholeElement: () => { const { app, stack } = fresh(); const e = new TerraformElement(stack, 'e'); e.fqn; },
  assetMissingType: () => { const { stack } = fresh(); new TerraformAsset(stack, 'a', { path: 'files', type: AssetType.FILE }); },
  assetArchiveOfFile: () => { const { stack } = fresh(); new TerraformAsset(stack, 'a', { path: 'files/one.txt', type: AssetType.ARCHIVE }); },
  missingChild: () => { const { stack } = fresh(); stack.node.findChild('x'); },
  twoDefaults: () => { const { stack } = fresh(); new Construct(stack, 'Resource'); new Construct(stack, 'Default'); stack.node.defaultChild; },
  aspectThrows: () => { const { app, stack } = fresh(); Aspects.of(stack).add({ visit() { throw new Error('mine'); } }); app.synth(); },
  outsideOfStacks: () => { const { app } = fresh({ context: { failOnConstructsOutsideOfStacks: true } }); new Construct(app, 'outside'); app.synth(); },
  fine: () => { const { app, stack } = fresh(); new TerraformOutput(stack, 'v', { value: Fn.upper('x') }); app.synth(); },
};
export const facts: Record<string, string> = {};
for (const [name, work] of Object.entries(works)) {
  try {
    work();
    facts[name] = 'fine';
  } catch (error) {
    facts[name] = 'refused';
  }
}
