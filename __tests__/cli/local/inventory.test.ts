import type { LiveObject } from "@hdh/local-scaleway";
import { compare } from "../../../cli/local/inventory";
import type { ManagedResource } from "../../../cli/local/states";

const object = (type: string, id: string, more: Partial<LiveObject> = {}): LiveObject => ({
  type,
  id,
  seed: false,
  scheduledForDeletion: false,
  created: "2026-11-22T00:00:00.000000Z",
  ...more,
});
const resource = (type: string, id: string, more: Partial<ManagedResource> = {}): ManagedResource => ({
  environment: "sandbox",
  stack: "network-fr-par",
  address: `${type}.x`,
  type,
  id,
  ...more,
});

const vpc = object("scaleway_vpc", "fr-par/1", { name: "hdh-sandbox-platform" });
const take = (resources: ManagedResource[], objects: LiveObject[]) => compare(resources, objects, ["sandbox"]);

describe("the inventory", () => {
  it("matches a resource with the object of its type and id", () => {
    expect(take([resource("scaleway_vpc", "fr-par/1")], [vpc])).toMatchObject({
      matched: [{ object: vpc }],
      missing: [],
      orphans: [],
    });
  });

  it("does not take one type for another that has the same id", () => {
    expect(take([resource("scaleway_iam_policy", "1")], [object("scaleway_iam_application", "1")])).toMatchObject({
      matched: [],
      missing: [{ id: "1" }],
    });
  });

  it("tells the two network ACLs of a VPC apart, although they share its id", () => {
    const acl = (version: string) => object("scaleway_vpc_acl", "fr-par/1", { discriminator: version });
    const held = ["ipv4", "ipv6"].map((version) =>
      resource("scaleway_vpc_acl", "fr-par/1", { discriminator: version }),
    );

    expect(take(held, [acl("ipv4"), acl("ipv6")])).toMatchObject({ matched: [{}, {}], missing: [], orphans: [] });
    expect(take(held, [acl("ipv4")])).toMatchObject({ matched: [{}], missing: [{ discriminator: "ipv6" }] });
  });

  it("matches an object once only: a second address for it is missing", () => {
    const twice = [
      resource("scaleway_vpc", "fr-par/1"),
      resource("scaleway_vpc", "fr-par/1", { address: "scaleway_vpc.y" }),
    ];
    expect(take(twice, [vpc])).toMatchObject({ matched: [{}], missing: [{ address: "scaleway_vpc.y" }] });
  });

  it("takes a part that no resource claims for one that is configured inside of what it is a part of", () => {
    const frontend = object("scaleway_lb_frontend", "fr-par-1/1", { name: "hdh-sandbox-portal-https" });
    const acl = object("scaleway_lb_acl", "fr-par-1/2", { name: "hdh-sandbox-visitors", partOf: "fr-par-1/1" });

    expect(take([resource("scaleway_lb_frontend", "fr-par-1/1")], [frontend, acl])).toMatchObject({
      matched: [{ object: frontend }],
      orphans: [],
      foreign: [],
    });
    expect(take([], [frontend, acl])).toMatchObject({ orphans: [frontend, acl] });
  });

  it("counts an object that is scheduled for deletion as gone", () => {
    const key = object("scaleway_key_manager_key", "fr-par/1", { scheduledForDeletion: true });
    expect(take([resource("scaleway_key_manager_key", "fr-par/1")], [key])).toMatchObject({
      matched: [],
      missing: [{}],
      scheduledForDeletion: [key],
    });
  });

  it("calls an object of ours that no state holds an orphan, with the parts that carry only its id", () => {
    const acl = object("scaleway_vpc_acl", "fr-par/1", { discriminator: "ipv4" });
    expect(take([], [vpc, acl])).toMatchObject({ orphans: [vpc, acl], foreign: [] });
  });

  it("knows a nameless object by the project it stands in", () => {
    const project = object("scaleway_account_project", "p1", { name: "hdh-sandbox-platform" });
    const address = object("scaleway_vpc_public_gateway_ip", "fr-par-1/1", { projectId: "p1" });
    expect(take([resource("scaleway_account_project", "p1")], [project, address])).toMatchObject({
      orphans: [address],
    });
  });

  it("leaves alone what others made, and what was there before", () => {
    const handmade = object("scaleway_vpc", "fr-par/2", { name: "experiment" });
    const elsewhere = object("scaleway_vpc", "fr-par/3", { name: "hdh-staging-platform" });
    const seed = object("scaleway_vpc", "fr-par/4", { name: "default", seed: true });
    expect(take([], [handmade, elsewhere, seed])).toMatchObject({
      orphans: [],
      foreign: [handmade, elsewhere],
      seeds: [seed],
    });
  });
});
