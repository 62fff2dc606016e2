-- Writing is done by functions only. Each pins its search path (pg_temp last, or a temporary table
-- could shadow ours) and takes the caller from session_user.
--
-- orchestrator.writer says who changes jobs: 'hot' functions keep queue and counters themselves,
-- 'internal' ones leave the counters to a trigger, and for everybody else (version 1, a plain
-- UPDATE in psql) triggers do all of it.

CREATE FUNCTION job_rank(p_priority text) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE p_priority WHEN 'critical' THEN 0 WHEN 'urgent' THEN 1 WHEN 'high' THEN 2
                           WHEN 'normal' THEN 3 ELSE 4 END::smallint
$$;

CREATE FUNCTION lane_of(p_queue text, p_type text, p_engine text, p_owner text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_lane integer;
BEGIN
    SELECT lane_id INTO v_lane FROM lanes
    WHERE queue_name = p_queue AND job_type = p_type AND engine = p_engine AND owner = p_owner;
    IF v_lane IS NULL THEN
        INSERT INTO queues (name) VALUES (p_queue) ON CONFLICT DO NOTHING;
        INSERT INTO lanes (queue_name, job_type, engine, owner)
        VALUES (p_queue, p_type, p_engine, p_owner)
        -- Locks and returns the row that somebody else made at the same moment.
        ON CONFLICT ON CONSTRAINT lanes_unique DO UPDATE SET engine = EXCLUDED.engine
        RETURNING lane_id INTO v_lane;
    END IF;
    RETURN v_lane;
END $$;

-- Queues jobs that wait for nothing any more; those that still wait for a time get a timer.
CREATE FUNCTION ready_jobs(p_nos bigint[], p_now timestamptz DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
    v_count integer;
BEGIN
    INSERT INTO job_timers (run_at, no)
    SELECT run_at, no FROM jobs
    WHERE no = ANY (p_nos) AND status IN ('pending', 'retrying') AND open_parents = 0
      AND run_at > v_now
    ON CONFLICT DO NOTHING;

    WITH readied AS (
        UPDATE jobs SET status = 'queued', updated_at = v_now
        WHERE no = ANY (p_nos) AND status IN ('pending', 'retrying') AND open_parents = 0
          AND (run_at IS NULL OR run_at <= v_now)
        RETURNING lane_id, priority, run_at, created_at, no)
    INSERT INTO job_queue (lane_id, rank, run_at, no)
    SELECT lane_id, job_rank(priority), coalesce(run_at, created_at), no FROM readied
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- A row that another client inserted: fill in what only we know.
CREATE FUNCTION jobs_complete_foreign_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    NEW.queue_name := coalesce(NEW.queue_name, 'default');
    NEW.owner := coalesce(NEW.owner, session_user);
    NEW.created_at := coalesce(NEW.created_at, clock_timestamp());
    NEW.updated_at := coalesce(NEW.updated_at, NEW.created_at);
    NEW.config := coalesce(NEW.config, '{}');
    NEW.lane_id := lane_of(NEW.queue_name, NEW.job_type, coalesce(NEW.requested_engine, ''),
                           NEW.owner);
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_complete_foreign_row BEFORE INSERT ON jobs
    FOR EACH ROW WHEN (NEW.lane_id IS NULL) EXECUTE FUNCTION jobs_complete_foreign_row();

-- Version 1 knows no finished_at.
CREATE FUNCTION jobs_date_the_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    NEW.finished_at := CASE WHEN NEW.finished_at IS NULL THEN clock_timestamp() END;
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_date_the_end BEFORE INSERT OR UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN ((NEW.status IN ('completed', 'failed', 'timeout', 'cancelled'))
          <> (NEW.finished_at IS NOT NULL))
    EXECUTE FUNCTION jobs_date_the_end();

-- One mechanism queues new jobs, whoever inserts them.
CREATE FUNCTION jobs_enqueue_new() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_foreign bigint[];
BEGIN
    INSERT INTO job_queue (lane_id, rank, run_at, no)
    SELECT lane_id, job_rank(priority), coalesce(run_at, created_at), no FROM new_jobs
    WHERE status = 'queued';

    INSERT INTO job_count_deltas (lane_id, status, delta)
    SELECT lane_id, status, count(*) FROM new_jobs GROUP BY lane_id, status;

    INSERT INTO job_states (status, no)
    SELECT status, no FROM new_jobs WHERE status <> 'queued';

    IF current_setting('orchestrator.writer', true) = 'hot' THEN
        INSERT INTO job_timers (run_at, no)
        SELECT run_at, no FROM new_jobs WHERE status = 'pending' AND open_parents = 0;
    ELSE
        SELECT array_agg(no) INTO v_foreign FROM new_jobs
        WHERE status IN ('pending', 'retrying') AND open_parents = 0;
        IF v_foreign IS NOT NULL THEN
            PERFORM ready_jobs(v_foreign);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_enqueue_new AFTER INSERT ON jobs REFERENCING NEW TABLE AS new_jobs
    FOR EACH STATEMENT EXECUTE FUNCTION jobs_enqueue_new();

CREATE FUNCTION jobs_count_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    INSERT INTO job_count_deltas (lane_id, status, delta)
    VALUES (OLD.lane_id, OLD.status, -1), (NEW.lane_id, NEW.status, 1);
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_count_change AFTER UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN (OLD.status <> NEW.status
          AND current_setting('orchestrator.writer', true) IS DISTINCT FROM 'hot')
    EXECUTE FUNCTION jobs_count_change();

CREATE FUNCTION jobs_index_state() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    DELETE FROM job_states WHERE status = OLD.status AND no = OLD.no;
    IF NEW.status <> 'queued'
       AND (NEW.status <> 'completed'
            OR current_setting('orchestrator.writer', true) IS DISTINCT FROM 'hot')
    THEN
        INSERT INTO job_states (status, no) VALUES (NEW.status, NEW.no) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_index_state AFTER UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN (OLD.status <> NEW.status
          AND (OLD.status <> 'queued' OR NEW.status <> 'completed'
               OR current_setting('orchestrator.writer', true) IS DISTINCT FROM 'hot'))
    EXECUTE FUNCTION jobs_index_state();

CREATE FUNCTION jobs_forget_deleted() RETURNS trigger
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
    DELETE FROM job_attempts a USING old_jobs o WHERE a.no = o.no;
    DELETE FROM job_events e USING old_jobs o WHERE e.no = o.no;
    DELETE FROM job_logs g USING old_jobs o WHERE g.no = o.no;
    DELETE FROM job_dependencies d USING old_jobs o WHERE d.no = o.no;
    DELETE FROM job_dependencies d USING old_jobs o WHERE d.parent_no = o.no;
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_forget_deleted AFTER DELETE ON jobs REFERENCING OLD TABLE AS old_jobs
    FOR EACH STATEMENT EXECUTE FUNCTION jobs_forget_deleted();

-- Refuses what can never be stored, in words, and makes the lanes the jobs will need.
CREATE FUNCTION prepare_submissions(p_jobs jsonb) RETURNS void
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
                 timeout_seconds double precision, idempotency_key text))
             WITH ORDINALITY AS x (name, type, priority, queue, engine, config, timeout_seconds,
                                   idempotency_key, ord)
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

