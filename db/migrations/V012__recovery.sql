-- Recovery in time and without wrong verdicts: runs that start together are stored together, whoever
-- looks for dead workers knows when the next lease ends, and a job that kills workers is told apart
-- from those that only ran beside it.

-- Puts back, or ends, what a worker holds. 'released': given back untouched; 'lost': it died.
CREATE OR REPLACE FUNCTION return_leases(p_nos bigint[], p_worker_no bigint, p_outcome text, p_reason text)
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
                    WHEN c.crash > 0 AND j.crash_count + c.crash >= 3 OR c.recent >= 10 THEN 'failed'
                    ELSE 'queued' END AS status, c.crash
        FROM lease l JOIN jobs j ON j.no = l.no
        -- A claim that had not started is not what killed its worker; but nothing goes on for ever.
        LEFT JOIN job_runs r ON r.no = l.no AND r.epoch = l.epoch
        CROSS JOIN LATERAL (
            SELECT CASE WHEN r.no IS NULL THEN 0 ELSE v_crash END AS crash,
                   CASE WHEN v_crash = 0 THEN 0
                        ELSE (SELECT count(*) + 1 FROM job_attempts a
                              WHERE a.no = l.no AND a.outcome = 'lost'
                                AND a.ended_at > v_now - interval '1 hour') END AS recent) c
        WHERE j.status IN ('queued', 'running')),
    changed AS (
        UPDATE jobs j
        SET status = v.status, epoch = v.epoch, crash_count = j.crash_count + v.crash,
            updated_at = v_now,
            finished_at = CASE WHEN v.status <> 'queued' THEN v_now END,
            error_code = CASE v.status WHEN 'failed' THEN 'WORKER_LOST'
                                       WHEN 'cancelled' THEN 'CANCELLED' END,
            error_type = CASE v.status WHEN 'failed' THEN 'system'
                                       WHEN 'cancelled' THEN 'cancelled' END,
            error_message = CASE v.status
                WHEN 'failed' THEN 'Its worker died under it again and again, at last '
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

-- Stored before the engine does anything, so that whoever takes over can ask the engine. What is
-- missing from the answer belongs to another worker and must not start. must_wait: a job whose
-- worker died under it twice starts only when no other such job runs in the same worker, so that
-- the third death tells which of them it was; nothing is stored for it yet.
CREATE FUNCTION start_runs(p_worker_no bigint, p_nos bigint[], p_epochs integer[],
                           p_engines text[], p_engine_run_ids text[], p_routings jsonb[])
RETURNS TABLE (no bigint, epoch integer, must_wait boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    v_suspects bigint[];
    v_next bigint;
BEGIN
    SELECT array_agg(j.no ORDER BY j.no) INTO v_suspects
    FROM unnest(p_nos) AS i (no) JOIN jobs j ON j.no = i.no WHERE j.crash_count >= 2;
    IF v_suspects IS NOT NULL THEN
        -- One decision at a time for this worker.
        PERFORM FROM worker_leases WHERE worker_no = p_worker_no FOR NO KEY UPDATE;
        IF NOT EXISTS (SELECT FROM job_leases l
                       JOIN job_runs r ON r.no = l.no AND r.epoch = l.epoch
                       JOIN jobs j ON j.no = l.no AND j.crash_count >= 2
                       WHERE l.worker_no = p_worker_no AND l.no <> ALL (v_suspects)) THEN
            -- Of those that ask, the one that was let start already: its answer was lost.
            SELECT r.no INTO v_next
            FROM unnest(p_nos, p_epochs) AS i (no, epoch)
            JOIN job_runs r ON r.no = i.no AND r.epoch = i.epoch
            JOIN job_leases l ON l.no = r.no AND l.epoch = r.epoch AND l.worker_no = p_worker_no
            WHERE i.no = ANY (v_suspects) LIMIT 1;
            v_next := coalesce(v_next, v_suspects[1]);
        END IF;
    END IF;
    RETURN QUERY
    WITH item AS MATERIALIZED (
        SELECT i.*, coalesce(i.no = ANY (v_suspects) AND i.no IS DISTINCT FROM v_next, false)
               AS must_wait
        FROM unnest(p_nos, p_epochs, p_engines, p_engine_run_ids, p_routings)
            AS i (no, epoch, engine, engine_run_id, routing)),
    held AS MATERIALIZED (
        SELECT i.* FROM item i
        JOIN job_leases l ON l.no = i.no AND l.epoch = i.epoch AND l.worker_no = p_worker_no
        ORDER BY l.no FOR KEY SHARE OF l),
    stored AS (
        INSERT INTO job_runs AS r (no, epoch, engine, engine_run_id, routing)
        SELECT h.no, h.epoch, h.engine, h.engine_run_id, h.routing FROM held h
        WHERE NOT h.must_wait
        ON CONFLICT (no) DO UPDATE SET
            epoch = EXCLUDED.epoch, engine = EXCLUDED.engine,
            engine_run_id = EXCLUDED.engine_run_id, routing = EXCLUDED.routing,
            publish_manifest = NULL, started_at = clock_timestamp())
    SELECT h.no, h.epoch, h.must_wait FROM held h;
END $$;

-- A job that another client changed while it runs.
CREATE OR REPLACE FUNCTION jobs_follow_foreign_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
BEGIN
    -- The attempt that still runs keeps its epoch for itself: a retry takes the next one.
    UPDATE jobs j SET epoch = l.epoch FROM job_leases l
    WHERE j.no = NEW.no AND l.no = j.no AND j.epoch < l.epoch;
    DELETE FROM job_queue
    WHERE lane_id = OLD.lane_id AND rank = ANY ('{0,1,2,3,4}'::smallint[])
      AND run_at = coalesce(OLD.run_at, OLD.created_at) AND no = OLD.no;
    DELETE FROM job_timers WHERE run_at = OLD.run_at AND no = OLD.no;
    IF NEW.status IN ('pending', 'queued', 'retrying')
       AND NOT EXISTS (SELECT FROM job_leases WHERE no = NEW.no) THEN
        IF NEW.status = 'queued' THEN
            INSERT INTO job_queue (lane_id, rank, run_at, no)
            VALUES (NEW.lane_id, job_rank(NEW.priority), coalesce(NEW.run_at, NEW.created_at),
                    NEW.no)
            ON CONFLICT DO NOTHING;
        ELSE
            PERFORM ready_jobs(ARRAY[NEW.no]);
        END IF;
    ELSIF NEW.status = 'cancelled' THEN
        UPDATE job_leases SET command = coalesce(command, 'cancel') WHERE no = NEW.no;
    ELSIF NEW.status = 'completed' AND NEW.has_children THEN
        PERFORM release_children(ARRAY[NEW.no]);
    END IF;
    INSERT INTO job_events (no, event, epoch, actor, data)
    VALUES (NEW.no,
            CASE WHEN NEW.finished_at IS NOT NULL THEN NEW.status
                 WHEN OLD.finished_at IS NOT NULL THEN 'retried' ELSE 'changed' END,
            NEW.epoch, session_user, jsonb_build_object('from', OLD.status, 'to', NEW.status));
    RETURN NULL;
END $$;

-- Seconds until the soonest end of a lease, negative if it is over; null without living workers.
CREATE FUNCTION next_lease_end(p_now timestamptz DEFAULT NULL) RETURNS double precision
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT extract(epoch FROM min(expires_at) - coalesce(p_now, clock_timestamp()))::double precision
    FROM worker_leases WHERE state = 'alive'
$$;
