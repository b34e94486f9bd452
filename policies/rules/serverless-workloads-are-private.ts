import { judge, pass, type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { dataClassOf, isAtLeast } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";

export const serverlessWorkloadsArePrivate = sovereigntyRule({
  id: "HDH-NET-010",
  severity: "high",
  title: "Serverless workloads are private and answer HTTPS only",
  remedy: "Set privacy, HTTPS and the private network; run what works on health data as a job or on the cluster.",
  waivers: "allowed",
  given: "a container, a function, or a namespace of images",
  scenarios: {
    "private, HTTPS only and in a private network": "pass",
    "public, which is the default of a container": "fail",
    "that answers in the clear, which is the default": "fail",
    "for class C2 or above in no private network": "fail",
    "for class C1 in no private network": "pass",
    "whose privacy only the engine knows": "unknown",
    "a namespace whose images anyone may fetch": "fail",
    "a namespace that says nothing, which means private": "pass",
  },
  why: "A container is public unless somebody says otherwise, and answers over plain HTTP as well. Nothing about it looks wrong until it is found.",
  controls: ["SNC:9.6.h", "SNC:10.2.c", "SATRE:2.8.02", "GDPR:25"],
  bad: {
    resource: { scaleway_container: { api: { image: "rg.fr-par.scw.cloud/hdh/api:1", tags: ["hdh-class=C1"] } } },
  },
  good: {
    resource: {
      scaleway_container: {
        api: {
          image: "rg.fr-par.scw.cloud/hdh/api:1",
          privacy: "private",
          https_connections_only: true,
          tags: ["hdh-class=C1"],
        },
      },
    },
  },
  reportsOn: resources("scaleway_container", "scaleway_function", "scaleway_registry_namespace"),
  check: (resource) =>
    resource.type === "scaleway_registry_namespace"
      ? mustBe(resource, "is_public", false)
      : [mustBe(resource, "privacy", "private"), httpsOnly(resource), inANetwork(resource)],
});

/** The deprecated `http_option` counts where it stands alone; functions have no other. */
function httpsOnly(workload: Resource): Verdict {
  const isOld = workload.type === "scaleway_function" || workload.stated("http_option").is !== "absent";
  return isOld ? mustBe(workload, "http_option", "redirected") : mustBe(workload, "https_connections_only", true);
}

function inANetwork(workload: Resource): Verdict {
  if (!isAtLeast(dataClassOf(workload), "C2") || workload.target("private_network_id")) return pass();
  return judge(workload, "private_network_id", (id) =>
    id === undefined || id === "" ? `must be a private network: class ${dataClassOf(workload)}` : undefined,
  );
}
