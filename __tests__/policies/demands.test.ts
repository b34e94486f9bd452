import { graphOf, type JsonObject } from "@hdh/policy-engine";
import * as demands from "../../policies/values/demands";
import { planOf } from "../helpers/plan-json";
import { type Resources, stackOf } from "../helpers/terraform-json";

const graph = (attributes: JsonObject, rest: Resources = {}, others: JsonObject = {}) =>
  graphOf([stackOf({ scaleway_lb: { x: attributes }, ...rest }, others)]);
const lb = (...given: Parameters<typeof graph>) => graph(...given).managed("scaleway_lb")[0]!;
const dynamic = { dynamic: { acl: { for_each: "${var.all}", content: {} } } };

describe("mustBe, mustBeOneOf", () => {
  it("take text, boolean and number for the same", () => {
    for (const ssl of [true, "true"])
      expect(demands.mustBe(lb({ ssl }), "ssl", true)).toMatchObject({ outcome: "pass" });
    for (const ssl of [false, "yes", 1, null, ["true"], { a: "true" }]) {
      expect(demands.mustBe(lb({ ssl }), "ssl", true)).toMatchObject({ outcome: "fail", attribute: "ssl" });
    }
    expect(demands.mustBeOneOf(lb({ size: 2 }), "size", ["1", "2"])).toMatchObject({ outcome: "pass" });
    for (const size of [3, null, ["1"], ""]) {
      expect(demands.mustBeOneOf(lb({ size }), "size", ["1", "2"])).toMatchObject({ outcome: "fail" });
    }
    expect(demands.mustBe(lb({ ssl: "${var.ssl}" }), "ssl", true)).toMatchObject({ outcome: "unknown" });
  });

  it("say why, where the value alone does not explain itself", () => {
    expect(demands.mustBe(lb({ ssl: false }), "ssl", true).message).toMatch(/must be true$/);
    expect(demands.mustBe(lb({ ssl: false }), "ssl", true, "it is read").message).toMatch(/must be true: it is read$/);
  });
});

describe("mustBeAbsent", () => {
  it.each([
    [null, "pass"],
    ["a", "fail"],
    ["${scaleway_lb_ip.ip.id}", "fail"],
    ["${var.ip}", "unknown"],
  ])("takes a reference for given, even where its value shows only at apply: %j", (ip_id, outcome) => {
    const verdict = demands.mustBeAbsent(lb({ ip_id }, { scaleway_lb_ip: { ip: {} } }), "ip_id", "it is public");
    expect(verdict).toMatchObject({ outcome });
  });
});

describe("mustStayOut", () => {
  it.each([
    [{}, "pass"],
    [{ acl: { password: "a" } }, "fail"],
    [{ acl: { password: "${var.password}" } }, "fail"],
    [dynamic, "unknown"],
  ] as const)("takes given for given, known or not, and never shows it: %j", (attributes, outcome) => {
    const verdict = demands.mustStayOut(lb(attributes).block("acl"), "password", "use a secret");
    expect(verdict).toMatchObject({ outcome });
    expect(verdict).not.toHaveProperty("value", "a");
  });
});

describe("mustHaveBlock, mustNotHaveBlock", () => {
  it.each([
    [{}, "fail", "pass"],
    [{ acl: {} }, "pass", "fail"],
    [{ acl: [{}], ...dynamic }, "pass", "fail"],
    [dynamic, "unknown", "unknown"],
  ] as const)("know a block by its name, and do not know what only the engine expands: %j", (given, had, hadNot) => {
    expect(demands.mustHaveBlock(lb(given), "acl", "it decides")).toMatchObject({ outcome: had });
    expect(demands.mustNotHaveBlock(lb(given), "acl", "it decides")).toMatchObject({ outcome: hadNot });
  });

  it("say why a block is not known", () => {
    const { message } = demands.mustHaveBlock(lb({ acl: "${var.acl}" }), "acl", "it decides");
    expect(message).toBe("acl cannot be known: it is an expression in place of a block");
  });
});

describe("mustReferTo", () => {
  const referring = (ip_id: string | null, ip: JsonObject = {}) =>
    demands.mustReferTo(
      lb({ ip_id }, { scaleway_lb_ip: { ip }, scaleway_vpc: { v: {} } }, { data: { scaleway_lb_ip: { read: {} } } }),
      "ip_id",
      "scaleway_lb_ip",
      "anything is taken",
    );

  it.each([
    ["${scaleway_lb_ip.ip.id}", "pass", ""],
    ["${scaleway_vpc.v.id}", "fail", "must be a scaleway_lb_ip"],
    [null, "fail", "anything is taken"],
    ["${data.scaleway_lb_ip.read.id}", "unknown", "known only after apply"],
    ["${var.ip}", "unknown", "variable ip"],
    ["11111111-1111-1111-1111-111111111111", "unknown", "no scaleway_lb_ip that these stacks make"],
  ])("takes a resource of these stacks, and of the type: %j", (ip_id, outcome, message) => {
    expect(referring(ip_id)).toMatchObject({ outcome, message: expect.stringContaining(message) });
  });

  it("does not know whether a resource is there that count decides about", () => {
    expect(referring("${scaleway_lb_ip.ip.id}", { count: "${var.n}" })).toMatchObject({ outcome: "unknown" });
  });

  it("finds by its id, in a plan, what is there already", () => {
    const plan = planOf([
      { address: "scaleway_lb_ip.ip", actions: ["no-op"], before: { id: "fr-par-1/1" }, after: { id: "fr-par-1/1" } },
      { address: "scaleway_lb.x", after: { ip_id: "fr-par-1/1" } },
    ]);
    const [planned] = graphOf([{ name: "plan", json: plan }]).managed("scaleway_lb");
    expect(demands.mustReferTo(planned!, "ip_id", "scaleway_lb_ip", "any is taken")).toMatchObject({ outcome: "pass" });
  });
});

describe("mustHaveOne", () => {
  const having = (...acls: JsonObject[]) =>
    demands.mustHaveOne(
      lb({}, { scaleway_lb_acl: Object.fromEntries(acls.map((acl, index) => [`a${index}`, acl])) }),
      "scaleway_lb_acl",
      "lb_id",
      "everybody gets in",
    );
  const acl = { lb_id: "${scaleway_lb.x.id}" };

  it.each([
    [[], "fail", "has no scaleway_lb_acl"],
    [[acl], "pass", ""],
    [[acl, acl], "fail", "has 2 scaleway_lb_acl"],
    [[{ ...acl, count: "${var.n}" }], "unknown", "count decides"],
    [[{ lb_id: "${var.lb}" }], "fail", "has no scaleway_lb_acl"],
  ] as const)("takes exactly one that is surely there: %j", (acls, outcome, message) => {
    expect(having(...acls)).toMatchObject({ outcome, message: expect.stringContaining(message) });
  });
});
