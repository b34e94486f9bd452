import type { Json, JsonObject } from "@hdh/policy-engine";
import { nothingIsDestroyedSilently as rule } from "../../policies/rules/nothing-is-destroyed-silently";
import { foreign, labels, says, saysOf, tags } from "../helpers/terraform-json";

const kept = { lifecycle: { prevent_destroy: true } };
const of = (type: string, attributes: JsonObject) => says(rule, { [`scaleway_${type}`]: { x: attributes } });
const map = (dataClass: string | null) => ({ tags: labels({ "hdh-class": dataClass }) });
const list = (dataClass: string) => ({ tags: tags({ "hdh-class": dataClass }) });

describe("HDH-DAT-002", () => {
  it("1. passes for a bucket that is not emptied; that is the default", () => {
    expect(of("object_bucket", map("C1"))).toEqual([]);
    expect(of("object_bucket", { ...map("C3"), ...kept, force_destroy: false })).toEqual([]);
  });

  it.each([true, "true", "${var.force}"])("2. refuses force_destroy = %p, of any class", (force_destroy) => {
    const outcome = force_destroy === "${var.force}" ? "unknown" : "fail";
    expect(of("object_bucket", { ...map("C0"), force_destroy })).toEqual([
      `${outcome} scaleway_object_bucket.x force_destroy`,
    ]);
  });

  it.each(["C2", "C3", "C4"])("3. and 4. asks for protection of keys and secrets of class %p", (dataClass) => {
    expect(of("secret", { ...list(dataClass), ...kept, protected: true })).toEqual([]);
    expect(of("secret", { ...list(dataClass), ...kept })).toEqual(["fail scaleway_secret.x protected"]);
    expect(of("key_manager_key", { ...list(dataClass), ...kept })).toEqual([]);
    expect(of("key_manager_key", { ...list(dataClass), ...kept, unprotected: true })).toEqual([
      "fail scaleway_key_manager_key.x unprotected",
    ]);
  });

  it("4. lets keys and secrets of class C1 go", () => {
    expect(of("secret", list("C1"))).toEqual([]);
    expect(of("key_manager_key", { ...list("C1"), unprotected: true })).toEqual([]);
  });

  it("5. and 6. keeps a server for health data and its root volume", () => {
    const server = { ...list("C3"), protected: true, root_volume: { delete_on_termination: false } };
    expect(of("instance_server", server)).toEqual([]);
    expect(of("instance_server", { ...server, protected: null })).toEqual([
      "fail scaleway_instance_server.x protected",
    ]);
    for (const root_volume of [null, {}, { delete_on_termination: true }] as Json[]) {
      expect(of("instance_server", { ...server, root_volume })).toEqual([
        "fail scaleway_instance_server.x root_volume.delete_on_termination",
      ]);
    }
    expect(of("instance_server", list("C1"))).toEqual([]);
  });

  it("7. refuses a cluster that takes its volumes along", () => {
    expect(of("k8s_cluster", { delete_additional_resources: false })).toEqual([]);
    for (const value of [true, null]) {
      expect(of("k8s_cluster", { delete_additional_resources: value })).toEqual([
        "fail scaleway_k8s_cluster.x delete_additional_resources",
      ]);
    }
  });

  it.each(["C3", "C4", null])("8. and 9. asks for prevent_destroy where the class is %p", (dataClass) => {
    expect(of("object_bucket", { ...map(dataClass), ...kept })).toEqual([]);
    for (const lifecycle of [null, {}, { prevent_destroy: false }, { ignore_changes: ["tags"] }] as Json[]) {
      expect(of("object_bucket", { ...map(dataClass), lifecycle })).toEqual([
        "fail scaleway_object_bucket.x lifecycle.prevent_destroy",
      ]);
    }
  });

  it("9. takes the class of a part from its bucket", () => {
    const type = "scaleway_object_bucket_server_side_encryption_configuration";
    const parts = (dataClass: string) =>
      says(rule, {
        scaleway_object_bucket: { b: { ...map(dataClass), ...kept } },
        [type]: { c: { bucket: "${scaleway_object_bucket.b.id}" } },
      });
    expect(parts("C3")).toEqual([`fail ${type}.c lifecycle.prevent_destroy`]);
    expect(parts("C1")).toEqual([]);
  });

  it.each(["C0", "C1", "C2"])("10. lets Terraform destroy what is of class %p", (dataClass) => {
    expect(of("object_bucket", map(dataClass))).toEqual([]);
  });

  it("has nothing to say of another provider's bucket", () => {
    expect(saysOf(rule, foreign("object_bucket", { force_destroy: true }))).toEqual([]);
  });
});
