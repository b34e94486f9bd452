import { type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe, mustReferTo } from "../values/demands";

const GROUP = "scaleway_instance_security_group";

export const securityGroupsDropByDefault = sovereigntyRule({
  id: "HDH-NET-002",
  severity: "critical",
  title: "Security groups are explicit and drop by default, both ways",
  remedy: "Set both default policies to drop, name the flows as rules, and attach the group to every machine.",
  waivers: "conditional",
  given: "a security group, or a machine that needs one",
  scenarios: {
    "a group that drops by default, both ways": "pass",
    "a group that accepts by default, or leaves a default to the provider": "fail",
    "a group that lets mail out, or forgets what it has let through": "fail",
    "a group whose default only the engine knows": "unknown",
    "a machine in a group that these stacks make": "pass",
    "a machine without a group, so that Scaleway takes one that accepts": "fail",
    "a machine whose group these stacks do not make": "unknown",
  },
  why: "Scaleway's own group accepts everything in both directions, and a machine without a group gets that one. What may pass is then decided by whoever was last in the console.",
  controls: ["SNC:13.2.a", "SNC:13.2.e", "SATRE:2.2.11", "SATRE:2.2.09", "MR7:SEC-ESP-1", "NIS2:21(2)(e)", "RCY:7.A.5"],
  bad: { resource: { [GROUP]: { nodes: { zone: "fr-par-1", name: "nodes" } } } },
  good: {
    resource: {
      [GROUP]: {
        nodes: { zone: "fr-par-1", name: "nodes", inbound_default_policy: "drop", outbound_default_policy: "drop" },
      },
    },
  },
  reportsOn: resources(
    GROUP,
    "scaleway_autoscaling_instance_template",
    "scaleway_instance_server",
    "scaleway_k8s_pool",
  ),
  check: (resource) => (resource.type === GROUP ? group(resource) : inAGroup(resource)),
});

function group(group: Resource): Verdict[] {
  return [
    mustBe(group, "inbound_default_policy", "drop"),
    mustBe(group, "outbound_default_policy", "drop"),
    mustBe(group, "enable_default_security", true, "mail leaves through nobody's machine"),
    mustBe(group, "stateful", true, "without it, answers need rules that let in what nobody asked for"),
  ];
}

function inAGroup(machine: Resource): Verdict {
  return mustReferTo(machine, "security_group_id", GROUP, "Scaleway attaches a group that accepts everything");
}
