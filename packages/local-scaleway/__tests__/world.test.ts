import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { World } from "../src/core/world";
import { temporaryDirectory } from "./helpers/server";

const root = temporaryDirectory();
let run = 0;
const freshDirectory = () => join(root, `world-${run++}`);
const linesOf = (directory: string) =>
  readFileSync(join(directory, "journal.jsonl"), "utf8").split("\n").filter(Boolean);

describe("World", () => {
  it("knows after a restart what it knew before, in the order of creation", () => {
    const directory = freshDirectory();
    const before = World.open(directory);
    const things = before.collection<{ n: number }>("things");
    things.put("b", { n: 1 });
    things.put("a", { n: 2 });
    things.put("b", { n: 3 });
    things.put("c", { n: 4 });
    things.delete("c");
    before.close();

    expect([...World.open(directory).collection("things").entries()]).toEqual([
      ["b", { n: 3 }],
      ["a", { n: 2 }],
    ]);
  });

  it("drops a last line that a kill cut off, and goes on behind it", () => {
    const directory = freshDirectory();
    const before = World.open(directory);
    before.collection("things").put("whole", { n: 1 });
    before.close();
    appendFileSync(join(directory, "journal.jsonl"), '[["things","torn",{"n"');

    const after = World.open(directory);
    expect([...after.collection("things").entries()]).toEqual([["whole", { n: 1 }]]);
    after.collection("things").put("next", { n: 2 });
    after.close();
    expect(World.open(directory).collection("things").size).toBe(2);
  });

  it("takes back everything of a transaction that throws, and writes nothing of it", () => {
    const directory = freshDirectory();
    const world = World.open(directory);
    const things = world.collection<{ n: number }>("things");
    things.put("kept", { n: 1 });

    expect(() =>
      world.transaction(() => {
        things.put("kept", { n: 2 });
        things.put("new", { n: 3 });
        things.delete("kept");
        world.transaction(() => things.put("inner", { n: 4 }));
        throw new Error("no");
      }),
    ).toThrow("no");

    expect([...things.entries()]).toEqual([["kept", { n: 1 }]]);
    expect(linesOf(directory)).toHaveLength(1);
  });

  it("writes a transaction as one line, so that a kill leaves all of it or nothing", () => {
    const directory = freshDirectory();
    const world = World.open(directory);
    world.transaction(() => {
      world.collection("things").put("a", {});
      world.collection("others").put("b", {});
    });
    expect(linesOf(directory)).toEqual(['[["things","a",{}],["others","b",{}]]']);
  });

  it("rewrites a journal that is mostly history when it is opened, and loses nothing", () => {
    const directory = freshDirectory();
    const world = World.open(directory);
    const things = world.collection<{ n: number }>("things");
    for (let n = 0; n < 10_050; n++) things.put("often", { n });
    things.put("once", { n: 0 });
    world.close();
    expect(linesOf(directory)).toHaveLength(10_051);

    const after = World.open(directory);
    expect(linesOf(directory)).toHaveLength(2);
    after.collection("things").put("later", { n: 1 });
    after.close();
    expect([...World.open(directory).collection("things").entries()]).toEqual([
      ["often", { n: 10_049 }],
      ["once", { n: 0 }],
      ["later", { n: 1 }],
    ]);
  });

  it("forgets everything on reset, also after a restart", () => {
    const directory = freshDirectory();
    const world = World.open(directory);
    world.collection("things").put("a", {});
    world.reset();
    expect(world.collection("things").size).toBe(0);
    world.close();
    expect(World.open(directory).collection("things").size).toBe(0);
  });
});
