-- Circuit breakers of engines: one row per engine and what it stands on ('spark@spark://host:7077'
-- for a cluster that all share, 'local@laptop-3' for what one machine has), so that the broken
-- engine of one machine stops nobody else's. State lives here only; processes follow it.
--
-- Lock order: worker lease, then breaker, then queue, then jobs.

CREATE TABLE circuit_breakers (
    name            text NOT NULL,
    engine          text NOT NULL,
    resource        text NOT NULL,
    state           text NOT NULL DEFAULT 'closed',
    -- Grows with every change of state: what belongs to an earlier one no longer counts.
    epoch           integer NOT NULL DEFAULT 0,
    since           timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Since when it has not been closed.
    opened_at       timestamptz,
    reason          text,
    changed_by      text,
    next_probe_at   timestamptz,
    wait            interval,
    failed_probes   integer NOT NULL DEFAULT 0,
    probe_worker_no bigint,
    probe_until     timestamptz,
    -- The job that probes, or null for a health call.
    probe_no        bigint,
    -- The job that somebody chose for the next probe.
    chosen_no       bigint,
    -- When it opens: so many failures, or this share of at least so many runs, within the window.
    window_length   interval NOT NULL DEFAULT '60 seconds',
    least_failures  integer,
    least_runs      integer NOT NULL DEFAULT 5,
    failure_rate    double precision NOT NULL DEFAULT 0.5,
    first_wait      interval NOT NULL DEFAULT '10 seconds',
    longest_wait    interval NOT NULL DEFAULT '5 minutes',
    CONSTRAINT circuit_breakers_pkey PRIMARY KEY (name),
    CONSTRAINT circuit_breakers_name_length CHECK (char_length(name) BETWEEN 1 AND 500),
    CONSTRAINT circuit_breakers_state_known
        CHECK (state IN ('closed', 'open', 'half_open', 'forced_open')),
    CONSTRAINT circuit_breakers_opened_exactly_when_not_closed
        CHECK ((state = 'closed') = (opened_at IS NULL)),
    CONSTRAINT circuit_breakers_open_has_next_probe
        CHECK ((state = 'open') = (next_probe_at IS NOT NULL)),
    CONSTRAINT circuit_breakers_half_open_has_prober
        CHECK ((state = 'half_open') = (probe_worker_no IS NOT NULL AND probe_until IS NOT NULL)),
    CONSTRAINT circuit_breakers_rule_in_range
        CHECK (window_length BETWEEN interval '1 second' AND interval '1 hour'
               AND least_failures BETWEEN 1 AND 10000 AND least_runs BETWEEN 1 AND 10000
               AND failure_rate > 0 AND failure_rate <= 1
               AND first_wait >= interval '100 milliseconds' AND longest_wait >= first_wait)
) WITH (fillfactor = 50);

-- Every change of state, of engines and (name 'database') of the processes' contact to this
-- database, which they write down when it is back.
CREATE TABLE circuit_breaker_events (
    event_no   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    from_state text NOT NULL,
    to_state   text NOT NULL,
    reason     text,
    actor      text NOT NULL DEFAULT session_user,
    worker     text,
    job_id     text
);
CREATE INDEX circuit_breaker_events_time_idx ON circuit_breaker_events (at);

-- Ends of runs by five seconds: written once a second per worker, and only if some ended.
CREATE TABLE circuit_breaker_counts (
    name      text NOT NULL,
    epoch     integer NOT NULL,
    at        timestamptz NOT NULL,
    successes bigint NOT NULL DEFAULT 0,
    failures  bigint NOT NULL DEFAULT 0,
    CONSTRAINT circuit_breaker_counts_pkey PRIMARY KEY (name, epoch, at)
) WITH (fillfactor = 50);

-- Which breaker stands between a worker and each of its engines.
CREATE TABLE worker_engines (
    worker_no bigint NOT NULL,
    engine    text NOT NULL,
    breaker   text NOT NULL,
    job_types text[] NOT NULL,
    CONSTRAINT worker_engines_pkey PRIMARY KEY (worker_no, engine)
);

