import { fail, pass, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import { bucketOf } from "../buckets/buckets";
import { PUBLIC_PRODUCTS } from "../knowledge/public-products";
import { holdsHealthData } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";
import { asText } from "../values/scalars";

const DATALAB = "scaleway_datalab";
const EDGE = "scaleway_edge_services_backend_stage";

export const productsThatCannotBePrivateAreRefused = sovereigntyRule({
  id: "HDH-NET-006",
  severity: "high",
  title: "Products that cannot be made private are refused",
  remedy: "Run Trino, Spark or OpenSearch on the cluster, or a database in a private network.",
  waivers: "conditional",
  given: "a product for health data, or of no stated class, that answers the internet",
  scenarios: {
    "a data warehouse, a serverless database or another product that is always public": "fail",
    "the same for class C1": "not-applicable",
    "a data lab without a notebook": "pass",
    "a data lab with a notebook, or that does not say": "fail",
    "a data lab whose notebook only the engine knows": "unknown",
    "a bucket of health data behind Edge Services, or published as a website": "fail",
    "a bucket of class C1 behind Edge Services": "pass",
    "a bucket behind Edge Services that these stacks do not make": "unknown",
  },
  why: "Some products have a public address that nothing can take away. However well they ask for passwords, health data does not belong behind one.",
  controls: ["SNC:13.2.a", "MR7:SEC-ESP-1", "SATRE:2.1.08", "EHDS:73(1)(b)"],
  bad: { resource: { scaleway_datawarehouse_deployment: { events: { name: "events", tags: ["hdh-class=C3"] } } } },
  good: { resource: { scaleway_datalab: { events: { name: "events", has_notebook: false, tags: ["hdh-class=C3"] } } } },
  reportsOn: resources(DATALAB, EDGE, ...PUBLIC_PRODUCTS.keys()),
  applies: (resource) => resource.type === EDGE || holdsHealthData(bucketOf(resource) ?? resource),
  check: (resource) => {
    if (resource.type === EDGE) return originsOf(resource);
    if (resource.type === DATALAB) return mustBe(resource, "has_notebook", false, "a notebook has a public address");
    return fail(`is refused for health data: ${PUBLIC_PRODUCTS.get(resource.type)}`);
  },
});

function originsOf(stage: Resource): Verdict[] {
  return stage.blocks("s3_backend_config").map((origin) => {
    const path = origin.pathOf("bucket_name");
    const name = origin.value("bucket_name");
    const [named] = stage.graph.having("scaleway_object_bucket", "name", asText(origin.known("bucket_name")) ?? "");
    const bucket = origin.target("bucket_name") ?? named;
    if (!bucket) return unknown(path, name.is === "unknown" ? name.why : "it is no bucket that these stacks make");
    return holdsHealthData(bucket)
      ? fail(`${path} is ${bucket.address}, which holds health data; must not be`, path)
      : pass();
  });
}
