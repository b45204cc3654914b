import { App, Aspects, IAspect } from 'cdktn';
import { IConstruct } from 'constructs';
import { NetworkStack } from './stacks/network';
import { ServiceStack } from './stacks/service';

class Tagged implements IAspect {
  constructor(private readonly tags: Record<string, string>) {}

  visit(node: IConstruct): void {
    if ('tagsInput' in node) {
      const taggable = node as IConstruct & { tags: Record<string, string>; tagsInput?: Record<string, string> };
      taggable.tags = { ...taggable.tagsInput, ...this.tags };
    }
  }
}

const app = new App();
for (const region of ['eu-west-1', 'us-east-1']) {
  const network = new NetworkStack(app, `network-${region}`, { region, zones: region === 'us-east-1' ? 3 : 2 });
  const service = new ServiceStack(app, `service-${region}`, { region, network, isPublic: process.env.PUBLIC !== 'no' });
  service.addDependency(network);
  Aspects.of(service).add(new Tagged({ Region: region }));
}
app.synth();
