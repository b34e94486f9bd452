import { graphOf, type Json, type Resource } from "../src";
import { constant, found, planned } from "./plans";

const known = (value: unknown) => ({ is: "known", value });
const AFTER_APPLY = "it shows only after apply";

describe("a document in a plan", () => {
  const text = (principal: Json, resource: Json = "lake/*") =>
    JSON.stringify({ Statement: [{ Principal: principal, Resource: resource }] });
  const statement = (resource: Resource) => resource.document("policy")!.block("Statement");

  it("has the values of the plan, and the references of the configuration", () => {
    const policy = '${jsonencode({ Statement = [{ Principal = local.who, Resource = ["x", "${p.one.id}/*"] }] })}';
    const resource = planned({
      written: { policy: constant(policy) },
      after: { policy: text("me", ["x", "id-1/*"]) },
    });
    expect(statement(resource).known("Principal")).toBe("me");
    expect(
      statement(resource)
        .items("Resource")
        .map(({ value }) => value),
    ).toEqual([known("x"), known("id-1/*")]);
    expect(statement(resource).items("Resource")[1]?.parts).toMatchObject([{ resource: { address: "p.one" } }, "/*"]);
  });

  it.each([
    ["a variable for all of it", "${jsonencode(merge({}, var.policy))}"],
    ["a variable for a block", "${jsonencode({ Statement = var.statements })}"],
    ["a variable in the text", '{"Statement":${jsonencode(var.statements)}}'],
  ])("is known although it is written with %s", (_, policy) => {
    const resource = planned({ written: { policy: constant(policy) }, after: { policy: text("${aws:me}") } });
    expect(statement(resource).known("Principal")).toBe("${aws:me}");
    expect(
      statement(resource)
        .items("Resource")
        .map(({ value }) => value),
    ).toEqual([known("lake/*")]);
  });

  it("takes no reference from what the plan shows to be otherwise", () => {
    const statements = (...paths: string[]) =>
      JSON.stringify({
        Version: "1",
        Statement: paths.map((path) => ({ Who: "${local.who}", Sid: path[0]!, Resource: path })),
      });
    const policy = constant(statements("a/${p.one.id}", "b/${p.two.id}"));
    const references = (shown: string) =>
      planned({ written: { policy }, after: { policy: shown } })
        .document("policy")!
        .blocks("Statement")
        .map((block) => block.parts("Resource").length === 2);
    expect(references(statements("a/id-1", "b/id-2"))).toEqual([true, true]);
    expect(references(statements("b/id-2", "a/id-1"))).toEqual([false, false]);
    expect(references(statements("a/id-1", "c/id-2"))).toEqual([false, false]);
    expect(references(statements("a/id-1"))).toEqual([false]);
    expect(references(statements("a/id-1", "b/id-2").replace('"1"', '"2"'))).toEqual([false, false]);
    expect(references(statements("a/id-1", "b/id-2", "c/id-2"))).toEqual([false, false, false]);
    expect(references(statements("a/id-1", "b/id-2").replaceAll("Who", "Whom"))).toEqual([false, false]);
    expect(references('{"Statement":{"length":2,"0":{},"1":{}}}')).toEqual([false]);
    expect(references('{"Statement":["a/id-1","b/id-2"]}')).toEqual([false, false]);
    expect(references('{"Other":[]}')).toEqual([]);
  });

  it("that shows only after apply is as it is written, or unknown for that reason", () => {
    const later = (policy: string) => planned({ written: { policy: constant(policy) }, unknown: { policy: true } });
    expect(statement(later(text("me"))).known("Principal")).toBe("me");
    expect(later("${jsonencode(local.policy)}").document("policy")?.opaque).toBe(AFTER_APPLY);
    expect(planned({ written: null, unknown: { policy: true } }).document("policy")?.opaque).toBe(AFTER_APPLY);
  });

  it.each<[string, Json, string]>([
    ["a list", "[]", "it is not readable as a JSON object"],
    ["broken JSON", "{", "it is not readable as a JSON object"],
    ["no text", 7, "it is not readable as a JSON object"],
    ["80 levels", `${'{"a":'.repeat(80)}1${"}".repeat(80)}`, "it is nested too deeply"],
  ])("is unknown where the plan shows %s", (_, policy, why) => {
    expect(planned({ after: { policy } }).document("policy")?.opaque).toBe(why);
  });

  it("is absent where neither plan nor configuration has one, and as it is written where the plan hides it", () => {
    expect(planned({}).document("policy")).toBeUndefined();
    expect(
      statement(planned({ written: { policy: constant(text("me")) }, after: { policy: null } })).known("Principal"),
    ).toBe("me");
  });

  it("is sensitive where its text is", () => {
    const value = (sensitive: Json) =>
      statement(planned({ after: { policy: text("me") }, sensitive })).value("Principal");
    expect(value({ policy: true })).toEqual({ ...known("me"), sensitive: true });
    expect(value({ other: true })).toEqual(known("me"));
  });
});

