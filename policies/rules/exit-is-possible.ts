import { at, type EvidenceRegister, fail, isDay, pass, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import { productOf } from "../knowledge/products";
import { isScaleway, isTaggable } from "../knowledge/scaleway-types";
import { dataClassOf, isAtLeast } from "../labels/data-class";
import { labelOf, labelsOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

const temporary = (expiry: string) => ({
  resource: { scaleway_vpc: { v: { tags: ["hdh-temp=true", `hdh-expiry=${expiry}`] } } },
});

export const exitIsPossible = sovereigntyRule({
  id: "HDH-MIG-005",
  severity: "medium",
  title: "Exit and reversibility are declared",
  remedy: "Record how the product's data get out, and in which format; remove what was temporary.",
  waivers: "allowed",
  given: "Given the products that hold data, and whatever is labelled hdh-temp",
  scenarios: {
    "a product whose way out is on record": "pass",
    "a product whose way out is not on record": "evidence-missing",
    "a product without a known way out, for class C0 or C1": "pass",
    "a product without a known way out, for class C2 or above": "fail",
    "something temporary with an end to come": "pass",
    "something temporary whose end has passed, is no day, or is not given": "fail",
    "something temporary whose end only the engine knows": "unknown",
  },
  why: "Whoever cannot leave is not sovereign. And what was meant to be temporary is what nobody looks after.",
  controls: ["SNC:19.1.h", "SNC:19.1.i", "SNC:19.4.a", "HDS:EXI-25", "HDS:EXI-27", "CaC:R4", "NIS2:21(2)(c)"],
  bad: temporary("2025-01-01"),
  good: temporary("2027-12-31"),
  reportsOn: (kind) => isScaleway(kind) && kind.mode === "managed",
  check: (resource, _, { asOf, evidence }) => {
    const isTemporary = labelsOf(resource).values.has("hdh-temp") && isTaggable(resource);
    const harmless = staysHarmless(resource, evidence);
    return isTemporary ? [ends(resource, asOf), harmless] : harmless;
  },
  checkWhole: (graph, _, { evidence }) => {
    const bearing = new Map<string, Resource>();
    for (const { kind, resources } of graph.byKind) {
      const product = kind.mode === "managed" && isScaleway(kind) ? productOf(kind.type) : undefined;
      if (product?.exports && resources[0] && !bearing.has(product.key)) bearing.set(product.key, resources[0]);
    }
    return [...bearing].map(([product, first]) => at(first, evidence.demand("reversibility-plan", product)));
  },
});

function ends(resource: Resource, asOf: string): Verdict {
  const attribute = "tags.hdh-expiry";
  const expiry = labelOf(resource, "hdh-expiry");
  if (expiry === undefined) {
    const { unknown: why } = labelsOf(resource);
    return why ? unknown(attribute, why) : fail(`${attribute} is not set; must be, for something temporary`, attribute);
  }
  if (!isDay(expiry)) {
    return fail(`${attribute} is ${JSON.stringify(expiry)}; must be a day as YYYY-MM-DD`, attribute, expiry);
  }
  return expiry > asOf ? pass() : fail(`${attribute} is ${expiry}, which is over; remove it`, attribute, expiry);
}

/** Health data and results wait until somebody has found a way out, and written it down. */
function staysHarmless(resource: Resource, evidence: EvidenceRegister): Verdict {
  const product = productOf(resource.type);
  if (!product?.isClosed) return pass();
  const dataClass = dataClassOf(resource);
  if (!isAtLeast(dataClass, "C2") || evidence.find("reversibility-plan", product.key)) return pass();
  return fail(`is of class ${dataClass}, and no way out of ${product.key} is known; must be C0 or C1`);
}
