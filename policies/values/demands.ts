import { type Body, fail, judge, pass, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import { asText } from "./scalars";

/**
 * An argument that must have one value, the provider's default counting where it is absent. The engine turns texts into
 * booleans and numbers, so `"true"` is `true`.
 * @param because ends the message, where the value alone does not explain itself
 */
export function mustBe(body: Body, argument: string, wanted: boolean | string, because?: string): Verdict {
  const demand = because ? `must be ${wanted}: ${because}` : `must be ${wanted}`;
  return judge(body, argument, (value) => (asText(value) === String(wanted) ? undefined : demand));
}

/** An argument that must have one of some values. */
export function mustBeOneOf(body: Body, argument: string, wanted: readonly string[]): Verdict {
  return judge(body, argument, (value) =>
    wanted.includes(asText(value) ?? "") ? undefined : `must be ${wanted.join(", ")}`,
  );
}

/** An argument that must not be given; one that refers to a resource is, even where its value shows only at apply. */
export function mustBeAbsent(body: Body, argument: string, because: string): Verdict {
  const refers = body.parts(argument).some((part) => typeof part === "object" && part.is === "reference");
  const path = body.pathOf(argument);
  if (refers) return fail(`${path} is given; must be absent: ${because}`, path);
  return judge(body, argument, (value) => (value === undefined ? undefined : `must be absent: ${because}`));
}

/** An argument whose value would be kept in the state, and which no message may show; given is given, known or not. */
export function mustStayOut(body: Body, argument: string, instead: string): Verdict {
  const path = body.pathOf(argument);
  if (body.opaque) return unknown(path, body.opaque);
  if (body.value(argument).is === "absent") return pass();
  return fail(`${path} is given, and would be kept in the state; ${instead}`, path);
}

/** A nested block that must be there. */
export function mustHaveBlock(body: Body, name: string, because: string): Verdict {
  const path = body.pathOf(name);
  const blocks = body.blocks(name);
  if (blocks.length === 0) return fail(`${path} is not set; must be: ${because}`, path);
  return blocks.every(({ opaque }) => opaque) ? unknown(path, blocks[0]?.opaque ?? "it is a dynamic block") : pass();
}

/** A nested block that must not be there. */
export function mustNotHaveBlock(body: Body, name: string, because: string): Verdict {
  const path = body.pathOf(name);
  const [block] = body.blocks(name);
  if (!block) return pass();
  return block.opaque ? unknown(path, block.opaque) : fail(`${path} is set; must be absent: ${because}`, path);
}

/**
 * An argument that must refer to a resource of one type which the stacks themselves make, so that it is judged, too.
 * @param otherwise what Scaleway does where the argument is absent
 */
export function mustReferTo(body: Body, argument: string, type: string, otherwise: string): Verdict {
  const path = body.pathOf(argument);
  const target = body.target(argument);
  if (target?.mode === "managed") {
    if (target.type !== type) return fail(`${path} is ${target.address}; must be a ${type}`, path);
    return target.repeatedBy ? unknown(path, `${target.address}: ${target.repeatedBy}`) : pass();
  }
  const stated = body.stated(argument);
  if (stated.is === "absent") return fail(`${path} is not set, so ${otherwise}; must be a ${type}`, path);
  return unknown(path, stated.is === "unknown" ? stated.why : `it refers to no ${type} that these stacks make`);
}

/** That exactly one resource of a type refers to another, such as the one access list of a cluster. */
export function mustHaveOne(whole: Resource, type: string, argument: string, otherwise: string): Verdict {
  const found = whole.referrers(type, argument);
  const [first, ...others] = found;
  if (!first) return fail(`has no ${type}, so ${otherwise}; it needs one`, type);
  if (others.length > 0) return fail(`has ${found.length} ${type}, of which the last wins; it needs one`, type);
  return first.repeatedBy ? unknown(type, `${first.address}: ${first.repeatedBy}`) : pass();
}
