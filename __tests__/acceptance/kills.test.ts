import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { Clone, ended } from "../helpers/clone";
import { SANDBOX_RESOURCES } from "../helpers/deployed";
import { engineProgram, TOOLCHAIN_LIMIT } from "../helpers/engines";
import { kill, killTree } from "../helpers/processes";

/** Kills of one run: a sample, or all of them with HDH_TEST_FULL. */
const KILLS = process.env.HDH_TEST_FULL ? 30 : 3;
const SEED = Number(process.env.HDH_TEST_SEED ?? Date.now() % 1_000_000);
/** A deployment of the sandbox takes about this long; kills are spread over it. */
const DEPLOYMENT_MS = 20_000;

jest.setTimeout(KILLS * 60_000 + 120_000);

describe(`a deployment that is killed (seed ${SEED}; HDH_TEST_SEED repeats it)`, () => {
  let clone: Clone;

  beforeAll(async () => {
    clone = new Clone({ TERRAFORM_BINARY_NAME: await engineProgram("opentofu") });
    process.stdout.write(`kills: seed ${SEED}\n`);
  }, TOOLCHAIN_LIMIT);

  afterAll(() => clone.hdh(["local", "down"]));

  /** Goes on after a kill, and holds that all is as if there had been none. */
  const complete = async () => {
    const { code, stdout, stderr } = await clone.hdh(["start", "--json"]);
    if (code !== 0) throw new Error(`hdh start ended with ${code}\n${stdout}\n${stderr}`);
    expect(JSON.parse(stdout).resources).toBe(SANDBOX_RESOURCES);
    expect(await clone.status()).toMatchObject({ missing: [], orphans: [], unhandled: [] });
    return stderr;
  };

  it("goes on when the engine dies between an answer of the API and its state, and says what it cleared away", async () => {
    await clone.succeed(["local", "up"]);
    const journal = clone.path(".hdh/local/journal.jsonl");
    const seeded = statSync(journal).size;

    const deployment = clone.start(["start"]);
    const end = ended(deployment);
    while (statSync(journal).size === seeded) await sleep(1); // until the API has made the first object
    killTree(deployment.pid ?? 0);
    await end;

    const { orphans } = await clone.status();
    expect(orphans.length).toBeGreaterThan(0);

    const said = await complete();
    expect(said.match(/was made, but no state holds it; deleted, to be made again/g)).toHaveLength(orphans.length);
  });

  it("goes on wherever the local Scaleway and the engine are killed", async () => {
    const moments = fc.sample(
      fc.record({
        after: fc.noBias(fc.integer({ min: 0, max: DEPLOYMENT_MS })),
        server: fc.boolean(),
        engine: fc.boolean(),
      }),
      {
        numRuns: KILLS,
        seed: SEED,
      },
    );
    for (const { after, server, engine } of moments) {
      process.stdout.write(
        `kills: after ${after} ms ${server || !engine ? "the local Scaleway" : ""} ${engine ? "the engine" : ""}\n`,
      );
      await clone.succeed(["destroy"]);
      const { pid } = (await clone.status()).server;
      const deployment = clone.start(["start"]);
      const end = ended(deployment);
      await sleep(after);
      if (server || !engine) kill(pid);
      if (engine) killTree(deployment.pid ?? 0);
      await end;
      await complete();
    }
  });

  it("goes on after Ctrl-C", async () => {
    await clone.succeed(["destroy"]);
    const journal = clone.path(".hdh/local/journal.jsonl");
    const before = statSync(journal).size;
    const deployment = clone.start(["start"]);
    const end = ended(deployment);
    while (statSync(journal).size === before) await sleep(1); // in the middle, however fast the machine is
    process.kill(-(deployment.pid ?? 0), "SIGINT"); // to the whole group, as a terminal does
    const { code, stderr } = await end;
    expect({ code, stderr }).toMatchObject({
      code: 130,
      stderr: expect.stringContaining("`npm start` goes on from here"),
    });
    await complete();
  });
});
