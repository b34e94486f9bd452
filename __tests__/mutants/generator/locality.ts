import type { Json, JsonObject } from "./json";
import { ABSENT, adding, type NewValue, setting, settingOf, UNKNOWN, type Weakening } from "./mutant";
import { type BlockSchema, givenArguments, resourceSchemas, sitesOf } from "./schema";
import { blocksOf, type Stack, type Tree } from "./tree";

/** Scaleway's regions and zones outside France (Scaleway, Products availability). */
const REGIONS = ["nl-ams", "pl-waw", "it-mil"];
const ZONES = ["nl-ams-1", "pl-waw-2", "it-mil-1"];

/**
 * Every region and zone of every resource, elsewhere, left to the caller's environment (SCW_DEFAULT_REGION goes before
 * the provider block), or known to the engine only.
 */
export function elsewhere(tree: Tree): Weakening[] {
  return tree.stacks.flatMap(blocksOf).flatMap((block) =>
    sitesOf(block.type, block.body)
      .filter(({ value, path }) => isLocality(String(path.at(-1))) && value !== undefined)
      .flatMap(({ path, value }) => {
        const abroad = String(path.at(-1)).endsWith("zone") ? ZONES : REGIONS;
        const others: readonly NewValue[] = [...abroad, "fr-par-9x", ABSENT, UNKNOWN];
        return others
          .filter((other) => other !== value)
          .map((other): Weakening => ({ family: "locality", ...setting(block, path, other) }));
      }),
  );
}

/** One resource of every type of the provider that stands somewhere: abroad, and where nobody says. */
export function kindsElsewhere({ stacks: [stack] }: Tree): Weakening[] {
  return [...resourceSchemas].flatMap(([type, schema]) => {
    const localities = givenArguments(schema).filter(([name]) => name === "region" || name === "zone");
    if (!stack || localities.length === 0) return [];
    const required = requiredOf(schema);
    const abroad = Object.fromEntries(localities.map(([name]) => [name, name === "zone" ? ZONES[0]! : REGIONS[0]!]));
    return [
      { family: "locality", ...adding(stack, type, { ...required, ...abroad }) },
      { family: "locality", ...adding(stack, type, required) },
    ] satisfies Weakening[];
  });
}

/** The provider and the state of each stack, elsewhere or with somebody else. */
export function stacksElsewhere({ stacks }: Tree): Weakening[] {
  return stacks.flatMap((stack) => [...otherProviders(stack), ...otherBackends(stack)]).map(asLocality);
}

function otherProviders(stack: Stack) {
  const foreign = { source: "hashicorp/aws", version: "6.0.0" };
  return [
    settingOf(stack, ["terraform", "required_providers", "scaleway", "source"], "example/scaleway"),
    settingOf(stack, ["terraform", "required_providers", "scaleway", "version"], ">= 2.0"),
    settingOf(stack, ["terraform", "required_providers", "scaleway", "version"], ABSENT),
    settingOf(stack, ["terraform", "required_providers", "aws"], foreign),
    settingOf(stack, ["provider", "scaleway", 0, "region"], "pl-waw"),
    settingOf(stack, ["provider", "scaleway", 0, "zone"], "pl-waw-1"),
    settingOf(stack, ["provider", "scaleway", 0, "api_url"], "https://api.example.com"),
    settingOf(stack, ["provider", "scaleway", 0, "profile"], "private"),
    settingOf(stack, ["provider", "scaleway", 0, "access_key"], "SCWXXXXXXXXXXXXXXXXX"),
    settingOf(stack, ["module"], { elsewhere: { source: "git::https://example.com/network.git" } }),
  ];
}

function otherBackends(stack: Stack) {
  const { s3 } = ((stack.json.terraform as JsonObject).backend ?? {}) as JsonObject;
  const remote = { hostname: "app.terraform.io", organization: "example", workspaces: { name: "x" } };
  const anywhere = [
    settingOf(stack, ["terraform", "backend"], { remote }),
    settingOf(stack, ["terraform", "backend"], { http: { address: "http://example.com/state" } }),
    { ...settingOf(stack, ["terraform", "cloud"], { organization: "example" }), shownInPlans: false },
  ];
  if (!s3) return anywhere;
  const at = ["terraform", "backend", "s3"];
  return [
    ...anywhere,
    settingOf(stack, ["terraform", "backend"], { local: { path: "terraform.tfstate" } }),
    settingOf(stack, ["terraform", "backend"], ABSENT),
    settingOf(stack, [...at, "endpoints", "s3"], "https://s3.nl-ams.scw.cloud"),
    settingOf(stack, [...at, "endpoints", "s3"], "https://s3.eu-west-3.amazonaws.com"),
    settingOf(stack, [...at, "endpoints", "s3"], "http://s3.fr-par.scw.cloud"),
    settingOf(stack, [...at, "endpoints"], ABSENT),
    settingOf(stack, [...at, "use_lockfile"], ABSENT),
    settingOf(stack, [...at, "secret_key"], "11111111-2222-3333-4444-555555555555"),
  ];
}

function asLocality(mutation: ReturnType<typeof settingOf>): Weakening {
  return { family: "locality", ...mutation };
}

function isLocality(name: string): boolean {
  return name === "region" || name === "zone" || name.endsWith("_region") || name.endsWith("_zone");
}

/** Placeholders for what a type requires, so that the resource is whole. */
function requiredOf(schema: BlockSchema): JsonObject {
  const own = givenArguments(schema)
    .filter(([name, { required }]) => required && name !== "region" && name !== "zone")
    .map(([name, { type }]): [string, Json] => [name, placeholder(type)]);
  const nested = Object.entries(schema.block_types ?? {})
    .filter(([, { min_items }]) => (min_items ?? 0) > 0)
    .map(([name, { block }]): [string, Json] => [name, [requiredOf(block)]]);
  return Object.fromEntries([...own, ...nested]);
}

function placeholder(type: Json): Json {
  if (type === "bool") return false;
  if (type === "number") return 1;
  if (type === "string") return "x";
  const [collection, element] = type as [string, Json];
  return collection === "map" ? {} : [placeholder(element)];
}
