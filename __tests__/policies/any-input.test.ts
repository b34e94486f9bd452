import type { Json, JsonObject } from "@hdh/policy-engine";
import fc from "fast-check";
import { judgeStacks } from "../../policies/judge-stacks";
import { INPUTS, type Resources, stackOf } from "../helpers/terraform-json";

const TYPES = [
  "scaleway_iam_policy",
  "scaleway_instance_server",
  "scaleway_key_manager_key",
  "scaleway_object_bucket",
  "scaleway_object_bucket_acl",
  "scaleway_object_bucket_lock_configuration",
  "scaleway_object_bucket_policy",
  "scaleway_object_bucket_server_side_encryption_configuration",
  "scaleway_vpc",
  "scaleway_vpc_acl",
];
const ARGUMENTS = [
  "tags",
  "rule",
  "rules",
  "region",
  "bucket",
  "vpc_id",
  "policy",
  "acl",
  "versioning",
  "lifecycle",
  "dynamic",
  "count",
  "cors_rule",
  "provider",
];

describe("the rules", () => {
  const text = fc.constantFrom(
    "${scaleway_vpc.x.id}",
    "${scaleway_object_bucket.x.id}",
    "${var.x}",
    "${",
    '{"Statement":["*",{"Principal":[1,"*",null]}]}',
    "fr-par",
    "\u0000",
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...ARGUMENTS, "__proto__"), tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  const resource = fc.dictionary(fc.constantFrom(...ARGUMENTS), json, { maxKeys: 6 });

  it("judge resources of any content without breaking", () => {
    const stacks = fc.dictionary(fc.constantFrom(...TYPES), fc.record({ x: resource }), { minKeys: 1, maxKeys: 4 });
    fc.assert(
      fc.property(stacks, (resources) => {
        const report = judgeStacks([stackOf(resources as Resources)], INPUTS);
        expect(report.findings.filter(({ outcome }) => outcome === "error")).toEqual([]);
        expect(report.blocked).toBe(true); // each of these types needs a region or labels, and no random content has them
      }),
      { numRuns: 400 },
    );
  });

  it("judge what is nested without end", () => {
    const deep = `\${${'"${'.repeat(20_000)}`;
    const nested = JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`) as Json;
    const closed = `${'${"'.repeat(20_000)}${'"}'.repeat(20_000)}`;
    const bucket = {
      region: deep,
      acl: closed,
      tags: nested,
      rule: nested,
      name: "${".repeat(20_000),
      versioning: deep,
    };
    const report = judgeStacks([stackOf({ scaleway_object_bucket: { x: bucket } })], INPUTS);
    expect(report.counts.error).toBe(0);
    expect(report.findings.map(({ rule }) => rule)).toContain("HDH-LOC-001");
  });

  it("judge documents of any shape without breaking", () => {
    const document = fc.dictionary(
      fc.constantFrom("resource", "data", "provider", "terraform", "locals", "output", "module", "variable"),
      json,
    );
    fc.assert(
      fc.property(document, (content) => {
        const report = judgeStacks([{ name: "any", json: content as JsonObject }], INPUTS);
        expect(report.counts.error).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  it("take no longer than in proportion to the arguments, labels and principals of a resource, far from their square", () => {
    const many = (count: number, entry: (index: number) => [string, Json]) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
    const secondsFor = (count: number) => {
      const principals = many(count, (index) => [`SCW${index}`, [`user_id:${index}`]]);
      const statement = { Effect: "Allow", Action: ["s3:*"], Resource: ["b"], Principal: principals };
      const resources = {
        scaleway_object_bucket: { b: many(count, (index) => [`x${index}_id`, "${scaleway_object_bucket.b.id}"]) },
        scaleway_object_bucket_policy: { p: { bucket: "b", policy: JSON.stringify({ Statement: [statement] }) } },
        scaleway_vpc: { v: { tags: Array.from({ length: count }, (_, index) => `hdh-class=C${index % 5}`) } },
      };
      const started = performance.now();
      judgeStacks([stackOf(resources as Resources)], INPUTS);
      return performance.now() - started;
    };
    secondsFor(5_000); // before this, code is not compiled yet
    // Eight times as many would take 64 times as long if each were compared with each.
    expect(secondsFor(40_000)).toBeLessThan(40 * secondsFor(5_000));
  });
});