describe("a document in a configuration", () => {
  const read = (policy: Json) =>
    found(graphOf([{ name: "s", json: { resource: { t: { x: { policy }, y: {} } } } }]), "t.x").document("policy");

  it.each<[Json, string]>([
    ["${var.policy}", "variable policy is set by the caller, whatever its default"],
    ["${t.y.json}", "t.y.json is known only after apply"],
    ["${jsonencode({}, {})}", "jsonencode({}, {}) is decided by the engine"],
    ["${jsonencode([])}", "jsonencode([]) is decided by the engine"],
    ["${yamlencode({})}", "yamlencode({}) is decided by the engine"],
    ["${yamlencode({\n  a = 1\n})}", "yamlencode({ a = 1 }) is decided by the engine"],
    [`\${yamlencode("${"a".repeat(99)}")}`, `yamlencode("${"a".repeat(68)}… is decided by the engine`],
    ["{", "it is not readable as a JSON object"],
    ["[]", "it is not readable as a JSON object"],
    ['"text"', "it is not readable as a JSON object"],
    [{ a: 1 }, "it is not readable as a JSON object"],
  ])("that is %j is unknown: %s", (policy, why) => {
    expect(read(policy)?.opaque).toBe(why);
  });

  it.each([
    '{"a":"$${x}","b":[1,null,true],"c":{"d":"${t.y.id}"}}',
    '{"a":"$${x}","b":[1,null,true],"c":{"d":"${element(split("/", t.y.id), 0)}"}}',
    '${jsonencode({a = "$${x}", b = [1, null, true], c = {d = t.y.id}})}',
    '${jsonencode({"a" = "$${x}", "b" : [1, null, true], c = {"d" = "${t.y.id}"}})}',
  ])("is read from %p", (policy) => {
    const document = read(policy);
    expect(document?.names).toEqual(["a", "b", "c"]);
    expect([document?.known("a"), document?.known("b")]).toEqual(["${x}", [1, null, true]]);
    expect(document?.block("c").target("d")?.address).toBe("t.y");
  });

  it("keeps every interpolation in its place, and text as it stands", () => {
    const document = read('{"a":"x\\"${f("1")}y${t.y.id}$${z}","b":"${f("2")}","\ue000":"%%{c}"}');
    expect(document?.parts("a")).toMatchObject([
      'x"',
      { is: "unknown" },
      "y",
      { resource: { address: "t.y" } },
      "${z}",
    ]);
    expect(document?.value("b")).toEqual({ is: "unknown", why: 'f("2") is decided by the engine' });
    expect(document?.known("\ue000")).toBe("%{c}");
    const many = Array.from({ length: 12 }, (_, index) => `${index}\${f("${index}")}`);
    expect(read(`{"a":"${many.join("")}"}`)?.parts("a")).toHaveLength(24);
    expect(read('{"a":${f("1")}}')?.opaque).toBeDefined();
  });
});
