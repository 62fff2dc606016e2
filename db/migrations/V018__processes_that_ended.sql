-- A worker whose process has ended need not be waited for.

-- Ends the lease of a worker whose process is gone, so that its jobs are put back at once and not
-- when the lease would have ended. Only for those who share its machine and know: the system has
-- released a lock that the process held for as long as it lived. A connection that broke, or a
-- worker that keeps silent, is no reason. False: the caller has no such worker on that machine.
CREATE FUNCTION worker_process_ended(p_host text, p_worker_id text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_no bigint;
BEGIN
    SELECT worker_no INTO v_no FROM workers
    WHERE worker_id = p_worker_id AND host_name = p_host AND owner = session_user;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE worker_leases SET expires_at = clock_timestamp()
    WHERE worker_no = v_no AND state = 'alive' AND expires_at > clock_timestamp();
    RETURN true;
END $$;

-- As append_log, for lines of many claims at once: after a crash a thousand runs end together.
-- Answers how many lines are new.
CREATE FUNCTION append_logs(p_worker_no bigint, p_nos bigint[], p_epochs integer[],
                            p_seqs bigint[], p_times timestamptz[], p_levels text[],
                            p_texts text[])
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
AS $$
DECLARE
    v_count integer;
BEGIN
    PERFORM own_worker(p_worker_no);
    WITH line AS MATERIALIZED (
        SELECT * FROM unnest(p_nos, p_epochs, p_seqs, p_times, p_levels, p_texts)
            AS i (no, epoch, seq, at, level, text)),
    -- The last lines of a run may arrive just after its end, but only from the worker that had it.
    allowed AS MATERIALIZED (
        SELECT c.no, c.epoch FROM (SELECT DISTINCT no, epoch FROM line) c
        WHERE EXISTS (SELECT FROM job_leases l
                      WHERE l.no = c.no AND l.epoch = c.epoch AND l.worker_no = p_worker_no)
           OR EXISTS (SELECT FROM job_attempts a
                      WHERE a.no = c.no AND a.epoch = c.epoch AND a.worker_no = p_worker_no
                        AND a.outcome NOT IN ('lost', 'released')))
    INSERT INTO job_logs (no, epoch, seq, at, level, text)
    SELECT i.no, i.epoch, i.seq, i.at, i.level, i.text
    FROM line i WHERE (i.no, i.epoch) IN (SELECT a.no, a.epoch FROM allowed a)
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
