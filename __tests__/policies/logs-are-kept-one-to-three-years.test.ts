import type { Json, JsonObject } from "@hdh/policy-engine";
import { logsAreKeptOneToThreeYears as rule } from "../../policies/rules/logs-are-kept-one-to-three-years";
import { foreign, labels, says, saysOf, tags } from "../helpers/terraform-json";

const source = (days: Json, type: Json = "logs") =>
  says(rule, { scaleway_cockpit_source: { s: { type, retention_days: days } } });
const database = (changes: JsonObject) => says(rule, { scaleway_rdb_instance: { db: changes } });
const archive = (days: Json, changes: JsonObject = {}) =>
  says(rule, {
    scaleway_object_bucket: {
      b: {
        tags: labels({ "hdh-role": "log-archive", ...changes }),
        lifecycle_rule: [{ enabled: true, expiration: [{ days }] }],
      },
    },
  });
const SOURCE = "scaleway_cockpit_source.s retention_days";
const DATABASE = "scaleway_rdb_instance.db logs_policy.max_age_retention";
const ARCHIVE = "scaleway_object_bucket.b lifecycle_rule.expiration.days";

describe("HDH-LOG-001", () => {
  it("that keeps logs for 365 days", () => {
    expect(source(365)).toEqual([]);
    expect(source("365")).toEqual([]);
    expect(database({ logs_policy: { max_age_retention: 365 } })).toEqual([]);
    expect(archive(365)).toEqual([]);
  });

  it("that keeps logs for less than a year, such as the 30 days of a database by default", () => {
    expect(source(364)).toEqual([`fail ${SOURCE}`]);
    expect(source(null)).toEqual([`fail ${SOURCE}`]);
    expect(source(6, null)).toEqual([`fail ${SOURCE}`]); // a source that does not say what it takes may take logs
    expect(database({})).toEqual([`fail ${DATABASE}`]);
    expect(database({ logs_policy: [{ total_disk_retention: 1 }] })).toEqual([`fail ${DATABASE}`]);
  });

  const justified = { "hdh-retention-reason": "litigation" };

  it("that keeps logs for more than three years", () => {
    expect(archive(1096, justified)).toEqual([`fail ${ARCHIVE}`]);
  });

  it("that keeps logs for more than a year, with a reason", () => {
    expect(archive(1095, justified)).toEqual([]);
    expect(database({ logs_policy: [{ max_age_retention: 400 }], tags: tags(justified) })).toEqual([]);
  });

  it("that keeps logs for more than a year, without a reason", () => {
    expect(archive(366)).toEqual([`fail ${ARCHIVE}`]);
    expect(database({ logs_policy: [{ max_age_retention: 400 }], tags: tags() })).toEqual([`fail ${DATABASE}`]);
  });

  it("a source of metrics that are kept for a month", () => {
    expect(source(31, "metrics")).toEqual([]);
    expect(source(7, "traces")).toEqual([]);
  });

  it("an archive whose objects expire within a year", () => {
    expect(archive(30)).toEqual([`fail ${ARCHIVE}`]);
    expect(archive(30, { "hdh-role": "scratch" })).toEqual([]);
    const off = { enabled: false, expiration: [{ days: 30 }] };
    const bucket = { tags: labels({ "hdh-role": "log-archive" }), lifecycle_rule: [off] };
    expect(says(rule, { scaleway_object_bucket: { b: bucket } })).toEqual([]);
  });

  it("that keeps logs for days that only the engine knows", () => {
    expect(source("${var.days}")).toEqual([`unknown ${SOURCE}`]);
    expect(source(6, "${var.type}")).toEqual([`fail ${SOURCE}`]);
    expect(archive("${var.days}")).toEqual([`unknown ${ARCHIVE}`]);
  });

  it("has nothing to say of another provider's source", () => {
    expect(saysOf(rule, foreign("cockpit_source", { type: "logs", retention_days: 6 }))).toEqual([]);
  });
});
