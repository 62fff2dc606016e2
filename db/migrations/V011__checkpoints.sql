-- Finished parts (chunks) of long runs. A chunk counts when its row is here, not when its file is
-- there: the file is made first, the row is written by the holder of the lease only. The next
-- attempt, on whatever worker, goes on behind the last row.
--
-- The rows are also the register of the folders the parts lie in: they are kept, even when their job
-- has been removed, until a worker that sees the folder has removed it. Hence no foreign key.
CREATE TABLE job_checkpoints (
    no           bigint NOT NULL,
    chunk_no     integer NOT NULL,
    -- The attempt that did it.
    epoch        integer NOT NULL,
    -- All chunks of the plan, the final stage included.
    chunks       integer NOT NULL,
    -- What the chunk was made of: inputs, their sizes and times, the steps, the chunk size.
    fingerprint  text NOT NULL,
    -- Shared by the attempts of the job.
    folder       text NOT NULL,
    -- Files of the chunk and where its input ended; only the engine reads it.
    output       jsonb NOT NULL,
    rows_read    bigint NOT NULL DEFAULT 0,
    rows_written bigint NOT NULL DEFAULT 0,
    bad_rows     bigint NOT NULL DEFAULT 0,
    saved_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT job_checkpoints_pkey PRIMARY KEY (no, chunk_no),
    CONSTRAINT job_checkpoints_chunk_in_plan CHECK (chunk_no >= 0 AND chunk_no < chunks),
    CONSTRAINT job_checkpoints_counts_not_negative
        CHECK (rows_read >= 0 AND rows_written >= 0 AND bad_rows >= 0)
);

