import { evaluate, judge, resources, rule, sameValue } from "../src";
import { configured, constant, found, graphOfPlan, planOf, referring } from "./plans";

const known = (value: unknown) => ({ is: "known", value });

describe("a plan", () => {
  it("is joined with its configuration, which states what the provider hides until apply", () => {
    const graph = graphOfPlan(
      planOf([{ address: "t.x", after: { name: "x" }, unknown: { id: true, region: true, zone: true } }], {
        resources: [configured("t.x", { name: constant("x"), region: constant("nl-ams") })],
      }),
      new Map([["t", new Map([["zone", "default-1"]])]]),
    );
    const resource = found(graph, "t.x");
    expect(resource.value("region")).toEqual(known("nl-ams"));
    expect(resource.value("name")).toEqual(known("x"));
    expect(resource.value("zone")).toEqual({ is: "known", value: "default-1", byDefault: true });
    expect(resource.value("id")).toEqual({ is: "absent" });
  });

  it("tells what the engine made of an expression, and leaves unknown what it does not show", () => {
    const graph = graphOfPlan(
      planOf([{ address: "t.x", after: { a: 7, tags: ["k", null] }, unknown: { b: true, tags: [false, true] } }], {
        resources: [configured("t.x", { a: {}, b: referring("local.b"), tags: {}, c: referring("local.c") })],
      }),
    );
    const resource = found(graph, "t.x");
    expect(resource.value("a")).toEqual(known(7));
    expect(resource.value("b")).toMatchObject({ is: "unknown", why: "local.b: a plan does not show locals" });
    expect(resource.value("c")).toEqual({ is: "absent" });
    expect(resource.value("tags")).toMatchObject({ is: "unknown" });
    expect(resource.items("tags").map(({ value }) => value.is)).toEqual(["known", "unknown"]);
  });

  it("follows variables, module calls and outputs, each instance by its key", () => {
    const network = {
      resources: [configured("vpc.v", { region: referring("var.region"), name: referring("var.name") })],
      outputs: { vpc_id: { expression: referring("vpc.v.id") }, other: { expression: constant(1) } },
      variables: { region: {}, name: {}, size: { default: 3 } },
    };
    const graph = graphOfPlan(
      planOf(
        [
          { address: 'module.net["a"].vpc.v', after: {}, unknown: { region: true, name: true } },
          { address: 'module.net["b"].vpc.v', after: {}, unknown: { region: true, name: true } },
          { address: "acl.x", after: {}, unknown: { vpc_id: true } },
          { address: 'acl.y["b"]', after: {}, unknown: { vpc_id: true } },
        ],
        {
          module_calls: {
            net: {
              source: "./net",
              expressions: { region: referring("var.place"), name: { references: ["each.key"] } },
              for_each_expression: {},
              module: network,
            },
          },
          variables: { place: {} },
          resources: [
            configured("acl.x", { vpc_id: referring('module.net["a"].vpc_id') }),
            configured("acl.y", { vpc_id: constant("${module.net[each.key].vpc_id}") }),
          ],
        },
        { variables: { place: { value: "fr-par" } } },
      ),
    );
    const [a, b] = ["a", "b"].map((key) => found(graph, `module.net["${key}"].vpc.v`));
    expect([a!, b!].map((vpc) => [vpc.value("region"), vpc.value("name")])).toEqual([
      [known("fr-par"), known("a")],
      [known("fr-par"), known("b")],
    ]);
    expect(a?.stated("region")).toMatchObject({ is: "unknown" });
    expect(found(graph, "acl.x").target("vpc_id")).toBe(a);
    expect(found(graph, 'acl.y["b"]').target("vpc_id")).toBe(b);
    expect(b?.referrers("acl", "vpc_id").map(({ address }) => address)).toEqual(['acl.y["b"]']);
    expect(found(graph, "module.net").unseen).toBeUndefined();
  });

  it("reads one reference as what it names, several or an index as decided by the engine", () => {
    const graph = graphOfPlan(
      planOf(
        ["t.one", "t.two", "t.counted[0]", "t.counted[1]"].map((address) => ({
          address,
          after: {},
          unknown: { key: true, id: true, region: true },
        })),
        {
          resources: [
            configured("t.one", { key: referring("t.two.id") }),
            configured("t.two", { key: referring("t.one.id", "var.x") }),
            configured("t.counted", {
              key: { references: ["t.one", "count.index"] },
              region: { references: ["count.index"] },
            }),
          ],
        },
      ),
    );
    expect(found(graph, "t.one").target("key")?.address).toBe("t.two");
    expect(found(graph, "t.two").target("key")).toBeUndefined();
    expect(found(graph, "t.counted[1]").value("region")).toMatchObject({ is: "unknown" });
    expect(found(graph, "t.counted[1]").target("key")?.address).toBe("t.one");
    expect(sameValue(found(graph, "t.one"), found(graph, "t.two"), "key")).toBeUndefined();
  });

  it("pairs each block with the block of the configuration that it comes from, whatever their order", () => {
    const graph = graphOfPlan(
      planOf(
        [
          { address: "p.one", after: { id: "id-1" } },
          { address: "p.two", after: { id: "id-2" } },
          {
            address: "t.x",
            after: { rule: [{ name: "b" }, { name: "a" }] },
            unknown: { rule: [{ target: true }, { target: true }] },
          },
          { address: "t.dynamic", after: { rule: [{ name: "d" }] }, unknown: { rule: [{ target: true }] } },
        ],
        {
          resources: [
            configured("t.x", {
              rule: [
                { name: constant("a"), target: referring("p.one.id") },
                { name: constant("b"), target: referring("p.two.id") },
              ],
            }),
            configured("t.dynamic", {}),
          ],
        },
      ),
    );
    const blocks = found(graph, "t.x").blocks("rule");
    expect(blocks.map((block) => [block.path, block.known("name"), block.target("target")?.address])).toEqual([
      ["rule[0]", "b", "p.two"],
      ["rule[1]", "a", "p.one"],
    ]);
    expect(found(graph, "t.dynamic").block("rule").value("target")).toMatchObject({ is: "unknown" });
  });

  it("finds by id what the plan knows, and by reference what was decided before", () => {
    const graph = graphOfPlan(
      planOf(
        [
          { address: "x_bucket.b", actions: ["no-op"], before: { id: "fr-par/b" }, after: { id: "fr-par/b" } },
          {
            address: "x_policy.p",
            actions: ["no-op"],
            before: { id: "fr-par/b" },
            after: { id: "fr-par/b", bucket: "b" },
          },
          { address: "x_app.a", actions: ["no-op"], before: { id: "u-1" }, after: { id: "u-1" } },
        ],
        { resources: [configured("x_policy.p", { bucket: referring("x_bucket.b.name") })] },
      ),
    );
    expect(graph.withId("x_app", "u-1")?.address).toBe("x_app.a");
    expect(graph.namedBy("bucket", "fr-par/b")?.address).toBe("x_bucket.b");
    expect(graph.namedBy("bucket", "nobody")).toBeUndefined();
    expect(found(graph, "x_policy.p").target("bucket")?.address).toBe("x_bucket.b");
  });

  it("never shows lifecycle or a backend: rules about them do not apply, and do not block", () => {
    const graph = graphOfPlan(planOf([{ address: "t.x", after: {} }], { resources: [configured("t.x", {})] }));
    const check = rule<null>({
      id: "R-1",
      severity: "critical",
      title: "t",
      remedy: "r",
      reportsOn: ({ mode }) => mode === "managed" || mode === "terraform",
      check: (block) =>
        block.mode === "managed"
          ? judge(block.block("lifecycle"), "prevent_destroy", () => "must be true")
          : block.blocks("backend").map((backend) => judge(backend, "s3", () => "must be s3")),
    });
    const { counts, blocked } = evaluate({ rules: [check], graph, inputs: null });
    expect([counts["not-applicable"], blocked]).toEqual([2, false]);
  });

  it("judges what is sensitive and prints none of it", () => {
    const secret = "correct-horse-battery-staple";
    const graph = graphOfPlan(
      planOf([
        { address: "t.x", after: { password: secret, list: [secret] }, sensitive: { password: true, list: [true] } },
      ]),
    );
    const check = rule<null>({
      id: "R-1",
      severity: "low",
      title: "t",
      remedy: "r",
      reportsOn: resources("t"),
      check: (one) => [
        judge(one, "password", (value) => (value === secret ? "must be longer" : undefined)),
        judge(one.block("nothing"), "password", (value) => (value === undefined ? undefined : "must be absent")),
        judge(one, "list", () => "must be empty"),
      ],
    });
    const report = evaluate({ rules: [check], graph, inputs: null });
    expect(report.findings.map(({ message }) => message)).toEqual([
      "list is a sensitive value; must be empty",
      "password is a sensitive value; must be longer",
    ]);
    expect(JSON.stringify(report)).not.toContain(secret);
  });

  it("shows providers, their blocks, outputs, variables, provisioners and data sources", () => {
    const graph = graphOfPlan(
      planOf(
        [{ address: "x_t.a", after: {} }],
        {
          resources: [
            configured(
              "x_t.a",
              {},
              {
                provider_config_key: "x.second",
                provisioners: [{ type: "local-exec", expressions: { command: constant("true") } }],
                depends_on: ["x_t.b"],
              },
            ),
            configured("data.x_image.i", { region: constant("fr-par"), id: {} }),
          ],
          outputs: { o: { expression: constant("v"), sensitive: true } },
          variables: { v: { default: "d" } },
        },
        {
          configuration_extra: null,
          prior_state: {
            values: {
              root_module: {
                resources: [{ mode: "data", type: "x_image", name: "i", values: { id: "image-1" } }],
              },
            },
          },
        },
      ),
    );
    const resource = found(graph, "x_t.a");
    expect(resource.block("provisioner").block("local-exec").known("command")).toBe("true");
    expect(resource.known("provider")).toBe("x.second");
    expect(resource.items("depends_on").map(({ value }) => value)).toEqual([known("x_t.b")]);
    expect(found(graph, "data.x_image.i").known("id")).toBe("image-1");
    expect(found(graph, "data.x_image.i").known("region")).toBe("fr-par");
    expect(found(graph, "output.o").known("value")).toBe("v");
    expect(found(graph, "variable.v").known("default")).toBe("d");
  });

  it("names the providers that its configuration comes from, the built-in one apart", () => {
    const plan = planOf([]);
    const configuration = {
      root_module: {},
      provider_config: {
        x: { name: "x", full_name: "registry.terraform.io/a/x", expressions: { region: constant("fr-par") } },
        "x.second": {
          name: "x",
          alias: "second",
          full_name: "registry.terraform.io/a/x",
          expressions: { region: constant("nl-ams") },
        },
        "module.m:x": { name: "x", full_name: "registry.terraform.io/evil/x", module_address: "module.m" },
        terraform: { name: "terraform", full_name: "terraform.io/builtin/terraform" },
      },
    };
    const graph = graphOfPlan({ ...plan, configuration });
    expect([...graph.stacks[0]!.requiredProviders]).toEqual([
      ["x", "registry.terraform.io/a/x"],
      ["module.m:x", "registry.terraform.io/evil/x"],
    ]);
    expect(graph.of("provider", "x").map(({ address, known: _, ...one }) => [address, one.name])).toEqual([
      ["provider.x", ""],
      ["provider.x.second", "second"],
    ]);
    expect(found(graph, "provider.x.second").known("region")).toBe("nl-ams");
  });

  it("tells what is required of providers, in the order in which Terraform writes it: the root comes last", () => {
    const full_name = "registry.terraform.io/a/x";
    const configuration = {
      root_module: {},
      provider_config: {
        "module.m:x": { name: "x", full_name, module_address: "module.m", version_constraint: ">= 1.0.0" },
        "module.n:x": { name: "x", full_name: "registry.terraform.io/evil/x", module_address: "module.n" },
        x: { name: "x", full_name, version_constraint: "1.2.3" },
        y: { name: "y", full_name: "registry.terraform.io/a/y" },
      },
    };
    const required = found(graphOfPlan(planOf([], {}, { configuration })), "terraform").block("required_providers");
    expect(required.names.map((name) => [name, required.block(name).known("source")])).toEqual([
      ["x", full_name],
      ["y", "registry.terraform.io/a/y"],
      ["module.n:x", "registry.terraform.io/evil/x"],
    ]);
    expect(required.names.map((name) => required.block(name).known("version"))).toEqual([
      "1.2.3",
      undefined,
      undefined,
    ]);
  });
});

