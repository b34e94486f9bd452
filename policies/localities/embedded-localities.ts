import type { Json, Resource } from "@hdh/policy-engine";
import { forEachText, someText } from "../values/texts";

/** A region that a text names: in an id such as `nl-ams/<uuid>`, a host such as `s3.nl-ams.scw.cloud`, or an ARN. */
export interface EmbeddedRegion {
  /** Where the text stands in its resource. */
  readonly path: string;
  readonly region: string;
}

/** Arguments that name no place beside the resource's own, and that nearly every resource has: looking there takes time. */
const NO_PLACES: ReadonlySet<string> = new Set([
  "//",
  "depends_on",
  "description",
  "lifecycle",
  "name",
  "organization_id",
  "project_id",
  "provider",
  "region",
  "tags",
  "zone",
]);

/** Whether an argument may name another place than the resource's own. */
export function mayNamePlace(argument: string): boolean {
  return !NO_PLACES.has(argument);
}

const ID = /^([a-z]{2}-[a-z]{3})(?:-\d+)?\//;

const ADDRESS = /(?:^arn:scw:\w+:|\.)([a-z]{2}-[a-z]{3})(?:-\d+)?(?::|\.(?:scw\.cloud|scaleway\.com)\b)/g;
const NAME_OF_MODULE = /\b(?:local|var|module)\./;

/** Whether a text may name a region, itself or through a name of its module. Most do not, and this is quick to tell. */
function mayNameRegion(text: string): boolean {
  if (!text.includes("${")) return text.includes("-") && (ID.test(text) || namesScaleway(text));
  const isOneReference = text.startsWith("${") && text.indexOf("}") === text.length - 1;
  return NAME_OF_MODULE.test(text) || (!isOneReference && namesScaleway(text));
}

function namesScaleway(text: string): boolean {
  return text.includes("scw.cloud") || text.includes("scaleway.com") || text.startsWith("arn:scw:");
}

/** The regions that the arguments of a resource name, as far as they can be known. */
export function embeddedRegions(resource: Resource): readonly EmbeddedRegion[] {
  const found: EmbeddedRegion[] = [];
  resource.names.forEach((name) => {
    const raw = mayNamePlace(name) ? resource.given(name) : undefined;
    if (someText(raw, mayNameRegion)) collect(resource.known(name) ?? raw, name, found);
  });
  return found;
}

function collect(json: Json | undefined, name: string, found: EmbeddedRegion[]): void {
  forEachText(json, name, ({ path, key, text }) => {
    const inId = ID.exec(text)?.[1];
    if (inId && /(^|_)(bucket|ids?)$/.test(key)) found.push({ path, region: inId });
    for (const [, region] of text.matchAll(ADDRESS)) found.push({ path, region: region! });
  });
}
