import type { JsonObject } from "@hdh/policy-engine";
import { apiKeysExpireAndBelongToApplications as rule } from "../../policies/rules/api-keys-expire-and-belong-to-applications";
import { saysWith } from "../helpers/evidence";
import { foreign, labels, type Resources, saysOf } from "../helpers/terraform-json";

const IN_20_DAYS = "2026-12-12T00:00:00Z";
const IN_60_DAYS = "2027-01-21T00:00:00Z";
const IN_120_DAYS = "2027-03-22T00:00:00Z";

const good = {
  application_id: "${scaleway_iam_application.a.id}",
  default_project_id: "${scaleway_account_project.p.id}",
  expires_at: IN_20_DAYS,
};
const key = (changes: JsonObject, dataClass = "C1", more: Resources = {}) =>
  saysWith(
    rule,
    {
      scaleway_account_project: { p: {} },
      scaleway_iam_application: { a: {} },
      scaleway_object_bucket: {
        b: { project_id: "${scaleway_account_project.p.id}", tags: labels({ "hdh-class": dataClass }) },
      },
      scaleway_iam_api_key: { k: { ...good, ...changes } },
      ...more,
    },
    [],
  );
const fails = (attribute: string) => [`fail scaleway_iam_api_key.k ${attribute}`];
const rotating = (clock: JsonObject, dataClass = "C1") =>
  key({ expires_at: "${time_rotating.t.rotation_rfc3339}" }, dataClass, { time_rotating: { t: clock } });

describe("HDH-IAM-003", () => {
  it("of an application, with a project, that expires in time", () => {
    expect(key({}, "C3")).toEqual([]);
    expect(key({ expires_at: IN_60_DAYS })).toEqual([]);
  });

  it("of a user", () => {
    expect(key({ user_id: "11111111-1111-1111-1111-111111111111" })).toEqual(fails("user_id"));
  });

  it("of nobody", () => {
    expect(key({ application_id: null })).toEqual(fails("application_id"));
    expect(key({ application_id: "" })).toEqual(fails("application_id"));
  });

  it("that never expires", () => {
    expect(key({ expires_at: null })).toEqual(fails("expires_at"));
    expect(key({ expires_at: "never" })).toEqual(fails("expires_at"));
  });

  it("that lives for more than 90 days", () => {
    expect(key({ expires_at: IN_120_DAYS })).toEqual(fails("expires_at"));
  });

  it("that lives for more than 30 days and reaches health data", () => {
    expect(key({ expires_at: IN_60_DAYS }, "C3")).toEqual(fails("expires_at"));
    const grant = {
      scaleway_iam_policy: {
        g: {
          application_id: good.application_id,
          rule: [{ permission_set_names: ["VPCReadOnly"], project_ids: ["${scaleway_account_project.other.id}"] }],
        },
      },
      scaleway_account_project: { p: {}, other: {} }, // nothing says what the other holds
    };
    expect(key({ expires_at: IN_60_DAYS }, "C1", grant)).toEqual(fails("expires_at"));
  });

  it("whose end time_rotating sets within the limit", () => {
    expect(rotating({ rotation_days: 30 }, "C3")).toEqual([]);
    expect(rotating({ rotation_months: 2 })).toEqual([]);
    const offset = { time_offset: { o: { offset_hours: 12 } } };
    expect(key({ expires_at: "${time_offset.o.rfc3339}" }, "C3", offset)).toEqual([]);
  });

  it("whose end time_rotating sets beyond the limit", () => {
    expect(rotating({ rotation_days: 31 }, "C3")).toEqual(fails("expires_at"));
    expect(rotating({ rotation_years: 1 })).toEqual(fails("expires_at"));
    expect(rotating({ rotation_days: 80, rotation_months: 1 })).toEqual(fails("expires_at"));
  });

  it("without a default project, so that the caller's environment decides", () => {
    expect(key({ default_project_id: null })).toEqual(fails("default_project_id"));
  });

  it("whose end only the engine knows", () => {
    expect(key({ expires_at: "${var.end}" })).toEqual(["unknown scaleway_iam_api_key.k expires_at"]);
    expect(rotating({ rotation_days: "${var.days}" })).toEqual(["unknown scaleway_iam_api_key.k expires_at"]);
    expect(rotating({})).toEqual(["unknown scaleway_iam_api_key.k expires_at"]);
    const clock = { time_rotating: { t: { rotation_days: 1 } } };
    expect(key({ expires_at: "${time_rotating.t.rotation_rfc3339}-x" }, "C1", clock)).toEqual([
      "unknown scaleway_iam_api_key.k expires_at",
    ]);
    expect(
      key({ expires_at: "${time_rotating.t.rfc3339}" }, "C1", { time_rotating: { t: { rotation_days: 1 } } }),
    ).toEqual(["unknown scaleway_iam_api_key.k expires_at"]);
  });

  it("looks at ephemeral keys alike", () => {
    const stack = { name: "s", json: { ephemeral: { scaleway_iam_api_key: { k: { user_id: "x" } } } } };
    expect(saysOf(rule, stack)).toContain("fail ephemeral.scaleway_iam_api_key.k user_id");
  });

  it("has nothing to say of another provider's key", () => {
    expect(saysOf(rule, foreign("iam_api_key", { user_id: "x" }))).toEqual([]);
  });
});
