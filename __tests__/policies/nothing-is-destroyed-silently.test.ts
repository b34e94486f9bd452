import type { Json, JsonObject } from "@hdh/policy-engine";
import { nothingIsDestroyedSilently as rule } from "../../policies/rules/nothing-is-destroyed-silently";
import { foreign, labels, says, saysOf, tags } from "../helpers/terraform-json";

const kept = { lifecycle: { prevent_destroy: true } };
const of = (type: string, attributes: JsonObject) => says(rule, { [`scaleway_${type}`]: { x: attributes } });
const map = (dataClass: string | null) => ({ tags: labels({ "hdh-class": dataClass }) });
const list = (dataClass: string) => ({ tags: tags({ "hdh-class": dataClass }) });

describe("HDH-DAT-002", () => {
  it("a bucket that is not emptied when it is destroyed", () => {
    expect(of("object_bucket", map("C1"))).toEqual([]);
    expect(of("object_bucket", { ...map("C3"), ...kept, force_destroy: false })).toEqual([]);
  });

  it.each([true, "true"])("a bucket with force_destroy, which deletes even locked objects: %p", (force_destroy) => {
    expect(of("object_bucket", { ...map("C0"), force_destroy })).toEqual([
      "fail scaleway_object_bucket.x force_destroy",
    ]);
  });

  it("a setting that only the engine knows", () => {
    expect(of("object_bucket", { ...map("C0"), force_destroy: "${var.force}" })).toEqual([
      "unknown scaleway_object_bucket.x force_destroy",
    ]);
  });

  it.each(["C2", "C3", "C4"])(
    "a secret or a key of class C2 or above, or of no stated class, that the platform refuses to delete: %s",
    (dataClass) => {
      expect(of("secret", { ...list(dataClass), ...kept, protected: true })).toEqual([]);
      expect(of("secret", { ...kept, protected: true })).toEqual([]);
    },
  );

  it.each(["C2", "C3", "C4"])("such a secret not protected, or such a key unprotected: %s", (dataClass) => {
    expect(of("secret", { ...list(dataClass), ...kept })).toEqual(["fail scaleway_secret.x protected"]);
    expect(of("key_manager_key", { ...list(dataClass), ...kept })).toEqual([]);
    expect(of("key_manager_key", { ...list(dataClass), ...kept, unprotected: true })).toEqual([
      "fail scaleway_key_manager_key.x unprotected",
    ]);
  });

  it("lets keys and secrets of class C1 go", () => {
    expect(of("secret", list("C1"))).toEqual([]);
    expect(of("key_manager_key", { ...list("C1"), unprotected: true })).toEqual([]);
  });

  const server = { ...list("C3"), protected: true, root_volume: { delete_on_termination: false } };

  it("a server for health data, protected, its root volume kept", () => {
    expect(of("instance_server", server)).toEqual([]);
  });

  it("a server for health data, unprotected, or with a root volume that goes with it", () => {
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

  it("a cluster that takes its volumes and addresses along when it is deleted", () => {
    expect(of("k8s_cluster", { ...kept, delete_additional_resources: false })).toEqual([]);
    for (const value of [true, null]) {
      expect(of("k8s_cluster", { ...kept, delete_additional_resources: value })).toEqual([
        "fail scaleway_k8s_cluster.x delete_additional_resources",
      ]);
    }
  });

  it("health data or its keys, or no stated class, that Terraform refuses to destroy", () => {
    expect(["C3", "C4", null].flatMap((name) => of("object_bucket", { ...map(name), ...kept }))).toEqual([]);
  });

  it.each(["C3", "C4", null])(
    "health data or its keys, or no stated class, that Terraform may destroy: %s",
    (dataClass) => {
      for (const lifecycle of [null, {}, { prevent_destroy: false }, { ignore_changes: ["tags"] }] as Json[]) {
        expect(of("object_bucket", { ...map(dataClass), lifecycle })).toEqual([
          "fail scaleway_object_bucket.x lifecycle.prevent_destroy",
        ]);
      }
    },
  );

  it("keeps the cluster that programs write health data from", () => {
    const cluster = { delete_additional_resources: false };
    expect(of("k8s_cluster", { ...cluster, ...list("C3") })).toEqual([
      "fail scaleway_k8s_cluster.x lifecycle.prevent_destroy",
    ]);
    expect(of("k8s_cluster", { ...cluster, ...list("C1") })).toEqual([]);
  });

  it("health data or its keys, or no stated class, whose every change Terraform ignores", () => {
    const ignoring = (ignore_changes: Json, dataClass = "C3") =>
      of("object_bucket", { ...map(dataClass), lifecycle: { prevent_destroy: true, ignore_changes } });
    expect(ignoring("all")).toEqual(["fail scaleway_object_bucket.x lifecycle.ignore_changes"]);
    expect(ignoring(["all"])).toEqual(["fail scaleway_object_bucket.x lifecycle.ignore_changes[0]"]);
    expect(ignoring(["lifecycle_rule"])).toEqual([]);
    expect(ignoring("all", "C1")).toEqual([]);
  });

  it("takes the class of a part from its bucket", () => {
    const type = "scaleway_object_bucket_server_side_encryption_configuration";
    const parts = (dataClass: string) =>
      says(rule, {
        scaleway_object_bucket: { b: { ...map(dataClass), ...kept } },
        [type]: { c: { bucket: "${scaleway_object_bucket.b.id}" } },
      });
    expect(parts("C3")).toEqual([`fail ${type}.c lifecycle.prevent_destroy`]);
    expect(parts("C1")).toEqual([]);
  });

  it.each(["C0", "C1", "C2"])("class C0 to C2, that Terraform may destroy: %s", (dataClass) => {
    expect(of("object_bucket", map(dataClass))).toEqual([]);
  });

  it("has nothing to say of another provider's bucket", () => {
    expect(saysOf(rule, foreign("object_bucket", { force_destroy: true }))).toEqual([]);
  });
});
