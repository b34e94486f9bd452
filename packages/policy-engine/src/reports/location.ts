import type { ModuleDocument, SourceFile, StackDocument } from "../documents/document";
import type { Finding } from "../rules/evaluate";

/**
 * The line on which the attribute of a finding stands in its file, else the line of its block; the first line is 1.
 * `undefined` where it stands in no file, or in a plan, whose lines tell nobody anything.
 */
export function lineOf(finding: Finding, documents: readonly StackDocument[]): number | undefined {
  if (finding.file === undefined) return undefined;
  const source = documents.flatMap(filesOf).find(({ file }) => file === finding.file);
  const path = pathOf(finding);
  if (!source?.text || !path || Object.hasOwn(source.json, "format_version")) return undefined;
  const lines = linesOf(source.text);
  const attribute = finding.attribute?.replace(/[.[].*$/s, "");
  return (attribute === undefined ? undefined : lines.get(keyOf([...path, attribute]))) ?? lines.get(keyOf(path));
}

function filesOf({ others = [], modules = {}, ...first }: StackDocument): SourceFile[] {
  return [first, ...others, ...Object.values(modules).flatMap(filesOfModule)];
}

function filesOfModule({ files, modules = {} }: ModuleDocument): SourceFile[] {
  return [...files, ...Object.values(modules).flatMap(filesOfModule)];
}

/** Names that lead to a block in Terraform JSON. */
function pathOf({ address, mode }: Finding): string[] | undefined {
  if (mode === "environment") return undefined;
  const within =
    mode === "module" ? address.replace(/^.*(?=module\.)/s, "") : address.replace(/^(module\.[^.]+\.)+/, "");
  const [first, second = "", ...rest] = within.split(".");
  switch (mode) {
    case "managed":
      return ["resource", first!, [second, ...rest].join(".")];
    case "data":
    case "ephemeral":
      return [mode, second, rest.join(".")];
    case "terraform":
      return ["terraform"];
    default:
      return [mode, second];
  }
}

/** Blocks and their arguments stand no deeper: `resource`, type, name, argument. */
const DEEPEST = 4;

const FOUND = new Map<string, ReadonlyMap<string, number>>();

/** Lines of the members of nested objects, by the names that lead to them; lists are passed through. */
function linesOf(text: string): ReadonlyMap<string, number> {
  let lines = FOUND.get(text);
  if (!lines) {
    lines = scanned(text);
    FOUND.clear(); // findings come file by file
    FOUND.set(text, lines);
  }
  return lines;
}

function scanned(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const open: (string | undefined)[] = []; // the name of each object and list that is open, where it has one
  let line = 1;
  let word = "";
  let name: string | undefined;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,\n]/g)) {
    switch (token) {
      case "\n":
        line++;
        break;
      case ":": {
        name = JSON.parse(word) as string;
        const path = [...open.filter((part) => part !== undefined), name];
        if (path.length <= DEEPEST) lines.set(keyOf(path), line);
        break;
      }
      case "{":
      case "[":
        open.push(name);
        name = undefined;
        break;
      case "}":
      case "]":
        open.pop();
        name = undefined;
        break;
      case ",":
        name = undefined;
        break;
      default:
        word = token;
    }
  }
  return lines;
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
