import type { DataClass } from "../constructs/core/data-class";
import type { ArchiveRole } from "../constructs/storage/archive-bucket";

/** The archives of every region: what happened, and what proves that controls hold. Neither holds health data. */
export const ARCHIVES: readonly { readonly purpose: ArchiveRole; readonly dataClass: DataClass }[] = [
  { purpose: "log-archive", dataClass: "C1" },
  { purpose: "evidence", dataClass: "C1" },
];
