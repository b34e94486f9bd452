import { rulePage } from "../../policies/docs/rule-page";
import { rules } from "../../policies/rules";
import { Clone } from "../helpers/clone";

jest.setTimeout(60_000);

const clone = new Clone();
const explain = (...args: string[]) => clone.hdh(["explain", ...args]);
const network = rules.find(({ id }) => id === "HDH-NET-007")!;

/** Text without line breaks and indentation. */
const flat = (text: string) => text.replaceAll(/\s+/g, " ");

describe("hdh explain", () => {
  it("shows what a rule's page says: situations, why, bad, good, what to do, exceptions, controls", async () => {
    const { code, stdout } = await explain("HDH-NET-007");

    expect(code).toBe(0);
    expect(stdout).toMatch(/^HDH-NET-007 critical {2}The Kubernetes API/);
    for (const situation of Object.keys(network.scenarios)) expect(flat(stdout)).toContain(flat(situation));
    for (const said of [
      network.why,
      network.remedy,
      JSON.stringify(network.bad, null, 2),
      JSON.stringify(network.good, null, 2),
    ]) {
      expect(flat(stdout)).toContain(flat(said));
      expect(flat(rulePage(network))).toContain(flat(said));
    }
    expect(stdout).toMatch(/Exceptions\n {2}In the cases that the rule names only\.\n/);
    expect(stdout).toMatch(/Contributes to, and proves none of\n {2}SNC /);
    expect(stdout).not.toContain("\u001b");
  });

  it("keeps its lines short, apart from the examples", async () => {
    const { stdout } = await explain("HDH-NET-007");
    const prose = stdout.replace(/\nBad\n.*?\n\nWhat to do/s, "");
    expect(Math.max(...prose.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("takes an id in small letters, and prints the same as JSON", async () => {
    const { code, stdout } = await explain("hdh-net-007", "--json");
    const { id, severity, title, waivers, why, scenarios, bad, good } = network;

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ id, severity, title, waivers, why, scenarios, bad, good });
    expect(JSON.parse(stdout)).toMatchObject({
      page: "docs/rules/HDH-NET-007.md",
      controls: expect.arrayContaining([
        expect.objectContaining({ short: "SNC", framework: expect.objectContaining({ strength: "by analogy" }) }),
      ]),
    });
  });

  it("suggests the nearest rule, and names where all of them are", async () => {
    expect(await explain("HDH-NET-07")).toMatchObject({
      code: 64,
      stdout: "",
      stderr: 'There is no rule "HDH-NET-07". Did you mean "HDH-NET-007"? All of them: docs/rules.md\n',
    });
    expect((await explain("x\u001b[2J")).stderr).toBe('There is no rule "x\\u001b[2J". All of them: docs/rules.md\n');
    expect((await explain()).code).toBe(64);
  });
});
