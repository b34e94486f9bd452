import { printable, shown } from "../src";

describe("printable", () => {
  it.each([
    ["a\nb", "a\\u000ab"],
    ["\u001b[2J", "\\u001b[2J"],
    ["\u202ea", "\\u202ea"],
    ["\u{e0001}", "\\ue0001"],
    ["été ✓", "été ✓"],
  ])("writes %j as %s", (text, written) => {
    expect(printable(text)).toBe(written);
  });
});

describe("shown", () => {
  const long = "a".repeat(80);

  it.each([
    ["fr-par", "fr-par"],
    ["s3:Get*", "s3:Get*"],
    ["two words", '"two words"'],
    ["word!", '"word!"'],
    ["", '""'],
    ["true", "true"],
    [true, "true"],
    [["a"], '["a"]'],
    [{ a: 1 }, '{"a":1}'],
    [long, long],
    [`${long}b`, `${long}…`],
  ])("names the value %j as %s", (value, text) => {
    expect(shown({ is: "known", value })).toBe(text);
  });

  it("tells what is not set, by default or not at all, from what is not known, and prints nothing sensitive", () => {
    expect([
      shown({ is: "absent" }),
      shown({ is: "unknown", why: "why" }),
      shown({ is: "known", value: "a", byDefault: true }),
      shown({ is: "known", value: "secret", sensitive: true }),
    ]).toEqual(["not set", "not known", "not set, which means a", "a sensitive value"]);
  });
});
