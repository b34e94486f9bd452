import { z } from "zod";
import { Cidr } from "../constructs/core/cidr";
import type { Custody } from "../constructs/core/custody";
import { DATA_CLASSES, type DataClass } from "../constructs/core/data-class";
import type { ExternalSite } from "../constructs/core/external-site";
import type { Region } from "../constructs/core/locality";
import { AddressPlan } from "./address-plan";
import { highestOf, PHASES } from "./data-classes";
import { dataSources } from "./data-sets";
import { contradictions, type Surroundings } from "./environment-rules";
import { regionNamed, regions } from "./localities";
import { accept, text } from "./statement";

/**
 * How an environment survives the loss of a site. `fr-multi-az`: the zones of one French region. `fr-second-site`: a
 * declared French site outside Scaleway. `eu-dr`: ciphertext in a second region outside France, never health data.
 * `none`: a single zone, for development.
 */
export const REDUNDANCY_PROFILES = ["fr-multi-az", "fr-second-site", "eu-dr", "none"] as const;

export type RedundancyProfile = (typeof REDUNDANCY_PROFILES)[number];

const regionCode = z.enum(regions.map((region) => region.code) as [string, ...string[]]);
const days = "whole days, 1 to 3650";

const dataStore = z.strictObject({
  purpose: text(
    /^[a-z][a-z0-9-]{1,18}[a-z0-9]$/,
    "lower case, digits and hyphens, 3–20 characters, starting with a letter",
  ).describe("What it is for; a part of its bucket's name. CAUTION: changing it replaces the bucket."),
  dataClass: z.enum(DATA_CLASSES).describe("Class of the most sensitive data that it may hold."),
  role: z.enum(["raw", "curated", "release"]).describe("raw: as delivered. curated: worked on. release: given out."),
  sources: z
    .array(z.string("the name of a data source"), "a list of data sources")
    .min(1, "at least one data source; each has a file in config/data-sets")
    .describe("Data sources that it holds, by the names of their files in config/data-sets."),
  lockDays: z
    .int(days)
    .min(1, days)
    .max(3650, days)
    .optional()
    .describe("Days for which objects cannot be deleted; for the roles raw and release."),
});

const range = z.string("an IPv4 range such as 192.0.2.16/28");
const country = text(/^[A-Z]{2}$/, "a country as ISO 3166-1 alpha-2, such as FR");
const nodes = (least: number) => {
  const rule = `whole nodes, ${least} to 100`;
  return z.int(rule).min(least, rule).max(100, rule);
};

const cluster = z.strictObject({
  version: text(/^1\.\d+$/, "a minor version such as 1.35, whose patches come by themselves").describe(
    "Minor version of Kubernetes; Scaleway applies its patches.",
  ),
  controlPlane: z
    .union([z.literal(4), z.literal(8), z.literal(16)], "4, 8 or 16")
    .default(4)
    .describe("Memory of the dedicated control plane in GB: 4 for up to 250 nodes, 8 and 16 for 500."),
  nodeType: text(/^[A-Z0-9]+(-[A-Z0-9]+)+$/, "a commercial type such as POP2-4C-16G").describe(
    "Commercial type of the nodes. CAUTION: changing it replaces all nodes.",
  ),
  nodesPerZone: z
    .strictObject({
      least: nodes(0).describe("What the autoscaler keeps."),
      most: nodes(1).describe("What it goes up to."),
    })
    .describe("Bounds of the autoscaler, in each zone."),
});

const secondSite = z.strictObject({
  country: country.describe("Country of the site: FR."),
  gatewayAddress: z.string("an IPv4 address such as 198.51.100.1").describe("Public IPv4 address of its VPN gateway."),
  asn: z
    .int("a private number of an autonomous system, such as 65001 (RFC 6996)")
    .describe("Number of its autonomous system, private (RFC 6996)."),
  range: range.describe("Private IPv4 range that is reached there, outside the environment's own."),
});

