-- What happened when: counts, durations and loads in buckets of time, for charts and alerts. Nothing is
-- written when a job ends; one process at a time counts the attempts that have ended since the last
-- count (collect_statistics), into every level at once. Levels therefore always agree, and what comes
-- late is counted in all of them.

CREATE TABLE statistics_levels (
    seconds integer NOT NULL,
    keep    interval NOT NULL,
    CONSTRAINT statistics_levels_pkey PRIMARY KEY (seconds),
    CONSTRAINT statistics_levels_keep_in_range
        CHECK (keep BETWEEN make_interval(secs => seconds) AND interval '20 years')
);
INSERT INTO statistics_levels (seconds, keep) VALUES
    (10, '3 hours'), (60, '48 hours'), (300, '8 days'), (3600, '60 days'), (21600, '400 days');

-- Up to when attempts are counted, and when the last sample of the fleet was taken.
CREATE TABLE statistics_mark (
    one           boolean NOT NULL DEFAULT true,
    counted_until timestamptz NOT NULL,
    sampled_at    timestamptz NOT NULL,
    CONSTRAINT statistics_mark_pkey PRIMARY KEY (one),
    CONSTRAINT statistics_mark_is_one CHECK (one)
);
INSERT INTO statistics_mark (counted_until, sampled_at) VALUES ('-infinity', '-infinity');

-- By the time of the end, started by the time of the start. failed and timed_out are for good; an
-- error after which the job is tried again is retried. lost: the worker died. The wait is that of
-- first attempts of jobs that wait for no other job, from their submission or due time.
CREATE TABLE engine_statistics (
    seconds        integer NOT NULL,
    at             timestamptz NOT NULL,
    engine         text NOT NULL,
    started        bigint NOT NULL DEFAULT 0,
    completed      bigint NOT NULL DEFAULT 0,
    failed         bigint NOT NULL DEFAULT 0,
    timed_out      bigint NOT NULL DEFAULT 0,
    cancelled      bigint NOT NULL DEFAULT 0,
    retried        bigint NOT NULL DEFAULT 0,
    lost           bigint NOT NULL DEFAULT 0,
    records        bigint NOT NULL DEFAULT 0,
    -- Of the outputs that completed jobs published.
    bytes          bigint NOT NULL DEFAULT 0,
    ran_seconds    double precision NOT NULL DEFAULT 0,
    waits          bigint NOT NULL DEFAULT 0,
    waited_seconds double precision NOT NULL DEFAULT 0,
    longest_wait   double precision NOT NULL DEFAULT 0,
    CONSTRAINT engine_statistics_pkey PRIMARY KEY (seconds, at, engine)
) WITH (fillfactor = 70);

-- How long completed attempts ran: bin n holds those over 1.1^(n-1) and up to 1.1^n milliseconds, so
-- that histograms are merged by adding and a percentile is at most 5 % off.
CREATE TABLE engine_durations (
    seconds  integer NOT NULL,
    at       timestamptz NOT NULL,
    engine   text NOT NULL,
    bin      smallint NOT NULL,
    attempts bigint NOT NULL,
    CONSTRAINT engine_durations_pkey PRIMARY KEY (seconds, at, engine, bin)
) WITH (fillfactor = 70);

-- Sums over samples, one every ten seconds, and the largest of them.
CREATE TABLE fleet_statistics (
    seconds           integer NOT NULL,
    at                timestamptz NOT NULL,
    samples           bigint NOT NULL,
    running           double precision NOT NULL,
    most_running      bigint NOT NULL,
    slots             double precision NOT NULL,
    queued            double precision NOT NULL,
    most_queued       bigint NOT NULL,
    longest_wait      double precision NOT NULL,
    dead_letters      double precision NOT NULL,
    most_dead_letters bigint NOT NULL,
    CONSTRAINT fleet_statistics_pkey PRIMARY KEY (seconds, at)
) WITH (fillfactor = 70);

-- The same per worker, as its heartbeats say. Nulls: it says nothing of that.
CREATE TABLE worker_statistics (
    seconds     integer NOT NULL,
    at          timestamptz NOT NULL,
    worker_no   bigint NOT NULL,
    samples     bigint NOT NULL,
    running     double precision NOT NULL,
    slots       double precision NOT NULL,
    cpu_samples bigint NOT NULL,
    cpu         double precision NOT NULL,
    most_cpu    double precision,
    mem_samples bigint NOT NULL,
    memory      double precision NOT NULL,
    most_memory double precision,
    CONSTRAINT worker_statistics_pkey PRIMARY KEY (seconds, at, worker_no)
) WITH (fillfactor = 70);

