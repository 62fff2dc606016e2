-- Bounds of what duties look at and keep: retention, replays, breakers, checkpoints.

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
        -- Oldest first by no, a bounded part from the first job that could go: jobs that never end,
        -- or whose dead letter is open, do not hold up those behind them.
        DELETE FROM jobs WHERE no = ANY (ARRAY(
            SELECT j.no FROM jobs j
            WHERE j.finished_at < v_now - make_interval(secs => v_days * 86400)
              AND j.no < (SELECT first.no + 100000
                          FROM (SELECT * FROM jobs ORDER BY jobs.no LIMIT 50000) first
                          WHERE first.finished_at IS NOT NULL
                            AND NOT has_open_dead_letter(first.no, first.replay_of)
                            AND (NOT first.has_children OR NOT EXISTS (
                                SELECT FROM job_dependencies d JOIN jobs child ON child.no = d.no
                                WHERE d.parent_no = first.no AND child.finished_at IS NULL))
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

-- A standing duty: takes every unfinished operation a step further, at most p_limit new jobs each.
-- Answers how many jobs it submitted.
CREATE OR REPLACE FUNCTION run_bulk_operations(p_limit integer DEFAULT 1000, p_now timestamptz DEFAULT NULL)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz;
    o bulk_operations;
    v_no bigint;
    v_stop text;
    v_tokens double precision;
    v_limit integer;
    v_step integer;
    v_count integer := 0;
BEGIN
    FOR v_no IN
        SELECT operation_no FROM bulk_operations WHERE finished_at IS NULL
        ORDER BY operation_no FOR UPDATE SKIP LOCKED
    LOOP
        v_now := coalesce(p_now, clock_timestamp());
        -- Nothing of it runs or is about to: there is nothing new to count.
        CONTINUE WHEN EXISTS (SELECT FROM bulk_operations
                              WHERE operation_no = v_no AND state = 'paused' AND submitted = 0);
        PERFORM refresh_operation(v_no, v_now);
        SELECT * INTO o FROM bulk_operations WHERE operation_no = v_no;
        CONTINUE WHEN o.state <> 'running';
        v_stop := stop_reason(o);
        IF v_stop IS NOT NULL THEN
            PERFORM end_operation(v_no, 'stopped', NULL, v_stop);
            CONTINUE;
        END IF;
        -- At most what one second allows is made up for after a pause.
        v_tokens := CASE WHEN o.rate IS NULL THEN p_limit ELSE
            least(greatest(o.rate, 1),
                  o.tokens + o.rate * greatest(extract(epoch FROM v_now - o.tokens_at), 0)) END;
        v_limit := least(floor(v_tokens), p_limit);
        IF o.canary AND o.succeeded = 0 THEN
            v_limit := CASE WHEN o.submitted = 0 THEN least(v_limit, 1) ELSE 0 END;
        END IF;
        v_step := CASE WHEN v_limit > 0 THEN submit_replays(v_no, v_limit, v_now) ELSE 0 END;
        UPDATE bulk_operations SET tokens = v_tokens - v_step, tokens_at = v_now
        WHERE operation_no = v_no;
        IF v_step > 0 THEN
            PERFORM refresh_operation(v_no, v_now);
            v_count := v_count + v_step;
        END IF;
    END LOOP;
    IF v_count > 0 THEN
        PERFORM pg_notify('${schema}_jobs', '');
    END IF;
    RETURN v_count;
END $$;

-- What a worker says of its engines and hears of their breakers, about once a second. Each report
-- has engine, epoch (of the breaker, as last heard), successes, failures, problem (the last one in
-- words), unavailable (the engine itself says that it cannot be used), probing (it still probes).
CREATE OR REPLACE FUNCTION report_engines(p_worker_no bigint, p_epoch integer, p_reports jsonb DEFAULT '[]',
                               p_now timestamptz DEFAULT NULL)
RETURNS TABLE (engine text, name text, epoch integer, state text, reason text,
               next_probe_at timestamptz, probe_due boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_worker text;
    v_lease interval;
    v record;
BEGIN
    SELECT w.node_name, l.lease INTO v_worker, v_lease
    FROM worker_leases l JOIN workers w USING (worker_no)
    WHERE l.worker_no = p_worker_no AND l.epoch = p_epoch AND l.state = 'alive'
      AND w.owner = session_user;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    FOR v IN
        SELECT e.breaker, r.epoch, coalesce(r.successes, 0) AS successes,
               coalesce(r.failures, 0) AS failures, left(r.problem, 1000) AS problem,
               coalesce(r.unavailable, false) AS unavailable, coalesce(r.probing, false) AS probing
        FROM jsonb_to_recordset(p_reports) AS r (
            engine text, epoch integer, successes integer, failures integer, problem text,
            unavailable boolean, probing boolean)
        JOIN worker_engines e ON e.worker_no = p_worker_no AND e.engine = r.engine
        ORDER BY e.breaker
    LOOP
        IF v.probing THEN
            UPDATE circuit_breakers SET
                probe_until = v_now + greatest(interval '10 seconds', v_lease + interval '2 seconds')
            WHERE name = v.breaker AND state = 'half_open' AND probe_worker_no = p_worker_no;
        END IF;
        IF v.successes > 0 OR v.failures > 0 THEN
            INSERT INTO circuit_breaker_counts AS c (name, epoch, at, successes, failures)
            SELECT b.name, b.epoch, date_bin('5 seconds', v_now, timestamptz '2000-01-01 00:00Z'),
                   greatest(v.successes, 0), greatest(v.failures, 0)
            FROM circuit_breakers b
            WHERE b.name = v.breaker AND b.epoch = v.epoch AND b.state = 'closed'
            ON CONFLICT (name, epoch, at) DO UPDATE SET
                successes = c.successes + EXCLUDED.successes,
                failures = c.failures + EXCLUDED.failures;
            -- No window is longer than an hour; a breaker that never opens must not gather them.
            DELETE FROM circuit_breaker_counts WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM circuit_breaker_counts
                WHERE name = v.breaker AND epoch = v.epoch AND at < v_now - interval '2 hours'
                LIMIT 100 FOR UPDATE SKIP LOCKED));
        END IF;
        IF v.failures > 0 OR v.unavailable THEN
            PERFORM judge_breaker(v.breaker, v.epoch, v.problem, v.unavailable, v_worker, v_now);
        END IF;
    END LOOP;
    RETURN QUERY
    SELECT e.engine, b.name, b.epoch, b.state, b.reason, b.next_probe_at,
           (b.state = 'open' AND b.next_probe_at <= v_now)
           OR (b.state = 'half_open' AND b.probe_until < v_now)
    FROM worker_engines e JOIN circuit_breakers b ON b.name = e.breaker
    WHERE e.worker_no = p_worker_no ORDER BY e.engine;
END $$;

-- Asks to be the one that probes. No row: another process probes, or it is not time, or the job
-- that was chosen is not for this worker. A row without a job: nothing is held back, so the engine
-- itself is asked for its health. Ended by finish_probe; until then report_engines says probing.
CREATE OR REPLACE FUNCTION claim_probe(p_worker_no bigint, p_epoch integer, p_engine text,
                            p_now timestamptz DEFAULT NULL)
RETURNS TABLE (breaker text, breaker_epoch integer, no bigint, job_id text, epoch integer,
               job_name text, job_type text, config jsonb, requested_engine text,
               timeout_seconds double precision, owner text, retry_count integer,
               retry_policy text, previous_engine text, previous_engine_run_id text,
               publish_manifest jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_worker workers;
    v_lease interval;
    v_engine worker_engines;
    b circuit_breakers;
    v_lane lanes;
    v_entry job_queue;
    v_job bigint;
    v_epoch integer;
BEGIN
    SELECT l.lease INTO v_lease FROM worker_leases l
    WHERE l.worker_no = p_worker_no AND l.epoch = p_epoch AND l.state = 'alive'
      AND l.expires_at > clock_timestamp() AND NOT l.paused AND NOT l.draining
    FOR KEY SHARE;
    SELECT * INTO v_worker FROM workers w
    WHERE w.worker_no = p_worker_no AND w.owner = session_user AND v_lease IS NOT NULL;
    SELECT * INTO v_engine FROM worker_engines e
    WHERE e.worker_no = v_worker.worker_no AND e.engine = p_engine;
    -- Skipped if somebody else is about to probe: exactly one transaction sees it due.
    SELECT * INTO b FROM circuit_breakers
    WHERE name = v_engine.breaker
      AND ((state = 'open' AND next_probe_at <= v_now)
           OR (state = 'half_open' AND probe_until < v_now))
    FOR UPDATE SKIP LOCKED;
    IF b.name IS NULL THEN
        RETURN;
    END IF;

    -- A job that nobody could take for a minute holds up the probe no longer.
    IF b.chosen_no IS NOT NULL
       AND (b.next_probe_at IS NULL OR b.next_probe_at > v_now - interval '1 minute') THEN
        SELECT q.* INTO v_entry FROM jobs j JOIN job_queue q
            ON q.lane_id = j.lane_id AND q.rank = ANY ('{0,1,2,3,4}'::smallint[])
               AND q.run_at = coalesce(j.run_at, j.created_at) AND q.no = j.no
        WHERE j.no = b.chosen_no AND j.status = 'queued'
        FOR UPDATE OF q SKIP LOCKED;
        IF v_entry.no IS NOT NULL THEN
            SELECT * INTO v_lane FROM lanes WHERE lane_id = v_entry.lane_id;
            IF NOT takes_lane(v_worker, v_lane) OR v_lane.job_type <> ALL (v_engine.job_types)
            THEN
                RETURN;
            END IF;
        END IF;
    END IF;
    IF v_entry.no IS NULL THEN
        SELECT head.lane_id, head.rank, head.run_at, head.no INTO v_entry
        FROM lanes lane CROSS JOIN LATERAL (
            SELECT q.* FROM job_queue q WHERE q.lane_id = lane.lane_id
            ORDER BY q.rank, q.run_at, q.no LIMIT 1 FOR UPDATE SKIP LOCKED) head
        WHERE takes_lane(v_worker, lane) AND lane.job_type = ANY (v_engine.job_types)
          -- Of the jobs that may run anywhere, those that nothing else here can run now.
          AND (lane.engine = p_engine OR (lane.engine = '' AND NOT EXISTS (
                  SELECT FROM worker_engines e JOIN circuit_breakers o ON o.name = e.breaker
                  WHERE e.worker_no = p_worker_no AND lane.job_type = ANY (e.job_types)
                    AND o.state = 'closed')))
        ORDER BY head.rank, head.run_at, head.no LIMIT 1;
    END IF;
    IF v_entry.no IS NOT NULL THEN
        DELETE FROM job_queue q
        WHERE q.lane_id = v_entry.lane_id AND q.rank = v_entry.rank AND q.run_at = v_entry.run_at
          AND q.no = v_entry.no;
        INSERT INTO job_leases (no, worker_no, epoch, lane_id, started_at)
        SELECT j.no, p_worker_no, j.epoch + 1, j.lane_id, clock_timestamp() FROM jobs j
        WHERE j.no = v_entry.no AND j.status = 'queued'
          AND NOT EXISTS (SELECT FROM job_leases l WHERE l.no = j.no)
        RETURNING no INTO v_job;
    END IF;

    v_epoch := set_breaker(
        b.name, 'half_open',
        CASE WHEN b.state = 'half_open' THEN 'The probe before was lost; ' ELSE '' END
        || CASE WHEN v_job IS NULL THEN 'asks the engine for its health'
                ELSE 'probes with the job ' || (SELECT j.job_id FROM jobs j WHERE j.no = v_job) END,
        v_worker.node_name, v_worker.node_name, v_now,
        p_probe_worker_no => p_worker_no, p_probe_no => v_job,
        p_probe_until => v_now + greatest(interval '10 seconds', v_lease + interval '2 seconds'));
    RETURN QUERY
    SELECT b.name, v_epoch, j.no, j.job_id, l.epoch, j.job_name, j.job_type, j.config,
           j.requested_engine, j.timeout_seconds, j.owner, j.retry_count, j.retry_policy,
           r.engine, r.engine_run_id, r.publish_manifest
    FROM (SELECT v_job AS no) probe
    LEFT JOIN jobs j ON j.no = probe.no
    LEFT JOIN job_leases l ON l.no = probe.no
    LEFT JOIN job_runs r ON r.no = probe.no;
END $$;

-- Folders that can be removed, some of them at random: those on the disk of a machine that is gone
-- would hide the others. Whoever sees one removes it and calls forget_checkpoints().
CREATE OR REPLACE FUNCTION stale_checkpoints(p_limit integer DEFAULT 100, p_now timestamptz DEFAULT NULL)
RETURNS TABLE (no bigint, folder text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT c.no, c.folder FROM (SELECT DISTINCT no, folder FROM job_checkpoints) c
    WHERE checkpoints_are_stale(c.no, coalesce(p_now, clock_timestamp()))
    ORDER BY random() LIMIT p_limit
$$;
