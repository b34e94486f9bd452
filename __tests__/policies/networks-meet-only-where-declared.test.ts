import type { Json, JsonObject } from "@hdh/policy-engine";
import { networksMeetOnlyWhereDeclared as rule } from "../../policies/rules/networks-meet-only-where-declared";
import { findingsOf, foreign, INPUTS, type Resources, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const home = (zone: string, project = zone, dataClass = "C3") => ({
  tags: tags({ "hdh-zone": zone, "hdh-project": project, "hdh-class": dataClass }) as Json,
});
const id = (name: string) => `\${scaleway_${name}.id}`;
const vpcs = (a: JsonObject, b: JsonObject): Resources => ({ scaleway_vpc: { a, b } });
const connected = (a: JsonObject, b: JsonObject, inputs = INPUTS, target: Json = id("vpc.b")) =>
  says(rule, { ...vpcs(a, b), scaleway_vpc_connector: { c: { vpc_id: id("vpc.a"), target_vpc_id: target } } }, inputs);
const networks = (a: JsonObject = {}, b: JsonObject = {}): Resources => ({
  scaleway_account_project: { p: {}, q: {} },
  scaleway_vpc: { a: {}, b: {} },
  scaleway_vpc_private_network: {
    a: { vpc_id: id("vpc.a"), project_id: id("account_project.p"), ...a },
    b: { vpc_id: id("vpc.b"), project_id: id("account_project.p"), ...b },
  },
});
const CONNECTOR = ["fail scaleway_vpc_connector.c target_vpc_id"];

describe("HDH-PRJ-002: connectors", () => {
  it("a connector between zones whose flow is declared", () => {
    expect(connected(home("access"), home("platform"))).toEqual([]);
    expect(connected(home("platform"), home("access"))).toEqual([]);
    const declared = { ...INPUTS, networkFlows: [["ingest", "platform"]] as const };
    expect(connected(home("platform"), home("ingest"), declared)).toEqual([]);
  });

  it("a connector between other zones", () => {
    expect(connected(home("ingest"), home("platform"))).toEqual(CONNECTOR);
    expect(connected({}, home("platform"))).toEqual(CONNECTOR);
    expect(connected(home("access"), home("platform"), { ...INPUTS, networkFlows: [] })).toEqual(CONNECTOR);
  });

  it("a connector between two workspaces, whatever is declared", () => {
    const declared = { ...INPUTS, networkFlows: [["workspace", "workspace"]] as const };
    expect(connected(home("workspace", "ws-1"), home("workspace", "ws-2"), declared)).toEqual(CONNECTOR);
    expect(connected(home("workspace", "ws-1"), home("workspace", "ws-1"), declared)).toEqual([]);
  });

  it("a connector to a VPC that no stack makes", () => {
    for (const target of ["11111111-1111-1111-1111-111111111111", "${var.vpc}", "${data.scaleway_vpc.b.id}"]) {
      expect(connected(home("access"), home("platform"), INPUTS, target)).toEqual([
        "unknown scaleway_vpc_connector.c target_vpc_id",
      ]);
    }
    expect(connected({ tags: "${var.tags}" }, home("platform"))).toEqual([
      "unknown scaleway_vpc_connector.c target_vpc_id",
    ]);
  });

  it("a connector from a VPC that no stack makes", () => {
    for (const source of ["11111111-1111-1111-1111-111111111111", "${var.vpc}", "${data.scaleway_vpc.b.id}"]) {
      const connector = { vpc_id: source, target_vpc_id: id("vpc.b") };
      expect(says(rule, { scaleway_vpc: { b: home("access") }, scaleway_vpc_connector: { c: connector } })).toEqual([
        "unknown scaleway_vpc_connector.c vpc_id",
      ]);
    }
  });

  it("a VPC that passes traffic on from one connector to the next", () => {
    const vpc = (enable_transitivity: Json) => says(rule, { scaleway_vpc: { v: { enable_transitivity } } });
    expect([null, false].flatMap(vpc)).toEqual([]);
    expect(vpc(true)).toEqual(["fail scaleway_vpc.v enable_transitivity"]);
    expect(vpc("${var.hub}")).toEqual(["unknown scaleway_vpc.v enable_transitivity"]);
  });
});

describe("HDH-PRJ-002: networks", () => {
  it("a VPC that holds networks of two workspaces", () => {
    const shared = networks(home("workspace", "ws-1"), { ...home("workspace", "ws-2"), vpc_id: id("vpc.a") });
    expect(says(rule, shared)).toEqual(["fail scaleway_vpc.a"]);
    expect(says(rule, networks(home("workspace", "ws-1"), home("workspace", "ws-2")))).toEqual([]);
    const mixed = networks(home("workspace", "ws-1"), { ...home("platform"), vpc_id: id("vpc.a") });
    expect(says(rule, mixed)).toEqual(["fail scaleway_vpc.a"]);
    for (const [one, other] of [
      [home("workspace", "ws-1"), home("workspace", "ws-1")],
      [home("platform", "tools"), home("platform", "other")],
    ] as const) {
      expect(says(rule, networks(one, { ...other, vpc_id: id("vpc.a") }))).toEqual([]);
    }
  });

  it("a network that names no VPC, so that it stands in the default one", () => {
    expect(says(rule, networks({ vpc_id: null }))).toEqual(["fail scaleway_vpc_private_network.a vpc_id"]);
  });

  it.each(["fr-par/11111111-1111-1111-1111-111111111111", "${var.vpc}", "${data.scaleway_vpc.b.id}"])(
    "a network, a route or an ingress rule of a VPC that no stack makes: %s",
    (vpc_id) => {
      const stray: Resources = {
        scaleway_vpc_ingress_rule: { i: { vpc_id } },
        scaleway_vpc_private_network: { n: { vpc_id } },
        scaleway_vpc_route: { r: { vpc_id, destination: "10.1.0.0/16" } },
      };
      expect(says(rule, stray).sort()).toEqual([
        "unknown scaleway_vpc_ingress_rule.i vpc_id",
        "unknown scaleway_vpc_private_network.n vpc_id",
        "unknown scaleway_vpc_route.r vpc_id",
      ]);
    },
  );

  it.each([
    ["scaleway_vpc_gateway_network", "gateway_id", "scaleway_vpc_public_gateway"],
    ["scaleway_instance_private_nic", "server_id", "scaleway_instance_server"],
    ["scaleway_lb_private_network", "lb_id", "scaleway_lb"],
  ])(
    "a gateway, a server or a load balancer that no stack makes, attached to a network: %s",
    (type, argument, made) => {
      const attached = (machine: Json) =>
        says(rule, {
          ...networks(),
          [made]: { m: { project_id: id("account_project.p") } },
          [type]: { x: { private_network_id: id("vpc_private_network.a"), [argument]: machine } },
        });
      expect(attached(`\${${made}.m.id}`)).toEqual([]);
      for (const stranger of ["fr-par-1/11111111-1111-1111-1111-111111111111", "${var.machine}", null]) {
        expect(attached(stranger)).toEqual([`unknown ${type}.x ${argument}`]);
      }
    },
  );

  it.each([
    ["scaleway_instance_private_nic", "server_id", "scaleway_instance_server"],
    ["scaleway_lb_private_network", "lb_id", "scaleway_lb"],
    ["scaleway_vpc_gateway_network", "gateway_id", "scaleway_vpc_public_gateway"],
  ])("a server, a load balancer or a gateway attached to a network that no stack makes: %s", (type, argument, made) => {
    for (const private_network_id of ["fr-par/11111111-1111-1111-1111-111111111111", "${var.network}"]) {
      const attached: Resources = {
        [made]: { m: {} },
        [type]: { x: { [argument]: `\${${made}.m.id}`, private_network_id } },
      };
      expect(says(rule, attached)).toEqual([`unknown ${type}.x private_network_id`]);
    }
  });

  const database = (project: string): Resources => ({
    ...networks(),
    scaleway_rdb_instance: {
      d: { project_id: id(`account_project.${project}`), private_network: [{ pn_id: id("vpc_private_network.a") }] },
    },
  });

  it("a network that resources of one project use", () => {
    expect(says(rule, database("p"))).toEqual([]);
  });

  it("a network, or a user of it, whose project nobody states", () => {
    expect(says(rule, { ...database("p"), ...networks({ project_id: null }) })).toEqual([]);
    expect(says(rule, database("nobody"))).toEqual([]);
  });

  it("a network that resources of two projects use", () => {
    expect(says(rule, database("q"))).toEqual(["fail scaleway_rdb_instance.d private_network.pn_id"]);
    const byPart: Resources = {
      ...networks(),
      scaleway_instance_server: { s: { project_id: id("account_project.q") } },
      scaleway_instance_private_nic: {
        n: { server_id: id("instance_server.s"), private_network_id: id("vpc_private_network.a") },
      },
    };
    expect(says(rule, byPart)).toEqual(["fail scaleway_instance_private_nic.n private_network_id"]);
  });

  it.each(["fr-par/11111111-1111-1111-1111-111111111111", "${var.network}"])(
    "a machine in a network that no stack makes: %s",
    (private_network_id) => {
      expect(says(rule, { scaleway_k8s_cluster: { c: { private_network_id } } })).toEqual([
        "unknown scaleway_k8s_cluster.c private_network_id",
      ]);
      expect(says(rule, { scaleway_k8s_cluster: { c: {} } })).toEqual([]);
      const address = { source: { private_network_id } };
      expect(says(rule, { scaleway_ipam_ip: { i: address } })).toEqual([]);
    },
  );

  it("says of a machine or a network why nobody can tell whose it is", () => {
    const why = (server_id: string, private_network_id: string) => {
      const nic = { scaleway_instance_private_nic: { n: { server_id, private_network_id } } };
      return findingsOf(rule, stackOf(nic)).map(({ message }) => message);
    };
    expect(why("${var.server}", "fr-par/1")).toEqual([
      expect.stringContaining("no stack here makes the network"),
      expect.stringContaining("variable server"),
    ]);
    expect(why("fr-par-1/1", "${var.network}")).toEqual([
      expect.stringContaining("variable network"),
      expect.stringContaining("no stack here makes it"),
    ]);
  });

  it("a machine that stands in networks of two zones without a flow between them", () => {
    const machine = (other: JsonObject): Resources => ({
      ...networks(home("workspace", "ws-1"), other),
      scaleway_lb: {
        l: {
          project_id: id("account_project.p"),
          private_network: [
            { private_network_id: id("vpc_private_network.a") },
            { private_network_id: id("vpc_private_network.b") },
          ],
        },
      },
    });
    const failure = ["fail scaleway_lb.l private_network[1].private_network_id"];
    expect(says(rule, machine(home("workspace", "ws-1")))).toEqual([]);
    expect(says(rule, machine(home("workspace", "ws-2")))).toEqual(failure);
    expect(says(rule, machine(home("platform")))).toEqual(failure);
  });

  it("a machine that stands in networks of two zones without a flow between them, by blocks that attach it", () => {
    const attaching = (network: string) => ({
      gateway_id: id("vpc_public_gateway.g"),
      private_network_id: id(`vpc_private_network.${network}`),
    });
    const gateway = (other: JsonObject): Resources => ({
      ...networks(home("workspace", "ws-1"), other),
      scaleway_vpc_public_gateway: { g: {} },
      scaleway_vpc_gateway_network: { a: attaching("a"), b: attaching("b") },
    });
    expect(says(rule, gateway(home("workspace", "ws-1")))).toEqual([]);
    expect(says(rule, gateway(home("platform")))).toEqual(["fail scaleway_vpc_gateway_network.b private_network_id"]);
  });
});

describe("HDH-PRJ-002: routes and lines", () => {
  const route = (changes: JsonObject, dataClass = "C3") =>
    says(rule, {
      scaleway_vpc: { a: home("ingest", "data", dataClass), b: home("platform") },
      scaleway_vpc_connector: { c: { vpc_id: id("vpc.a"), target_vpc_id: id("vpc.a") } },
      scaleway_vpc_route: { r: { vpc_id: id("vpc.a"), ...changes } },
    });

  it.each(["0.0.0.0/0", "::/0", "0.0.0.0/00", "0.0.0.0/1", "128.0.0.0/1", "2000::/3", "", null])(
    "a route from a health network to everywhere: %s",
    (destination) => {
      expect(route({ destination })).toEqual(["fail scaleway_vpc_route.r destination"]);
      expect(route({ destination }, "C1")).toEqual([]);
      expect(route({ destination: "${var.range}" })).toEqual(["unknown scaleway_vpc_route.r destination"]);
    },
  );

  it("a route to a range, over a connector of the same VPC", () => {
    expect(route({ destination: "10.1.0.0/16", nexthop_vpc_connector_id: id("vpc_connector.c") })).toEqual([]);
    expect(route({ destination: "10.1.0.0/016" })).toEqual([]);
  });

  it.each(["fr-par/11111111-1111-1111-1111-111111111111", "${var.hop}"])(
    "a route over something that no stack makes: %s",
    (hop) => {
      for (const argument of ["nexthop_vpc_connector_id", "nexthop_private_network_id"]) {
        expect(route({ destination: "10.1.0.0/16", [argument]: hop })).toEqual([
          `unknown scaleway_vpc_route.r ${argument}`,
        ]);
      }
    },
  );

  it("a route over a network of a VPC that no stack makes", () => {
    const over = { vpc_id: id("vpc.a"), destination: "10.1.0.0/16" };
    const resources = {
      ...networks({ vpc_id: "${var.vpc}" }),
      scaleway_vpc_route: { r: { ...over, nexthop_private_network_id: id("vpc_private_network.a") } },
    };
    expect(says(rule, resources)).toEqual(["unknown scaleway_vpc_private_network.a vpc_id"]);
  });

  it("a route over a connector of another VPC, or traffic steered into another VPC", () => {
    const elsewhere = { vpc_id: id("vpc.b"), destination: "10.1.0.0/16" };
    expect(route({ ...elsewhere, nexthop_vpc_connector_id: id("vpc_connector.c") })).toEqual([
      "fail scaleway_vpc_route.r nexthop_vpc_connector_id",
    ]);
    const steered = { vpc_id: id("vpc.b"), nexthop_private_network_id: id("vpc_private_network.a") };
    expect(says(rule, { ...networks(), scaleway_vpc_route: { r: { ...elsewhere, ...steered } } })).toEqual([
      "fail scaleway_vpc_route.r nexthop_private_network_id",
    ]);
    expect(says(rule, { ...networks(), scaleway_vpc_ingress_rule: { i: steered } })).toEqual([
      "fail scaleway_vpc_ingress_rule.i nexthop_private_network_id",
    ]);
  });

  const lines = (flows: readonly (readonly [string, string])[]) =>
    says(
      rule,
      {
        ...networks(home("ingest")),
        scaleway_interlink_link: { i: { vpc_id: id("vpc.a") } },
        scaleway_s2s_vpn_gateway: {
          g: { private_network_id: id("vpc_private_network.a"), project_id: id("account_project.p") },
        },
        scaleway_vpc: { a: home("ingest"), b: {} },
      },
      { ...INPUTS, networkFlows: flows },
    );

  it("a VPN or a private line to a site that is declared", () => {
    expect(lines([["ingest", "external-site"]])).toEqual([]);
  });

  it("a VPN or a private line to any other site", () => {
    expect(lines([["platform", "external-site"]])).toEqual([
      "fail scaleway_interlink_link.i vpc_id",
      "fail scaleway_s2s_vpn_gateway.g private_network_id",
    ]);
    for (const vpc_id of ["${var.vpc}", "fr-par/11111111-1111-1111-1111-111111111111"]) {
      expect(says(rule, { scaleway_interlink_link: { i: { vpc_id } } })).toEqual([
        "unknown scaleway_interlink_link.i vpc_id",
      ]);
    }
    expect(says(rule, { scaleway_interlink_link: { i: {} } })).toEqual([]);
  });

  it("has nothing to say of another provider's VPC", () => {
    expect(saysOf(rule, foreign("vpc", { enable_transitivity: true }))).toEqual([]);
  });
});
