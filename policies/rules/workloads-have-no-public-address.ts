import { fail, judge, judgeItem, pass, type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { isInHealthProject } from "../labels/projects";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe, mustBeAbsent, mustHaveBlock } from "../values/demands";

const ADDRESSES = ["scaleway_flexible_ip", "scaleway_instance_ip"];

/** Machines to which Scaleway always gives a public address (scaleway-sdk-go, api/baremetal/v1 and api/applesilicon/v1alpha1, Server). */
const ALWAYS_PUBLIC = ["scaleway_apple_silicon_server", "scaleway_baremetal_server"];

const BECAUSE = "what works on health data is reached through its private network only";

export const workloadsHaveNoPublicAddress = sovereigntyRule({
  id: "HDH-NET-001",
  severity: "critical",
  title: "No public address on workloads",
  remedy: "Attach a private network, and let a gateway or the portal's load balancer carry what has to pass.",
  waivers: "never",
  given: "a machine or an address in a project with health data, or of no stated class",
  scenarios: {
    "a server in a private network, without a public address": "pass",
    "a server with an address, with several, or with a dynamic one": "fail",
    "a server in no private network": "fail",
    "a server whose private network is a resource of its own": "pass",
    "a server whose addresses only the engine knows": "unknown",
    "a template that counts public addresses, or names no private network": "fail",
    "an address that waits for a machine": "fail",
    "a machine that Scaleway gives a public address in any case": "fail",
    "an address of class C1 in a project that holds health data": "fail",
    "a server of class C1 in a project without health data": "not-applicable",
  },
  why: "A workload that the internet can call is one mistake in a filter away from strangers. Without an address of its own there is nothing to call.",
  controls: ["SNC:13.2.a", "SNC:5.3.c", "SATRE:2.2.09", "MR7:SEC-ESP-1", "GDPR:25", "GDPR:32(1)(b)", "RCY:7.A.6"],
  bad: {
    resource: {
      scaleway_instance_server: {
        worker: {
          type: "POP2-2C-8G",
          zone: "fr-par-1",
          enable_dynamic_ip: true,
          private_network: [{ pn_id: "${scaleway_vpc_private_network.data.id}" }],
        },
      },
      scaleway_vpc_private_network: { data: { region: "fr-par" } },
    },
  },
  good: {
    resource: {
      scaleway_instance_server: {
        worker: {
          type: "POP2-2C-8G",
          zone: "fr-par-1",
          private_network: [{ pn_id: "${scaleway_vpc_private_network.data.id}" }],
        },
      },
      scaleway_vpc_private_network: { data: { region: "fr-par" } },
    },
  },
  reportsOn: resources(
    "scaleway_autoscaling_instance_template",
    "scaleway_instance_server",
    ...ADDRESSES,
    ...ALWAYS_PUBLIC,
  ),
  applies: isInHealthProject,
  check: (resource) => {
    if (ADDRESSES.includes(resource.type)) return fail(`is a public address; must be removed: ${BECAUSE}`);
    if (ALWAYS_PUBLIC.includes(resource.type))
      return fail(`always has a public address; must be a scaleway_instance_server: ${BECAUSE}`);
    return resource.type === "scaleway_instance_server" ? server(resource) : template(resource);
  },
});

function server(server: Resource): Verdict[] {
  return [
    mustBeAbsent(server, "ip_id", BECAUSE),
    ...server
      .items("ip_ids")
      .map((item) =>
        item.target
          ? fail(`${item.path} is given; must be absent: ${BECAUSE}`, item.path)
          : judgeItem(item, () => `must be absent: ${BECAUSE}`),
      ),
    mustBe(server, "enable_dynamic_ip", false, BECAUSE),
    server.referrers("scaleway_instance_private_nic", "server_id").length > 0
      ? pass()
      : mustHaveBlock(server, "private_network", BECAUSE),
  ];
}

function template(template: Resource): Verdict[] {
  const networks = template.items("private_network_ids");
  return [
    ...["public_ips_v4_count", "public_ips_v6_count"].map((count) => mustBe(template, count, "0", BECAUSE)),
    networks.length > 0 ? pass() : judge(template, "private_network_ids", () => `must name a network: ${BECAUSE}`),
  ];
}
