import { isObject, type Json, type JsonObject, mapTexts, put, valueAt, written } from "./json";
import { bodyOf, type Mutation } from "./mutant";
import { blockSitesOf, sitesOf } from "./schema";
import { type Block, blocksOf, labelsOf, type Stack, type Tree } from "./tree";

/** Single changes that say the same in other words, or change what means nothing for sovereignty. */
export function harmlessOf(tree: Tree): Mutation[] {
  return tree.stacks.flatMap((stack) => [
    ...blocksOf(stack).flatMap((block) => [
      reorderedKeys(block),
      ...reorderedSets(block),
      ...otherForms(block),
      ...silentDefaults(block),
      renamed(block),
      ...otherWords(block),
      ...otherSizes(block),
      commented(block),
    ]),
    ...reorderedStack(stack),
    ...additions(stack),
  ]);
}

function changing(block: Block, change: string, edit: (body: JsonObject) => void): Mutation {
  return {
    stack: block.stack,
    address: block.address,
    change,
    edit: (json) => edit(bodyOf(json, block)),
  };
}

function reversed(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).reverse());
}

function reorderedKeys(block: Block): Mutation {
  return {
    stack: block.stack,
    address: block.address,
    change: "arguments in another order",
    edit: (json) => put(json, ["resource", block.type, block.name], reversed(bodyOf(json, block))),
  };
}

/** Lists whose order means nothing: sets of the schema, labels, and the parts of a policy of a bucket. */
function reorderedSets(block: Block): Mutation[] {
  const sets = sitesOf(block.type, block.body)
    .filter(({ type, path, value }) => (isSet(type) || path[0] === "tags") && Array.isArray(value) && value.length > 1)
    .map(({ path, value }) =>
      changing(block, `${written(path)} in another order`, (body) => put(body, path, [...(value as Json[])].reverse())),
    );
  const blocks = blockSitesOf(block.type, block.body)
    .filter(({ isSet, value }) => isSet && Array.isArray(value) && value.length > 1)
    .map(({ path, value }) =>
      changing(block, `${written(path)} in another order`, (body) => put(body, path, [...(value as Json[])].reverse())),
    );
  const { policy, depends_on } = block.body;
  const documents = typeof policy === "string" ? otherDocuments(block, policy) : [];
  const dependencies = Array.isArray(depends_on)
    ? [changing(block, "depends_on twice", (body) => (body.depends_on = [...depends_on, ...depends_on]))]
    : [];
  return [...sets, ...blocks, ...documents, ...dependencies];
}

function otherDocuments(block: Block, policy: string): Mutation[] {
  const document = JSON.parse(policy) as JsonObject;
  const statements = document.Statement as Json[];
  const written = changing(block, "policy: written over several lines", (body) => {
    body.policy = JSON.stringify(document, null, 2);
  });
  if (statements.length === 1) return [written];
  const reordered = changing(block, "policy: statements in another order", (body) => {
    body.policy = JSON.stringify({ ...document, Statement: [...statements].reverse() });
  });
  return [written, reordered];
}

function isSet(type: Json): boolean {
  return Array.isArray(type) && type[0] === "set";
}

/** The same in another of the forms that Terraform's JSON syntax has. */
function otherForms(block: Block): Mutation[] {
  return blockSitesOf(block.type, block.body)
    .filter(({ isSingle }) => isSingle)
    .map(({ path, value }) =>
      Array.isArray(value)
        ? changing(block, `${written(path)} as an object`, (body) => put(body, path, value[0]!))
        : changing(block, `${written(path)} as a list of one`, (body) => put(body, path, [value])),
    );
}

/** Booleans whose absence means the same as the value given (provider documentation, 2.81.0). */
const SAFE_DEFAULTS: Readonly<Record<string, boolean>> = {
  "object_bucket.force_destroy": false,
  "registry_namespace.is_public": false,
  "key_manager_key.unprotected": false,
  "rdb_user.is_admin": false,
  "vpc_public_gateway.bastion_enabled": false,
  "vpc_public_gateway.enable_smtp": false,
  "instance_security_group.stateful": true,
  "instance_security_group.enable_default_security": true,
  "rdb_instance.disable_backup": false,
  "iam_group.external_membership": false,
};

function silentDefaults(block: Block): Mutation[] {
  const given = sitesOf(block.type, block.body).filter(
    ({ argument, value }) => SAFE_DEFAULTS[`${block.type.replace("scaleway_", "")}.${argument}`] === value,
  );
  const nothing = sitesOf(block.type, block.body)
    .filter(({ path, value, required }) => path.length === 1 && value === undefined && !required)
    .slice(0, 3);
  return [
    ...given
      .filter(({ value }) => value !== undefined)
      .map(({ path }) => changing(block, `${written(path)} left to its default`, (body) => put(body, path, undefined))),
    ...nothing.map(({ path }) => changing(block, `${written(path)} = null`, (body) => put(body, path, null))),
  ];
}

