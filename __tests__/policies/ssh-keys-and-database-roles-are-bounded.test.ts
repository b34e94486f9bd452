import { generateKeyPairSync } from "node:crypto";
import type { Json, JsonObject } from "@hdh/policy-engine";
import { sshKeysAndDatabaseRolesAreBounded as rule } from "../../policies/rules/ssh-keys-and-database-roles-are-bounded";
import { weaknessOf } from "../../policies/workloads/ssh-public-key";
import { foreign, INPUTS, type Resources, says, saysOf } from "../helpers/terraform-json";

const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdOXhqkUbcWTQPXQyGmsWDXnRuqbqkgGJVGYLdKkZzm someone";

/** A public RSA key in OpenSSH's form (RFC 4253, 6.6). */
function rsa(bits: number): string {
  const { n, e } = generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ format: "jwk" });
  const field = (content: Buffer) =>
    Buffer.concat([Buffer.from([0, 0, content.length >> 8, content.length & 255]), content]);
  const integer = (text = "") => Buffer.concat([Buffer.from([0]), Buffer.from(text, "base64url")]);
  return `ssh-rsa ${Buffer.concat([field(Buffer.from("ssh-rsa")), field(integer(e)), field(integer(n))]).toString("base64")}`;
}

const inputs = { ...INPUTS, administrationProject: "administration" };
const key = (changes: JsonObject, told = inputs) =>
  says(
    rule,
    {
      scaleway_account_project: { admin: { name: "administration" }, other: { name: "other" } },
      scaleway_iam_ssh_key: {
        k: { name: "someone", public_key: ED25519, project_id: "${scaleway_account_project.admin.id}", ...changes },
      },
    },
    told,
  );
const DB = "${scaleway_rdb_instance.db.id}";
const database = (users: Readonly<Record<string, JsonObject>>, instance: JsonObject = { user_name: "owner" }) =>
  says(rule, { scaleway_rdb_instance: { db: instance }, scaleway_rdb_user: users } as Resources);
const privilege = (permission: Json, user: string) =>
  says(rule, {
    scaleway_rdb_instance: { db: { user_name: "owner" } },
    scaleway_rdb_privilege: { p: { instance_id: DB, user_name: user, permission } },
  });
const role = (changes: JsonObject) =>
  says(rule, { scaleway_mongodb_user: { u: { roles: [{ role: "read", ...changes }] } } });

