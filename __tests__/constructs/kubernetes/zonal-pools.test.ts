import { Region } from "../../../constructs/core/locality";
import { PrivateCluster, type PrivateClusterProps } from "../../../constructs/kubernetes/private-cluster";
import { ZonalPools, type ZonalPoolsProps } from "../../../constructs/kubernetes/zonal-pools";
import { EgressGateways } from "../../../constructs/network/egress-gateways";
import { frPar, render, type TestStack, vpcIn } from "../../helpers/render";

function clusterIn(stack: TestStack, locality = frPar, props: Partial<PrivateClusterProps> = {}): PrivateCluster {
  const vpc = vpcIn(stack, { locality });
  const required = { purpose: "platform", vpc, network: "nodes", version: "1.35" };
  return new PrivateCluster(stack, "cluster", { ...required, ...props });
}

function pools(stack: TestStack, props: Partial<ZonalPoolsProps> = {}): ZonalPools {
  const cluster = props.cluster ?? clusterIn(stack);
  return new ZonalPools(stack, "pools", { purpose: "general", nodeType: "POP2-4C-16G", ...props, cluster });
}

describe("ZonalPools", () => {
  it("has a pool in each zone, which heals and scales by itself", () => {
    const template = render((stack) => void pools(stack));

    for (const [number, zone] of ["fr-par-1", "fr-par-2", "fr-par-3"].entries()) {
      expect(template.at(`pools/pool-${zone}`)).toMatchObject({
        name: `general-z${number + 1}`,
        cluster_id: expect.stringContaining("scaleway_k8s_cluster.cluster_"),
        region: "fr-par",
        zone,
        node_type: "POP2-4C-16G",
        size: 1,
        min_size: 1,
        max_size: 3,
        autoscaling: true,
        autohealing: true,
        container_runtime: "containerd",
      });
    }
    expect(template.all("k8s_pool")).toHaveLength(3);
  });

  it("gives no node a public address", () => {
    for (const pool of render((stack) => void pools(stack)).all("k8s_pool")) {
      expect(pool.public_ip_disabled).toBe(true);
    }
  });

  it("drops what would reach a public address, and what would leave from one", () => {
    const template = render((stack) => void pools(stack));

    for (const zone of ["fr-par-1", "fr-par-2", "fr-par-3"]) {
      const group = template.at(`pools/group-${zone}`);
      expect(group).toMatchObject({
        name: `hdh-production-general-${zone}`,
        project_id: expect.stringContaining("scaleway_account_project.shared_"),
        zone,
        inbound_default_policy: "drop",
        outbound_default_policy: "drop",
        stateful: true,
        enable_default_security: true,
        tags: expect.arrayContaining(["hdh-class=C3", "hdh-project=shared", "hdh-zone=platform"]),
      });
      expect(group).not.toHaveProperty("inbound_rule");
      expect(group).not.toHaveProperty("outbound_rule");
      expect(template.at(`pools/pool-${zone}`).security_group_id).toMatch(
        new RegExp(`^\\$\\{scaleway_instance_security_group\\.pools_group-${zone}_\\w+\\.id\\}$`),
      );
    }
  });

  it("tags its pools without an equals sign, which would make labels of the nodes", () => {
    for (const pool of render((stack) => void pools(stack)).all("k8s_pool")) {
      expect(pool.tags).toEqual(expect.arrayContaining(["hdh-class:C3", "hdh-project:shared", "hdh-env:production"]));
      expect(pool.tags).not.toContainEqual(expect.stringContaining("="));
    }
  });

  it("starts with its fewest nodes, none included, which provider 2.81.0 takes for one where there are more (issue #4196)", () => {
    for (const pool of render((stack) => void pools(stack, { minSize: 0, maxSize: 83 })).all("k8s_pool")) {
      expect(pool).toMatchObject({ size: 0, min_size: 0, max_size: 83 });
    }
    for (const pool of render((stack) => void pools(stack, { minSize: 5, maxSize: 5 })).all("k8s_pool")) {
      expect(pool).toMatchObject({ size: 5, min_size: 5, max_size: 5 });
    }
  });

  it("replaces nodes one by one, and leaves out no 0, which provider 2.81.0 would forget at creation", () => {
    for (const pool of render((stack) => void pools(stack)).all("k8s_pool")) {
      expect(pool.upgrade_policy).toEqual({ max_surge: 1, max_unavailable: 1 });
    }
  });

  it("leaves the number of nodes to the autoscaler", () => {
    for (const pool of render((stack) => void pools(stack)).all("k8s_pool")) {
      expect(pool.lifecycle).toEqual({ ignore_changes: ["size"] });
    }
  });

  it("labels and taints its nodes, with no startup taints, which provider 2.81.0 would put in place of taints", () => {
    const template = render((stack) =>
      pools(stack, {
        labels: { "hdh.fr/workspace": "0042" },
        taints: [{ key: "hdh.fr/workspace", value: "0042", effect: "NoSchedule" }],
      }),
    );

    for (const pool of template.all("k8s_pool")) {
      expect(pool).toMatchObject({
        labels: { "hdh.fr/workspace": "0042" },
        taints: [{ key: "hdh.fr/workspace", value: "0042", effect: "NoSchedule" }],
      });
      expect(pool).not.toHaveProperty("startup_taints");
    }
    for (const pool of render((stack) => void pools(stack)).all("k8s_pool")) {
      expect(pool).not.toHaveProperty("labels");
      expect(pool).not.toHaveProperty("taints");
    }
  });

  it("waits for the way out, without which no node becomes ready", () => {
    const template = render((stack) => {
      const cluster = clusterIn(stack);
      const egress = new EgressGateways(stack, "egress", { purpose: "egress", vpc: cluster.vpc, network: "nodes" });
      pools(stack, { cluster, after: egress.routes });
    });

    for (const pool of template.all("k8s_pool")) {
      expect(pool.depends_on).toEqual([
        expect.stringContaining("scaleway_vpc_gateway_network.egress_route-fr-par-1_"),
        expect.stringContaining("scaleway_vpc_gateway_network.egress_route-fr-par-2_"),
      ]);
    }
  });

  it.each<[4 | 8 | 16, number]>([
    [4, 83],
    [8, 166],
    [16, 166],
  ])("grows in three zones as far as a control plane of %p GB carries, to %p nodes each", (controlPlane, most) => {
    const sized = (stack: TestStack, maxSize: number) =>
      pools(stack, { cluster: clusterIn(stack, frPar, { controlPlane }), maxSize });

    expect(render((stack) => void sized(stack, most)).at("pools/pool-fr-par-1").max_size).toBe(most);
    expect(() => render((stack) => void sized(stack, most + 1))).toThrow(`from 1 to ${most}, so`);
  });

  it.each(["POP2-2C-8G", "POP2-HC-8C-16G", "POP2-HM-64C-512G", "POP2-HN-10"])("builds %s in every zone", (nodeType) => {
    expect(render((stack) => void pools(stack, { nodeType })).all("k8s_pool")).toHaveLength(3);
  });

  it.each(["L4-1-24G", "L40S-8-48G", "H100-1-80G", "H100-SXM-8-80G", "B300-SXM-2-288G"])(
    "builds %s where there are GPUs, in fr-par the second zone",
    (nodeType) => {
      const template = render((stack) => void pools(stack, { purpose: "gpu", nodeType, minSize: 0, maxSize: 4 }));

      expect(template.one("k8s_pool")).toMatchObject({ name: "gpu-z2", zone: "fr-par-2", node_type: nodeType });
      expect(template.one("instance_security_group")).toMatchObject({ zone: "fr-par-2" });
    },
  );

  it.each(["DEV1-M", "PRO2-S", "PLAY2-NANO", "GP1-S", "BASIC2-A4C-16G", "POP2-4C-16G-WIN", "pop2-4c-16g", "external"])(
    "refuses the node type %s",
    (nodeType) => {
      expect(() => render((stack) => void pools(stack, { nodeType }))).toThrow(
        new Error(
          `test/pools\n  nodeType: a POP2 or GPU type, which are authorized for health data, such as POP2-4C-16G; got "${nodeType}"`,
        ),
      );
    },
  );

  it("refuses GPUs in a region that has none", () => {
    const facts = { code: "fr-lyo", country: "FR", zones: 2, source: "none", offers: { gpu: [] } } as const;

    expect(() =>
      render((stack) => {
        pools(stack, { cluster: clusterIn(stack, new Region(facts)), nodeType: "H100-1-80G" });
      }),
    ).toThrow(new Error("test/pools\n  nodeType: no zone of fr-lyo offers H100-1-80G"));
  });

  it.each<[string, Partial<ZonalPoolsProps>, string]>([
    [
      "a bad purpose",
      { purpose: "General" },
      'purpose: lower case, digits and hyphens, 3–12 characters, starting with a letter; got "General"',
    ],
    [
      "a purpose that is too long for the name of a node",
      { purpose: "general-nodes" },
      'purpose: lower case, digits and hyphens, 3–12 characters, starting with a letter; got "general-nodes"',
    ],
    ["fewer nodes than none", { minSize: -1 }, "minSize: a whole number from 0 to maxSize, 3; got -1"],
    ["half a node", { minSize: 0.5 }, "minSize: a whole number from 0 to maxSize, 3; got 0.5"],
    ["bounds the wrong way round", { minSize: 4 }, "minSize: a whole number from 0 to maxSize, 3; got 4"],
    [
      "pools that stay empty",
      { minSize: 0, maxSize: 0 },
      "maxSize: whole nodes from 1 to 83, so that the control plane carries them all; got 0",
    ],
    [
      "more nodes in three zones than the control plane carries",
      { maxSize: 84 },
      "maxSize: whole nodes from 1 to 83, so that the control plane carries them all; got 84",
    ],
    [
      "half a node at most",
      { maxSize: 2.5 },
      "maxSize: whole nodes from 1 to 83, so that the control plane carries them all; got 2.5",
    ],
    [
      "a label of Kubernetes",
      { labels: { "node-role.kubernetes.io/control-plane": "" } },
      'labels: keys of one\'s own, such as hdh.fr/workspace; got "node-role.kubernetes.io/control-plane"',
    ],
    [
      "a label of Scaleway",
      { labels: { "k8s.scaleway.com/pool": "general" } },
      'labels: keys of one\'s own, such as hdh.fr/workspace; got "k8s.scaleway.com/pool"',
    ],
    [
      "a taint of Kubernetes",
      { taints: [{ key: "node.k8s.io/out", value: "", effect: "NoExecute" }] },
      'taints: keys of one\'s own, such as hdh.fr/workspace; got "node.k8s.io/out"',
    ],
  ])("refuses %s", (_, props, reason) => {
    expect(() => render((stack) => void pools(stack, props))).toThrow(new Error(`test/pools\n  ${reason}`));
  });
});