-- After registering. A worker that declares nothing is held back by nothing. What the engines
-- stand on is named by the worker; its rule replaces the one before.
CREATE FUNCTION declare_engines(p_worker_no bigint, p_epoch integer, p_engines jsonb)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    PERFORM FROM worker_leases l JOIN workers w USING (worker_no)
    WHERE l.worker_no = p_worker_no AND l.epoch = p_epoch AND l.state = 'alive'
      AND w.owner = session_user;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO circuit_breakers AS b (name, engine, resource, window_length, least_failures,
                                       least_runs, failure_rate, first_wait, longest_wait)
    SELECT DISTINCT ON (1) e.engine || '@' || e.resource, e.engine, e.resource,
           make_interval(secs => coalesce(e.window_seconds, 60)), e.failures,
           coalesce(e.runs, 5), coalesce(e.rate, 0.5),
           make_interval(secs => coalesce(e.first_wait_seconds, 10)),
           make_interval(secs => coalesce(e.longest_wait_seconds, 300))
    FROM jsonb_to_recordset(p_engines) AS e (
        engine text, resource text, window_seconds double precision, failures integer,
        runs integer, rate double precision, first_wait_seconds double precision,
        longest_wait_seconds double precision)
    ORDER BY 1
    ON CONFLICT (name) DO UPDATE SET
        window_length = EXCLUDED.window_length, least_failures = EXCLUDED.least_failures,
        least_runs = EXCLUDED.least_runs, failure_rate = EXCLUDED.failure_rate,
        first_wait = EXCLUDED.first_wait, longest_wait = EXCLUDED.longest_wait
    WHERE (b.window_length, b.least_failures, b.least_runs, b.failure_rate, b.first_wait,
           b.longest_wait)
          IS DISTINCT FROM (EXCLUDED.window_length, EXCLUDED.least_failures, EXCLUDED.least_runs,
                            EXCLUDED.failure_rate, EXCLUDED.first_wait, EXCLUDED.longest_wait);
    DELETE FROM worker_engines e
    WHERE e.worker_no = p_worker_no
       OR e.worker_no IN (SELECT l.worker_no FROM worker_leases l
                          WHERE l.state = 'gone'
                             OR l.expires_at < clock_timestamp() - interval '1 day');
    INSERT INTO worker_engines (worker_no, engine, breaker, job_types)
    SELECT DISTINCT ON (e.engine) p_worker_no, e.engine, e.engine || '@' || e.resource,
           coalesce(e.job_types, '{}')
    FROM jsonb_to_recordset(p_engines) AS e (engine text, resource text, job_types text[])
    ORDER BY e.engine;
    RETURN true;
END $$;

