import { invalidArgument } from "../../core/errors";
import { list, object, text } from "../../core/fields";
import { MYSQL, MYSQL_AT_FIRST, POSTGRESQL, POSTGRESQL_16, POSTGRESQL_17, type SettingRules } from "./engine-settings";

export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** A version that an instance can be upgraded to, as instances show it. */
interface UpgradableVersion {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly minor_version: string;
}

interface Engine {
  /** Where instances listen in a private network. */
  readonly port: number;
  readonly settings: SettingRules;
  /** Settings that an instance is made with, and keeps. */
  readonly initSettings: SettingRules;
  /** Absent from what no older version can be upgraded to. */
  readonly upgrade?: UpgradableVersion;
}

const postgresql = (settings: SettingRules, upgrade?: Omit<UpgradableVersion, "name">): Engine => ({
  port: 5432,
  settings,
  initSettings: {},
  upgrade: upgrade && { ...upgrade, name: `PostgreSQL-${upgrade.version}` },
});

/** The engines that new instances can have, versions of one engine in order (Scaleway API rdb/v1, traffic of June 2026). */
const ENGINES: Readonly<Record<string, Engine>> = {
  "PostgreSQL-14": postgresql(POSTGRESQL),
  "PostgreSQL-15": postgresql(POSTGRESQL, {
    id: "3415608d-39a7-4ac4-addd-d6eb9a1220b9",
    version: "15",
    minor_version: "15.18",
  }),
  "PostgreSQL-16": postgresql(POSTGRESQL_16, {
    id: "a8c86a61-4b5a-4ea1-a2a2-fafdae88b10d",
    version: "16",
    minor_version: "16.14",
  }),
  "PostgreSQL-17": postgresql(POSTGRESQL_17, {
    id: "92b7da70-c790-4120-b8fe-6b61448747ad",
    version: "17",
    minor_version: "17.10",
  }),
  "MySQL-8": { port: 3306, settings: MYSQL, initSettings: MYSQL_AT_FIRST },
};

/** The name of an engine, in any case. */
export const engineName = () =>
  text().map((value, { argument }) => {
    const name = Object.keys(ENGINES).find((one) => one.toLowerCase() === value.toLowerCase());
    if (name) return name;
    throw invalidArgument(argument, "constraint", `must be one of ${Object.keys(ENGINES).join(", ")}; got "${value}"`);
  });

/** @throws Error when no {@link engineName} is called so */
export function engineNamed(name: string): Engine {
  const engine = ENGINES[name];
  if (!engine) throw new Error(`There is no engine ${name}.`);
  return engine;
}

/** Later versions of the same engine. */
export function upgradableVersions(name: string): UpgradableVersion[] {
  const names = Object.keys(ENGINES);
  const [product] = name.split("-");
  return names
    .slice(names.indexOf(name) + 1)
    .filter((later) => later.startsWith(`${product}-`))
    .flatMap((later) => engineNamed(later).upgrade ?? []);
}

export const settingList = () => list(object({ name: text({ min: 1 }), value: text() }));

/** @throws InvalidArguments when one of them is unknown to the engine, or cannot have its value */
export function refuseUnknown(settings: readonly Setting[], rules: SettingRules, argument: string): void {
  for (const [index, { name, value }] of settings.entries()) {
    if (!Object.hasOwn(rules, name)) {
      throw invalidArgument(`${argument}.${index}.name`, "constraint", `there is no setting ${name} here`);
    }
    const help = rules[name]?.(value);
    if (help) throw invalidArgument(`${argument}.${index}.value`, "constraint", `${name} ${help}; got "${value}"`);
  }
}
