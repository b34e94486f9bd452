import type { JsonObject } from "@hdh/policy-engine";
import { kubernetesIsNotPublic as rule } from "../../policies/rules/kubernetes-is-not-public";
import { configured, planOf, referring } from "../helpers/plan-json";
import { foreign, INPUTS, says, saysOf } from "../helpers/terraform-json";

const ACL = "scaleway_k8s_acl";
const CLUSTER = "scaleway_k8s_cluster";
const narrow = { acl_rules: [{ ip: "192.0.2.16/28" }] };
const list = (changes: JsonObject = {}) => ({ cluster_id: `\${${CLUSTER}.c.id}`, ...narrow, ...changes });
const cluster = (acls: Record<string, JsonObject>, changes: JsonObject = {}) =>
  says(rule, { [CLUSTER]: { c: { private_network_id: "fr-par/1111", ...changes } }, [ACL]: acls });
const acl = (changes: JsonObject) => says(rule, { [ACL]: { a: changes } });

describe("HDH-NET-007", () => {
  it("a cluster in a private network with one list", () => {
    expect(cluster({ a: list() })).toEqual([]);
    const network = { scaleway_vpc_private_network: { n: {} } };
    const inside = { private_network_id: "${scaleway_vpc_private_network.n.id}" };
    expect(says(rule, { ...network, [CLUSTER]: { c: inside }, [ACL]: { a: list() } })).toEqual([]);
  });

  it("a cluster in no private network", () => {
    for (const private_network_id of [null, ""]) {
      expect(cluster({ a: list() }, { private_network_id })).toEqual([`fail ${CLUSTER}.c private_network_id`]);
    }
    expect(cluster({ a: list() }, { private_network_id: "${var.n}" })).toEqual([
      `unknown ${CLUSTER}.c private_network_id`,
    ]);
  });

  it("a cluster with no list, or with two", () => {
    expect(cluster({})).toEqual([`fail ${CLUSTER}.c ${ACL}`]);
    expect(cluster({ a: list(), b: list() })).toEqual([`fail ${CLUSTER}.c ${ACL}`]);
    expect(cluster({ a: list({ cluster_id: "fr-par/other" }) })).toEqual([`fail ${CLUSTER}.c ${ACL}`]);
  });

  it("a cluster whose list count or for_each may leave out", () => {
    expect(cluster({ a: list({ count: "${var.on ? 1 : 0}" }) })).toEqual([`unknown ${CLUSTER}.c ${ACL}`]);
  });

  it("a list of narrow ranges, or of nobody", () => {
    expect(acl(narrow)).toEqual([]);
    expect(acl({ no_ip_allowed: true })).toEqual([]);
    expect(acl({ acl_rules: [{ ...narrow.acl_rules[0], scaleway_ranges: false }] })).toEqual([]);
  });

  it("a list of ranges that the environment declares, or of others", () => {
    const declaredRanges = { networks: ["10.64.0.0/16"], administrators: [], visitors: [] };
    const of = (ip: string) => says(rule, { [ACL]: { a: { acl_rules: [{ ip }] } } }, { ...INPUTS, declaredRanges });
    expect(of("10.64.3.0/24")).toEqual([]);
    expect(of("192.0.2.16/28")).toEqual([`fail ${ACL}.a acl_rules.ip`]);
  });

  it("a list with everybody, with all of Scaleway's ranges, or with nothing", () => {
    expect(acl({ acl_rules: [{ ip: "192.0.2.16/28" }, { ip: "0.0.0.0/0" }] })).toEqual([
      `fail ${ACL}.a acl_rules[1].ip`,
    ]);
    expect(acl({ acl_rules: [{ scaleway_ranges: true }] })).toEqual([`fail ${ACL}.a acl_rules.scaleway_ranges`]);
    expect(acl({})).toEqual([`fail ${ACL}.a no_ip_allowed`]);
    expect(acl({ acl_rules: [], no_ip_allowed: false })).toEqual([`fail ${ACL}.a no_ip_allowed`]);
  });

  it("a list that only the engine knows", () => {
    const dynamic = { dynamic: { acl_rules: { for_each: "${var.x}", content: {} } } };
    expect(acl(dynamic)).toEqual([`unknown ${ACL}.a acl_rules`]);
    expect(acl({ acl_rules: [{ ip: "${var.range}" }] })).toEqual([`unknown ${ACL}.a acl_rules.ip`]);
    expect(acl({ acl_rules: [{ scaleway_ranges: "${var.all}" }] })).toEqual([
      `unknown ${ACL}.a acl_rules.scaleway_ranges`,
    ]);
    expect(acl({ no_ip_allowed: "${var.none}" })).toEqual([`unknown ${ACL}.a no_ip_allowed`]);
  });

  const id = "fr-par/11111111-1111-1111-1111-111111111111";
  const removed = { address: `${ACL}.a`, before: { cluster_id: id, ...narrow } };
  const there = { id, private_network_id: "fr-par/2222" };

  it.each(["delete", "replace"])("a list that is removed while its cluster stays: %s", (action) => {
    const actions = action === "delete" ? ["delete"] : ["delete", "create"];
    const after = action === "delete" ? {} : { after: removed.before };
    const stays = { address: `${CLUSTER}.c`, actions: ["no-op"], before: there, after: there };
    const resources = [
      configured(`${CLUSTER}.c`, {}),
      ...(action === "delete" ? [] : [configured(`${ACL}.a`, { cluster_id: referring(`${CLUSTER}.c.id`) })]),
    ];
    const plan = planOf([{ ...removed, actions, ...after }, stays], { resources });
    expect(saysOf(rule, { name: "plan", json: plan })).toContain(`fail ${ACL}.a`);
  });

  it("a list that is removed while its cluster changes, and one that changes", () => {
    const changes = { address: `${CLUSTER}.c`, actions: ["update"], before: there, after: there };
    const resources = [configured(`${CLUSTER}.c`, {})];
    const gone = planOf([{ ...removed, actions: ["delete"] }, changes], { resources });
    expect(saysOf(rule, { name: "plan", json: gone })).toContain(`fail ${ACL}.a`);
    const list = configured(`${ACL}.a`, { cluster_id: referring(`${CLUSTER}.c.id`) });
    for (const stays of [
      { before: removed.before, actions: ["update"] },
      { actions: ["create"], before: undefined },
    ]) {
      const plan = planOf([{ ...removed, ...stays, after: removed.before }, changes], {
        resources: [...resources, list],
      });
      expect(saysOf(rule, { name: "plan", json: plan })).toEqual([]);
    }
  });

  it("a list that goes together with its cluster", () => {
    const plan = planOf([
      { ...removed, actions: ["delete"] },
      { address: `${CLUSTER}.c`, actions: ["delete"], before: there },
    ]);
    expect(saysOf(rule, { name: "plan", json: plan })).toEqual([]);
  });

  it("a pool of nodes without public addresses", () => {
    expect(says(rule, { scaleway_k8s_pool: { p: { public_ip_disabled: true } } })).toEqual([]);
  });

  it("a pool of nodes with public addresses, which is the default", () => {
    for (const public_ip_disabled of [null, false]) {
      expect(says(rule, { scaleway_k8s_pool: { p: { public_ip_disabled } } })).toEqual([
        "fail scaleway_k8s_pool.p public_ip_disabled",
      ]);
    }
    expect(says(rule, { scaleway_k8s_pool: { p: { public_ip_disabled: "${var.x}" } } })).toEqual([
      "unknown scaleway_k8s_pool.p public_ip_disabled",
    ]);
  });

  it("has nothing to say of another provider's pool", () => {
    expect(saysOf(rule, foreign("k8s_pool", {}))).toEqual([]);
  });
});
