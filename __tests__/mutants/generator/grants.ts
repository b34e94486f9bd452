import { holdsHealthData } from "./health";
import { isObject, type Json, type JsonObject } from "./json";
import { ABSENT, adding, appending, bodyOf, type Mutation, setting, UNKNOWN, type Weakening } from "./mutant";
import { type Block, blocksOf, type Stack, type Tree } from "./tree";

const STRANGER = "11111111-2222-3333-4444-555555555555";

/** Permission sets that reach every product, or let their holder take more (IAM, Permission sets). */
const ALL_POWERFUL = [
  "AllProductsFullAccess",
  "AllProductsReadOnly",
  "IAMManager",
  "IAMPolicyManager",
  "OrganizationManager",
];

/** Those that read and destroy everything of their kind: too much beside health data, where narrower ones exist. */
const POWERFUL = ["ObjectStorageFullAccess", "KeyManagerFullAccess", "SecretManagerFullAccess"];

/** Lets somebody do more than is his, or lets in somebody else. */
export function grantedMore(tree: Tree): Weakening[] {
  const powerful = holdsHealthData(tree) ? [...ALL_POWERFUL, ...POWERFUL] : ALL_POWERFUL;
  const mutations = tree.stacks.flatMap((stack) => [
    ...blocksOf(stack).flatMap((block) => {
      if (block.type === "scaleway_iam_policy") return widenedPolicy(block, powerful);
      if (block.type === "scaleway_object_bucket_policy") return widenedBucketPolicy(block);
      return [];
    }),
    ...newGrants(stack),
  ]);
  return mutations.map((mutation) => ({ family: "grants", ...mutation }));
}

function widenedPolicy(block: Block, powerful: readonly string[]): Mutation[] {
  const rules = Array.isArray(block.body.rule) ? block.body.rule : [block.body.rule ?? {}];
  const more = rules.flatMap((rule, index) => {
    const at = Array.isArray(block.body.rule) ? ["rule", index] : ["rule"];
    const held = isObject(rule) && Array.isArray(rule.permission_set_names) ? rule.permission_set_names : [];
    const isScoped = isObject(rule) && rule.project_ids !== undefined;
    const organisation = {
      ...setting(block, [...at, "project_ids"], ABSENT),
      change: `rule[${index}] holds for the organisation`,
      edit: (json: JsonObject) => {
        setting(block, [...at, "project_ids"], ABSENT).edit(json);
        setting(block, [...at, "organization_id"], STRANGER).edit(json);
      },
    };
    return [
      ...powerful
        .filter((name) => !held.includes(name))
        .map((name) => appending(block, [...at, "permission_set_names"], name)),
      ...(isScoped
        ? [
            appending(block, [...at, "project_ids"], STRANGER),
            setting(block, [...at, "project_ids"], UNKNOWN),
            setting(block, [...at, "project_ids"], ABSENT),
            organisation,
          ]
        : []),
    ];
  });
  const everything = { permission_set_names: ["AllProductsFullAccess"], organization_id: STRANGER };
  return [...more, appending(block, ["rule"], everything), ...otherPrincipals(block)];
}

function otherPrincipals(block: Block): Mutation[] {
  const principal = ["application_id", "group_id", "user_id"].find((name) => block.body[name] !== undefined);
  if (!principal) return [];
  return [
    setting(block, [principal], STRANGER),
    setting(block, [principal], UNKNOWN),
    ...["user_id", "group_id"]
      .filter((name) => name !== principal)
      .map((name) => ({
        ...setting(block, [name], STRANGER),
        change: `${name} in place of ${principal}`,
        edit: (json: JsonObject) => {
          setting(block, [principal], ABSENT).edit(json);
          setting(block, [name], STRANGER).edit(json);
        },
      })),
  ];
}

/** Statements of a bucket policy, which allow only: what none of them allows is refused (Object Storage, Bucket policy). */
function widenedBucketPolicy(block: Block): Mutation[] {
  const policy = JSON.parse(String(block.body.policy)) as JsonObject;
  const statements = policy.Statement as JsonObject[];
  const changed = (change: string, edit: (statements: JsonObject[]) => void): Mutation => ({
    stack: block.stack,
    address: block.address,
    change: `policy: ${change}`,
    edit: (json) => {
      const copy = structuredClone(policy);
      edit(copy.Statement as JsonObject[]);
      bodyOf(json, block).policy = JSON.stringify(copy);
    },
  });
  const of = (index: number, part: string, value: Json) =>
    changed(`Statement[${index}].${part} = ${JSON.stringify(value)}`, (copy) => {
      copy[index]![part] = value;
    });
  const [first] = statements;
  const added = (part: JsonObject) =>
    changed(`Statement += ${JSON.stringify(part)}`, (copy) => {
      copy.push({ Sid: "mutant", Effect: "Allow", Resource: first!.Resource!, ...part });
    });
  const widened = statements.flatMap((statement, index) => [
    of(index, "Principal", "*"),
    of(index, "Principal", { SCW: "*" }),
    of(index, "Principal", { SCW: [`user_id:${STRANGER}`] }),
    of(index, "Principal", { SCW: [`project_id:${STRANGER}`] }),
    of(index, "Principal", { SCW: [`application_id:${UNKNOWN}`] }),
    of(index, "Resource", ["*"]),
    ...(isEverything(statement.Action) ? [] : [of(index, "Action", ["s3:*"]), of(index, "Action", "*")]),
  ]);
  return [
    ...widened,
    added({ Principal: "*", Action: ["s3:GetObject"] }),
    added({ Principal: { SCW: [`application_id:${STRANGER}`] }, Action: ["s3:GetObject"] }),
    added({ Principal: { SCW: [`user_id:${STRANGER}`] }, Action: ["s3:*"] }),
    setting(block, ["policy"], UNKNOWN),
    setting(block, ["policy"], "{}"),
  ];
}

function isEverything(action: Json | undefined): boolean {
  return JSON.stringify(action).includes('"s3:*"');
}

/** Resources that grant something by being there. */
function newGrants(stack: Stack): Mutation[] {
  const everything = { permission_set_names: ["AllProductsFullAccess"], organization_id: STRANGER };
  const region = "fr-par";
  const added: readonly (readonly [string, JsonObject])[] = [
    ["iam_policy", { name: "p", application_id: STRANGER, rule: [everything] }],
    ["iam_group_membership", { group_id: STRANGER, user_id: STRANGER }],
    ["iam_api_key", { application_id: STRANGER }],
    ["iam_api_key", { user_id: STRANGER, expires_at: "2026-12-31T00:00:00Z" }],
    ["iam_api_key", { application_id: STRANGER, expires_at: "2036-01-01T00:00:00Z" }],
    ["iam_ssh_key", { name: "k", public_key: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ== x" }],
    ["account_ssh_key", { name: "k", public_key: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ== x" }],
    ["rdb_user", { instance_id: `${region}/${STRANGER}`, name: "root", is_admin: true, password: "x", region }],
    ["cockpit_token", { name: "t", region, scopes: { query_logs: true, write_logs: true }, project_id: STRANGER }],
  ];
  return added.map(([type, body]) => adding(stack, `scaleway_${type}`, body));
}
