import type { JsonObject } from "@hdh/policy-engine";
import { nobodyUnknownIsLetIn as rule } from "../../policies/rules/nobody-unknown-is-let-in";
import { configured, constant, planOf, referring } from "../helpers/plan-json";
import { foreign, INPUTS, type Resources, says, saysOf, tags } from "../helpers/terraform-json";

const DECLARED = {
  ...INPUTS,
  declaredRanges: {
    networks: ["10.64.0.0/12"],
    administrators: ["192.0.2.16/28"],
    visitors: ["198.51.100.0/24"],
  },
};

/** Each list with a rule that accepts a range, and where it names it. */
const LISTS: Readonly<Record<string, { readonly of: (range: JsonObject) => Resources; readonly path: string }>> = {
  scaleway_instance_security_group: {
    of: ({ range }) => ({
      scaleway_instance_security_group: { x: { inbound_rule: [{ action: "accept", ip_range: range! }] } },
    }),
    path: "inbound_rule.ip_range",
  },
  scaleway_instance_security_group_rules: {
    of: ({ range }) => ({
      scaleway_instance_security_group_rules: { x: { inbound_rule: [{ action: "accept", ip_range: range! }] } },
    }),
    path: "inbound_rule.ip_range",
  },
  scaleway_rdb_acl: {
    of: ({ range }) => ({ scaleway_rdb_acl: { x: { acl_rules: [{ ip: range! }] } } }),
    path: "acl_rules.ip",
  },
  scaleway_redis_cluster: {
    of: ({ range }) => ({ scaleway_redis_cluster: { x: { acl: [{ ip: range! }] } } }),
    path: "acl.ip",
  },
  scaleway_k8s_acl: {
    of: ({ range }) => ({ scaleway_k8s_acl: { x: { acl_rules: [{ ip: range! }] } } }),
    path: "acl_rules.ip",
  },
  scaleway_vpc_acl: {
    of: ({ range }) => ({
      scaleway_vpc_acl: { x: { rules: [{ action: "accept", source: range!, destination: "10.64.0.0/22" }] } },
    }),
    path: "rules.source",
  },
  scaleway_lb_acl: {
    of: ({ range }) => ({
      scaleway_lb_acl: { x: { action: [{ type: "allow" }], match: [{ ip_subnet: range === null ? null : [range!] }] } },
    }),
    path: "match.ip_subnet",
  },
};
const each = Object.entries(LISTS);

const portal = (zone: string, port: number, ip_subnet: string): Resources => ({
  scaleway_lb: { b: { tags: tags({ "hdh-zone": zone }) } },
  scaleway_lb_frontend: { f: { lb_id: "${scaleway_lb.b.id}", inbound_port: port } },
  scaleway_lb_acl: {
    x: {
      frontend_id: "${scaleway_lb_frontend.f.id}",
      action: [{ type: "allow" }],
      match: [{ ip_subnet: [ip_subnet] }],
    },
  },
});

