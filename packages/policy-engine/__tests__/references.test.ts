import { type Graph, graphOf, type Json, type JsonObject, type ModuleDocument } from "../src";
import { configured, constant, found, graphOfPlan, planOf, referring } from "./plans";

const known = (value: unknown) => ({ is: "known", value });

/** A configuration that calls one module, `net`, with some arguments. */
function calling(module: JsonObject, call: JsonObject, rest: JsonObject = {}): Graph {
  const modules: Record<string, ModuleDocument> = { net: { files: [{ json: module }] } };
  return graphOf([{ name: "stack", json: { module: { net: { source: "./net", ...call } }, ...rest }, modules }]);
}

describe("a reference", () => {
  const types = { vpc: { v: { region: "fr-par", list: [{ n: 1 }] } } };
  const reading = (a: string) =>
    found(
      graphOf([
        {
          name: "stack",
          json: {
            resource: {
              ...types,
              self: { x: { id: "s" } },
              path: { module: { id: "p" } },
              terraform: { x: {} },
              t: { t: { a } },
            },
            data: types,
            ephemeral: types,
          },
        },
      ]),
      "t.t",
    );

  it.each([
    ["${vpc.v.region}", "vpc.v"],
    ["${data.vpc.v.region}", "data.vpc.v"],
    ["${data.vpc.v[0].region}", "data.vpc.v"],
    ["${ephemeral.vpc.v.region}", "ephemeral.vpc.v"],
    ["${ephemeral.vpc.v[0].region}", "ephemeral.vpc.v"],
  ])("%p reads an attribute of %s", (text, address) => {
    const resource = reading(text);
    expect(resource.target("a")?.address).toBe(address);
    expect(resource.value("a")).toEqual(known("fr-par"));
  });

  it.each(["${vpc.v.list[0]}", "${vpc.v.list[0].n}", "${vpc.v.list.*.n}", "${vpc.v[0][1]}", "${vpc.v}"])(
    "%p refers to the resource, and its value is left to the engine",
    (text) => {
      const resource = reading(text);
      expect(resource.target("a")?.address).toBe("vpc.v");
      expect(resource.value("a")).toEqual({ is: "unknown", why: "vpc.v is known only after apply" });
    },
  );

  it.each([
    "${self.x.id}",
    "${path.module.id}",
    "${terraform.x.id}",
    "${data.vpc.w.region}",
    "${vpc[each.key].region}",
    '${tostring("x")}',
    '${element(["x"], 0)}',
    "${element(vpc.v.id, vpc.v.region)}",
    "${element(var.x, vpc.v.region)}",
    "${one(local.x)}",
    "${[vpc.v.id]}",
  ])("is not what %p is", (text) => {
    const resource = reading(text);
    expect(resource.target("a")).toBeUndefined();
    expect(resource.value("a")).toMatchObject({ is: "unknown" });
  });

  it("stands for what it names through functions that keep its meaning, but not for its value", () => {
    const resource = reading('${trimspace(element(split("/", vpc.v.region), 1))}');
    expect(resource.target("a")?.address).toBe("vpc.v");
    expect(resource.value("a")).toMatchObject({ is: "unknown" });
  });
});

describe("a variable of a module", () => {
  const module = (variable: JsonObject) => ({ variable: { v: variable }, resource: { t: { t: { a: "${var.v}" } } } });
  const given = (variable: JsonObject, call: JsonObject) =>
    found(calling(module(variable), call, { locals: { here: "fr-par" } }), "module.net.t.t").value("a");

  it("is what its caller gives it, in the names of the caller, else its default", () => {
    expect(given({ default: "nl-ams" }, { v: "${local.here}" })).toEqual(known("fr-par"));
    expect(given({ default: "nl-ams" }, { v: null })).toEqual(known("nl-ams"));
    expect(given({ default: "nl-ams" }, {})).toEqual(known("nl-ams"));
  });

  it("is unknown where nobody gives it a value", () => {
    expect(given({}, {})).toEqual({ is: "unknown", why: "var.v is given no value by who calls module.net" });
  });

  it("means another thing in each instance of its module", () => {
    const graph = graphOfPlan(
      planOf(
        ["a", "b"].map((key) => ({ address: `module.net["${key}"].t.t`, after: {}, unknown: { a: true } })),
        {
          module_calls: {
            net: {
              expressions: { v: { references: ["each.key"] } },
              for_each_expression: {},
              module: { variables: { v: {} }, resources: [configured("t.t", { a: referring("var.v") })] },
            },
          },
        },
      ),
    );
    expect(["a", "b"].map((key) => found(graph, `module.net["${key}"].t.t`).known("a"))).toEqual(["a", "b"]);
  });
});

