import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { malformedXml } from "./errors";

/** Content of an element to be written: keys starting with `@` are attributes, arrays repeat the element. */
export type XmlContent = string | number | boolean | undefined | XmlContent[] | { [name: string]: XmlContent };

/** The namespace of most, though not of all, documents of the service. */
export const S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** A moment as the service writes it in documents: it knows creation and modification to the second. */
export const wholeSeconds = (moment: string): string => moment.replace(/\.\d+Z$/, ".000Z");

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@" });

/** One XML document without its declaration, as error bodies are written. */
export function renderElement(root: string, content: XmlContent): string {
  return builder.build({ [root]: content });
}

/** One XML document with its declaration, as all other bodies are written. */
export function renderDocument(root: string, content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(root, content)}`;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
});

type Node = string | { [name: string]: Node | Node[] };

/** A read-only view of one element of a request body. Whatever does not fit is a `MalformedXML`. */
export class XmlElement {
  private constructor(
    readonly name: string,
    private readonly node: Node,
  ) {}

  /** @throws S3Error MalformedXML when the body is not XML or its root is another element. */
  static parse(body: Buffer, root: string): XmlElement {
    const text = body.toString("utf8");
    const valid = XMLValidator.validate(text);
    if (valid !== true) throw malformedXml(`line ${valid.err.line}: ${valid.err.msg}`);
    const document = parser.parse(text) as { [name: string]: Node };
    const node = document[root];
    if (node === undefined || Array.isArray(node)) throw malformedXml(`the root element must be <${root}>`);
    return new XmlElement(root, node);
  }

  /** Refuses every child element that is not in `names`: a rule that is silently dropped would look applied. */
  allow(...names: string[]): this {
    for (const name of this.childNames()) {
      if (!names.includes(name)) throw malformedXml(`<${this.name}> has no element <${name}>`);
    }
    return this;
  }

  /** All children of that name, in the order of the document. */
  all(name: string): XmlElement[] {
    if (typeof this.node === "string") return [];
    const child = this.node[name];
    if (child === undefined) return [];
    return (Array.isArray(child) ? child : [child]).map((node) => new XmlElement(name, node));
  }

  optional(name: string): XmlElement | undefined {
    const children = this.all(name);
    if (children.length > 1) throw malformedXml(`<${this.name}> has more than one <${name}>`);
    return children[0];
  }

  required(name: string): XmlElement {
    const child = this.optional(name);
    if (!child) throw malformedXml(`<${this.name}> needs <${name}>`);
    return child;
  }

  attribute(name: string): string | undefined {
    const value = typeof this.node === "string" ? undefined : this.node[`@${name}`];
    return typeof value === "string" ? value : undefined;
  }

  get text(): string {
    if (typeof this.node === "string") return this.node;
    if (this.childNames().length > 0) throw malformedXml(`<${this.name}> holds text, not elements`);
    const text = this.node["#text"];
    return typeof text === "string" ? text : "";
  }

  /** The text as a whole number of at least `minimum`. */
  integer(minimum: number): number {
    const text = this.text.trim();
    if (!/^\d+$/.test(text) || Number(text) < minimum) {
      throw malformedXml(`<${this.name}> is a whole number of at least ${minimum}; got "${text}"`);
    }
    return Number(text);
  }

  /** The text as one of the given words. */
  oneOf<const Word extends string>(...words: Word[]): Word {
    const text = this.text.trim();
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw malformedXml(`<${this.name}> is one of ${words.join(", ")}; got "${text}"`);
    return word;
  }

  private childNames(): string[] {
    if (typeof this.node === "string") return [];
    return Object.keys(this.node).filter((name) => !name.startsWith("@") && name !== "#text");
  }
}
