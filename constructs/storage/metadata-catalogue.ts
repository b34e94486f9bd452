import { RdbAcl } from "@cdktf/provider-scaleway/lib/rdb-acl";
import { RdbDatabase } from "@cdktf/provider-scaleway/lib/rdb-database";
import { RdbInstance } from "@cdktf/provider-scaleway/lib/rdb-instance";
import { RdbPrivilege } from "@cdktf/provider-scaleway/lib/rdb-privilege";
import { RdbUser } from "@cdktf/provider-scaleway/lib/rdb-user";
import { Construct } from "constructs";
import { custodyOf, guarded, labelList } from "../core/custody";
import { refuse, unlessMatches } from "../core/refusal";
import { ProtectedSecret } from "../keys/protected-secret";
import type { IsolatedVpc } from "../network/isolated-vpc";

export interface MetadataCatalogueProps {
  /** What it catalogues; starts the names of its passwords, too. Lower case, digits, hyphens; 3–12 characters. */
  readonly purpose: string;
  readonly vpc: IsolatedVpc;
  /** Purpose of the network that the database stands in. CAUTION: the engine takes it off the old network first. */
  readonly network: string;
  /** Purposes of the networks whose programs call it, at least one. The flows of the VPC let their calls pass. */
  readonly callers: readonly string[];
  /** Commercial type of its nodes. @default DB-POP2-2C-8G */
  readonly nodeType?: string;
  /** Size of its volume in GB, a multiple of 5 from 10 to 10,000. CAUTION: it only grows. @default 20 */
  readonly volumeSizeGb?: number;
  /** Days for which daily backups are kept, 30–365. @default 30 */
  readonly backupDays?: number;
}

/** Major version. CAUTION: changing it copies the database into a new one, and what is written meanwhile is lost. */
const ENGINE = "PostgreSQL-17";
const DATABASE = "catalogue";

/** Whoever changes the schema, and the program that uses it. */
const OWNER = "catalogue_owner";
const PROGRAM = "catalogue_program";

/** Days of a daily backup that an outage, a holiday and the discovery of a fault may take together (HDH-RES-002). */
const SHORTEST_BACKUP = 30;

/**
 * The PostgreSQL database that knows what data there is: two nodes, one private address, encrypted at rest, backed up
 * every day within its own region. It never has a public endpoint; passwords are made up by the engine and kept in
 * Secret Manager, unseen.
 *
 * Both nodes stand in one data centre (scaleway/docs-content, managed-databases-for-postgresql-and-mysql/faq,
 * 2025-01-29): when that is lost, a backup brings the database back. Provider 2.81.0 has no argument for the API's newer
 * `multiple_zone` (scaleway-sdk-go, api/rdb/v1, HighAvailabilityMode).
 */
export class MetadataCatalogue extends Construct {
  /** Terraform id of the instance, `<region>/<uuid>`. */
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: MetadataCatalogueProps) {
    super(scope, id);
    const {
      purpose,
      vpc,
      network,
      callers,
      nodeType = "DB-POP2-2C-8G",
      volumeSizeGb = 20,
      backupDays = SHORTEST_BACKUP,
    } = props;
    refuse(
      this,
      unlessMatches(
        "purpose",
        purpose,
        /^[a-z][a-z0-9-]{1,10}[a-z0-9]$/,
        "lower case, digits and hyphens, 3–12 characters, starting with a letter",
      ),
      callers.length > 0 ? undefined : "callers: at least one network; a catalogue that nobody calls has no use",
      unlessMatches("nodeType", nodeType, /^DB(-[A-Z0-9]+){2,}$/, "a database type such as DB-POP2-2C-8G"),
      Number.isInteger(volumeSizeGb / 5) && volumeSizeGb >= 10 && volumeSizeGb <= 10_000
        ? undefined
        : `volumeSizeGb: a multiple of 5 from 10 to 10,000; got ${volumeSizeGb}`,
      Number.isInteger(backupDays) && backupDays >= SHORTEST_BACKUP && backupDays <= 365
        ? undefined
        : `backupDays: whole days from ${SHORTEST_BACKUP} to 365; got ${backupDays}`,
    );

    const region = vpc.locality.code;
    const { purpose: project, zone, projectId } = vpc.project;
    const instance = new RdbInstance(this, "instance", {
      name: `${custodyOf(this).prefix}-${purpose}`,
      projectId,
      region,
      engine: ENGINE,
      nodeType,
      isHaCluster: true,
      volumeType: "sbs_5k",
      volumeSizeInGb: volumeSizeGb,
      encryptionAtRest: true,
      // A static address would be unreachable from other networks (provider issue #4039); no network means a public endpoint.
      privateNetwork: { pnId: vpc.network(network), enableIpam: true },
      disableBackup: false,
      // Left out, the provider sends false, and backups leave the region (2.81.0, rdb/instance.go, Create).
      backupSameRegion: true,
      backupScheduleFrequency: 24,
      backupScheduleRetention: backupDays,
      // A year, as every other log that says who did what (EHDS regulation (EU) 2025/327, art. 73(1)(e)); 30 days without.
      logsPolicy: { maxAgeRetention: 365 },
      userName: OWNER,
      passwordWo: this.password("owner", props),
      passwordWoVersion: PASSWORD_VERSION,
      tags: labelList(this, { dataClass: vpc.dataClass, project, zone }),
      lifecycle: guarded(this),
    });
    this.instanceId = instance.id;

    const part = { instanceId: instance.id, region };
    // No list filters a private endpoint (same FAQ): this one is for a public endpoint, if there ever were one.
    new RdbAcl(this, "acl", {
      ...part,
      aclRules: callers.map((caller) => ({ ip: vpc.range(caller).toString(), description: `Programs in ${caller}` })),
    });
    const database = new RdbDatabase(this, "database", { ...part, name: DATABASE, lifecycle: guarded(this) });
    const program = new RdbUser(this, "program", {
      ...part,
      name: PROGRAM,
      isAdmin: false,
      passwordWo: this.password("program", props),
      passwordWoVersion: PASSWORD_VERSION,
    });
    new RdbPrivilege(this, "privilege", {
      ...part,
      databaseName: database.name,
      userName: program.name,
      permission: "readwrite",
    });
  }

  private password(user: "owner" | "program", { purpose, vpc }: MetadataCatalogueProps): string {
    return new ProtectedSecret(this, `password-${user}`, {
      purpose: `${purpose}-${user}`,
      description: `Password of the ${user} of the database ${purpose}.`,
      project: vpc.project,
      locality: vpc.locality,
      dataClass: vpc.dataClass,
      version: PASSWORD_VERSION,
      generated: true,
    }).value;
  }
}

/** Counts the passwords; both users get new ones when it changes. */
const PASSWORD_VERSION = 1;
