import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "@hdh/policy-engine";
import { ENVIRONMENTS, SECRET_ANSWERS, SECRET_ARGUMENTS } from "../../policies/knowledge/secret-arguments";
import { secretsStayOutOfCodeAndState as rule } from "../../policies/rules/secrets-stay-out-of-code-and-state";
import { configured, constant, planOf, referring } from "../helpers/plan-json";
import { findingsOf, foreign, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const user = (changes: JsonObject) => says(rule, { scaleway_rdb_user: { u: { name: "u", ...changes } } });
const container = (variables: JsonObject | string, rest = {}) =>
  says(rule, { ...rest, scaleway_container: { c: { environment_variables: variables } } });

/** An argument on its path, such as `certificate.crt`, in blocks. */
const nested = (path: string, value: string): JsonObject =>
  path.split(".").reduceRight<JsonObject | string>((inner, name) => ({ [name]: inner }), value) as JsonObject;

const withWriteOnly = Object.entries(SECRET_ARGUMENTS).flatMap(([type, names]) =>
  Object.entries(names).flatMap(([name, writeOnly]) => (writeOnly ? [[type, name, writeOnly] as const] : [])),
);
const withoutWriteOnly = Object.entries(SECRET_ARGUMENTS).flatMap(([type, names]) =>
  Object.entries(names).flatMap(([name, writeOnly]) => (writeOnly ? [] : [[type, name] as const])),
);

describe("HDH-ENC-007", () => {
  it.each(withWriteOnly)(
    "a secret in an argument that Terraform forgets, from an ephemeral source: %s %s",
    (type, _, writeOnly) => {
      const ephemeral = { scaleway_secret_version: { s: { secret_id: "fr-par/1111" } } };
      const value = "${base64decode(ephemeral.scaleway_secret_version.s.data)}";
      expect(saysOf(rule, stackOf({ [type]: { x: { [writeOnly]: value } } }, { ephemeral }))).toEqual([]);
      expect(says(rule, { [type]: { x: { [writeOnly]: "${var.secret}" } } })).toEqual([]);
    },
  );

  it.each(withWriteOnly)("a secret in an argument that is kept in the state: %s %s", (type, name) => {
    for (const value of ["canary", "${var.secret}"]) {
      expect(says(rule, { [type]: { x: { [name]: value } } })).toEqual([`fail ${type}.x ${name}`]);
    }
    expect(JSON.stringify(findingsOf(rule, stackOf({ [type]: { x: { [name]: "canary" } } })))).not.toContain("canary");
  });

  it("a secret that stands in the code, though its argument is forgotten", () => {
    expect(user({ password_wo: "hdh2026!" })).toEqual(["fail scaleway_rdb_user.u password_wo"]);
    const local = stackOf({ scaleway_rdb_user: { u: { password_wo: "${local.p}" } } }, { locals: { p: "hdh2026!" } });
    expect(saysOf(rule, local)).toEqual(["fail scaleway_rdb_user.u password_wo"]);
  });

  it.each(withoutWriteOnly)("a secret of a product that has no argument Terraform forgets: %s %s", (type, path) => {
    expect(says(rule, { [type]: { x: nested(path, "${var.secret}") } })).toEqual([`fail ${type}.x ${path}`]);
    expect(says(rule, { [type]: { x: {} } })).toEqual([]);
  });

  it.each(Object.entries(ENVIRONMENTS))(
    "a program's variable with the name of a secret and its value: %s",
    (type, argument) => {
      for (const name of ["DB_PASSWORD", "api_token", "SecretKey", "SENTRY_DSN"]) {
        expect(says(rule, { [type]: { c: { [argument]: { LEVEL: "info", [name]: "canary" } } } })).toEqual([
          `fail ${type}.c ${argument}.${name}`,
        ]);
      }
      expect(says(rule, { [type]: { c: { [argument]: { LEVEL: "info", API_KEY: "" } } } })).toEqual([]);
    },
  );

  it("a program's variable with the name of a secret, from an attribute that holds one", () => {
    const key = { scaleway_iam_api_key: { k: {} } };
    expect(container({ SECRET_KEY: "${scaleway_iam_api_key.k.secret_key}" }, key)).toEqual([
      "fail scaleway_container.c environment_variables.SECRET_KEY",
    ]);
    for (const [type, attribute] of [
      ["scaleway_secret_version", "data"],
      ["scaleway_config", "secret_key"],
    ] as const) {
      const read = { TOKEN: `\${data.${type}.s.${attribute}}` };
      const program = stackOf(
        { scaleway_container: { c: { environment_variables: read } } },
        { data: { [type]: { s: {} } } },
      );
      expect(saysOf(rule, program)).toContain("fail scaleway_container.c environment_variables.TOKEN");
    }
  });

  it("a program's variable with the name of a secret, from another attribute", () => {
    const key = { scaleway_iam_api_key: { k: {} } };
    expect(container({ ACCESS_KEY: "${scaleway_iam_api_key.k.access_key}" }, key)).toEqual([]);
  });

  it("program's variables that only the engine knows", () => {
    expect(container("${var.environment}")).toEqual(["unknown scaleway_container.c environment_variables"]);
    expect(container({ TOKEN: "${var.token}" })).toEqual(["unknown scaleway_container.c environment_variables.TOKEN"]);
  });

  it.each(["random_password", "random_bytes", "tls_private_key"])(
    "a generated password or private key in a stack with health data: %s",
    (type) => {
      expect(says(rule, { [type]: { x: {} } })).toEqual([`fail ${type}.x`]);
      const health = { scaleway_vpc: { v: { tags: tags({ "hdh-class": "C3" }) }, w: { tags: tags() } } };
      expect(says(rule, { ...health, [type]: { x: {} } })).toEqual([`fail ${type}.x`]);
    },
  );

  it("the same in a stack that states lower classes only", () => {
    const stacks = [
      stackOf(
        { scaleway_vpc: { v: { tags: tags() } }, random_password: { x: {} } },
        { data: { scaleway_vpc: { read: { tags: tags({ "hdh-class": "C4" }) } } } },
        "low",
      ),
      stackOf({ scaleway_vpc: { v: { tags: tags({ "hdh-class": "C4" }) } } }, {}, "high"),
    ];
    expect(saysOf(rule, stacks)).toEqual([]);
  });

  it.each(["scaleway_secret_version", "scaleway_config"])(
    "a secret read where an ephemeral resource would do: %s",
    (type) => {
      expect(saysOf(rule, stackOf({}, { data: { [type]: { s: {} } } }))).toEqual([`fail data.${type}.s`]);
      expect(saysOf(rule, stackOf({}, { ephemeral: { [type]: { s: {} } } }))).toEqual([]);
      expect(saysOf(rule, stackOf({}, { data: { scaleway_secret: { s: {} } } }))).toEqual([]);
    },
  );

  it("a provider with credentials in the code", () => {
    const provider = (changes: JsonObject) => saysOf(rule, stackOf({}, { provider: { scaleway: [changes] } }));
    expect(provider({ secret_key: "canary" })).toEqual(["fail provider.scaleway secret_key"]);
    expect(provider({ region: "fr-par" })).toEqual([]);
    expect(provider({ secret_key: "${var.key}" })).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ["s3", { secret_key: "canary" }],
    ["s3", { access_key: "canary" }],
    ["s3", { token: "canary" }],
    ["s3", { sse_customer_key: "canary" }],
    ["gcs", { encryption_key: "canary" }],
    ["pg", { conn_str: "postgres://canary@example.org/states" }],
    ["http", { password: "canary" }],
  ])(
    "a state, one's own or another stack's, that is reached with credentials in the code: %s %j",
    (backend, config) => {
      const [name] = Object.keys(config);
      const own = { name: "stack", json: { terraform: { backend: { [backend]: config } } } };
      expect(saysOf(rule, own)).toEqual([`fail terraform backend.${backend}.${name}`]);
      expect(JSON.stringify(findingsOf(rule, own))).not.toContain("canary");
      const other = stackOf({}, { data: { terraform_remote_state: { other: { backend, config } } } });
      expect(saysOf(rule, other)).toEqual([`fail data.terraform_remote_state.other config.${name}`]);
    },
  );

  it("a state, one's own or another stack's, that is reached with credentials in the code: settings that are none", () => {
    const settings = { key: "x.tfstate", skip_credentials_validation: true, shared_credentials_files: ["~/c"] };
    const assumed = { assume_role_with_web_identity: { web_identity_token_file: "/run/token" } };
    const json = { terraform: { backend: { s3: { ...settings, ...assumed, secret_key: "${var.key}" } } } };
    expect(saysOf(rule, { name: "stack", json })).toEqual([]);
    const cloud = { terraform: { cloud: { organization: "x", token: "canary" } } };
    expect(saysOf(rule, { name: "stack", json: cloud })).toEqual(["fail terraform cloud.token"]);
  });

  const cluster = {
    scaleway_k8s_cluster: { c: {} },
    scaleway_iam_api_key: { k: {} },
    scaleway_mnq_sqs_credentials: { q: {} },
    random_password: { p: {} },
    scaleway_vpc: { v: { tags: tags() } },
  };
  const output = (value: string, rest: JsonObject = {}) =>
    saysOf(rule, stackOf(cluster, { data: { scaleway_vpc: { d: {} } }, output: { o: { value, ...rest } } }));

  it("an output that shows a secret", () => {
    for (const value of [
      "${scaleway_iam_api_key.k.secret_key}",
      "${scaleway_mnq_sqs_credentials.q.secret_key}",
      "${scaleway_k8s_cluster.c.kubeconfig}",
      "${scaleway_k8s_cluster.c.kubeconfig[0].token}",
      "${random_password.p.result}",
    ]) {
      expect(output(value)).toHaveLength(1);
      expect(output(value)[0]).toMatch(/^fail .*o value$/);
    }
    for (const value of [
      "${scaleway_k8s_cluster.c.id}",
      "${scaleway_vpc.v.tags[0]}",
      "${data.scaleway_vpc.d.name}",
      "${var.value}",
    ]) {
      expect(output(value)).toEqual([]);
    }
  });

  it("the same output, marked as sensitive", () => {
    expect(output("${scaleway_iam_api_key.k.secret_key}", { sensitive: true })).toEqual([]);
  });

  it("reads a plan, in which a write-only argument is always null", () => {
    const change = { address: "scaleway_rdb_user.u", after: { name: "u", password: null, password_wo: null } };
    const planned = (expressions: JsonObject, after: JsonObject = {}) =>
      saysOf(rule, {
        name: "plan",
        json: planOf([{ ...change, after: { ...change.after, ...after } }], {
          resources: [configured("scaleway_rdb_user.u", { name: constant("u"), ...expressions })],
          variables: { p: {} },
        }),
      });
    expect(planned({ password_wo: referring("var.p") })).toEqual([]);
    expect(planned({ password_wo: constant("hdh2026!") })).toEqual(["fail scaleway_rdb_user.u password_wo"]);
    expect(planned({ password: constant("hdh2026!") }, { password: "hdh2026!" })).toEqual([
      "fail scaleway_rdb_user.u password",
    ]);
  });

  it("knows every secret argument and attribute of the provider's schema", () => {
    const schema = JSON.parse(
      readFileSync(join(__dirname, "../../packages/provider-scaleway/schema.json"), "utf8"),
    ) as { resource_schemas: Record<string, { block: Block }> };
    const given: Record<string, Record<string, string | undefined>> = {};
    const answered: Record<string, string[]> = {};
    for (const [type, { block }] of Object.entries(schema.resource_schemas)) {
      const all = new Map(attributesOf(block));
      for (const [path, attribute] of all) {
        if (!attribute.sensitive || attribute.write_only) continue;
        if (attribute.optional || attribute.required) {
          given[type] = { ...given[type], [path]: all.has(`${path}_wo`) ? `${path}_wo` : undefined };
        } else answered[type] = [...(answered[type] ?? []), path].sort();
      }
    }
    expect(SECRET_ARGUMENTS).toEqual(given);
    expect(SECRET_ANSWERS).toEqual(answered);
  });

  it("has nothing to say of another provider's user", () => {
    expect(saysOf(rule, foreign("rdb_user", { password: "x" }))).toEqual([]);
  });
});

interface Block {
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}

function attributesOf(block: Block, path = ""): [string, Readonly<Record<string, unknown>>][] {
  return [
    ...Object.entries(block.attributes ?? {}).map(([name, attribute]): [string, Readonly<Record<string, unknown>>] => [
      path + name,
      attribute,
    ]),
    ...Object.entries(block.block_types ?? {}).flatMap(([name, { block: inner }]) =>
      attributesOf(inner, `${path}${name}.`),
    ),
  ];
}
