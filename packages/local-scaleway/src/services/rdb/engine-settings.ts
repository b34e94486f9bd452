/** Why a setting cannot have this value; undefined when it can. Values are texts, whatever they mean. */
export type SettingRule = (value: string) => string | undefined;
export type SettingRules = Readonly<Record<string, SettingRule>>;

const number =
  (pattern: RegExp, kind: string) =>
  (min: number, max: number): SettingRule =>
  (value) =>
    pattern.test(value) && Number(value) >= min && Number(value) <= max
      ? undefined
      : `must be ${kind} between ${min} and ${max}`;

const integer = number(/^-?\d{1,10}$/, "an integer");
const decimal = number(/^\d{1,10}(\.\d{1,10})?$/, "a number");

const matching =
  (pattern: RegExp, example: string): SettingRule =>
  (value) =>
    pattern.test(value) ? undefined : `must be ${example}`;

const oneOf =
  (...members: readonly string[]): SettingRule =>
  (value) =>
    members.includes(value) ? undefined : `must be one of ${members.join(", ")}`;

/** Some of the members, each at most once, with commas between them. */
const someOf =
  (...members: readonly string[]): SettingRule =>
  (value) => {
    const given = value.split(",");
    return new Set(given).size === given.length && given.every((one) => members.includes(one))
      ? undefined
      : `must be some of ${members.join(", ")}, separated by commas`;
  };

const SWITCH = matching(/^(on|off|true|false)$/i, "on or off");

/** Names of the IANA time zone database. */
const TIME_ZONE: SettingRule = (value) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return undefined;
  } catch {
    return "must be a time zone such as Europe/Paris";
  }
};

const auditClasses = someOf("READ", "WRITE", "FUNCTION", "ROLE", "DDL", "MISC", "MISC_SET");
const AUDIT_CLASSES: SettingRule = (value) => (/^(none|ALL)$/.test(value) ? undefined : auditClasses(value));

const sqlModes = someOf(
  "ONLY_FULL_GROUP_BY",
  "STRICT_TRANS_TABLES",
  "ALLOW_INVALID_DATES",
  "NO_ZERO_IN_DATE",
  "NO_ZERO_DATE",
  "ERROR_FOR_DIVISION_BY_ZERO",
  "NO_ENGINE_SUBSTITUTION",
);
const SQL_MODES: SettingRule = (value) => (value === "" ? undefined : sqlModes(value));

/** Settings that can be changed, of all versions of PostgreSQL (Scaleway API rdb/v1, list of database engines, June 2026). */
export const POSTGRESQL: SettingRules = {
  bgwriter_delay: integer(10, 10000),
  bgwriter_flush_after: integer(0, 2048),
  bgwriter_lru_maxpages: integer(0, 1073741823),
  bgwriter_lru_multiplier: integer(0, 10),
  checkpoint_timeout: integer(30, 21600),
  commit_delay: integer(0, 100000),
  deadlock_timeout: integer(100, 60000),
  default_statistics_target: integer(1, 10000),
  default_transaction_deferrable: SWITCH,
  effective_cache_size: integer(64, 1048576),
  effective_io_concurrency: integer(1, 32),
  hot_standby_feedback: SWITCH,
  idle_in_transaction_session_timeout: integer(0, 2147483647),
  lock_timeout: integer(0, 2147483647),
  log_autovacuum_min_duration: integer(-1, 2147483647),
  maintenance_work_mem: integer(1, 2097151),
  max_connections: integer(50, 10000),
  max_locks_per_transaction: integer(10, 2147483647),
  max_parallel_workers: integer(0, 1024),
  max_parallel_workers_per_gather: integer(0, 1024),
  max_standby_streaming_delay: integer(0, 180000),
  max_wal_size: integer(256, 10240),
  "pgaudit.log": AUDIT_CLASSES,
  "pgaudit.role": matching(/^[a-zA-Z][a-zA-Z0-9_$-]{0,62}$/, "a role such as auditor"),
  random_page_cost: decimal(0.1, 10),
  "rdb.enable_pgaudit": SWITCH,
  seq_page_cost: decimal(0.1, 10),
  statement_timeout: integer(30000, 2147483647),
  tcp_keepalives_count: integer(0, 2147483647),
  tcp_keepalives_idle: integer(0, 2147483647),
  tcp_keepalives_interval: integer(0, 2147483647),
  temp_buffers: integer(800, 1073741824),
  temp_file_limit: integer(-1, 2147483647),
  timezone: TIME_ZONE,
  track_activity_query_size: integer(100, 8192),
  track_commit_timestamp: SWITCH,
  vacuum_cost_delay: integer(0, 100),
  vacuum_cost_limit: integer(1, 10000),
  vacuum_cost_page_dirty: integer(0, 10000),
  vacuum_cost_page_hit: integer(0, 10000),
  vacuum_cost_page_miss: integer(0, 10000),
  work_mem: integer(1, 2097151),
};