describe("changes", () => {
  const changes = planOf(
    [
      { address: "t.same", actions: ["no-op"], before: { a: 1 }, after: { a: 1 } },
      { address: "t.new", after: { a: 1 } },
      { address: "t.other", actions: ["update"], before: { a: 1 }, after: { a: 2 } },
      {
        address: "t.moved",
        actions: ["delete", "create"],
        before: { region: "fr-par" },
        after: {},
        unknown: { region: true },
        replacedBy: [["region"], ["rule", 0, "name"]],
      },
      { address: "t.gone", actions: ["delete"], before: { region: "fr-par", t_id: "t-1" } },
      { address: "t.left", actions: ["forget"], before: {} },
      { address: "t.moved", actions: ["delete"], before: {}, deposed: "abcd" },
    ],
    { resources: [configured("t.moved", { region: constant("nl-ams") })] },
  );

  it("are told with what is and what will be", () => {
    const graph = graphOfPlan(changes);
    expect(graph.changes.map(({ address, action, deposed }) => [address, action, deposed])).toEqual([
      ["t.new", "create", undefined],
      ["t.other", "update", undefined],
      ["t.moved", "replace", undefined],
      ["t.gone", "delete", undefined],
      ["t.left", "forget", undefined],
      ["t.moved", "delete", "abcd"],
    ]);
    const moved = graph.changes[2]!;
    expect([moved.before?.known("region"), moved.after?.known("region")]).toEqual(["fr-par", "nl-ams"]);
    expect(moved.replacedBy).toEqual(["region", "rule[0].name"]);
    expect(graph.changes[3]?.after).toBeUndefined();
    expect(graph.managed("t").map(({ address }) => address)).toEqual(["t.same", "t.new", "t.other", "t.moved"]);
  });

  it("are asked about once each, and do not apply without a plan", () => {
    const asked: string[] = [];
    const keeps = rule<null>({
      id: "R-1",
      severity: "critical",
      title: "Nothing goes",
      remedy: "Keep it.",
      reportsOn: resources("t"),
      checkChange: ({ action, address, before }) => {
        asked.push(address);
        return action === "delete" || action === "replace"
          ? { outcome: "fail", message: `${before?.known("region")} goes` }
          : [];
      },
    });
    const report = evaluate({ rules: [keeps], graph: graphOfPlan(changes), inputs: null });
    expect(asked).toHaveLength(6);
    expect(report.counts).toMatchObject({ pass: 3, fail: 3, "not-applicable": 0 });
    const others = evaluate({
      rules: [{ ...keeps, reportsOn: resources("u") }],
      graph: graphOfPlan(changes),
      inputs: null,
    });
    expect(others.counts).toMatchObject({ pass: 0, fail: 0, "not-applicable": 0 });
    const without = evaluate({ rules: [keeps], graph: graphOfPlan({ resource: { t: { x: {} } } }), inputs: null });
    expect(without.counts).toMatchObject({ fail: 0, "not-applicable": 1 });
  });
});

describe("the format of a plan", () => {
  it.each(["2.0", "0.1", 1, null])("is refused where it is %j", (version) => {
    expect(() => graphOfPlan({ ...planOf([]), format_version: version })).toThrow(
      /stack: format_version is .*; must be 1\.x/,
    );
  });

  it("is refused where it is a state, or of a run that failed", () => {
    expect(() => graphOfPlan({ format_version: "1.0", values: {} })).toThrow("is a state or holds no plan");
    expect(() => graphOfPlan({ ...planOf([]), errored: true })).toThrow("is the plan of a run that failed");
  });
});
