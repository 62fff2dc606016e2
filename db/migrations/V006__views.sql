-- What people and programs read. A leased job is running, whatever its wide row says.

CREATE VIEW job_counts_now AS
SELECT lane_id, status, sum(jobs)::bigint AS jobs FROM (
    SELECT lane_id, status, jobs FROM job_counts
    UNION ALL SELECT lane_id, status, delta FROM job_count_deltas
    UNION ALL SELECT lane_id, 'queued', -1 FROM job_leases WHERE NOT marked
    UNION ALL SELECT lane_id, 'running', 1 FROM job_leases WHERE NOT marked) c
GROUP BY lane_id, status;

CREATE VIEW job_list AS
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
                     THEN 'No worker takes this kind of job' END
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

CREATE VIEW worker_list AS
SELECT
    w.worker_no, w.worker_id, w.node_name, w.kind, w.host_name, w.version,
    CASE WHEN l.state = 'lost' OR (l.state = 'alive' AND l.expires_at < clock_timestamp())
             THEN 'lost'
         WHEN l.state = 'gone' OR l.state IS NULL THEN 'offline'
         WHEN l.draining THEN 'draining'
         WHEN l.paused THEN 'paused'
         WHEN l.running_jobs >= w.max_concurrent_jobs THEN 'busy'
         ELSE 'online' END AS status,
    coalesce(l.last_heartbeat, w.last_heartbeat) AS last_heartbeat,
    extract(epoch FROM clock_timestamp() - coalesce(l.last_heartbeat, w.last_heartbeat))
        ::double precision AS heartbeat_age_seconds,
    extract(epoch FROM l.clock_skew)::double precision AS clock_skew_seconds,
    w.max_concurrent_jobs AS slots,
    CASE l.state WHEN 'alive' THEN l.running_jobs ELSE 0 END AS running_jobs,
    l.cpu_percent, l.memory_percent, w.capabilities, w.owner, l.state
FROM workers w LEFT JOIN worker_leases l ON l.worker_no = w.worker_no;

-- Submission, starts and ends beside the stored events; in the order they happened.
CREATE VIEW job_history AS
SELECT j.no, j.created_at AS at, 'submitted' AS event, 0 AS epoch, j.owner AS actor,
       NULL::text AS reason, NULL::jsonb AS data, 0 AS place
FROM jobs j
UNION ALL
SELECT a.no, a.started_at, 'started', a.epoch, coalesce(w.node_name, 'unknown'), NULL,
       CASE WHEN a.engine IS NULL THEN NULL ELSE jsonb_build_object('engine', a.engine) END, 1
FROM job_attempts a LEFT JOIN workers w ON w.worker_no = a.worker_no
WHERE a.outcome <> 'released'
UNION ALL
SELECT l.no, l.started_at, 'started', l.epoch, coalesce(w.node_name, 'unknown'), NULL,
       CASE WHEN r.engine IS NULL THEN NULL ELSE jsonb_build_object('engine', r.engine) END, 1
FROM job_leases l LEFT JOIN workers w ON w.worker_no = l.worker_no
LEFT JOIN job_runs r ON r.no = l.no AND r.epoch = l.epoch
UNION ALL
SELECT e.no, e.at, e.event, e.epoch, e.actor, e.reason, e.data, 2 FROM job_events e;

-- In words why a job has not started, or null if it has.
CREATE FUNCTION wait_reason(p_no bigint) RETURNS text
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
