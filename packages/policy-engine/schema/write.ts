// npm run schemas:update: writes the schema of the JSON report beside this file.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { reportJsonSchema } from "./report";

writeFileSync(join(__dirname, "report.schema.json"), `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
