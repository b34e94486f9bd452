import { fail, pass, type Resource, remembered, unknown, type Verdict } from "@hdh/policy-engine";
import { wholesOf } from "./data-class";
import { labelsOf } from "./labels";

/** Where something belongs, by the labels hdh-zone and hdh-project: its own, else those of what it is a part of. */
export interface Home {
  /** Trust zone, such as `workspace`. @default - not labelled */
  readonly zone?: string;
  /** Project, such as `ws-0042`; not the id of a Scaleway project. @default - not labelled */
  readonly project?: string;
  /** Why its labels cannot be known. @default - they are */
  readonly unknown?: string;
}

/** Two trust zones, by their label hdh-zone. */
export type Flow = readonly [from: string, to: string];

/** Zone of the research projects, each of which is sealed off from the others. */
export const WORKSPACE = "workspace";

/** Zone that knows who the persons are. */
export const PSEUDONYMISATION = "pseudonymisation";

/** Trust zones: what else a label names, no rule and no flow knows. */
export const TRUST_ZONES: readonly string[] = ["access", "ingest", "platform", PSEUDONYMISATION, WORKSPACE];

/** Zones from which data leaves through an airlock only: they have no way out to the internet. */
export const SEALED_ZONES: readonly string[] = [WORKSPACE, "ingest", PSEUDONYMISATION];

/** What a network connection to a place that is not Scaleway's leads to, in a flow. */
export const EXTERNAL_SITE = "external-site";

/** Arguments beside those that hand down a data class through which a part belongs to its whole. */
const ALSO: readonly string[] = ["lb_id", "security_group_id", "vpn_gateway_id"];

/** No chain of parts is longer; ends references that go in a circle. */
const LONGEST_CHAIN = 8;

/** Where a resource belongs. */
export const homeOf = remembered((resource): Home => found(resource, 0));

function found(resource: Resource, depth: number): Home {
  const { values, unknown: why } = labelsOf(resource);
  const [zones, projects] = [values.get("hdh-zone"), values.get("hdh-project")];
  if (zones || projects || why) {
    const isWhole = zones?.length === 1 && projects?.length === 1;
    return { zone: only(zones), project: only(projects), unknown: isWhole ? undefined : why };
  }
  const whole = depth < LONGEST_CHAIN ? wholeOf(resource) : undefined;
  return whole ? found(whole, depth + 1) : {};
}

function only(values: readonly string[] | undefined): string | undefined {
  return values?.length === 1 ? values[0] : undefined;
}

function wholeOf(resource: Resource): Resource | undefined {
  const [first] = wholesOf(resource);
  if (first) return first.whole;
  for (const argument of ALSO) {
    const whole = resource.target(argument);
    if (whole) return whole;
  }
  return undefined;
}

/**
 * The Scaleway project that a resource stands in: its block, or its id where no stack makes it. Of a part without a
 * `project_id`, that of its whole. `undefined` where that cannot be told.
 */
export function projectOf(resource: Resource, depth = 0): Resource | string | undefined {
  const target = resource.target("project_id");
  if (target) return target;
  const value = resource.value("project_id");
  if (value.is === "known" && typeof value.value === "string") return value.value;
  const whole = value.is === "absent" && depth < LONGEST_CHAIN ? wholeOf(resource) : undefined;
  return whole && projectOf(whole, depth + 1);
}

/** Whether two homes are one and the same. */
export function isSameHome(one: Home, other: Home): boolean {
  return (
    one.zone !== undefined && one.zone === other.zone && one.project !== undefined && one.project === other.project
  );
}

/** Whether something may lead from one home to the other. Never from one workspace into another. */
export function judgeFlow(attribute: string, from: Home, to: Home, flows: readonly Flow[]): Verdict {
  if (isSameHome(from, to)) return pass();
  const why = from.unknown ?? to.unknown;
  if (why) return unknown(attribute, why);
  if (from.zone === WORKSPACE && to.zone === WORKSPACE) {
    return fail(`${attribute} leads from the workspace ${nameOf(from)} to ${nameOf(to)}; must never`, attribute);
  }
  const isDeclared = flows.some(([one, other]) => one === from.zone && other === to.zone);
  return isDeclared
    ? pass()
    : fail(`${attribute} leads from ${nameOf(from)} to ${nameOf(to)}; must be a declared flow`, attribute);
}

function nameOf({ zone = "a zone without label", project }: Home): string {
  return project === undefined ? zone : `${zone} (${project})`;
}
