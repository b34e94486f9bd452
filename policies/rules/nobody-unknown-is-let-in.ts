import {
  type Body,
  fail,
  judge,
  judgeItem,
  pass,
  type Resource,
  resources,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { labelOf } from "../labels/labels";
import { type Callers, tooOpen, tooWide } from "../network/ip-ranges";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe, mustHaveOne } from "../values/demands";
import { asText } from "../values/scalars";

export const nobodyUnknownIsLetIn = sovereigntyRule({
  id: "HDH-NET-003",
  severity: "critical",
  title: "No rule is open to the world",
  remedy:
    "Name the ranges that call, as narrow as they are: private ones of at most a /16, public ones of at most a /28.",
  waivers: "conditional",
  given: "a list of who may enter or of what may be reached, or a service that needs one",
  scenarios: {
    "a rule that accepts a narrow range": "pass",
    "a rule that accepts everybody, or names no range": "fail",
    "a rule that accepts a private range wider than a /16, or a public one wider than a /28": "fail",
    "a rule that accepts what leaves for everybody, or for as wide a range": "fail",
    "a rule that accepts what leaves for a narrow range, which nobody has to declare": "pass",
    "a rule that drops, whatever its range": "pass",
    "a rule whose range only the engine knows": "unknown",
    "a rule that accepts a range which the environment does not declare": "fail",
    "a database, cache or cluster without a list, which is open to everybody": "fail",
    "a cache in a private network, which takes no list": "pass",
    "a bastion without ranges": "fail",
    "the portal's load balancer on port 443, open to the visitors' ranges": "pass",
    "any other load balancer that is open to as wide a range": "fail",
  },
  why: "Who may enter is a decision about named callers. A range that nobody can name lets in callers that nobody has thought of, and most lists of Scaleway's start out with such a range. Where everything may leave, so may the data.",
  controls: ["SNC:13.1.a", "SNC:13.2.a", "SNC:13.2.e", "SATRE:2.2.09", "NIS2:21(2)(i)", "RCY:7.A.6"],
  bad: {
    resource: {
      scaleway_rdb_acl: { everybody: { instance_id: "${var.instance}", acl_rules: [{ ip: "0.0.0.0/0" }] } },
    },
  },
  good: {
    resource: {
      scaleway_rdb_acl: { programs: { instance_id: "${var.instance}", acl_rules: [{ ip: "10.96.0.0/22" }] } },
    },
  },
  reportsOn: resources(
    "scaleway_instance_security_group",
    "scaleway_instance_security_group_rules",
    "scaleway_k8s_acl",
    "scaleway_k8s_cluster",
    "scaleway_lb_acl",
    "scaleway_lb_frontend",
    "scaleway_rdb_acl",
    "scaleway_rdb_instance",
    "scaleway_redis_cluster",
    "scaleway_vpc_acl",
    "scaleway_vpc_public_gateway",
  ),
  check: (resource, inputs) => {
    switch (resource.type) {
      case "scaleway_instance_security_group":
      case "scaleway_instance_security_group_rules":
        return [
          ...resource
            .blocks("inbound_rule")
            .flatMap((rule) => accepted(rule, range(rule, peer(rule), "programs", inputs))),
          ...resource.blocks("outbound_rule").flatMap((rule) => accepted(rule, reach(rule, peer(rule)))),
        ];
      case "scaleway_vpc_acl":
        return resource
          .blocks("rules")
          .flatMap((rule) => [
            ...accepted(rule, range(rule, "source", "programs", inputs)),
            ...accepted(rule, reach(rule, "destination")),
          ]);
      case "scaleway_rdb_acl":
        return resource.blocks("acl_rules").map((rule) => range(rule, "ip", "programs", inputs));
      case "scaleway_k8s_acl":
        return resource.blocks("acl_rules").flatMap((rule) => callersOfCluster(rule, inputs));
      case "scaleway_rdb_instance":
        return mustHaveOne(resource, "scaleway_rdb_acl", "instance_id", "it answers everybody");
      case "scaleway_k8s_cluster":
        return mustHaveOne(resource, "scaleway_k8s_acl", "cluster_id", "its API answers everybody");
      case "scaleway_redis_cluster":
        return cache(resource, inputs);
      case "scaleway_vpc_public_gateway":
        return bastion(resource, inputs);
      case "scaleway_lb_acl":
        return balancerRule(resource, callersOf(resource.target("frontend_id")), inputs);
      default:
        return resource.blocks("acl").flatMap((rule) => balancerRule(rule, callersOf(resource), inputs));
    }
  },
});

