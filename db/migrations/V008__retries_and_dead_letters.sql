-- Who is tried again and when; and what becomes of jobs that are not: the dead-letter queue.

CREATE TABLE retry_policies (
    name            text NOT NULL,
    max_retries     integer NOT NULL,
    initial_seconds double precision NOT NULL,
    max_seconds     double precision NOT NULL,
    base            double precision NOT NULL DEFAULT 2,
    jitter_min      double precision NOT NULL DEFAULT 0.5,
    jitter_max      double precision NOT NULL DEFAULT 1,
    -- Errors that come from the request itself ('user') and cancellations are never retried.
    error_types     text[] NOT NULL DEFAULT '{engine,resource,system}',
    description     text,
    standard        boolean NOT NULL DEFAULT false,
    changed_by      text NOT NULL DEFAULT session_user,
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT retry_policies_pkey PRIMARY KEY (name),
    CONSTRAINT retry_policies_name_is_a_word CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$'),
    CONSTRAINT retry_policies_retries_in_range CHECK (max_retries BETWEEN 0 AND 100),
    CONSTRAINT retry_policies_waits_in_range
        CHECK (initial_seconds >= 0 AND max_seconds >= initial_seconds AND max_seconds <= 604800),
    CONSTRAINT retry_policies_base_in_range CHECK (base BETWEEN 1 AND 100),
    CONSTRAINT retry_policies_jitter_in_range
        CHECK (jitter_min >= 0 AND jitter_max >= jitter_min AND jitter_max <= 2),
    CONSTRAINT retry_policies_error_types_known
        CHECK (error_types <@ '{data,engine,resource,system}'::text[])
);
INSERT INTO retry_policies (name, max_retries, initial_seconds, max_seconds, description, standard)
VALUES
    ('default', 3, 1, 60, 'For jobs that name no other', true),
    ('network_error', 5, 2, 120, 'For jobs that depend on a network', true),
    ('resource_exhausted', 3, 30, 300, 'Taken by itself where memory or disk ran out', true),
    ('temporary_failure', 2, 5, 30, 'A few quick tries', true),
    ('critical_job', 5, 1, 30, 'Many quick tries', true);

-- The policy of a kind of job, for those that name none.
CREATE TABLE kind_policies (
    job_type   text NOT NULL,
    policy     text NOT NULL REFERENCES retry_policies (name),
    changed_by text NOT NULL DEFAULT session_user,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT kind_policies_pkey PRIMARY KEY (job_type)
);

-- Seconds until the next attempt, jitter included; null: there is none. The wait before retry n
-- (from 0) is initial * base^n, at most the longest, times a random share of the jitter range.
CREATE FUNCTION next_retry(p_policy text, p_job_type text, p_error_type text, p_error_code text,
                           p_retries integer) RETURNS double precision
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_asked text := coalesce(p_policy,
                             (SELECT policy FROM kind_policies WHERE job_type = p_job_type));
    v record;
BEGIN
    SELECT * INTO v FROM retry_policies
    WHERE name IN (v_asked, CASE p_error_type WHEN 'resource' THEN 'resource_exhausted'
                                              ELSE 'default' END)
    ORDER BY name = v_asked DESC NULLS LAST LIMIT 1;
    -- A program that ended with an error may succeed next time, but only who wrote it can know.
    IF NOT (p_error_type = ANY (v.error_types)
            OR (p_error_code = 'PROGRAM_FAILED' AND v_asked IS NOT NULL))
       OR p_error_type IS NULL OR p_retries >= v.max_retries THEN
        RETURN NULL;
    END IF;
    RETURN least(v.max_seconds, v.initial_seconds * v.base ^ least(p_retries, 60))
           * (v.jitter_min + (v.jitter_max - v.jitter_min) * random());
END $$;

