-- Standing duties. Any process may call them at any time; each call does a bounded amount. The
-- time is a parameter for tests only.

CREATE FUNCTION stage_due_jobs(p_limit integer DEFAULT 1000, p_now timestamptz DEFAULT NULL)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_due bigint[];
BEGIN
    WITH due AS MATERIALIZED (
        SELECT run_at, no FROM job_timers WHERE run_at <= v_now
        ORDER BY run_at, no LIMIT p_limit FOR UPDATE SKIP LOCKED),
    gone AS (
        DELETE FROM job_timers t USING due d WHERE t.run_at = d.run_at AND t.no = d.no
        RETURNING t.no)
    SELECT array_agg(no ORDER BY no) INTO v_due FROM gone;
    IF v_due IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM ready_jobs(v_due, v_now);
    RETURN cardinality(v_due);
END $$;

-- Declares workers without a heartbeat dead and puts their jobs back.
CREATE FUNCTION rescue_dead_workers(p_limit integer DEFAULT 1000, p_now timestamptz DEFAULT NULL)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_worker record;
    v_nos bigint[];
    v_count integer := 0;
BEGIN
    FOR v_worker IN
        SELECT worker_no FROM worker_leases WHERE state = 'alive' AND expires_at < v_now
        ORDER BY worker_no FOR UPDATE SKIP LOCKED
    LOOP
        UPDATE worker_leases SET state = 'lost', epoch = epoch + 1, unswept = true
        WHERE worker_no = v_worker.worker_no;
        UPDATE workers SET status = 'error', health_status = 'lost', current_jobs = 0
        WHERE worker_no = v_worker.worker_no;
    END LOOP;
    FOR v_worker IN
        SELECT worker_no FROM worker_leases WHERE unswept
        ORDER BY worker_no FOR UPDATE SKIP LOCKED
    LOOP
        EXIT WHEN v_count >= p_limit;
        SELECT array_agg(no ORDER BY no) INTO v_nos FROM (
            SELECT no FROM job_leases WHERE worker_no = v_worker.worker_no
            ORDER BY no LIMIT p_limit - v_count) l;
        v_count := v_count + return_leases(v_nos, v_worker.worker_no, 'lost',
                                           'Its worker stopped answering');
        UPDATE worker_leases SET unswept = false
        WHERE worker_no = v_worker.worker_no
          AND NOT EXISTS (SELECT FROM job_leases WHERE worker_no = v_worker.worker_no);
    END LOOP;
    IF v_count > 0 THEN
        PERFORM pg_notify('${schema}_jobs', '');
    END IF;
    RETURN v_count;
END $$;

-- Writes running into the wide row of jobs that turned out not to be short.
CREATE FUNCTION mark_running(p_older_than interval DEFAULT '200 milliseconds',
                             p_limit integer DEFAULT 1000, p_now timestamptz DEFAULT NULL)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'hot' SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_count integer;
BEGIN
    WITH late AS MATERIALIZED (
        SELECT no FROM job_leases WHERE NOT marked AND started_at <= v_now - p_older_than
        LIMIT p_limit FOR UPDATE SKIP LOCKED),
    lease AS (
        UPDATE job_leases l SET marked = true FROM late WHERE l.no = late.no
        RETURNING l.no, l.epoch, l.started_at),
    marked AS (
        UPDATE jobs j SET status = 'running', epoch = l.epoch, started_at = l.started_at,
                          execution_engine = coalesce(r.engine, j.execution_engine),
                          updated_at = v_now
        FROM lease l LEFT JOIN job_runs r ON r.no = l.no
        WHERE j.no = l.no AND j.status = 'queued'
        RETURNING j.lane_id),
    counted AS (
        INSERT INTO job_count_deltas (lane_id, status, delta)
        SELECT lane_id, 'queued', -count(*) FROM marked GROUP BY lane_id
        UNION ALL
        SELECT lane_id, 'running', count(*) FROM marked GROUP BY lane_id)
    SELECT count(*) INTO v_count FROM marked;
    RETURN v_count;
END $$;

-- Folds counter deltas, and removes finished jobs older than the setting 'retention' of the owner
-- '*' allows ({"days": 30}; without it nothing is removed).
CREATE FUNCTION maintain(p_limit integer DEFAULT 1000, p_now timestamptz DEFAULT NULL)
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

    SELECT (value ->> 'days')::double precision INTO v_days FROM settings
    WHERE owner = '*' AND key = 'retention';
    IF v_days IS NOT NULL THEN
        -- Oldest first by no; the scan ends with the first job that is too young to have finished.
        DELETE FROM jobs WHERE no = ANY (ARRAY(
            SELECT no FROM jobs
            WHERE finished_at < v_now - make_interval(secs => v_days * 86400)
              AND no < (SELECT min(no) + 100000 FROM jobs)
              AND NOT has_children
            ORDER BY no LIMIT p_limit FOR UPDATE SKIP LOCKED));
        GET DIAGNOSTICS v_removed = ROW_COUNT;
    END IF;
    RETURN v_folded + v_removed;
END $$;
