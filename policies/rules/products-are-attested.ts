import { at, type Circumstances, type Graph, pass, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { HDS_REGION } from "../knowledge/hds";
import { productOf } from "../knowledge/products";
import { isScaleway } from "../knowledge/scaleway-types";
import { holdsHealthData } from "../labels/data-class";
import { isFrom, phaseOf } from "../labels/phase";
import { sovereigntyRule } from "../sovereignty-rule";

/** How long a look at ANSSI's list of qualified services counts. */
const QUALIFICATION_DAYS = 90;

export const productsAreAttested = sovereigntyRule({
  id: "HDH-MIG-002",
  severity: "critical",
  title: "Provider attestation register covers service × locality × class",
  remedy:
    "Record the certificate or the qualification of this product and region with its date, its source and its hash.",
  waivers: "conditional",
  given: "Given all products that the stacks use, and the evidence register",
  scenarios: {
    "a product with an entry in the register": "pass",
    "a product without an entry": "evidence-missing",
    "a product for health data, with an HDS certificate that names it and fr-par": "pass",
    "a product for health data, without one, or with one that has expired": "evidence-missing",
    "from P3 on, a product for health data that is qualified or has a legal derogation": "pass",
    "from P3 on, a product whose qualification is in progress, or was looked up long ago": "evidence-missing",
    "a type that nobody has assessed": "unknown",
  },
  why: "A qualification belongs to a service, a place and a day. That the provider is on its way to one says nothing about today.",
  controls: [
    "HDS:EXI-12",
    "HDS:EXI-18",
    "SNC:19.6.f",
    "SREN:31",
    "CaC:R9",
    "MR7:5.2",
    "GDPR:28",
    "SATRE:1.2.07",
    "NIS2:21(2)(d)",
  ],
  bad: { resource: { scaleway_quantum_computer: { q: {} } } },
  good: { resource: {} },
  checkWhole: (graph, inputs, circumstances) => {
    const { used, strange } = productsIn(graph, inputs);
    return [
      ...strange.map((resource) =>
        at(resource, unknown("type", `${resource.type} belongs to no product that has been assessed`)),
      ),
      ...[...used].flatMap(([product, use]) => attested(product, use, circumstances)),
    ];
  },
});

interface Use {
  readonly first: Resource;
  readonly isForHealth: boolean;
  readonly isCutOver: boolean;
}

function productsIn(graph: Graph, inputs: PolicyInputs) {
  const used = new Map<string, Use>();
  const strange: Resource[] = [];
  for (const { kind, resources } of graph.byKind) {
    if (kind.mode !== "managed" || !isScaleway(kind)) continue;
    const key = productOf(kind.type)?.key;
    const [first] = resources;
    if (!first) continue;
    if (key === undefined) {
      strange.push(first);
      continue;
    }
    const before = used.get(key) ?? { first, isForHealth: false, isCutOver: false };
    used.set(key, usedBy(resources, before, inputs));
  }
  return { used, strange };
}

function usedBy(resources: readonly Resource[], before: Use, inputs: PolicyInputs): Use {
  let { isForHealth, isCutOver } = before;
  for (const resource of resources) {
    if (isForHealth && isCutOver) break;
    if (!holdsHealthData(resource)) continue;
    isForHealth = true;
    isCutOver ||= isFrom(phaseOf(resource, inputs), "P3");
  }
  return { first: before.first, isForHealth, isCutOver };
}

/** Status `in progress` is a record of another type, and never counts. */
function attested(product: string, { first, isForHealth, isCutOver }: Use, { evidence }: Circumstances): Verdict[] {
  const subject = `${product}/${HDS_REGION}`;
  if (!isForHealth) return [at(first, evidence.demand("provider-attestation", product))];
  const isDerogated = evidence.find("legal-derogation", product) !== undefined;
  const qualification = isDerogated
    ? pass()
    : evidence.demand("secnumcloud-qualification", subject, { maxAgeDays: QUALIFICATION_DAYS });
  return [evidence.demand("hds-certificate", subject), ...(isCutOver ? [qualification] : [])].map((verdict) =>
    at(first, verdict),
  );
}