-- Writes a change of state and its event. The caller has locked the row and looked at it.
CREATE FUNCTION set_breaker(p_name text, p_state text, p_reason text, p_actor text, p_worker text,
                            p_now timestamptz, p_next_probe_at timestamptz DEFAULT NULL,
                            p_wait interval DEFAULT NULL, p_probe_worker_no bigint DEFAULT NULL,
                            p_probe_no bigint DEFAULT NULL,
                            p_probe_until timestamptz DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_from text;
    v_job text;
    v_epoch integer;
BEGIN
    SELECT b.state, (SELECT job_id FROM jobs WHERE no = b.probe_no) INTO v_from, v_job
    FROM circuit_breakers b WHERE b.name = p_name;
    UPDATE circuit_breakers SET
        state = p_state, epoch = epoch + 1, since = p_now, reason = p_reason, changed_by = p_actor,
        opened_at = CASE WHEN p_state <> 'closed' THEN coalesce(opened_at, p_now) END,
        next_probe_at = CASE WHEN p_state = 'open' THEN p_next_probe_at END,
        wait = CASE WHEN p_state <> 'closed' THEN coalesce(p_wait, wait) END,
        failed_probes = CASE WHEN p_state = 'closed' THEN 0 ELSE failed_probes END,
        probe_worker_no = p_probe_worker_no, probe_until = p_probe_until, probe_no = p_probe_no,
        chosen_no = CASE WHEN p_state = 'open' THEN chosen_no END
    WHERE name = p_name RETURNING epoch INTO v_epoch;
    INSERT INTO circuit_breaker_events (name, at, from_state, to_state, reason, actor, worker,
                                        job_id)
    VALUES (p_name, p_now, v_from, p_state, p_reason, p_actor, p_worker, v_job);
    DELETE FROM circuit_breaker_events WHERE at < p_now - interval '90 days';
    DELETE FROM circuit_breaker_counts
    WHERE name = p_name AND epoch < v_epoch AND at < p_now - interval '1 hour';
    PERFORM pg_notify('${schema}_commands', '');
    IF p_state = 'closed' THEN
        PERFORM pg_notify('${schema}_jobs', '');
    END IF;
    RETURN v_epoch;
END $$;

-- Opens a closed breaker if the ends of runs in the whole fleet say so, or if nobody has had a
-- success and its worker says that the engine cannot be used at all.
CREATE FUNCTION judge_breaker(p_name text, p_epoch integer, p_problem text, p_unavailable boolean,
                              p_worker text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    b circuit_breakers;
    v_runs bigint;
    v_failures bigint;
    v_seconds integer;
BEGIN
    SELECT * INTO b FROM circuit_breakers WHERE name = p_name FOR UPDATE;
    IF b.state <> 'closed' OR b.epoch <> p_epoch THEN
        RETURN false;
    END IF;
    SELECT coalesce(sum(successes + failures), 0), coalesce(sum(failures), 0)
    INTO v_runs, v_failures FROM circuit_breaker_counts
    WHERE name = p_name AND epoch = b.epoch AND at > p_now - b.window_length;
    IF NOT (p_unavailable AND v_runs = v_failures)
       AND NOT coalesce(v_failures >= b.least_failures,
                        v_runs >= b.least_runs AND v_failures >= v_runs * b.failure_rate) THEN
        RETURN false;
    END IF;
    v_seconds := round(extract(epoch FROM b.window_length));
    PERFORM set_breaker(
        p_name, 'open',
        CASE WHEN p_unavailable THEN p_problem
             ELSE v_failures || ' of ' || v_runs || ' runs failed within ' || v_seconds || ' s'
                  || coalesce(', at last: ' || p_problem, '') END,
        coalesce(p_worker, session_user), p_worker, p_now, p_now + b.first_wait, b.first_wait);
    RETURN true;
END $$;

-- What a worker says of its engines and hears of their breakers, about once a second. Each report
-- has engine, epoch (of the breaker, as last heard), successes, failures, problem (the last one in
-- words), unavailable (the engine itself says that it cannot be used), probing (it still probes).
CREATE FUNCTION report_engines(p_worker_no bigint, p_epoch integer, p_reports jsonb DEFAULT '[]',
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

-- Whether a worker may take jobs of a lane at all. A part of the two claims.
CREATE FUNCTION takes_lane(p_worker workers, p_lane lanes) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT p_lane.job_type = ANY (p_worker.capabilities)
       AND (p_lane.engine = '' OR p_lane.engine = ANY (p_worker.engines))
       AND (p_worker.queues = '{}' OR p_lane.queue_name = ANY (p_worker.queues))
       AND (NOT p_worker.only_own_jobs OR p_lane.owner = p_worker.owner)
       AND EXISTS (SELECT FROM queues q WHERE q.name = p_lane.queue_name AND NOT q.paused)
$$;

-- Asks to be the one that probes. No row: another process probes, or it is not time, or the job
-- that was chosen is not for this worker. A row without a job: nothing is held back, so the engine
-- itself is asked for its health. Ended by finish_probe; until then report_engines says probing.
CREATE FUNCTION claim_probe(p_worker_no bigint, p_epoch integer, p_engine text,
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

    IF b.chosen_no IS NOT NULL THEN
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

-- passed: it closes. failed: it opens again and waits twice as long, up to the longest wait.
-- unclear: the probe said nothing of the engine (a wrong job, a worker that stopped); the next one
-- follows soon. False: the breaker has moved on, nothing was changed.
CREATE FUNCTION finish_probe(p_worker_no bigint, p_name text, p_breaker_epoch integer,
                             p_outcome text, p_reason text, p_now timestamptz DEFAULT NULL)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_worker text;
    v_wait interval;
    b circuit_breakers;
BEGIN
    IF p_outcome IS NULL OR p_outcome NOT IN ('passed', 'failed', 'unclear') THEN
        RAISE EXCEPTION 'A probe passed, failed or is unclear, not %', p_outcome
            USING ERRCODE = 'EJ400';
    END IF;
    SELECT * INTO b FROM circuit_breakers
    WHERE name = p_name AND epoch = p_breaker_epoch AND state = 'half_open'
      AND probe_worker_no = p_worker_no
      AND EXISTS (SELECT FROM workers w
                  WHERE w.worker_no = p_worker_no AND w.owner = session_user)
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT node_name INTO v_worker FROM workers WHERE worker_no = p_worker_no;
    IF p_outcome = 'passed' THEN
        PERFORM set_breaker(p_name, 'closed', p_reason, v_worker, v_worker, v_now);
    ELSIF p_outcome = 'failed' THEN
        v_wait := least(coalesce(b.wait, b.first_wait) * 2, b.longest_wait);
        PERFORM set_breaker(p_name, 'open', p_reason, v_worker, v_worker, v_now, v_now + v_wait,
                            v_wait);
        UPDATE circuit_breakers SET failed_probes = failed_probes + 1 WHERE name = p_name;
    ELSE
        PERFORM set_breaker(p_name, 'open', p_reason, v_worker, v_worker, v_now,
                            v_now + interval '1 second');
    END IF;
    RETURN true;
END $$;

-- What admins do. Each is audited; the caller becomes the actor of the event.

CREATE FUNCTION find_breaker(p_name text) RETURNS circuit_breakers
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    b circuit_breakers;
BEGIN
    SELECT * INTO b FROM circuit_breakers WHERE name = p_name FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no circuit breaker %', p_name USING ERRCODE = 'EJ404';
    END IF;
    RETURN b;
END $$;

-- Opens it until somebody probes or resets it: a probe by itself never follows.
CREATE FUNCTION trip_breaker(p_name text, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    b circuit_breakers := find_breaker(p_name);
BEGIN
    IF b.state = 'forced_open' THEN
        RAISE EXCEPTION 'It has been tripped already, by %', b.changed_by USING ERRCODE = 'EJ409';
    END IF;
    PERFORM set_breaker(p_name, 'forced_open', p_reason, session_user, NULL, clock_timestamp(),
                        NULL, b.first_wait);
    INSERT INTO audit_log (action, target, reason, data)
    VALUES ('trip_breaker', p_name, p_reason, jsonb_build_object('from', b.state));
END $$;

-- The next probe is due now, with this job if one is named (it must wait in the queue and a worker
-- of this engine must be able to take it), else with a job that is held back.
CREATE FUNCTION probe_breaker(p_name text, p_job_id text DEFAULT NULL, p_reason text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    b circuit_breakers := find_breaker(p_name);
    v_no bigint;
BEGIN
    IF b.state = 'closed' THEN
        RAISE EXCEPTION 'It is closed: there is nothing to probe' USING ERRCODE = 'EJ409';
    ELSIF b.state = 'half_open' AND b.probe_until >= v_now THEN
        RAISE EXCEPTION 'A probe is running already' USING ERRCODE = 'EJ409';
    ELSIF NOT EXISTS (SELECT FROM worker_engines e JOIN worker_leases l USING (worker_no)
                      WHERE e.breaker = p_name AND l.state = 'alive' AND l.expires_at > v_now
                        AND NOT l.paused AND NOT l.draining) THEN
        RAISE EXCEPTION 'No worker with this engine is there to probe it' USING ERRCODE = 'EJ409';
    END IF;
    IF p_job_id IS NOT NULL THEN
        SELECT j.no INTO v_no FROM jobs j WHERE j.job_id = p_job_id;
        IF v_no IS NULL THEN
            RAISE EXCEPTION 'There is no job %', p_job_id USING ERRCODE = 'EJ404';
        ELSIF NOT EXISTS (
            SELECT FROM jobs j JOIN lanes lane USING (lane_id), worker_engines e
            JOIN worker_leases l USING (worker_no) JOIN workers w USING (worker_no)
            WHERE j.no = v_no AND j.status = 'queued' AND e.breaker = p_name
              AND l.state = 'alive' AND l.expires_at > v_now AND NOT l.paused AND NOT l.draining
              AND lane.engine IN ('', e.engine) AND lane.job_type = ANY (e.job_types)
              AND takes_lane(w, lane)
              AND NOT EXISTS (SELECT FROM job_leases r WHERE r.no = j.no)) THEN
            RAISE EXCEPTION 'The job % does not wait for this engine: choose one that is held back',
                            p_job_id USING ERRCODE = 'EJ409';
        END IF;
    END IF;
    UPDATE circuit_breakers SET chosen_no = v_no WHERE name = p_name;
    IF b.state = 'open' THEN
        UPDATE circuit_breakers SET next_probe_at = v_now WHERE name = p_name;
        PERFORM pg_notify('${schema}_commands', '');
    ELSE
        PERFORM set_breaker(p_name, 'open', coalesce(p_reason, 'A probe was asked for'),
                            session_user, NULL, v_now, v_now, b.wait);
        UPDATE circuit_breakers SET chosen_no = v_no WHERE name = p_name;
    END IF;
    INSERT INTO audit_log (action, target, reason, data)
    VALUES ('probe_breaker', p_name, p_reason, jsonb_build_object('job_id', p_job_id));
END $$;

-- Closes it without a probe.
CREATE FUNCTION reset_breaker(p_name text, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    b circuit_breakers := find_breaker(p_name);
BEGIN
    IF b.state = 'closed' THEN
        RAISE EXCEPTION 'It is closed already' USING ERRCODE = 'EJ409';
    END IF;
    PERFORM set_breaker(p_name, 'closed', p_reason, session_user, NULL, clock_timestamp());
    INSERT INTO audit_log (action, target, reason, data)
    VALUES ('reset_breaker', p_name, p_reason, jsonb_build_object('from', b.state));
END $$;

-- A process that could not reach the database writes down afterwards when its own breaker moved.
CREATE FUNCTION record_database_breaker(p_worker text, p_events jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_count integer;
BEGIN
    IF jsonb_array_length(p_events) > 1000 THEN
        RAISE EXCEPTION 'At most 1000 changes are written at once' USING ERRCODE = 'EJ400';
    END IF;
    INSERT INTO circuit_breaker_events (name, at, from_state, to_state, reason, worker)
    SELECT 'database', least(e.at, v_now), e."from", e."to", left(e.reason, 1000),
           left(p_worker, 255)
    FROM jsonb_to_recordset(p_events) AS e (at timestamptz, "from" text, "to" text, reason text)
    WHERE e."from" IN ('closed', 'open', 'half_open') AND e."to" IN ('closed', 'open', 'half_open')
      AND e.at > v_now - interval '90 days'
    ORDER BY e.at;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- Lanes that live workers would take if breakers did not hold them back from every one.
CREATE VIEW held_lanes AS
SELECT lane.lane_id, array_agg(DISTINCT b.name ORDER BY b.name) AS breakers
FROM lanes lane
JOIN workers w ON lane.job_type = ANY (w.capabilities)
    AND (lane.engine = '' OR lane.engine = ANY (w.engines))
    AND (w.queues = '{}' OR lane.queue_name = ANY (w.queues))
    AND (NOT w.only_own_jobs OR lane.owner = w.owner)
JOIN worker_leases l ON l.worker_no = w.worker_no AND l.state = 'alive'
    AND l.expires_at > clock_timestamp() AND NOT l.draining AND NOT l.paused
LEFT JOIN worker_engines e ON e.worker_no = w.worker_no
    AND (e.engine = lane.engine OR (lane.engine = '' AND lane.job_type = ANY (e.job_types)))
LEFT JOIN circuit_breakers b ON b.name = e.breaker
WHERE EXISTS (SELECT FROM circuit_breakers WHERE state <> 'closed')
GROUP BY lane.lane_id
HAVING bool_and(coalesce(b.state, 'closed') <> 'closed');

-- In words why the jobs of a lane are held back, or null if they are not.
CREATE FUNCTION held_reason(p_lane_id integer, p_long boolean DEFAULT false) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT 'Held back: ' || string_agg(
        'the circuit breaker of ' || b.engine
        || CASE WHEN p_long THEN ' (' || b.resource || ')' ELSE '' END
        || CASE b.state WHEN 'half_open' THEN ' is half-open, a probe is running'
                        WHEN 'forced_open' THEN ' was tripped by ' || b.changed_by
                        ELSE ' is open' END
        || CASE WHEN p_long THEN coalesce(': ' || b.reason, '')
               || CASE WHEN b.state <> 'open' THEN ''
                       WHEN b.next_probe_at > clock_timestamp() THEN '. The next probe is in '
                           || ceil(extract(epoch FROM b.next_probe_at - clock_timestamp()))
                           || ' s'
                       ELSE '. The next probe is due' END
                ELSE '' END,
        CASE WHEN p_long THEN '; ' ELSE ', ' END ORDER BY b.name)
    FROM held_lanes h JOIN circuit_breakers b ON b.name = ANY (h.breakers)
    WHERE h.lane_id = p_lane_id
$$;

CREATE VIEW breaker_list AS
SELECT
    b.name, b.engine, b.resource, b.state, b.since, b.opened_at, b.reason, b.changed_by,
    b.next_probe_at, extract(epoch FROM b.wait)::double precision AS wait_seconds,
    b.failed_probes, probe.job_id AS probe_job_id, prober.node_name AS probe_worker,
    chosen.job_id AS chosen_job_id,
    coalesce(c.runs, 0) AS runs, coalesce(c.failures, 0) AS failures,
    extract(epoch FROM b.window_length)::double precision AS window_seconds,
    b.least_failures, b.least_runs, b.failure_rate,
    extract(epoch FROM b.first_wait)::double precision AS first_wait_seconds,
    extract(epoch FROM b.longest_wait)::double precision AS longest_wait_seconds,
    coalesce(held.jobs, 0) AS held_jobs,
    (SELECT count(*) FROM worker_engines e JOIN worker_leases l USING (worker_no)
     WHERE e.breaker = b.name AND l.state = 'alive' AND l.expires_at > clock_timestamp())
        AS workers
FROM circuit_breakers b
LEFT JOIN LATERAL (
    SELECT sum(successes + failures)::bigint AS runs, sum(failures)::bigint AS failures
    FROM circuit_breaker_counts c
    WHERE c.name = b.name AND c.epoch = b.epoch AND c.at > clock_timestamp() - b.window_length) c
    ON true
LEFT JOIN LATERAL (
    SELECT sum(n.jobs)::bigint AS jobs FROM held_lanes h
    JOIN job_counts_now n ON n.lane_id = h.lane_id AND n.status = 'queued'
    WHERE b.state <> 'closed' AND b.name = ANY (h.breakers)) held ON true
LEFT JOIN jobs probe ON probe.no = b.probe_no
LEFT JOIN jobs chosen ON chosen.no = b.chosen_no
LEFT JOIN workers prober ON prober.worker_no = b.probe_worker_no;

-- Whether jobs for an engine ('' or null: any) are held back everywhere; also takes the name of one
-- breaker.
CREATE OR REPLACE FUNCTION breaker_open(engine text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT CASE WHEN coalesce($1, '') = '' THEN coalesce(bool_or(b.state <> 'closed'), false)
                ELSE coalesce(bool_and(b.state <> 'closed'), false) END
    FROM circuit_breakers b
    WHERE b.name = $1
       OR (coalesce($1, '') IN ('', b.engine)
           AND EXISTS (SELECT FROM worker_engines e JOIN worker_leases l USING (worker_no)
                       WHERE e.breaker = b.name AND l.state = 'alive'))
$$;

-- As before, but leaves alone what the breakers of this worker's engines hold back.
CREATE OR REPLACE FUNCTION claim_jobs(
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
    v_held text[];
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
    SELECT array_agg(e.engine) INTO v_held
    FROM worker_engines e JOIN circuit_breakers b ON b.name = e.breaker
    WHERE e.worker_no = p_worker_no AND b.state <> 'closed';

    SELECT array_agg(lane.lane_id) INTO v_lanes
    FROM workers w
    JOIN lanes lane ON lane.job_type = ANY (w.capabilities)
        AND (p_job_types IS NULL OR lane.job_type = ANY (p_job_types))
        AND (lane.engine = '' OR (lane.engine = ANY (w.engines)
                                  AND (p_engines IS NULL OR lane.engine = ANY (p_engines))))
        AND (w.queues = '{}' OR lane.queue_name = ANY (w.queues))
        AND (NOT w.only_own_jobs OR lane.owner = w.owner)
    JOIN queues q ON q.name = lane.queue_name AND NOT q.paused
    WHERE w.worker_no = p_worker_no AND w.owner = session_user
      AND (v_held IS NULL
           OR (lane.engine <> '' AND lane.engine <> ALL (v_held))
           OR (lane.engine = '' AND EXISTS (
                   SELECT FROM worker_engines e
                   WHERE e.worker_no = p_worker_no AND e.engine <> ALL (v_held)
                     AND lane.job_type = ANY (e.job_types)
                     AND (p_engines IS NULL OR e.engine = ANY (p_engines)))));

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
        -- One whose earlier run still ends is left to that end.
        FROM taken t JOIN jobs j ON j.no = t.no AND j.status = 'queued'
        WHERE NOT EXISTS (SELECT FROM job_leases l WHERE l.no = j.no)),
    leased AS (
        INSERT INTO job_leases (no, worker_no, epoch, lane_id, started_at)
        -- Not the time of the call: a job that was released since then must not have begun before.
        SELECT no, p_worker_no, epoch, lane_id, clock_timestamp() FROM picked)
    SELECT p.no, p.job_id, p.epoch, p.job_name, p.job_type, p.config, p.requested_engine,
           p.timeout_seconds, p.owner, p.retry_count, p.retry_policy, r.engine, r.engine_run_id,
           r.publish_manifest
    FROM picked p LEFT JOIN job_runs r ON r.no = p.no
    ORDER BY p.rank, p.run_at, p.no;
END $$;

-- As before, and a job that is held back says so.
CREATE OR REPLACE VIEW job_list AS
SELECT
    j.no, j.job_id, j.job_name, j.job_type,
    CASE WHEN l.no IS NOT NULL AND j.status = 'queued' THEN 'running' ELSE j.status END AS status,
    j.priority, j.queue_name,
    coalesce(r.engine, j.execution_engine, j.requested_engine) AS engine,
    j.owner, j.created_at, j.run_at,
    coalesce(l.started_at, j.started_at) AS started_at, j.finished_at,
    CASE WHEN l.no IS NOT NULL THEN p.percent
         WHEN j.status IN ('pending', 'queued') THEN NULL
         ELSE j.progress_percent END AS percent,
    CASE WHEN l.no IS NOT NULL THEN coalesce(p.records, 0) ELSE j.records_processed END AS records,
    CASE WHEN l.no IS NOT NULL THEN coalesce(p.records_total, 0) ELSE j.records_total
         END AS records_total,
    extract(epoch FROM CASE WHEN l.no IS NOT NULL THEN clock_timestamp() - l.started_at
                            ELSE a.ended_at - a.started_at END)::double precision AS ran_seconds,
    coalesce(l.epoch, j.epoch) AS epoch, j.retry_count,
    l.command IS NOT NULL AS cancel_requested,
    CASE
        WHEN l.no IS NOT NULL THEN
            CASE WHEN l.command IS NOT NULL
                 THEN 'Stopping, asked by ' || coalesce(j.cancel_requested_by, 'somebody') END
        WHEN j.status = 'cancelled' THEN
            'Cancelled' || coalesce(' by ' || j.cancel_requested_by, '')
            || coalesce(': ' || j.cancel_reason, '')
        WHEN j.status IN ('failed', 'timeout') THEN j.error_message
        WHEN j.status = 'retrying' THEN 'Waits to try again: ' || coalesce(j.error_message, '')
        WHEN j.status = 'paused' THEN coalesce((
            SELECT 'Paused by ' || e.actor || coalesce(': ' || e.reason, '') FROM job_events e
            WHERE e.no = j.no AND e.event = 'paused' ORDER BY e.at DESC LIMIT 1), 'Paused')
        WHEN j.status = 'pending' AND j.open_parents > 0 THEN
            'Waits for ' || j.open_parents
            || CASE j.open_parents WHEN 1 THEN ' other job' ELSE ' other jobs' END
        WHEN j.status = 'pending' THEN 'Waits for its time'
        WHEN j.status = 'queued' THEN
            CASE WHEN q.paused THEN 'Queue ' || q.name || ' is paused'
                 WHEN NOT EXISTS (
                     SELECT FROM worker_leases wl JOIN workers taker USING (worker_no)
                     WHERE wl.state = 'alive' AND wl.expires_at > clock_timestamp()
                       AND NOT wl.draining AND NOT wl.paused
                       AND j.job_type = ANY (taker.capabilities)
                       AND (j.requested_engine IS NULL OR j.requested_engine = ANY (taker.engines))
                       AND (taker.queues = '{}' OR j.queue_name = ANY (taker.queues))
                       AND (NOT taker.only_own_jobs OR j.owner = taker.owner))
                     THEN 'No worker takes this kind of job'
                 -- Asked once per query: as a rule nothing is held back.
                 WHEN EXISTS (SELECT FROM circuit_breakers WHERE state <> 'closed')
                     THEN held_reason(j.lane_id) END
    END AS reason,
    w.node_name AS worker, j.tags,
    greatest(j.updated_at, p.reported_at, l.started_at) AS updated_at
FROM jobs j
LEFT JOIN job_leases l ON l.no = j.no
LEFT JOIN job_runs r ON r.no = l.no AND r.epoch = l.epoch
LEFT JOIN job_progress p ON p.no = l.no AND p.epoch = l.epoch
LEFT JOIN job_attempts a ON l.no IS NULL AND a.no = j.no AND a.epoch = j.epoch
LEFT JOIN workers w ON w.worker_no = coalesce(l.worker_no, a.worker_no)
LEFT JOIN queues q ON q.name = j.queue_name;

-- As before, and a start on another engine than the best one says why.
CREATE OR REPLACE VIEW job_history AS
SELECT j.no, j.created_at AS at, 'submitted' AS event, 0 AS epoch, j.owner AS actor,
       NULL::text AS reason, NULL::jsonb AS data, 0 AS place
FROM jobs j
UNION ALL
SELECT a.no, a.started_at, 'started', a.epoch, coalesce(w.node_name, 'unknown'),
       j.routing ->> 'fallback',
       CASE WHEN a.engine IS NULL THEN NULL ELSE jsonb_build_object('engine', a.engine) END, 1
FROM job_attempts a LEFT JOIN workers w ON w.worker_no = a.worker_no
LEFT JOIN jobs j ON j.no = a.no AND j.epoch = a.epoch
WHERE a.outcome <> 'released'
UNION ALL
SELECT l.no, l.started_at, 'started', l.epoch, coalesce(w.node_name, 'unknown'),
       r.routing ->> 'fallback',
       CASE WHEN r.engine IS NULL THEN NULL ELSE jsonb_build_object('engine', r.engine) END, 1
FROM job_leases l LEFT JOIN workers w ON w.worker_no = l.worker_no
LEFT JOIN job_runs r ON r.no = l.no AND r.epoch = l.epoch
UNION ALL
SELECT e.no, e.at, e.event, e.epoch, e.actor, e.reason, e.data, 2 FROM job_events e;

CREATE OR REPLACE FUNCTION wait_reason(p_no bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_job record;
    v_ahead bigint;
    v_parents text;
BEGIN
    SELECT * INTO v_job FROM job_list WHERE no = p_no;
    IF v_job.status = 'pending' THEN
        SELECT string_agg(parent.job_name || ' (' || parent.status || ')', ', ' ORDER BY parent.no)
        INTO v_parents
        FROM job_dependencies d JOIN job_list parent ON parent.no = d.parent_no
        WHERE d.no = p_no AND parent.status <> 'completed';
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

-- Parts of other functions: nobody else may call them. What admins do is granted to admins.
REVOKE EXECUTE ON FUNCTION
    set_breaker(text, text, text, text, text, timestamptz, timestamptz, interval, bigint, bigint,
                timestamptz),
    judge_breaker(text, integer, text, boolean, text, timestamptz),
    takes_lane(workers, lanes),
    find_breaker(text),
    trip_breaker(text, text),
    probe_breaker(text, text, text),
    reset_breaker(text, text)
FROM PUBLIC;
