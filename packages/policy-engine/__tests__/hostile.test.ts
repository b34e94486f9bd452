import fc from "fast-check";
import { evaluate, formatJson, formatReport, graphOf, type Json, type JsonObject, judge, rule } from "../src";
import { planOf } from "./plans";

/** Looks at everything that a rule may look at. */
const curious = rule<null>({
  id: "R-1",
  severity: "critical",
  title: "t",
  remedy: "r",
  reportsOn: () => true,
  check: (resource) => [
    ...resource.names.map((name) => judge(resource, name, () => "must be otherwise")),
    ...resource.names.flatMap((name) => {
      resource.target(name);
      resource.stated(name);
      resource.document(name);
      resource.dependents(name);
      for (const item of resource.items(name)) item.target?.referrers("t", item.path);
      return resource.blocks(name).flatMap((block) => block.names.map((inner) => judge(block, inner, () => "bad")));
    }),
  ],
  checkChange: ({ before, after }) => [before, after].flatMap((one) => (one ? [judge(one, "x", () => "bad")] : [])),
});

function reportOn(json: JsonObject) {
  const report = evaluate({ rules: [curious], graph: graphOf([{ name: "s", json }]), inputs: null });
  formatReport(report);
  formatJson(report);
  return report;
}

const text = fc.constantFrom("${t.x.id}", "${t.y[0].a}", "${module.m.o}", "${var.v}", "${local.l}", "${", "$${", "x");
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("x", "y", "rule", "constant_value", "references", "__proto__"), tie("value")),
  ),
})).value as fc.Arbitrary<Json>;

function plain(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

describe("hostile input", () => {
  it("in a plan of any content breaks neither engine nor report", () => {
    const expressions = fc.dictionary(fc.constantFrom("x", "y", "rule"), json);
    fc.assert(
      fc.property(json, json, json, expressions, json, (after, before, unknown, configured, modules) => {
        const plan = planOf(
          [
            { address: "t.x", actions: ["update"], before: { x: before }, after: { x: after, rule: after }, unknown },
            { address: 'module.m["k"].t.x', after: { y: after }, unknown: { x: true }, sensitive: unknown },
          ],
          {
            resources: [{ address: "t.x", mode: "managed", type: "t", name: "x", expressions: configured }],
            module_calls: { m: { expressions: configured, module: modules } },
          },
          { variables: { v: { value: before } }, prior_state: modules },
        );
        expect(reportOn(plain(plan)).counts.error).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it("of any document gives a report, or an error that says what is wrong", () => {
    const document = fc.dictionary(
      fc.constantFrom("resource_changes", "configuration", "prior_state", "resource", "module", "locals", "terraform"),
      json,
    );
    fc.assert(
      fc.property(document, fc.constantFrom(undefined, "1.2", "9.0"), (content, version) => {
        const all = plain(version ? { ...content, format_version: version } : content);
        let message = "";
        try {
          expect(reportOn(all).counts.error).toBe(0);
        } catch (error) {
          message = (error as Error).message;
        }
        expect(message).toMatch(/^$|must be 1\.x|is a state or holds no plan/);
      }),
      { numRuns: 300 },
    );
  });

  it("that nests without end is unknown, not right", () => {
    const deep = JSON.parse(`${'{"x":['.repeat(5_000)}1${"]}".repeat(5_000)}`) as JsonObject;
    for (const document of [
      { resource: { t: { x: { deep } } } },
      planOf([{ address: "t.x", after: { deep }, unknown: deep }], {
        resources: [{ address: "t.x", mode: "managed", type: "t", name: "x", expressions: { deep } }],
      }),
    ]) {
      const report = reportOn(document);
      expect(report.counts.error).toBe(0);
      expect(report.blocked).toBe(true);
    }
  });

  it("that goes in a circle, or doubles at every step, comes to an end", () => {
    const locals = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`l${index}`, `\${local.l${index + 1}}\${local.l${index + 1}}`]),
    );
    const report = reportOn({
      locals: { ...locals, l60: "${local.l60}" },
      resource: { t: { x: { x: "${t.y.x}", y: "${local.l0}" }, y: { x: "${t.x.x}" } } },
    });
    expect(report.findings.filter(({ outcome }) => outcome === "unknown").map(({ address }) => address)).toEqual([
      "t.x",
      "t.x",
      "t.y",
    ]);
  });

  it("cannot hide behind the names of what objects inherit", () => {
    const json = JSON.parse(
      '{"resource":{"t":{"__proto__":{"x":1},"constructor":{"x":2}}},"locals":{"__proto__":"v"},"output":{"toString":{"value":1}}}',
    ) as JsonObject;
    const graph = graphOf([{ name: "s", json }]);
    expect(graph.managed("t").map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
    expect(graph.managed("t")[0]?.value("toString")).toEqual({ is: "absent" });
    expect(graph.managed("t")[1]?.known("x")).toBe(2);
  });

  it("cannot act on a terminal through text or JSON", () => {
    const name = "x\u001b[2J\u202e\u{e0001}\u2028\n✗ R-9";
    const report = reportOn({ resource: { t: { [name]: { a: name } } } });
    const written = formatJson(report);
    for (const output of [formatReport(report), written]) {
      expect(output.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
    expect((JSON.parse(written) as { findings: { value: string }[] }).findings.map(({ value }) => value)).toContain(
      name,
    );
  });

  it("of 20,000 resources that refer to one another is judged in one pass", () => {
    const count = 20_000;
    const t = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`r${index}`, { next: `\${t.r${(index + 1) % count}.id}` }]),
    );
    const check = rule<null>({
      id: "R-1",
      severity: "low",
      title: "t",
      remedy: "r",
      reportsOn: ({ mode }) => mode === "managed",
      check: (one) => (one.referrers("t", "next").length === 1 && one.dependents("next").length === 1 ? [] : []),
    });
    const report = evaluate({
      rules: [check],
      graph: graphOf([{ name: "s", json: { resource: { t } } }]),
      inputs: null,
    });
    expect(report.counts.pass).toBe(count);
  });
});
