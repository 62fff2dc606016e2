-- Jobs that wait for a dead one go on when its replay completes; locks are taken in one order where
-- they were not; what a caller may say of the time, of workers and of other people's jobs is checked.

-- ---------------------------------------------------------------------------------------------
-- Who calls.

-- Whether the caller owns the schema, is a member of the role that does, or a superuser.
CREATE FUNCTION caller_owns_schema() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT pg_has_role(session_user, nspowner, 'MEMBER') FROM pg_namespace
    WHERE nspname = '${schema}'
$$;

-- The time that a caller names, as tests do; null stays null without a call.
CREATE FUNCTION permitted_time(p_now timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER
SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    IF NOT caller_owns_schema() THEN
        RAISE EXCEPTION 'Only the owner of the schema may name a time: leave p_now out'
            USING ERRCODE = 'EJ403';
    END IF;
    RETURN p_now;
END $$;

-- The name of a worker of the caller; null if there is none with this number.
CREATE FUNCTION own_worker(p_worker_no bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_name text;
    v_owner text;
BEGIN
    SELECT node_name, owner INTO v_name, v_owner FROM workers WHERE worker_no = p_worker_no;
    IF v_owner <> session_user THEN
        RAISE EXCEPTION 'The worker % belongs to somebody else', p_worker_no
            USING ERRCODE = 'EJ403';
    END IF;
    RETURN v_name;
END $$;

REVOKE EXECUTE ON FUNCTION caller_owns_schema(), permitted_time(timestamptz), own_worker(bigint)
FROM PUBLIC;

-- What follows changes one expression or adds one line in some forty functions that are else as the
-- migrations before left them. Their texts again would be two thousand lines in which nobody would
-- find the change, so it is put into the stored text. That text is what those migrations made, or
-- what somebody changed by hand; if it has no place for the change, the migration fails.
DO $patch$
DECLARE
    f record;
    v_text text;
    v_count integer := 0;
BEGIN
    FOR f IN SELECT p.oid, p.proname FROM pg_proc p
             WHERE p.pronamespace = '${schema}'::regnamespace AND 'p_now' = ANY (p.proargnames)
               AND p.prosrc LIKE '%coalesce(p_now, clock_timestamp())%'
               AND has_function_privilege('public', p.oid, 'execute')
    LOOP
        EXECUTE replace(pg_get_functiondef(f.oid), 'coalesce(p_now, clock_timestamp())',
                        'coalesce(permitted_time(p_now), clock_timestamp())');
        v_count := v_count + 1;
    END LOOP;
    IF v_count < 12 THEN
        RAISE EXCEPTION 'Only % functions take the time from permitted_time', v_count;
    END IF;
    FOR f IN SELECT p.oid, p.proname FROM pg_proc p
             WHERE p.pronamespace = '${schema}'::regnamespace
               AND p.proname IN ('start_run', 'start_runs', 'prepare_publish', 'report_progress',
                                 'append_log', 'fail_jobs', 'cancel_jobs_confirmed', 'release_jobs',
                                 'release_unknown_jobs', 'save_checkpoint', 'resume_checkpoints',
                                 'end_checkpoints')
    LOOP
        v_text := pg_get_functiondef(f.oid);
        IF strpos(v_text, E'\nBEGIN\n') = 0 THEN
            RAISE EXCEPTION 'The function % has no place for own_worker', f.proname;
        END IF;
        EXECUTE regexp_replace(v_text, E'\nBEGIN\n',
                               E'\nBEGIN\n    PERFORM own_worker(p_worker_no);\n');
    END LOOP;
END $patch$;

-- As before, for the worker's owner only.
CREATE OR REPLACE FUNCTION load_checkpoints(p_worker_no bigint, p_no bigint, p_epoch integer)
RETURNS TABLE (chunk_no integer, epoch integer, chunks integer, fingerprint text, folder text,
               output jsonb, rows_read bigint, rows_written bigint, bad_rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT c.chunk_no, c.epoch, c.chunks, c.fingerprint, c.folder, c.output, c.rows_read,
           c.rows_written, c.bad_rows
    FROM job_checkpoints c
    WHERE c.no = p_no
      AND EXISTS (SELECT FROM job_leases l JOIN workers w USING (worker_no)
                  WHERE l.no = p_no AND l.epoch = p_epoch AND l.worker_no = p_worker_no
                    AND w.owner = session_user)
    ORDER BY c.chunk_no
$$;

-- Rules for everybody are made by the owner of the schema, and by whom the owner grants it to.
REVOKE EXECUTE ON FUNCTION
    save_retry_policy(text, integer, double precision, double precision, double precision,
                      double precision, double precision, text[], text),
    delete_retry_policy(text),
    set_kind_policy(text, text)
FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------
-- Dependencies follow the lineage of replays.

-- The completed replay of the parent that let the child go on; null: the parent itself counts.
ALTER TABLE job_dependencies ADD COLUMN satisfied_by bigint;

-- Releases the jobs that waited for these, which have just completed.
CREATE OR REPLACE FUNCTION release_children(p_parents bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
DECLARE
    v_ready bigint[];
BEGIN
    -- In one order: several parents of the same jobs may end at once.
    PERFORM FROM jobs WHERE no IN (SELECT no FROM job_dependencies
                                   WHERE parent_no = ANY (p_parents) AND satisfied_by IS NULL)
    ORDER BY no FOR NO KEY UPDATE;
    WITH child AS (
        SELECT no, count(*) AS parents FROM job_dependencies
        WHERE parent_no = ANY (p_parents) AND satisfied_by IS NULL
        GROUP BY no ORDER BY no),
    counted AS (
        UPDATE jobs j SET open_parents = greatest(j.open_parents - child.parents, 0)
        FROM child WHERE j.no = child.no
        RETURNING j.no, j.open_parents)
    SELECT array_agg(no) INTO v_ready FROM counted WHERE open_parents = 0;
    IF v_ready IS NOT NULL THEN
        PERFORM ready_jobs(v_ready);
    END IF;
END $$;

-- A replay completed: what waits for the job it replays goes on. False: somebody changes that job
-- just now, so ask again; a duty holds other rows and must not wait.
CREATE FUNCTION release_replayed(p_parent bigint, p_replay bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_parent record;
BEGIN
    SELECT status, job_name INTO v_parent FROM jobs WHERE no = p_parent
    FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN NOT EXISTS (SELECT FROM jobs WHERE no = p_parent);
    ELSIF v_parent.status = 'completed' THEN
        RETURN true;
    END IF;
    PERFORM release_children(ARRAY[p_parent]);
    WITH satisfied AS (
        UPDATE job_dependencies SET satisfied_by = p_replay
        WHERE parent_no = p_parent AND satisfied_by IS NULL RETURNING no)
    INSERT INTO job_events (no, event, epoch, actor, reason, data)
    SELECT child.no, 'parent_replayed', child.epoch, session_user,
           v_parent.job_name || ' did not complete, but its replay did: ' || replay.job_id,
           jsonb_build_object('replay', replay.job_id)
    FROM satisfied s JOIN jobs child ON child.no = s.no JOIN jobs replay ON replay.no = p_replay
    WHERE child.finished_at IS NULL;
    RETURN true;
END $$;

-- As before, and a parent whose replay completed is waited for no longer.
CREATE OR REPLACE FUNCTION link_parents(p_children text[], p_parents text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
DECLARE
    v_missing text;
    v_ready bigint[];
BEGIN
    -- Locked, so that a parent cannot end between the look at it and the commit.
    PERFORM FROM jobs WHERE job_id = ANY (p_parents) ORDER BY no FOR UPDATE;
    SELECT p INTO v_missing FROM unnest(p_parents) p
    WHERE NOT EXISTS (SELECT FROM jobs WHERE job_id = p) LIMIT 1;
    IF v_missing IS NOT NULL THEN
        RAISE EXCEPTION 'There is no job % to wait for', v_missing USING ERRCODE = 'EJ404';
    END IF;
    UPDATE jobs SET has_children = true WHERE job_id = ANY (p_parents) AND NOT has_children;

    INSERT INTO job_dependencies (parent_no, no, satisfied_by)
    SELECT DISTINCT parent.no, child.no,
           CASE WHEN parent.status <> 'completed' THEN (
               SELECT min(replay.no) FROM jobs replay
               WHERE replay.parent_job_id = parent.job_id AND replay.replay_of IS NOT NULL
                 AND replay.status = 'completed') END
    FROM unnest(p_children, p_parents) AS pair (child_id, parent_id)
    JOIN jobs child ON child.job_id = pair.child_id
    JOIN jobs parent ON parent.job_id = pair.parent_id
    ON CONFLICT DO NOTHING;

    WITH open AS (
        SELECT d.no, count(*) FILTER (WHERE parent.status <> 'completed'
                                        AND d.satisfied_by IS NULL) AS parents
        FROM job_dependencies d JOIN jobs parent ON parent.no = d.parent_no
        WHERE d.no IN (SELECT no FROM jobs WHERE job_id = ANY (p_children))
        GROUP BY d.no),
    linked AS (
        UPDATE jobs j SET open_parents = open.parents FROM open WHERE j.no = open.no
        RETURNING j.no, j.open_parents)
    SELECT array_agg(no) INTO v_ready FROM linked WHERE open_parents = 0;
    IF v_ready IS NOT NULL THEN
        PERFORM ready_jobs(v_ready);
    END IF;
END $$;

-- The end of a replayed job: in the same transaction as the job's own. As before, and its children
-- are left to a duty: here the jobs of a whole batch are locked.
CREATE OR REPLACE FUNCTION jobs_settle_replay() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_at timestamptz := coalesce(NEW.finished_at, clock_timestamp());
    v_engine text := coalesce(nullif(NEW.execution_engine, ''), NEW.requested_engine);
    v_state text;
BEGIN
    UPDATE bulk_operation_items SET
        state = CASE NEW.status WHEN 'completed' THEN 'succeeded' WHEN 'cancelled' THEN 'cancelled'
                                ELSE 'failed' END,
        message = left(NEW.error_message, 1000), at = v_at
    WHERE job_no = NEW.no AND state = 'submitted';
    IF NEW.status = 'completed' THEN
        UPDATE dead_letter_queue SET
            state = 'replayed', operation_no = NULL, state_at = v_at, state_by = NEW.created_by,
            state_reason = 'Its replay completed: ' || NEW.job_id
        WHERE entry_no = NEW.replay_of AND state IN ('open', 'pending', 'parked');
        INSERT INTO dead_letter_signals (no) VALUES (NEW.no) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END IF;
    UPDATE dead_letter_queue SET
        -- Somebody may have retried the job itself meanwhile.
        state = CASE WHEN EXISTS (SELECT FROM jobs j WHERE j.no = dead_letter_queue.no
                                                       AND j.finished_at IS NULL) THEN 'pending'
                     WHEN replays >= replay_limit() THEN 'parked' ELSE 'open' END,
        operation_no = NULL, state_at = v_at, state_by = NULL,
        state_reason = CASE WHEN replays >= replay_limit()
            THEN 'Parked after ' || replays || ' replays'
            ELSE 'Its replay did not complete: ' || NEW.job_id END
    WHERE entry_no = NEW.replay_of AND state IN ('open', 'pending', 'parked')
    RETURNING state INTO v_state;
    IF NEW.status = 'cancelled' OR v_state IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE dead_letter_queue SET
        failures = failures + 1, failed_at = v_at,
        group_no = dead_letter_group(NEW.error_code, NEW.error_message, NEW.job_type, v_engine),
        reason = CASE v_state WHEN 'parked' THEN 'LOOP_GUARD' ELSE dead_letter_reason(
            NEW, coalesce(current_setting('orchestrator.writer', true), '')) END,
        execution_engine = v_engine, error_code = NEW.error_code, error_type = NEW.error_type,
        error_message = NEW.error_message, error_detail = NEW.error_detail,
        retry_count = NEW.retry_count, crash_count = NEW.crash_count
    WHERE entry_no = NEW.replay_of;
    RETURN NULL;
END $$;

-- Entries close themselves when the same job (owner, kind, name and payload), or a rerun of it,
-- was completed after they failed; and what waits for a dead job goes on when its replay completed.
-- Locks of others are passed by, their signals stay for the next call: the ends of jobs lock entries
-- in whatever order they come.
CREATE OR REPLACE FUNCTION close_recovered_dead_letters(p_limit integer DEFAULT 1000)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_signals bigint[];
    v_later bigint[] := '{}';
    v_locked bigint[];
    v_count integer;
    v record;
BEGIN
    v_signals := ARRAY(SELECT no FROM dead_letter_signals ORDER BY no LIMIT p_limit
                       FOR UPDATE SKIP LOCKED);
    IF v_signals = '{}' THEN
        RETURN 0;
    END IF;
    FOR v IN
        SELECT replay.no, d.no AS parent FROM jobs replay
        JOIN dead_letter_queue d ON d.entry_no = replay.replay_of
        WHERE replay.no = ANY (v_signals) AND replay.status = 'completed'
          AND EXISTS (SELECT FROM job_dependencies c WHERE c.parent_no = d.no)
        ORDER BY d.no
    LOOP
        IF NOT release_replayed(v.parent, v.no) THEN
            v_later := v_later || v.no;
        END IF;
    END LOOP;

    WITH run AS MATERIALIZED (
        SELECT j.no, j.job_id, j.job_name, j.job_type, j.owner, j.config, j.parent_job_id,
               j.finished_at
        FROM jobs j
        WHERE j.no = ANY (v_signals) AND j.status = 'completed' AND j.replay_of IS NULL),
    candidate AS MATERIALIZED (
        SELECT d.entry_no, run.no, run.job_id AS by_job FROM run
        JOIN dead_letter_queue d ON d.job_name = run.job_name
            AND d.state IN ('open', 'pending', 'parked')
        WHERE d.job_type = run.job_type AND d.owner = run.owner AND d.no <> run.no
          AND d.config = run.config AND d.failed_at < run.finished_at
        UNION
        SELECT d.entry_no, run.no, run.job_id FROM run
        JOIN dead_letter_queue d ON d.job_id = run.parent_job_id
            AND d.state IN ('open', 'pending', 'parked')),
    entry AS MATERIALIZED (
        SELECT entry_no, state FROM dead_letter_queue
        WHERE entry_no IN (SELECT entry_no FROM candidate) ORDER BY entry_no
        FOR UPDATE SKIP LOCKED),
    closed AS (
        UPDATE dead_letter_queue d SET
            state = 'recovered', state_at = clock_timestamp(), state_by = NULL,
            state_reason = 'A later run of the same job completed: ' || (
                SELECT min(c.by_job) FROM candidate c WHERE c.entry_no = d.entry_no)
        FROM entry e WHERE d.entry_no = e.entry_no AND e.state IN ('open', 'parked')
        RETURNING d.entry_no)
    SELECT (SELECT count(*) FROM closed),
           array_agg(c.no) FILTER (WHERE e.entry_no IS NULL) INTO v_count, v_locked
    FROM candidate c LEFT JOIN entry e USING (entry_no);
    DELETE FROM dead_letter_signals
    WHERE no = ANY (v_signals) AND no <> ALL (v_later || coalesce(v_locked, '{}'));
    RETURN v_count;
END $$;

-- Jobs that wait already for one whose replay has completed.
INSERT INTO dead_letter_signals (no)
SELECT min(replay.no) FROM dead_letter_queue d JOIN jobs replay ON replay.parent_job_id = d.job_id
WHERE d.state = 'replayed' AND replay.replay_of = d.entry_no AND replay.status = 'completed'
  AND EXISTS (SELECT FROM job_dependencies c WHERE c.parent_no = d.no)
GROUP BY d.no
ON CONFLICT DO NOTHING;

-- As before, and what keeps a parent from completing is said.
CREATE OR REPLACE FUNCTION wait_reason(p_no bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_job record;
    v_ahead bigint;
    v_parents text;
BEGIN
    SELECT * INTO v_job FROM job_list WHERE no = p_no;
    IF v_job.status = 'pending' THEN
        SELECT string_agg(parent.job_name || ' (' || parent.status
                          || coalesce('; ' || CASE
            WHEN i.state = 'submitted' THEN 'its replay ' || i.job_id || ' is '
                || (SELECT replay.status FROM job_list replay WHERE replay.no = i.job_no)
            WHEN i.state = 'waiting' THEN 'its replay is about to start'
            WHEN e.state IN ('open', 'parked')
                THEN 'this one goes on when it is retried or replayed with success'
            WHEN e.state = 'discarded' THEN 'discarded'
            WHEN e.state = 'replayed' THEN 'its replay has completed' END, '') || ')',
            ', ' ORDER BY parent.no)
        INTO v_parents
        FROM job_dependencies d JOIN job_list parent ON parent.no = d.parent_no
        LEFT JOIN dead_letter_queue e ON e.no = parent.no
        LEFT JOIN bulk_operation_items i
            ON i.entry_no = e.entry_no AND i.state IN ('waiting', 'submitted')
        WHERE d.no = p_no AND parent.status <> 'completed' AND d.satisfied_by IS NULL;
        RETURN coalesce('Waits for ' || v_parents, v_job.reason);
    ELSIF v_job.status = 'queued' AND v_job.reason LIKE 'Held back: %' THEN
        RETURN coalesce(held_reason((SELECT lane_id FROM jobs WHERE no = p_no), true),
                        v_job.reason);
    ELSIF v_job.status IN ('retrying', 'paused') OR v_job.reason IS NOT NULL THEN
        RETURN CASE WHEN v_job.status IN ('queued', 'retrying', 'paused') THEN v_job.reason END;
    ELSIF v_job.status <> 'queued' THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO v_ahead FROM (
        SELECT FROM job_queue q JOIN lanes lane USING (lane_id), jobs j
        WHERE j.no = p_no AND lane.queue_name = j.queue_name
          AND (q.rank, q.run_at, q.no)
              < (job_rank(j.priority), coalesce(j.run_at, j.created_at), j.no)
        LIMIT 1001) ahead;
    RETURN CASE WHEN v_ahead > 1000 THEN 'More than 1000 jobs are before it in the queue'
        WHEN v_ahead = 0 THEN 'It is next in the queue; all workers are busy'
        WHEN v_ahead = 1 THEN 'One job is before it in the queue'
        ELSE v_ahead || ' jobs are before it in the queue' END;
END $$;

-- ---------------------------------------------------------------------------------------------
-- Operations: counted by what changes, and payloads are edited by whose jobs they are.

CREATE TABLE bulk_operation_deltas (
    operation_no bigint NOT NULL,
    state        text NOT NULL,
    delta        bigint NOT NULL
);
CREATE INDEX bulk_operation_deltas_operation_idx ON bulk_operation_deltas (operation_no);

CREATE FUNCTION operation_items_count_new() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    INSERT INTO bulk_operation_deltas (operation_no, state, delta)
    SELECT operation_no, state, count(*) FROM new_items GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION operation_items_count_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    INSERT INTO bulk_operation_deltas (operation_no, state, delta)
    SELECT operation_no, state, sum(delta) FROM (
        SELECT operation_no, state, 1 AS delta FROM new_items
        UNION ALL SELECT operation_no, state, -1 FROM old_items) c
    GROUP BY 1, 2 HAVING sum(delta) <> 0;
    RETURN NULL;
END $$;

-- Nothing moves between the recount and the first delta.
LOCK TABLE bulk_operations IN EXCLUSIVE MODE;
CREATE TRIGGER operation_items_count_new AFTER INSERT ON bulk_operation_items
    REFERENCING NEW TABLE AS new_items
    FOR EACH STATEMENT EXECUTE FUNCTION operation_items_count_new();
CREATE TRIGGER operation_items_count_change AFTER UPDATE ON bulk_operation_items
    REFERENCING NEW TABLE AS new_items OLD TABLE AS old_items
    FOR EACH STATEMENT EXECUTE FUNCTION operation_items_count_change();
UPDATE bulk_operations b SET
    waiting = c.waiting, submitted = c.submitted, succeeded = c.succeeded, failed = c.failed,
    skipped = c.skipped
FROM (SELECT operation_no, count(*) FILTER (WHERE state = 'waiting') AS waiting,
             count(*) FILTER (WHERE state = 'submitted') AS submitted,
             count(*) FILTER (WHERE state = 'succeeded') AS succeeded,
             count(*) FILTER (WHERE state = 'failed') AS failed,
             count(*) FILTER (WHERE state IN ('skipped', 'cancelled')) AS skipped
      FROM bulk_operation_items GROUP BY operation_no) c
WHERE b.operation_no = c.operation_no AND b.finished_at IS NULL;

-- Adds what has changed since the last call, and notes the end. The caller has locked the operation.
CREATE OR REPLACE FUNCTION refresh_operation(p_operation bigint, p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    WITH taken AS (
        DELETE FROM bulk_operation_deltas WHERE operation_no = p_operation RETURNING state, delta)
    UPDATE bulk_operations b SET
        waiting = b.waiting + c.waiting, submitted = b.submitted + c.submitted,
        succeeded = b.succeeded + c.succeeded, failed = b.failed + c.failed,
        skipped = b.skipped + c.skipped,
        state = CASE WHEN b.state IN ('running', 'paused')
                          AND b.waiting + c.waiting + b.submitted + c.submitted = 0
                     THEN 'completed' ELSE b.state END,
        finished_at = CASE WHEN b.waiting + c.waiting + b.submitted + c.submitted = 0
                           THEN p_now END
    FROM (SELECT coalesce(sum(delta) FILTER (WHERE state = 'waiting'), 0) AS waiting,
                 coalesce(sum(delta) FILTER (WHERE state = 'submitted'), 0) AS submitted,
                 coalesce(sum(delta) FILTER (WHERE state = 'succeeded'), 0) AS succeeded,
                 coalesce(sum(delta) FILTER (WHERE state = 'failed'), 0) AS failed,
                 coalesce(sum(delta) FILTER (WHERE state IN ('skipped', 'cancelled')), 0)
                     AS skipped,
                 count(*) AS changes
          FROM taken) c
    WHERE b.operation_no = p_operation AND (c.changes > 0 OR b.waiting + b.submitted = 0)
$$;

-- Starts a replay and answers its number. Options: engine, config (whole, for one entry), patch
-- (RFC 7396, for any number), canary, rate (per second), stop_after (failures), forced (parked
-- ones too), request_key (a second call with it answers the first operation, also when both come at
-- once). A payload runs with the rights of the job's owner: nobody else may change it but the owner
-- of the schema.
CREATE OR REPLACE FUNCTION start_replay(p_selection jsonb, p_options jsonb DEFAULT '{}',
                                        p_reason text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    o record;
    v_entries bigint[];
    v_unknown text;
    v_problem text;
    v_foreign text;
    v_operation bigint;
    v_eligible bigint[];
BEGIN
    SELECT string_agg(key, ', ') INTO v_unknown FROM jsonb_object_keys(p_options) key
    WHERE key NOT IN ('engine', 'config', 'patch', 'canary', 'rate', 'stop_after', 'forced',
                      'request_key');
    SELECT x.engine, x.config, x.patch, coalesce(x.canary, false) AS canary, x.rate, x.stop_after,
           coalesce(x.forced, false) AS forced, x.request_key
    INTO o FROM jsonb_to_record(p_options) AS x (engine text, config jsonb, patch jsonb,
        canary boolean, rate double precision, stop_after integer, forced boolean,
        request_key text);
    SELECT operation_no INTO v_operation FROM bulk_operations
    WHERE created_by = session_user AND request_key = o.request_key;
    IF FOUND THEN
        RETURN v_operation;
    END IF;
    SELECT array_agg(e) INTO v_entries FROM selected_dead_letters(p_selection) e;
    v_problem := CASE
        WHEN v_unknown IS NOT NULL THEN 'there is no option ' || v_unknown
        WHEN o.config IS NOT NULL AND o.patch IS NOT NULL
            THEN 'give a whole payload or a patch, not both'
        WHEN jsonb_typeof(o.config) <> 'object' THEN 'the payload must be a JSON object'
        WHEN jsonb_typeof(o.patch) <> 'object' THEN 'the patch must be a JSON object'
        WHEN o.config IS NOT NULL AND cardinality(v_entries) > 1
            THEN 'a whole payload fits one entry; give several a patch'
        WHEN o.rate <= 0 OR o.rate = 'NaN' OR o.rate > 10000
            THEN 'the rate is more than 0 and at most 10000 per second'
        WHEN o.stop_after < 1 THEN 'it can stop after 1 failure or more'
        WHEN char_length(o.engine) NOT BETWEEN 1 AND 100
            THEN 'the name of the engine must have 1 to 100 characters'
        WHEN v_entries IS NULL THEN 'no dead letter matches' END;
    IF v_problem IS NOT NULL THEN
        RAISE EXCEPTION 'The replay cannot start: %', v_problem USING ERRCODE = 'EJ400';
    END IF;
    IF (o.config IS NOT NULL OR o.patch IS NOT NULL) AND NOT caller_owns_schema() THEN
        SELECT string_agg(DISTINCT owner, ', ') INTO v_foreign FROM dead_letter_queue
        WHERE entry_no = ANY (v_entries) AND owner <> session_user;
        IF v_foreign IS NOT NULL THEN
            RAISE EXCEPTION 'The replay cannot start: the payload of a job of % can be changed by '
                            'its owner and by an admin only', v_foreign USING ERRCODE = 'EJ403';
        END IF;
    END IF;

    INSERT INTO bulk_operations (kind, selection, reason, request_key, engine, config, patch,
        canary, rate, stop_after, forced, tokens, tokens_at)
    VALUES ('replay', p_selection, p_reason, o.request_key, o.engine, o.config, o.patch, o.canary,
        o.rate, o.stop_after, o.forced, 1, v_now)
    ON CONFLICT (created_by, request_key) WHERE request_key IS NOT NULL DO NOTHING
    RETURNING operation_no INTO v_operation;
    IF NOT FOUND THEN
        -- The same request came twice at once, and the other one has just been stored.
        SELECT operation_no INTO STRICT v_operation FROM bulk_operations
        WHERE created_by = session_user AND request_key = o.request_key;
        RETURN v_operation;
    END IF;

    -- Locked in one order, so that two replays of the same entries wait for each other; who comes
    -- second sees the entries pending.
    WITH entry AS MATERIALIZED (
        SELECT entry_no, state, failed_at FROM dead_letter_queue
        WHERE entry_no = ANY (v_entries) ORDER BY entry_no FOR UPDATE),
    item AS (
        INSERT INTO bulk_operation_items (operation_no, position, entry_no, state, was, message)
        SELECT v_operation, row_number() OVER (ORDER BY e.failed_at, e.entry_no), e.entry_no,
               CASE WHEN obstacle IS NULL THEN 'waiting' ELSE 'skipped' END, e.state, obstacle
        FROM entry e CROSS JOIN LATERAL (
            SELECT coalesce(replay_obstacle(e.state, o.forced),
                            CASE WHEN EXISTS (SELECT FROM bulk_operation_items i
                                              WHERE i.entry_no = e.entry_no
                                                AND i.state IN ('waiting', 'submitted'))
                                 THEN 'A replay of it is pending' END) AS obstacle) x
        RETURNING entry_no, state)
    SELECT array_agg(entry_no) INTO v_eligible FROM item WHERE state = 'waiting';

    UPDATE dead_letter_queue SET state = 'pending', operation_no = v_operation, state_at = v_now,
                                 state_by = session_user, state_reason = p_reason
    WHERE entry_no = ANY (v_eligible);
    PERFORM refresh_operation(v_operation, v_now);
    UPDATE bulk_operations SET
        total = waiting + skipped,
        engines = CASE WHEN o.engine IS NOT NULL THEN ARRAY[o.engine] ELSE ARRAY(
            SELECT DISTINCT coalesce(requested_engine, execution_engine) FROM dead_letter_queue
            WHERE entry_no = ANY (v_eligible)
              AND coalesce(requested_engine, execution_engine) IS NOT NULL) END,
        state_reason = CASE WHEN v_eligible IS NULL THEN 'No entry could be replayed' END
    WHERE operation_no = v_operation;
    INSERT INTO audit_log (action, target, reason, data)
    SELECT 'start_replay', 'operation ' || v_operation, p_reason, jsonb_build_object(
        'selection', p_selection, 'options', p_options - 'request_key', 'total', b.total,
        'replayed', b.waiting, 'skipped', b.skipped,
        'entries', (SELECT jsonb_agg(e) FROM unnest(v_entries[1:100]) e))
    FROM bulk_operations b WHERE operation_no = v_operation;
    PERFORM pg_notify('${schema}_commands', '');
    RETURN v_operation;
END $$;

-- ---------------------------------------------------------------------------------------------
-- One order of locks.

-- As before. Batches of failures bring new kinds of errors in whatever order they come: only one
-- transaction at a time makes new groups, and none waits for one that it did not see.
CREATE OR REPLACE FUNCTION dead_letter_group(p_code text, p_message text, p_job_type text,
                                             p_engine text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_message text := normalise_error(p_message);
    v_code text := coalesce(p_code, '');
    v_engine text := coalesce(p_engine, '');
    v_signature text := md5(v_code || E'\n' || v_message);
    v_group integer;
BEGIN
    FOR v_try IN 1..2 LOOP
        SELECT group_no INTO v_group FROM dead_letter_groups
        WHERE signature = v_signature AND job_type = p_job_type AND engine = v_engine;
        EXIT WHEN FOUND OR v_try = 2;
        -- Lets readers and references pass.
        LOCK TABLE dead_letter_groups IN SHARE ROW EXCLUSIVE MODE;
    END LOOP;
    IF v_group IS NULL THEN
        INSERT INTO dead_letter_groups (signature, message, error_code, job_type, engine)
        VALUES (v_signature, v_message, v_code, p_job_type, v_engine)
        RETURNING group_no INTO v_group;
    END IF;
    RETURN v_group;
END $$;

-- As before, but the lease first and the wide row afterwards, as everybody else does.
CREATE OR REPLACE FUNCTION register_worker(p_worker jsonb)
RETURNS TABLE (worker_no bigint, epoch integer, server_time timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz;
    v_lease interval := make_interval(secs => (p_worker ->> 'lease_seconds')::double precision);
    v_no bigint;
    v_epoch integer;
BEGIN
    PERFORM FROM worker_leases WHERE worker_no = (
        SELECT w.worker_no FROM workers w WHERE w.worker_id = p_worker ->> 'worker_id')
    FOR UPDATE;
    -- Now, not before the wait.
    v_now := clock_timestamp();
    INSERT INTO workers (worker_id, node_name, host_name, kind, version, process_id,
        max_concurrent_jobs, cpu_cores, memory_bytes, memory_gb, capabilities, engines, queues,
        only_own_jobs, status, health_status, is_active, last_heartbeat, last_seen_at, owner)
    SELECT w.worker_id, w.name, w.host, w.kind, w.version, w.pid, w.slots, w.cpu_cores,
        w.memory_bytes, (w.memory_bytes / 1073741824)::integer, coalesce(w.job_types, '{}'),
        coalesce(w.engines, '{}'), coalesce(w.queues, '{}'), coalesce(w.only_own_jobs, false),
        'online', 'healthy', true, v_now, v_now, session_user
    FROM jsonb_to_record(p_worker) AS w (worker_id text, name text, host text, kind text,
        version text, pid bigint, slots integer, cpu_cores integer, memory_bytes bigint,
        job_types text[], engines text[], queues text[], only_own_jobs boolean)
    ON CONFLICT (worker_id) DO UPDATE SET
        node_name = EXCLUDED.node_name, host_name = EXCLUDED.host_name, kind = EXCLUDED.kind,
        version = EXCLUDED.version, process_id = EXCLUDED.process_id,
        max_concurrent_jobs = EXCLUDED.max_concurrent_jobs, cpu_cores = EXCLUDED.cpu_cores,
        memory_bytes = EXCLUDED.memory_bytes, memory_gb = EXCLUDED.memory_gb,
        capabilities = EXCLUDED.capabilities, engines = EXCLUDED.engines,
        queues = EXCLUDED.queues, only_own_jobs = EXCLUDED.only_own_jobs, status = 'online',
        health_status = 'healthy', is_active = true, last_heartbeat = v_now, last_seen_at = v_now
    WHERE workers.owner = session_user
    RETURNING workers.worker_no INTO v_no;
    IF v_no IS NULL THEN
        RAISE EXCEPTION 'The worker % belongs to somebody else', p_worker ->> 'worker_id'
            USING ERRCODE = 'EJ403';
    END IF;
    INSERT INTO worker_leases AS l (worker_no, lease, expires_at, last_heartbeat)
    VALUES (v_no, v_lease, v_now + v_lease, v_now)
    ON CONFLICT (worker_no) DO UPDATE SET
        epoch = l.epoch + 1, state = 'alive', lease = v_lease, expires_at = v_now + v_lease,
        last_heartbeat = v_now, running_jobs = 0, paused = false, draining = false,
        unswept = false
    RETURNING l.epoch INTO v_epoch;
    -- Whatever an earlier life of this worker held is not known to this one.
    IF v_epoch > 1 THEN
        PERFORM return_leases(
            (SELECT array_agg(no) FROM job_leases WHERE job_leases.worker_no = v_no), v_no, 'lost',
            'The worker registered again');
    END IF;
    RETURN QUERY SELECT v_no, v_epoch, clock_timestamp();
END $$;

-- ---------------------------------------------------------------------------------------------
-- As before, for the caller's own worker; and a run that completed after another client had
-- cancelled its job does not stand there as completed.
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
    v_worker text := own_worker(p_worker_no);
    v_parents bigint[];
    v_nos bigint[];
    v_epochs integer[];
    v_ended bigint;
BEGIN
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
    SELECT array_agg(e.no), array_agg(e.epoch), array_agg(e.no) FILTER (WHERE e.has_children),
           (SELECT count(*) FROM done)
    INTO v_nos, v_epochs, v_parents, v_ended FROM ended e;
    IF v_ended > coalesce(cardinality(v_nos), 0) THEN
        UPDATE job_attempts a SET
            outcome = 'cancelled', error_code = 'CANCELLED', error_type = 'cancelled',
            error_message = 'It completed, but its job was ' || j.status || ' by then'
        FROM unnest(p_nos, p_epochs) AS i (no, epoch)
        JOIN jobs j ON j.no = i.no AND j.status <> 'completed'
        WHERE a.no = i.no AND a.epoch = i.epoch AND a.worker_no = p_worker_no
          AND a.outcome = 'completed' AND i.no <> ALL (coalesce(v_nos, '{}'));
    END IF;
    IF v_parents IS NOT NULL THEN
        PERFORM release_children(v_parents);
    END IF;
    IF EXISTS (SELECT FROM dead_letter_queue WHERE state IN ('open', 'pending', 'parked')) THEN
        PERFORM signal_recoveries(v_nos);
    END IF;
    RETURN QUERY SELECT * FROM unnest(v_nos, v_epochs);
END $$;

REVOKE EXECUTE ON FUNCTION release_replayed(bigint, bigint) FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------
-- Attempts whose worker died may have left temporary outputs beside their targets. The next attempt
-- removes them; where none comes, a worker that sees them does. One row per started attempt that was
-- lost, and none for any other.
CREATE TABLE job_leftovers (
    no      bigint NOT NULL,
    epoch   integer NOT NULL,
    -- Where its worker ran.
    host    text,
    lost_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT job_leftovers_pkey PRIMARY KEY (no, epoch)
);

DO $patch$
DECLARE
    v_text text := pg_get_functiondef(
        '"${schema}".return_leases(bigint[], bigint, text, text)'::regprocedure);
    v_before text := E'    progress AS (\n        DELETE FROM job_progress';
BEGIN
    IF strpos(v_text, v_before) = 0 THEN
        RAISE EXCEPTION 'The function return_leases has no place for what is left behind';
    END IF;
    EXECUTE replace(v_text, v_before, $cte$    left_behind AS (
        INSERT INTO job_leftovers (no, epoch, host)
        SELECT l.no, l.epoch, (SELECT host_name FROM workers WHERE worker_no = p_worker_no)
        FROM lease l JOIN job_runs r ON r.no = l.no AND r.epoch = l.epoch
        WHERE p_outcome = 'lost'
        ON CONFLICT DO NOTHING),
$cte$ || v_before);
END $patch$;

-- Lost attempts of jobs that have ended, some of them at random, with the paths that their jobs
-- name: what is beside those under the name of the attempt can be removed. Until then a later
-- attempt may have to finish what the lost one had begun to publish. After a week nobody will come
-- that could see them.
CREATE FUNCTION stale_leftovers(p_limit integer DEFAULT 100)
RETURNS TABLE (no bigint, epoch integer, host text, paths text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
#variable_conflict use_column
BEGIN
    DELETE FROM job_leftovers WHERE lost_at < clock_timestamp() - interval '7 days';
    RETURN QUERY
    SELECT l.no, l.epoch, l.host, ARRAY(
               SELECT DISTINCT p #>> '{}' FROM jsonb_path_query(j.config, '$.**.path') AS p
               WHERE jsonb_typeof(p) = 'string')
    FROM job_leftovers l LEFT JOIN jobs j ON j.no = l.no
    WHERE (j.no IS NULL OR j.finished_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM job_leases r WHERE r.no = l.no)
    ORDER BY random() LIMIT p_limit;
END $$;

CREATE FUNCTION forget_leftovers(p_nos bigint[], p_epochs integer[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    DELETE FROM job_leftovers l USING unnest(p_nos, p_epochs) AS i (no, epoch)
    WHERE l.no = i.no AND l.epoch = i.epoch
      AND NOT EXISTS (SELECT FROM jobs j WHERE j.no = l.no AND j.finished_at IS NULL);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
