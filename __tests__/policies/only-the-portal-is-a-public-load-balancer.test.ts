import type { Json, JsonObject } from "@hdh/policy-engine";
import { onlyThePortalIsAPublicLoadBalancer as rule } from "../../policies/rules/only-the-portal-is-a-public-load-balancer";
import { record, saysWith } from "../helpers/evidence";
import { findingsOf, foreign, type Resources, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const access = { tags: tags({ "hdh-zone": "access" }) };
const deny = { action: [{ type: "deny" }], match: [{ ip_subnet: ["0.0.0.0/0"] }] };
const allow = { action: [{ type: "allow" }], match: [{ ip_subnet: ["198.51.100.0/24"] }] };
const waf = { backend_stage_id: "${scaleway_edge_services_backend_stage.s.id}", mode: "enable", paranoia_level: 2 };

function portal(
  rules: readonly Json[] = [allow, deny],
  firewall: JsonObject = waf,
  changes: JsonObject = {},
): Resources {
  return {
    scaleway_lb_ip: { a: access },
    scaleway_lb: { b: { ip_ids: ["${scaleway_lb_ip.a.id}"], ...access, ...changes } },
    scaleway_lb_frontend: { f: { lb_id: "${scaleway_lb.b.id}", acl: rules } },
    scaleway_edge_services_backend_stage: {
      s: { lb_backend_config: [{ lb_config: [{ id: "${scaleway_lb.b.id}" }] }] },
    },
    scaleway_edge_services_waf_stage: { w: firewall },
  };
}

const balancer = (changes: JsonObject) => says(rule, { scaleway_lb: { b: changes } });

describe("HDH-NET-009", () => {
  it("a load balancer without a public address", () => {
    expect(balancer({ assign_flexible_ip: false })).toEqual([]);
    expect(balancer({ assign_flexible_ip: false, assign_flexible_ipv6: false, ip_ids: [] })).toEqual([]);
  });

  it("a load balancer or an address in any trust zone but access", () => {
    const workspace = { tags: tags({ "hdh-zone": "workspace" }) };
    expect(balancer({ assign_flexible_ip: true, ...workspace })).toContain("fail scaleway_lb.b tags");
    expect(balancer({ assign_flexible_ip: false, assign_flexible_ipv6: true })).toContain("fail scaleway_lb.b tags");
    expect(balancer({ ip_ids: ["11111111-1111-1111-1111-111111111111"] })).toContain("fail scaleway_lb.b tags");
    expect(balancer({ ip_id: "11111111-1111-1111-1111-111111111111" })).toContain("fail scaleway_lb.b tags");
    expect(says(rule, { scaleway_lb_ip: { a: workspace } })).toEqual(["fail scaleway_lb_ip.a tags"]);
    expect(says(rule, { scaleway_lb_ip: { a: {} } })).toEqual(["fail scaleway_lb_ip.a tags"]);
  });

  it("a load balancer that leaves its address to Scaleway, which gives it one", () => {
    expect(balancer({})).toContain("fail scaleway_lb.b tags");
  });

  it("whose address only the engine knows", () => {
    expect(balancer({ ip_ids: "${var.ips}" })).toEqual(["unknown scaleway_lb.b ip_ids"]);
    expect(balancer({ assign_flexible_ip: "${var.on}" })).toEqual(["unknown scaleway_lb.b assign_flexible_ip"]);
  });

  it("the portal, whose frontends deny everybody they do not name, behind a firewall on record", () => {
    const { scaleway_edge_services_backend_stage: _, scaleway_edge_services_waf_stage: __, ...rest } = portal();
    const recorded = (ageInDays: number) =>
      saysWith(rule, rest, [record("web-application-firewall", "scaleway_lb.b", ageInDays)]);
    expect(recorded(180)).toEqual([]);
    expect(recorded(181)).toEqual(["evidence-missing scaleway_lb.b"]);
  });

  it("the portal with an address in IPv6, whose last rule has to deny both families", () => {
    const both = { action: [{ type: "deny" }], match: [{ ip_subnet: ["0.0.0.0/0", "::/0"] }] };
    const reached = (is_ipv6: Json, last: Json) =>
      says(rule, { ...portal([allow, last]), scaleway_lb_ip: { a: { ...access, is_ipv6 } } });
    const missing = ["fail scaleway_lb.b scaleway_lb_acl"];
    for (const isIpv6 of [true, "true", "${var.v6}"]) {
      expect(reached(isIpv6, deny)).toEqual(missing);
      expect(reached(isIpv6, both)).toEqual([]);
    }
    for (const isIpv6 of [false, "false", null]) expect(reached(isIpv6, deny)).toEqual([]);
    const addresses = { ip_ids: ["${scaleway_lb_ip.a.id}", "${scaleway_lb_ip.v6.id}"] };
    const two = { scaleway_lb_ip: { a: access, v6: { ...access, is_ipv6: true } } };
    expect(says(rule, { ...portal([allow, deny], waf, addresses), ...two })).toEqual(missing);
    expect(says(rule, { ...portal([allow, both], waf, addresses), ...two })).toEqual([]);
  });

  it("the portal without a rule that denies the rest", () => {
    const fails = ["fail scaleway_lb.b scaleway_lb_acl"];
    expect(says(rule, portal([]))).toEqual(fails);
    expect(says(rule, portal([deny, allow]))).toEqual(fails);
    expect(says(rule, portal([{ ...deny, action: [{ type: "allow" }] }]))).toEqual(fails);
    for (const ip_subnet of [["198.51.100.0/24"], ["0.0.0.0/1"], ["::/0"]]) {
      expect(says(rule, portal([{ ...deny, match: [{ ip_subnet }] }]))).toEqual(fails);
    }
    expect(says(rule, portal([{ ...deny, match: [{ ip_subnet: ["0.0.0.0/0"], invert: true }] }]))).toEqual(fails);
    expect(says(rule, portal([{ ...deny, match: [{ ip_subnet: ["0.0.0.0/0"], http_filter: "path_begin" }] }]))).toEqual(
      fails,
    );
    const ipv6 = { ip_ids: null, assign_flexible_ip: true, assign_flexible_ipv6: true };
    expect(says(rule, portal([deny], waf, ipv6))).toEqual(fails);
    const both = { ...deny, match: [{ ip_subnet: ["0.0.0.0/0", "::/0"] }] };
    expect(says(rule, portal([both], waf, ipv6))).toEqual([]);
  });

  it("the portal without a rule that denies the rest: as resources of their own, in the order of their index", () => {
    const external = (first: JsonObject, second: JsonObject) => {
      const frontend = { lb_id: "${scaleway_lb.b.id}", external_acls: true };
      const of = { frontend_id: "${scaleway_lb_frontend.f.id}" };
      return says(rule, {
        ...portal(),
        scaleway_lb_frontend: { f: frontend },
        scaleway_lb_acl: { last: { ...of, index: 2, ...second }, first: { ...of, index: 1, ...first } },
      });
    };
    expect(external(allow, deny)).toEqual([]);
    expect(external(deny, allow)).toEqual(["fail scaleway_lb.b scaleway_lb_acl"]);
    expect(external(allow, { ...deny, index: "${var.i}" })[0]).toContain("unknown scaleway_lb.b");
    expect(external(allow, { ...deny, count: "${var.n}" })[0]).toContain("unknown scaleway_lb.b");
  });

  it("the portal whose rules only the engine knows", () => {
    const either = { lb_id: "${scaleway_lb.b.id}", external_acls: "${var.x}", acl: [deny] };
    expect(says(rule, { ...portal(), scaleway_lb_frontend: { f: either } })[0]).toContain("unknown scaleway_lb.b");
    const dynamic = { lb_id: "${scaleway_lb.b.id}", dynamic: { acl: { for_each: "${var.x}", content: {} } } };
    expect(says(rule, { ...portal(), scaleway_lb_frontend: { f: dynamic } })[0]).toContain("unknown scaleway_lb.b");
    expect(says(rule, portal([{ ...deny, action: [{ type: "${var.a}" }] }]))[0]).toContain("unknown scaleway_lb.b");
    const ranges = [{ ip_subnet: ["0.0.0.0/0", "${var.range}"] }];
    expect(says(rule, portal([{ ...deny, match: ranges }]))[0]).toContain("unknown scaleway_lb.b");
  });

  it("the portal behind a firewall of Edge Services that blocks", () => {
    expect(says(rule, portal())).toEqual([]);
    expect(says(rule, portal([deny], { ...waf, paranoia_level: 4 }))).toEqual([]);
  });

  it("the portal behind a firewall that only logs, or overlooks too much", () => {
    expect(says(rule, portal([deny], { ...waf, mode: "log_only" }))).toEqual(["fail scaleway_lb.b mode"]);
    expect(findingsOf(rule, stackOf(portal([deny], { ...waf, mode: "log_only" })))[0]?.message).toMatch(
      /^scaleway_edge_services_waf_stage\.w: mode is/,
    );
    expect(says(rule, portal([deny], { ...waf, mode: null }))).toEqual(["fail scaleway_lb.b mode"]);
    expect(says(rule, portal([deny], { ...waf, paranoia_level: 1 }))).toEqual(["fail scaleway_lb.b paranoia_level"]);
    expect(says(rule, portal([deny], { ...waf, mode: "${var.m}" }))).toEqual(["unknown scaleway_lb.b mode"]);
  });

  it("the portal with no firewall in sight and none on record", () => {
    expect(says(rule, portal([deny], { ...waf, backend_stage_id: "other" }))).toEqual([
      "evidence-missing scaleway_lb.b",
    ]);
  });

  it("the portal with no firewall in sight and none on record, on one of two ways to it", () => {
    const { scaleway_edge_services_backend_stage: stages, ...rest } = portal();
    const ways = (others: Resources[string]) => {
      const leadsThere = stages!.s!;
      const every = { a: leadsThere, s: leadsThere, t: leadsThere };
      const first = { ...waf, backend_stage_id: "${scaleway_edge_services_backend_stage.a.id}" };
      const guards = { a: first, w: waf, ...others };
      return says(rule, {
        ...rest,
        scaleway_edge_services_backend_stage: every,
        scaleway_edge_services_waf_stage: guards,
      });
    };
    const guard = { ...waf, backend_stage_id: "${scaleway_edge_services_backend_stage.t.id}" };
    expect(ways({ t: guard })).toEqual([]);
    expect(ways({ t: { ...guard, mode: "log_only" } })).toEqual(["fail scaleway_lb.b mode"]);
    expect(ways({})).toEqual(["evidence-missing scaleway_lb.b"]);
    expect(ways({ t: guard, a: { ...waf, backend_stage_id: "other" } })).toEqual(["evidence-missing scaleway_lb.b"]);
  });

  it("has nothing to say of another provider's load balancer", () => {
    expect(saysOf(rule, foreign("lb", { assign_flexible_ip: true }))).toEqual([]);
  });
});
