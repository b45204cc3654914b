/** Decorators, enums and parameter properties need a compiler, not a mere removal of types. */
export enum Tier {
  Small = 'small',
  Large = 'large',
}

function shouting(_: unknown, __: string, description: PropertyDescriptor) {
  const original = description.value;
  description.value = function loud(...given: unknown[]) {
    return original.apply(this, given).toUpperCase();
  };
}

export class Names {
  constructor(private readonly prefix: string) {}

  of(name: string): string {
    return `${this.prefix}-${name}`;
  }

  @shouting
  label(name: string): string {
    return this.of(name);
  }
}
