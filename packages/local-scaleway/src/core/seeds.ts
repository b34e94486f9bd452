import type { World } from "./world";

const COLLECTION = "local/seeds";

/** Whether the object was there from the start, and not made by a client. */
export const isSeed = (world: World, id: string): boolean => world.collection(COLLECTION).has(id);

export const markAsSeed = (world: World, id: string): void => world.collection(COLLECTION).put(id, {});

export const isSeeded = (world: World): boolean => world.collection(COLLECTION).size > 0;
