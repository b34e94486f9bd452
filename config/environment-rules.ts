import { Cidr } from "../constructs/core/cidr";
import { unlessFrenchCollector } from "../constructs/core/collector";
import { isAtLeast } from "../constructs/core/data-class";
import { unlessFrenchSite, unlessPrivateRange } from "../constructs/core/external-site";
import { unlessEuropeanIssuer } from "../constructs/core/identity-provider";
import type { Region } from "../constructs/core/locality";
import { unlessMailboxes } from "../constructs/core/mailbox";
import { unlessAdminRanges } from "../constructs/core/public-range";
import { dataClasses, PHASES } from "./data-classes";
import type { Catalogue } from "./data-sets";
import { longestLock } from "./data-source";
import type { Accepted, EnvironmentStatement } from "./environment";
import { frenchRegions, regionNamed } from "./localities";
import { didYouMean } from "./statement";

/** What an environment is held against. */
export interface Surroundings {
  /** The data sources there are. */
  readonly sources: Catalogue;
  /** The other environments. */
  readonly neighbours: readonly EnvironmentStatement[];
}

/** As much of a statement as has the right shape. Where an entry has not, its list has a hole, which `flatMap` passes over. */
type Stated = Partial<Accepted>;

const FRENCH = frenchRegions.map((region) => region.code).join(", ");

/** What no single field shows: rules between the fields of a statement, and between it and what is around it. */
export function contradictions(stated: Stated, { sources, neighbours }: Surroundings): string[] {
  return [
    ...nameErrors(stated, neighbours),
    ...addressErrors(stated, neighbours),
    ...administratorErrors(stated),
    ...visitorErrors(stated),
    ...contactErrors(stated),
    ...clusterErrors(stated),
    ...identityProviderErrors(stated),
    ...telemetryErrors(stated),
    ...budgetErrors(stated, neighbours),
    ...localityErrors(stated),
    ...redundancyErrors(stated),
    ...secondSiteErrors(stated),
    ...stateErrors(stated),
    ...storeErrors(stated),
    ...sourceErrors(stated, sources),
    ...protectionErrors(stated),
  ];
}

function nameErrors({ name }: Stated, neighbours: readonly EnvironmentStatement[]): string[] {
  return neighbours.some((neighbour) => neighbour.name === name)
    ? [`name: "${name}" is another environment's, whose states it would take over. Choose another`]
    : [];
}

function addressErrors({ addresses }: Stated, neighbours: readonly EnvironmentStatement[]): string[] {
  if (addresses === undefined) return [];
  const block = rangeAt("addresses", addresses);
  if (typeof block === "string") return [block];
  if (block.prefix > 12) return [`addresses: a /12 or larger, so that four regions find room; got "${addresses}"`];
  if (!["10.0.0.0/8", "172.16.0.0/12"].some((range) => Cidr.parse(range).contains(block))) {
    return [`addresses: inside 10.0.0.0/8 or 172.16.0.0/12 (RFC 1918); got "${addresses}"`];
  }
  return neighbours
    .filter((neighbour) => {
      const other = rangeAt("addresses", neighbour.addresses);
      return typeof other !== "string" && other.overlaps(block);
    })
    .map(
      (neighbour) =>
        `addresses: ${block} overlaps ${neighbour.addresses} of ${neighbour.name}. Take a block that no environment has`,
    );
}

function administratorErrors({ administrators = [] }: Stated): string[] {
  const ranges = administrators.map((stated, index) => rangeAt(`administrators[${index}]`, stated));
  return ranges.flatMap((range, index) => {
    if (typeof range === "string") return [range];
    const before = ranges.findIndex((other) => typeof other !== "string" && other.overlaps(range));
    return [
      ...unlessAdminRanges(`administrators[${index}]`, [range]),
      ...(before < index ? [`administrators[${index}]: ${range} overlaps ${ranges[before]}. Remove one of them`] : []),
    ];
  });
}

/** Shortest prefix, in bits, of a range of visitors: 65,536 addresses. */
const WIDEST_VISITORS = 16;

