import { z } from "zod";
import { Cidr } from "../constructs/core/cidr";
import type { Custody } from "../constructs/core/custody";
import { DATA_CLASSES, type DataClass } from "../constructs/core/data-class";
import type { Region } from "../constructs/core/locality";
import { AddressPlan } from "./address-plan";
import { dataClasses, highestOf, PHASES } from "./data-classes";
import { frenchRegions, regionNamed, regions } from "./localities";

/**
 * How an environment survives the loss of a site. `fr-multi-az`: the zones of one French region. `fr-second-site`: a
 * declared French site outside Scaleway. `eu-dr`: ciphertext in a second region outside France, never health data.
 * `none`: a single zone, for development.
 */
export const REDUNDANCY_PROFILES = ["fr-multi-az", "fr-second-site", "eu-dr", "none"] as const;

export type RedundancyProfile = (typeof REDUNDANCY_PROFILES)[number];

const regionCode = z.enum(regions.map((region) => region.code) as [string, ...string[]]);
const purpose = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,18}[a-z0-9]$/, "lower case, digits and hyphens, 3–20 characters, starting with a letter");

const dataStore = z.strictObject({
  purpose,
  dataClass: z.enum(DATA_CLASSES),
  role: z.enum(["raw", "curated", "release"]),
  /** Days for which objects cannot be deleted; for the roles raw and release. */
  lockDays: z.int().min(1).max(3650).optional(),
});

const statement = z.strictObject({
  /** Also the folder of its local state and a part of every name. */
  name: z.string().regex(/^[a-z]{3,12}$/, "3–12 lower-case letters"),
  /** Ends every bucket name, since those are unique among all customers of Scaleway. CAUTION: changing it replaces all buckets. */
  suffix: z.string().regex(/^[0-9a-f]{4}$/, "4 hexadecimal digits"),
  phase: z.enum(PHASES),
  /** Team that answers for it. */
  owner: z
    .string()
    .regex(/^[a-z][a-z0-9-]{2,30}$/, "lower case, digits and hyphens, 3–31 characters, starting with a letter"),
  /** Day on which somebody must decide again whether it is still needed. */
  expiry: z.iso.date("a day as YYYY-MM-DD"),
  redundancy: z.enum(REDUNDANCY_PROFILES),
  /** In the order in which they joined. CAUTION: another order moves every address range. */
  regions: z.array(regionCode).min(1, "at least one region"),
  /** Private IPv4 range of the whole environment. CAUTION: changing it replaces every network. */
  addresses: z.string(),
  /** Whether Terraform and the platform refuse to destroy what holds state. @default on */
  protection: z.enum(["on", "off"]).default("on"),
  /** Where the states of its stacks are kept. */
  state: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("local-files") }),
    z.strictObject({ kind: z.literal("object-storage"), region: regionCode }),
  ]),
  dataStores: z.array(dataStore),
});

/** An environment as its file states it. */
export type EnvironmentStatement = z.input<typeof statement>;

type Accepted = z.output<typeof statement>;

export type DataStore = Accepted["dataStores"][number];

/** Where the states of an environment's stacks are kept. */
export type StateKeeping =
  | { readonly kind: "local-files" }
  | { readonly kind: "object-storage"; readonly region: Region; readonly bucket: string };

/** What the bucket of the states is called between the environment's prefix and its suffix. */
export const STATE_BUCKET_PURPOSE = "tfstate";

/** An environment whose statement is in order. */
export interface Environment extends Omit<Accepted, "regions" | "addresses" | "protection" | "state"> {
  readonly state: StateKeeping;
  readonly regions: readonly Region[];
  readonly addresses: AddressPlan;
  readonly custody: Custody;
  /** Highest class of data it holds. */
  readonly dataClass: DataClass;
}

/** A statement that is not in order: every error of the file, each with its field, the value, the rule and the way out. */
export class ConfigurationError extends Error {
  /** @param source file or variable that states it */
  constructor(source: string, errors: readonly string[]) {
    const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
    super(`${source}\n${errors.map((error) => `  ${error}`).join("\n")}\n${count}. Nothing was synthesized.`);
    this.name = "ConfigurationError";
  }
}

/**
 * @param file where the statement stands, for error messages
 * @throws {ConfigurationError} naming every error at once
 */
export function environment(file: string, stated: unknown): Environment {
  const parsed = statement.safeParse(stated);
  if (!parsed.success)
    throw new ConfigurationError(
      file,
      parsed.error.issues.map((issue) => describe(issue, stated)),
    );
  const accepted = parsed.data;
  const errors = contradictions(accepted);
  if (errors.length > 0) throw new ConfigurationError(file, errors);

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
    regions: chosen,
    addresses: new AddressPlan(Cidr.parse(accepted.addresses), chosen),
    custody,
    dataClass: highestOf(accepted.dataStores.map((store) => store.dataClass)),
  };
}

