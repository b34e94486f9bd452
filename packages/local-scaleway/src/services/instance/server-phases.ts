import { preconditionFailed } from "../../core/errors";

/** What can be done to a server. */
export const ACTIONS = ["poweron", "poweroff", "stop_in_place", "reboot", "terminate", "backup"] as const;
export type Action = (typeof ACTIONS)[number];

interface Shown {
  readonly state: "stopped" | "starting" | "running" | "stopping" | "stopped in place";
  readonly state_detail: string;
  readonly allowed_actions: readonly Action[];
}

const CHANGING: readonly Action[] = ["stop_in_place", "backup"];

/** How a server shows where it is in its life: combinations as recorded with scaleway/terraform-provider-scaleway 2.81.0. */
export const PHASES = {
  stopped: { state: "stopped", state_detail: "", allowed_actions: ["poweron", "backup"] },
  starting: { state: "starting", state_detail: "allocating node", allowed_actions: CHANGING },
  running: {
    state: "running",
    state_detail: "booting kernel",
    allowed_actions: ["poweroff", "terminate", "reboot", "stop_in_place", "backup"],
  },
  stopping: { state: "stopping", state_detail: "stopping", allowed_actions: CHANGING },
  stoppingInPlace: { state: "stopping", state_detail: "stopping in place", allowed_actions: CHANGING },
  stoppedInPlace: {
    state: "stopped in place",
    state_detail: "stopped in place",
    allowed_actions: ["poweron", "poweroff", "terminate", "reboot", "backup"],
  },
  terminating: { state: "stopping", state_detail: "terminating", allowed_actions: CHANGING },
} as const satisfies Readonly<Record<string, Shown>>;

export type Phase = keyof typeof PHASES;

/** What a phase that passes by itself ends in; a server that was terminating ends in nothing. */
const ENDS: Readonly<Partial<Record<Phase, Phase>>> = {
  starting: "running",
  stopping: "stopped",
  stoppingInPlace: "stoppedInPlace",
};

/** The phase that the next request finds. */
export const nextPhase = (phase: Phase): Phase => ENDS[phase] ?? phase;

const BEGINS: Readonly<Record<Exclude<Action, "backup">, Phase>> = {
  poweron: "starting",
  reboot: "starting",
  poweroff: "stopping",
  stop_in_place: "stoppingInPlace",
  terminate: "terminating",
};

/**
 * The phase that an action begins.
 * @throws ApiError 412 when the phase does not allow it
 */
export function begun(action: Exclude<Action, "backup">, phase: Phase): Phase {
  const { state, allowed_actions }: Shown = PHASES[phase];
  if (allowed_actions.includes(action)) return BEGINS[action];
  const help = `a server that is ${state} allows ${allowed_actions.join(", ")}; not ${action}`;
  throw preconditionFailed("resource_not_usable", help);
}

/** Whether the server runs on no machine. */
export const isOff = (phase: Phase) => phase === "stopped";