function visitorErrors({ visitors = [] }: Stated): string[] {
  const ranges = visitors.map((stated, index) => rangeAt(`visitors[${index}]`, stated));
  return ranges.flatMap((range, index) => {
    if (typeof range === "string") return [range];
    if (range.prefix < WIDEST_VISITORS) {
      return [
        `visitors[${index}]: ranges of /${WIDEST_VISITORS} to /32; got ${range}. Name the networks that people come from`,
      ];
    }
    const before = ranges.findIndex((other) => typeof other !== "string" && other.overlaps(range));
    return before < index ? [`visitors[${index}]: ${range} overlaps ${ranges[before]}. Remove one of them`] : [];
  });
}

function contactErrors({ contacts = [] }: Stated): string[] {
  return contacts.length > 0 ? unlessMailboxes("contacts", contacts) : [];
}

/** Nodes that the smallest dedicated control plane carries, of 4 GB (scaleway/docs-content, kubernetes/reference-content/kubernetes-control-plane-offers). */
const MOST_NODES = 250;

function clusterErrors({ cluster, regions = [] }: Stated): string[] {
  if (!cluster) return [];
  const { least, most } = cluster.nodesPerZone;
  const errors: string[] = [];
  if (least > most) {
    errors.push(
      `cluster.nodesPerZone.least: at most ${most}, which is the most; got ${least}. Lower it, or raise the most`,
    );
  }
  const french = regions.flatMap((code) => regionNamed(code)).filter(isFrench);
  const zones = Math.max(0, ...french.map((region) => region.zones.length));
  if (cluster.controlPlane === 4 && most * zones > MOST_NODES) {
    errors.push(
      `cluster.controlPlane: 4 carries ${MOST_NODES} nodes; ${most} in each of ${zones} zones are ${most * zones}. Use 8, or lower the most`,
    );
  }
  return errors;
}

function identityProviderErrors({ identityProvider }: Stated): string[] {
  return identityProvider ? unlessEuropeanIssuer("identityProvider", identityProvider) : [];
}

function telemetryErrors({ telemetry }: Stated): string[] {
  return telemetry ? unlessFrenchCollector("telemetry", telemetry) : [];
}

/** Two budgets of one organisation would warn of the same spending twice, each as if it were its own. */
function budgetErrors({ budget }: Stated, neighbours: readonly EnvironmentStatement[]): string[] {
  const other = neighbours.find((neighbour) => neighbour.budget);
  return budget && other
    ? [`budget: ${other.name} states it, for the whole organisation; Scaleway has no smaller scope. Remove one of them`]
    : [];
}

function localityErrors({ regions = [], redundancy }: Stated): string[] {
  return regions.flatMap((code, index) => {
    const errors: string[] = [];
    const abroad = !isFrench(regionNamed(code));
    if (regions.indexOf(code) < index) errors.push(`regions[${index}]: ${code} is named before. Remove it`);
    if (abroad && index === 0) errors.push(`regions[0]: the first region is French (${FRENCH}); got "${code}"`);
    if (abroad && redundancy !== undefined && redundancy !== "eu-dr") {
      errors.push(
        `regions[${index}]: ${code} is outside France, which only the redundancy profile eu-dr allows; the profile is ${redundancy}. Use French regions (${FRENCH})`,
      );
    }
    return errors;
  });
}

function redundancyErrors({ redundancy, regions = [], dataStores = [] }: Stated): string[] {
  if (redundancy !== "eu-dr" && redundancy !== "none") return [];
  const tooSensitive = dataStores
    .filter(({ dataClass }) => !dataClasses[dataClass].mayLeaveFrance)
    .map(
      ({ purpose, dataClass }) =>
        `redundancy: ${redundancy} is for C0 and C1 only; the data store ${purpose} holds ${dataClass}, ${dataClasses[dataClass].holds}. Use fr-multi-az or fr-second-site`,
    );
  if (tooSensitive.length > 0) return tooSensitive;
  return redundancy === "eu-dr" && regions.length > 0 && regions.map(regionNamed).every(isFrench)
    ? ["regions: eu-dr keeps ciphertext in a region outside France; none is named. Add one, or use fr-multi-az"]
    : [];
}

function secondSiteErrors({ redundancy, secondSite, addresses }: Stated): string[] {
  if (redundancy !== undefined && (redundancy === "fr-second-site") !== (secondSite !== undefined)) {
    return secondSite
      ? [
          `secondSite: only for the profile fr-second-site; the profile is ${redundancy}. Remove it, or change the profile`,
        ]
      : [
          "secondSite: the profile fr-second-site links a French site outside Scaleway; state its country, gatewayAddress, asn and range",
        ];
  }
  if (!secondSite) return [];
  const reasons = [...unlessFrenchSite("secondSite", secondSite), ...siteRangeErrors(secondSite.range, addresses)];
  return reasons.filter((reason) => reason !== undefined);
}

