import { graphOf, type JsonObject } from "@hdh/policy-engine";
import { type Home, homeOf, isSameHome, judgeFlow, projectOf } from "../../policies/labels/homes";
import { type Resources, stackOf } from "../helpers/terraform-json";

const resource = (type: string, resources: Resources) => graphOf([stackOf(resources)]).managed(type)[0]!;
const vpc = (attributes: JsonObject) => resource("scaleway_vpc", { scaleway_vpc: { v: attributes } });
const parts = (count: number, last: JsonObject): Resources => ({
  scaleway_vpc: Object.fromEntries(
    Array.from({ length: count + 1 }, (_, index) => [
      `v${index}`,
      index === count ? last : { vpc_id: `\${scaleway_vpc.v${index + 1}.id}` },
    ]),
  ),
});

describe("homeOf", () => {
  it("is what the labels hdh-zone and hdh-project say", () => {
    expect(homeOf(vpc({ tags: ["hdh-zone=workspace", "hdh-project=ws-1"] }))).toEqual({
      zone: "workspace",
      project: "ws-1",
    });
  });

  it.each<[string[], Home]>([
    [["hdh-zone=workspace"], { zone: "workspace" }],
    [["hdh-project=ws-1"], { project: "ws-1" }],
    [["hdh-zone=workspace", "hdh-zone=ingest", "hdh-project=ws-1"], { project: "ws-1" }],
    [["hdh-owner=somebody"], {}],
    [[], {}],
  ])("is known as far as one label says it: %j", (tags, home) => {
    expect(homeOf(vpc({ tags }))).toEqual(home);
  });

  it.each([
    [["${var.tag}"]],
    [["hdh-zone=workspace", "${var.tag}"]],
    [["hdh-project=ws-1", "${var.tag}"]],
    [["hdh-zone=workspace", "hdh-zone=ingest", "hdh-project=ws-1", "${var.tag}"]],
    [["hdh-zone=workspace", "hdh-project=ws-1", "hdh-project=ws-2", "${var.tag}"]],
  ])("is unknown where another label may say more: %j", (tags) => {
    expect(homeOf(vpc({ tags })).unknown).toContain("variable tag");
  });

  it("is known where both labels are, whatever else only the engine knows", () => {
    expect(homeOf(vpc({ tags: ["hdh-zone=ingest", "hdh-project=data", "${var.tag}"] })).unknown).toBeUndefined();
  });

  it.each(["vpc_id", "lb_id", "security_group_id", "vpn_gateway_id"])("is that of the whole: %s", (argument) => {
    const whole = { scaleway_vpc: { v: { tags: ["hdh-zone=ingest"] } } };
    const part = { scaleway_lb_backend: { b: { [argument]: "${scaleway_vpc.v.id}" } } };
    expect(homeOf(resource("scaleway_lb_backend", { ...whole, ...part }))).toEqual({ zone: "ingest" });
  });

  it("is not that of the whole for a part with labels of its own", () => {
    const whole = { scaleway_vpc: { v: { tags: ["hdh-zone=ingest", "hdh-project=data"] } } };
    const part = { scaleway_lb: { l: { vpc_id: "${scaleway_vpc.v.id}", tags: ["hdh-project=ws-1"] } } };
    expect(homeOf(resource("scaleway_lb", { ...whole, ...part }))).toEqual({ project: "ws-1" });
  });

  it("is looked for along eight references, and no longer", () => {
    expect(homeOf(resource("scaleway_vpc", parts(8, { tags: ["hdh-zone=ingest"] })))).toEqual({ zone: "ingest" });
    expect(homeOf(resource("scaleway_vpc", parts(9, { tags: ["hdh-zone=ingest"] })))).toEqual({});
  });

  it("is not known of parts of one another", () => {
    expect(homeOf(vpc({ vpc_id: "${scaleway_vpc.v.id}" }))).toEqual({});
  });
});

