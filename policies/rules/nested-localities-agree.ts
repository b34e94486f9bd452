import {
  type Body,
  fail,
  type Json,
  judge,
  judgeItem,
  type Kind,
  type Resource,
  type Verdict,
} from "@hdh/policy-engine";
import { embeddedRegions, mayNamePlace } from "../embedded-localities";
import type { PolicyInputs } from "../inputs";
import { NESTED_LOCALITIES } from "../knowledge/nested-localities";
import { isScaleway } from "../knowledge/scaleway-types";
import { regionOf, regionsOf, regionWhere } from "../locality";
import { sovereigntyRule } from "../sovereignty-rule";
import { SCALEWAY_DRIVER, storageClassOf } from "../storage-classes";

export const nestedLocalitiesAgree = sovereigntyRule({
  id: "HDH-LOC-004",
  severity: "high",
  title: "Nested and encoded localities agree with the allow-list",
  remedy: "Refer to the construct instead of writing an id, a host or a region as text.",
  waivers: "conditional",
  given: "a resource whose arguments name a place besides its own region",
  scenarios: {
    "a nested region or zone that is allowed, or is the resource's own": "pass",
    "a nested region elsewhere": "fail",
    "a nested region that only the engine knows": "unknown",
    "an id, a host or an ARN of an allowed region": "pass",
    "an id, a host or an ARN of another region": "fail",
    "a reference to something in its own region": "pass",
    "a reference to something in another region": "fail",
    "a storage class for allowed zones": "pass",
    "a storage class for zones elsewhere": "fail",
    "a storage class for no zone, that binds when a pod is placed": "pass",
    "a storage class for no zone, that binds at once: the driver's environment decides": "fail",
  },
  why: "A bucket's region inside a block, the prefix of an id or a host name moves data as surely as the region argument does, and nobody reads them.",
  controls: ["SNC:19.2.b", "HDS:EXI-28", "MR7:5.1", "SATRE:2.4.03"],
  bad: {
    resource: {
      scaleway_edge_services_backend_stage: {
        portal: { s3_backend_config: { bucket_name: "hdh", bucket_region: "pl-waw" } },
      },
    },
  },
  good: {
    resource: {
      scaleway_edge_services_backend_stage: {
        portal: { s3_backend_config: { bucket_name: "hdh", bucket_region: "fr-par" } },
      },
    },
  },
  reportsOn: (kind) => isScaleway(kind) || runsInCluster(kind),
  check: (resource, inputs) => {
    const found: Verdict[] = [];
    for (const ask of QUESTIONS) for (const verdict of ask(resource, inputs)) found.push(verdict);
    return found;
  },
});

function runsInCluster({ mode, type }: Kind): boolean {
  return mode === "managed" && /^(kubernetes|helm)_/.test(type);
}

const QUESTIONS = [nested, embedded, parents, topologies];

const NOTHING: readonly Verdict[] = [];

function nested(resource: Resource, inputs: PolicyInputs): readonly Verdict[] {
  const paths = NESTED_LOCALITIES[resource.type];
  if (!paths) return NOTHING;
  return paths.flatMap((path) => {
    const argument = path.at(-1)!;
    const blocks = path
      .slice(0, -1)
      .reduce<readonly Body[]>((found, name) => found.flatMap((body) => body.blocks(name)), [resource]);
    return blocks.map((body) => judge(body, argument, (place) => allowedPlace(place, argument, resource, inputs)));
  });
}

function allowedPlace(
  place: Json | undefined,
  argument: string,
  resource: Resource,
  { allowedRegions, allowedZones }: PolicyInputs,
): string | undefined {
  if (place === undefined) return undefined; // then it is the provider's region, of which HDH-LOC-002 asks that it is stated
  const allowed = argument === "zone" ? allowedZones : allowedRegions;
  if (typeof place === "string" && (allowed.includes(place) || regionOf(place) === regionWhere(resource)))
    return undefined;
  return `allowed: ${allowed.join(", ")}`;
}

function embedded(resource: Resource, { allowedRegions }: PolicyInputs): readonly Verdict[] {
  const regions = embeddedRegions(resource);
  if (regions.length === 0) return NOTHING;
  return regions
    .filter(({ region }) => !allowedRegions.includes(region) && region !== regionWhere(resource))
    .map(({ path, region }) => fail(`${path} leads to ${region}; allowed: ${allowedRegions.join(", ")}`, path, region));
}

/** Arguments that name what something stands in, on or next to; identities have no region. */
const PARENT = /^(?!application_id$|group_id$|user_id$)(.+_id|bucket)$/;

function parents(resource: Resource): readonly Verdict[] {
  if (regionsOf(resource.graph).size < 2) return NOTHING;
  const mine = regionWhere(resource);
  if (mine === undefined) return NOTHING;
  const found: Verdict[] = [];
  for (const name of resource.names) {
    const parent = mayNamePlace(name) && PARENT.test(name) ? resource.target(name) : undefined;
    const theirs = parent && regionWhere(parent);
    if (theirs === undefined || theirs === mine) continue;
    found.push(fail(`${name} is ${parent!.address} in ${theirs}; must be in ${mine}, where this is`, name));
  }
  return found;
}

function topologies(resource: Resource, { allowedZones }: PolicyInputs): readonly Verdict[] {
  const storageClass = storageClassOf(resource);
  if (!storageClass) return NOTHING;
  const { body, provisioner, bindingMode, topologies } = storageClass;
  const driver = body.value(provisioner);
  if (driver.is === "known" && driver.value !== SCALEWAY_DRIVER) return NOTHING;
  if (topologies.length === 0) {
    return [
      judge(body, bindingMode, (mode) =>
        mode === "WaitForFirstConsumer"
          ? undefined
          : "must be WaitForFirstConsumer where no zone is stated, or the driver's environment chooses one",
      ),
    ];
  }
  return topologies
    .flatMap((topology) => topology.items("values"))
    .map((item) =>
      judgeItem(item, (zone) =>
        typeof zone === "string" && allowedZones.includes(zone) ? undefined : `allowed: ${allowedZones.join(", ")}`,
      ),
    );
}
