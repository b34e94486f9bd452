import account from "../../contracts/account.json";
import billing from "../../contracts/billing.json";
import block from "../../contracts/block.json";
import cockpit from "../../contracts/cockpit.json";
import iam from "../../contracts/iam.json";
import instance from "../../contracts/instance.json";
import ipam from "../../contracts/ipam.json";
import k8s from "../../contracts/k8s.json";
import keyManager from "../../contracts/key-manager.json";
import lb from "../../contracts/lb.json";
import marketplace from "../../contracts/marketplace.json";
import rdb from "../../contracts/rdb.json";
import registry from "../../contracts/registry.json";
import s2sVpn from "../../contracts/s2s-vpn.json";
import secretManager from "../../contracts/secret-manager.json";
import vpc from "../../contracts/vpc.json";
import vpcGw from "../../contracts/vpc-gw.json";

/**
 * What the real API was seen to answer, per collection. A field reads `type[|null][?] [member …]`: `?` says that it
 * may be absent, members are those of an enum. `a.b` is field b of object a, `a[]` an element of list a. The names in a
 * `map` are the client's. A type that is the path of a collection stands for the object of its contract.
 */
interface Contract {
  readonly list?: string;
  readonly notFound?: string;
  /** The whole message of a path that leads to none, where the error has no type. @default every error has one */
  readonly notFoundInWords?: string;
  /** Under which key the object stands. @default it is the body */
  readonly wrapped?: string;
  readonly object: ObjectFields | string;
  /** What stands in the list. @default the object */
  readonly item?: Readonly<Record<string, string>>;
  /** What stands beside the list and its count. @default nothing */
  readonly beside?: Readonly<Record<string, string>>;
}

type ObjectFields = Readonly<Record<string, string>>;

const contracts: Readonly<Record<string, Contract>> = {
  ...account,
  ...billing,
  ...block,
  ...cockpit,
  ...iam,
  ...k8s,
  ...instance,
  ...keyManager,
  ...lb,
  ...marketplace,
  ...registry,
  ...s2sVpn,
  ...rdb,
  ...secretManager,
  ...vpc,
  ...vpcGw,
  ...ipam,
};

const matchers = Object.entries(contracts)
  .map(([template, contract]) => {
    const pattern = template.replace(/\{\w+\}/g, "[^/]+");
    return { template, contract, path: new RegExp(`^${pattern}(/[^/]+){0,2}$`) };
  })
  .sort((a, b) => b.template.length - a.template.length);

/** Everything about an answer that the contract does not allow; an endpoint without contract is a finding too. */
export function violations(path: string, status: number, body: unknown): string[] {
  const found = matchers.find((matcher) => matcher.path.test(path));
  if (!found) return [`${path} has no contract`];
  const isCreated = (status === 201 || status === 202) && found.contract.wrapped !== undefined;
  if (status === 200 || isCreated) return answerViolations(found.contract, body);
  if (status === 404 && matchers.some(({ contract }) => isSentence(body, contract.notFoundInWords))) return [];
  if (status >= 400) return errorViolations(body);
  return status === 204 && body === undefined ? [] : [`status ${status} with body ${JSON.stringify(body)}`];
}

function answerViolations({ list, wrapped, beside = {}, ...contract }: Contract, body: unknown): string[] {
  if (!isObject(body)) return ["the body is no object"];
  const object = fieldsOf(contract.object);
  const item = contract.item ?? object;
  if (list === undefined || !(list in body)) {
    return wrapped === undefined ? objectViolations(object, "", body) : wrappedViolations(object, wrapped, body);
  }
  const { [list]: items, total_count, ...rest } = body;
  return [
    ...(total_count === undefined || Number.isInteger(total_count) ? [] : ["total_count is no integer"]),
    ...objectViolations(beside, "", rest),
    ...(items as unknown[]).flatMap((one) => (isObject(one) ? objectViolations(item, "", one) : ["no object"])),
  ];
}

/** Fields, or those of the collection with this path. */
function fieldsOf(object: ObjectFields | string): ObjectFields {
  if (typeof object !== "string") return object;
  const named = contracts[object];
  if (!named) throw new Error(`a contract refers to ${object}, which has none`);
  return fieldsOf(named.object);
}

function wrappedViolations(fields: ObjectFields, key: string, { [key]: value, ...rest }: Record<string, unknown>) {
  return [
    ...Object.keys(rest).map((other) => `${other} stands beside ${key}`),
    ...(isObject(value) ? objectViolations(fields, "", value) : [`${key} is no object`]),
  ];
}

function objectViolations(fields: ObjectFields, prefix: string, value: Record<string, unknown>): string[] {
  const own = Object.keys(fields).filter((key) => key.startsWith(prefix) && /^\w+$/.test(key.slice(prefix.length)));
  const unknown = Object.keys(value).filter((key) => !own.includes(prefix + key));
  return [
    ...unknown.map((key) => `${prefix}${key} is not in the contract`),
    ...own.flatMap((key) => valueViolations(fields, key, value[key.slice(prefix.length)])),
  ];
}

function valueViolations(fields: ObjectFields, key: string, value: unknown): string[] {
  const [type = "", ...members] = fields[key]!.split(" ");
  if (value === undefined) return type.endsWith("?") ? [] : [`${key} is missing`];
  const allowed = type.replace("?", "").split("|");
  if (!allowed.some((name) => isOfType(name, value))) return [`${key} is no ${type}: ${JSON.stringify(value)}`];
  if (value !== null && members.length > 0 && !members.includes(String(value))) return [`${key} is ${value}`];
  if (Array.isArray(value)) {
    return value.flatMap((element) =>
      isObject(element) ? objectViolations(fields, `${key}[].`, element) : valueViolations(fields, `${key}[]`, element),
    );
  }
  if (!isObject(value) || allowed.includes("map")) return [];
  const collection = allowed.find((name) => name.startsWith("/"));
  return collection ? objectViolations(fieldsOf(collection), "", value) : objectViolations(fields, `${key}.`, value);
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
    case "map":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    case "uuid":
      return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
    case "date-time":
      return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?(Z|\+00:00)$/.test(value);
    case "duration":
      return typeof value === "string" && /^\d+(\.\d{3})?s$/.test(value);
    default:
      // The contract names the type.
      return type.startsWith("/") ? isObject(value) : typeof value === type;
  }
}

/** Keys that the SDKs read from each type of error (scaleway-sdk-go, scw/errors.go). */
const ERROR_KEYS: Readonly<Record<string, readonly string[]>> = {
  invalid_arguments: ["details", "message", "type"],
  permissions_denied: ["details", "message", "type"],
  denied_authentication: ["message", "method", "reason", "type"],
  not_found: ["message", "resource", "resource_id", "type"],
  transient_state: ["current_state", "message", "resource", "resource_id", "type"],
  precondition_failed: ["help_message", "message", "precondition", "type"],
};

function errorViolations(body: unknown): string[] {
  const type = isObject(body) ? String(body.type) : "";
  const expected = ERROR_KEYS[type];
  if (!expected || !isObject(body)) return [`"${type}" is no type of error`];
  const keys = Object.keys(body).sort().join();
  return keys === expected.join() ? [] : [`an error of type ${type} has ${expected.join()}, not ${keys}`];
}

const isSentence = (body: unknown, words: string | undefined) =>
  words !== undefined && JSON.stringify(body) === JSON.stringify({ message: words });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