describe("projectOf", () => {
  const UUID = "11111111-1111-1111-1111-111111111111";

  it("is the block of the project, or its id", () => {
    const one = {
      scaleway_account_project: { p: {} },
      scaleway_vpc: { v: { project_id: "${scaleway_account_project.p.id}" } },
    };
    expect(projectOf(resource("scaleway_vpc", one))).toMatchObject({ address: "scaleway_account_project.p" });
    expect(projectOf(vpc({ project_id: UUID }))).toBe(UUID);
  });

  it("cannot be told where only the engine knows it, or where it is no text", () => {
    expect(projectOf(vpc({ project_id: "${var.project}" }))).toBeUndefined();
    expect(projectOf(vpc({ project_id: 7 }))).toBeUndefined();
    expect(projectOf(vpc({}))).toBeUndefined();
  });

  it("is that of the whole for a part that names none", () => {
    const network = (project_id: string | null) =>
      projectOf(
        resource("scaleway_vpc_private_network", {
          scaleway_vpc: { v: { project_id: UUID } },
          scaleway_vpc_private_network: { n: { vpc_id: "${scaleway_vpc.v.id}", project_id } },
        }),
      );
    expect(network(null)).toBe(UUID);
    expect(network("${var.project}")).toBeUndefined();
  });

  it("is looked for along eight references, and no longer", () => {
    expect(projectOf(resource("scaleway_vpc", parts(8, { project_id: UUID })))).toBe(UUID);
    expect(projectOf(resource("scaleway_vpc", parts(9, { project_id: UUID })))).toBeUndefined();
    expect(projectOf(vpc({ vpc_id: "${scaleway_vpc.v.id}" }))).toBeUndefined();
  });
});

describe("isSameHome", () => {
  it.each<[Home, Home, boolean]>([
    [{ zone: "ingest", project: "data" }, { zone: "ingest", project: "data" }, true],
    [{ zone: "ingest", project: "data" }, { zone: "ingest", project: "other" }, false],
    [{ zone: "ingest", project: "data" }, { zone: "platform", project: "data" }, false],
    [{ zone: "ingest" }, { zone: "ingest" }, false],
    [{ project: "data" }, { project: "data" }, false],
    [{ zone: "ingest", project: "data" }, { zone: "ingest" }, false],
    [{}, {}, false],
  ])("takes zone and project, both stated: %j and %j", (one, other, same) => {
    expect(isSameHome(one, other)).toBe(same);
  });
});

describe("judgeFlow", () => {
  const workspace = (project: string): Home => ({ zone: "workspace", project });
  const platform: Home = { zone: "platform", project: "tools" };

  it.each<[Home, Home, string]>([
    [workspace("ws-1"), workspace("ws-1"), "pass"],
    [workspace("ws-1"), workspace("ws-2"), "fail"],
    [workspace("ws-1"), platform, "pass"],
    [platform, workspace("ws-1"), "fail"],
    [platform, { zone: "platform", project: "other" }, "pass"],
    [platform, {}, "fail"],
    [{}, platform, "fail"],
    [{ ...platform, unknown: "nobody says" }, workspace("ws-1"), "unknown"],
    [workspace("ws-1"), { ...platform, unknown: "nobody says" }, "unknown"],
  ])("passes inside a home and where the flow is declared in this direction: %j to %j", (from, to, outcome) => {
    const flows = [
      ["workspace", "workspace"],
      ["workspace", "platform"],
      ["platform", "platform"],
    ] as const;
    expect(judgeFlow("vpc_id", from, to, flows)).toMatchObject({ outcome });
  });

  it("names both homes, as far as they are labelled", () => {
    expect(judgeFlow("vpc_id", { zone: "ingest" }, {}, [])).toMatchObject({
      message: expect.stringContaining("from ingest to a zone without label;"),
    });
    expect(judgeFlow("vpc_id", platform, workspace("ws-1"), [])).toMatchObject({
      message: expect.stringContaining("from platform (tools) to workspace (ws-1);"),
    });
  });
});
