export type { Credentials } from "./core/credentials";
export type { LiveObject } from "./core/live-object";
export { LOCALITIES } from "./core/localities";
export type { Outage } from "./core/outages";
export { type Connection, deleteLiveObject } from "./delete-live-object";
export { type LocalScaleway, type LocalScalewayOptions, type Status, startLocalScaleway } from "./server";
