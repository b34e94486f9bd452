import { z } from "zod";
import { dataSourceShape } from "../data-source";
import { environmentShape } from "../environment";

/** JSON Schemas for editors, by file name: the validator's own words, so that there is one truth. */
export function jsonSchemas(): Record<string, object> {
  return {
    "data-source.schema.json": z.toJSONSchema(dataSourceShape, { io: "input" }),
    "environment.schema.json": z.toJSONSchema(environmentShape, { io: "input" }),
  };
}
