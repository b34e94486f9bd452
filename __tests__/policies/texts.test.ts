import type { Json } from "@hdh/policy-engine";
import { forEachText, knownText, plain, someText } from "../../policies/values/texts";

const nested = (levels: number, wrap: (inner: Json) => Json): Json =>
  levels ? wrap(nested(levels - 1, wrap)) : "deep";
const inList = (inner: Json): Json => [inner];
const inMap = (inner: Json): Json => ({ inner });
const textsOf = (json: Json | undefined) => {
  const texts: string[] = [];
  forEachText(json, "rule", ({ path, key, text }) => texts.push(`${path} ${key} ${text}`));
  return texts;
};

describe("forEachText", () => {
  it("hands on each text of an argument, with where it stands and under which name", () => {
    expect(textsOf("a")).toEqual(["rule rule a"]);
    expect(textsOf([{ to: ["a", 7, null, "b"] }, true])).toEqual(["rule[0].to[0] to a", "rule[0].to[3] to b"]);
    expect(textsOf(undefined)).toEqual([]);
  });
});

describe("someText", () => {
  it("tells whether any text of an argument is such", () => {
    const isA = (text: string) => text === "a";
    expect(someText([{ x: "b" }, { to: ["b", "a"] }], isA)).toBe(true);
    expect(someText([{ x: "b" }, 7, null, true], isA)).toBe(false);
    expect(someText(7, isA)).toBe(false);
    expect(someText(undefined, isA)).toBe(false);
  });
});

it.each([inList, inMap])("both look deeper than any argument nests, and not without end", (wrap) => {
  for (const [levels, found] of [
    [65, true],
    [66, false],
  ] as const) {
    expect(textsOf(nested(levels, wrap))).toHaveLength(found ? 1 : 0);
    expect(someText(nested(levels, wrap), () => true)).toBe(found);
  }
});

describe("knownText", () => {
  it("is a known text or number, and empty of all else", () => {
    expect(knownText({ is: "known", value: 7 })).toBe("7");
    expect(knownText({ is: "absent" })).toBe("");
    for (const json of [null, true, ["a"], {}, undefined] as const) expect(plain(json)).toBe("");
  });
});
