import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "..", "..", "examples");

/** The examples, by the names of their folders. */
export const EXAMPLES = readdirSync(folder).filter((name) => existsSync(join(folder, name, "main.ts")));

/** The commands that an example's README lists, as they stand there. */
export interface ExampleCommands {
  readonly deploy: string;
  readonly look: string;
  readonly destroy: string;
}

/** @throws unless the README lists exactly three */
export function commandsOf(example: string): ExampleCommands {
  const readme = readFileSync(join(folder, example, "README.md"), "utf8");
  const [deploy, look, destroy, ...more] = /^```sh\n(.*?)\n```$/ms.exec(readme)?.[1]?.split("\n") ?? [];
  if (!deploy || !look || !destroy || more.length > 0)
    throw new Error(`examples/${example}/README.md: three commands in one block: deploy, look, take down`);
  return { deploy, look, destroy };
}

/** Does something with every example, three at a time. */
export async function forEachExample(act: (example: string) => Promise<void>): Promise<void> {
  const waiting = [...EXAMPLES];
  const lane = async () => {
    for (let example = waiting.shift(); example; example = waiting.shift()) await act(example);
  };
  await Promise.all([lane(), lane(), lane()]);
}
