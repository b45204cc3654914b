// Aspects, annotations, validations; programs' own classes with members set from outside.
import { Construct, IConstruct } from 'constructs';
import { Annotations, App, Aspects, IAspect, TerraformElement, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';

const visited: string[] = [];
class Recording implements IAspect {
  constructor(private readonly mark: string) {}
  visit(node: IConstruct) {
    visited.push(`${this.mark}:${node.node.path}`);
    if (node instanceof TerraformResource) {
      (node as any).addOverride('tags.' + this.mark, node.node.id);
    }
  }
}
class Tagged extends TerraformResource {
  tags?: Record<string, string>;
  constructor(scope: Construct, id: string) {
    super(scope, id, { terraformResourceType: 'test_thing' });
  }
  protected synthesizeAttributes() {
    return { set_tags: this.tags };
  }
}
const app = new App();
const stack = new TerraformStack(app, 'aspects');
const part = new Construct(stack, 'part');
new Tagged(stack, 'one');
new Tagged(part, 'two');
const shared = new Recording('shared');
Aspects.of(stack).add(shared);
Aspects.of(part).add(shared);
Aspects.of(part).add(new Recording('part'));
Aspects.of(app).add(new Recording('app'));
Aspects.of(stack).add({
  visit(node) {
    if (node instanceof Tagged) node.tags = { ...(node.tags ?? {}), Name: node.node.path };
    if ('tags' in node && node.node.id === 'one') visited.push('has tags');
    if (TerraformElement.isTerraformElement(node) && node.node.id === 'two' && !part.node.tryFindChild('made')) {
      new TerraformOutput(part, 'made', { value: node.fqn });
    }
    if (node.node.id === 'one') Aspects.of(node).add(new Recording('late'));
  },
});
Annotations.of(part).addWarning('careful');
Annotations.of(part).addInfo('by the way');
stack.node.addValidation({ validate: () => [] });
app.synth();
const second = visited.length;
app.synth();
export const facts = { visited, second, all: Aspects.of(part).all.length, metadata: part.node.metadata.map((found) => [found.type, found.data]) };