describe("HDH-IAM-006", () => {
  it("an ed25519 key of the administration project, named after its owner", () => {
    expect(key({})).toEqual([]);
    expect(key({ project_id: "administration" })).toEqual([]);
  });

  it("a key that is weak, nameless or of another project", () => {
    expect(key({ public_key: "ssh-dss AAAA" })).toEqual(["fail scaleway_iam_ssh_key.k public_key"]);
    expect(key({ public_key: 7 })).toEqual(["fail scaleway_iam_ssh_key.k public_key"]);
    for (const name of [null, "", 7]) expect(key({ name })).toEqual(["fail scaleway_iam_ssh_key.k name"]);
    expect(key({ project_id: "${scaleway_account_project.other.id}" })).toEqual([
      "fail scaleway_iam_ssh_key.k project_id",
    ]);
    expect(key({ project_id: null })).toEqual(["fail scaleway_iam_ssh_key.k project_id"]);
    expect(key({}, INPUTS as typeof inputs)).toEqual(["fail scaleway_iam_ssh_key.k project_id"]);
    const nameless = {
      scaleway_account_project: { admin: {} },
      scaleway_iam_ssh_key: {
        k: { name: "someone", public_key: ED25519, project_id: "${scaleway_account_project.admin.id}" },
      },
    };
    for (const told of [INPUTS, inputs]) {
      expect(says(rule, nameless, told)).toEqual(["fail scaleway_iam_ssh_key.k project_id"]);
    }
  });

  it("measures RSA keys", () => {
    expect(weaknessOf(rsa(2048))).toContain("RSA of 3072 bits");
    const strong = rsa(3072);
    expect(weaknessOf(strong)).toBeUndefined();
    expect(weaknessOf(` ${strong.replace(" ", "  ")} someone`)).toBeUndefined();
    expect(weaknessOf(strong.replace("ssh-rsa", "ssh-dss"))).toBeDefined();
    expect(weaknessOf(rsa(3071))).toBeDefined();
    expect(weaknessOf("ssh-rsa AAAA")).toContain("RSA");
    expect(weaknessOf("ssh-rsa")).toContain("RSA");
    expect(weaknessOf("ecdsa-sha2-nistp384 AAAA")).toBeUndefined();
    expect(weaknessOf("")).toBeDefined();
  });

  it("a key that only the engine knows", () => {
    expect(key({ public_key: "${var.key}" })).toEqual(["unknown scaleway_iam_ssh_key.k public_key"]);
    expect(key({ project_id: "${var.project}" })).toEqual(["unknown scaleway_iam_ssh_key.k project_id"]);
  });

  it("a database with one administrator", () => {
    expect(database({ program: { instance_id: DB } })).toEqual([]);
    expect(database({ admin: { instance_id: DB, is_admin: true } }, {})).toEqual([]);
  });

  it("a database with two administrators", () => {
    expect(database({ admin: { instance_id: DB, is_admin: "true" } })).toEqual([
      "fail scaleway_rdb_instance.db scaleway_rdb_user",
    ]);
    const two = { a: { instance_id: DB, is_admin: true }, b: { instance_id: DB, is_admin: true } };
    expect(database(two, {})).toEqual(["fail scaleway_rdb_instance.db scaleway_rdb_user"]);
  });

  it("an administrator of a database that no stack makes", () => {
    const elsewhere = "fr-par/11111111-1111-1111-1111-111111111111";
    expect(database({ a: { instance_id: elsewhere, is_admin: true } })).toEqual([
      "unknown scaleway_rdb_user.a is_admin",
    ]);
    expect(database({ a: { instance_id: elsewhere, is_admin: false } })).toEqual([]);
    const perhaps = { instance_id: DB, is_admin: "${var.admin}" };
    for (const users of [{ a: perhaps }, { a: { instance_id: DB }, b: perhaps }] as Record<string, JsonObject>[]) {
      expect(database(users)).toEqual(["unknown scaleway_rdb_instance.db is_admin"]);
    }
  });

  it("a program that may read and write its database", () => {
    expect(privilege("readwrite", "program")).toEqual([]);
    expect(privilege("all", "owner")).toEqual([]);
  });

  it("a program that may do everything in its database", () => {
    expect(privilege("all", "program")).toEqual(["fail scaleway_rdb_privilege.p permission"]);
    expect(privilege("all", "${var.user}")).toEqual(["fail scaleway_rdb_privilege.p permission"]);
    for (const instance_id of [DB, "fr-par/11111111-1111-1111-1111-111111111111"]) {
      const whole = { instance_id, user_name: "${var.user}", permission: "all" };
      expect(says(rule, { scaleway_rdb_instance: { db: {} }, scaleway_rdb_privilege: { p: whole } })).toEqual([
        "fail scaleway_rdb_privilege.p permission",
      ]);
    }
    expect(privilege("${var.permission}", "program")).toEqual(["unknown scaleway_rdb_privilege.p permission"]);
  });

  it("a user with a role in one database", () => {
    expect(role({ database_name: "catalogue" })).toEqual([]);
  });

  it("a user with a role in every database", () => {
    expect(role({ any_database: "true" })).toEqual(["fail scaleway_mongodb_user.u roles.any_database"]);
  });

  it("has nothing to say of another provider's key", () => {
    expect(saysOf(rule, foreign("iam_ssh_key", { public_key: "ssh-dss AAAA" }))).toEqual([]);
  });
});
