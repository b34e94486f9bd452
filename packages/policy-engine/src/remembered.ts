import type { Resource } from "./resource";

/** What a function said, and what others said before: so few that a chain is searched faster than a map is made. */
interface Said {
  readonly about: unknown;
  readonly result: unknown;
  readonly before: Said | undefined;
}

/** Something of which several rules ask the same, such as the labels of a resource, or who may do what in a graph. */
export class Remembering {
  /** @internal */
  said: Said | undefined = undefined;
}

/** A function of a resource, any other block, or a graph that several rules ask for, and that is worked out once for each. */
export function remembered<Result, Subject extends Remembering = Resource>(
  about: (subject: Subject) => Result,
): (subject: Subject) => Result {
  return (subject) => {
    for (let said = subject.said; said; said = said.before) if (said.about === about) return said.result as Result;
    const result = about(subject);
    subject.said = { about, result, before: subject.said };
    return result;
  };
}
