-- Jobs, workers and everything that hangs on them. The three tables of version 1 (jobs, workers,
-- worker_assignments) keep their column names, so that its readers and writers go on working.

CREATE TABLE queues (
    name         text PRIMARY KEY,
    paused       boolean NOT NULL DEFAULT false,
    pause_reason text,
    paused_by    text,
    paused_at    timestamptz,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT queues_name_length CHECK (char_length(name) BETWEEN 1 AND 100)
);
INSERT INTO queues (name) VALUES ('default');

-- What decides whether a worker may take a job, interned: a claim probes one index range per lane
-- instead of filtering rows. An empty engine means that any will do.
CREATE TABLE lanes (
    lane_id    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue_name text NOT NULL REFERENCES queues (name),
    job_type   text NOT NULL,
    engine     text NOT NULL DEFAULT '',
    owner      text NOT NULL,
    CONSTRAINT lanes_unique UNIQUE (queue_name, job_type, engine, owner)
);

CREATE TABLE jobs (
    no                  bigint GENERATED ALWAYS AS IDENTITY,
    -- COLLATE "C": the primary key also finds ids by their first characters.
    job_id              text COLLATE "C" NOT NULL DEFAULT gen_random_uuid()::text,
    job_name            text NOT NULL,
    job_type            text NOT NULL,
    priority            text NOT NULL DEFAULT 'normal',
    processing_strategy text NOT NULL DEFAULT 'parallel_chunks',
    status              text NOT NULL DEFAULT 'pending',
    config              jsonb NOT NULL DEFAULT '{}',
    input_config        jsonb,
    output_config       jsonb,
    created_by          text DEFAULT session_user,
    created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    progress_percent    double precision NOT NULL DEFAULT 0,
    records_processed   bigint NOT NULL DEFAULT 0,
    records_total       bigint NOT NULL DEFAULT 0,
    retry_count         integer NOT NULL DEFAULT 0,
    max_retries         integer NOT NULL DEFAULT 3,
    error_message       text,
    -- Since version 2.
    execution_engine    text,
    parent_job_id       text,
    checkpoint_data     jsonb,
    -- Our own. lane_id has no foreign key: its check would run for every row of a bulk submit.
    lane_id             integer NOT NULL,
    queue_name          text NOT NULL DEFAULT 'default',
    requested_engine    text,
    owner               text NOT NULL DEFAULT session_user,
    epoch               integer NOT NULL DEFAULT 0,
    crash_count         integer NOT NULL DEFAULT 0,
    manual_retries      integer NOT NULL DEFAULT 0,
    open_parents        integer NOT NULL DEFAULT 0,
    has_children        boolean NOT NULL DEFAULT false,
    error_code          text,
    error_type          text,
    error_detail        text,
    tags                text[] NOT NULL DEFAULT '{}',
    idempotency_key     text,
    run_at              timestamptz,
    started_at          timestamptz,
    finished_at         timestamptz,
    cancel_requested_at timestamptz,
    cancel_requested_by text,
    cancel_reason       text,
    timeout_seconds     double precision,
    retry_policy        text,
    result              jsonb,
    routing             jsonb,
    note                text,
    CONSTRAINT jobs_pkey PRIMARY KEY (job_id),
    CONSTRAINT jobs_no_unique UNIQUE (no),
    CONSTRAINT jobs_id_length CHECK (char_length(job_id) BETWEEN 1 AND 100),
    CONSTRAINT jobs_name_length CHECK (char_length(job_name) BETWEEN 1 AND 255),
    CONSTRAINT jobs_type_length CHECK (char_length(job_type) BETWEEN 1 AND 100),
    CONSTRAINT jobs_priority_known
        CHECK (priority IN ('low', 'normal', 'high', 'urgent', 'critical')),
    CONSTRAINT jobs_status_known
        CHECK (status IN ('pending', 'queued', 'running', 'retrying', 'paused', 'completed',
                          'failed', 'timeout', 'cancelled')),
    CONSTRAINT jobs_finished_exactly_when_terminal
        CHECK ((status IN ('completed', 'failed', 'timeout', 'cancelled'))
               = (finished_at IS NOT NULL)),
    CONSTRAINT jobs_counts_not_negative
        CHECK (epoch >= 0 AND crash_count >= 0 AND manual_retries >= 0 AND retry_count >= 0
               AND max_retries >= 0 AND open_parents >= 0 AND records_processed >= 0
               AND records_total >= 0),
    CONSTRAINT jobs_progress_is_percent CHECK (progress_percent BETWEEN 0 AND 100),
    CONSTRAINT jobs_timeout_positive CHECK (timeout_seconds > 0)
) WITH (fillfactor = 50);
-- Half of each page is left free, and no index names a column that changes after submit: an update
-- then stays on its page and touches no index at all.

