import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CORE_SCHEMA, load, YAMLException } from "js-yaml";
import { type DataSource, dataSource } from "../data-source";
import { ConfigurationError, type Findings } from "../statement";

/** The sources that stores may hold, by name. */
export type Catalogue = ReadonlyMap<string, DataSource>;

const PLACE = "config/data-sets";

let known: Catalogue | undefined;

/**
 * The project's sources, read when first asked for.
 * @throws {ConfigurationError} naming every error of every file
 */
export function dataSources(): Catalogue {
  known ??= readDataSources(folder(), PLACE);
  return known;
}

/**
 * The sources of a folder, one in each YAML file.
 * @param place what error messages call the folder
 * @throws {ConfigurationError} naming every error of every file
 */
export function readDataSources(from: string, place: string): Catalogue {
  const sources = new Map<string, DataSource>();
  const findings: Findings[] = [];
  for (const file of readdirSync(from).sort()) {
    if (file === "index.ts") continue;
    try {
      const name = nameOf(file, `${place}/${file}`);
      sources.set(name, dataSource(name, `${place}/${file}`, parse(join(from, file), `${place}/${file}`)));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      findings.push(...error.findings);
    }
  }
  if (findings.length > 0) throw new ConfigurationError(...findings);
  return sources;
}

function nameOf(file: string, place: string): string {
  const name = /^([a-z][a-z0-9-]{1,30})\.yaml$/.exec(file)?.[1];
  if (name) return name;
  const rule = "lower case, digits and hyphens, 2–31 characters, starting with a letter, then .yaml";
  throw new ConfigurationError([place, [`file: ${rule}; got "${file}". Write it as YAML in a file of such a name`]]);
}

function parse(path: string, place: string): unknown {
  try {
    return load(readFileSync(path, "utf8"), { schema: CORE_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const where = error.mark ? `line ${error.mark.line + 1}, column ${error.mark.column + 1}` : "file";
    throw new ConfigurationError([place, [`${where}: is not YAML: ${error.reason}. Mend it there`]]);
  }
}

/** Found from below the project too: `hdh` starts from a bundle that stands elsewhere in it. */
function folder(): string {
  let above = __dirname;
  while (!existsSync(join(above, PLACE)) && above !== dirname(above)) above = dirname(above);
  return join(above, PLACE);
}
