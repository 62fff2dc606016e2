-- The direct path: a worker stores jobs and takes them in one transaction, past the queue and
-- whatever waits in it. From then on they are jobs like all others: with a lease, epochs, events,
-- counts; if the worker dies they go into the queue.

CREATE FUNCTION submit_and_claim(p_worker_no bigint, p_epoch integer, p_jobs jsonb,
                                 p_refuse boolean DEFAULT false)
RETURNS TABLE (place integer, claimed boolean, reason text, no bigint, job_id text, epoch integer,
               job_name text, job_type text, config jsonb, requested_engine text,
               timeout_seconds double precision, owner text, retry_count integer,
               retry_policy text, previous_engine text, previous_engine_run_id text,
               publish_manifest jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    v_begun timestamptz := clock_timestamp();
    v_now timestamptz;
    v_millis text := lpad(to_hex((extract(epoch FROM v_begun) * 1000)::bigint), 12, '0');
    v_front text := left(v_millis, 8) || '-' || right(v_millis, 4) || '-7';
    v_worker text := own_worker(p_worker_no);
    v_jobs jsonb := p_jobs;
    v_ids text[];
    v_alive boolean;
    v_held text[];
    v_reason text;
BEGIN
    PERFORM FROM worker_leases l
    WHERE l.worker_no = p_worker_no AND l.epoch = p_epoch AND l.state = 'alive'
      AND l.expires_at > v_begun AND NOT l.paused AND NOT l.draining
    FOR KEY SHARE;
    v_alive := FOUND;
    SELECT array_agg(e.engine) INTO v_held
    FROM worker_engines e JOIN circuit_breakers b ON b.name = e.breaker
    WHERE e.worker_no = p_worker_no AND b.state <> 'closed';

    -- With an id of its own each, so that those are known that a key led to an older job.
    IF jsonb_typeof(p_jobs) = 'array' THEN
        SELECT coalesce(jsonb_agg(CASE WHEN i.job ->> 'job_id' IS NOT NULL
                                            OR jsonb_typeof(i.job) <> 'object' THEN i.job
                                       ELSE i.job || jsonb_build_object('job_id',
                                            v_front || substr(gen_random_uuid()::text, 16)) END
                                  ORDER BY i.ord), '[]')
        INTO v_jobs FROM jsonb_array_elements(p_jobs) WITH ORDINALITY AS i (job, ord);
    END IF;
    v_ids := submit_jobs(v_jobs, false);
    v_now := clock_timestamp();

    RETURN QUERY
    WITH item AS MATERIALIZED (
        SELECT i.ord::integer AS place, j.no, j.lane_id, job_rank(j.priority) AS rank,
               coalesce(j.run_at, j.created_at) AS queued_at,
               -- Also one that came with this very id before.
               CASE WHEN v_ids[i.ord] <> i.job ->> 'job_id' OR j.created_at < v_begun THEN
                        'There was a job with this key already'
                    WHEN j.status <> 'queued' THEN 'It waits for its time or for other jobs'
                    WHEN q.paused THEN 'Queue ' || q.name || ' is paused'
                    WHEN NOT v_alive THEN 'This worker may take no jobs now'
                    WHEN w.worker_no IS NULL THEN 'This worker does not take such jobs'
                    WHEN lane.engine = ANY (v_held)
                         OR (lane.engine = '' AND v_held IS NOT NULL AND NOT EXISTS (
                                 SELECT FROM worker_engines e
                                 WHERE e.worker_no = p_worker_no AND e.engine <> ALL (v_held)
                                   AND lane.job_type = ANY (e.job_types)))
                        THEN 'The engines that could run it are held back by their breakers'
               END AS reason
        FROM jsonb_array_elements(v_jobs) WITH ORDINALITY AS i (job, ord)
        JOIN jobs j ON j.job_id = v_ids[i.ord]
        JOIN lanes lane ON lane.lane_id = j.lane_id
        JOIN queues q ON q.name = lane.queue_name
        LEFT JOIN workers w ON w.worker_no = p_worker_no
            AND lane.job_type = ANY (w.capabilities)
            AND (lane.engine = '' OR lane.engine = ANY (w.engines))
            AND (w.queues = '{}' OR lane.queue_name = ANY (w.queues))),
    taken AS (
        DELETE FROM job_queue q USING item i
        WHERE i.reason IS NULL AND q.lane_id = i.lane_id AND q.rank = i.rank
          AND q.run_at = i.queued_at AND q.no = i.no
        RETURNING q.no),
    leased AS (
        INSERT INTO job_leases (no, worker_no, epoch, lane_id, started_at)
        SELECT j.no, p_worker_no, j.epoch + 1, j.lane_id, clock_timestamp()
        FROM taken t JOIN jobs j ON j.no = t.no),
    event AS (
        INSERT INTO job_events (no, at, event, epoch, actor, reason)
        SELECT j.no, v_now, 'direct', j.epoch + 1, v_worker, 'Ran directly, without waiting in the queue'
        FROM taken t JOIN jobs j ON j.no = t.no)
    SELECT i.place, t.no IS NOT NULL,
           CASE WHEN t.no IS NULL THEN coalesce(i.reason, 'It was taken already') END, j.no, j.job_id,
           j.epoch + CASE WHEN t.no IS NULL THEN 0 ELSE 1 END, j.job_name, j.job_type, j.config,
           j.requested_engine, j.timeout_seconds, j.owner, j.retry_count, j.retry_policy,
           NULL::text, NULL::text, NULL::jsonb
    FROM item i JOIN jobs j ON j.no = i.no
    -- A key that is in the array twice leads to one job, which is given once.
    LEFT JOIN taken t ON t.no = i.no AND i.reason IS NULL
    ORDER BY i.place;

    -- Older jobs that a key led to are where they are; of the new ones all were claimed, or the
    -- others wait in the queue, or nothing is stored.
    SELECT CASE WHEN q.paused THEN 'Queue ' || q.name || ' is paused'
                ELSE 'This worker may not take it now' END INTO v_reason
    FROM jsonb_array_elements(v_jobs) AS i (job)
    JOIN jobs j ON j.job_id = i.job ->> 'job_id'
    JOIN queues q ON q.name = j.queue_name
    WHERE j.created_at >= v_begun
      AND NOT EXISTS (SELECT FROM job_leases l WHERE l.no = j.no) LIMIT 1;
    IF v_reason IS NOT NULL AND p_refuse THEN
        RAISE EXCEPTION 'A job cannot run directly: %', v_reason USING ERRCODE = 'EJ409';
    ELSIF v_reason IS NOT NULL THEN
        PERFORM pg_notify('${schema}_jobs', '');
    END IF;
END $$;
