import { TerraformOutput } from "cdktf";
import { Cidr } from "../../../constructs/core/cidr";
import type { IdentityProvider } from "../../../constructs/core/identity-provider";
import { PrivateCluster, type PrivateClusterProps } from "../../../constructs/kubernetes/private-cluster";
import { render, type TestStack, vpcIn } from "../../helpers/render";

function cluster(stack: TestStack, props: Partial<PrivateClusterProps> = {}): PrivateCluster {
  return new PrivateCluster(stack, "cluster", {
    purpose: "platform",
    vpc: vpcIn(stack),
    network: "nodes",
    version: "1.35",
    ...props,
  });
}

const keycloak: IdentityProvider = { issuerUrl: "https://id.example.fr/realms/hdh", clientId: "kubernetes" };

describe("PrivateCluster", () => {
  it("stands in one network, on a control plane of its own, which keeps an audit log", () => {
    const block = render((stack) => void cluster(stack)).one("k8s_cluster");

    expect(block).toMatchObject({
      name: "hdh-production-platform",
      region: "fr-par",
      project_id: expect.stringContaining("scaleway_account_project.shared_"),
      private_network_id: expect.stringContaining("scaleway_vpc_private_network.vpc_network-nodes_"),
      type: "kapsule-dedicated-4",
      version: "1.35",
      cni: "cilium",
      tags: expect.arrayContaining(["hdh-class=C3", "hdh-project=shared", "hdh-zone=platform"]),
      lifecycle: { prevent_destroy: true },
    });
    expect(block).not.toHaveProperty("open_id_connect_config");
  });

  it("states all addresses inside it, since provider 2.81.0 warns of any that is left out with every update", () => {
    expect(render((stack) => void cluster(stack)).one("k8s_cluster")).toMatchObject({
      pod_cidr: "100.64.0.0/15",
      service_cidr: "10.32.0.0/20",
      service_dns_ip: "10.32.0.10",
    });
  });

  it("keeps on destroy what it made by itself, such as volumes", () => {
    expect(render((stack) => void cluster(stack)).one("k8s_cluster").delete_additional_resources).toBe(false);
  });

  it("is patched on Sundays from 3:00 UTC, unless another time is said", () => {
    const windowOf = (props: Partial<PrivateClusterProps>) =>
      render((stack) => void cluster(stack, props)).one("k8s_cluster").auto_upgrade;

    expect(windowOf({})).toEqual({
      enable: true,
      maintenance_window_day: "sunday",
      maintenance_window_start_hour: 3,
    });
    expect(windowOf({ maintenance: { day: "tuesday", startHour: 0 } })).toEqual({
      enable: true,
      maintenance_window_day: "tuesday",
      maintenance_window_start_hour: 0,
    });
  });

  it("answers nobody when nobody administers it, and says so with the argument made for it", () => {
    const acl = render((stack) => void cluster(stack)).one("k8s_acl");

    expect(acl).toMatchObject({
      cluster_id: expect.stringContaining("scaleway_k8s_cluster.cluster_"),
      region: "fr-par",
      no_ip_allowed: true,
    });
    expect(acl).not.toHaveProperty("acl_rules");
  });

  it("answers the ranges of administrators, sorted, and no other: not the rest of Scaleway either", () => {
    const administrators = [Cidr.parse("198.51.100.7/32"), Cidr.parse("192.0.2.16/28")];
    const acl = render((stack) => void cluster(stack, { administrators })).one("k8s_acl");

    expect(acl.acl_rules).toEqual([
      { ip: "192.0.2.16/28", description: "Administrators" },
      { ip: "198.51.100.7/32", description: "Administrators" },
    ]);
    expect(acl).not.toHaveProperty("no_ip_allowed");
  });

  it("keeps its access list, since provider 2.81.0 opens the API to everyone when that goes", () => {
    expect(render((stack) => void cluster(stack)).one("k8s_acl").lifecycle).toEqual({ prevent_destroy: true });
  });

  it("can be taken down where the environment has switched protection off", () => {
    const template = render((stack) => void cluster(stack), "sandbox");

    for (const type of ["k8s_cluster", "k8s_acl"]) expect(template.one(type)).not.toHaveProperty("lifecycle");
  });

  it.each([4, 8, 16] as const)("takes a control plane of %p GB", (controlPlane) => {
    expect(render((stack) => void cluster(stack, { controlPlane })).one("k8s_cluster").type).toBe(
      `kapsule-dedicated-${controlPlane}`,
    );
  });

  it("lets people sign in at an identity provider, whose names cannot pass for the cluster's own", () => {
    const block = render((stack) => void cluster(stack, { openIdConnect: keycloak })).one("k8s_cluster");

    expect(block.open_id_connect_config).toEqual({
      issuer_url: "https://id.example.fr/realms/hdh",
      client_id: "kubernetes",
      username_claim: "sub",
      username_prefix: "oidc:",
      groups_claim: ["groups"],
      groups_prefix: "oidc:",
    });
  });

  it("hands on the id of the cluster", () => {
    const { output } = render((stack) => {
      new TerraformOutput(stack, "cluster_id", { value: cluster(stack).clusterId });
    }).json;

    expect(output).toMatchObject({
      cluster_id: { value: expect.stringMatching(/^\$\{scaleway_k8s_cluster\.cluster_\w+\.id\}$/) },
    });
  });

  it.each<[string, Partial<PrivateClusterProps>, string]>([
    [
      "a bad purpose",
      { purpose: "Platform" },
      'purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "Platform"',
    ],
    [
      "a patch version, which the provider refuses next to automatic upgrades",
      { version: "1.35.2" },
      'version: a minor version such as 1.35; patches come by themselves; got "1.35.2"',
    ],
    [
      "a word for a version",
      { version: "latest" },
      'version: a minor version such as 1.35; patches come by themselves; got "latest"',
    ],
    [
      "an hour before midnight",
      { maintenance: { day: "sunday", startHour: -1 } },
      "maintenance.startHour: a whole hour from 0 to 23, UTC; got -1",
    ],
    [
      "an hour after midnight",
      { maintenance: { day: "sunday", startHour: 24 } },
      "maintenance.startHour: a whole hour from 0 to 23, UTC; got 24",
    ],
    [
      "half an hour",
      { maintenance: { day: "sunday", startHour: 3.5 } },
      "maintenance.startHour: a whole hour from 0 to 23, UTC; got 3.5",
    ],
    [
      "the whole internet as administrators",
      { administrators: [Cidr.parse("0.0.0.0/0")] },
      "administrators: ranges of at most 16 addresses, /28 to /32; got 0.0.0.0/0",
    ],
    [
      "administrators behind a private range",
      { administrators: [Cidr.parse("10.64.0.0/28")] },
      "administrators: public ranges, as Scaleway sees them; 10.64.0.0/28 is private",
    ],
    [
      "an identity provider without encryption",
      { openIdConnect: { ...keycloak, issuerUrl: "http://id.example.fr" } },
      'openIdConnect.issuerUrl: an https address; got "http://id.example.fr"',
    ],
    [
      "an identity provider without an address",
      { openIdConnect: { ...keycloak, issuerUrl: "keycloak" } },
      'openIdConnect.issuerUrl: an https address; got "keycloak"',
    ],
    [
      "an identity provider that does not know the cluster",
      { openIdConnect: { ...keycloak, clientId: " " } },
      "openIdConnect.clientId: what the identity provider calls the cluster; it is empty",
    ],
    [
      "several of them, named together",
      { version: "2", openIdConnect: { issuerUrl: "keycloak", clientId: "" } },
      'version: a minor version such as 1.35; patches come by themselves; got "2"\n' +
        "  openIdConnect.clientId: what the identity provider calls the cluster; it is empty\n" +
        '  openIdConnect.issuerUrl: an https address; got "keycloak"',
    ],
  ])("refuses %s", (_, props, reasons) => {
    expect(() => render((stack) => void cluster(stack, props))).toThrow(new Error(`test/cluster\n  ${reasons}`));
  });

  it("refuses a network that the VPC has not", () => {
    expect(() => render((stack) => void cluster(stack, { network: "gpu" }))).toThrow(
      new Error('test/vpc: has no network "gpu"; it has nodes, services'),
    );
  });

  it.each([
    "login.microsoftonline.com",
    "sts.windows.net",
    "accounts.google.com",
    "accounts.google.com.",
    "hdh.okta.com",
    "hdh.eu.auth0.com",
    "cognito-idp.eu-west-3.amazonaws.com",
  ])("refuses the identity provider %s, which is under foreign law", (host) => {
    const openIdConnect = { ...keycloak, issuerUrl: `https://${host}/hdh` };

    expect(() => render((stack) => void cluster(stack, { openIdConnect }))).toThrow(
      new Error(
        `test/cluster\n  openIdConnect.issuerUrl: an identity provider operated in the EU; ${host} is not (HDH-JUR-008)`,
      ),
    );
  });

  it.each(["id.example.fr/okta.com", "id.notokta.com"])("takes %s for the identity provider it is", (address) => {
    const openIdConnect = { ...keycloak, issuerUrl: `https://${address}` };

    expect(() => render((stack) => void cluster(stack, { openIdConnect }))).not.toThrow();
  });
});
