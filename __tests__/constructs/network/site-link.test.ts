import { Cidr } from "../../../constructs/core/cidr";
import type { ExternalSite } from "../../../constructs/core/external-site";
import { ProjectScope } from "../../../constructs/identity/project-scope";
import { IsolatedVpc } from "../../../constructs/network/isolated-vpc";
import { SiteLink, type SiteLinkProps } from "../../../constructs/network/site-link";
import { frPar, render, type Template, type TestStack } from "../../helpers/render";

const SITE: ExternalSite = {
  country: "FR",
  gatewayAddress: "203.0.113.9",
  asn: 65_001,
  range: Cidr.parse("172.16.8.0/24"),
};

function platform(stack: TestStack): IsolatedVpc {
  return new IsolatedVpc(stack, "platform", {
    purpose: "platform",
    project: new ProjectScope(stack, "shared", { purpose: "shared", zone: "platform", description: "Shared." }),
    locality: frPar,
    networks: [
      { purpose: "nodes", range: Cidr.parse("10.64.0.0/22") },
      { purpose: "services", range: Cidr.parse("10.64.4.0/22") },
    ],
    dataClass: "C3",
  });
}

function link(props: Partial<Omit<SiteLinkProps, "site" | "vpc">> & { site?: Partial<ExternalSite> } = {}): Template {
  const site = { ...SITE, ...props.site };
  return render((stack) => {
    new SiteLink(stack, "link", { purpose: "second-site", network: "services", ...props, vpc: platform(stack), site });
  });
}

const LABELS = ["hdh-class=C3", "hdh-project=shared", "hdh-zone=platform"];

describe("SiteLink", () => {
  it("stands on a gateway in the one network, and knows the site's by its public address", () => {
    const template = link();

    expect(template.one("s2s_vpn_gateway")).toMatchObject({
      name: "hdh-production-second-site-here",
      region: "fr-par",
      zone: "fr-par-1",
      project_id: expect.stringContaining("scaleway_account_project.shared_"),
      gateway_type: "VGW-S",
      private_network_id: expect.stringContaining("scaleway_vpc_private_network.platform_network-services_"),
      tags: expect.arrayContaining(LABELS),
    });
    expect(template.one("s2s_vpn_customer_gateway")).toMatchObject({
      name: "hdh-production-second-site-there",
      region: "fr-par",
      project_id: expect.stringContaining("scaleway_account_project.shared_"),
      ipv4_public: "203.0.113.9",
      asn: 65_001,
      tags: expect.arrayContaining(LABELS),
    });
  });

  it("lets in routes for the site's one range, and lets out those of the one network", () => {
    expect(link().one("s2s_vpn_routing_policy")).toMatchObject({
      name: "hdh-production-second-site",
      is_ipv6: false,
      prefix_filter_in: ["172.16.8.0/24"],
      prefix_filter_out: ["10.64.4.0/22"],
      tags: expect.arrayContaining(LABELS),
    });
  });

  it("is opened by the site, and exchanges routes by that policy alone", () => {
    const connection = link().one("s2s_vpn_connection");

    expect(connection).toMatchObject({
      name: "hdh-production-second-site",
      vpn_gateway_id: expect.stringContaining("scaleway_s2s_vpn_gateway.link_gateway_"),
      customer_gateway_id: expect.stringContaining("scaleway_s2s_vpn_customer_gateway.link_site_"),
      initiation_policy: "customer_gateway",
      is_ipv6: false,
      enable_route_propagation: true,
      bgp_config_ipv4: [{ routing_policy_id: expect.stringContaining("scaleway_s2s_vpn_routing_policy.link_routes_") }],
      tags: expect.arrayContaining(LABELS),
    });
    expect(connection).not.toHaveProperty("bgp_config_ipv6");
  });

  it("encrypts negotiation and traffic with AES-256-GCM, which needs no integrity algorithm, and a strong group", () => {
    const strong = [{ encryption: "aes256gcm", dh_group: "ecp384" }];

    expect(link().one("s2s_vpn_connection")).toMatchObject({ ikev2_ciphers: strong, esp_ciphers: strong });
    for (const cipher of Object.values(link().one("s2s_vpn_connection")).flat())
      expect(cipher).not.toHaveProperty("integrity");
  });

  it("states no shared key, which Scaleway makes and keeps in Secret Manager", () => {
    const template = link();

    expect(template.all("secret")).toEqual([]);
    expect(JSON.stringify(template.json)).not.toMatch(/psk|pre_shared/);
  });

  it.each([64_512, 65_534, 4_200_000_000, 4_294_967_294])("takes the private number %p of a site", (asn) => {
    expect(link({ site: { asn } }).one("s2s_vpn_customer_gateway").asn).toBe(asn);
  });

  it.each(["172.16.8.0/24", "192.168.0.0/16", "10.128.0.0/9"])("reaches the range %s of a site", (range) => {
    expect(link({ site: { range: Cidr.parse(range) } }).one("s2s_vpn_routing_policy").prefix_filter_in).toEqual([
      range,
    ]);
  });

  it.each([12_876, 64_511, 65_535, 4_199_999_999, 4_294_967_295, 65_000.5, Number.NaN])(
    "refuses the number %p, which is not private",
    (asn) => {
      expect(() => link({ site: { asn } })).toThrow(
        `test/link\n  site.asn: a private number, 64512–65534 or 4200000000–4294967294 (RFC 6996); got ${asn}`,
      );
    },
  );

  it.each([
    "10.0.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "vpn.example.fr",
    "2001:db8::1",
    "",
  ])("refuses the gateway %p, which nobody can call", (gatewayAddress) => {
    expect(() => link({ site: { gatewayAddress } })).toThrow(
      `test/link\n  site.gatewayAddress: a public IPv4 address, as Scaleway sees it; got "${gatewayAddress}"`,
    );
  });

  it.each<[string, Parameters<typeof link>[0], string]>([
    [
      "a bad purpose",
      { purpose: "Link" },
      'test/link\n  purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "Link"',
    ],
    [
      "a site abroad",
      { site: { country: "BE" } },
      "test/link\n  site.country: FR; got BE. Only a French site is a second site; the profile eu-dr keeps ciphertext abroad",
    ],
    [
      "public addresses behind the link",
      { site: { range: Cidr.parse("203.0.113.0/24") } },
      "test/link\n  site.range: inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (RFC 1918); got 203.0.113.0/24",
    ],
    [
      "the addresses of a network here",
      { site: { range: Cidr.parse("10.64.0.0/23") } },
      "test/link\n  site.range: 10.64.0.0/23 overlaps the network nodes 10.64.0.0/22; renumber the site",
    ],
    [
      "every address",
      { site: { range: Cidr.parse("0.0.0.0/0") } },
      [
        "test/link",
        "site.range: inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (RFC 1918); got 0.0.0.0/0",
        "site.range: 0.0.0.0/0 overlaps the network nodes 10.64.0.0/22; renumber the site",
        "site.range: 0.0.0.0/0 overlaps the network services 10.64.4.0/22; renumber the site",
      ].join("\n  "),
    ],
    [
      "a network that the VPC has not",
      { network: "gpu" },
      'test/platform: has no network "gpu"; it has nodes, services',
    ],
  ])("refuses %s", (_, props, message) => {
    expect(() => link(props)).toThrow(new Error(message));
  });
});