function keeping(state: Accepted["state"], { prefix, suffix }: Custody): StateKeeping {
  if (state.kind === "local-files") return state;
  return { ...state, region: regionNamed(state.region), bucket: `${prefix}-${STATE_BUCKET_PURPOSE}-${suffix}` };
}

/** What no single field shows: rules between the fields of a statement. */
function contradictions(stated: Accepted): string[] {
  return [...addressErrors(stated), ...localityErrors(stated), ...storeErrors(stated), ...protectionErrors(stated)];
}

function addressErrors({ addresses }: Accepted): string[] {
  try {
    const block = Cidr.parse(addresses);
    if (block.prefix > 12) return [`addresses: a /12 or larger, so that four regions find room; got "${addresses}"`];
    if (!["10.0.0.0/8", "172.16.0.0/12"].some((range) => Cidr.parse(range).contains(block))) {
      return [`addresses: inside 10.0.0.0/8 or 172.16.0.0/12 (RFC 1918); got "${addresses}"`];
    }
    return [];
  } catch (error) {
    return [(error as Error).message.replace("range:", "addresses:")];
  }
}

function localityErrors({ regions: codes, redundancy, dataStores }: Accepted): string[] {
  const abroad = codes.filter((code) => regionNamed(code).country !== "FR");
  const french = frenchRegions.map((region) => region.code).join(", ");
  const errors = codes
    .filter((code, index) => codes.indexOf(code) < index)
    .map((code) => `regions: ${code} is named twice`);
  if (abroad.length > 0 && redundancy !== "eu-dr") {
    errors.push(
      `regions: ${abroad.join(", ")} is outside France; only the redundancy profile eu-dr may use it. French: ${french}`,
    );
  }
  if (abroad.includes(codes[0] ?? ""))
    errors.push(`regions[0]: the first region is French (${french}); got "${codes[0]}"`);
  if (redundancy === "eu-dr") {
    for (const { purpose: name, dataClass } of dataStores) {
      if (!dataClasses[dataClass].mayLeaveFrance) {
        errors.push(
          `redundancy: eu-dr is for C0 and C1 only; the data store ${name} holds ${dataClass}, ${dataClasses[dataClass].holds}. Use fr-multi-az or fr-second-site`,
        );
      }
    }
  }
  return errors;
}

function storeErrors({ dataStores, phase }: Accepted): string[] {
  return dataStores.flatMap(({ purpose: name, dataClass, role, lockDays }, index) => {
    const field = `dataStores[${index}]`;
    const errors: string[] = [];
    if (dataStores.findIndex((other) => other.purpose === name) < index)
      errors.push(`${field}.purpose: "${name}" is taken`);
    if (PHASES.indexOf(phase) < PHASES.indexOf(dataClasses[dataClass].from)) {
      errors.push(
        `${field}.dataClass: ${dataClass} is allowed from phase ${dataClasses[dataClass].from} on; the environment is in ${phase}`,
      );
    }
    if ((role === "curated") !== (lockDays === undefined)) {
      errors.push(
        role === "curated"
          ? `${field}.lockDays: only for the roles raw and release; the role is curated. Remove it`
          : `${field}.lockDays: needed for the role ${role}; state days from 1 to 3650`,
      );
    }
    return errors;
  });
}

function protectionErrors({ protection, dataStores }: Accepted): string[] {
  if (protection === "on") return [];
  return dataStores
    .filter(({ dataClass }) => !dataClasses[dataClass].protectionOptional)
    .map(
      ({ purpose: name, dataClass }) =>
        `protection: off is for environments without ${dataClass}; the data store ${name} holds ${dataClasses[dataClass].holds}. Set it to on`,
    );
}

/** One line per issue: field, rule, value got. */
function describe(issue: z.core.$ZodIssue, stated: unknown): string {
  const field = issue.path.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : path ? `${path}.${String(key)}` : String(key)),
    "",
  );
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .map((key) => `${field ? `${field}.` : ""}${key}: is not a field of an environment. Remove it, or mend its name`)
      .join("\n  ");
  }
  const value = issue.path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key],
    stated,
  );
  const rule = issue.code === "invalid_value" ? `one of ${issue.values.join(", ")}` : issue.message;
  return `${field || "environment"}: ${value === undefined ? `is missing; ${rule}` : `${rule}; got ${JSON.stringify(value)}`}`;
}
