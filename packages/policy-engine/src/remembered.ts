import type { Resource } from "./resource";

/** Something of which several rules ask the same, such as the labels of a resource, or who may do what in a graph. */
export class Remembering {
  /** Each function that was asked of it, and then its result: so few that a list is searched faster than a map is made. */
  private said: unknown[] | undefined = undefined;

  /** @internal What a function says of it, which is worked out once. */
  remember<Result>(about: (subject: this) => Result): Result {
    const { said } = this;
    if (said) for (let at = 0; at < said.length; at += 2) if (said[at] === about) return said[at + 1] as Result;
    const result = about(this);
    this.said ??= [];
    this.said.push(about, result);
    return result;
  }
}

/** A function of a resource, any other block, or a graph that several rules ask for, and that is worked out once for each. */
export function remembered<Result, Subject extends Remembering = Resource>(
  about: (subject: Subject) => Result,
): (subject: Subject) => Result {
  return (subject) => subject.remember(about);
}