function siteRangeErrors(stated: string, addresses: string | undefined): (string | undefined)[] {
  const range = rangeAt("secondSite.range", stated);
  if (typeof range === "string") return [range];
  const own = addresses === undefined ? undefined : rangeAt("addresses", addresses);
  return [
    unlessPrivateRange("secondSite.range", range),
    own instanceof Cidr && own.overlaps(range)
      ? `secondSite.range: ${range} overlaps the environment's own ${own}. Renumber the site`
      : undefined,
  ];
}

/** States hold what the environment is made of, secrets included. */
function stateErrors({ state }: Stated): string[] {
  if (state?.kind !== "object-storage" || isFrench(regionNamed(state.region))) return [];
  return [`state.region: states stay in a French region (${FRENCH}); got "${state.region}"`];
}

function storeErrors({ dataStores = [], phase }: Stated): string[] {
  return dataStores.flatMap(({ purpose, dataClass, role, lockDays }, index) => {
    const field = `dataStores[${index}]`;
    const errors: string[] = [];
    const taken = dataStores.findIndex((other) => other?.purpose === purpose);
    if (taken < index) errors.push(`${field}.purpose: "${purpose}" is taken by dataStores[${taken}]. Choose another`);
    const { from } = dataClasses[dataClass];
    if (phase !== undefined && PHASES.indexOf(phase) < PHASES.indexOf(from)) {
      errors.push(
        `${field}.dataClass: ${dataClass} is allowed from phase ${from} on; the environment is in ${phase}. Use a lower class until then`,
      );
    }
    if ((role === "curated") !== (lockDays === undefined)) {
      errors.push(
        role === "curated"
          ? `${field}.lockDays: only for the roles raw and release; the role is curated. Remove it`
          : `${field}.lockDays: is missing; the role ${role} needs it. State days from 1 to 3650`,
      );
    }
    return errors;
  });
}

function sourceErrors({ dataStores = [] }: Stated, catalogue: Catalogue): string[] {
  return dataStores.flatMap(({ purpose, dataClass, sources, lockDays = 0 }, store) =>
    sources.flatMap((name, index) => {
      const field = `dataStores[${store}].sources[${index}]`;
      if (sources.indexOf(name) < index) return [`${field}: ${name} is named before. Remove it`];
      const source = catalogue.get(name);
      if (!source) {
        const names = [...catalogue.keys()];
        const remedy = didYouMean(name, names) || `. There is ${names.join(", ")}; a new one is a file there`;
        return [`${field}: "${name}" is not in config/data-sets${remedy}`];
      }
      const errors: string[] = [];
      if (!isAtLeast(dataClass, source.dataClass)) {
        errors.push(
          `${field}: ${name} is ${source.dataClass}, ${dataClasses[source.dataClass].holds}; the data store ${purpose} is for ${dataClass}. Raise its dataClass, or move the source to another store`,
        );
      }
      const longest = longestLock(source);
      if (lockDays > 0 && longest === undefined) {
        errors.push(
          `${field}: ${name} states no retention, so a lock of ${lockDays} days could outlive the right to keep it. State it in config/data-sets/${name}.yaml, or hold it in a store without lockDays`,
        );
      } else if (lockDays > (longest ?? 0)) {
        errors.push(
          `dataStores[${store}].lockDays: at most ${longest}, for which ${name} may be kept (${source.retention?.years} years); got ${lockDays}`,
        );
      }
      return errors;
    }),
  );
}

function protectionErrors({ protection, dataStores = [] }: Stated): string[] {
  if (protection !== "off") return [];
  return dataStores
    .filter(({ dataClass }) => !dataClasses[dataClass].protectionOptional)
    .map(
      ({ purpose, dataClass }) =>
        `protection: off is for environments without ${dataClass}; the data store ${purpose} holds ${dataClasses[dataClass].holds}. Set it to on`,
    );
}

function isFrench({ country }: Region): boolean {
  return country === "FR";
}

/** The range, or what is wrong with it. */
function rangeAt(field: string, stated: string): Cidr | string {
  try {
    return Cidr.parse(stated);
  } catch (error) {
    return (error as Error).message.replace("range:", `${field}:`);
  }
}