-- jobs.checkpoint_data, the column that version 1 has for it, sums the rows up.
CREATE FUNCTION sum_checkpoints(p_no bigint, p_epoch integer, p_finished boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
BEGIN
    UPDATE jobs j SET
        checkpoint_data = CASE WHEN c.done = 0 THEN NULL ELSE jsonb_build_object(
            'chunks_done', CASE WHEN p_finished THEN c.chunks ELSE c.done END,
            'chunks_total', c.chunks, 'chunks_reused', c.reused, 'rows_read', c.rows_read,
            'rows_written', c.rows_written, 'bad_rows', c.bad_rows, 'saved_at', c.saved_at) END
    FROM (SELECT count(*) AS done, max(chunks) AS chunks,
                 count(*) FILTER (WHERE epoch < p_epoch) AS reused,
                 coalesce(sum(rows_read), 0) AS rows_read,
                 coalesce(sum(rows_written), 0) AS rows_written,
                 coalesce(sum(bad_rows), 0) AS bad_rows, max(saved_at) AS saved_at
          FROM job_checkpoints WHERE no = p_no) c
    WHERE j.no = p_no;
END $$;

-- Stores a finished chunk. False: the claim was lost, nothing was stored. A job that gets on is not
-- what kills its workers: crashes are counted from its last chunk on.
CREATE FUNCTION save_checkpoint(
    p_worker_no bigint, p_no bigint, p_epoch integer, p_chunk_no integer, p_chunks integer,
    p_fingerprint text, p_folder text, p_output jsonb, p_rows_read bigint DEFAULT 0,
    p_rows_written bigint DEFAULT 0, p_bad_rows bigint DEFAULT 0)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
BEGIN
    PERFORM FROM job_leases WHERE no = p_no AND epoch = p_epoch AND worker_no = p_worker_no
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO job_checkpoints AS c (no, chunk_no, epoch, chunks, fingerprint, folder, output,
                                      rows_read, rows_written, bad_rows)
    VALUES (p_no, p_chunk_no, p_epoch, p_chunks, p_fingerprint, p_folder, p_output, p_rows_read,
            p_rows_written, p_bad_rows)
    ON CONFLICT (no, chunk_no) DO UPDATE SET
        epoch = EXCLUDED.epoch, chunks = EXCLUDED.chunks, fingerprint = EXCLUDED.fingerprint,
        folder = EXCLUDED.folder, output = EXCLUDED.output, rows_read = EXCLUDED.rows_read,
        rows_written = EXCLUDED.rows_written, bad_rows = EXCLUDED.bad_rows,
        saved_at = clock_timestamp();
    UPDATE jobs SET crash_count = 0 WHERE no = p_no AND crash_count > 0;
    PERFORM sum_checkpoints(p_no, p_epoch, false);
    RETURN true;
END $$;

-- What earlier attempts have finished; nothing if the claim was lost.
CREATE FUNCTION load_checkpoints(p_worker_no bigint, p_no bigint, p_epoch integer)
RETURNS TABLE (chunk_no integer, epoch integer, chunks integer, fingerprint text, folder text,
               output jsonb, rows_read bigint, rows_written bigint, bad_rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT c.chunk_no, c.epoch, c.chunks, c.fingerprint, c.folder, c.output, c.rows_read,
           c.rows_written, c.bad_rows
    FROM job_checkpoints c
    WHERE c.no = p_no
      AND EXISTS (SELECT FROM job_leases l WHERE l.no = p_no AND l.epoch = p_epoch
                                             AND l.worker_no = p_worker_no)
    ORDER BY c.chunk_no
$$;

-- Keeps the first so many chunks and forgets the others, and says so among the events of the job.
-- False: the claim was lost.
CREATE FUNCTION resume_checkpoints(p_worker_no bigint, p_no bigint, p_epoch integer,
                                   p_keep integer, p_reason text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_chunks integer;
    v_done integer;
    v_worker text;
BEGIN
    PERFORM FROM job_leases WHERE no = p_no AND epoch = p_epoch AND worker_no = p_worker_no
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT max(chunks), count(*) INTO v_chunks, v_done FROM job_checkpoints WHERE no = p_no;
    IF v_done = 0 THEN
        RETURN true;
    END IF;
    DELETE FROM job_checkpoints WHERE no = p_no AND chunk_no >= p_keep;
    SELECT node_name INTO v_worker FROM workers WHERE worker_no = p_worker_no;
    INSERT INTO job_events (no, event, epoch, actor, reason, data)
    VALUES (p_no, CASE WHEN p_keep > 0 THEN 'checkpoint_resumed' ELSE 'checkpoints_dropped' END,
            p_epoch, coalesce(v_worker, 'unknown'), p_reason,
            jsonb_build_object('chunks_kept', least(p_keep, v_done), 'chunks_total', v_chunks));
    PERFORM sum_checkpoints(p_no, p_epoch, false);
    RETURN true;
END $$;

-- The output is published and the folder is removed: the rows are needed no more. False: the claim
-- was lost.
CREATE FUNCTION end_checkpoints(p_worker_no bigint, p_no bigint, p_epoch integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    PERFORM FROM job_leases WHERE no = p_no AND epoch = p_epoch AND worker_no = p_worker_no
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM sum_checkpoints(p_no, p_epoch, true);
    DELETE FROM job_checkpoints WHERE no = p_no;
    RETURN true;
END $$;

-- Whether nobody will go on with the chunks of a job: it completed, was cancelled or is gone, or it
-- failed so long ago that a retry by hand is not to be expected.
CREATE FUNCTION checkpoints_are_stale(p_no bigint, p_now timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT FROM jobs j WHERE j.no = p_no
          AND j.status NOT IN ('completed', 'cancelled')
          AND (j.finished_at IS NULL OR j.finished_at > p_now - interval '7 days'))
$$;

-- Folders that can be removed. Whoever sees one removes it and calls forget_checkpoints().
CREATE FUNCTION stale_checkpoints(p_limit integer DEFAULT 100, p_now timestamptz DEFAULT NULL)
RETURNS TABLE (no bigint, folder text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT DISTINCT c.no, c.folder FROM job_checkpoints c
    WHERE checkpoints_are_stale(c.no, coalesce(p_now, clock_timestamp()))
    ORDER BY c.no LIMIT p_limit
$$;

CREATE FUNCTION forget_checkpoints(p_nos bigint[], p_now timestamptz DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    DELETE FROM job_checkpoints
    WHERE no = ANY (p_nos) AND checkpoints_are_stale(no, coalesce(p_now, clock_timestamp()));
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- Parts of the functions above.
REVOKE EXECUTE ON FUNCTION
    sum_checkpoints(bigint, integer, boolean),
    checkpoints_are_stale(bigint, timestamptz)
FROM PUBLIC;
