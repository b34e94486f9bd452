import { fail, type Json, judge, type Kind, pass, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import { isScaleway, isTaggable } from "../knowledge/scaleway-types";
import { dataClassOf, isAtLeast, type Whole, wholesOf } from "../labels/data-class";
import { labelOf, labelsOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

const PRODUCTION = "production";

/** Arguments that copy from something else: its origin has to be known. */
const COPIES: readonly string[] = ["from_snapshot_id", "snapshot_id"];

/** Arguments that lead to something else. */
const LINKS: readonly string[] = ["target_vpc_id", "volume_id", ...COPIES];

export const nonProductionHoldsNoHealthData = sovereigntyRule({
  id: "HDH-PRJ-008",
  severity: "critical",
  title: "Non-production holds no health data",
  remedy: "Use the synthetic data set, of class C1; make tests of the migration in production, behind their own gate.",
  waivers: "never",
  given: "Given any environment but production",
  scenarios: {
    "something of class C0 or C1": "pass",
    "something of class C2 or above, or of no stated class": "fail",
    "a class that only the engine knows": "unknown",
    "something restored from a snapshot of production, or linked to it": "fail",
    "something restored from a snapshot that no stack makes": "unknown",
    "a data source or a remote state of production": "fail",
    "a part without labels of something of class C1": "pass",
    "production itself": "not-applicable",
  },
  why: "Tests are where access is wide and protection is off. Health data have no business there, and neither has a way to where they are.",
  controls: ["SNC:12.3.a", "SNC:14.7.b", "SNDS24:3.8", "SATRE:2.2.05", "GDPR:5(1)(c)"],
  bad: {
    resource: { scaleway_object_bucket: { lake: { name: "lake", tags: { "hdh-class": "C3", "hdh-env": "sandbox" } } } },
  },
  good: {
    resource: { scaleway_object_bucket: { lake: { name: "lake", tags: { "hdh-class": "C1", "hdh-env": "sandbox" } } } },
  },
  reportsOn: (kind) => (kind.mode === "managed" && isScaleway(kind)) || isRead(kind),
  applies: (_, { environment }) => environment !== PRODUCTION,
  check: (resource) => {
    if (resource.mode === "data") return readsNoProduction(resource);
    return [
      ...(isTaggable(resource) ? [holdsNone(resource)] : []),
      ...[...wholesOf(resource), ...linksOf(resource)].flatMap(staysHere),
      ...COPIES.filter((name) => resource.has(name)).map((name) => isMadeHere(resource, name)),
    ];
  },
});

function isRead(kind: Kind): boolean {
  return kind.mode === "data" && (isScaleway(kind) || kind.type === "terraform_remote_state");
}

function holdsNone(resource: Resource): Verdict {
  const { values, unknown: why } = labelsOf(resource);
  if (why && !values.has("hdh-class")) return unknown("tags.hdh-class", why);
  const dataClass = dataClassOf(resource);
  if (!isAtLeast(dataClass, "C2")) return pass();
  const stated = values.has("hdh-class") ? `is ${dataClass}` : `is not set, which means ${dataClass}`;
  return fail(`tags.hdh-class ${stated}; must be C0 or C1 outside production`, "tags.hdh-class", dataClass);
}

function linksOf(resource: Resource): Whole[] {
  return LINKS.flatMap((argument) => {
    const whole = resource.has(argument) ? resource.target(argument) : undefined;
    return whole ? [{ argument, whole }] : [];
  });
}

function staysHere({ argument, whole }: Whole): Verdict[] {
  return labelOf(whole, "hdh-env") === PRODUCTION
    ? [fail(`${argument} is ${whole.address} of production; must be of this environment`, argument)]
    : [];
}

function isMadeHere(resource: Resource, attribute: string): Verdict {
  if (resource.target(attribute)) return pass();
  return judge(resource, attribute, (id) =>
    id === undefined ? undefined : unknown(attribute, "no stack here makes it"),
  );
}

/** A data source finds things by name, and names carry the environment. */
function readsNoProduction(data: Resource): Verdict[] {
  const body = data.type === "terraform_remote_state" ? data.block("config") : data;
  return body.names.flatMap((name) => {
    const value = body.value(name);
    return value.is === "known" && isOfProduction(value.value)
      ? [
          fail(
            `${body.pathOf(name)} is ${JSON.stringify(value.value)}; must not read from production`,
            body.pathOf(name),
          ),
        ]
      : [];
  });
}

function isOfProduction(value: Json): boolean {
  return typeof value === "string" && /(^|[^a-z])(prod|prd|production)([^a-z]|$)/i.test(value);
}
