import type { Graph, JsonObject } from "../src";
import { configured, constant, found, graphOfPlan, planOf, referring } from "./plans";

const known = (value: unknown) => ({ is: "known", value });

describe("a document with a format", () => {
  it.each<[string, JsonObject]>([
    ["shows changes", { format_version: "1.2", resource_changes: [] }],
    ["shows a configuration", { format_version: "1.0", configuration: {} }],
    ["is of a later minor", { format_version: "1.10", resource_changes: [] }],
    ["says that no run failed", { format_version: "1.2", resource_changes: [], errored: false }],
  ])("is a plan where it %s", (_, json) => {
    expect(graphOfPlan(json).stacks[0]?.isPlan).toBe(true);
  });

  it.each(["10.0", "1x", ""])("is refused where the format is %j", (format_version) => {
    expect(() => graphOfPlan({ format_version, resource_changes: [] })).toThrow("must be 1.x");
  });

  it("always has a terraform block", () => {
    expect(
      graphOfPlan(planOf([]))
        .of("terraform", "terraform")
        .map(({ address }) => address),
    ).toEqual(["terraform"]);
  });
});

describe("changes of a plan", () => {
  it("are read where they are deferred, too", () => {
    const change = { actions: ["create"], after: { a: 1 } };
    const graph = graphOfPlan(
      planOf(
        [],
        {},
        {
          deferred_changes: [
            { reason: "provider_config_unknown", resource_change: { mode: "managed", type: "t", name: "x", change } },
            { reason: "unknown" },
          ],
        },
      ),
    );
    expect(graph.managed("t").map(({ address }) => address)).toEqual(["t.x"]);
    expect(graph.changes.map(({ address, action }) => [address, action])).toEqual([["t.x", "create"]]);
  });

  it.each<[string, JsonObject]>([
    ["no type", { mode: "managed", name: "x" }],
    ["no name", { mode: "managed", type: "t" }],
    ["another mode", { mode: "other", type: "t", name: "x" }],
    ["no mode", { type: "t", name: "x" }],
  ])("are left out where they have %s", (_, entry) => {
    const graph = graphOfPlan({
      ...planOf([]),
      resource_changes: [{ ...entry, change: { actions: ["create"], after: {} } }],
    });
    expect([graph.byKind.map(({ kind }) => kind.mode), graph.changes]).toEqual([["terraform"], []]);
  });

  it("are no change where nothing says what is done, or to what", () => {
    const entry = { mode: "managed", type: "t", name: "x" };
    const graph = graphOfPlan({
      ...planOf([]),
      resource_changes: [
        { ...entry, change: { after: {} } },
        { ...entry, change: { actions: ["delete"] } },
        { ...entry, change: { actions: "create", after: {} } },
        { ...entry, mode: "data", change: { actions: ["create"], after: {} } },
        entry,
      ],
    });
    expect(graph.changes).toEqual([]);
    expect(graph.managed("t")).toHaveLength(2);
    expect(graph.of("data", "t")).toHaveLength(1);
  });

  it("tell why something is replaced, and keep secret what was sensitive before", () => {
    const graph = graphOfPlan({
      ...planOf([]),
      resource_changes: [
        {
          ...{ mode: "managed", type: "t", name: "x" },
          change: {
            actions: ["delete", "create"],
            before: { a: "s" },
            after: { a: "u" },
            before_sensitive: { a: true },
            replace_paths: ["region", ["a", "b", 0]],
          },
        },
      ],
    });
    const [change] = graph.changes;
    expect(change?.replacedBy).toEqual(["region", "a.b[0]"]);
    expect(change?.before?.value("a")).toEqual({ ...known("s"), sensitive: true });
    expect(change?.before?.value("lifecycle")).toMatchObject({ neverShown: true });
    expect(change && "deposed" in change).toBe(false);
  });

  it("of an object that an earlier replacement left behind are no resource that stays", () => {
    const graph = graphOfPlan(
      planOf([{ address: "t.x", actions: ["delete"], before: { a: 1 }, after: { a: 1 }, deposed: "abcd" }]),
    );
    expect(graph.managed("t")).toEqual([]);
    expect(graph.changes).toMatchObject([{ action: "delete", deposed: "abcd" }]);
  });
});

