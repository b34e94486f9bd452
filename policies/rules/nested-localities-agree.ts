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
import type { PolicyInputs } from "../inputs";
import { NESTED_LOCALITIES } from "../knowledge/nested-localities";
import { isScaleway } from "../knowledge/scaleway-types";
import { embeddedRegions, mayNamePlace } from "../localities/embedded-localities";
import { regionOf, regionsOf, regionWhere } from "../localities/locality";
import { sovereigntyRule } from "../sovereignty-rule";
import { SCALEWAY_DRIVER, type StorageClass, storageClassOf } from "../workloads/storage-classes";

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
    const paths = NESTED_LOCALITIES[resource.type];
    if (paths) nested(resource, paths, inputs, found);
    embedded(resource, inputs, found);
    if (regionsOf(resource.graph).size > 1) parents(resource, found);
    const storageClass = storageClassOf(resource);
    if (storageClass) topologies(storageClass, inputs, found);
    return found;
  },
});

function runsInCluster({ mode, type }: Kind): boolean {
  return mode === "managed" && /^(kubernetes|helm)_/.test(type);
}

type Paths = readonly (readonly string[])[];

function nested(resource: Resource, paths: Paths, inputs: PolicyInputs, found: Verdict[]): void {
  for (const path of paths) {
    const argument = path.at(-1)!;
    const blocks = path
      .slice(0, -1)
      .reduce<readonly Body[]>((bodies, name) => bodies.flatMap((body) => body.blocks(name)), [resource]);
    for (const body of blocks) {
      found.push(judge(body, argument, (place) => allowedPlace(place, argument, resource, inputs)));
    }
  }
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

function embedded(resource: Resource, { allowedRegions }: PolicyInputs, found: Verdict[]): void {
  for (const { path, region } of embeddedRegions(resource)) {
    if (allowedRegions.includes(region) || region === regionWhere(resource)) continue;
    found.push(fail(`${path} leads to ${region}; allowed: ${allowedRegions.join(", ")}`, path, region));
  }
}

/** Arguments that name what something stands in, on or next to; identities have no region. */
const PARENT = /^(?!application_id$|group_id$|user_id$)(.+_id|bucket)$/;

function parents(resource: Resource, found: Verdict[]): void {
  const mine = regionWhere(resource);
  if (mine === undefined) return;
  resource.names.forEach((name) => {
    const parent = mayNamePlace(name) && PARENT.test(name) ? resource.target(name) : undefined;
    const theirs = parent && regionWhere(parent);
    if (theirs === undefined || theirs === mine) return;
    found.push(fail(`${name} is ${parent!.address} in ${theirs}; must be in ${mine}, where this is`, name));
  });
}

function topologies(storageClass: StorageClass, { allowedZones }: PolicyInputs, found: Verdict[]): void {
  const { body, provisioner, bindingMode, topologies } = storageClass;
  const driver = body.value(provisioner);
  if (driver.is === "known" && driver.value !== SCALEWAY_DRIVER) return;
  if (topologies.length === 0) {
    found.push(
      judge(body, bindingMode, (mode) =>
        mode === "WaitForFirstConsumer"
          ? undefined
          : "must be WaitForFirstConsumer where no zone is stated, or the driver's environment chooses one",
      ),
    );
  }
  for (const item of topologies.flatMap((topology) => topology.items("values"))) {
    const verdict = judgeItem(item, (zone) =>
      typeof zone === "string" && allowedZones.includes(zone) ? undefined : `allowed: ${allowedZones.join(", ")}`,
    );
    found.push(verdict);
  }
}
