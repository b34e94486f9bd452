import { regionNamed } from "../../../config/localities";
import { Cidr } from "../../../constructs/core/cidr";
import type { TrustZone } from "../../../constructs/core/custody";
import type { Region } from "../../../constructs/core/locality";
import { ProjectScope } from "../../../constructs/identity/project-scope";
import { IsolatedVpc } from "../../../constructs/network/isolated-vpc";
import { type LinkEnd, VpcLink } from "../../../constructs/network/vpc-link";
import { frPar, render, type Template, type TestStack } from "../../helpers/render";

interface Side {
  readonly zone?: TrustZone;
  readonly locality?: Region;
  readonly range?: string;
}

function end(stack: TestStack, id: string, { zone = "platform", locality = frPar, range }: Side = {}): LinkEnd {
  const project = new ProjectScope(stack, `${id}-project`, { purpose: id, zone, description: "One side." });
  const networks = [{ purpose: "services", range: Cidr.parse(range ?? "10.64.4.0/22") }];
  return {
    vpc: new IsolatedVpc(stack, id, { purpose: id, project, locality, networks, dataClass: "C3" }),
    network: "services",
  };
}

function link(left: Side = {}, right: Side = {}, ranges: readonly (string | undefined)[] = []): Template {
  const part = (text?: string) => (text ? { range: Cidr.parse(text) } : {});
  return render((stack) => {
    const one = { ...end(stack, "platform", left), ...part(ranges[0]) };
    const other = {
      ...end(stack, "study", { range: "10.68.0.0/22", zone: "workspace", ...right }),
      ...part(ranges[1]),
    };
    new VpcLink(stack, "link", { purpose: "study-link", between: [one, other] });
  });
}

describe("VpcLink", () => {
  it("has a connector on either side, without which the other would stay an orphan", () => {
    const template = link();

    expect(template.at("link/connector-there")).toMatchObject({
      name: "hdh-production-study-link-there",
      region: "fr-par",
      vpc_id: expect.stringContaining("scaleway_vpc.platform_vpc_"),
      target_vpc_id: expect.stringContaining("scaleway_vpc.study_vpc_"),
      tags: expect.arrayContaining(["hdh-project=platform", "hdh-zone=platform"]),
    });
    expect(template.at("link/connector-back")).toMatchObject({
      vpc_id: expect.stringContaining("scaleway_vpc.study_vpc_"),
      target_vpc_id: expect.stringContaining("scaleway_vpc.platform_vpc_"),
      tags: expect.arrayContaining(["hdh-project=study", "hdh-zone=workspace"]),
    });
  });

  it("has one route on either side, to the other's network, once both connectors are there", () => {
    const template = link();

    expect(template.all("vpc_route")).toHaveLength(2);
    expect(template.at("link/route-there")).toMatchObject({
      vpc_id: expect.stringContaining("scaleway_vpc.platform_vpc_"),
      region: "fr-par",
      description: "To services over the link study-link",
      destination: "10.68.0.0/22",
      nexthop_vpc_connector_id: expect.stringContaining("scaleway_vpc_connector.link_connector-there_"),
      depends_on: [
        expect.stringContaining("scaleway_vpc_connector.link_connector-there_"),
        expect.stringContaining("scaleway_vpc_connector.link_connector-back_"),
      ],
      tags: expect.arrayContaining(["hdh-project=platform"]),
    });
    expect(template.at("link/route-back")).toMatchObject({
      vpc_id: expect.stringContaining("scaleway_vpc.study_vpc_"),
      destination: "10.64.4.0/22",
      nexthop_vpc_connector_id: expect.stringContaining("scaleway_vpc_connector.link_connector-back_"),
    });
  });

  it("can share less than a network, down to one address", () => {
    const template = link({}, {}, ["10.64.4.10/32", "10.68.1.0/24"]);

    expect(template.at("link/route-back").destination).toBe("10.64.4.10/32");
    expect(template.at("link/route-there").destination).toBe("10.68.1.0/24");
  });

  it.each<[string, Parameters<typeof link>, string]>([
    ["two regions", [{}, { locality: regionNamed("nl-ams") }], "between: VPCs of one region; got fr-par and nl-ams"],
    ["two workspaces", [{ zone: "workspace" }], "between: never two workspaces"],
    [
      "overlapping networks, which would never be connected",
      [{}, { range: "10.64.5.0/24" }],
      "between: services 10.64.4.0/22 and services 10.64.5.0/24 overlap",
    ],
    ["everything", [{}, {}, ["0.0.0.0/0"]], "between[0].range: inside services 10.64.4.0/22; got 0.0.0.0/0"],
    [
      "half a network",
      [{}, {}, [undefined, "10.68.0.0/23"]],
      "between[1].range: /24 to /32, or all of 10.68.0.0/22; got 10.68.0.0/23",
    ],
  ])("refuses %s", (_, sides, message) => {
    expect(() => link(...sides)).toThrow(message);
  });

  it("refuses to link a VPC with itself, a bad purpose, and a network that is not there", () => {
    const build = (purpose: string, network: string) =>
      render((stack) => {
        const one = end(stack, "platform");
        new VpcLink(stack, "link", { purpose, between: [one, { ...one, network }] });
      });

    expect(() => build("Link", "services")).toThrow(/test\/link\n {2}purpose: lower case.*\n {2}between: two VPCs/);
    expect(() => build("link", "gpu")).toThrow('test/platform: has no network "gpu"; it has services');
  });
});
