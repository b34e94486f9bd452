import type { JsonObject } from "@hdh/policy-engine";
import { workloadsHaveNoPublicAddress as rule } from "../../policies/rules/workloads-have-no-public-address";
import { configured, constant, planOf, referring } from "../helpers/plan-json";
import { foreign, says, saysOf, tags } from "../helpers/terraform-json";

const inside = { private_network: [{ pn_id: "${scaleway_vpc_private_network.n.id}" }] };
const server = (changes: JsonObject) => says(rule, { scaleway_instance_server: { s: { ...inside, ...changes } } });
const fails = (attribute: string) => [`fail scaleway_instance_server.s ${attribute}`];

describe("HDH-NET-001", () => {
  it("a server in a private network, without a public address", () => {
    expect(server({})).toEqual([]);
    expect(server({ ip_ids: [], enable_dynamic_ip: false, tags: tags({ "hdh-class": "C4" }) })).toEqual([]);
  });

  it("a server with an address, with several, or with a dynamic one", () => {
    expect(server({ ip_id: "fr-par-1/11111111-1111-1111-1111-111111111111" })).toEqual(fails("ip_id"));
    expect(server({ ip_id: "${scaleway_lb_ip.a.id}" })).toEqual(["unknown scaleway_instance_server.s ip_id"]);
    const address = { scaleway_lb_ip: { a: {} } };
    const withOne = { s: { ...inside, ip_id: "${scaleway_lb_ip.a.id}" } };
    expect(says(rule, { ...address, scaleway_instance_server: withOne })).toEqual(fails("ip_id"));
    const withTwo = { s: { ...inside, ip_ids: ["${scaleway_lb_ip.a.id}", "11111111"] } };
    expect(says(rule, { ...address, scaleway_instance_server: withTwo })).toEqual([
      ...fails("ip_ids[0]"),
      ...fails("ip_ids[1]"),
    ]);
    expect(server({ enable_dynamic_ip: true })).toEqual(fails("enable_dynamic_ip"));
    expect(server({ enable_dynamic_ip: "true" })).toEqual(fails("enable_dynamic_ip"));
  });

  it("a server in no private network", () => {
    expect(server({ private_network: [] })).toEqual(fails("private_network"));
    expect(server({ private_network: null })).toEqual(fails("private_network"));
  });

  it("a server whose private network is a resource of its own", () => {
    const nic = { scaleway_instance_private_nic: { n: { server_id: "${scaleway_instance_server.s.id}" } } };
    expect(says(rule, { ...nic, scaleway_instance_server: { s: {} } })).toEqual([]);
  });

  it("a server whose addresses only the engine knows", () => {
    expect(server({ ip_ids: "${var.ips}" })).toEqual(["unknown scaleway_instance_server.s ip_ids"]);
    expect(server({ enable_dynamic_ip: "${var.on}" })).toEqual([
      "unknown scaleway_instance_server.s enable_dynamic_ip",
    ]);
    const dynamic = { private_network: null, dynamic: { private_network: { for_each: "${var.x}", content: {} } } };
    expect(server(dynamic)).toEqual(["unknown scaleway_instance_server.s private_network"]);
  });

  it("a template that counts public addresses, or names no private network", () => {
    const template = (changes: JsonObject) =>
      says(rule, {
        scaleway_autoscaling_instance_template: { t: { private_network_ids: ["${var.network}"], ...changes } },
      });
    expect(template({ public_ips_v4_count: 0 })).toEqual([]);
    expect(template({ public_ips_v4_count: 1, public_ips_v6_count: "${var.n}" })).toEqual([
      "fail scaleway_autoscaling_instance_template.t public_ips_v4_count",
      "unknown scaleway_autoscaling_instance_template.t public_ips_v6_count",
    ]);
    expect(template({ private_network_ids: [] })).toEqual([
      "fail scaleway_autoscaling_instance_template.t private_network_ids",
    ]);
  });

  it.each(["scaleway_instance_ip", "scaleway_flexible_ip"])("an address that waits for a machine: %s", (type) => {
    expect(says(rule, { [type]: { x: {} } })).toEqual([`fail ${type}.x`]);
  });

  it.each(["scaleway_baremetal_server", "scaleway_apple_silicon_server"])(
    "a machine that Scaleway gives a public address in any case: %s",
    (type) => {
      expect(says(rule, { [type]: { x: inside } })).toEqual([`fail ${type}.x`]);
    },
  );

  it("an address of class C1 in a project that holds health data", () => {
    const inProject = (dataClass: string) => ({
      project_id: "${scaleway_account_project.p.id}",
      tags: tags({ "hdh-class": dataClass }),
    });
    const stack = (dataClass: string) => ({
      scaleway_account_project: { p: {} },
      scaleway_instance_ip: { x: inProject("C1") },
      scaleway_vpc: { v: inProject(dataClass) },
    });
    expect(says(rule, stack("C3"))).toEqual(["fail scaleway_instance_ip.x"]);
    expect(says(rule, stack("C1"))).toEqual([]);
  });

  it("a server of class C1 in a project without health data", () => {
    expect(server({ enable_dynamic_ip: true, private_network: null, tags: tags() })).toEqual([]);
  });

  it("is found in a plan, whose address shows only at apply", () => {
    const change = {
      address: "scaleway_instance_server.s",
      after: { type: "POP2-2C-8G", enable_dynamic_ip: false, ip_ids: null, private_network: [{}] },
      unknown: { id: true, ip_id: true, private_network: [{ pn_id: true }] },
    };
    const written = { ip_id: referring("scaleway_instance_ip.a.id"), type: constant("POP2-2C-8G") };
    const address = {
      address: "scaleway_instance_ip.a",
      after: { tags: ["hdh-class=C1"] },
      unknown: { id: true },
    };
    const resources = [
      configured("scaleway_instance_server.s", written),
      configured("scaleway_instance_ip.a", { tags: constant(["hdh-class=C1"]) }),
    ];
    expect(saysOf(rule, { name: "plan", json: planOf([change, address], { resources }) })).toEqual(fails("ip_id"));
    const { ip_id: _, ...without } = written;
    const closed = planOf([change], { resources: [configured("scaleway_instance_server.s", without)] });
    expect(saysOf(rule, { name: "plan", json: closed })).toEqual([]);
  });

  it("has nothing to say of another provider's server", () => {
    expect(saysOf(rule, foreign("instance_server", { enable_dynamic_ip: true }))).toEqual([]);
  });
});
