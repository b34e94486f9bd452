import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The clone that this hdh belongs to. */
export const projectFolder = folderWith("cdktf.json", __dirname);

/** Everything that is made while working in this clone and is not source; ignored by git. */
export const workFolder = join(projectFolder, ".hdh");

/** Local Terraform states: one folder per environment, one file per stack. */
export const stateFolder = join(workFolder, "state");

/** The local Scaleway of this clone: its journal, objects, certificate and log. */
export const localFolder = join(workFolder, "local");

/** What synth wrote last. */
export const synthesizedFolder = join(projectFolder, "cdktf.out");

function folderWith(file: string, start: string): string {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, file))) return folder;
  }
  throw new Error(`no ${file} in ${start} or above: hdh has to stand in a clone of the project`);
}