export const POSTGRESQL_16: SettingRules = {
  ...POSTGRESQL,
  autovacuum_vacuum_insert_scale_factor: decimal(0.1, 100),
  autovacuum_vacuum_insert_threshold: integer(-1, 1147483647),
  autovacuum_vacuum_scale_factor: decimal(0.1, 100),
  autovacuum_vacuum_threshold: integer(50, 2147483647),
  "cron.timezone": TIME_ZONE,
  log_checkpoints: SWITCH,
  log_lock_waits: SWITCH,
  log_min_duration_statement: integer(-1, 2147483647),
  log_replication_commands: SWITCH,
  log_temp_files: integer(-1, 2147483647),
  "pg_stat_statements.max": integer(100, 15000),
  "pg_stat_statements.track": oneOf("top", "all", "none"),
  "pg_stat_statements.track_utility": SWITCH,
};

export const POSTGRESQL_17: SettingRules = {
  ...POSTGRESQL_16,
  "rdb.enable_logical_replication": SWITCH,
  sync_replication_slots: SWITCH,
};

export const MYSQL: SettingRules = {
  auto_increment_increment: integer(1, 65535),
  auto_increment_offset: integer(1, 65535),
  character_set_server: oneOf(
    "armscii8",
    "ascii",
    "big5",
    "binary",
    "cp1250",
    "cp1251",
    "cp1256",
    "cp1257",
    "cp850",
    "cp852",
    "cp866",
    "cp932",
    "dec8",
    "eucjpms",
    "euckr",
    "gb18030",
    "gb2312",
    "gbk",
    "geostd8",
    "greek",
    "hebrew",
    "hp8",
    "keybcs2",
    "koi8r",
    "koi8u",
    "latin1",
    "latin2",
    "latin5",
    "latin7",
    "macce",
    "macroman",
    "sjis",
    "swe7",
    "tis620",
    "ucs2",
    "ujis",
    "utf16",
    "utf16le",
    "utf32",
    "utf8",
    "utf8mb4",
  ),
  connect_timeout: integer(10, 300),
  default_authentication_plugin: oneOf("mysql_native_password", "caching_sha2_password"),
  default_time_zone: TIME_ZONE,
  group_concat_max_len: integer(1024, 65536),
  innodb_flush_method: oneOf("fsync", "O_DIRECT"),
  innodb_ft_max_token_size: integer(10, 84),
  innodb_ft_min_token_size: integer(0, 16),
  innodb_lock_wait_timeout: integer(1, 600),
  innodb_print_all_deadlocks: SWITCH,
  innodb_stats_persistent_sample_pages: integer(20, 1000),
  interactive_timeout: integer(60, 21600),
  local_infile: SWITCH,
  lock_wait_timeout: integer(60, 31536000),
  log_bin_trust_function_creators: SWITCH,
  long_query_time: decimal(0, 3600),
  max_allowed_packet: integer(4, 1024),
  max_connections: integer(50, 5000),
  max_digest_length: integer(1024, 8192),
  max_prepared_stmt_count: integer(16382, 1048576),
  min_examined_row_limit: integer(0, 2147483647),
  performance_schema_max_digest_length: integer(1024, 8192),
  performance_schema_max_sql_text_length: integer(1024, 8192),
  slow_query_log: SWITCH,
  sort_buffer_size: integer(32768, 10485760),
  sql_mode: SQL_MODES,
  table_definition_cache: integer(1000, 20000),
  table_open_cache: integer(1000, 20000),
  table_open_cache_instances: integer(1, 16),
  thread_stack: integer(128, 10240),
  transaction_isolation: oneOf("REPEATABLE-READ", "READ-COMMITTED", "READ-UNCOMMITTED", "SERIALIZABLE"),
  wait_timeout: integer(60, 21600),
};

/** What can be set only while the instance is made. */
export const MYSQL_AT_FIRST: SettingRules = { lower_case_table_names: integer(0, 1) };