-- Finds the attempts of a stretch of time. A range of pages per entry: it costs an insert next to
-- nothing, and its size does not matter.
CREATE INDEX job_attempts_ended_idx ON job_attempts USING brin (ended_at)
    WITH (pages_per_range = 16, autosummarize = on);

-- ---------------------------------------------------------------------------------------------
-- Counting.

-- Attempts with an end in (p_after, p_until] into all levels that still keep that time.
CREATE FUNCTION count_attempts(p_after timestamptz, p_until timestamptz, p_now timestamptz)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_origin constant timestamptz := '2000-01-01 00:00Z';
    v_count integer;
BEGIN
    WITH attempt AS MATERIALIZED (
        SELECT coalesce(a.engine, j.requested_engine, 'unknown') AS engine,
               date_bin('10 seconds', a.started_at, v_origin) AS started_at,
               date_bin('10 seconds', a.ended_at, v_origin) AS ended_at,
               a.outcome = 'completed' AS completed, a.outcome = 'cancelled' AS cancelled,
               a.outcome = 'lost' AS lost, e.event, a.records,
               extract(epoch FROM a.ended_at - a.started_at)::double precision AS ran,
               CASE WHEN a.epoch = 1 AND coalesce(j.run_at, j.created_at) <= a.started_at
                         AND NOT EXISTS (SELECT FROM job_dependencies d WHERE d.no = a.no)
                    THEN extract(epoch FROM a.started_at - greatest(j.created_at, j.run_at))
                         ::double precision END AS waited,
               CASE WHEN a.outcome = 'completed' AND j.epoch = a.epoch
                         AND jsonb_typeof(j.result -> 'outputs') = 'array'
                    THEN (SELECT sum(least((o ->> 'bytes')::numeric, 1e15))
                          FROM jsonb_array_elements(j.result -> 'outputs') o
                          WHERE jsonb_typeof(o -> 'bytes') = 'number') END AS bytes
        FROM job_attempts a
        LEFT JOIN jobs j ON j.no = a.no
        LEFT JOIN LATERAL (
            SELECT ev.event FROM job_events ev
            WHERE a.outcome IN ('failed', 'timeout', 'lost') AND ev.no = a.no
              AND ev.epoch = a.epoch AND ev.event IN ('retrying', 'failed', 'timeout')
            LIMIT 1) e ON true
        WHERE a.ended_at > p_after AND a.ended_at <= p_until AND a.outcome <> 'released'),
    ten AS (
        SELECT engine, ended_at AS at, 0::bigint AS started,
               count(*) FILTER (WHERE completed) AS completed,
               count(*) FILTER (WHERE event = 'failed') AS failed,
               count(*) FILTER (WHERE event = 'timeout') AS timed_out,
               -- An error of a job that somebody had ended by then is no failure.
               count(*) FILTER (WHERE cancelled OR NOT completed AND NOT lost AND event IS NULL)
                   AS cancelled,
               count(*) FILTER (WHERE event = 'retrying') AS retried,
               count(*) FILTER (WHERE lost) AS lost,
               sum(records) AS records, coalesce(sum(bytes), 0) AS bytes,
               coalesce(sum(ran) FILTER (WHERE completed), 0) AS ran,
               count(waited) AS waits, coalesce(sum(waited), 0) AS waited,
               coalesce(max(waited), 0) AS longest
        FROM attempt GROUP BY 1, 2
        UNION ALL
        SELECT engine, started_at, count(*), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        FROM attempt GROUP BY 1, 2),
    counted AS (
        INSERT INTO engine_statistics AS s (
            seconds, at, engine, started, completed, failed, timed_out, cancelled, retried, lost,
            records, bytes, ran_seconds, waits, waited_seconds, longest_wait)
        SELECT l.seconds, date_bin(make_interval(secs => l.seconds), t.at, v_origin), t.engine,
               sum(started), sum(completed), sum(failed), sum(timed_out), sum(cancelled),
               sum(retried), sum(lost), sum(records), sum(bytes), sum(ran), sum(waits),
               sum(waited), max(longest)
        FROM ten t JOIN statistics_levels l ON t.at > p_now - l.keep
        GROUP BY 1, 2, 3
        ON CONFLICT (seconds, at, engine) DO UPDATE SET
            started = s.started + EXCLUDED.started, completed = s.completed + EXCLUDED.completed,
            failed = s.failed + EXCLUDED.failed, timed_out = s.timed_out + EXCLUDED.timed_out,
            cancelled = s.cancelled + EXCLUDED.cancelled, retried = s.retried + EXCLUDED.retried,
            lost = s.lost + EXCLUDED.lost, records = s.records + EXCLUDED.records,
            bytes = s.bytes + EXCLUDED.bytes, ran_seconds = s.ran_seconds + EXCLUDED.ran_seconds,
            waits = s.waits + EXCLUDED.waits,
            waited_seconds = s.waited_seconds + EXCLUDED.waited_seconds,
            longest_wait = greatest(s.longest_wait, EXCLUDED.longest_wait)),
    durations AS (
        INSERT INTO engine_durations AS d (seconds, at, engine, bin, attempts)
        SELECT l.seconds, date_bin(make_interval(secs => l.seconds), t.at, v_origin), t.engine,
               t.bin, sum(t.attempts)
        FROM (SELECT engine, ended_at AS at,
                     ceil(ln(greatest(ran * 1000, 1)) / ln(1.1::double precision))::smallint AS bin,
                     count(*) AS attempts
              FROM attempt WHERE completed GROUP BY 1, 2, 3) t
        JOIN statistics_levels l ON t.at > p_now - l.keep
        GROUP BY 1, 2, 3, 4
        ON CONFLICT (seconds, at, engine, bin) DO UPDATE SET
            attempts = d.attempts + EXCLUDED.attempts)
    SELECT count(*) INTO v_count FROM attempt;
    RETURN v_count;
