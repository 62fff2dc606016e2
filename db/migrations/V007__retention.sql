-- How long finished jobs are kept, and who may call what.

-- Null: for ever. Written for everybody ('*'), so only the owner of the schema may call it.
CREATE FUNCTION set_retention(p_days double precision) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    IF p_days <= 0 OR p_days = 'NaN' OR p_days > 36500 THEN
        RAISE EXCEPTION 'Jobs are kept for 0 (not included) to 36500 days, or for ever, not %',
                        p_days USING ERRCODE = 'EJ400';
    END IF;
    IF p_days IS NULL THEN
        DELETE FROM settings WHERE owner = '*' AND key = 'retention';
    ELSE
        INSERT INTO settings (owner, key, value)
        VALUES ('*', 'retention', jsonb_build_object('days', p_days))
        ON CONFLICT (owner, key) DO UPDATE
        SET value = EXCLUDED.value, updated_at = clock_timestamp();
    END IF;
    INSERT INTO audit_log (action, target, data)
    VALUES ('set_retention', 'jobs', jsonb_build_object('days', p_days));
END $$;

-- Folds counter deltas, and removes finished jobs older than set_retention() says. A job that
-- others depend on stays until they have all ended.
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

    SELECT (value ->> 'days')::double precision INTO v_days FROM settings
    WHERE owner = '*' AND key = 'retention';
    IF v_days IS NOT NULL THEN
        -- Oldest first by no; the scan ends with the first job that is too young to have finished.
        DELETE FROM jobs WHERE no = ANY (ARRAY(
            SELECT j.no FROM jobs j
            WHERE j.finished_at < v_now - make_interval(secs => v_days * 86400)
              AND j.no < (SELECT min(no) + 100000 FROM jobs)
              AND (NOT j.has_children OR NOT EXISTS (
                  SELECT FROM job_dependencies d JOIN jobs child ON child.no = d.no
                  WHERE d.parent_no = j.no AND child.finished_at IS NULL))
            ORDER BY j.no LIMIT p_limit FOR UPDATE OF j SKIP LOCKED));
        GET DIAGNOSTICS v_removed = ROW_COUNT;
    END IF;
    RETURN v_folded + v_removed;
END $$;

-- Parts of other functions, which call them as their owner: nobody else may.
REVOKE EXECUTE ON FUNCTION
    lane_of(text, text, text, text),
    ready_jobs(bigint[], timestamptz),
    prepare_submissions(jsonb),
    link_parents(text[], text[]),
    release_children(bigint[]),
    return_leases(bigint[], bigint, text, text),
    dequeue_job(bigint),
    cancel_job(bigint, boolean, text),
    pause_job(bigint, text),
    resume_job(bigint),
    reprioritise_job(bigint, text),
    retry_job(bigint, text),
    set_retention(double precision)
FROM PUBLIC;
