import { randomBytes } from "node:crypto";
import { fromByteArray, parse } from "ipaddr.js";

/** A MAC address that begins like this; the last byte is even, so that the next address differs in nothing else. */
export function newMacAddress(prefix: string): string {
  const [first, second, third = 0] = randomBytes(3);
  const bytes = Buffer.from([first ?? 0, second ?? 0, third & 0xfe]);
  return `${prefix}:${bytes.toString("hex").replace(/..\B/g, "$&:")}`;
}

/**
 * The address that an interface gives itself in a /64 (RFC 4291, appendix A).
 * @param step 1 for its gateway, whose MAC address is the next one
 */
export function slaacAddress(network: string, mac: string, step = 0): string {
  const bytes = mac.split(":").map((byte) => Number.parseInt(byte, 16));
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = bytes;
  const interfaceId = [first ^ 0x02, second, third, 0xff, 0xfe, fourth, fifth, sixth + step];
  return fromByteArray([...parse(network).toByteArray().slice(0, 8), ...interfaceId]).toString();
}
