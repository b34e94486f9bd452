import type { JsonObject } from "@hdh/policy-engine";
import { serverlessWorkloadsArePrivate as rule } from "../../policies/rules/serverless-workloads-are-private";
import { foreign, says, saysOf, tags } from "../helpers/terraform-json";

const closed = { privacy: "private", private_network_id: "fr-par/1111" };
const container = (changes: JsonObject) =>
  says(rule, { scaleway_container: { c: { ...closed, https_connections_only: true, ...changes } } });
const fn = (changes: JsonObject) =>
  says(rule, { scaleway_function: { f: { ...closed, http_option: "redirected", ...changes } } });

describe("HDH-NET-010", () => {
  it("private, HTTPS only and in a private network", () => {
    expect(container({})).toEqual([]);
    expect(container({ https_connections_only: null, http_option: "redirected" })).toEqual([]);
    expect(fn({})).toEqual([]);
    const network = { scaleway_vpc_private_network: { n: {} } };
    const inside = {
      ...closed,
      https_connections_only: true,
      private_network_id: "${scaleway_vpc_private_network.n.id}",
    };
    expect(says(rule, { ...network, scaleway_container: { c: inside } })).toEqual([]);
  });

  it("public, which is the default of a container", () => {
    for (const privacy of [null, "public"]) {
      expect(container({ privacy })).toEqual(["fail scaleway_container.c privacy"]);
      expect(fn({ privacy })).toEqual(["fail scaleway_function.f privacy"]);
    }
  });

  it("that answers in the clear, which is the default", () => {
    expect(container({ https_connections_only: null })).toEqual(["fail scaleway_container.c https_connections_only"]);
    expect(container({ https_connections_only: null, http_option: "enabled" })).toEqual([
      "fail scaleway_container.c http_option",
    ]);
    expect(fn({ http_option: null })).toEqual(["fail scaleway_function.f http_option"]);
  });

  it("for class C2 or above in no private network", () => {
    for (const rest of [{ tags: null }, { tags: tags({ "hdh-class": "C2" }) }]) {
      for (const private_network_id of [null, ""]) {
        expect(container({ private_network_id, ...rest })).toEqual(["fail scaleway_container.c private_network_id"]);
      }
    }
    expect(fn({ private_network_id: "${var.n}" })).toEqual(["unknown scaleway_function.f private_network_id"]);
  });

  it("for class C1 in no private network", () => {
    expect(container({ private_network_id: null, tags: tags() })).toEqual([]);
  });

  it("whose privacy only the engine knows", () => {
    expect(container({ privacy: "${var.p}" })).toEqual(["unknown scaleway_container.c privacy"]);
  });

  it("a namespace whose images anyone may fetch", () => {
    expect(says(rule, { scaleway_registry_namespace: { n: { is_public: true } } })).toEqual([
      "fail scaleway_registry_namespace.n is_public",
    ]);
  });

  it("a namespace that says nothing, which means private", () => {
    expect(says(rule, { scaleway_registry_namespace: { n: {} } })).toEqual([]);
  });

  it("has nothing to say of another provider's container", () => {
    expect(saysOf(rule, foreign("container", {}))).toEqual([]);
  });
});