describe("data sources of a plan", () => {
  const data = (name: string, values: JsonObject, rest: JsonObject = {}) => ({
    mode: "data",
    type: "d",
    name,
    values,
    ...rest,
  });

  it("show what was read while the plan was made, in every module", () => {
    const graph = graphOfPlan(
      planOf(
        [],
        { module_calls: { m: { module: {} } } },
        {
          prior_state: {
            values: {
              root_module: {
                resources: [
                  data("root", { a: 1, s: 2 }, { sensitive_values: { s: true } }),
                  data("counted", { a: 1 }, { index: 0 }),
                  data("counted", { a: 2 }, { index: 1 }),
                  { ...data("managed", { a: 3 }), mode: "managed" },
                  { mode: "data", type: "d", values: {} },
                  { mode: "data", name: "d", values: {} },
                ],
                child_modules: [{ address: 'module.m["k"]', resources: [data("inner", { a: 4 })] }],
              },
            },
          },
        },
      ),
    );
    expect(graph.of("data", "d").map((one) => [one.address, one.known("a")])).toEqual([
      ["data.d.root", 1],
      ["data.d.counted[0]", 1],
      ["data.d.counted[1]", 2],
      ['module.m["k"].data.d.inner', 4],
    ]);
    expect(graph.count("data")).toBe(4);
    expect(found(graph, "data.d.root").value("s")).toEqual({ ...known(2), sensitive: true });
    expect(graph.count("managed")).toBe(0);
  });

  it("that show only after apply are there, with nothing known but what is written", () => {
    const graph = graphOfPlan(
      planOf(
        [{ address: "t.x", after: {}, unknown: { a: true, b: true } }],
        {
          resources: [
            configured("data.d.later", { region: constant("fr-par"), zone: referring("local.zone") }),
            configured("data.d.read", {}),
            configured("data.d.many", {}, { count_expression: {} }),
            configured("data.d.each", {}, { for_each_expression: {} }),
            configured("t.x", { a: referring("data.d.later.id"), b: referring("data.d.later.region") }),
          ],
        },
        { prior_state: { values: { root_module: { resources: [data("read", { id: "i" })] } } } },
      ),
    );
    expect(graph.of("data", "d").map(({ address }) => address)).toEqual(["data.d.read", "data.d.later"]);
    expect(found(graph, "data.d.later").value("region")).toEqual(known("fr-par"));
    expect(found(graph, "data.d.later").value("zone")).toMatchObject({ is: "unknown" });
    expect(found(graph, "t.x").target("a")?.address).toBe("data.d.later");
    expect(found(graph, "t.x").value("b")).toEqual(known("fr-par"));
  });
});

