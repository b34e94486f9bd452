import type { Resource } from "./resource";

/** What a function said, and what others said before: so few that a chain is searched faster than a map is made. */
interface Said {
  readonly about: unknown;
  readonly result: unknown;
  readonly before: Said | undefined;
}

/** Something of which several rules ask the same, such as the labels of a resource, or who may do what in a graph. */
export class Remembering {
  private said: Said | undefined = undefined;

  /** @internal What a function says of it, which is worked out once. */
  remember<Result>(about: (subject: this) => Result): Result {
    for (let said = this.said; said; said = said.before) if (said.about === about) return said.result as Result;
    const result = about(this);
    this.said = { about, result, before: this.said };
    return result;
  }
}

/** A function of a resource, any other block, or a graph that several rules ask for, and that is worked out once for each. */
export function remembered<Result, Subject extends Remembering = Resource>(
  about: (subject: Subject) => Result,
): (subject: Subject) => Result {
  return (subject) => subject.remember(about);
}
