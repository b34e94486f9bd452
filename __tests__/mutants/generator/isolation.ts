import { isHealth, referredBy } from "./health";
import { isObject, type Json, type JsonObject } from "./json";
import { ABSENT, adding, type Mutation, type NewValue, setting, UNKNOWN, type Weakening } from "./mutant";
import { givenArguments, resourceSchemas } from "./schema";
import { type Block, blocksOf, type Stack, type Tree } from "./tree";

const STRANGER = "11111111-2222-3333-4444-555555555555";

/** Moves what belongs together apart, and joins what has to stay apart. */
export function joined(tree: Tree): Weakening[] {
  const mutations = tree.stacks.flatMap((stack) => [
    ...blocksOf(stack).flatMap((block) => [...inOtherProject(block), ...relabelled(block), ...connected(block)]),
    ...newPaths(stack),
  ]);
  return mutations.map((mutation) => ({ family: "isolation", ...mutation }));
}

/** In the provider's default project, in a stranger's, in one that only the engine knows, in another one of the stack. */
function inOtherProject(block: Block): Mutation[] {
  const { project_id } = block.body;
  if (project_id === undefined) return [];
  const others = blocksOf(block.stack)
    .filter(({ type }) => type === "scaleway_account_project")
    .map(({ address }) => `\${${address}.id}`)
    .filter((other) => other !== project_id);
  const values: readonly NewValue[] = [ABSENT, STRANGER, UNKNOWN, ...others.slice(0, 1)];
  return values.map((value) => setting(block, ["project_id"], value));
}

/** Types that hold data, or what opens it: calling one of them open declares its content open. */
const HOLDS_DATA = new Set(
  ["object_bucket", "key_manager_key", "secret", "rdb_instance", "vpc", "vpc_private_network"].map(
    (type) => `scaleway_${type}`,
  ),
);

/** Labels that every resource needs, and what they must not say: they decide what may be near what. */
function relabelled(block: Block): Mutation[] {
  const { tags } = block.body;
  if (!tags || !takesTags(block.type)) return [];
  const wrong: readonly (readonly [string, readonly string[]])[] = [
    ["hdh-class", HOLDS_DATA.has(block.type) && isHealth(block) ? ["C0", "C9", ""] : ["C9", ""]],
    ["hdh-env", ["elsewhere", ""]],
    ["hdh-owner", [""]],
    ["hdh-project", [""]],
    ["hdh-zone", ["anywhere", ""]],
    ["hdh-expiry", ["2001-01-01", ""]],
    ["hdh-phase", ["P9", ""]],
  ];
  return [
    setting(block, ["tags"], ABSENT),
    setting(block, ["tags"], UNKNOWN),
    ...wrong.flatMap(([key, values]) =>
      values
        .map((value) => setting(block, ["tags"], withLabel(tags, key, value)))
        .map((mutation, index) => ({
          ...mutation,
          change: values[index] ? `label ${key} = ${values[index]}` : `label ${key} removed`,
        })),
    ),
  ];
}

function takesTags(type: string): boolean {
  const schema = resourceSchemas.get(type);
  return schema !== undefined && givenArguments(schema).some(([name]) => name === "tags");
}

/** The labels with another value of one of them; an empty value takes it away. */
function withLabel(tags: Json, key: string, value: string): Json {
  if (isObject(tags)) {
    const { [key]: _, ...others } = tags;
    return value ? { ...others, [key]: value } : others;
  }
  return (tags as string[]).flatMap((tag) => {
    if (!tag.startsWith(key)) return [tag];
    return value ? [`${key}${tag[key.length]}${value}`] : [];
  });
}

/** References of a network to another of the same stack, so that two trust zones share it. */
function connected(block: Block): Mutation[] {
  const names = ["vpc_id", "private_network_id", "target_vpc_id"].filter((name) => block.body[name] !== undefined);
  return names.flatMap((name) => {
    const present = block.body[name];
    const [target] = referredBy({ ...block, body: { [name]: present! } });
    const others = target ? otherZones(target).filter((other) => !Object.values(block.body).includes(other)) : [];
    return [...others, UNKNOWN].map((value) => setting(block, [name], value));
  });
}

/** Blocks of the same type in another project. */
function otherZones({ stack, type, address, body }: Block): string[] {
  return blocksOf(stack)
    .filter((other) => other.type === type && other.address !== address && other.body.project_id !== body.project_id)
    .map((other) => `\${${other.address}.id}`);
}

/** New ways between networks, and out of them. */
function newPaths(stack: Stack): Mutation[] {
  const blocks = blocksOf(stack);
  const vpcs = blocks.filter(({ type }) => type === "scaleway_vpc");
  const networks = blocks.filter(({ type }) => type === "scaleway_vpc_private_network");
  const links = vpcs.flatMap((vpc) => {
    const vpc_id = `\${${vpc.address}.id}`;
    const region = vpc.body.region ?? "fr-par";
    return [
      adding(stack, "scaleway_vpc_connector", { name: "c", vpc_id, target_vpc_id: `${region}/${STRANGER}`, region }),
      adding(stack, "scaleway_vpc_route", {
        vpc_id,
        destination: "0.0.0.0/0",
        nexthop_resource_id: STRANGER,
        region,
      }),
    ];
  });
  const exits = networks.map((network): Mutation => {
    const private_network_id = `\${${network.address}.id}`;
    const body: JsonObject = {
      gateway_id: `fr-par-1/${STRANGER}`,
      private_network_id,
      enable_masquerade: true,
      ipam_config: [{ push_default_route: true }],
      zone: "fr-par-1",
    };
    return adding(stack, "scaleway_vpc_gateway_network", body);
  });
  return [...links, ...exits];
}