/** The shape of `config/environments/<name>.ts`. */
export const environmentShape = z.strictObject({
  name: text(/^[a-z]{3,12}$/, "3–12 lower-case letters").describe(
    "Also the folder of its local state and a part of every name.",
  ),
  suffix: text(/^[0-9a-f]{4}$/, "4 hexadecimal digits").describe(
    "Ends every bucket name, since those are unique among all customers of Scaleway. CAUTION: changing it replaces all buckets.",
  ),
  phase: z
    .enum(PHASES)
    .describe(
      "Phase of the migration: P0 build, P1 synthetic data at scale, P2 pilot, P3 cut-over, P4 old platform left.",
    ),
  owner: text(
    /^[a-z][a-z0-9-]{2,30}$/,
    "lower case, digits and hyphens, 3–31 characters, starting with a letter",
  ).describe("Team that answers for it."),
  expiry: z.iso
    .date("a day as YYYY-MM-DD")
    .describe("Day on which somebody must decide again whether it is still needed."),
  redundancy: z.enum(REDUNDANCY_PROFILES).describe("How it survives the loss of a site."),
  regions: z
    .array(regionCode, "a list of regions")
    .min(1, "at least one region")
    .describe("In the order in which they joined. CAUTION: another order moves every address range."),
  addresses: z
    .string("an IPv4 range such as 10.64.0.0/12")
    .describe("Private IPv4 range of the whole environment. CAUTION: changing it replaces every network."),
  administrators: z
    .array(range, "a list of IPv4 ranges")
    .default([])
    .describe("Public IPv4 ranges from which administrators work, of at most 16 addresses each."),
  visitors: z
    .array(range, "a list of IPv4 ranges")
    .min(1, "at least one IPv4 range; nobody else gets an answer")
    .describe("Public IPv4 ranges from which people come to the portal, /16 to /32."),
  contacts: z
    .array(z.email("a mailbox such as alerts@example.org"), "a list of mailboxes")
    .min(1, "at least one mailbox; somebody is told")
    .describe("Mailboxes of teams that are told of alerts and of spending."),
  cluster: cluster.describe("Where programs run, in every French region."),
  identityProvider: z
    .strictObject({
      issuerUrl: z
        .url({ protocol: /^https$/, error: "an https address such as https://id.example.fr" })
        .describe("Address of an identity provider that is operated in the EU."),
      clientId: text(/\S/, "what the identity provider calls the cluster").describe("What it knows the cluster by."),
    })
    .optional()
    .describe("Who signs people in to the cluster. Without it, Scaleway's IAM does."),
  telemetry: z
    .strictObject({
      endpoint: z
        .string("an https address such as https://otel.example.fr")
        .describe("Base address at which OpenTelemetry is taken over HTTP, https alone and without credentials."),
      country: country.describe("Country in which it runs and from which it is operated: FR."),
    })
    .optional()
    .describe("Who receives logs besides. Without it, nobody does."),
  budget: z
    .strictObject({ eurosPerMonth: z.int("whole euros, at least 1").min(1, "whole euros, at least 1") })
    .optional()
    .describe(
      "What the organisation means to spend in a month. One environment states it; Scaleway has no smaller scope.",
    ),
  secondSite: secondSite.optional().describe("The French site outside Scaleway, for the profile fr-second-site."),
  protection: z
    .enum(["on", "off"])
    .default("on")
    .describe("Whether Terraform and the platform refuse to destroy what holds state."),
  state: z
    .discriminatedUnion(
      "kind",
      [
        z.strictObject({ kind: z.literal("local-files") }),
        z.strictObject({ kind: z.literal("object-storage"), region: regionCode }),
      ],
      "one of local-files, object-storage",
    )
    .describe("Where the states of its stacks are kept."),
  dataStores: z.array(dataStore, "a list of data stores").describe("What it stores data in, and which data."),
});

/** An environment as its file states it. */
export type EnvironmentStatement = z.input<typeof environmentShape>;

export type Accepted = z.output<typeof environmentShape>;

export type DataStore = Accepted["dataStores"][number];

/** Where the states of an environment's stacks are kept. */
export type StateKeeping =
  | { readonly kind: "local-files" }
  | { readonly kind: "object-storage"; readonly region: Region; readonly bucket: string };

/** What the bucket of the states is called between the environment's prefix and its suffix. */
export const STATE_BUCKET_PURPOSE = "tfstate";

/** An environment whose statement is in order. */
export interface Environment
  extends Omit<
    Accepted,
    "regions" | "addresses" | "administrators" | "visitors" | "secondSite" | "protection" | "state"
  > {
  readonly state: StateKeeping;
  /** The French regions, in which everything runs. */
  readonly regions: readonly Region[];
  /** Every region after the first, which takes second copies of its data. */
  readonly recoveryRegions: readonly Region[];
  readonly addresses: AddressPlan;
  /** Public ranges from which people come to the portal. */
  readonly visitors: readonly Cidr[];
  /** The French site outside Scaleway. */
  readonly secondSite?: ExternalSite;
  /** Public ranges from which administrators work. */
  readonly administrators: readonly Cidr[];
  readonly custody: Custody;
  /** Highest class of data it holds. */
  readonly dataClass: DataClass;
}

/**
 * @param file where the statement stands, for error messages
 * @param around what it is held against. @default - the project's data sources, and no other environment
 * @throws {ConfigurationError} naming every error at once
 */
export function environment(file: string, stated: unknown, around: Partial<Surroundings> = {}): Environment {
  const { sources = dataSources(), neighbours = [] } = around;
  const accepted = accept(environmentShape, { file, kind: "an environment", stated }, (wellFormed) =>
    contradictions(wellFormed, { sources, neighbours }),
  );

  const { name, suffix, owner, phase, expiry, protection } = accepted;
  const chosen = accepted.regions.map(regionNamed);
  const custody = {
    prefix: `hdh-${name}`,
    suffix,
    owner,
    environment: name,
    phase,
    expiry,
    protection: protection === "on",
  };
  return {
    ...accepted,
    state: keeping(accepted.state, custody),
    regions: chosen.filter(({ country }) => country === "FR"),
    recoveryRegions: chosen.slice(1),
    addresses: new AddressPlan(Cidr.parse(accepted.addresses), chosen),
    administrators: accepted.administrators.map(Cidr.parse),
    visitors: accepted.visitors.map(Cidr.parse),
    secondSite: accepted.secondSite && { ...accepted.secondSite, range: Cidr.parse(accepted.secondSite.range) },
    custody,
    dataClass: highestOf(accepted.dataStores.map((store) => store.dataClass)),
  };
}

function keeping(state: Accepted["state"], { prefix, suffix }: Custody): StateKeeping {
  if (state.kind === "local-files") return state;
  return { ...state, region: regionNamed(state.region), bucket: `${prefix}-${STATE_BUCKET_PURPOSE}-${suffix}` };
}
