import { Cidr } from "../../../constructs/core/cidr";
import { type AclFlow, NetworkAcl, type NetworkAclProps, SERVICES } from "../../../constructs/network/network-acl";
import { frPar, render, type TestStack } from "../../helpers/render";

const nodes = Cidr.parse("10.64.0.0/22");
const services = Cidr.parse("10.64.4.0/22");
const flow: AclFlow = { name: "Nodes query the catalogue", from: nodes, to: services, service: "postgresql" };

function acl(stack: TestStack, props: Partial<NetworkAclProps> = {}): NetworkAcl {
  return new NetworkAcl(stack, "acl", { vpcId: "fr-par/vpc", locality: frPar, version: "ipv4", ...props });
}

function rulesOf(flows: readonly AclFlow[]): Record<string, unknown>[] {
  return render((stack) => void acl(stack, { flows })).one("vpc_acl").rules as Record<string, unknown>[];
}

describe("NetworkAcl", () => {
  it.each(["ipv4", "ipv6"] as const)(
    "drops everything in %s, and stays as long as its VPC, since its removal opens that",
    (version) => {
      const block = render((stack) => void acl(stack, { version })).one("vpc_acl");

      expect(block).toMatchObject({
        vpc_id: "fr-par/vpc",
        region: "fr-par",
        is_ipv6: version === "ipv6",
        default_policy: "drop",
        lifecycle: { prevent_destroy: true },
      });
      expect(block).not.toHaveProperty("rules");
    },
  );

  it("can go with its VPC where the environment has switched protection off", () => {
    expect(render((stack) => void acl(stack), "sandbox").one("vpc_acl")).not.toHaveProperty("lifecycle");
  });

  it("lets calls and their answers through, since it keeps no track of connections, and drops the rest", () => {
    expect(rulesOf([flow])).toEqual([
      {
        description: "Nodes query the catalogue",
        protocol: "TCP",
        source: "10.64.0.0/22",
        src_port_low: 32_768,
        src_port_high: 65_535,
        destination: "10.64.4.0/22",
        dst_port_low: 5432,
        dst_port_high: 5432,
        action: "accept",
      },
      {
        description: "Answers: Nodes query the catalogue",
        protocol: "TCP",
        source: "10.64.4.0/22",
        src_port_low: 5432,
        src_port_high: 5432,
        destination: "10.64.0.0/22",
        dst_port_low: 32_768,
        dst_port_high: 65_535,
        action: "accept",
      },
      {
        description: "Everything else is dropped",
        protocol: "ANY",
        source: "0.0.0.0/0",
        src_port_low: 0,
        src_port_high: 0,
        destination: "0.0.0.0/0",
        dst_port_low: 0,
        dst_port_high: 0,
        action: "drop",
      },
    ]);
  });

  it("has no ports for ping", () => {
    expect(rulesOf([{ ...flow, name: "Nodes ping services", service: "ping" }])[0]).toMatchObject({
      protocol: "ICMP",
      src_port_low: 0,
      src_port_high: 0,
      dst_port_low: 0,
      dst_port_high: 0,
    });
  });

  it("stands in the order of names, however its flows are stated", () => {
    const flows = Object.keys(SERVICES).map((service) => ({
      ...flow,
      name: `Nodes call services by ${service}`,
      service: service as keyof typeof SERVICES,
    }));

    expect(rulesOf([...flows].reverse())).toEqual(rulesOf(flows));
    expect(rulesOf(flows).at(-1)).toMatchObject({ action: "drop" });
  });

  it("drops the rest in IPv6 as well", () => {
    expect(render((stack) => void acl(stack, { version: "ipv6", flows: [] })).one("vpc_acl").rules).toEqual([
      expect.objectContaining({ source: "::/0", destination: "::/0", action: "drop" }),
    ]);
  });

  it("takes as many flows as the API takes rules", () => {
    const flows = Array.from({ length: 127 }, (_, index) => ({ ...flow, name: `Nodes query catalogue ${index}` }));

    expect(rulesOf(flows)).toHaveLength(255);
    expect(() => rulesOf([...flows, flow])).toThrow("flows: at most 127, 255 rules; got 128");
  });

  it.each(["Short", "nodes query the catalogue", "(Rule scope: client) Nodes query", "N".repeat(101)])(
    "refuses the name %p, which is no sentence or hides the rule from the provider",
    (name) => {
      expect(() => rulesOf([{ ...flow, name }])).toThrow("test/acl\n  flows[0].name: a sentence of letters");
    },
  );

  it.each<[string, Partial<NetworkAclProps>, string]>([
    ["two flows of one name", { flows: [flow, flow] }, 'flows: "Nodes query the catalogue" is named twice'],
    [
      "a flow within a network, which no list filters",
      { flows: [{ ...flow, to: Cidr.parse("10.64.1.0/24") }] },
      'flows: "Nodes query the catalogue" stays within 10.64.0.0/22 and 10.64.1.0/24',
    ],
    [
      "a flow from anywhere",
      { flows: [{ ...flow, from: Cidr.parse("0.0.0.0/0") }] },
      'flows: "Nodes query the catalogue" names 0.0.0.0/0; ranges are /16 to /32',
    ],
    ["IPv4 ranges in IPv6", { version: "ipv6", flows: [flow] }, "flows: IPv4 ranges only"],
  ])("refuses %s", (_, props, message) => {
    expect(() => render((stack) => void acl(stack, props))).toThrow(message);
  });
});
