import {
  at,
  dataSources,
  EvidenceRegister,
  evaluate,
  evidenceMissing,
  fail,
  fingerprintOf,
  graphOf,
  type Judgement,
  judge,
  judgeItem,
  notApplicable,
  openDeviation,
  pass,
  providers,
  type Rule,
  resources,
  rule,
  type Severity,
  toJson,
  unknown,
  type Verdict,
} from "../src";

const graph = graphOf([
  { name: "two", json: { resource: { t: { b: { n: 2 }, a: { n: 1 } } } } },
  { name: "one", file: "one.json", json: { resource: { t: { c: { n: 1 } }, u: { d: {} } } } },
]);

function ruleSaying(id: string, severity: Severity, check: Rule<null>["check"]): Rule<null> {
  return rule<null>({ id, severity, title: `title of ${id}`, remedy: "mend it", reportsOn: resources("t"), check });
}

function reportOf(...rules: Rule<null>[]) {
  return evaluate({ rules, graph, inputs: null });
}

describe("evaluate", () => {
  it("asks a rule about every block of the kinds it reports on, in all stacks", () => {
    const asked: string[] = [];
    const all = { ...ruleSaying("R-1", "low", () => []), reportsOn: () => true };
    reportOf({
      ...all,
      check: ({ stack, address }) => {
        asked.push(`${stack.name}/${address}`);
        return [];
      },
    });
    expect(asked.sort()).toEqual(["one/t.c", "one/terraform", "one/u.d", "two/t.a", "two/t.b", "two/terraform"]);
  });

  it("asks about each of very many blocks once, and finds the same as of each alone", () => {
    const blocks = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`x${n}`, { n }]));
    const json = { resource: { t: blocks, u: { last: { n: 0 } }, v: blocks } };
    const check = ruleSaying("R-1", "low", (resource) => judge(resource, "n", (n) => (n === 7 ? "no 7" : undefined)));
    const asked = { ...check, reportsOn: resources("t", "u", "v") };
    const report = evaluate({ rules: [asked], graph: graphOf([{ name: "s", json }]), inputs: null });
    expect(report.rules[0]?.counts).toMatchObject({ pass: 1999, fail: 2 });
    expect(report.findings.map(({ address }) => address)).toEqual(["t.x7", "v.x7"]);
  });

  it("orders findings by gravity, rule, place and attribute, whatever the order of rules and stacks", () => {
    const both = ruleSaying("R-2", "high", () => [fail("z", "z"), fail("a", "a"), pass()]);
    const low = ruleSaying("R-1", "low", () => unknown("n", "why"));
    const { findings } = reportOf(low, both);
    expect(findings.map(({ rule: id, constructPath, attribute }) => [id, constructPath, attribute].join(" "))).toEqual([
      "R-2 one/t.c a",
      "R-2 one/t.c z",
      "R-2 two/t.a a",
      "R-2 two/t.a z",
      "R-2 two/t.b a",
      "R-2 two/t.b z",
      "R-1 one/t.c n",
      "R-1 two/t.a n",
      "R-1 two/t.b n",
    ]);
    expect(JSON.stringify(toJson(reportOf(both, low)))).toBe(JSON.stringify(toJson(reportOf(low, both))));
  });

  it("puts what blocks first, then the gravest, then by rule, whatever they are called", () => {
    const { findings } = reportOf(
      ruleSaying("R-1", "low", () => fail("wrong")),
      ruleSaying("R-2", "medium", () => unknown("n", "why")),
      ruleSaying("R-3", "critical", () => evidenceMissing("none")),
      ruleSaying("R-5", "high", () => fail("wrong")),
      ruleSaying("R-4", "high", () => fail("wrong")),
    );
    expect([...new Set(findings.map(({ rule: id }) => id))]).toEqual(["R-4", "R-5", "R-1", "R-3", "R-2"]);
  });

  it("orders what a rule says of one place by message, with what is about the whole of it first", () => {
    const { findings } = reportOf(ruleSaying("R-1", "low", () => [fail("b"), fail("a", "n"), fail("c"), fail("a")]));
    expect(findings.slice(0, 4).map(({ attribute, message }) => [attribute, message])).toEqual([
      [undefined, "a"],
      [undefined, "b"],
      [undefined, "c"],
      ["n", "a"],
    ]);
  });

  it("counts a pass beside other verdicts as nothing, and no verdict as a pass", () => {
    const counts = (verdicts: Verdict[]) => reportOf(ruleSaying("R-1", "low", () => verdicts)).counts;
    expect(counts([pass(), fail("wrong")])).toMatchObject({ pass: 0, fail: 3 });
    expect(counts([pass(), pass()])).toMatchObject({ pass: 3 });
    expect(counts([])).toMatchObject({ pass: 3 });
  });

  it("asks only about what it reports on, also where that is nothing", () => {
    const nothing = rule<null>({
      id: "R-1",
      severity: "low",
      title: "t",
      remedy: "r",
      reportsOn: () => true,
      checkWhole: () => pass(),
    });
    expect(reportOf(nothing).counts).toMatchObject({ pass: 1, "not-applicable": 0 });
    const data = graphOf([
      { name: "s", json: { data: { t: { d: {} } }, resource: { t: { x: {} } }, provider: { t: {} } } },
    ]);
    const asked = (reportsOn: Rule<null>["reportsOn"]) => {
      const addresses: string[] = [];
      const check: Rule<null>["check"] = ({ address }) => {
        addresses.push(address);
        return pass();
      };
      evaluate({ rules: [{ ...ruleSaying("R-1", "low", () => []), reportsOn, check }], graph: data, inputs: null });
      return addresses;
    };
    expect([asked(resources("t")), asked(dataSources("t")), asked(providers("t")), asked(dataSources("u"))]).toEqual([
      ["t.x"],
      ["data.t.d"],
      ["provider.t"],
      [],
    ]);
  });

  it("names every file that was judged, in modules, too, but for those without a hash", () => {
    const file = (name: string) => ({ file: name, sha256: () => `hash of ${name}`, json: {} });
    const judged = graphOf([
      {
        ...file("a"),
        name: "s",
        others: [file("b"), { file: "unhashed", json: {} }, { sha256: () => "hash of nothing", json: {} }],
        modules: { m: { files: [file("c")], modules: { n: { files: [file("d")] } } } },
      },
      { name: "memory", json: {} },
    ]);
    const { files } = evaluate({ rules: [], graph: judged, inputs: null });
    expect(files).toEqual(["a", "b", "c", "d"].map((name) => ({ stack: "s", file: name, sha256: `hash of ${name}` })));
  });

  it.each(["2026-1-01", "x2026-01-01", "2026-01-01x", "2026-13-01", ""])("refuses %j for a day", (asOf) => {
    expect(() => evaluate({ rules: [], graph, inputs: null, asOf })).toThrow("must be a day as YYYY-MM-DD");
  });

  it("prints a verdict of a rule's own as it is, and no value that there is not", () => {
    const said = (judgement: Judgement) =>
      reportOf(ruleSaying("R-1", "low", (resource) => judge(resource, "m", () => judgement))).findings[0];
    expect(said(openDeviation("as declared", "m"))).toMatchObject({
      outcome: "open-deviation",
      message: "as declared",
    });
    expect(said("must be set")).toMatchObject({ message: "m is not set; must be set", value: undefined });
  });

  it("judges the elements of a list one by one", () => {
    const lists = graphOf([{ name: "s", json: { resource: { t: { a: { list: ["x", "y", "${var.z}"] } } } } }]);
    const check = ruleSaying("R-1", "low", (resource) =>
      resource.items("list").map((item) => judgeItem(item, (value) => (value === "x" ? undefined : "must be x"))),
    );
    const { findings } = evaluate({ rules: [check], graph: lists, inputs: null });
    expect(findings.map(({ attribute, outcome, value }) => [attribute, outcome, value])).toEqual([
      ["list[1]", "fail", "y"],
      ["list[2]", "unknown", undefined],
    ]);
  });

  const blocking: [Severity, Verdict, boolean][] = [
    ["low", fail("it is wrong"), true],
    ["critical", unknown("n", "why"), true],
    ["high", unknown("n", "why"), true],
    ["medium", unknown("n", "why"), false],
    ["low", unknown("n", "why"), false],
    ["critical", evidenceMissing("no contract"), false],
    ["critical", openDeviation("abroad"), false],
    ["critical", notApplicable("not here"), false],
    ["critical", pass(), false],
  ];
  it.each(blocking)("of severity %s, %j blocks: %p", (severity, verdict, blocks) => {
    expect(reportOf(ruleSaying("R-1", severity, () => verdict)).blocked).toBe(blocks);
  });

  it.each([
    [evidenceMissing("no contract"), true],
    [openDeviation("abroad"), true],
    [notApplicable("not here"), false],
    [unknown("n", "why"), false],
  ])("at a gate, %j of severity medium blocks: %p", (verdict, blocks) => {
    const rules = [ruleSaying("R-1", "medium", () => verdict)];
    expect(evaluate({ rules, graph, inputs: null, gate: true }).blocked).toBe(blocks);
    expect(evaluate({ rules, graph, inputs: null }).blocked).toBe(false);
  });

  it("blocks at a gate for a standing deviation alone", () => {
    const deviations = [{ id: "GEO", message: "one region of two" }];
    expect(evaluate({ rules: [], graph, inputs: null, deviations, gate: true }).blocked).toBe(true);
    expect(evaluate({ rules: [], graph, inputs: null, deviations }).blocked).toBe(false);
  });

  it("asks about the whole once, and puts a verdict where the rule says", () => {
    const whole = rule<null>({
      id: "R-1",
      severity: "high",
      title: "t",
      remedy: "r",
      checkWhole: ({ stacks }) => [fail(`${stacks.length} stacks`), at(graph.managed("u")[0]!, fail("this one"))],
    });
    expect(reportOf(whole).findings.map(({ address, mode, file, message }) => [address, mode, file, message])).toEqual([
      ["environment", "environment", undefined, "2 stacks"],
      ["u.d", "managed", "one.json", "this one"],
    ]);
  });

  it("refuses a rule that answers nothing, or does not say about what", () => {
    const declaration = { id: "R-1", severity: "low", title: "t", remedy: "r" } as const;
    expect(() => rule(declaration)).toThrow("rule R-1 answers nothing; must have check, checkChange or checkWhole");
    expect(() => rule({ ...declaration, check: () => [] })).toThrow("rule R-1 has no reportsOn");
    expect(() => rule({ ...declaration, checkChange: () => [] })).toThrow("rule R-1 has no reportsOn");
  });

  it("finds evidence that is on record, valid and young enough on the day of the run", () => {
    const evidence = [
      { id: "E-1", type: "restore-test", subject: "lake", issued: "2026-01-01" },
      { id: "E-2", type: "contract", subject: "lake", issued: "2025-01-01", expires: "2026-06-30" },
      { id: "E-3", type: "contract", subject: "elsewhere", issued: "2025-01-01" },
    ];
    const outcomes = (asOf: string) => {
      const demands = rule<null>({
        id: "R-1",
        severity: "critical",
        title: "t",
        remedy: "r",
        checkWhole: (_, __, { evidence: register }) => [
          register.demand("restore-test", "lake", { maxAgeDays: 90 }),
          register.demand("contract", "lake"),
        ],
      });
      return evaluate({ rules: [demands], graph, inputs: null, evidence, asOf }).findings.map(({ message }) => message);
    };
    const restore = "no valid record restore-test, at most 90 days old, about lake is in the evidence register";
    const contract = "no valid record contract about lake is in the evidence register";
    expect(outcomes("2026-04-01")).toEqual([]);
    expect(outcomes("2026-04-02")).toEqual([restore]);
    expect(outcomes("2026-06-29")).toEqual([restore]);
    expect(outcomes("2026-06-30")).toEqual([contract, restore]);
    expect(outcomes("2025-12-31")).toEqual([restore]);
    expect(outcomes("2025-01-01")).toEqual([restore]);
    expect(outcomes("2024-12-31")).toEqual([contract, restore]);
    expect(() => outcomes("2026-02-30")).toThrow('asOf is "2026-02-30"; must be a day as YYYY-MM-DD');
  });

  it("finds the newest of several records, in whatever order they are on record", () => {
    const issued = ["2026-01-01", "2026-03-01", "2026-02-01"];
    const records = issued.map((day) => ({ id: day, type: "restore-test", subject: "lake", issued: day }));
    for (const register of [records, [...records].reverse()]) {
      expect(new EvidenceRegister(register, "2026-04-01").find("restore-test", "lake")?.id).toBe("2026-03-01");
    }
  });

  it("counts no record whose days are no days", () => {
    const record = { id: "one", type: "restore-test", subject: "lake", issued: "2026-03-01" };
    const found = (days: object) =>
      new EvidenceRegister([{ ...record, ...days }], "2026-04-01").find("restore-test", "lake");
    expect(found({})?.id).toBe("one");
    expect(found({ expires: "2027-01-01" })?.id).toBe("one");
    expect(found({ issued: "2026-02-30" })).toBeUndefined();
    expect(found({ expires: "2027-1-1" })).toBeUndefined();
  });

  it("gives equal findings equal fingerprints, and another one when what was found changes", () => {
    const said = (message: string) => reportOf(ruleSaying("R-1", "low", () => fail(message))).findings[0]!;
    expect(fingerprintOf(said("a"))).toBe(fingerprintOf(said("a")));
    expect(fingerprintOf(said("a"))).not.toBe(fingerprintOf(said("b")));
    expect(fingerprintOf(said("a"))).toMatch(/^[0-9a-f]{32}$/);
    const { stack: _, attribute: __, ...bare } = said("a");
    expect(fingerprintOf(bare)).toBe(fingerprintOf({ ...bare, stack: "", attribute: "" }));
    expect(fingerprintOf(bare)).not.toBe(fingerprintOf({ ...bare, stack: "two" }));
  });

  it("counts every verdict, and lists those that somebody has to read", () => {
    const report = reportOf(
      ruleSaying("R-1", "high", (resource) => judge(resource, "n", (n) => (n === 1 ? undefined : "must be 1"))),
      { ...ruleSaying("R-2", "high", () => fail("never asked")), applies: () => false },
    );
    expect(report.counts).toMatchObject({ pass: 2, fail: 1, "not-applicable": 3 });
    expect(report.rules.map(({ id, counts }) => [id, counts.fail])).toEqual([
      ["R-1", 1],
      ["R-2", 0],
    ]);
    expect(report.findings).toEqual([
      {
        rule: "R-1",
        severity: "high",
        title: "title of R-1",
        remedy: "mend it",
        stack: "two",
        constructPath: "two/t.b",
        address: "t.b",
        mode: "managed",
        outcome: "fail",
        attribute: "n",
        value: 2,
        message: "n is 2; must be 1",
        blocking: true,
      },
    ]);
    expect(report.resources).toBe(4);
  });

  it("reports a rule that throws as an error that blocks, and lets the others finish", () => {
    const broken = ruleSaying("R-1", "low", ({ address }) => {
      if (address === "t.a") throw new Error("no such luck");
      return [];
    });
    const report = reportOf(
      broken,
      ruleSaying("R-2", "low", () => fail("wrong")),
    );
    expect(report.findings.filter(({ outcome }) => outcome === "error")).toMatchObject([
      { rule: "R-1", constructPath: "two/t.a", message: "the rule itself broke: no such luck", blocking: true },
    ]);
    expect(report.counts).toMatchObject({ error: 1, fail: 3 });
  });

  it("judges an absent attribute as absent, a default as a default, and leaves the unknown alone", () => {
    const defaults = new Map([["t", new Map([["policy", "accept"]])]]);
    const messageFor = (json: Record<string, string>) => {
      const { findings } = evaluate({
        rules: [
          ruleSaying("R-1", "low", (resource) =>
            ["policy", "region"].map((name) =>
              judge(resource, name, (value) => (value === "x" ? undefined : "must be x")),
            ),
          ),
        ],
        graph: graphOf([{ name: "s", json: { resource: { t: { a: json } } } }], defaults),
        inputs: null,
      });
      return findings.map(({ message }) => message);
    };
    expect(messageFor({})).toEqual([
      "policy is not set, which means accept; must be x",
      "region is not set; must be x",
    ]);
    expect(messageFor({ policy: "x", region: "${each.key}" })).toEqual([
      "region cannot be known: each.key is decided by the engine",
    ]);
  });
});