/** Another name in the code, wherever the stack uses it: the same resource at Scaleway. */
function renamed({ stack, type, name, address }: Block): Mutation {
  const other = `${name}-renamed`;
  const reference = new RegExp(`(?<![\\w.-])${type}\\.${name}(?![\\w-])`, "g");
  return {
    stack,
    address,
    change: "renamed",
    edit: (json) => {
      const named = valueAt(json, ["resource", type]) as JsonObject;
      named[other] = named[name]!;
      delete named[name];
      for (const [part, content] of Object.entries(json)) {
        if (part !== "//") json[part] = mapTexts(content, (text) => text.replace(reference, `${type}.${other}`));
      }
    },
  };
}

/** Descriptions and labels that nobody has to give. */
function otherWords(block: Block): Mutation[] {
  const { description, tags } = block.body;
  const described = description
    ? ["Autre description, « même chose ».", "nl-ams, 0.0.0.0/0"].map((text) =>
        changing(block, `description = ${JSON.stringify(text)}`, (body) => (body.description = text)),
      )
    : [];
  if (Object.keys(labelsOf(block)).length === 0) return described;
  const labelled = changing(block, "one label more", (body) => {
    body.tags = isObject(tags)
      ? { ...tags, "cost-centre": "r-42" }
      : [...(tags as string[]), String(tags).includes("hdh-class:") ? "cost-centre:r-42" : "cost-centre=r-42"];
  });
  return [...described, labelled];
}

/** Sizes within what is allowed: more nodes, a larger disk, keys that are renewed sooner, backups that are kept longer. */
const SIZES: Readonly<Record<string, Json>> = {
  "k8s_pool.max_size": 60,
  "rdb_instance.volume_size_in_gb": 40,
  "rdb_instance.backup_schedule_retention": 60,
  "rdb_instance.backup_schedule_frequency": 12,
  "key_manager_key.rotation_policy.rotation_period": "720h",
  "billing_budget.consumption_limit": 2000,
  "k8s_cluster.auto_upgrade.maintenance_window_start_hour": 4,
  "k8s_pool.upgrade_policy.max_surge": 2,
};

function otherSizes(block: Block): Mutation[] {
  return sitesOf(block.type, block.body).flatMap(({ path, argument, value }) => {
    const other = SIZES[`${block.type.replace("scaleway_", "")}.${argument}`];
    if (other === undefined || value === undefined || value === other) return [];
    return [changing(block, `${written(path)} = ${JSON.stringify(other)}`, (body) => put(body, path, other))];
  });
}

function commented(block: Block): Mutation {
  return changing(block, "a comment", (body) => {
    const comment = isObject(body["//"]) ? body["//"] : {};
    body["//"] = { ...comment, note: "public, nl-ams, AllProductsFullAccess" };
  });
}

function reorderedStack(stack: Stack): Mutation[] {
  const whole = (change: string, edit: (json: JsonObject) => void): Mutation => ({
    stack,
    address: "stack",
    change,
    edit,
  });
  return [
    whole("resources in another order", (json) => {
      const types = Object.entries(json.resource as JsonObject).reverse();
      json.resource = Object.fromEntries(types.map(([type, named]) => [type, reversed(named as JsonObject)]));
    }),
    whole("parts in another order", (json) => {
      for (const [part, content] of Object.entries(json).reverse()) {
        delete json[part];
        json[part] = content;
      }
    }),
    {
      ...whole("resources as a list of objects", (json) => {
        json.resource = Object.entries(json.resource as JsonObject).map(([type, named]) => ({ [type]: named }));
      }),
      shownInPlans: false,
    },
    whole("one provider as an object", (json) => {
      const { scaleway } = json.provider as { scaleway: Json[] };
      json.provider = { scaleway: scaleway[0]! };
    }),
    whole("a local that nothing uses", (json) => {
      json.locals = { ...(json.locals as JsonObject | undefined), unused: "nl-ams" };
    }),
    whole("an output of a name", (json) => {
      json.output = { ...(json.output as JsonObject | undefined), environment: { value: "production" } };
    }),
    whole("a newer engine is required", (json) => put(json, ["terraform", "required_version"], ">= 1.12")),
  ];
}

/** Resources in good order that nothing needs. */
function additions(stack: Stack): Mutation[] {
  const [example] = blocksOf(stack).filter(({ body }) => Array.isArray(body.tags) && body.tags[0] !== undefined);
  const tags = example && JSON.stringify(example.body.tags).includes("=") ? example.body.tags! : undefined;
  if (!tags) return [];
  const adding = (type: string, body: JsonObject): Mutation => ({
    stack,
    address: `${type}.harmless`,
    change: "added in good order",
    edit: (json) => {
      const types = json.resource as JsonObject;
      types[type] = { ...(types[type] as JsonObject | undefined), harmless: body };
    },
  });
  return [
    adding("scaleway_iam_application", { name: "hdh-harmless", description: "Does nothing.", tags }),
    adding("scaleway_iam_group", { name: "hdh-harmless", description: "Nobody.", tags }),
  ];
}
