import { TerraformOutput } from "cdktf";
import { Cidr } from "../../../constructs/core/cidr";
import { Region } from "../../../constructs/core/locality";
import { ProjectScope } from "../../../constructs/identity/project-scope";
import { EgressGateways, type EgressGatewaysProps } from "../../../constructs/network/egress-gateways";
import { IsolatedVpc, type IsolatedVpcProps } from "../../../constructs/network/isolated-vpc";
import { frPar, render, type TestStack } from "../../helpers/render";

function platform(stack: TestStack, props: Partial<IsolatedVpcProps> = {}): IsolatedVpc {
  return new IsolatedVpc(stack, "platform", {
    purpose: "platform",
    project: new ProjectScope(stack, "shared", { purpose: "shared", zone: "platform", description: "Shared." }),
    locality: frPar,
    networks: [
      { purpose: "nodes", range: Cidr.parse("10.64.0.0/22") },
      { purpose: "services", range: Cidr.parse("10.64.4.0/22") },
    ],
    dataClass: "C3",
    ...props,
  });
}

function egress(stack: TestStack, props: Partial<EgressGatewaysProps> = {}): EgressGateways {
  const vpc = props.vpc ?? platform(stack);
  return new EgressGateways(stack, "egress", { purpose: "egress", network: "nodes", ...props, vpc });
}

describe("EgressGateways", () => {
  it("stands in every zone that offers gateways, in fr-par the first two", () => {
    const template = render((stack) => void egress(stack));

    expect(template.all("vpc_public_gateway").map(({ name, zone }) => [name, zone])).toEqual([
      ["hdh-production-egress-fr-par-1", "fr-par-1"],
      ["hdh-production-egress-fr-par-2", "fr-par-2"],
    ]);
    expect(template.all("vpc_public_gateway_ip")).toHaveLength(2);
    expect(template.all("vpc_gateway_network")).toHaveLength(2);
  });

  it("lets nothing in: no bastion, no mail", () => {
    for (const gateway of render((stack) => void egress(stack)).all("vpc_public_gateway")) {
      expect(gateway).toMatchObject({
        project_id: expect.stringContaining("scaleway_account_project.shared_"),
        bastion_enabled: false,
        enable_smtp: false,
        tags: expect.arrayContaining(["hdh-class=C3", "hdh-project=shared", "hdh-zone=platform"]),
      });
      expect(gateway).not.toHaveProperty("allowed_ip_ranges");
    }
  });

  it("keeps its addresses, by which others know it, and hands them on", () => {
    const template = render((stack) => {
      new TerraformOutput(stack, "addresses", { value: egress(stack).addresses });
    });

    expect(template.json.output).toMatchObject({
      addresses: {
        value: ["fr-par-1", "fr-par-2"].map((zone) =>
          expect.stringMatching(
            new RegExp(`^\\$\\{scaleway_vpc_public_gateway_ip\\.egress_address-${zone}_\\w+\\.address\\}$`),
          ),
        ),
      },
    });
    for (const address of template.all("vpc_public_gateway_ip"))
      expect(address.lifecycle).toEqual({ prevent_destroy: true });
    expect(template.at("egress/gateway-fr-par-1").ip_id).toMatch(
      /^\$\{scaleway_vpc_public_gateway_ip\.egress_address-fr-par-1_\w+\.id\}$/,
    );
  });

  it("gives up its addresses where the environment has switched protection off", () => {
    for (const address of render((stack) => void egress(stack), "sandbox").all("vpc_public_gateway_ip")) {
      expect(address).not.toHaveProperty("lifecycle");
    }
  });

  it("announces a default route, and hides addresses, in the one network, which others can wait for", () => {
    const template = render((stack) => expect(egress(stack).routes).toHaveLength(2));

    for (const zone of ["fr-par-1", "fr-par-2"]) {
      expect(template.at(`egress/route-${zone}`)).toMatchObject({
        zone,
        gateway_id: expect.stringContaining(`scaleway_vpc_public_gateway.egress_gateway-${zone}_`),
        private_network_id: expect.stringContaining("scaleway_vpc_private_network.platform_network-nodes_"),
        enable_masquerade: true,
        ipam_config: [{ push_default_route: true }],
      });
    }
  });

  it("opens a bastion to administrators' ranges, sorted", () => {
    const allowedRanges = [Cidr.parse("198.51.100.7/32"), Cidr.parse("192.0.2.16/28")];

    for (const gateway of render((stack) => void egress(stack, { bastion: { allowedRanges } })).all(
      "vpc_public_gateway",
    )) {
      expect(gateway).toMatchObject({
        bastion_enabled: true,
        allowed_ip_ranges: ["192.0.2.16/28", "198.51.100.7/32"],
        enable_smtp: false,
      });
    }
  });

  it.each(["workspace", "ingest", "pseudonymisation"] as const)(
    "refuses the trust zone %s, which has no way out",
    (zone) => {
      expect(() =>
        render((stack) => {
          const project = new ProjectScope(stack, "sealed", { purpose: "sealed", zone, description: "Sealed." });
          egress(stack, { vpc: platform(stack, { project }) });
        }),
      ).toThrow(`test/egress\n  vpc: not in the trust zone ${zone}, which has no way out`);
    },
  );

  it.each<[string, (stack: TestStack) => Partial<EgressGatewaysProps>, string]>([
    ["a bad purpose", () => ({ purpose: "Out" }), "purpose: lower case"],
    ["a network that the VPC has not", () => ({ network: "gpu" }), 'has no network "gpu"; it has nodes, services'],
    [
      "a region without gateways",
      (stack) => {
        const facts = {
          code: "fr-lyo",
          country: "FR",
          zones: 1,
          source: "none",
          offers: { "public-gateway": [] },
        } as const;
        return { vpc: platform(stack, { locality: new Region(facts) }) };
      },
      "vpc: no zone of fr-lyo offers public gateways",
    ],
    [
      "a bastion for nobody",
      () => ({ bastion: { allowedRanges: [] } }),
      "bastion.allowedRanges: at least one public range",
    ],
    [
      "a bastion for everybody",
      () => ({ bastion: { allowedRanges: [Cidr.parse("0.0.0.0/0")] } }),
      "bastion.allowedRanges: ranges of at most 16 addresses, /28 to /32; got 0.0.0.0/0",
    ],
    [
      "a bastion for a private range",
      () => ({ bastion: { allowedRanges: [Cidr.parse("192.168.1.0/28")] } }),
      "bastion.allowedRanges: public ranges, as Scaleway sees them; 192.168.1.0/28 is private",
    ],
  ])("refuses %s", (_, props, message) => {
    expect(() => render((stack) => void egress(stack, props(stack)))).toThrow(message);
  });
});