function range(rule: Body, argument: string, callers: Callers, inputs: PolicyInputs): Verdict {
  return judge(rule, argument, (value) => tooOpen(value, callers, inputs));
}

/** What may be reached is as narrow as who may enter; the environment declares callers only. */
function reach(rule: Body, argument: string): Verdict {
  return judge(rule, argument, (value) => tooWide(value));
}

/** The other side of a rule: the deprecated `ip` counts where it stands alone. */
function peer(rule: Body): string {
  return rule.value("ip_range").is === "absent" && rule.value("ip").is !== "absent" ? "ip" : "ip_range";
}

/** Of a list that accepts and drops: what drops is right, and what may accept is judged as if it did. */
function accepted(rule: Body, verdict: Verdict): Verdict[] {
  const action = rule.value("action");
  if (action.is === "known" && action.value === "drop") return [];
  if (verdict.outcome === "fail" && action.is === "unknown") return [unknown(rule.pathOf("action"), action.why)];
  return [verdict];
}

/** Scaleway's own ranges are everybody's who rents a machine there; HDH-NET-007 judges them. */
function callersOfCluster(rule: Body, inputs: PolicyInputs): Verdict[] {
  return asText(rule.known("scaleway_ranges")) === "true" ? [] : [range(rule, "ip", "programs", inputs)];
}

function cache(cluster: Resource, inputs: PolicyInputs): Verdict[] {
  const rules = cluster.blocks("acl");
  if (rules.length > 0) return rules.map((rule) => range(rule, "ip", "programs", inputs));
  const networks = cluster.blocks("private_network");
  const [unclear] = networks.filter(({ opaque }) => opaque);
  if (networks.length > 0) return unclear?.opaque ? [unknown("private_network", unclear.opaque)] : [];
  return [fail("acl is not set, so it answers everybody; it needs ranges, or a private network", "acl")];
}

function bastion(gateway: Resource, inputs: PolicyInputs): Verdict[] {
  const ranges = gateway.items("allowed_ip_ranges");
  const isOn = gateway.value("bastion_enabled");
  if (asText(gateway.known("bastion_enabled")) === "false") return [];
  if (ranges.length === 0) {
    return isOn.is === "unknown"
      ? [unknown("bastion_enabled", isOn.why)]
      : [
          fail(
            "allowed_ip_ranges is not set, so everybody may knock at the bastion; name the ranges",
            "allowed_ip_ranges",
          ),
        ];
  }
  return ranges.map((item) => judgeItem(item, (value) => tooOpen(value, "administrators", inputs)));
}

/** Visitors come to the one entrance, by HTTPS. */
function callersOf(frontend: Resource | undefined): Callers {
  const balancer = frontend?.target("lb_id");
  const isEntrance = balancer && labelOf(balancer, "hdh-zone") === "access";
  return isEntrance && asText(frontend?.known("inbound_port")) === "443" ? "visitors" : "programs";
}

/** What denies or redirects lets nobody in; Edge Services lets in for itself only. */
function balancerRule(rule: Body, callers: Callers, inputs: PolicyInputs): Verdict[] {
  const action = rule.block("action");
  const type = action.value("type");
  if (type.is === "known" && type.value !== "allow") return [];
  const match = rule.block("match");
  if (asText(match.known("ips_edge_services")) === "true") return [];
  const inverted = mustBe(match, "invert", false, "it lets in all but a few");
  const subnets = match.items("ip_subnet");
  const verdicts =
    subnets.length > 0
      ? subnets.map((item) => judgeItem(item, (value) => tooOpen(value, callers, inputs)))
      : [range(match, "ip_subnet", callers, inputs)];
  const isOpen = [inverted, ...verdicts].some(({ outcome }) => outcome === "fail");
  if (type.is === "unknown") return isOpen ? [unknown(action.pathOf("type"), type.why)] : [pass()];
  return [inverted, ...verdicts];
}