END $$;

-- How the fleet stands now, added to the buckets of p_now.
CREATE FUNCTION sample_fleet(p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_origin constant timestamptz := '2000-01-01 00:00Z';
BEGIN
    WITH worker AS (
        SELECT w.worker_no, l.running_jobs, w.max_concurrent_jobs AS slots, l.cpu_percent,
               l.memory_percent
        FROM worker_leases l JOIN workers w USING (worker_no)
        WHERE l.state = 'alive' AND l.expires_at > p_now),
    kept AS (
        INSERT INTO worker_statistics AS s (seconds, at, worker_no, samples, running, slots,
                                            cpu_samples, cpu, most_cpu, mem_samples, memory,
                                            most_memory)
        SELECT l.seconds, date_bin(make_interval(secs => l.seconds), p_now, v_origin),
               w.worker_no, 1, w.running_jobs, w.slots,
               num_nonnulls(w.cpu_percent), coalesce(w.cpu_percent, 0), w.cpu_percent,
               num_nonnulls(w.memory_percent), coalesce(w.memory_percent, 0), w.memory_percent
        FROM worker w CROSS JOIN statistics_levels l
        ON CONFLICT (seconds, at, worker_no) DO UPDATE SET
            samples = s.samples + 1, running = s.running + EXCLUDED.running,
            slots = s.slots + EXCLUDED.slots,
            cpu_samples = s.cpu_samples + EXCLUDED.cpu_samples, cpu = s.cpu + EXCLUDED.cpu,
            most_cpu = greatest(s.most_cpu, EXCLUDED.most_cpu),
            mem_samples = s.mem_samples + EXCLUDED.mem_samples, memory = s.memory + EXCLUDED.memory,
            most_memory = greatest(s.most_memory, EXCLUDED.most_memory)),
    head AS (
        SELECT min(first.run_at) AS run_at
        FROM lanes CROSS JOIN generate_series(0, 4) AS r (rank)
        CROSS JOIN LATERAL (
            SELECT run_at FROM job_queue q
            WHERE q.lane_id = lanes.lane_id AND q.rank = r.rank ORDER BY run_at, no LIMIT 1) first),
    fleet AS (
        SELECT (SELECT count(*) FROM job_leases) AS running,
               (SELECT coalesce(sum(slots), 0) FROM worker) AS slots,
               (SELECT coalesce(sum(jobs), 0) FROM job_counts_now WHERE status = 'queued')
                   AS queued,
               (SELECT coalesce(greatest(extract(epoch FROM p_now - run_at), 0), 0) FROM head)
                   AS wait,
               (SELECT coalesce(sum(entries), 0) FROM dead_letter_counts_now
                WHERE state IN ('open', 'pending', 'parked')) AS dead_letters)
    INSERT INTO fleet_statistics AS s (seconds, at, samples, running, most_running, slots, queued,
                                       most_queued, longest_wait, dead_letters, most_dead_letters)
    SELECT l.seconds, date_bin(make_interval(secs => l.seconds), p_now, v_origin), 1, f.running,
           f.running, f.slots, f.queued, f.queued, f.wait, f.dead_letters, f.dead_letters
    FROM fleet f CROSS JOIN statistics_levels l
    ON CONFLICT (seconds, at) DO UPDATE SET
        samples = s.samples + 1, running = s.running + EXCLUDED.running,
        most_running = greatest(s.most_running, EXCLUDED.most_running),
        slots = s.slots + EXCLUDED.slots, queued = s.queued + EXCLUDED.queued,
        most_queued = greatest(s.most_queued, EXCLUDED.most_queued),
        longest_wait = greatest(s.longest_wait, EXCLUDED.longest_wait),
        dead_letters = s.dead_letters + EXCLUDED.dead_letters,
        most_dead_letters = greatest(s.most_dead_letters, EXCLUDED.most_dead_letters);
END $$;

-- Removes at most p_limit rows of each table that are older than their level is kept.
CREATE FUNCTION forget_statistics(p_now timestamptz, p_limit integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['engine_statistics', 'engine_durations', 'fleet_statistics',
                                   'worker_statistics']
    LOOP
        EXECUTE format(
            'DELETE FROM %1$I WHERE ctid = ANY (ARRAY(
                 SELECT s.ctid FROM statistics_levels l JOIN %1$I s USING (seconds)
                 WHERE s.at < $1 - l.keep LIMIT $2))', v_table)
        USING p_now, p_limit;
    END LOOP;
END $$;

-- A standing duty, about every ten seconds: counts at most about p_limit attempts, samples the fleet
-- and removes what is too old. Answers how many attempts; as many as p_limit: call again at once.
-- While another process is at it there is nothing to do.
CREATE FUNCTION collect_statistics(p_limit integer DEFAULT 20000, p_now timestamptz DEFAULT NULL)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(permitted_time(p_now), clock_timestamp());
    v_mark statistics_mark;
    v_until timestamptz;
    v_last timestamptz;
    v_count integer := 0;
BEGIN
    SELECT * INTO v_mark FROM statistics_mark FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    -- An attempt ends within its transaction and is seen after it: what may still come is waited
    -- for, but not for ever for a transaction that somebody left open.
    SELECT least(v_now - interval '2 seconds',
                 CASE WHEN min(xact_start) > v_now - interval '10 minutes' THEN min(xact_start)
                      WHEN min(xact_start) IS NOT NULL THEN v_now - interval '10 minutes' END)
    INTO v_until FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL
      AND pid <> pg_backend_pid();
    IF v_until > v_mark.counted_until THEN
        SELECT CASE WHEN count(*) < p_limit THEN v_until ELSE max(ended_at) END INTO v_last
        FROM (SELECT ended_at FROM job_attempts
              WHERE ended_at > v_mark.counted_until AND ended_at <= v_until
              ORDER BY ended_at LIMIT p_limit) batch;
        v_count := count_attempts(v_mark.counted_until, v_last, v_now);
        UPDATE statistics_mark SET counted_until = v_last;
    END IF;
    IF date_bin('10 seconds', v_now, '2000-01-01 00:00Z') > v_mark.sampled_at THEN
        PERFORM sample_fleet(v_now);
        PERFORM forget_statistics(v_now, 5000);
        UPDATE statistics_mark SET sampled_at = v_now;
    END IF;
    RETURN v_count;
END $$;

-- How long a level of statistics is kept.
CREATE FUNCTION set_statistics_retention(p_seconds integer, p_keep interval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_before interval;
BEGIN
    SELECT keep INTO v_before FROM statistics_levels WHERE seconds = p_seconds FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There are no statistics by % seconds, but by %', p_seconds,
            (SELECT string_agg(seconds::text, ', ' ORDER BY seconds) FROM statistics_levels)
            USING ERRCODE = 'EJ404';
    END IF;
    IF p_keep IS NULL OR p_keep < make_interval(secs => p_seconds) OR p_keep > interval '20 years' THEN
        RAISE EXCEPTION 'Statistics by % seconds are kept for at least that long and at most 20 years',
            p_seconds USING ERRCODE = 'EJ400';
    END IF;
    UPDATE statistics_levels SET keep = p_keep WHERE seconds = p_seconds;
    INSERT INTO audit_log (action, target, data)
    VALUES ('set_statistics_retention', p_seconds || ' s',
            jsonb_build_object('before', v_before, 'after', p_keep));
END $$;

-- ---------------------------------------------------------------------------------------------
-- Reading.

-- Which level answers for a range, and into what steps its buckets are put together for at most
-- p_points of them: the finest level that still keeps the beginning and has at most 720 buckets.
CREATE FUNCTION statistics_step(p_from timestamptz, p_to timestamptz, p_points integer DEFAULT 300,
                                p_now timestamptz DEFAULT NULL)
RETURNS TABLE (seconds integer, step_seconds integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_now timestamptz := coalesce(permitted_time(p_now), clock_timestamp());
    v_range double precision := extract(epoch FROM p_to - p_from);
BEGIN
    IF p_from IS NULL OR p_to IS NULL OR p_to <= p_from OR NOT isfinite(p_from)
       OR NOT isfinite(p_to) OR p_points IS NULL OR p_points < 2 THEN
        RAISE EXCEPTION 'A range has a beginning, a later end and at least two points'
            USING ERRCODE = 'EJ400';
    END IF;
    RETURN QUERY
    SELECT l.seconds, l.seconds * coalesce(
               (SELECT min(f) FROM unnest(ARRAY[1, 2, 3, 5, 6, 10, 12, 15, 20, 30, 60]) f
                WHERE f >= l.least_factor), l.least_factor)
    FROM (SELECT level.seconds, greatest(ceil(v_range / level.seconds / (p_points - 1)), 1)::integer
                     AS least_factor,
                 p_from >= v_now - level.keep AND v_range / level.seconds <= 720 AS fits
          FROM statistics_levels level) l
    ORDER BY l.fits DESC, CASE WHEN l.fits THEN l.seconds ELSE -l.seconds END LIMIT 1;
END $$;

-- Runs by engine and step. engine null: all engines; at null: the whole range. Percentiles in
-- seconds of the completed ones. Steps without any run are missing.
CREATE FUNCTION read_engine_statistics(
    p_from timestamptz, p_to timestamptz, p_points integer DEFAULT 300)
RETURNS TABLE (engine text, at timestamptz, started bigint, completed bigint, failed bigint,
               timed_out bigint, cancelled bigint, retried bigint, lost bigint, records bigint,
               bytes bigint, ran_seconds double precision, waits bigint,
               waited_seconds double precision, longest_wait double precision,
               p50 double precision, p95 double precision, p99 double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
-- Compiling such a query takes longer than running it.
SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_origin constant timestamptz := '2000-01-01 00:00Z';
    v_level integer;
    v_step interval;
    v_from timestamptz;
BEGIN
    SELECT s.seconds, make_interval(secs => s.step_seconds) INTO v_level, v_step
    FROM statistics_step(p_from, p_to, p_points) s;
    v_from := date_bin(v_step, p_from, v_origin);
    RETURN QUERY
    WITH bucket AS (
        SELECT s.*, date_bin(v_step, s.at, v_origin) AS step FROM engine_statistics s
        WHERE s.seconds = v_level AND s.at >= v_from AND s.at < p_to),
    total AS (
        SELECT coalesce(b.engine COLLATE "C", '*') AS name,
               coalesce(b.step, 'infinity') AS step,
               sum(b.started)::bigint AS started, sum(b.completed)::bigint AS completed,
               sum(b.failed)::bigint AS failed, sum(b.timed_out)::bigint AS timed_out,
               sum(b.cancelled)::bigint AS cancelled, sum(b.retried)::bigint AS retried,
               sum(b.lost)::bigint AS lost, sum(b.records)::bigint AS records,
               sum(b.bytes)::bigint AS bytes, sum(b.ran_seconds) AS ran,
               sum(b.waits)::bigint AS waits, sum(b.waited_seconds) AS waited,
               max(b.longest_wait) AS longest
        FROM bucket b GROUP BY GROUPING SETS ((b.engine, b.step), (b.engine), (b.step), ())),
    -- Sums of double precision and bytewise comparison: twice as fast as the usual ones.
    fine AS (
        SELECT d.engine COLLATE "C" AS engine, date_bin(v_step, d.at, v_origin) AS step, d.bin,
               sum(d.attempts::double precision) AS attempts
        FROM engine_durations d
        WHERE d.seconds = v_level AND d.at >= v_from AND d.at < p_to
        GROUP BY 1, 2, 3),
    bins AS (
        SELECT coalesce(f.engine, '*') AS name, coalesce(f.step, 'infinity') AS step, f.bin,
               sum(f.attempts) AS attempts
        FROM fine f
        GROUP BY GROUPING SETS ((f.engine, f.step, f.bin), (f.engine, f.bin), (f.step, f.bin), (f.bin))),
    ranked AS (
        SELECT b.name, b.step, 0.001 * 1.1::double precision ^ greatest(b.bin - 0.5, 0) AS value,
               sum(b.attempts) OVER (PARTITION BY b.name, b.step ORDER BY b.bin ROWS UNBOUNDED PRECEDING)
                   AS upto
        FROM bins b),
    percentile AS (
        SELECT r.name, r.step, min(r.value) FILTER (WHERE r.upto >= t.completed * 0.5::double precision) AS p50,
               min(r.value) FILTER (WHERE r.upto >= t.completed * 0.95::double precision) AS p95,
               min(r.value) FILTER (WHERE r.upto >= t.completed * 0.99::double precision) AS p99
        FROM ranked r JOIN total t ON t.name = r.name AND t.step = r.step
        GROUP BY r.name, r.step)
    SELECT nullif(t.name, '*'), CASE WHEN isfinite(t.step) THEN t.step END, t.started, t.completed,
           t.failed, t.timed_out, t.cancelled, t.retried, t.lost, t.records, t.bytes, t.ran,
           t.waits, t.waited, t.longest, p.p50, p.p95, p.p99
    FROM total t LEFT JOIN percentile p ON p.name = t.name AND p.step = t.step
    WHERE t.started IS NOT NULL
    ORDER BY t.name, t.step;
END $$;

-- How the fleet stood, by step: means over its samples, and the largest. Steps without any sample,
-- when no process was there to take one, are missing.
CREATE FUNCTION read_fleet_statistics(
    p_from timestamptz, p_to timestamptz, p_points integer DEFAULT 300)
RETURNS TABLE (at timestamptz, running double precision, most_running bigint,
               slots double precision, queued double precision, most_queued bigint,
               longest_wait double precision, dead_letters double precision,
               most_dead_letters bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_origin constant timestamptz := '2000-01-01 00:00Z';
    v_level integer;
    v_step interval;
BEGIN
    SELECT s.seconds, make_interval(secs => s.step_seconds) INTO v_level, v_step
    FROM statistics_step(p_from, p_to, p_points) s;
    RETURN QUERY
    SELECT date_bin(v_step, s.at, v_origin), sum(s.running) / sum(s.samples), max(s.most_running),
           sum(s.slots) / sum(s.samples), sum(s.queued) / sum(s.samples), max(s.most_queued),
           max(s.longest_wait), sum(s.dead_letters) / sum(s.samples), max(s.most_dead_letters)
    FROM fleet_statistics s
    WHERE s.seconds = v_level AND s.at >= date_bin(v_step, p_from, v_origin) AND s.at < p_to
    GROUP BY 1 ORDER BY 1;
END $$;

-- The same per worker. worker_id null: it was removed since.
CREATE FUNCTION read_worker_statistics(
    p_from timestamptz, p_to timestamptz, p_points integer DEFAULT 300)
RETURNS TABLE (worker_no bigint, worker_id text, worker text, at timestamptz,
               running double precision, slots double precision, cpu_percent double precision,
               most_cpu_percent double precision, memory_percent double precision,
               most_memory_percent double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_origin constant timestamptz := '2000-01-01 00:00Z';
    v_level integer;
    v_step interval;
BEGIN
    SELECT s.seconds, make_interval(secs => s.step_seconds) INTO v_level, v_step
    FROM statistics_step(p_from, p_to, p_points) s;
    RETURN QUERY
    SELECT s.worker_no, w.worker_id, w.node_name, s.at, s.running, s.slots, s.cpu, s.most_cpu,
           s.memory, s.most_memory
    FROM (SELECT p.worker_no, date_bin(v_step, p.at, v_origin) AS at,
                 sum(p.running) / sum(p.samples) AS running, sum(p.slots) / sum(p.samples) AS slots,
                 sum(p.cpu) / nullif(sum(p.cpu_samples), 0) AS cpu,
                 max(p.most_cpu) AS most_cpu,
                 sum(p.memory) / nullif(sum(p.mem_samples), 0) AS memory,
                 max(p.most_memory) AS most_memory
          FROM worker_statistics p
          WHERE p.seconds = v_level AND p.at >= date_bin(v_step, p_from, v_origin) AND p.at < p_to
          GROUP BY 1, 2) s
    LEFT JOIN workers w USING (worker_no)
    ORDER BY w.node_name, s.worker_no, s.at;
END $$;

-- The states that breakers were in, without gaps, from the state at p_from on; the last one of each
-- ends with p_to. The breakers named 'database' are one for each process that wrote one down.
CREATE FUNCTION read_breaker_periods(p_from timestamptz, p_to timestamptz)
RETURNS TABLE (name text, worker text, engine text, state text, began_at timestamptz,
               ended_at timestamptz, reason text, actor text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF p_from IS NULL OR p_to IS NULL OR p_to <= p_from THEN
        RAISE EXCEPTION 'A range has a beginning and a later end' USING ERRCODE = 'EJ400';
    END IF;
    RETURN QUERY
    WITH event AS (
        SELECT e.name, CASE WHEN e.name = 'database' THEN e.worker END AS process, e.at, e.event_no,
               e.from_state, e.to_state, e.reason, e.actor
        FROM circuit_breaker_events e),
    breaker AS (
        SELECT b.name, NULL::text AS process, b.state FROM circuit_breakers b
        UNION
        SELECT e.name, e.process, e.from_state FROM (
            SELECT DISTINCT ON (name, process) * FROM event WHERE at >= p_from
            ORDER BY name, process, at, event_no) e
        WHERE NOT EXISTS (SELECT FROM circuit_breakers b WHERE b.name = e.name)),
    entered AS (
        SELECT b.name, b.process, p_from AS at, 0::bigint AS event_no,
               coalesce(before.to_state, after.from_state, b.state) AS state, before.reason,
               before.actor
        FROM breaker b
        LEFT JOIN LATERAL (
            SELECT e.to_state, e.reason, e.actor FROM event e
            WHERE e.name = b.name AND e.process IS NOT DISTINCT FROM b.process AND e.at < p_from
            ORDER BY e.at DESC, e.event_no DESC LIMIT 1) before ON true
        LEFT JOIN LATERAL (
            SELECT e.from_state FROM event e
            WHERE e.name = b.name AND e.process IS NOT DISTINCT FROM b.process AND e.at >= p_from
            ORDER BY e.at, e.event_no LIMIT 1) after ON true
        UNION ALL
        SELECT e.name, e.process, e.at, e.event_no, e.to_state, e.reason, e.actor
        FROM event e WHERE e.at >= p_from AND e.at < p_to)
    SELECT n.name, n.process, CASE WHEN n.name <> 'database' THEN split_part(n.name, '@', 1) END,
           n.state, n.at,
           coalesce(lead(n.at) OVER (PARTITION BY n.name, n.process ORDER BY n.at, n.event_no), p_to),
           n.reason, n.actor
    FROM entered n ORDER BY n.name, n.process, n.at, n.event_no;
END $$;

REVOKE EXECUTE ON FUNCTION
    count_attempts(timestamptz, timestamptz, timestamptz),
    sample_fleet(timestamptz),
    forget_statistics(timestamptz, integer),
    set_statistics_retention(integer, interval)
FROM PUBLIC;
