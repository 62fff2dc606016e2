-- Executors of a Spark cluster beside the processes of the fleet, and what engines tell of a run.

-- What a process's engine works with elsewhere. A row hangs on the lease of its process: it goes
-- when the process leaves, registers again or is declared dead.
CREATE TABLE worker_executors (
    worker_no         bigint NOT NULL,
    application       text NOT NULL,
    executor_id       text NOT NULL,
    version           text NOT NULL,
    host              text NOT NULL,
    cores             integer NOT NULL,
    memory_bytes      bigint NOT NULL,
    memory_used_bytes bigint NOT NULL,
    active_tasks      integer NOT NULL,
    completed_tasks   bigint NOT NULL,
    failed_tasks      bigint NOT NULL,
    added_at          timestamptz NOT NULL,
    -- When and why it was lost; one that was given back in order is not kept.
    lost_at           timestamptz,
    loss              text,
    CONSTRAINT worker_executors_pkey PRIMARY KEY (worker_no, application, executor_id),
    CONSTRAINT worker_executors_counts_not_negative
        CHECK (cores >= 0 AND memory_bytes >= 0 AND memory_used_bytes >= 0 AND active_tasks >= 0
               AND completed_tasks >= 0 AND failed_tasks >= 0),
    CONSTRAINT worker_executors_lost_with_reason CHECK ((lost_at IS NULL) = (loss IS NULL))
) WITH (fillfactor = 50);

CREATE FUNCTION clear_executors() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    DELETE FROM worker_executors WHERE worker_no = NEW.worker_no;
    RETURN NULL;
END $$;

-- Of the columns named here a heartbeat changes none, so it does not even come by.
CREATE TRIGGER worker_leases_clear_executors
AFTER UPDATE OF state, epoch ON worker_leases
FOR EACH ROW WHEN (NEW.state <> 'alive' OR NEW.epoch <> OLD.epoch)
EXECUTE FUNCTION clear_executors();

-- Replaces what is known of a process's executors. False: it is no longer a member.
CREATE FUNCTION report_executors(p_worker_no bigint, p_epoch integer, p_executors jsonb)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    PERFORM FROM worker_leases l JOIN workers w USING (worker_no)
    WHERE l.worker_no = p_worker_no AND l.epoch = p_epoch AND l.state = 'alive'
      AND w.owner = session_user
    FOR KEY SHARE OF l;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM worker_executors e WHERE e.worker_no = p_worker_no
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(p_executors) r
                      WHERE r ->> 'application' = e.application AND r ->> 'executor_id' = e.executor_id);
    INSERT INTO worker_executors AS e (
        worker_no, application, executor_id, version, host, cores, memory_bytes,
        memory_used_bytes, active_tasks, completed_tasks, failed_tasks, added_at, lost_at, loss)
    SELECT p_worker_no, r.application, r.executor_id, r.version, r.host, r.cores, r.memory_bytes,
           r.memory_used_bytes, r.active_tasks, r.completed_tasks, r.failed_tasks,
           coalesce(r.added_at, clock_timestamp()),
           CASE WHEN r.loss IS NOT NULL THEN coalesce(r.lost_at, clock_timestamp()) END, r.loss
    FROM jsonb_to_recordset(p_executors) AS r (application text, executor_id text, version text,
        host text, cores integer, memory_bytes bigint, memory_used_bytes bigint,
        active_tasks integer, completed_tasks bigint, failed_tasks bigint, added_at timestamptz,
        lost_at timestamptz, loss text)
    ON CONFLICT (worker_no, application, executor_id) DO UPDATE SET
        cores = EXCLUDED.cores, memory_bytes = EXCLUDED.memory_bytes,
        memory_used_bytes = EXCLUDED.memory_used_bytes, active_tasks = EXCLUDED.active_tasks,
        completed_tasks = EXCLUDED.completed_tasks, failed_tasks = EXCLUDED.failed_tasks,
        lost_at = coalesce(e.lost_at, EXCLUDED.lost_at), loss = coalesce(e.loss, EXCLUDED.loss)
    -- Most reports change nothing for most rows.
    WHERE (e.cores, e.memory_bytes, e.memory_used_bytes, e.active_tasks, e.completed_tasks,
           e.failed_tasks, e.loss)
          IS DISTINCT FROM
          (EXCLUDED.cores, EXCLUDED.memory_bytes, EXCLUDED.memory_used_bytes,
           EXCLUDED.active_tasks, EXCLUDED.completed_tasks, EXCLUDED.failed_tasks, EXCLUDED.loss);
    RETURN true;
END $$;

-- Everything that executes: processes, and the executors that belong to them.
CREATE VIEW fleet AS
SELECT worker_no, worker_id, node_name, kind, host_name, version, status, last_heartbeat,
       heartbeat_age_seconds, clock_skew_seconds, slots, running_jobs, cpu_percent,
       memory_percent, capabilities, owner, state, NULL::text AS part_of, NULL::jsonb AS executor
FROM worker_list
UNION ALL
SELECT w.worker_no, w.worker_id || '/' || e.application || '/' || e.executor_id,
       'Executor ' || e.executor_id, 'spark_executor', e.host, e.version,
       CASE WHEN e.lost_at IS NOT NULL OR w.status = 'lost' THEN 'lost'
            WHEN e.active_tasks >= e.cores THEN 'busy'
            ELSE 'online' END,
       coalesce(e.lost_at, w.last_heartbeat),
       extract(epoch FROM clock_timestamp() - coalesce(e.lost_at, w.last_heartbeat))
           ::double precision,
       NULL, e.cores, e.active_tasks, NULL,
       100 * e.memory_used_bytes::double precision / nullif(e.memory_bytes, 0), '{}', w.owner,
       CASE WHEN e.lost_at IS NULL THEN w.state ELSE 'lost' END, w.node_name,
       jsonb_build_object('application', e.application, 'executor_id', e.executor_id,
                          'memory_bytes', e.memory_bytes, 'completed_tasks', e.completed_tasks,
                          'failed_tasks', e.failed_tasks, 'added_at', e.added_at,
                          'lost_at', e.lost_at, 'loss', e.loss)
FROM worker_executors e JOIN worker_list w USING (worker_no);

-- Events that the engine of a running job tells of it, by its worker's own login. False: the claim
-- was lost, nothing was stored.
CREATE FUNCTION report_run_events(p_worker_no bigint, p_no bigint, p_epoch integer, p_events jsonb)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_worker text := own_worker(p_worker_no);
BEGIN
    PERFORM FROM job_leases WHERE no = p_no AND epoch = p_epoch AND worker_no = p_worker_no
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO job_events (no, event, epoch, actor, reason)
    SELECT p_no, left(e.value ->> 'event', 100), p_epoch, coalesce(v_worker, 'unknown'),
           left(e.value ->> 'text', 2000)
    FROM jsonb_array_elements(p_events) WITH ORDINALITY AS e (value, place)
    ORDER BY e.place LIMIT 1000;
    RETURN true;
END $$;
