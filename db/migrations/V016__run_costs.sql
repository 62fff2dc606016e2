-- What past runs of a job took, by engine: the router chooses by it where engines compete. One narrow
-- row for each name, kind and engine with its last eleven runs, written by the worker only for runs
-- that had a choice and took a while: short jobs write nothing here. The name is what people give a
-- recurring job; one that is given once leaves a row that is removed in time.
CREATE TABLE run_costs (
    job_type   text NOT NULL,
    job_name   text NOT NULL,
    engine     text NOT NULL,
    -- Of the last runs, newest last, item by item: how long, and the size of the inputs or -1.
    seconds    real[] NOT NULL,
    bytes      bigint[] NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT run_costs_pkey PRIMARY KEY (job_type, job_name, engine),
    CONSTRAINT run_costs_match
        CHECK (cardinality(seconds) = cardinality(bytes) AND cardinality(seconds) BETWEEN 1 AND 11)
) WITH (fillfactor = 70);

-- Adds one run of a job that this worker holds or has just completed. False: it does neither.
CREATE FUNCTION record_run_cost(
    p_worker_no bigint, p_no bigint, p_epoch integer, p_engine text, p_seconds double precision,
    p_bytes bigint)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    PERFORM FROM workers WHERE worker_no = p_worker_no AND owner = session_user;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF NOT EXISTS (SELECT FROM job_leases WHERE no = p_no AND epoch = p_epoch
                                            AND worker_no = p_worker_no)
       AND NOT EXISTS (SELECT FROM job_attempts WHERE no = p_no AND epoch = p_epoch
                                                  AND worker_no = p_worker_no
                                                  AND outcome = 'completed') THEN
        RETURN false;
    END IF;
    INSERT INTO run_costs AS c (job_type, job_name, engine, seconds, bytes)
    SELECT job_type, job_name, p_engine, ARRAY[greatest(p_seconds, 0)::real], ARRAY[p_bytes]
    FROM jobs WHERE no = p_no
    ON CONFLICT (job_type, job_name, engine) DO UPDATE SET
        seconds = (c.seconds || EXCLUDED.seconds)[greatest(cardinality(c.seconds) - 9, 1):],
        bytes = (c.bytes || EXCLUDED.bytes)[greatest(cardinality(c.bytes) - 9, 1):],
        updated_at = clock_timestamp();
    -- Now and then, and a bounded number: names that are not used any more.
    IF random() < 0.01 THEN
        DELETE FROM run_costs WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM run_costs WHERE updated_at < clock_timestamp() - interval '90 days'
            LIMIT 1000 FOR UPDATE SKIP LOCKED));
    END IF;
    RETURN true;
END $$;

-- What completed runs of a job of this kind and name took, by engine.
CREATE FUNCTION past_runs(p_job_type text, p_job_name text)
RETURNS TABLE (engine text, seconds real[], bytes bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT c.engine, c.seconds, c.bytes FROM run_costs c
    WHERE c.job_type = p_job_type AND c.job_name = p_job_name ORDER BY c.engine LIMIT 20
$$;

-- What a worker must know of a claimed job to choose among engines, in one call.
CREATE FUNCTION routing_facts(p_no bigint)
RETURNS TABLE (priority text, engine text, seconds real[], bytes bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT j.priority, p.engine, p.seconds, p.bytes
    FROM jobs j LEFT JOIN LATERAL past_runs(j.job_type, j.job_name) p ON true
    WHERE j.no = p_no
$$;

REVOKE ALL ON run_costs FROM PUBLIC;
