import { IAspect } from 'cdktf';
import { IConstruct } from 'constructs';

interface Taggable extends IConstruct {
  tags?: Record<string, string>;
  tagsInput?: Record<string, string>;
}

const isTaggable = (construct: IConstruct): construct is Taggable =>
  'tags' in construct && 'tagsInput' in construct;

/** Gives these tags to everything that takes tags, without taking any away. */
export class TagEverything implements IAspect {
  constructor(private readonly tags: Record<string, string>) {}

  visit(construct: IConstruct): void {
    if (isTaggable(construct)) {
      construct.tags = { ...this.tags, ...(construct.tagsInput ?? {}) };
    }
  }
}
