import { Cidr } from "../../../constructs/core/cidr";
import { IsolatedVpc, type IsolatedVpcProps } from "../../../constructs/network/isolated-vpc";
import { frPar, projectIn, render, type TestStack } from "../../helpers/render";

const nodes = { purpose: "nodes", range: Cidr.parse("10.64.0.0/22") };
const services = { purpose: "services", range: Cidr.parse("10.64.4.0/22") };

function vpc(stack: TestStack, props: Partial<IsolatedVpcProps> = {}): IsolatedVpc {
  return new IsolatedVpc(stack, "platform", {
    purpose: "platform",
    project: projectIn(stack),
    locality: frPar,
    networks: [nodes, services],
    dataClass: "C3",
    ...props,
  });
}

describe("IsolatedVpc", () => {
  it("is a VPC of its own that passes nothing on", () => {
    expect(render((stack) => void vpc(stack)).one("vpc")).toMatchObject({
      name: "hdh-production-platform",
      region: "fr-par",
      project_id: expect.stringContaining("scaleway_account_project."),
      enable_transitivity: false,
      tags: expect.arrayContaining(["hdh-class=C3"]),
      lifecycle: { prevent_destroy: true },
    });
  });

  it("drops by default what no rule names, on both IP versions, and protects both ACLs", () => {
    const acls = render((stack) => void vpc(stack)).all("vpc_acl");

    expect(acls).toHaveLength(2);
    for (const isIpv6 of [false, true]) {
      expect(acls).toContainEqual(
        expect.objectContaining({
          is_ipv6: isIpv6,
          default_policy: "drop",
          region: "fr-par",
          vpc_id: expect.stringContaining("scaleway_vpc."),
          lifecycle: { prevent_destroy: true },
        }),
      );
    }
    for (const acl of acls) expect(acl).not.toHaveProperty("rules");
  });

  it("gives each network its range from the address plan, and no default route", () => {
    const template = render((stack) => void vpc(stack));

    expect(template.at("platform/network-nodes")).toMatchObject({
      name: "hdh-production-platform-nodes",
      region: "fr-par",
      ipv4_subnet: { subnet: "10.64.0.0/22" },
      enable_default_route_propagation: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(template.at("platform/network-services")).toMatchObject({ ipv4_subnet: { subnet: "10.64.4.0/22" } });
  });

  it("lets pass what its flows name, between the ranges of its networks, in IPv4 only", () => {
    const template = render((stack) =>
      vpc(stack, {
        flows: [{ name: "Nodes query the catalogue", from: "nodes", to: "services", service: "postgresql" }],
      }),
    );

    expect(template.at("platform/acl-ipv4").rules).toMatchObject([
      {
        description: "Nodes query the catalogue",
        source: "10.64.0.0/22",
        destination: "10.64.4.0/22",
        action: "accept",
      },
      { description: "Answers: Nodes query the catalogue", source: "10.64.4.0/22", destination: "10.64.0.0/22" },
      { description: "Everything else is dropped", source: "0.0.0.0/0", action: "drop" },
    ]);
    expect(template.at("platform/acl-ipv6").rules).toMatchObject([{ source: "::/0", action: "drop" }]);
  });

  it("names its networks by purpose, and says which there are when asked for another", () => {
    render((stack) => {
      const platform = vpc(stack);
      expect(platform.network("nodes")).not.toBe(platform.network("services"));
      expect(String(platform.range("nodes"))).toBe("10.64.0.0/22");
      expect(() => platform.range("gpu")).toThrow('test/platform: has no network "gpu"; it has nodes, services');
      expect(() => platform.network("gpu")).toThrow('test/platform: has no network "gpu"; it has nodes, services');
    });
  });

  it.each<[string, Partial<IsolatedVpcProps>, string]>([
    ["no network", { networks: [] }, "networks: at least one"],
    [
      "a bad purpose",
      { purpose: "X" },
      'purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "X"',
    ],
    ["a bad network purpose", { networks: [{ ...nodes, purpose: "N" }] }, "networks[0].purpose: lower case"],
    [
      "two networks of one purpose",
      { networks: [nodes, { ...services, purpose: "nodes" }] },
      'networks: "nodes" is named twice',
    ],
    [
      "overlapping ranges",
      { networks: [nodes, { purpose: "services", range: Cidr.parse("10.64.2.0/23") }] },
      "networks: nodes 10.64.0.0/22 and services 10.64.2.0/23 overlap; take ranges from the address plan",
    ],
    [
      "a flow to nowhere",
      { flows: [{ name: "Nodes query the catalogue", from: "nodes", to: "gpu", service: "https" }] },
      'flows[0].to: one of nodes, services; got "gpu"',
    ],
  ])("refuses %s", (_, props, message) => {
    expect(() => render((stack) => void vpc(stack, props))).toThrow(message);
  });
});
