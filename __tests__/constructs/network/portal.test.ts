import { TerraformOutput } from "cdktf";
import { Cidr } from "../../../constructs/core/cidr";
import type { TrustZone } from "../../../constructs/core/custody";
import { Region } from "../../../constructs/core/locality";
import { Portal, type PortalProps } from "../../../constructs/network/portal";
import { render, type TestStack, vpcIn } from "../../helpers/render";

function portal(stack: TestStack, props: Partial<PortalProps> = {}): Portal {
  return new Portal(stack, "portal", {
    purpose: "portal",
    network: "services",
    visitors: [Cidr.parse("198.51.100.0/24")],
    ...props,
    vpc: props.vpc ?? vpcIn(stack, { zone: "access" }),
  });
}

describe("Portal", () => {
  it("is a load balancer with a reserved address in each zone that offers them", () => {
    const template = render((stack) => void portal(stack));
    const tags = expect.arrayContaining(["hdh-class=C3", "hdh-project=shared", "hdh-zone=access"]);

    expect(template.all("lb_ip").map(({ zone }) => zone)).toEqual(["fr-par-1", "fr-par-2"]);
    expect(template.all("lb").map(({ zone }) => zone)).toEqual(["fr-par-1", "fr-par-2"]);
    expect(template.at("portal/address-fr-par-1")).toMatchObject({ tags, lifecycle: { prevent_destroy: true } });
    expect(template.at("portal/balancer-fr-par-1")).toMatchObject({
      name: "hdh-production-portal-fr-par-1",
      type: "LB-S",
      project_id: expect.stringContaining("scaleway_account_project.shared_"),
      ip_ids: [expect.stringMatching(/^\$\{scaleway_lb_ip\.portal_address-fr-par-1_\w+\.id\}$/)],
      private_network: [
        { private_network_id: expect.stringContaining("scaleway_vpc_private_network.vpc_network-services_") },
      ],
      ssl_compatibility_level: "ssl_compatibility_level_modern",
      tags,
    });
  });

  it("passes TLS through, without a certificate whose private key the state would hold", () => {
    const template = render((stack) => void portal(stack));

    expect(template.at("portal/https-fr-par-2")).toMatchObject({
      name: "hdh-production-portal-fr-par-2-https",
      lb_id: expect.stringContaining("scaleway_lb.portal_balancer-fr-par-2_"),
      backend_id: expect.stringContaining("scaleway_lb_backend.portal_entrance-fr-par-2_"),
      inbound_port: 443,
    });
    expect(template.at("portal/https-fr-par-2")).not.toHaveProperty("certificate_ids");
    expect(template.all("lb_certificate")).toEqual([]);
    expect(template.at("portal/entrance-fr-par-2")).toMatchObject({
      name: "hdh-production-portal-fr-par-2-entrance",
      lb_id: expect.stringContaining("scaleway_lb.portal_balancer-fr-par-2_"),
      forward_protocol: "tcp",
      forward_port: 30443,
      health_check_tcp: {},
    });
  });

  it("tells the entrance behind it who calls, and keeps a record", () => {
    const template = render((stack) => void portal(stack));

    expect(template.at("portal/entrance-fr-par-2").proxy_protocol).toBe("v2");
    expect(template.at("portal/https-fr-par-2").enable_access_logs).toBe(true);
  });

  it("leaves the list of nodes to the cluster", () => {
    const backend = render((stack) => void portal(stack)).at("portal/entrance-fr-par-2");

    expect(backend.lifecycle).toEqual({ ignore_changes: ["server_ips"] });
    expect(backend).not.toHaveProperty("server_ips");
  });

  it("answers its visitors, sorted, and then nobody", () => {
    const visitors = [Cidr.parse("203.0.113.7/32"), Cidr.parse("198.51.0.0/16")];

    expect(render((stack) => void portal(stack, { visitors })).at("portal/https-fr-par-2").acl).toEqual([
      {
        name: "visitors",
        action: { type: "allow" },
        match: { ip_subnet: ["198.51.0.0/16", "203.0.113.7/32"] },
      },
      { name: "others", action: { type: "deny" }, match: { ip_subnet: ["0.0.0.0/0", "::/0"] } },
    ]);
  });

  it("states its rules with its frontend, an update of which makes provider 2.81.0 delete all others", () => {
    const template = render((stack) => void portal(stack));

    expect(template.all("lb_acl")).toEqual([]);
    expect(template.at("portal/https-fr-par-2")).not.toHaveProperty("external_acls");
  });

  it("gives up its addresses where the environment has switched protection off", () => {
    for (const address of render((stack) => void portal(stack), "sandbox").all("lb_ip"))
      expect(address).not.toHaveProperty("lifecycle");
  });

  it("hands on its addresses, in the order of zones", () => {
    const { output } = render((stack) => {
      new TerraformOutput(stack, "addresses", { value: portal(stack).addresses });
    }).json;

    expect(output).toMatchObject({
      addresses: {
        value: [1, 2].map((zone) =>
          expect.stringMatching(
            new RegExp(`^\\$\\{scaleway_lb_ip\\.portal_address-fr-par-${zone}_\\w+\\.ip_address\\}$`),
          ),
        ),
      },
    });
  });

  it.each<TrustZone>(["platform", "ingest", "pseudonymisation", "workspace"])(
    "refuses the trust zone %s, which has no public entrance",
    (zone) => {
      expect(() => render((stack) => void portal(stack, { vpc: vpcIn(stack, { zone }) }))).toThrow(
        new Error(`test/portal\n  vpc: in a project of the trust zone access; that of shared is ${zone} (HDH-NET-009)`),
      );
    },
  );

  it.each<[string, (stack: TestStack) => Partial<PortalProps>, string]>([
    [
      "a bad purpose",
      () => ({ purpose: "P" }),
      'purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "P"',
    ],
    ["nobody", () => ({ visitors: [] }), "visitors: at least one range; an entrance for nobody has no use"],
    ["everybody", () => ({ visitors: [Cidr.parse("0.0.0.0/0")] }), "visitors: ranges of /16 to /32; got 0.0.0.0/0"],
    [
      "more than a large network, each by itself",
      () => ({ visitors: [Cidr.parse("198.50.0.0/15"), Cidr.parse("198.51.100.0/24"), Cidr.parse("203.0.0.0/8")] }),
      "visitors: ranges of /16 to /32; got 198.50.0.0/15\n  visitors: ranges of /16 to /32; got 203.0.0.0/8",
    ],
    [
      "a region without load balancers",
      (stack) => {
        const facts = {
          code: "fr-lyo",
          country: "FR",
          zones: 1,
          source: "none",
          offers: { "load-balancer": [] },
        } as const;
        return { vpc: vpcIn(stack, { zone: "access", locality: new Region(facts) }) };
      },
      "vpc: no zone of fr-lyo offers load balancers",
    ],
  ])("refuses %s", (_, props, reasons) => {
    expect(() => render((stack) => void portal(stack, props(stack)))).toThrow(new Error(`test/portal\n  ${reasons}`));
  });

  it("refuses a network that the VPC has not", () => {
    expect(() => render((stack) => void portal(stack, { network: "gpu" }))).toThrow(
      new Error('test/vpc: has no network "gpu"; it has nodes, services'),
    );
  });
});