describe("an output of a module", () => {
  const outputs = {
    id: { value: "${vpc.v.id}" },
    place: { value: "fr-par" },
    path: { value: "x/${vpc.v.id}" },
    text: { value: '${"a"}' },
    ids: { value: { first: "${vpc.v.id}", rest: ["b"] } },
    count: { value: 2 },
  };
  const module = { output: outputs, resource: { vpc: { v: {} } } };
  const reading = (a: string, call: JsonObject = {}) =>
    found(calling(module, call, { resource: { t: { t: { a } } } }), "t.t");

  it.each<[string, JsonObject, Json]>([
    ["${module.net.place}", {}, "fr-par"],
    ["${module.net.text}", {}, "a"],
    ["${module.net.count}", {}, 2],
    ["${module.net.ids.rest[0]}", {}, "b"],
    ["${module.net[0].place}", { count: 2 }, "fr-par"],
    ['${module.net["x"].place}', { for_each: ["x"] }, "fr-par"],
    ['${module.net["x"].ids.rest[0]}', { for_each: ["x"] }, "b"],
  ])("is known behind %p of a call with %j", (text, call, value) => {
    expect(reading(text, call).value("a")).toEqual(known(value));
  });

  it("keeps what it refers to, alone and inside of text", () => {
    const vpc = { is: "reference", resource: { address: "module.net.vpc.v" } };
    expect(reading("${module.net.id}").target("a")?.address).toBe("module.net.vpc.v");
    expect(reading("${module.net.ids.first}").parts("a")).toMatchObject([vpc]);
    expect(reading("${module.net.path}").parts("a")).toMatchObject(["x/", vpc]);
    expect(reading("${module.net.path}").target("a")).toBeUndefined();
  });

  it.each([
    "${module.net.other}",
    "${module.net}",
    "${module.net[0]}",
    "${module.net[0][1]}",
    "${module.other.place}",
    "${module.net.place.x}",
    "${module.net.id.x}",
  ])("is not what %p reads", (text) => {
    const resource = reading(text);
    expect(resource.value("a")).toMatchObject({ is: "unknown" });
    expect(resource.target("a")).toBeUndefined();
  });

  it("of one of several instances is not known without its key", () => {
    const graph = graphOfPlan(
      planOf(
        [
          { address: 'module.net["a"].vpc.v', after: {} },
          { address: 'module.net["b"].vpc.v', after: {} },
          { address: "t.t", after: {}, unknown: { a: true } },
        ],
        {
          resources: [configured("t.t", { a: constant("${module.net.id}") })],
          module_calls: { net: { module: { outputs: { id: { expression: referring("vpc.v.id") } } } } },
        },
      ),
    );
    expect(found(graph, "t.t").value("a")).toEqual({
      is: "unknown",
      why: "module.net.id stands for several, or for none",
    });
  });

  it("is the only one that there is, where a plan of HCL leaves out which", () => {
    const reads = (names: readonly string[]) => {
      const graph = graphOfPlan(
        planOf(
          [
            { address: 'module.net["a"].vpc.v', after: {} },
            { address: "t.t", after: {}, unknown: { vpc_id: true } },
          ],
          {
            resources: [configured("t.t", { vpc_id: { references: ['module.net["a"]', "module.net"] } })],
            module_calls: {
              net: {
                for_each_expression: {},
                module: {
                  resources: [configured("vpc.v", {})],
                  outputs: Object.fromEntries(names.map((name) => [name, { expression: referring("vpc.v.id") }])),
                },
              },
            },
          },
        ),
      );
      return found(graph, "t.t").target("vpc_id")?.address;
    };
    expect(reads(["id"])).toBe('module.net["a"].vpc.v');
    expect(reads(["id", "other"])).toBeUndefined();
    expect(reads([])).toBeUndefined();
  });
});

