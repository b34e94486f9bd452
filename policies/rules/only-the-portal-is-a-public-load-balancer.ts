import {
  type Body,
  type Circumstances,
  fail,
  type Graph,
  judge,
  pass,
  type Resource,
  remembered,
  resources,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { labelOf } from "../labels/labels";
import { isEverybody } from "../network/ip-ranges";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";
import { asText } from "../values/scalars";

const ADDRESS = "scaleway_lb_ip";

/** Trust zone of the one entrance. */
const ENTRANCE = "access";

const EVERYBODY = { ipv4: "0.0.0.0/0", ipv6: "::/0" } as const;

/** At 1, a web application firewall only knows attacks that nothing else looks like (provider 2.81.0, docs/resources/edge_services_waf_stage). */
const LEAST_PARANOIA = 2;

export const onlyThePortalIsAPublicLoadBalancer = sovereigntyRule({
  id: "HDH-NET-009",
  severity: "high",
  title: "Only the portal is a public load balancer, behind a firewall",
  remedy:
    "Build the entrance with Portal, in a project of the trust zone access; keep every other load balancer private.",
  waivers: "conditional",
  given: "a load balancer, or an address of one",
  scenarios: {
    "a load balancer without a public address": "pass",
    "a load balancer or an address in any trust zone but access": "fail",
    "a load balancer that leaves its address to Scaleway, which gives it one": "fail",
    "whose address only the engine knows": "unknown",
    "the portal, whose frontends deny everybody they do not name, behind a firewall on record": "pass",
    "the portal without a rule that denies the rest": "fail",
    "the portal whose rules only the engine knows": "unknown",
    "the portal behind a firewall of Edge Services that blocks": "pass",
    "the portal behind a firewall that only logs, or overlooks too much": "fail",
    "the portal with no firewall in sight and none on record": "evidence-missing",
  },
  why: "One entrance can be watched, filtered and closed. A second one that nobody thinks of as an entrance is not.",
  controls: ["SNC:13.2.d", "SNC:12.10.c", "SNC:13.3.a", "SATRE:2.2.09", "NIS2:21(2)(e)"],
  bad: {
    resource: {
      scaleway_lb: {
        tools: { type: "LB-S", zone: "fr-par-1", assign_flexible_ip: true, tags: ["hdh-zone=workspace"] },
      },
    },
  },
  good: {
    resource: {
      scaleway_lb: {
        tools: { type: "LB-S", zone: "fr-par-1", assign_flexible_ip: false, tags: ["hdh-zone=workspace"] },
      },
    },
  },
  reportsOn: resources("scaleway_lb", ADDRESS),
  check: (resource, _, { evidence }) => {
    if (resource.type === ADDRESS) return atTheEntrance(resource);
    const addresses = publicAddresses(resource);
    if (addresses.every(({ outcome }) => outcome !== "fail")) return addresses;
    return [
      ...atTheEntrance(resource),
      ...resource.referrers("scaleway_lb_frontend", "lb_id").flatMap((frontend) => deniesTheRest(frontend, resource)),
      ...firewallOf(resource, evidence),
    ];
  },
});

/** One verdict for each way to an address: a failure for a public one. */
function publicAddresses(balancer: Resource): Verdict[] {
  const named = [...balancer.items("ip_ids"), ...balancer.items("ip_id")];
  const isNamed = named.some(({ target, value }) => target !== undefined || value.is === "known");
  if (isNamed) return [fail("has a public address", "ip_ids")];
  if (named.length > 0)
    return named.map(({ path, value }) => unknown(path, value.is === "unknown" ? value.why : "it is not set"));
  return [mustBe(balancer, "assign_flexible_ip", false), mustBe(balancer, "assign_flexible_ipv6", false)];
}

function atTheEntrance(resource: Resource): Verdict[] {
  const zone = labelOf(resource, "hdh-zone");
  if (zone === ENTRANCE) return [];
  return [
    fail(
      `is public, in the trust zone ${zone ?? "of nobody"}; only the portal may be, in the zone ${ENTRANCE}`,
      "tags",
    ),
  ];
}

function deniesTheRest(frontend: Resource, balancer: Resource): Verdict[] {
  const place = `the ACL of ${frontend.address}`;
  const external = frontend.value("external_acls");
  if (external.is === "unknown") return [unknown(place, external.why)];
  const isExternal = asText(frontend.known("external_acls")) === "true";
  const rules: readonly Body[] = isExternal
    ? inOrder(frontend.referrers("scaleway_lb_acl", "frontend_id"))
    : frontend.blocks("acl");
  const last = rules.at(-1);
  if (!last) return [fail(`${frontend.address} has no ACL; its last rule must deny everybody`, "scaleway_lb_acl")];
  const open = rules.map(whyUnclear).find((why) => why !== undefined);
  if (open) return [unknown(place, open)];
  const denies = last.block("action").known("type") === "deny";
  const versions = hasIpv6(balancer) ? (["ipv4", "ipv6"] as const) : (["ipv4"] as const);
  const match = last.block("match");
  const ranges = match.items("ip_subnet").map(({ value }) => (value.is === "known" ? value.value : undefined));
  const isWhole =
    versions.every((version) => ranges.some((range) => isEverybody(range, version))) &&
    asText(match.known("invert")) === "false" &&
    match.value("http_filter").is === "absent";
  if (denies && isWhole) return [pass()];
  const everybody = versions.map((version) => EVERYBODY[version]).join(" and ");
  return [fail(`${place} does not end in a rule that denies ${everybody}; must`, "scaleway_lb_acl")];
}

function inOrder(rules: readonly Resource[]): Resource[] {
  return [...rules].sort((one, other) => Number(asText(one.known("index"))) - Number(asText(other.known("index"))));
}

function whyUnclear(rule: Body): string | undefined {
  const repeated = "repeatedBy" in rule ? (rule as Resource).repeatedBy : undefined;
  const values = [
    rule.value("index"),
    rule.block("action").value("type"),
    ...rule
      .block("match")
      .items("ip_subnet")
      .map(({ value }) => value),
  ];
  return repeated ?? values.flatMap((value) => (value.is === "unknown" ? [value.why] : []))[0];
}

function hasIpv6(balancer: Resource): boolean {
  if (asText(balancer.known("assign_flexible_ipv6")) !== "false") return true;
  return balancer
    .targets("ip_ids")
    .some((address) => address.value("is_ipv6").is !== "absent" && asText(address.known("is_ipv6")) !== "false");
}

/** Firewalls of Edge Services by the load balancer that they stand in front of; none where one way to it has none. */
/** What is no part of Edge Services, such as a firewall on the cluster behind, shows in no Terraform JSON. */
function firewallOf(balancer: Resource, evidence: Circumstances["evidence"]): Verdict[] {
  const firewalls = firewallsIn(balancer.graph).get(balancer) ?? [];
  if (firewalls.length === 0)
    return [evidence.demand("web-application-firewall", balancer.address, { maxAgeDays: 180 })];
  return firewalls.flatMap(blocks);
}

function blocks(firewall: Resource): Verdict[] {
  return [
    mustBe(firewall, "mode", "enable"),
    judge(firewall, "paranoia_level", (level) =>
      Number(asText(level)) >= LEAST_PARANOIA ? undefined : `must be at least ${LEAST_PARANOIA}`,
    ),
  ].map((verdict) => ({ ...verdict, message: verdict.message && `${firewall.address}: ${verdict.message}` }));
}

const firewallsIn = remembered((graph: Graph): ReadonlyMap<Resource, readonly Resource[]> => {
  const found = new Map<Resource, readonly Resource[]>();
  for (const stage of graph.managed("scaleway_edge_services_backend_stage")) {
    const firewalls = stage.referrers("scaleway_edge_services_waf_stage", "backend_stage_id");
    for (const origin of stage.blocks("lb_backend_config").flatMap((config) => config.blocks("lb_config"))) {
      const balancer = origin.target("id");
      if (!balancer) continue;
      const others = found.get(balancer);
      const isOpen = others?.length === 0 || firewalls.length === 0;
      found.set(balancer, isOpen ? [] : [...(others ?? []), ...firewalls]);
    }
  }
  return found;
});