-- Makes jobs wait for their parents. The arrays are pairs of ids.
CREATE FUNCTION link_parents(p_children text[], p_parents text[]) RETURNS void
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

    INSERT INTO job_dependencies (parent_no, no)
    SELECT DISTINCT parent.no, child.no
    FROM unnest(p_children, p_parents) AS pair (child_id, parent_id)
    JOIN jobs child ON child.job_id = pair.child_id
    JOIN jobs parent ON parent.job_id = pair.parent_id
    ON CONFLICT DO NOTHING;

    WITH open AS (
        SELECT d.no, count(*) FILTER (WHERE parent.status <> 'completed') AS parents
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

-- Stores jobs and returns their ids in the order given. A known idempotency key of the same owner
-- gives the id of the job it was first used for, and stores nothing.
CREATE FUNCTION submit_jobs(p_jobs jsonb, p_notify boolean DEFAULT true) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'hot' AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_millis text := lpad(to_hex((extract(epoch FROM v_now) * 1000)::bigint), 12, '0');
    -- The front of a version 7 UUID: ids of one moment lie together in the index.
    v_front text := left(v_millis, 8) || '-' || right(v_millis, 4) || '-7';
    v_new text[];
    v_ids text[];
    v_children text[];
    v_parents text[];
BEGIN
    PERFORM prepare_submissions(p_jobs);

    WITH stored AS (
        INSERT INTO jobs (job_id, job_name, job_type, priority, processing_strategy, status,
            config, input_config, output_config, created_by, created_at, updated_at, max_retries,
            parent_job_id, lane_id, queue_name, requested_engine, owner, open_parents, tags,
            idempotency_key, run_at, timeout_seconds, retry_policy, note)
        SELECT coalesce(x.job_id, v_front || substr(gen_random_uuid()::text, 16)), x.name, x.type,
            coalesce(x.priority, 'normal'), coalesce(x.processing_strategy, 'parallel_chunks'),
            CASE WHEN cardinality(x.parents) > 0 OR x.run_at > v_now THEN 'pending'
                 ELSE 'queued' END,
            coalesce(x.config, '{}'), x.input_config, x.output_config,
            coalesce(x.created_by, session_user), v_now, v_now, coalesce(x.max_retries, 3),
            x.parent_job_id, l.lane_id, l.queue_name, x.engine, session_user,
            coalesce(cardinality(x.parents), 0), coalesce(x.tags, '{}'), x.idempotency_key,
            x.run_at, x.timeout_seconds, x.retry_policy, x.note
        FROM ROWS FROM (jsonb_to_recordset(p_jobs) AS (
                 job_id text, name text, type text, priority text, processing_strategy text,
                 config jsonb, input_config jsonb, output_config jsonb, created_by text,
                 max_retries integer, parent_job_id text, queue text, engine text, parents text[],
                 tags text[], idempotency_key text, run_at timestamptz,
                 timeout_seconds double precision, retry_policy text, note text))
             WITH ORDINALITY AS x (job_id, name, type, priority, processing_strategy, config,
                 input_config, output_config, created_by, max_retries, parent_job_id, queue,
                 engine, parents, tags, idempotency_key, run_at, timeout_seconds, retry_policy,
                 note, ord)
        JOIN lanes l ON l.queue_name = coalesce(x.queue, 'default') AND l.job_type = x.type
                    AND l.engine = coalesce(x.engine, '') AND l.owner = session_user
        ORDER BY x.ord
        ON CONFLICT (owner, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
        RETURNING no, job_id)
    SELECT coalesce(array_agg(job_id ORDER BY no), '{}') INTO v_new FROM stored;

    IF cardinality(v_new) = jsonb_array_length(p_jobs) THEN
        v_ids := v_new;
    ELSE
        -- A new statement, so that it sees what another transaction committed meanwhile.
        WITH item AS (
            SELECT i.ord, i.job ->> 'idempotency_key' AS key,
                   row_number() OVER (PARTITION BY i.job ->> 'idempotency_key' IS NULL
                                      ORDER BY i.ord) AS nth
            FROM jsonb_array_elements(p_jobs) WITH ORDINALITY AS i (job, ord)),
        keyless AS (
            SELECT job_id, row_number() OVER (ORDER BY no) AS nth FROM jobs
            WHERE job_id = ANY (v_new) AND idempotency_key IS NULL)
        SELECT array_agg(coalesce(known.job_id, keyless.job_id) ORDER BY item.ord) INTO v_ids
        FROM item
        LEFT JOIN jobs known ON known.owner = session_user AND known.idempotency_key = item.key
        LEFT JOIN keyless ON item.key IS NULL AND keyless.nth = item.nth;
    END IF;

    SELECT array_agg(v_ids[i.ord]), array_agg(parent) INTO v_children, v_parents
    FROM jsonb_array_elements(p_jobs) WITH ORDINALITY AS i (job, ord)
    CROSS JOIN LATERAL jsonb_array_elements_text(i.job -> 'parents') AS parent
    WHERE jsonb_typeof(i.job -> 'parents') = 'array' AND v_ids[i.ord] = ANY (v_new);
    IF v_children IS NOT NULL THEN
        PERFORM link_parents(v_children, v_parents);
    END IF;

    IF p_notify AND cardinality(v_new) > 0 THEN
        PERFORM pg_notify('${schema}_jobs', '');
    END IF;
    RETURN v_ids;
END $$;

-- The same for one job, to be typed by people.
CREATE FUNCTION submit_job(
    p_name text,
    p_type text,
    p_config jsonb DEFAULT '{}',
    p_priority text DEFAULT 'normal',
    p_queue text DEFAULT 'default',
    p_engine text DEFAULT NULL,
    p_run_at timestamptz DEFAULT NULL,
    p_idempotency_key text DEFAULT NULL,
    p_parents text[] DEFAULT '{}',
    p_tags text[] DEFAULT '{}',
    p_timeout_seconds double precision DEFAULT NULL,
    p_retry_policy text DEFAULT NULL) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT (submit_jobs(jsonb_build_array(jsonb_build_object(
        'name', p_name, 'type', p_type, 'config', p_config, 'priority', p_priority,
        'queue', p_queue, 'engine', p_engine, 'run_at', p_run_at,
        'idempotency_key', p_idempotency_key, 'parents', p_parents, 'tags', p_tags,
        'timeout_seconds', p_timeout_seconds, 'retry_policy', p_retry_policy))))[1]
$$;