describe("modules of a plan", () => {
  it("that only hand on values are followed, unless it is open how many there are", () => {
    const passing = { outputs: { o: { expression: referring("var.v") } }, variables: { v: {} } };
    const outer = (rest: JsonObject) => ({
      expressions: { v: referring("p.one.id") },
      module: {
        variables: { v: {} },
        module_calls: { inner: { expressions: { v: referring("var.v") }, module: passing } },
        outputs: { o: { expression: referring("module.inner.o") } },
      },
      ...rest,
    });
    const graph = graphOfPlan(
      planOf(
        [
          { address: "p.one", after: {}, unknown: { id: true } },
          { address: "t.x", after: {}, unknown: { one: true, many: true } },
        ],
        {
          resources: [configured("t.x", { one: referring("module.one.o"), many: referring("module.many.o") })],
          module_calls: { one: outer({}), many: outer({ count_expression: {} }) },
        },
      ),
    );
    expect(found(graph, "t.x").target("one")?.address).toBe("p.one");
    expect(found(graph, "t.x").target("many")).toBeUndefined();
  });

  it("are one for each key on the way to a resource, whatever the order of the plan", () => {
    const addresses = [
      'module.a["x"].module.b[0].t.x',
      'module.a["x"].module.b[1].t.x',
      'module.a["y"].module.b[0].t.x',
    ];
    const expressions = { a: referring("each.key"), b: referring("t.other.id") };
    const graph = graphOfPlan(
      planOf(
        [...addresses, 'module.a["x"].module.b[0].t.other'].map((address) => ({
          address,
          after: {},
          unknown: { a: true, b: true, id: true },
        })),
        {
          module_calls: {
            a: {
              module: {
                module_calls: {
                  b: { module: { resources: [configured("t.x", expressions), configured("t.other", {})] } },
                },
              },
            },
          },
        },
      ),
    );
    const other = found(graph, 'module.a["x"].module.b[0].t.other');
    expect(addresses.map((address) => found(graph, address).target("b"))).toEqual([other, undefined, undefined]);
    expect(other.module).toBe(found(graph, addresses[0]!).module);
    expect(graph.of("module", "module").map(({ address }) => address)).toEqual([
      "module.a",
      'module.a["x"].module.b',
      'module.a["y"].module.b',
    ]);
  });

  it("that are no longer written still show what goes", () => {
    const graph = graphOfPlan(
      planOf([
        { address: "module.gone.module.inner[0].t.x", actions: ["delete"], before: { a: 1 } },
        { address: "module.gone.t.y", actions: ["update"], before: { a: 1 }, after: { a: 2 }, unknown: { b: true } },
      ]),
    );
    expect(graph.changes.map(({ address }) => address)).toEqual(["module.gone.module.inner[0].t.x", "module.gone.t.y"]);
    expect(found(graph, "module.gone.t.y").value("a")).toEqual(known(2));
    expect(found(graph, "module.gone.t.y").value("b")).toEqual({ is: "unknown", why: "it shows only after apply" });
  });
});

describe("variables of a plan", () => {
  it("have the values that they were given, which are text and no expressions", () => {
    const names = ["place", "text", "none", "list"];
    const graph = graphOfPlan(
      planOf(
        [{ address: "t.x", after: {}, unknown: Object.fromEntries(names.map((name) => [name, true])) }],
        { resources: [configured("t.x", Object.fromEntries(names.map((name) => [name, referring(`var.${name}`)])))] },
        {
          variables: {
            place: { value: "fr-par" },
            text: { value: "a ${b}" },
            none: {},
            odd: 7,
            list: { value: [null, 1] },
          },
        },
      ),
    );
    expect(names.map((name) => found(graph, "t.x").value(name))).toEqual([
      known("fr-par"),
      known("a ${b}"),
      { is: "unknown", why: "variable none is set by the caller, whatever its default" },
      known([null, 1]),
    ]);
  });
});

describe("providers of a plan", () => {
  let graph: Graph;

  beforeEach(() => {
    graph = graphOfPlan(
      planOf(
        [],
        {},
        {
          configuration: {
            root_module: { module_calls: { m: { module: {} } } },
            provider_config: {
              "module.m:x": {
                name: "x",
                module_address: "module.m",
                expressions: { region: constant("fr-par") },
                version_constraint: ">= 2",
                full_name: "a/x",
              },
              x: { name: "x", full_name: "a/x" },
              z: { name: "z", version_constraint: "1" },
              odd: "text",
              nameless: { full_name: "a/b" },
            },
          },
        },
      ),
    );
  });

  it("stand in the module that configures them", () => {
    expect(graph.byKind.flatMap(({ kind, resources }) => (kind.mode === "provider" ? resources : []))).toMatchObject([
      { address: "module.m.provider.x", name: "" },
    ]);
  });

  it("have the version that a module demands where the root demands none", () => {
    const required = found(graph, "terraform").block("required_providers");
    expect(
      required.names.map((name) => [name, required.block(name).known("source"), required.block(name).known("version")]),
    ).toEqual([
      ["x", "a/x", ">= 2"],
      ["z", undefined, "1"],
    ]);
    expect(required.block("z").names).toEqual(["version"]);
    expect([...graph.stacks[0]!.requiredProviders]).toEqual([
      ["x", "a/x"],
      ["z", undefined],
    ]);
  });
});
