import { evaluate, graphOf, type JsonObject, judge, resources } from "@hdh/policy-engine";
import { defaults } from "../../policies/knowledge/defaults";
import { rules } from "../../policies/rules";
import { ABOUT_CHANGES, type Exemplified } from "../helpers/changed-examples";
import { AS_OF } from "../helpers/evidence";
import { synthesizeOverridden } from "../helpers/overridden";
import { INPUTS } from "../helpers/terraform-json";

describe("what addOverride breaks in a stack that is built as the good example", () => {
  const judged: readonly Exemplified[] = rules.filter(({ id }) => !ABOUT_CHANGES.includes(id));
  const vpc = (attributes: object) => ({ resource: { scaleway_vpc: { v: attributes } } });
  const rule = {
    id: "TEST",
    severity: "high",
    title: "",
    remedy: "",
    reportsOn: resources("scaleway_vpc"),
    good: vpc({ region: "fr-par", tags: ["a", "b"] }),
    bad: vpc({ region: "nl-ams", tags: ["a", "c"] }),
  } as const;
  const stacks = synthesizeOverridden([...judged, rule]);

  it.each(judged.map((one) => [one.id, one] as const))("is found by %s as in its bad example", (_, one) => {
    expect(isFound(one)).toBe(true);
  });

  it("is not found by a rule that reads something else", () => {
    const demanding =
      (attribute: string, right: string): Exemplified["check"] =>
      (one) =>
        judge(one, attribute, (value) => (value === right ? undefined : `must be ${right}`));
    expect(isFound({ ...rule, check: demanding("region", "fr-par") })).toBe(true);
    expect(isFound({ ...rule, check: demanding("name", "v") })).toBe(false);
  });

  it("stands in what the stack was built with, and nowhere else", () => {
    const { overridden, built } = stacks.get(rule.id)!;
    expect(built).toMatchObject(rule.good);
    expect(overridden).toMatchObject(rule.bad);
  });

  /** Whether a rule says of the stacks what it says of the examples, and says more of the bad one. */
  function isFound(one: Exemplified): boolean {
    const { overridden, built } = stacks.get(one.id)!;
    const [good, bad] = [findings(one, one.good), findings(one, one.bad)];
    return good !== bad && findings(one, built) === good && findings(one, overridden) === bad;
  }
});

function findings(rule: Exemplified, json: object): string {
  const graph = graphOf([{ name: "example", json: json as JsonObject }], defaults);
  return evaluate({ rules: [rule], graph, inputs: INPUTS, asOf: AS_OF })
    .findings.map(({ outcome, address, message }) => `${outcome} ${address} ${message}`)
    .join("\n");
}