describe("a reference to one of several instances", () => {
  const addresses = ['t.some["a"]', 't.some["b"]', "t.counted[0]", "t.counted[1]", 't.single["only"]', "t.first[0]"];
  const reading = (text: string, reader = "r.r") =>
    found(
      graphOfPlan(
        planOf(
          [...addresses, reader].map((address) => ({
            address,
            after: { id: `id of ${address}` },
            unknown: { a: true },
          })),
          { resources: [configured(reader.replace(/\[.*$/, ""), { a: constant(text) })] },
        ),
      ),
      reader,
    );

  it.each([
    ['${t.some["b"].id}', 't.some["b"]'],
    ["${t.counted[1].id}", "t.counted[1]"],
    ['${t.single["only"].id}', 't.single["only"]'],
    ["${t.single.id}", 't.single["only"]'],
    ["${t.single[*].id}", 't.single["only"]'],
  ])("chooses by key: %p is %s", (text, address) => {
    expect(reading(text).target("a")?.address).toBe(address);
  });

  it.each([
    "${t.some.id}",
    "${t.some[*].id}",
    "${t.some[var.key].id}",
    '${t.some["c"].id}',
    "${t.counted[2].id}",
    '${t.single["other"].id}',
    "${t.first[1].id}",
  ])("leaves %p to the engine", (text) => {
    const resource = reading(text);
    expect(resource.target("a")).toBeUndefined();
    expect(resource.value("a")).toMatchObject({ is: "unknown", why: expect.stringContaining("stands for several") });
  });

  it("reads an attribute of the one that it chooses", () => {
    for (const text of ['${t.some["b"].id}', "${t.single.id}", '${t.single["only"].id}', "${t.single[*].id}"]) {
      const resource = reading(text);
      expect(resource.value("a")).toEqual(known(`id of ${resource.target("a")?.address}`));
    }
  });

  it("chooses by the key of the instance that asks, which has one", () => {
    expect(reading("${t.some[each.key].id}", 'r.r["b"]').target("a")?.address).toBe('t.some["b"]');
    expect(reading("${t.counted[count.index].id}", "r.r[1]").target("a")?.address).toBe("t.counted[1]");
    expect(reading("${t.some[each.key].id}").target("a")).toBeUndefined();
  });

  it("knows the key of an instance, and nothing else of what it was made for", () => {
    expect(reading("${each.key}", 'r.r["b"]').value("a")).toEqual(known("b"));
    expect(reading("${count.index}", "r.r[1]").value("a")).toEqual(known(1));
    expect(reading("${each.value}", 'r.r["b"]').value("a")).toMatchObject({ is: "unknown" });
    expect(reading("${each.key}").value("a")).toMatchObject({ is: "unknown" });
  });

  it("knows it of no other that says the same", () => {
    const graph = graphOfPlan(
      planOf(
        ['r.r["b"]', "s.s"].map((address) => ({ address, after: {}, unknown: { a: true } })),
        { resources: ["r.r", "s.s"].map((address) => configured(address, { a: constant("${each.key}") })) },
      ),
    );
    expect(found(graph, 'r.r["b"]').value("a")).toEqual(known("b"));
    expect(found(graph, "s.s").value("a")).toMatchObject({ is: "unknown" });
  });

  it("takes a key for text, whatever it looks like", () => {
    expect(reading("${each.key}", 'r.r["${x}"]').value("a")).toEqual(known("${x}"));
  });
});

describe("a remote state in a plan", () => {
  const data = { mode: "data", type: "terraform_remote_state", name: "f" };
  const expressions = { backend: constant("http"), config: constant({ address: "https://states.example" }) };
  const reading = (values: JsonObject, text: string) =>
    found(
      graphOfPlan(
        planOf(
          [{ address: "t.t", after: {}, unknown: { a: true } }],
          {
            resources: [
              configured("data.terraform_remote_state.f", expressions),
              configured("t.t", { a: constant(text) }),
            ],
          },
          { prior_state: { values: { root_module: { resources: [{ ...data, values }] } } } },
        ),
      ),
      "t.t",
    ).value("a");
  const outputs = { place: "fr-par", list: ["${x}"] };

  it("tells what was read of it, where none of these stacks writes it", () => {
    expect(reading({ outputs }, "${data.terraform_remote_state.f.outputs.place}")).toEqual(known("fr-par"));
    expect(reading({ outputs }, "${data.terraform_remote_state.f.outputs.list[0]}")).toEqual(known("${x}"));
  });

  it.each<[JsonObject, string]>([
    [{ outputs }, "${data.terraform_remote_state.f.outputs.none}"],
    [{ outputs }, "${data.terraform_remote_state.f.place}"],
    [{ outputs }, "${data.terraform_remote_state.g.outputs.place}"],
    [{ outputs: null }, "${data.terraform_remote_state.f.outputs.place}"],
    [{}, "${data.terraform_remote_state.f.outputs.place}"],
  ])("of which %j was read leaves %p unknown", (values, text) => {
    expect(reading(values, text)).toMatchObject({ is: "unknown" });
  });
});

describe("a remote state", () => {
  const writer = {
    name: "foundation",
    json: { terraform: { backend: { local: { path: "f" } } }, output: { place: { value: "fr-par" } } },
  };
  const reading = (remote: JsonObject, output = "outputs.place") => {
    const json = {
      data: { terraform_remote_state: { f: remote } },
      resource: { t: { t: { a: `\${data.terraform_remote_state.f.${output}}` } } },
    };
    return found(graphOf([writer, { name: "reader", json }]), "t.t").value("a");
  };
  const config = { path: "../foundation/f" };

  it("is followed only where it is known which state it reads, and through its outputs", () => {
    expect(reading({ backend: "local", config })).toEqual(known("fr-par"));
    const elsewhere: JsonObject[] = [
      { backend: "${var.backend}", config },
      { backend: "local", config: "${var.config}" },
      { backend: "local", config: ["../foundation/f"] },
      { backend: "local", config: { path: 7 } },
      { backend: "local" },
      { config },
    ];
    for (const remote of elsewhere) {
      expect(reading(remote)).toMatchObject({ is: "unknown" });
    }
    expect(reading({ backend: "local", config }, "place")).toMatchObject({ is: "unknown" });
    expect(reading({ backend: "local", config }, "values.place")).toMatchObject({ is: "unknown" });
  });
});
