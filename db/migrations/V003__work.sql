-- A worker's side: register, heartbeat, claim, report, finish. Whoever calls with an epoch that is
-- no longer current changes nothing and is told by what is missing from the answer.
--
-- Locks are taken in one order everywhere: queue, lease or timer rows first, jobs afterwards.

-- Puts back, or ends, what a worker holds. 'released': given back untouched; 'lost': it died.
CREATE FUNCTION return_leases(p_nos bigint[], p_worker_no bigint, p_outcome text, p_reason text)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_crash integer := CASE p_outcome WHEN 'lost' THEN 1 ELSE 0 END;
    v_worker text;
    v_count integer;
    v_ended bigint[];
BEGIN
    SELECT node_name INTO v_worker FROM workers WHERE worker_no = p_worker_no;
    WITH lease AS (
        DELETE FROM job_leases WHERE no = ANY (p_nos) AND worker_no = p_worker_no
        RETURNING no, epoch, started_at, command, command_reason),
    attempt AS (
        INSERT INTO job_attempts (no, epoch, worker_no, engine, engine_run_id, started_at, ended_at,
                                  outcome, error_code, error_type, error_message, records)
        -- The database's own clock may have been set back since the claim.
        SELECT l.no, l.epoch, p_worker_no, r.engine, r.engine_run_id, least(l.started_at, v_now),
               v_now, p_outcome, CASE WHEN v_crash = 1 THEN 'WORKER_LOST' END,
               CASE WHEN v_crash = 1 THEN 'system' END, p_reason, coalesce(p.records, 0)
        FROM lease l
        LEFT JOIN job_runs r ON r.no = l.no AND r.epoch = l.epoch
        LEFT JOIN job_progress p ON p.no = l.no AND p.epoch = l.epoch),
    progress AS (
        DELETE FROM job_progress p USING lease l WHERE p.no = l.no),
    verdict AS (
        SELECT j.no, l.epoch, l.command_reason,
               CASE WHEN l.command IS NOT NULL THEN 'cancelled'
                    WHEN j.crash_count + v_crash >= 3 THEN 'failed'
                    ELSE 'queued' END AS status
        FROM lease l JOIN jobs j ON j.no = l.no WHERE j.status IN ('queued', 'running')),
    changed AS (
        UPDATE jobs j
        SET status = v.status, epoch = v.epoch, crash_count = j.crash_count + v_crash,
            updated_at = v_now,
            finished_at = CASE WHEN v.status <> 'queued' THEN v_now END,
            error_code = CASE v.status WHEN 'failed' THEN 'WORKER_LOST'
                                       WHEN 'cancelled' THEN 'CANCELLED' END,
            error_type = CASE v.status WHEN 'failed' THEN 'system'
                                       WHEN 'cancelled' THEN 'cancelled' END,
            error_message = CASE v.status
                WHEN 'failed' THEN 'Its worker died under it three times, at last '
                                   || coalesce(v_worker, 'an unknown one')
                WHEN 'cancelled' THEN v.command_reason END
        FROM verdict v WHERE j.no = v.no
        RETURNING j.no, j.status, j.epoch, j.lane_id, j.priority, j.run_at, j.created_at,
                  j.has_children),
    queued AS (
        INSERT INTO job_queue (lane_id, rank, run_at, no)
        SELECT lane_id, job_rank(priority), coalesce(run_at, created_at), no FROM changed
        WHERE status = 'queued'
        ON CONFLICT DO NOTHING),
    ended AS (
        DELETE FROM job_runs r USING changed c WHERE r.no = c.no AND c.status <> 'queued'),
    event AS (
        INSERT INTO job_events (no, at, event, epoch, actor, reason)
        SELECT no, v_now, CASE WHEN p_outcome = 'lost' THEN 'worker_lost' ELSE 'released' END,
               epoch, coalesce(v_worker, 'unknown'), p_reason FROM changed
        UNION ALL
        SELECT no, v_now, status, epoch, coalesce(v_worker, 'unknown'), p_reason FROM changed
        WHERE status <> 'queued')
    SELECT count(*) INTO v_count FROM changed;
    RETURN v_count;
END $$;