CREATE FUNCTION save_retry_policy(
    p_name text,
    p_max_retries integer,
    p_initial_seconds double precision,
    p_max_seconds double precision,
    p_base double precision DEFAULT 2,
    p_jitter_min double precision DEFAULT 0.5,
    p_jitter_max double precision DEFAULT 1,
    p_error_types text[] DEFAULT '{engine,resource,system}',
    p_description text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_before jsonb;
    v_problem text := CASE
        WHEN p_name IS NULL OR p_name !~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$'
            THEN 'a name has 1 to 100 letters, digits, dots, hyphens and underscores'
        WHEN p_max_retries IS NULL OR p_max_retries NOT BETWEEN 0 AND 100
            THEN 'there are 0 to 100 retries'
        WHEN p_initial_seconds IS NULL OR p_initial_seconds < 0 OR p_initial_seconds = 'NaN'
            THEN 'the first wait must not be negative'
        WHEN p_max_seconds IS NULL OR p_max_seconds = 'NaN' OR p_max_seconds > 604800
            THEN 'the longest wait is a week'
        WHEN p_max_seconds < p_initial_seconds
            THEN 'the longest wait must not be shorter than the first'
        WHEN p_base IS NULL OR p_base = 'NaN' OR p_base NOT BETWEEN 1 AND 100
            THEN 'the base is 1 to 100'
        WHEN p_jitter_min IS NULL OR p_jitter_max IS NULL OR NOT p_jitter_min >= 0
             OR p_jitter_max < p_jitter_min OR p_jitter_max > 2
            THEN 'jitter is a range of shares, within 0 and 2'
        WHEN p_error_types IS NULL OR NOT p_error_types <@ '{data,engine,resource,system}'::text[]
            THEN 'errors of the types data, engine, resource and system can be retried, '
                 || 'those of a wrong request never'
        END;
BEGIN
    IF v_problem IS NOT NULL THEN
        RAISE EXCEPTION 'The retry policy % cannot be stored: %', coalesce(p_name, '(no name)'),
                        v_problem USING ERRCODE = 'EJ400';
    END IF;
    SELECT to_jsonb(r) INTO v_before FROM retry_policies r WHERE name = p_name FOR UPDATE;
    INSERT INTO retry_policies AS r (name, max_retries, initial_seconds, max_seconds, base,
                                     jitter_min, jitter_max, error_types, description)
    VALUES (p_name, p_max_retries, p_initial_seconds, p_max_seconds, p_base, p_jitter_min,
            p_jitter_max, p_error_types, p_description)
    ON CONFLICT (name) DO UPDATE SET
        max_retries = EXCLUDED.max_retries, initial_seconds = EXCLUDED.initial_seconds,
        max_seconds = EXCLUDED.max_seconds, base = EXCLUDED.base,
        jitter_min = EXCLUDED.jitter_min, jitter_max = EXCLUDED.jitter_max,
        error_types = EXCLUDED.error_types,
        description = coalesce(EXCLUDED.description, r.description),
        changed_by = session_user, changed_at = clock_timestamp();
    INSERT INTO audit_log (action, target, data)
    SELECT 'save_retry_policy', p_name,
           jsonb_build_object('before', v_before, 'after', to_jsonb(r))
    FROM retry_policies r WHERE name = p_name;
END $$;

CREATE FUNCTION delete_retry_policy(p_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_policy record;
    v_user text;
BEGIN
    SELECT * INTO v_policy FROM retry_policies WHERE name = p_name FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no retry policy %', p_name USING ERRCODE = 'EJ404';
    ELSIF v_policy.standard THEN
        RAISE EXCEPTION 'The retry policy % is always there: it can be changed, not deleted',
                        p_name USING ERRCODE = 'EJ409';
    END IF;
    SELECT job_type INTO v_user FROM kind_policies WHERE policy = p_name LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The retry policy % is that of jobs of the kind %: give them another first',
                        p_name, v_user USING ERRCODE = 'EJ409';
    END IF;
    SELECT j.job_id INTO v_user FROM (
        SELECT no FROM job_queue UNION ALL SELECT no FROM job_leases
        UNION ALL SELECT no FROM job_states WHERE status IN ('pending', 'retrying', 'paused')) open
    JOIN jobs j USING (no) WHERE j.retry_policy = p_name LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The retry policy % is used by jobs that have not ended, such as %',
                        p_name, v_user USING ERRCODE = 'EJ409';
    END IF;
    DELETE FROM retry_policies WHERE name = p_name;
    INSERT INTO audit_log (action, target, data)
    VALUES ('delete_retry_policy', p_name, jsonb_build_object('before', to_jsonb(v_policy)));
END $$;

-- The policy of jobs of a kind that name none; null: 'default' again.
CREATE FUNCTION set_kind_policy(p_job_type text, p_policy text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_before text;
BEGIN
    IF coalesce(char_length(p_job_type), 0) NOT BETWEEN 1 AND 100 THEN
        RAISE EXCEPTION 'A kind of job has 1 to 100 characters' USING ERRCODE = 'EJ400';
    ELSIF p_policy IS NOT NULL
          AND NOT EXISTS (SELECT FROM retry_policies WHERE name = p_policy) THEN
        RAISE EXCEPTION 'There is no retry policy %', p_policy USING ERRCODE = 'EJ404';
    END IF;
    DELETE FROM kind_policies WHERE job_type = p_job_type RETURNING policy INTO v_before;
    IF p_policy IS NOT NULL THEN
        INSERT INTO kind_policies (job_type, policy) VALUES (p_job_type, p_policy)
        ON CONFLICT (job_type) DO UPDATE
        SET policy = EXCLUDED.policy, changed_by = session_user, changed_at = clock_timestamp();
    END IF;
    INSERT INTO audit_log (action, target, data)
    VALUES ('set_kind_policy', p_job_type,
            jsonb_build_object('before', v_before, 'after', p_policy));
END $$;

-- As before, and a retry policy must exist.
CREATE OR REPLACE FUNCTION prepare_submissions(p_jobs jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v record;
BEGIN
    IF jsonb_typeof(p_jobs) IS DISTINCT FROM 'array' THEN
        RAISE EXCEPTION 'The jobs must be a JSON array' USING ERRCODE = 'EJ400';
    END IF;
    FOR v IN
        SELECT min(ord) AS ord, x.queue, x.type, x.engine, p.problem
        FROM ROWS FROM (jsonb_to_recordset(p_jobs) AS (
                 name text, type text, priority text, queue text, engine text, config jsonb,
                 timeout_seconds double precision, idempotency_key text, retry_policy text))
             WITH ORDINALITY AS x (name, type, priority, queue, engine, config, timeout_seconds,
                                   idempotency_key, retry_policy, ord)
        CROSS JOIN LATERAL (SELECT CASE
            WHEN coalesce(char_length(x.name), 0) NOT BETWEEN 1 AND 255
                THEN 'the name must have 1 to 255 characters'
            WHEN coalesce(char_length(x.type), 0) NOT BETWEEN 1 AND 100
                THEN 'the type must have 1 to 100 characters'
            WHEN char_length(x.queue) NOT BETWEEN 1 AND 100
                THEN 'the name of the queue must have 1 to 100 characters'
            WHEN char_length(x.engine) NOT BETWEEN 1 AND 100
                THEN 'the name of the engine must have 1 to 100 characters'
            WHEN x.priority NOT IN ('low', 'normal', 'high', 'urgent', 'critical')
                THEN 'the priority must be low, normal, high, urgent or critical'
            WHEN jsonb_typeof(x.config) <> 'object' THEN 'the configuration must be a JSON object'
            WHEN x.timeout_seconds <= 0 THEN 'the time limit must be positive'
            WHEN char_length(x.idempotency_key) NOT BETWEEN 1 AND 255
                THEN 'the idempotency key must have 1 to 255 characters'
            WHEN x.retry_policy IS NOT NULL
                 AND NOT EXISTS (SELECT FROM retry_policies r WHERE r.name = x.retry_policy)
                THEN 'there is no retry policy ' || quote_literal(left(x.retry_policy, 100))
                     || '. Known: '
                     || (SELECT string_agg(name, ', ' ORDER BY name) FROM retry_policies)
            END AS problem) p
        GROUP BY x.queue, x.type, x.engine, p.problem
    LOOP
        IF v.problem IS NOT NULL THEN
            RAISE EXCEPTION 'Job % cannot be submitted: %', v.ord, v.problem
                USING ERRCODE = 'EJ400';
        END IF;
        PERFORM lane_of(coalesce(v.queue, 'default'), v.type, coalesce(v.engine, ''),
                        session_user);
    END LOOP;
END $$;

-- ---------------------------------------------------------------------------------------------
-- The dead-letter queue.

-- A replay of a dead letter names its entry here: what happens at its end is then seen without
-- looking anything up for all other jobs.
ALTER TABLE jobs ADD COLUMN replay_of bigint;

-- An error with everything taken out that differs from one occurrence to the next, so that errors
-- with one cause have one text.
CREATE FUNCTION normalise_error(p_message text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    v text := left(coalesce(p_message, ''), 2000);
BEGIN
    v := regexp_replace(v, '[[:cntrl:][:space:]]+', ' ', 'g');
    -- What names a server, a thing or a person, before its parts look like numbers.
    v := regexp_replace(v, '[a-z][a-z0-9+.-]*:(?:[a-z0-9]+:)?//[^\s''"<>(),;]+', '<url>', 'gi');
    v := regexp_replace(v, '\m[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\M',
                        '<id>', 'gi');
    v := regexp_replace(v, '[\w.+%-]+@[\w-]+(?:\.[\w-]+)+', '<address>', 'g');
    -- Values in quotes; an apostrophe within a word is none.
    v := regexp_replace(v, '"[^"]*"', '"?"', 'g');
    v := regexp_replace(v, '`[^`]*`', '`?`', 'g');
    v := regexp_replace(v, '(^|[^\w])''[^'']*''(?!\w)', '\1''?''', 'g');
    v := regexp_replace(v, '[«“„][^»”“]*[»”“]', '"?"', 'g');
    -- Paths: absolute, with a drive, or ending in the name of a file.
    v := regexp_replace(v, '(^|[\s=:(\[,<])(?:[A-Za-z]:)?[\\/][\w.@%+~{}$#\\/-]*[\w@%+~{}$#-][\\/]?',
                        '\1<path>', 'g');
    v := regexp_replace(v, '(^|[\s=:(\[,<])(?:[\w.@%+~-]+[\\/])+[\w.@%+~-]+\.\w{1,8}\M',
                        '\1<path>', 'g');
    v := regexp_replace(v,
        '[\w@%+~-][\w.@%+~-]*\.(?:csv|tsv|txt|json|jsonl|ndjson|parquet|avro|orc|xml|xlsx|gz|zip|bz2|zst|log|tmp|sh|py|sql|jar|ya?ml)\M',
        '<path>', 'gi');
    v := regexp_replace(v,
        '\m\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?))?)?',
        '<time>', 'g');
    v := regexp_replace(v, '\m\d\d?:\d\d:\d\d(?:[.,]\d+)?', '<time>', 'g');
    -- Addresses of machines.
    v := regexp_replace(v, '/?\m\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\M', '<host>', 'g');
    v := regexp_replace(v, '\[?\m(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}\M\]?(?::\d+)?', '<host>', 'gi');
    v := regexp_replace(v, '\m[a-z][\w-]*(?:\.[\w-]+)*:\d{2,5}\M', '<host>', 'gi');
    v := regexp_replace(v,
        '\m[\w-]+(?:\.[\w-]+)*\.(?:local|localdomain|internal|intranet|lan|corp|home|com|net|org|edu|gov|cloud|example|test|de|eu|uk|us|fr|ch|at|nl)\M(?!\.?\w)',
        '<host>', 'gi');
    -- Identity of objects, hashes, and at last numbers.
    v := regexp_replace(v, '@[0-9a-f]{4,16}\M', '@<hex>', 'gi');
    v := regexp_replace(v, '\m0x[0-9a-f]+\M', '<hex>', 'gi');
    v := regexp_replace(v, '\m(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,}\M', '<hex>', 'gi');
    v := regexp_replace(v, '(?:(?<!\w)[+-])?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?', '#', 'g');
    v := regexp_replace(v, '#(?:[\s_.:/-]*#)+', '#', 'g');
    RETURN left(btrim(regexp_replace(v, '\s+', ' ', 'g')), 500);
END $$;

-- Kinds of errors that mean the same: interned, like lanes.
CREATE TABLE dead_letter_groups (
    group_no   integer GENERATED ALWAYS AS IDENTITY,
    signature  text NOT NULL,
    message    text NOT NULL,
    error_code text NOT NULL,
    job_type   text NOT NULL,
    engine     text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT dead_letter_groups_pkey PRIMARY KEY (group_no),
    CONSTRAINT dead_letter_groups_unique UNIQUE (signature, job_type, engine)
);

-- One row per job that failed for good, with all that is needed to run it again. 'open', 'pending'
-- (it runs again) and 'parked' (replayed too often) are unresolved.
CREATE TABLE dead_letter_queue (
    entry_no         bigint GENERATED ALWAYS AS IDENTITY,
    no               bigint NOT NULL,
    job_id           text COLLATE "C" NOT NULL,
    job_name         text NOT NULL,
    job_type         text NOT NULL,
    queue_name       text NOT NULL,
    priority         text NOT NULL,
    owner            text NOT NULL,
    tags             text[] NOT NULL,
    requested_engine text,
    execution_engine text,
    timeout_seconds  double precision,
    retry_policy     text,
    config           jsonb NOT NULL,
    group_no         integer NOT NULL REFERENCES dead_letter_groups (group_no),
    state            text NOT NULL DEFAULT 'open',
    reason           text NOT NULL,
    error_code       text,
    error_type       text,
    error_message    text,
    error_detail     text,
    retry_count      integer NOT NULL,
    crash_count      integer NOT NULL,
    manual_retries   integer NOT NULL,
    -- How often it ended here, replays included, and how often it was replayed.
    failures         integer NOT NULL DEFAULT 1,
    replays          integer NOT NULL DEFAULT 0,
    first_failed_at  timestamptz NOT NULL,
    failed_at        timestamptz NOT NULL,
    operation_no     bigint,
    assignee         text,
    state_at         timestamptz NOT NULL,
    state_by         text,
    state_reason     text,
    CONSTRAINT dead_letter_queue_pkey PRIMARY KEY (entry_no),
    CONSTRAINT dead_letter_queue_one_per_job UNIQUE (no),
    CONSTRAINT dead_letter_queue_state_known
        CHECK (state IN ('open', 'pending', 'parked', 'replayed', 'recovered', 'discarded')),
    CONSTRAINT dead_letter_queue_reason_known
        CHECK (reason IN ('RETRIES_EXHAUSTED', 'NON_RETRYABLE', 'WORKER_CRASH', 'TIMEOUT',
                          'LOOP_GUARD', 'EXTERNAL')),
    CONSTRAINT dead_letter_queue_counts_not_negative CHECK (failures >= 1 AND replays >= 0)
) WITH (fillfactor = 80);
CREATE INDEX dead_letter_queue_unresolved_idx ON dead_letter_queue (failed_at, entry_no)
    WHERE state IN ('open', 'pending', 'parked');
CREATE INDEX dead_letter_queue_group_idx ON dead_letter_queue (group_no, state, failed_at);
CREATE INDEX dead_letter_queue_name_idx ON dead_letter_queue (job_name)
    WHERE state IN ('open', 'pending', 'parked');
CREATE INDEX dead_letter_queue_job_idx ON dead_letter_queue (job_id);

CREATE TABLE dead_letter_comments (
    entry_no bigint NOT NULL REFERENCES dead_letter_queue (entry_no) ON DELETE CASCADE,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    author   text NOT NULL DEFAULT session_user,
    text     text NOT NULL,
    CONSTRAINT dead_letter_comments_text_length CHECK (char_length(text) BETWEEN 1 AND 10000)
);
CREATE INDEX dead_letter_comments_entry_idx ON dead_letter_comments (entry_no);

-- Entries by group, owner and state, appended and folded like the counters of jobs.
CREATE TABLE dead_letter_counts (
    group_no integer NOT NULL,
    owner    text NOT NULL,
    state    text NOT NULL,
    entries  bigint NOT NULL,
    CONSTRAINT dead_letter_counts_pkey PRIMARY KEY (group_no, owner, state)
);
CREATE TABLE dead_letter_count_deltas (
    group_no integer NOT NULL,
    owner    text NOT NULL,
    state    text NOT NULL,
    delta    bigint NOT NULL
);
CREATE VIEW dead_letter_counts_now AS
SELECT group_no, owner, state, sum(entries)::bigint AS entries FROM (
    SELECT group_no, owner, state, entries FROM dead_letter_counts
    UNION ALL SELECT group_no, owner, state, delta FROM dead_letter_count_deltas) c
GROUP BY group_no, owner, state HAVING sum(entries) <> 0;

-- Completed jobs that may settle unresolved entries; a duty looks at them.
CREATE TABLE dead_letter_signals (
    no bigint NOT NULL,
    CONSTRAINT dead_letter_signals_pkey PRIMARY KEY (no)
);

CREATE FUNCTION dead_letters_count_new() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    INSERT INTO dead_letter_count_deltas (group_no, owner, state, delta)
    SELECT group_no, owner, state, count(*) FROM new_entries GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE TRIGGER dead_letters_count_new AFTER INSERT ON dead_letter_queue
    REFERENCING NEW TABLE AS new_entries
    FOR EACH STATEMENT EXECUTE FUNCTION dead_letters_count_new();

CREATE FUNCTION dead_letters_count_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    INSERT INTO dead_letter_count_deltas (group_no, owner, state, delta)
    SELECT group_no, owner, state, sum(delta) FROM (
        SELECT group_no, owner, state, 1 AS delta FROM new_entries
        UNION ALL SELECT group_no, owner, state, -1 FROM old_entries) c
    GROUP BY 1, 2, 3 HAVING sum(delta) <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER dead_letters_count_change AFTER UPDATE ON dead_letter_queue
    REFERENCING NEW TABLE AS new_entries OLD TABLE AS old_entries
    FOR EACH STATEMENT EXECUTE FUNCTION dead_letters_count_change();

CREATE FUNCTION dead_letters_count_gone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    INSERT INTO dead_letter_count_deltas (group_no, owner, state, delta)
    SELECT group_no, owner, state, -count(*) FROM old_entries GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE TRIGGER dead_letters_count_gone AFTER DELETE ON dead_letter_queue
    REFERENCING OLD TABLE AS old_entries
    FOR EACH STATEMENT EXECUTE FUNCTION dead_letters_count_gone();

-- How often an entry is replayed before it is parked: the setting 'replay_limit' of the owner '*'.
CREATE FUNCTION replay_limit() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT coalesce((SELECT (value ->> 'replays')::integer FROM settings
                     WHERE owner = '*' AND key = 'replay_limit'), 3)
$$;

CREATE FUNCTION set_replay_limit(p_replays integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    IF p_replays IS NULL OR p_replays NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION 'An entry is parked after 1 to 1000 replays, not %', p_replays
            USING ERRCODE = 'EJ400';
    END IF;
    INSERT INTO settings (owner, key, value)
    VALUES ('*', 'replay_limit', jsonb_build_object('replays', p_replays))
    ON CONFLICT (owner, key) DO UPDATE SET value = EXCLUDED.value, updated_at = clock_timestamp();
    INSERT INTO audit_log (action, target, data)
    VALUES ('set_replay_limit', 'dead letters', jsonb_build_object('replays', p_replays));
END $$;

CREATE FUNCTION dead_letter_group(p_code text, p_message text, p_job_type text, p_engine text)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_message text := normalise_error(p_message);
    v_code text := coalesce(p_code, '');
    v_engine text := coalesce(p_engine, '');
    v_signature text := md5(v_code || E'\n' || v_message);
    v_group integer;
BEGIN
    SELECT group_no INTO v_group FROM dead_letter_groups
    WHERE signature = v_signature AND job_type = p_job_type AND engine = v_engine;
    IF v_group IS NULL THEN
        INSERT INTO dead_letter_groups (signature, message, error_code, job_type, engine)
        VALUES (v_signature, v_message, v_code, p_job_type, v_engine)
        -- Locks and returns the row that somebody else made at the same moment.
        ON CONFLICT ON CONSTRAINT dead_letter_groups_unique DO UPDATE SET engine = EXCLUDED.engine
        RETURNING group_no INTO v_group;
    END IF;
    RETURN v_group;
END $$;

-- Why there is no further attempt, in one word.
CREATE FUNCTION dead_letter_reason(p_job jobs, p_writer text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_asked text := coalesce(p_job.retry_policy,
                             (SELECT policy FROM kind_policies WHERE job_type = p_job.job_type));
    v_most integer;
BEGIN
    IF p_job.status = 'timeout' THEN
        RETURN 'TIMEOUT';
    ELSIF p_job.error_code = 'WORKER_LOST' AND p_writer = 'internal' THEN
        RETURN 'WORKER_CRASH';
    ELSIF p_writer = '' THEN
        -- Another client changed the row: it counts retries in the columns of version 1.
        RETURN CASE WHEN p_job.retry_count > 0 AND p_job.retry_count >= p_job.max_retries
                    THEN 'RETRIES_EXHAUSTED' ELSE 'EXTERNAL' END;
    END IF;
    SELECT max_retries INTO v_most FROM retry_policies
    WHERE name IN (v_asked, CASE p_job.error_type WHEN 'resource' THEN 'resource_exhausted'
                                                  ELSE 'default' END)
    ORDER BY name = v_asked DESC NULLS LAST LIMIT 1;
    RETURN CASE WHEN p_job.retry_count > 0 AND p_job.retry_count >= v_most
                THEN 'RETRIES_EXHAUSTED' ELSE 'NON_RETRYABLE' END;
END $$;

-- Stores a job that failed for good, or brings its entry up to date.
CREATE FUNCTION bury_job(p_job jobs, p_writer text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_at timestamptz := coalesce(p_job.finished_at, clock_timestamp());
    v_engine text := coalesce(nullif(p_job.execution_engine, ''), p_job.requested_engine);
BEGIN
    INSERT INTO dead_letter_queue AS d (no, job_id, job_name, job_type, queue_name, priority,
        owner, tags, requested_engine, execution_engine, timeout_seconds, retry_policy, config,
        group_no, reason, error_code, error_type, error_message, error_detail, retry_count,
        crash_count, manual_retries, first_failed_at, failed_at, state_at)
    VALUES (p_job.no, p_job.job_id, p_job.job_name, p_job.job_type, p_job.queue_name,
        p_job.priority, p_job.owner, p_job.tags, p_job.requested_engine, v_engine,
        p_job.timeout_seconds, p_job.retry_policy, p_job.config,
        dead_letter_group(p_job.error_code, p_job.error_message, p_job.job_type, v_engine),
        dead_letter_reason(p_job, p_writer), p_job.error_code, p_job.error_type,
        p_job.error_message, p_job.error_detail, p_job.retry_count, p_job.crash_count,
        p_job.manual_retries, v_at, v_at, v_at)
    ON CONFLICT (no) DO UPDATE SET
        -- A replay of it may be pending at the same time: its outcome comes later.
        state = CASE WHEN d.operation_no IS NULL THEN 'open' ELSE 'pending' END,
        state_at = v_at, state_by = NULL, state_reason = NULL, failures = d.failures + 1, failed_at = v_at,
        group_no = EXCLUDED.group_no, reason = EXCLUDED.reason,
        execution_engine = EXCLUDED.execution_engine, error_code = EXCLUDED.error_code,
        error_type = EXCLUDED.error_type, error_message = EXCLUDED.error_message,
        error_detail = EXCLUDED.error_detail, retry_count = EXCLUDED.retry_count,
        crash_count = EXCLUDED.crash_count, manual_retries = EXCLUDED.manual_retries;
END $$;

-- Every way to fail for good ends here, whoever changes the row, in the same transaction.
CREATE FUNCTION jobs_write_dead_letter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    PERFORM bury_job(NEW, coalesce(current_setting('orchestrator.writer', true), ''));
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_write_dead_letter AFTER UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN (NEW.status IN ('failed', 'timeout') AND OLD.status NOT IN ('failed', 'timeout')
          AND NEW.replay_of IS NULL)
    EXECUTE FUNCTION jobs_write_dead_letter();
CREATE TRIGGER jobs_write_dead_letter_of_new AFTER INSERT ON jobs
    FOR EACH ROW WHEN (NEW.status IN ('failed', 'timeout'))
    EXECUTE FUNCTION jobs_write_dead_letter();

-- A person put a dead job back into the queue, as the same job.
CREATE FUNCTION jobs_leave_dead_letters() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    UPDATE dead_letter_queue SET
        state = 'pending', operation_no = NULL, state_at = clock_timestamp(),
        state_by = session_user, state_reason = 'Retried as the job ' || NEW.job_id
    WHERE (no = NEW.no AND state <> 'pending')
       OR (entry_no = NEW.replay_of AND state IN ('open', 'parked'));
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_leave_dead_letters AFTER UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN (OLD.status IN ('failed', 'timeout') AND NEW.status NOT IN ('failed', 'timeout'))
    EXECUTE FUNCTION jobs_leave_dead_letters();

-- Version 1 and psql retry by a plain UPDATE: it counts like ours, and is remembered by it.
CREATE FUNCTION jobs_count_foreign_retry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    NEW.manual_retries := OLD.manual_retries + 1;
    NEW.crash_count := 0;
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_count_foreign_retry BEFORE UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN (OLD.status IN ('failed', 'timeout', 'cancelled')
          AND NEW.status NOT IN ('failed', 'timeout', 'cancelled', 'completed')
          AND NEW.manual_retries = OLD.manual_retries
          AND coalesce(current_setting('orchestrator.writer', true), '') = '')
    EXECUTE FUNCTION jobs_count_foreign_retry();

-- The end of a job that a person had retried by hand, or run again as a new job with lineage.
CREATE FUNCTION jobs_settle_dead_letters() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    IF NEW.status = 'completed' THEN
        UPDATE dead_letter_queue SET
            state = 'recovered',
            operation_no = NULL, state_at = clock_timestamp(), state_by = NULL,
            state_reason = 'The job completed when it was tried again'
        WHERE no = NEW.no AND state IN ('open', 'pending', 'parked');
    ELSE
        UPDATE dead_letter_queue SET
            state = 'open', state_at = clock_timestamp(), state_by = NULL,
            state_reason = 'The job was cancelled when it was tried again'
        WHERE no = NEW.no AND state = 'pending' AND operation_no IS NULL;
    END IF;
    IF NEW.parent_job_id IS NOT NULL AND NEW.status = 'completed' THEN
        INSERT INTO dead_letter_signals (no)
        SELECT NEW.no WHERE EXISTS (
            SELECT FROM dead_letter_queue
            WHERE job_id = NEW.parent_job_id AND state IN ('open', 'pending', 'parked'))
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_settle_dead_letters AFTER UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN (NEW.status IN ('completed', 'cancelled') AND OLD.status <> NEW.status
          AND NEW.replay_of IS NULL
          AND (NEW.manual_retries > 0 OR NEW.parent_job_id IS NOT NULL))
    EXECUTE FUNCTION jobs_settle_dead_letters();

-- Which of these completed jobs may be a later run of a job in the dead-letter queue? Called only
-- while there are unresolved entries; one look into an index for each job.
CREATE FUNCTION signal_recoveries(p_nos bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    INSERT INTO dead_letter_signals (no)
    SELECT j.no FROM jobs j
    WHERE j.no = ANY (p_nos) AND j.replay_of IS NULL
      AND EXISTS (SELECT FROM dead_letter_queue d
                  WHERE d.job_name = j.job_name AND d.state IN ('open', 'pending', 'parked')
                    AND d.job_type = j.job_type AND d.owner = j.owner)
    ON CONFLICT DO NOTHING
$$;

-- A completion that another client writes.
CREATE FUNCTION jobs_signal_recovery() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    PERFORM signal_recoveries(ARRAY[NEW.no]);
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_signal_recovery AFTER UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN (NEW.status = 'completed' AND OLD.status <> 'completed'
          AND current_setting('orchestrator.writer', true) IS DISTINCT FROM 'hot')
    EXECUTE FUNCTION jobs_signal_recovery();

-- Entries close themselves when the same job (owner, kind, name and payload), or a rerun of it,
-- was completed after they failed.
CREATE FUNCTION close_recovered_dead_letters(p_limit integer DEFAULT 1000) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    WITH signal AS (
        DELETE FROM dead_letter_signals WHERE no = ANY (ARRAY(
            SELECT no FROM dead_letter_signals ORDER BY no LIMIT p_limit FOR UPDATE SKIP LOCKED))
        RETURNING no),
    run AS MATERIALIZED (
        SELECT j.no, j.job_id, j.job_name, j.job_type, j.owner, j.config, j.parent_job_id,
               j.started_at, j.finished_at
        FROM signal s JOIN jobs j ON j.no = s.no WHERE j.status = 'completed'),
    candidate AS MATERIALIZED (
        SELECT d.entry_no, run.job_id AS by_job, run.started_at FROM run
        JOIN dead_letter_queue d ON d.job_name = run.job_name
            AND d.state IN ('open', 'pending', 'parked')
        WHERE d.job_type = run.job_type AND d.owner = run.owner AND d.no <> run.no
          AND d.config = run.config AND d.failed_at < run.finished_at
        UNION
        SELECT d.entry_no, run.job_id, run.started_at FROM run
        JOIN dead_letter_queue d ON d.job_id = run.parent_job_id
            AND d.state IN ('open', 'pending', 'parked')),
    entry AS MATERIALIZED (
        SELECT entry_no, state FROM dead_letter_queue
        WHERE entry_no IN (SELECT entry_no FROM candidate) ORDER BY entry_no FOR UPDATE),
    closed AS (
        UPDATE dead_letter_queue d SET
            state = 'recovered', state_at = clock_timestamp(), state_by = NULL,
            state_reason = 'A later run of the same job completed: ' || (
                SELECT min(c.by_job) FROM candidate c WHERE c.entry_no = d.entry_no)
        FROM entry e WHERE d.entry_no = e.entry_no AND e.state IN ('open', 'parked')
        RETURNING d.entry_no)
    SELECT count(*) INTO v_count FROM closed;
    RETURN v_count;
END $$;

-- As before, and one look whether the dead-letter queue has anything to close.
CREATE OR REPLACE FUNCTION complete_jobs(
    p_worker_no bigint, p_nos bigint[], p_epochs integer[], p_started timestamptz[],
    p_engines text[], p_results jsonb[], p_records bigint[])
RETURNS TABLE (no bigint, epoch integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'hot' SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := clock_timestamp();
    v_worker text;
    v_parents bigint[];
    v_nos bigint[];
    v_epochs integer[];
BEGIN
    SELECT node_name INTO v_worker FROM workers WHERE worker_no = p_worker_no;
    WITH item AS MATERIALIZED (
        SELECT * FROM unnest(p_nos, p_epochs, p_started, p_engines, p_results, p_records)
            AS i (no, epoch, started, engine, result, records)),
    done AS (
        DELETE FROM job_leases l
        USING item i LEFT JOIN job_runs r ON r.no = i.no AND r.epoch = i.epoch
        WHERE l.no = i.no AND l.epoch = i.epoch AND l.worker_no = p_worker_no
        RETURNING l.no, l.epoch, l.lane_id, l.marked, i.engine, i.result, i.records,
                  r.engine_run_id, r.routing,
                  -- The worker's clock may be wrong; it started after the claim and before now.
                  least(greatest(i.started, l.started_at), v_now) AS started_at),
    run AS (
        DELETE FROM job_runs r USING done d WHERE r.no = d.no),
    progress AS (
        DELETE FROM job_progress p USING done d WHERE p.no = d.no),
    attempt AS (
        INSERT INTO job_attempts (no, epoch, worker_no, engine, engine_run_id, started_at,
                                  ended_at, outcome, records)
        SELECT no, epoch, p_worker_no, engine, engine_run_id, started_at, v_now, 'completed',
               records
        FROM done),
    ended AS (
        UPDATE jobs j SET
            status = 'completed', epoch = d.epoch, execution_engine = d.engine,
            started_at = d.started_at, finished_at = v_now, updated_at = v_now,
            progress_percent = 100, records_processed = d.records,
            records_total = greatest(d.records, j.records_total), result = d.result,
            routing = d.routing, error_code = NULL, error_type = NULL, error_message = NULL,
            error_detail = NULL
        FROM done d
        WHERE j.no = d.no AND j.status IN ('queued', 'running')
        RETURNING j.no, j.epoch, j.lane_id, d.marked, j.has_children),
    event AS (
        INSERT INTO job_events (no, at, event, epoch, actor)
        SELECT no, v_now, 'completed', epoch, coalesce(v_worker, 'unknown') FROM ended),
    counted AS (
        INSERT INTO job_count_deltas (lane_id, status, delta)
        SELECT lane_id, CASE WHEN marked THEN 'running' ELSE 'queued' END, -count(*)
        FROM ended GROUP BY 1, 2
        UNION ALL
        SELECT lane_id, 'completed', count(*) FROM ended GROUP BY 1, 2)
    SELECT array_agg(e.no), array_agg(e.epoch), array_agg(e.no) FILTER (WHERE e.has_children)
    INTO v_nos, v_epochs, v_parents FROM ended e;
    IF v_parents IS NOT NULL THEN
        PERFORM release_children(v_parents);
    END IF;
    IF EXISTS (SELECT FROM dead_letter_queue WHERE state IN ('open', 'pending', 'parked')) THEN
        PERFORM signal_recoveries(v_nos);
    END IF;
    RETURN QUERY SELECT * FROM unnest(v_nos, v_epochs);
END $$;

-- As before; and a failure without a word on retries may leave the decision to the policy: then
-- p_by_policy is true and p_retry_after null.
DROP FUNCTION fail_jobs(bigint, bigint[], integer[], timestamptz[], text[], text[], text[], text[],
                        text[], boolean[], double precision[]);
CREATE FUNCTION fail_jobs(
    p_worker_no bigint, p_nos bigint[], p_epochs integer[], p_started timestamptz[],
    p_engines text[], p_codes text[], p_types text[], p_messages text[], p_details text[],
    p_timed_out boolean[], p_retry_after double precision[], p_by_policy boolean[] DEFAULT NULL)
RETURNS TABLE (no bigint, epoch integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'hot' SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := clock_timestamp();
    v_worker text;
BEGIN
    SELECT node_name INTO v_worker FROM workers WHERE worker_no = p_worker_no;
    RETURN QUERY
    WITH item AS MATERIALIZED (
        SELECT i.*, v_now + make_interval(secs => CASE
                   WHEN i.by_policy AND i.retry_after IS NULL
                   THEN next_retry(j.retry_policy, j.job_type, i.type, i.code, j.retry_count)
                   ELSE i.retry_after END) AS retry_at
        FROM unnest(p_nos, p_epochs, p_started, p_engines, p_codes, p_types, p_messages, p_details,
                    p_timed_out, p_retry_after, p_by_policy)
            AS i (no, epoch, started, engine, code, type, message, detail, timed_out,
                  retry_after, by_policy)
        LEFT JOIN jobs j ON j.no = i.no),
    done AS (
        DELETE FROM job_leases l
        USING item i LEFT JOIN job_runs r ON r.no = i.no AND r.epoch = i.epoch
        LEFT JOIN job_progress p ON p.no = i.no AND p.epoch = i.epoch
        WHERE l.no = i.no AND l.epoch = i.epoch AND l.worker_no = p_worker_no
        RETURNING l.no, l.epoch, l.lane_id, l.marked, i.engine, i.code, i.type, i.message,
                  i.detail, i.timed_out, i.retry_at, r.engine_run_id, r.routing,
                  p.percent, p.records, p.records_total,
                  CASE WHEN i.retry_at IS NOT NULL THEN 'retrying'
                       WHEN i.timed_out THEN 'timeout' ELSE 'failed' END AS status,
                  least(greatest(i.started, l.started_at), v_now) AS started_at),
    run AS (
        DELETE FROM job_runs r USING done d WHERE r.no = d.no),
    progress AS (
        DELETE FROM job_progress p USING done d WHERE p.no = d.no),
    attempt AS (
        INSERT INTO job_attempts (no, epoch, worker_no, engine, engine_run_id, started_at,
            ended_at, outcome, error_code, error_type, error_message, error_detail, records)
        SELECT no, epoch, p_worker_no, engine, engine_run_id, started_at, v_now,
               CASE WHEN timed_out THEN 'timeout' ELSE 'failed' END, code, type, message, detail,
               coalesce(records, 0)
        FROM done),
    ended AS (
        UPDATE jobs j SET
            status = d.status, epoch = d.epoch,
            execution_engine = coalesce(d.engine, j.execution_engine),
            started_at = d.started_at,
            finished_at = CASE WHEN d.retry_at IS NULL THEN v_now END, updated_at = v_now,
            retry_count = j.retry_count + CASE WHEN d.retry_at IS NULL THEN 0 ELSE 1 END,
            run_at = coalesce(d.retry_at, j.run_at),
            progress_percent = coalesce(d.percent, j.progress_percent),
            records_processed = coalesce(d.records, j.records_processed),
            records_total = coalesce(d.records_total, j.records_total),
            routing = coalesce(d.routing, j.routing), error_code = d.code, error_type = d.type,
            error_message = d.message, error_detail = d.detail
        FROM done d
        WHERE j.no = d.no AND j.status IN ('queued', 'running')
        RETURNING j.no, j.epoch, j.lane_id, d.marked, d.status, d.retry_at, d.message, d.code),
    timer AS (
        INSERT INTO job_timers (run_at, no)
        SELECT retry_at, no FROM ended WHERE retry_at IS NOT NULL),
    event AS (
        INSERT INTO job_events (no, at, event, epoch, actor, reason, data)
        SELECT no, v_now, status, epoch, coalesce(v_worker, 'unknown'), message,
               jsonb_build_object('code', code)
               || CASE WHEN retry_at IS NULL THEN '{}'::jsonb
                       ELSE jsonb_build_object('retry_at', retry_at) END
        FROM ended),
    counted AS (
        INSERT INTO job_count_deltas (lane_id, status, delta)
        SELECT lane_id, CASE WHEN marked THEN 'running' ELSE 'queued' END, -count(*)
        FROM ended GROUP BY 1, 2
        UNION ALL
        SELECT lane_id, status, count(*) FROM ended GROUP BY 1, 2)
    SELECT e.no, e.epoch FROM ended e;
END $$;

-- As before, with the dead-letter queue.
CREATE OR REPLACE FUNCTION jobs_forget_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    INSERT INTO job_count_deltas (lane_id, status, delta)
    SELECT lane_id, status, -count(*) FROM old_jobs GROUP BY lane_id, status;
    DELETE FROM job_queue q USING old_jobs o
    WHERE q.lane_id = o.lane_id AND q.rank = job_rank(o.priority)
      AND q.run_at = coalesce(o.run_at, o.created_at) AND q.no = o.no;
    DELETE FROM job_timers t USING old_jobs o WHERE t.run_at = o.run_at AND t.no = o.no;
    DELETE FROM job_states s USING old_jobs o WHERE s.status = o.status AND s.no = o.no;
    DELETE FROM job_leases l USING old_jobs o WHERE l.no = o.no;
    DELETE FROM job_runs r USING old_jobs o WHERE r.no = o.no;
    DELETE FROM job_progress p USING old_jobs o WHERE p.no = o.no;
    -- A client may delete a job whose entry is unresolved: the entry and its attempts stay.
    DELETE FROM job_attempts a USING old_jobs o
    WHERE a.no = o.no AND NOT EXISTS (
        SELECT FROM dead_letter_queue d
        WHERE d.no = o.no AND d.state IN ('open', 'pending', 'parked'));
    DELETE FROM dead_letter_queue d USING old_jobs o
    WHERE d.no = o.no AND d.state NOT IN ('open', 'pending', 'parked');
    DELETE FROM dead_letter_signals s USING old_jobs o WHERE s.no = o.no;
    DELETE FROM job_events e USING old_jobs o WHERE e.no = o.no;
    DELETE FROM job_logs g USING old_jobs o WHERE g.no = o.no;
    DELETE FROM job_dependencies d USING old_jobs o WHERE d.no = o.no;
    DELETE FROM job_dependencies d USING old_jobs o WHERE d.parent_no = o.no;
    RETURN NULL;
END $$;

-- Whether a job, or the one it replays, is in the dead-letter queue and not settled: it stays.
CREATE FUNCTION has_open_dead_letter(p_no bigint, p_replay_of bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT EXISTS (SELECT FROM dead_letter_queue
                   WHERE no = p_no AND state IN ('open', 'pending', 'parked'))
        OR (p_replay_of IS NOT NULL AND EXISTS (
            SELECT FROM dead_letter_queue
            WHERE entry_no = p_replay_of AND state IN ('open', 'pending', 'parked')))
$$;

-- As before; jobs of unresolved dead letters stay whatever their age, and their counters are folded.
CREATE OR REPLACE FUNCTION maintain(p_limit integer DEFAULT 1000,
                                    p_now timestamptz DEFAULT NULL)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_days double precision;
    v_folded integer;
    v_removed integer := 0;
BEGIN
    WITH taken AS (
        DELETE FROM job_count_deltas WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM job_count_deltas LIMIT p_limit FOR UPDATE SKIP LOCKED))
        RETURNING lane_id, status, delta),
    folded AS (
        INSERT INTO job_counts AS c (lane_id, status, jobs)
        SELECT lane_id, status, sum(delta) FROM taken GROUP BY lane_id, status
        ORDER BY lane_id, status
        ON CONFLICT (lane_id, status) DO UPDATE SET jobs = c.jobs + EXCLUDED.jobs)
    SELECT count(*) INTO v_folded FROM taken;

    WITH taken AS (
        DELETE FROM dead_letter_count_deltas WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM dead_letter_count_deltas LIMIT p_limit FOR UPDATE SKIP LOCKED))
        RETURNING group_no, owner, state, delta)
    INSERT INTO dead_letter_counts AS c (group_no, owner, state, entries)
    SELECT group_no, owner, state, sum(delta) FROM taken GROUP BY group_no, owner, state
    ORDER BY group_no, owner, state
    ON CONFLICT (group_no, owner, state) DO UPDATE SET entries = c.entries + EXCLUDED.entries;

    SELECT (value ->> 'days')::double precision INTO v_days FROM settings
    WHERE owner = '*' AND key = 'retention';
    IF v_days IS NOT NULL THEN
        -- Oldest first by no; the scan ends with the first job that is too young to have finished.
        DELETE FROM jobs WHERE no = ANY (ARRAY(
            SELECT j.no FROM jobs j
            WHERE j.finished_at < v_now - make_interval(secs => v_days * 86400)
              AND j.no < (SELECT first.no + 100000 FROM jobs first
                          WHERE NOT has_open_dead_letter(first.no, first.replay_of)
                          ORDER BY first.no LIMIT 1)
              AND NOT has_open_dead_letter(j.no, j.replay_of)
              AND (NOT j.has_children OR NOT EXISTS (
                  SELECT FROM job_dependencies d JOIN jobs child ON child.no = d.no
                  WHERE d.parent_no = j.no AND child.finished_at IS NULL))
            ORDER BY j.no LIMIT p_limit FOR UPDATE OF j SKIP LOCKED));
        GET DIAGNOSTICS v_removed = ROW_COUNT;
        PERFORM forget_operations(v_now - make_interval(secs => v_days * 86400), 10);
    END IF;
    RETURN v_folded + v_removed;
END $$;

REVOKE EXECUTE ON FUNCTION
    next_retry(text, text, text, text, integer),
    dead_letter_group(text, text, text, text),
    dead_letter_reason(jobs, text),
    bury_job(jobs, text),
    signal_recoveries(bigint[]),
    has_open_dead_letter(bigint, bigint),
    replay_limit(),
    set_replay_limit(integer)
FROM PUBLIC;