describe("HDH-NET-003", () => {
  it.each(each)("a rule that accepts a narrow range: %s", (_, { of }) => {
    for (const range of ["10.64.0.0/22", "192.0.2.16/28", "192.0.2.17", "fd12:3456:789a::/48", "2001:db8::/64"]) {
      expect(says(rule, of({ range }))).toEqual([]);
    }
  });

  it.each(each)("a rule that accepts everybody, or names no range: %s", (type, { of, path }) => {
    for (const range of ["0.0.0.0/0", "::/0", "10.1.2.3/0", "", null, "everybody"]) {
      const failures = says(rule, of({ range }));
      expect(failures).toHaveLength(1);
      expect(failures[0]).toContain(`fail ${type}.x ${path}`);
    }
  });

  it.each(each)(
    "a rule that accepts a private range wider than a /16, or a public one wider than a /28: %s",
    (type, { of, path }) => {
      for (const range of ["10.0.0.0/15", "100.64.0.0/10", "192.0.2.0/27", "fd00::/47", "2001:db8::/63"]) {
        expect(says(rule, of({ range }))[0]).toContain(`fail ${type}.x ${path}`);
      }
    },
  );

  /** Each rule about what leaves, with the range that it accepts, and where it names it. */
  const EXITS: readonly (readonly [string, string, (range: JsonObject[string]) => JsonObject])[] = [
    [
      "scaleway_instance_security_group",
      "outbound_rule.ip_range",
      (ip_range) => ({ outbound_rule: [{ action: "accept", ip_range, protocol: "ANY" }] }),
    ],
    [
      "scaleway_instance_security_group_rules",
      "outbound_rule.ip_range",
      (ip_range) => ({ outbound_rule: { action: "accept", ip_range, port: 22, protocol: "TCP" } }),
    ],
    [
      "scaleway_vpc_acl",
      "rules.destination",
      (destination) => ({ rules: [{ action: "accept", source: "10.64.0.0/22", destination }] }),
    ],
  ];

  it.each(EXITS)("a rule that accepts what leaves for everybody, or for as wide a range: %s", (type, path, body) => {
    for (const range of ["0.0.0.0/0", "::/0", "0.0.0.0/1", "10.0.0.0/15", "198.51.100.0/24", "", null]) {
      const failures = says(rule, { [type]: { x: body(range) } });
      expect(failures).toHaveLength(1);
      expect(failures[0]).toContain(`fail ${type}.x ${path.split(".")[0]}`);
    }
    expect(says(rule, { [type]: { x: body("${var.range}") } })).toEqual([`unknown ${type}.x ${path}`]);
  });

  it.each(EXITS)(
    "a rule that accepts what leaves for a narrow range, which nobody has to declare: %s",
    (type, _, body) => {
      for (const range of ["10.72.0.0/22", "203.0.113.4/32"]) {
        expect(says(rule, { [type]: { x: body(range) } }, DECLARED)).toEqual([]);
      }
    },
  );

  it("a rule that drops, whatever its range", () => {
    const drops = { action: "drop", source: "0.0.0.0/0", ip_range: "0.0.0.0/0", destination: "0.0.0.0/0" };
    expect(
      says(rule, {
        scaleway_vpc_acl: { x: { rules: [drops] } },
        scaleway_instance_security_group: { x: { inbound_rule: [drops], outbound_rule: [drops] } },
        scaleway_lb_acl: { x: { action: { type: "deny" }, match: { ip_subnet: ["0.0.0.0/0", "::/0"] } } },
      }),
    ).toEqual([]);
  });

  it.each(each)("a rule whose range only the engine knows: %s", (type, { of }) => {
    expect(says(rule, of({ range: "${var.range}" }))[0]).toContain(`unknown ${type}.x`);
  });

  it("a rule whose range only the engine knows: whole lists, and what may accept", () => {
    const dynamic = { dynamic: { acl_rules: { for_each: "${var.x}", content: {} } } };
    expect(says(rule, { scaleway_rdb_acl: { x: dynamic } })).toEqual(["unknown scaleway_rdb_acl.x acl_rules.ip"]);
    const maybe = { action: "${var.a}", source: "0.0.0.0/0", destination: "10.64.0.0/22" };
    expect(says(rule, { scaleway_vpc_acl: { x: { rules: [maybe] } } })).toEqual([
      "unknown scaleway_vpc_acl.x rules.action",
    ]);
    const match = { action: { type: "allow" }, dynamic: { match: { for_each: "${var.x}", content: {} } } };
    expect(says(rule, { scaleway_lb_acl: { x: match } })).toEqual([
      "unknown scaleway_lb_acl.x match.invert",
      "unknown scaleway_lb_acl.x match.ip_subnet",
    ]);
    const balancer = { action: { type: "${var.a}" }, match: { ip_subnet: ["0.0.0.0/0"] } };
    expect(says(rule, { scaleway_lb_acl: { x: balancer } })).toEqual(["unknown scaleway_lb_acl.x action.type"]);
    const narrow = { ...balancer, match: { ip_subnet: ["10.64.0.0/22"] } };
    expect(says(rule, { scaleway_lb_acl: { x: narrow } })).toEqual([]);
  });

  it.each(each)("a rule that accepts a range which the environment does not declare: %s", (type, { of, path }) => {
    expect(says(rule, of({ range: "10.72.4.0/22" }), DECLARED)).toEqual([]);
    expect(says(rule, of({ range: "192.0.2.16/30" }), DECLARED)).toEqual([]);
    expect(says(rule, of({ range: "10.96.0.0/22" }), DECLARED)[0]).toContain(`fail ${type}.x ${path}`);
    expect(says(rule, of({ range: "198.51.100.0/28" }), DECLARED)[0]).toContain(`fail ${type}.x ${path}`);
  });

  it("a database, cache or cluster without a list, which is open to everybody", () => {
    expect(says(rule, { scaleway_rdb_instance: { x: {} } })).toEqual(["fail scaleway_rdb_instance.x scaleway_rdb_acl"]);
    expect(says(rule, { scaleway_k8s_cluster: { x: {} } })).toEqual(["fail scaleway_k8s_cluster.x scaleway_k8s_acl"]);
    expect(says(rule, { scaleway_redis_cluster: { x: {} } })).toEqual(["fail scaleway_redis_cluster.x acl"]);
    const listed = (changes: JsonObject) =>
      says(rule, {
        scaleway_rdb_instance: { x: {} },
        scaleway_rdb_acl: {
          a: { instance_id: "${scaleway_rdb_instance.x.id}", acl_rules: [{ ip: "10.0.0.0/22" }], ...changes },
        },
      });
    expect(listed({})).toEqual([]);
    const acl = { cluster_id: "${scaleway_k8s_cluster.x.id}", acl_rules: [{ ip: "10.0.0.0/22" }] };
    expect(says(rule, { scaleway_k8s_cluster: { x: {} }, scaleway_k8s_acl: { a: acl } })).toEqual([]);
    expect(listed({ count: "${var.n}" })).toEqual(["unknown scaleway_rdb_instance.x scaleway_rdb_acl"]);
  });

  it("a cache in a private network, which takes no list", () => {
    expect(says(rule, { scaleway_redis_cluster: { x: { private_network: [{ id: "${var.n}" }] } } })).toEqual([]);
    const dynamic = { dynamic: { private_network: { for_each: "${var.x}", content: {} } } };
    for (const networks of [dynamic, { ...dynamic, private_network: [{ id: "${var.n}" }] }]) {
      expect(says(rule, { scaleway_redis_cluster: { x: networks } })).toEqual([
        "unknown scaleway_redis_cluster.x private_network",
      ]);
    }
  });

  it("a rule of a security group that names one address, by the deprecated argument", () => {
    const group = (peer: JsonObject) =>
      says(rule, { scaleway_instance_security_group: { x: { inbound_rule: [{ action: "accept", ...peer }] } } });
    expect(group({ ip: "192.0.2.17" })).toEqual([]);
    expect(group({ ip: "0.0.0.0/0" })).toEqual(["fail scaleway_instance_security_group.x inbound_rule.ip"]);
    expect(group({ ip: "192.0.2.17", ip_range: "0.0.0.0/0" })).toEqual([
      "fail scaleway_instance_security_group.x inbound_rule.ip_range",
    ]);
  });

  it("a rule for Scaleway's own ranges, which another rule judges", () => {
    const rules = (scaleway_ranges: boolean) =>
      says(rule, { scaleway_k8s_acl: { x: { acl_rules: [{ scaleway_ranges }] } } });
    expect(rules(true)).toEqual([]);
    expect(rules(false)).toEqual(["fail scaleway_k8s_acl.x acl_rules.ip"]);
  });

  it("a bastion without ranges", () => {
    const gateway = (changes: JsonObject) => says(rule, { scaleway_vpc_public_gateway: { x: changes } }, DECLARED);
    expect(gateway({})).toEqual([]);
    expect(gateway({ bastion_enabled: true })).toEqual(["fail scaleway_vpc_public_gateway.x allowed_ip_ranges"]);
    expect(gateway({ bastion_enabled: "${var.on}" })).toEqual([
      "unknown scaleway_vpc_public_gateway.x bastion_enabled",
    ]);
    expect(gateway({ bastion_enabled: true, allowed_ip_ranges: ["192.0.2.16/28"] })).toEqual([]);
    expect(gateway({ bastion_enabled: true, allowed_ip_ranges: ["0.0.0.0/0"] })).toEqual([
      "fail scaleway_vpc_public_gateway.x allowed_ip_ranges[0]",
    ]);
  });

  it("the portal's load balancer on port 443, open to the visitors' ranges", () => {
    expect(says(rule, portal("access", 443, "198.51.100.0/24"), DECLARED)).toEqual([]);
    expect(says(rule, portal("access", 443, "198.51.0.0/16"))).toEqual([]);
    expect(says(rule, portal("access", 443, "198.0.0.0/8"))).toEqual(["fail scaleway_lb_acl.x match.ip_subnet[0]"]);
    expect(says(rule, portal("access", 443, "203.0.113.0/24"), DECLARED)).toHaveLength(1);
  });

  it("any other load balancer that is open to as wide a range", () => {
    expect(says(rule, portal("workspace", 443, "198.51.100.0/24"), DECLARED)).toHaveLength(1);
    expect(says(rule, portal("access", 80, "198.51.100.0/24"), DECLARED)).toHaveLength(1);
    const inverted = { action: { type: "allow" }, match: { ip_subnet: ["192.0.2.16/28"], invert: true } };
    expect(says(rule, { scaleway_lb_frontend: { f: { acl: [inverted] } } })).toEqual([
      "fail scaleway_lb_frontend.f acl.match.invert",
    ]);
    const edge = { action: { type: "allow" }, match: { ips_edge_services: true } };
    expect(says(rule, { scaleway_lb_frontend: { f: { acl: [edge] } } })).toEqual([]);
  });

  it("is found in a plan", () => {
    const changes: Parameters<typeof planOf>[0] = [
      { address: "scaleway_rdb_instance.x", after: { name: "x" }, unknown: { id: true } },
      {
        address: "scaleway_rdb_acl.a",
        after: { acl_rules: [{ ip: "0.0.0.0/0", description: null }] },
        unknown: { id: true, instance_id: true, acl_rules: [{}] },
      },
    ];
    const resources = [
      configured("scaleway_rdb_instance.x", { name: constant("x") }),
      configured("scaleway_rdb_acl.a", {
        instance_id: referring("scaleway_rdb_instance.x.id"),
        acl_rules: [{ ip: constant("0.0.0.0/0") }] as unknown as JsonObject,
      }),
    ];
    expect(saysOf(rule, { name: "plan", json: planOf(changes, { resources }) })).toEqual([
      "fail scaleway_rdb_acl.a acl_rules.ip",
    ]);
  });

  it("has nothing to say of another provider's list", () => {
    expect(saysOf(rule, foreign("rdb_acl", { acl_rules: [{ ip: "0.0.0.0/0" }] }))).toEqual([]);
  });
});
