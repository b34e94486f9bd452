import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { appendFile, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { explainFileSystem, ToolchainError } from "../src/error";
import type { Toolchain } from "../src/index";
import { Bench, NEW_GO, pause } from "./bench";

const BUILD = { HDH_TOOLCHAIN_PROVIDER: "build" };

describe("the cache", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
    await bench.engine("terraform", "1.11.4");
  });
  afterEach(() => bench.close());

  const build = () => bench.prepare({ environment: BUILD });
  const builds = () => bench.calls("go", "build");

  /** The same in a process of its own. */
  function start(): ChildProcess {
    const options = { cacheDirectory: bench.cache, environment: { ...bench.environment, ...BUILD } };
    return spawn(process.execPath, ["--require", "tsx/cjs", join(__dirname, "prepare.ts"), JSON.stringify(options)], {
      cwd: join(__dirname, ".."),
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  async function result(child: ChildProcess): Promise<{ said: string; toolchain: Toolchain }> {
    const [out, said] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
    if (out === "") throw new Error(said);
    return { said, toolchain: JSON.parse(out) };
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await sleep(20);
  }

  /** As if the lock's owner had last been heard of a minute ago. */
  async function ageLocks(): Promise<void> {
    const past = new Date(Date.now() - 60_000);
    for (const lock of readdirSync(join(bench.cache, "toolchain/locks"))) {
      await utimes(join(bench.cache, "toolchain/locks", lock), past, past);
    }
  }

  it("has a program built once", async () => {
    await bench.go();
    const first = await build();
    const second = await build();

    expect(first.provider.cached).toBe(false);
    expect(second.provider).toEqual({ ...first.provider, cached: true, seconds: expect.any(Number) });
    expect(builds()).toHaveLength(1);
  });

  it("has a program built once by two runs at once: one builds, the other says that it waits", async () => {
    await bench.go(NEW_GO, pause(1_200));

    const [one, other] = await Promise.all([result(start()), result(start())]);

    expect(builds()).toHaveLength(1);
    expect(one.toolchain.provider.sha256).toBe(other.toolchain.provider.sha256);
    expect(one.said + other.said).toContain("waiting: another run is building scaleway/scaleway");
  });

  it("holds nothing of a run that was killed, even though its Go goes on; the next run builds", async () => {
    await bench.go(NEW_GO, pause(1_000));
    const killed = start();
    await until(() => builds().length === 1);
    killed.kill("SIGKILL");
    await once(killed, "close"); // its pipes, which Go does not have, are closed

    expect(readdirSync(join(bench.cache, "toolchain/entries"))).toEqual([]);
    await bench.go();
    await ageLocks();
    const { provider } = await build();

    expect(provider.cached).toBe(false);
    expect(await bench.read(provider.path)).toBe("a provider");
    await until(() => !isAlive(builds()[0]!.pid));
    expect(readdirSync(join(bench.cache, "toolchain/partial"))).toEqual([]);
    expect((await build()).provider).toMatchObject({ cached: true, sha256: provider.sha256 });
  });

  it("is left unlocked by a run that was interrupted; the next run need not wait", async () => {
    await bench.go(NEW_GO, pause(1_000));
    const interrupted = start();
    await until(() => builds().length === 1);
    interrupted.kill("SIGINT");
    await once(interrupted, "close");

    expect(readdirSync(join(bench.cache, "toolchain/locks"))).toEqual([]);
    await bench.go();
    expect((await build()).provider.cached).toBe(false);
  });

  it.each([
    ["cut short", (path: string) => truncate(path, 3)],
    ["longer than it was", (path: string) => appendFile(path, "!")],
    ["of the same length, but not the same", (path: string) => writeFile(path, "A PROVIDER")],
    ["gone", (path: string) => rm(path)],
  ])("builds again what is %s", async (_, damage) => {
    await bench.go();
    const { provider } = await build();
    await damage(provider.path);

    const repaired = await build();

    expect(repaired.provider.cached).toBe(false);
    expect(await bench.read(repaired.provider.path)).toBe("a provider");
  });

  it("builds again what has no whole manifest", async () => {
    await bench.go();
    const { mirror } = await build();
    await truncate(join(mirror, "../manifest.json"), 20);

    expect((await build()).provider.cached).toBe(false);
  });

  it("keeps a program whose times are new and whose content is not, as in a restored cache", async () => {
    await bench.go();
    const { provider, mirror } = await build();
    await utimes(provider.path, new Date(0), new Date(0));

    expect((await build()).provider).toMatchObject({ cached: true, sha256: provider.sha256 });
    expect(await readFile(join(mirror, "../manifest.json"), "utf8")).toContain('"mtimeMs":0');
  });

  it("that cannot be a folder is an error that names another way", async () => {
    await bench.go();
    await writeFile(bench.cache, "a file is in the way");

    const attempt = build();

    await expect(attempt).rejects.toThrow(ToolchainError);
    await expect(attempt).rejects.toThrow(/cannot be written: .*\n.*HDH_CACHE_DIRECTORY/);
  });

  it.each([
    ["ENOSPC", "The disk is full."],
    ["EDQUOT", "The disk is full."],
    ["EROFS", "The cache /cache cannot be written"],
    ["EACCES", "The cache /cache cannot be written"],
  ])("explains %s", (code, message) => {
    const explained = explainFileSystem(Object.assign(new Error(`${code}: write`), { code }), "/cache");

    expect(explained).toBeInstanceOf(ToolchainError);
    expect((explained as ToolchainError).message).toContain(message);
  });

  it("leaves a bug what it is", () => {
    const bug = new TypeError("x is not a function");

    expect(explainFileSystem(bug, "/cache")).toBe(bug);
  });

  it("is where HDH_CACHE_DIRECTORY says", async () => {
    await bench.go();
    const directory = join(bench.directory, "elsewhere");

    const { mirror } = await bench.prepare({
      cacheDirectory: undefined,
      environment: { ...BUILD, HDH_CACHE_DIRECTORY: directory },
    });

    expect(mirror.startsWith(directory)).toBe(true);
    expect(existsSync(bench.cache)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
