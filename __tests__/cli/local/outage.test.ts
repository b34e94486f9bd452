import { Clone } from "../../helpers/clone";

jest.setTimeout(60_000);

const clone = new Clone();

const outage = (...args: string[]) => clone.hdh(["local", "outage", ...args]);
const line = (locality: string) =>
  `outage    ${locality} since \\S+; end it with: npx hdh local outage ${locality} --end\n`;

describe("hdh local outage", () => {
  afterAll(() => clone.succeed(["local", "down"]));

  it("says which localities there are, and how to start a local Scaleway that is not running", async () => {
    const { code, stderr } = await outage("atlantis");
    expect(code).toBe(64);
    expect(stderr).toContain("Allowed choices are fr-par, fr-par-1, fr-par-2, fr-par-3, nl-ams");
    expect(await outage("fr-par")).toMatchObject({ code: 1, stderr: expect.stringContaining("npx hdh local up") });
  });

  it("begins, is shown by itself and in the status, outlives a restart, and ends", async () => {
    const { apiUrl, credentials } = JSON.parse(await clone.succeed(["local", "up", "--json"]));
    const vpcs = (region: string, url = apiUrl) =>
      fetch(`${url}/vpc/v2/regions/${region}/vpcs`, { headers: { "X-Auth-Token": credentials.secretKey } });
    expect(await outage()).toMatchObject({ code: 0, stdout: "everything answers\n" });

    expect(await outage("fr-par")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`^${line("fr-par")}$`)),
    });
    expect((await vpcs("fr-par")).status).toBe(503);
    expect((await vpcs("nl-ams")).status).toBe(200);
    await outage("nl-ams-1");
    const { outages } = JSON.parse((await outage("--json")).stdout);
    expect(outages).toEqual([
      { locality: "fr-par", since: expect.any(String) },
      { locality: "nl-ams-1", since: expect.any(String) },
    ]);
    expect((await clone.hdh(["local", "status"])).stdout).toMatch(
      new RegExp(`  ${line("fr-par")}  ${line("nl-ams-1")}`),
    );

    await clone.succeed(["local", "down"]);
    const restarted = JSON.parse(await clone.succeed(["local", "up", "--json"]));
    expect((await clone.status()).outages).toEqual(outages);
    expect((await vpcs("fr-par", restarted.apiUrl)).status).toBe(503);

    expect(JSON.parse((await outage("fr-par", "--end", "--json")).stdout)).toEqual({ outages: outages.slice(1) });
    expect(await outage("nl-ams-1", "--end")).toMatchObject({ code: 0, stdout: "everything answers\n" });
    expect((await vpcs("fr-par", restarted.apiUrl)).status).toBe(200);
  });
});
