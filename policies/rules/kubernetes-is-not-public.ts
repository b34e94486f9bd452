import { type Body, fail, judge, pass, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { tooOpen } from "../network/ip-ranges";
import { goesOnlyWith } from "../removal";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe, mustHaveOne } from "../values/demands";
import { asText } from "../values/scalars";

const ACL = "scaleway_k8s_acl";

export const kubernetesIsNotPublic = sovereigntyRule({
  id: "HDH-NET-007",
  severity: "critical",
  title: "The Kubernetes API and the nodes are not public",
  remedy: "Build the cluster with PrivateCluster and its pools with ZonalPools.",
  waivers: "conditional",
  given: "a cluster, its pools, and the list of who may call its API",
  scenarios: {
    "a cluster in a private network with one list": "pass",
    "a cluster in no private network": "fail",
    "a cluster with no list, or with two": "fail",
    "a cluster whose list count or for_each may leave out": "unknown",
    "a list of narrow ranges, or of nobody": "pass",
    "a list with everybody, with all of Scaleway's ranges, or with nothing": "fail",
    "a list that only the engine knows": "unknown",
    "a list that is removed while its cluster stays": "fail",
    "a list that goes together with its cluster": "pass",
    "a pool of nodes without public addresses": "pass",
    "a pool of nodes with public addresses, which is the default": "fail",
  },
  why: "Whoever reaches the API of a cluster may try every credential there is, and a node with a public address can be called past everything in front of it. Scaleway's own ranges are those of all its customers.",
  controls: ["SNC:9.6.e", "SNC:9.6.h", "SNC:13.2.e", "SATRE:2.2.09", "NIS2:21(2)(e)", "RCY:7.A.6"],
  bad: { resource: { scaleway_k8s_pool: { general: { name: "general", node_type: "POP2-2C-8G", size: 1 } } } },
  good: {
    resource: {
      scaleway_k8s_pool: { general: { name: "general", node_type: "POP2-2C-8G", size: 1, public_ip_disabled: true } },
    },
  },
  reportsOn: resources(ACL, "scaleway_k8s_cluster", "scaleway_k8s_pool"),
  check: (resource, inputs) => {
    switch (resource.type) {
      case "scaleway_k8s_pool":
        return mustBe(resource, "public_ip_disabled", true);
      case "scaleway_k8s_cluster":
        return [inANetwork(resource), mustHaveOne(resource, ACL, "cluster_id", "its API answers everybody")];
      default:
        return callers(resource, inputs);
    }
  },
  // Provider 2.81.0 opens the API to everybody when the list goes (k8s/acl.go, ResourceACLDelete).
  checkChange: (change) => (change.type === ACL ? goesOnlyWith(change, "cluster_id") : []),
});

function inANetwork(cluster: Resource): Verdict {
  if (cluster.target("private_network_id")) return pass();
  return judge(cluster, "private_network_id", (id) =>
    id === undefined || id === "" ? "must be a private network: without one, nodes talk over the internet" : undefined,
  );
}

function callers(acl: Resource, inputs: PolicyInputs): Verdict[] {
  const rules = acl.blocks("acl_rules");
  if (rules.length > 0) return rules.flatMap((rule) => caller(rule, inputs));
  return [
    judge(acl, "no_ip_allowed", (nobody) =>
      asText(nobody) === "true" ? undefined : "must be true where acl_rules name nobody",
    ),
  ];
}

function caller(rule: Body, inputs: PolicyInputs): Verdict[] {
  if (rule.opaque) return [unknown(rule.path, rule.opaque)];
  const ranges = rule.value("scaleway_ranges");
  if (ranges.is === "unknown") return [unknown(rule.pathOf("scaleway_ranges"), ranges.why)];
  if (ranges.is === "known" && asText(ranges.value) !== "false") {
    const path = rule.pathOf("scaleway_ranges");
    return [fail(`${path} lets in every customer of Scaleway; name the ranges`, path, ranges.value)];
  }
  return [judge(rule, "ip", (range) => tooOpen(range, "programs", inputs))];
}
