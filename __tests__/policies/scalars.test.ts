import type { Json } from "@hdh/policy-engine";
import { asText, isTrue, numberOf } from "../../policies/values/scalars";

describe("scalars", () => {
  it.each<[Json | undefined, string | undefined, number]>([
    ["7", "7", 7],
    [7, "7", 7],
    [" 7 ", " 7 ", 7],
    ["seven", "seven", Number.NaN],
    ["", "", Number.NaN],
    ["  ", "  ", Number.NaN],
    [true, "true", Number.NaN],
    [undefined, undefined, Number.NaN],
    [null, undefined, Number.NaN],
    [[7], undefined, Number.NaN],
    [{}, undefined, Number.NaN],
  ])("turn text into numbers and numbers into text, as the engine does: %j", (value, text, number) => {
    expect(asText(value)).toBe(text);
    expect(numberOf(value)).toBe(number);
  });

  it.each<[Json | undefined, boolean]>([
    [true, true],
    ["true", true],
    [false, false],
    ["yes", false],
    [1, false],
    [undefined, false],
  ])("take the text for the boolean, as the engine does: %j", (value, expected) => {
    expect(isTrue(value)).toBe(expected);
  });
});