CREATE FUNCTION register_worker(p_worker jsonb)
RETURNS TABLE (worker_no bigint, epoch integer, server_time timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := clock_timestamp();
    v_lease interval := make_interval(secs => (p_worker ->> 'lease_seconds')::double precision);
    v_no bigint;
    v_epoch integer;
BEGIN
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

-- One small row is written. Not valid: the worker was declared dead, must stop its runs and
-- register again.
CREATE FUNCTION heartbeat(
    p_worker_no bigint,
    p_epoch integer,
    p_running_jobs integer DEFAULT 0,
    p_cpu_percent double precision DEFAULT NULL,
    p_memory_percent double precision DEFAULT NULL,
    p_local_time timestamptz DEFAULT NULL)
RETURNS TABLE (valid boolean, paused boolean, draining boolean, server_time timestamptz,
               commands jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := clock_timestamp();
    v_lease record;
BEGIN
    UPDATE worker_leases l SET
        expires_at = v_now + l.lease, last_heartbeat = v_now, running_jobs = p_running_jobs,
        cpu_percent = p_cpu_percent, memory_percent = p_memory_percent,
        clock_skew = p_local_time - v_now
    FROM workers w
    WHERE l.worker_no = p_worker_no AND l.epoch = p_epoch AND l.state = 'alive'
      AND w.worker_no = l.worker_no AND w.owner = session_user
    RETURNING l.paused, l.draining INTO v_lease;
    IF NOT FOUND THEN
        RETURN QUERY SELECT false, true, true, clock_timestamp(), '[]'::jsonb;
        RETURN;
    END IF;
    -- For readers of version 1, and rarely: this row is wide.
    UPDATE workers w SET
        last_heartbeat = v_now, last_seen_at = v_now, current_jobs = p_running_jobs,
        cpu_usage_percent = p_cpu_percent, memory_usage_percent = p_memory_percent,
        status = CASE WHEN v_lease.draining THEN 'draining' WHEN v_lease.paused THEN 'maintenance'
                      WHEN p_running_jobs >= w.max_concurrent_jobs THEN 'busy'
                      ELSE 'online' END
    WHERE w.worker_no = p_worker_no AND w.last_heartbeat < v_now - interval '10 seconds';
    RETURN QUERY SELECT true, v_lease.paused, v_lease.draining, clock_timestamp(),
        coalesce((SELECT jsonb_agg(jsonb_build_object('no', no, 'epoch', epoch,
                                                      'command', command,
                                                      'reason', command_reason))
                  FROM job_leases
                  WHERE job_leases.worker_no = p_worker_no AND command IS NOT NULL), '[]');
END $$;

CREATE FUNCTION deregister_worker(p_worker_no bigint, p_epoch integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_returned integer;
BEGIN
    UPDATE worker_leases l SET state = 'gone', epoch = l.epoch + 1, unswept = false
    FROM workers w
    WHERE l.worker_no = p_worker_no AND l.epoch = p_epoch AND w.worker_no = l.worker_no
      AND w.owner = session_user;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    UPDATE workers SET status = 'offline', is_active = false, current_jobs = 0,
                       last_seen_at = clock_timestamp()
    WHERE worker_no = p_worker_no;
    SELECT return_leases((SELECT array_agg(no) FROM job_leases WHERE worker_no = p_worker_no),
                         p_worker_no, 'released', 'The worker left') INTO v_returned;
    RETURN v_returned;
END $$;

-- Takes the first jobs, by priority and age, of the lanes that this worker may take and that the
-- given kinds and engines (those with free slots; null for all of the registration) leave.
CREATE FUNCTION claim_jobs(
    p_worker_no bigint,
    p_epoch integer,
    p_limit integer,
    p_job_types text[] DEFAULT NULL,
    p_engines text[] DEFAULT NULL)
RETURNS TABLE (no bigint, job_id text, epoch integer, job_name text, job_type text, config jsonb,
               requested_engine text, timeout_seconds double precision, owner text,
               retry_count integer, retry_policy text, previous_engine text,
               previous_engine_run_id text, publish_manifest jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := clock_timestamp();
    v_lanes integer[];
BEGIN
    -- KEY SHARE lets heartbeats pass but not the declaration of death, which would miss the leases
    -- written here.
    PERFORM FROM worker_leases l
    WHERE l.worker_no = p_worker_no AND l.epoch = p_epoch AND l.state = 'alive'
      AND l.expires_at > v_now AND NOT l.paused AND NOT l.draining
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT array_agg(lane.lane_id) INTO v_lanes
    FROM workers w
    JOIN lanes lane ON lane.job_type = ANY (w.capabilities)
        AND (p_job_types IS NULL OR lane.job_type = ANY (p_job_types))
        AND (lane.engine = '' OR (lane.engine = ANY (w.engines)
                                  AND (p_engines IS NULL OR lane.engine = ANY (p_engines))))
        AND (w.queues = '{}' OR lane.queue_name = ANY (w.queues))
        AND (NOT w.only_own_jobs OR lane.owner = w.owner)
    JOIN queues q ON q.name = lane.queue_name AND NOT q.paused
    WHERE w.worker_no = p_worker_no AND w.owner = session_user;

    RETURN QUERY
    -- Materialized, or the planner may run the locking part more than once.
    WITH due AS MATERIALIZED (
        SELECT head.lane_id, head.rank, head.run_at, head.no
        FROM unnest(v_lanes) AS lane (lane_id)
        CROSS JOIN LATERAL (
            SELECT q.lane_id, q.rank, q.run_at, q.no FROM job_queue q
            WHERE q.lane_id = lane.lane_id
            ORDER BY q.rank, q.run_at, q.no
            LIMIT p_limit FOR UPDATE SKIP LOCKED) head
        ORDER BY head.rank, head.run_at, head.no
        LIMIT p_limit),
    taken AS (
        DELETE FROM job_queue q USING due d
        WHERE q.lane_id = d.lane_id AND q.rank = d.rank AND q.run_at = d.run_at AND q.no = d.no
        RETURNING q.no, q.rank, q.run_at),
    picked AS MATERIALIZED (
        -- A row whose job was changed behind our back is dropped from the queue.
        SELECT t.rank, t.run_at, j.no, j.job_id, j.epoch + 1 AS epoch, j.job_name, j.job_type,
               j.config, j.requested_engine, j.timeout_seconds, j.owner, j.retry_count,
               j.retry_policy, j.lane_id
        FROM taken t JOIN jobs j ON j.no = t.no AND j.status = 'queued'),
    leased AS (
        INSERT INTO job_leases (no, worker_no, epoch, lane_id, started_at)
        SELECT no, p_worker_no, epoch, lane_id, v_now FROM picked)
    SELECT p.no, p.job_id, p.epoch, p.job_name, p.job_type, p.config, p.requested_engine,
           p.timeout_seconds, p.owner, p.retry_count, p.retry_policy, r.engine, r.engine_run_id,
           r.publish_manifest
    FROM picked p LEFT JOIN job_runs r ON r.no = p.no
    ORDER BY p.rank, p.run_at, p.no;
END $$;

CREATE FUNCTION release_jobs(p_worker_no bigint, p_nos bigint[], p_epochs integer[], p_reason text)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    RETURN return_leases(
        (SELECT array_agg(l.no) FROM unnest(p_nos, p_epochs) AS c (no, epoch)
         JOIN job_leases l ON l.no = c.no AND l.epoch = c.epoch AND l.worker_no = p_worker_no),
        p_worker_no, 'released', p_reason);
END $$;

-- After the answer to a claim was lost: puts back what the worker does not know that it holds.
CREATE FUNCTION release_unknown_jobs(p_worker_no bigint, p_epoch integer, p_known bigint[])
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    PERFORM FROM worker_leases WHERE worker_no = p_worker_no AND epoch = p_epoch AND state = 'alive';
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    RETURN return_leases(
        (SELECT array_agg(no) FROM job_leases
         WHERE worker_no = p_worker_no AND no <> ALL (p_known)),
        p_worker_no, 'released', 'The answer to the claim was lost');
END $$;

-- Stored before the engine does anything, so that whoever takes over can ask the engine.
CREATE FUNCTION start_run(p_worker_no bigint, p_no bigint, p_epoch integer, p_engine text,
                          p_engine_run_id text, p_routing jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    PERFORM FROM job_leases WHERE no = p_no AND epoch = p_epoch AND worker_no = p_worker_no
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO job_runs AS r (no, epoch, engine, engine_run_id, routing)
    VALUES (p_no, p_epoch, p_engine, p_engine_run_id, p_routing)
    ON CONFLICT (no) DO UPDATE SET
        epoch = EXCLUDED.epoch, engine = EXCLUDED.engine, engine_run_id = EXCLUDED.engine_run_id,
        routing = EXCLUDED.routing, publish_manifest = NULL, started_at = clock_timestamp();
    RETURN true;
END $$;

CREATE FUNCTION prepare_publish(p_worker_no bigint, p_no bigint, p_epoch integer, p_manifest jsonb)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    PERFORM FROM job_leases WHERE no = p_no AND epoch = p_epoch AND worker_no = p_worker_no
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE job_runs SET publish_manifest = p_manifest WHERE no = p_no AND epoch = p_epoch;
    RETURN FOUND;
END $$;

CREATE FUNCTION report_progress(
    p_worker_no bigint, p_nos bigint[], p_epochs integer[], p_percents double precision[],
    p_records bigint[], p_totals bigint[], p_rates double precision[], p_messages text[])
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_count integer;
BEGIN
    INSERT INTO job_progress AS p (no, epoch, percent, records, records_total, rate, message)
    SELECT i.no, i.epoch, least(greatest(i.percent, 0), 100), i.records, i.total, i.rate, i.message
    FROM unnest(p_nos, p_epochs, p_percents, p_records, p_totals, p_rates, p_messages)
         AS i (no, epoch, percent, records, total, rate, message)
    JOIN job_leases l ON l.no = i.no AND l.epoch = i.epoch AND l.worker_no = p_worker_no
    ORDER BY i.no
    ON CONFLICT (no) DO UPDATE SET
        epoch = EXCLUDED.epoch, percent = EXCLUDED.percent, records = EXCLUDED.records,
        records_total = EXCLUDED.records_total, rate = EXCLUDED.rate, message = EXCLUDED.message,
        reported_at = clock_timestamp();
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- Repeating a call is harmless: a line that is there already stays.
CREATE FUNCTION append_log(p_worker_no bigint, p_no bigint, p_epoch integer, p_seqs bigint[],
                           p_times timestamptz[], p_levels text[], p_texts text[])
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    -- The last lines of a run may arrive just after its end, but only from the worker that had it.
    IF NOT EXISTS (SELECT FROM job_leases WHERE no = p_no AND epoch = p_epoch
                                            AND worker_no = p_worker_no)
       AND NOT EXISTS (SELECT FROM job_attempts WHERE no = p_no AND epoch = p_epoch
                                                  AND worker_no = p_worker_no
                                                  AND outcome NOT IN ('lost', 'released')) THEN
        RETURN false;
    END IF;
    INSERT INTO job_logs (no, epoch, seq, at, level, text)
    SELECT p_no, p_epoch, i.seq, i.at, i.level, i.text
    FROM unnest(p_seqs, p_times, p_levels, p_texts) AS i (seq, at, level, text)
    ON CONFLICT DO NOTHING;
    RETURN true;
END $$;

-- Releases the jobs that waited for these, which have just completed.
CREATE FUNCTION release_children(p_parents bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
DECLARE
    v_ready bigint[];
BEGIN
    WITH child AS (
        SELECT no, count(*) AS parents FROM job_dependencies WHERE parent_no = ANY (p_parents)
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

CREATE FUNCTION complete_jobs(
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
    RETURN QUERY SELECT * FROM unnest(v_nos, v_epochs);
END $$;

-- With a retry_after the job waits that many seconds for its next attempt; without, it has failed.
CREATE FUNCTION fail_jobs(
    p_worker_no bigint, p_nos bigint[], p_epochs integer[], p_started timestamptz[],
    p_engines text[], p_codes text[], p_types text[], p_messages text[], p_details text[],
    p_timed_out boolean[], p_retry_after double precision[])
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
        SELECT i.*, CASE WHEN i.retry_after IS NOT NULL THEN 'retrying'
                         WHEN i.timed_out THEN 'timeout' ELSE 'failed' END AS status,
               v_now + make_interval(secs => i.retry_after) AS retry_at
        FROM unnest(p_nos, p_epochs, p_started, p_engines, p_codes, p_types, p_messages, p_details,
                    p_timed_out, p_retry_after)
            AS i (no, epoch, started, engine, code, type, message, detail, timed_out,
                  retry_after)),
    done AS (
        DELETE FROM job_leases l
        USING item i LEFT JOIN job_runs r ON r.no = i.no AND r.epoch = i.epoch
        LEFT JOIN job_progress p ON p.no = i.no AND p.epoch = i.epoch
        WHERE l.no = i.no AND l.epoch = i.epoch AND l.worker_no = p_worker_no
        RETURNING l.no, l.epoch, l.lane_id, l.marked, i.engine, i.code, i.type, i.message,
                  i.detail, i.timed_out, i.status, i.retry_at, r.engine_run_id, r.routing,
                  p.percent, p.records, p.records_total,
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

-- The worker's answer to a cancel command. Not confirmed: the engine did not prove that it stopped.
CREATE FUNCTION cancel_jobs_confirmed(
    p_worker_no bigint, p_nos bigint[], p_epochs integer[], p_started timestamptz[],
    p_engines text[], p_confirmed boolean[], p_messages text[])
RETURNS TABLE (no bigint, epoch integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := clock_timestamp();
    v_worker text;
BEGIN
    SELECT node_name INTO v_worker FROM workers WHERE worker_no = p_worker_no;
    RETURN QUERY
    WITH item AS MATERIALIZED (
        SELECT * FROM unnest(p_nos, p_epochs, p_started, p_engines, p_confirmed, p_messages)
            AS i (no, epoch, started, engine, confirmed, message)),
    done AS (
        DELETE FROM job_leases l
        USING item i LEFT JOIN job_runs r ON r.no = i.no AND r.epoch = i.epoch
        LEFT JOIN job_progress p ON p.no = i.no AND p.epoch = i.epoch
        WHERE l.no = i.no AND l.epoch = i.epoch AND l.worker_no = p_worker_no
        RETURNING l.no, l.epoch, i.engine, i.confirmed, i.message, r.engine_run_id, r.routing,
                  p.percent, p.records, p.records_total,
                  least(greatest(i.started, l.started_at), v_now) AS started_at),
    run AS (
        DELETE FROM job_runs r USING done d WHERE r.no = d.no),
    progress AS (
        DELETE FROM job_progress p USING done d WHERE p.no = d.no),
    attempt AS (
        INSERT INTO job_attempts (no, epoch, worker_no, engine, engine_run_id, started_at,
            ended_at, outcome, error_code, error_type, error_message, records)
        SELECT no, epoch, p_worker_no, engine, engine_run_id, started_at, v_now, 'cancelled',
               'CANCELLED', 'cancelled', message, coalesce(records, 0)
        FROM done),
    ended AS (
        UPDATE jobs j SET
            status = 'cancelled', epoch = d.epoch,
            execution_engine = coalesce(d.engine, j.execution_engine),
            started_at = d.started_at, finished_at = v_now, updated_at = v_now,
            progress_percent = coalesce(d.percent, j.progress_percent),
            records_processed = coalesce(d.records, j.records_processed),
            records_total = coalesce(d.records_total, j.records_total),
            routing = coalesce(d.routing, j.routing), error_code = 'CANCELLED',
            error_type = 'cancelled', error_message = d.message
        FROM done d
        WHERE j.no = d.no AND j.status IN ('queued', 'running')
        RETURNING j.no, j.epoch, d.confirmed, d.message),
    event AS (
        INSERT INTO job_events (no, at, event, epoch, actor, reason, data)
        SELECT no, v_now, 'cancelled', epoch, coalesce(v_worker, 'unknown'), message,
               jsonb_build_object('confirmed', confirmed)
        FROM ended)
    SELECT e.no, e.epoch FROM ended e;
END $$;
