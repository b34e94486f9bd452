import type { Resource } from "./resource";

/** What a function said, and what others said later: so few that a chain is searched faster than a map is made. */
interface Said {
  readonly about: unknown;
  readonly result: unknown;
  next: Said | undefined;
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
    for (let said = subject.said; said; said = said.next) if (said.about === about) return said.result as Result;
    const result = about(subject);
    append(subject, { about, result, next: undefined });
    return result;
  };
}

/** What is asked first is asked most, and what others are worked out from comes before them. */
function append(subject: Remembering, said: Said): void {
  let last = subject.said;
  while (last?.next) last = last.next;
  if (last) last.next = said;
  else subject.said = said;
}
