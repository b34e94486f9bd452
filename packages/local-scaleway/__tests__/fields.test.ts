import fc from "fast-check";
import type { Call } from "../src/core/api";
import {
  bytes,
  changes,
  cidr,
  duration,
  email,
  type Field,
  list,
  moment,
  number,
  object,
  oneOf,
  readChanges,
  readFields,
  text,
  textMap,
  url,
} from "../src/core/fields";
import { isZone } from "../src/core/localities";
import { later, timestamp } from "../src/core/time";

// None of these fields looks at the call.
const call = {} as Call;
const read = <T>(field: Field<T>, value: unknown): T => field.read(value, { argument: "x", call });

describe("fields", () => {
  it("read numbers between limits", () => {
    expect(read(number({ min: 0, max: 1 }), 0.25)).toBe(0.25);
    for (const wrong of [-0.1, 1.1, "0.5", null]) {
      expect(() => read(number({ min: 0, max: 1 }), wrong)).toThrow("invalid argument(s)");
    }
  });

  it("read texts by names that the client chooses", () => {
    expect(read(textMap(), { tier: "web", "example.org/zone": "" })).toEqual({ tier: "web", "example.org/zone": "" });
    expect(() => read(textMap(), ["web"])).toThrow("invalid argument(s)");
    expect(() => read(textMap(), { tier: 1 })).toThrow(
      expect.objectContaining({ details: [expect.objectContaining({ argument_name: "x.tier", reason: "format" })] }),
    );
  });

  it("read changes of a part, of which nothing is required and null says nothing", () => {
    const part = changes({ name: text(), policy: oneOf("accept", "drop") });
    expect(read(part, { name: "n" })).toEqual({ name: "n" });
    expect(read(part, { name: null, policy: "unknown_policy" })).toEqual({});
    expect(() => read(part, { name: 1 })).toThrow("invalid argument(s)");
    expect(() => read(part, { owner: "n" })).toThrow("invalid argument(s)");
  });

  it("read bytes, which are base64 with padding", () => {
    expect(read(bytes(), "aGk=")).toEqual(Buffer.from("hi"));
    expect(read(bytes(), "")).toHaveLength(0);
    for (const wrong of ["aGk", "a", "a-_=", "hi there"]) {
      expect(() => read(bytes(), wrong)).toThrow(
        expect.objectContaining({ details: [expect.objectContaining({ reason: "format" })] }),
      );
    }
    expect(() => read(bytes({ min: 3 }), "aGk=")).toThrow("invalid argument(s)");
    expect(() => read(bytes({ max: 1 }), "aGk=")).toThrow("invalid argument(s)");
  });

  it.each([
    ["10.64.0.0/22", "10.64.0.0/22"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["192.168.1.1/32", "192.168.1.1/32"],
    ["FD00:0:0::/64", "fd00::/64"],
    ["::/0", "::/0"],
  ])("write the range %s as %s", (given, normal) => {
    expect(read(cidr(), given)).toBe(normal);
  });

  it.each([
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/8",
    "fd00::/129",
    "fe80::1%eth0/64",
    "10.0.0.1/8",
    "fd00::1/64",
    "x/8",
    "",
  ])("do not take %p for a range", (given) => {
    expect(() => read(cidr(), given)).toThrow("invalid argument(s)");
  });

  it("accept exactly the networks among all addresses with a prefix", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(octet, octet, octet, octet), fc.integer({ min: 0, max: 32 }), (octets, prefix) => {
        const bits = octets.reduce((sum, one) => sum * 256 + one, 0);
        const isNetwork = bits % 2 ** (32 - prefix) === 0;
        const range = `${octets.join(".")}/${prefix}`;
        if (isNetwork) expect(read(cidr(), range)).toBe(range);
        else expect(() => read(cidr(), range)).toThrow();
      }),
    );
  });

  it("write moments and durations as the API does", () => {
    expect(read(moment(), "2026-06-12T17:44:12.979+02:00")).toBe("2026-06-12T15:44:12.979000Z");
    expect(read(moment(), "2026-06-12T15:44:12Z")).toBe("2026-06-12T15:44:12Z");
    expect(() => read(moment(), "2026-06-12")).toThrow();
    const period = duration({ min: 1, max: 1e9 });
    expect(read(period, "2592000.000000000s")).toBe("2592000s");
    expect(read(period, "1.5s")).toBe("1.500s");
    expect(() => read(period, "1m")).toThrow();
  });

  it.each(["", "on-call", "@example.org", "on-call@", "on call@example.org", "a@b@c"])(
    "do not take %p for an e-mail address",
    (given) => {
      expect(read(email(), "on-call@example.org")).toBe("on-call@example.org");
      expect(() => read(email(), given)).toThrow("invalid argument(s)");
    },
  );

  it.each(["", "example.org", "ftp://example.org", "javascript:alert(1)", "https://"])(
    "do not take %p for an address on the web",
    (given) => {
      expect(read(url(), "https://example.org/hook?a=1")).toBe("https://example.org/hook?a=1");
      expect(() => read(url(), given)).toThrow("invalid argument(s)");
    },
  );

  it("take null and the unknown member of an enum for absent", () => {
    const state = oneOf("on", "off");
    expect(read(state.default("on"), "unknown_state")).toBe("on");
    expect(read(state.optional(), null)).toBeUndefined();
    expect(() => read(state, "unknown_state")).toThrow("invalid argument(s)");
    const fields = { state, name: text() };
    for (const state of ["unknown_state", ""]) {
      expect(readChanges(fields, { state, name: "" }, { argument: "", call })).toEqual({ name: "" });
    }
  });

  it("report everything that is wrong in one request, however deep", () => {
    const fields = { name: text({ max: 2 }), rules: list(object({ action: oneOf("accept", "drop") })) };
    const body = { name: "long", rules: [{ action: "allow" }, { action: "drop", log: 1 }, 7], more: null };
    expect(() => readFields(fields, body, { argument: "", call })).toThrow(
      expect.objectContaining({
        details: [
          expect.objectContaining({ argument_name: "more", reason: "unknown" }),
          expect.objectContaining({ argument_name: "name", reason: "constraint" }),
          expect.objectContaining({ argument_name: "rules.0.action", reason: "constraint" }),
          expect.objectContaining({ argument_name: "rules.1.log", reason: "unknown" }),
          expect.objectContaining({ argument_name: "rules.2", reason: "format" }),
        ],
      }),
    );
  });
});

describe("time", () => {
  it("is written with microseconds and never goes back", () => {
    const moments = Array.from({ length: 100 }, timestamp);
    expect(moments[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect([...moments].sort()).toEqual(moments);
    expect(later("2026-06-12T15:44:12.979214Z", "86400s")).toBe("2026-06-13T15:44:12.979214Z");
  });
});

describe("zones", () => {
  it.each(["constructor-1", "fr-par", "fr-par-4", "it-mil-2", ""])("do not include %p", (name) => {
    expect(isZone(name)).toBe(false);
  });
});