CREATE UNIQUE INDEX jobs_idempotency_key_idx ON jobs (owner, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_lane_idx ON jobs (lane_id, no);
CREATE INDEX jobs_parent_idx ON jobs (parent_job_id) WHERE parent_job_id IS NOT NULL;

-- Jobs by state, for the states that are few: an index on jobs.status would cost every short job.
-- Queued jobs are found in job_queue, running ones that are not marked yet in job_leases,
-- completed ones in job_attempts; here only those that another client completed.
CREATE TABLE job_states (
    status text NOT NULL,
    no     bigint NOT NULL,
    CONSTRAINT job_states_pkey PRIMARY KEY (status, no)
);

-- The allowed changes of jobs.status, for people, other languages and tests.
CREATE TABLE job_transitions (
    from_status text NOT NULL,
    to_status   text NOT NULL,
    PRIMARY KEY (from_status, to_status)
);
INSERT INTO job_transitions (from_status, to_status) VALUES
    ('pending', 'queued'), ('pending', 'paused'), ('pending', 'cancelled'), ('pending', 'failed'),
    ('queued', 'running'), ('queued', 'paused'), ('queued', 'cancelled'), ('queued', 'completed'),
    ('queued', 'failed'), ('queued', 'timeout'), ('queued', 'retrying'),
    ('running', 'queued'), ('running', 'completed'), ('running', 'failed'),
    ('running', 'timeout'), ('running', 'cancelled'), ('running', 'retrying'),
    ('retrying', 'queued'), ('retrying', 'paused'), ('retrying', 'cancelled'),
    ('retrying', 'failed'),
    ('paused', 'pending'), ('paused', 'queued'), ('paused', 'retrying'), ('paused', 'cancelled'),
    ('failed', 'queued'), ('timeout', 'queued'), ('cancelled', 'queued');

-- The hot path. A row of job_queue can run now; a row of job_leases runs. Both are narrow and
-- short-lived, and are vacuumed early because a claim pays for every dead row it passes.
CREATE TABLE job_queue (
    lane_id integer NOT NULL,
    rank    smallint NOT NULL,
    run_at  timestamptz NOT NULL,
    no      bigint NOT NULL,
    CONSTRAINT job_queue_pkey PRIMARY KEY (lane_id, rank, run_at, no)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.5);

CREATE TABLE job_leases (
    no             bigint NOT NULL,
    worker_no      bigint NOT NULL,
    epoch          integer NOT NULL,
    lane_id        integer NOT NULL,
    started_at     timestamptz NOT NULL,
    -- False: jobs.status still says queued. Short jobs end without ever saying running.
    marked         boolean NOT NULL DEFAULT false,
    command        text,
    command_reason text,
    CONSTRAINT job_leases_pkey PRIMARY KEY (no),
    CONSTRAINT job_leases_command_known CHECK (command IN ('cancel', 'kill'))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.5);
CREATE INDEX job_leases_command_idx ON job_leases (worker_no) WHERE command IS NOT NULL;

-- Jobs that wait for a time: scheduled ones and retries.
CREATE TABLE job_timers (
    run_at timestamptz NOT NULL,
    no     bigint NOT NULL,
    CONSTRAINT job_timers_pkey PRIMARY KEY (run_at, no)
);

CREATE TABLE job_dependencies (
    parent_no bigint NOT NULL,
    no        bigint NOT NULL,
    condition text NOT NULL DEFAULT 'completed',
    CONSTRAINT job_dependencies_pkey PRIMARY KEY (parent_no, no),
    CONSTRAINT job_dependencies_condition_known CHECK (condition IN ('completed')),
    CONSTRAINT job_dependencies_not_on_itself CHECK (parent_no <> no)
);
CREATE INDEX job_dependencies_child_idx ON job_dependencies (no);

CREATE TABLE workers (
    worker_no            bigint GENERATED ALWAYS AS IDENTITY,
    worker_id            text NOT NULL,
    node_name            text NOT NULL,
    host_name            text,
    ip_address           text,
    port                 integer DEFAULT 8080,
    capabilities         text[] NOT NULL DEFAULT '{}',
    max_concurrent_jobs  integer NOT NULL DEFAULT 1,
    status               text NOT NULL DEFAULT 'offline',
    is_active            boolean NOT NULL DEFAULT true,
    last_heartbeat       timestamptz,
    health_status        text NOT NULL DEFAULT 'unknown',
    cpu_cores            integer,
    memory_gb            integer,
    current_jobs         integer NOT NULL DEFAULT 0,
    cpu_usage_percent    numeric(5, 2),
    memory_usage_percent numeric(5, 2),
    worker_metadata      jsonb NOT NULL DEFAULT '{}',
    registered_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Our own.
    kind                 text NOT NULL DEFAULT 'traditional',
    version              text,
    process_id           bigint,
    memory_bytes         bigint,
    engines              text[] NOT NULL DEFAULT '{}',
    queues               text[] NOT NULL DEFAULT '{}',
    only_own_jobs        boolean NOT NULL DEFAULT false,
    owner                text NOT NULL DEFAULT session_user,
    CONSTRAINT workers_pkey PRIMARY KEY (worker_id),
    CONSTRAINT workers_no_unique UNIQUE (worker_no),
    CONSTRAINT workers_status_known
        CHECK (status IN ('offline', 'online', 'busy', 'maintenance', 'error', 'draining')),
    CONSTRAINT workers_slots_positive CHECK (max_concurrent_jobs > 0)
);

-- One small row per worker is all that a heartbeat writes; the leases of its jobs live and die
-- with it. epoch grows when the worker is declared dead.
CREATE TABLE worker_leases (
    worker_no      bigint NOT NULL,
    epoch          integer NOT NULL DEFAULT 1,
    state          text NOT NULL DEFAULT 'alive',
    lease          interval NOT NULL,
    expires_at     timestamptz NOT NULL,
    last_heartbeat timestamptz NOT NULL,
    running_jobs   integer NOT NULL DEFAULT 0,
    cpu_percent    double precision,
    memory_percent double precision,
    clock_skew     interval,
    paused         boolean NOT NULL DEFAULT false,
    draining       boolean NOT NULL DEFAULT false,
    -- True while jobs of a lost worker may still have to be put back.
    unswept        boolean NOT NULL DEFAULT false,
    CONSTRAINT worker_leases_pkey PRIMARY KEY (worker_no),
    CONSTRAINT worker_leases_state_known CHECK (state IN ('alive', 'lost', 'gone'))
) WITH (fillfactor = 50);

-- Written by version 1 only.
CREATE TABLE worker_assignments (
    assignment_id     text PRIMARY KEY,
    worker_id         text REFERENCES workers (worker_id),
    job_id            text COLLATE "C" REFERENCES jobs (job_id) ON DELETE CASCADE,
    assigned_at       timestamptz,
    started_at        timestamptz,
    completed_at      timestamptz,
    assignment_status text
);
CREATE INDEX worker_assignments_job_idx ON worker_assignments (job_id);

-- Runs of started jobs, while they live: what a worker that takes over must know.
CREATE TABLE job_runs (
    no               bigint NOT NULL,
    epoch            integer NOT NULL,
    engine           text NOT NULL,
    engine_run_id    text NOT NULL,
    routing          jsonb,
    publish_manifest jsonb,
    started_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT job_runs_pkey PRIMARY KEY (no)
);

CREATE TABLE job_progress (
    no            bigint NOT NULL,
    epoch         integer NOT NULL,
    percent       double precision,
    records       bigint NOT NULL DEFAULT 0,
    records_total bigint NOT NULL DEFAULT 0,
    rate          double precision,
    message       text,
    reported_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT job_progress_pkey PRIMARY KEY (no),
    CONSTRAINT job_progress_is_percent CHECK (percent BETWEEN 0 AND 100)
) WITH (fillfactor = 50);

-- One row per finished claim; the claim that runs is in job_leases.
CREATE TABLE job_attempts (
    no            bigint NOT NULL,
    epoch         integer NOT NULL,
    worker_no     bigint,
    engine        text,
    engine_run_id text,
    started_at    timestamptz NOT NULL,
    ended_at      timestamptz NOT NULL,
    outcome       text NOT NULL,
    error_code    text,
    error_type    text,
    error_message text,
    error_detail  text,
    records       bigint NOT NULL DEFAULT 0,
    CONSTRAINT job_attempts_pkey PRIMARY KEY (no, epoch),
    CONSTRAINT job_attempts_outcome_known
        CHECK (outcome IN ('completed', 'failed', 'timeout', 'cancelled', 'lost', 'released')),
    CONSTRAINT job_attempts_in_order CHECK (started_at <= ended_at)
);

CREATE TABLE job_events (
    no     bigint NOT NULL,
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    event  text NOT NULL,
    epoch  integer NOT NULL,
    actor  text NOT NULL,
    reason text,
    data   jsonb
);
CREATE INDEX job_events_job_idx ON job_events (no);

CREATE TABLE job_logs (
    no    bigint NOT NULL,
    epoch integer NOT NULL,
    seq   bigint NOT NULL,
    at    timestamptz NOT NULL,
    level text NOT NULL,
    text  text NOT NULL,
    CONSTRAINT job_logs_pkey PRIMARY KEY (no, epoch, seq)
);

-- Jobs by lane and state. Changes are appended, so that no two transactions wait for one counter;
-- maintain() folds them. The truth is the sum of both.
CREATE TABLE job_counts (
    lane_id integer NOT NULL,
    status  text NOT NULL,
    jobs    bigint NOT NULL,
    CONSTRAINT job_counts_pkey PRIMARY KEY (lane_id, status)
);
CREATE TABLE job_count_deltas (
    lane_id integer NOT NULL,
    status  text NOT NULL,
    delta   bigint NOT NULL
);

CREATE TABLE settings (
    owner      text NOT NULL DEFAULT session_user,
    key        text NOT NULL,
    value      jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT settings_pkey PRIMARY KEY (owner, key)
);

CREATE TABLE schedules (
    schedule_id text NOT NULL DEFAULT gen_random_uuid()::text,
    job_name    text NOT NULL,
    submission  jsonb NOT NULL,
    cron        text NOT NULL,
    time_zone   text NOT NULL,
    next_run_at timestamptz,
    enabled     boolean NOT NULL DEFAULT true,
    owner       text NOT NULL DEFAULT session_user,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT schedules_pkey PRIMARY KEY (schedule_id),
    CONSTRAINT schedules_enabled_has_time CHECK (NOT enabled OR next_run_at IS NOT NULL)
);
CREATE INDEX schedules_due_idx ON schedules (next_run_at) WHERE enabled;

CREATE TABLE audit_log (
    audit_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor    text NOT NULL DEFAULT session_user,
    action   text NOT NULL,
    target   text NOT NULL,
    reason   text,
    data     jsonb
);
