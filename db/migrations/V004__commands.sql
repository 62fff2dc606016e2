-- What people ask of jobs, queues and workers. Every function answers per job: done, or why not.

-- Takes a job out of the queue and off its timer. False: it was in neither.
CREATE FUNCTION dequeue_job(p_no bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_job record;
    v_found boolean;
BEGIN
    SELECT lane_id, run_at, created_at INTO v_job FROM jobs WHERE no = p_no;
    -- Every rank: another client may have changed the priority in the wide row only.
    DELETE FROM job_queue
    WHERE lane_id = v_job.lane_id AND rank = ANY ('{0,1,2,3,4}'::smallint[])
      AND run_at = coalesce(v_job.run_at, v_job.created_at) AND no = p_no;
    v_found := FOUND;
    DELETE FROM job_timers WHERE run_at = v_job.run_at AND no = p_no;
    RETURN v_found OR FOUND;
END $$;

-- Null: done.
CREATE FUNCTION cancel_job(p_no bigint, p_force boolean, p_reason text, OUT done boolean,
                           OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_status text;
    v_epoch integer;
    v_waited boolean;
BEGIN
    -- A job may move between the two looks, for example from the queue to a worker.
    FOR v_try IN 1..3 LOOP
        UPDATE job_leases SET
            command = CASE WHEN p_force OR command = 'kill' THEN 'kill' ELSE 'cancel' END,
            command_reason = coalesce(p_reason, command_reason)
        WHERE no = p_no RETURNING epoch INTO v_epoch;
        IF FOUND THEN
            UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, v_now),
                            cancel_requested_by = coalesce(cancel_requested_by, session_user),
                            cancel_reason = coalesce(p_reason, cancel_reason)
            WHERE no = p_no;
            INSERT INTO job_events (no, event, epoch, actor, reason, data)
            VALUES (p_no, 'cancel_requested', v_epoch, session_user, p_reason,
                    jsonb_build_object('force', p_force));
            done := true;
            message := 'It was asked to stop.';
            RETURN;
        END IF;
        v_waited := dequeue_job(p_no);
        SELECT status INTO v_status FROM jobs WHERE no = p_no;
        IF v_status IN ('completed', 'failed', 'timeout', 'cancelled') THEN
            done := false;
            message := CASE v_status WHEN 'completed' THEN 'It has already completed.'
                WHEN 'cancelled' THEN 'It has already been cancelled.'
                ELSE 'It has already failed.' END;
            RETURN;
        END IF;
        CONTINUE WHEN v_status = 'queued' AND NOT v_waited AND v_try < 3;
        UPDATE jobs SET status = 'cancelled', finished_at = v_now, updated_at = v_now,
                        cancel_requested_at = v_now, cancel_requested_by = session_user,
                        cancel_reason = p_reason, error_code = 'CANCELLED',
                        error_type = 'cancelled', error_message = p_reason
        WHERE no = p_no AND status = v_status RETURNING epoch INTO v_epoch;
        IF FOUND THEN
            DELETE FROM job_runs WHERE no = p_no;
            INSERT INTO job_events (no, event, epoch, actor, reason)
            VALUES (p_no, 'cancelled', v_epoch, session_user, p_reason);
            done := true;
            message := 'It was cancelled before it started.';
            RETURN;
        END IF;
    END LOOP;
    done := false;
    message := 'It changes state too fast just now: try again.';
END $$;

CREATE FUNCTION pause_job(p_no bigint, p_reason text, OUT done boolean, OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
DECLARE
    v_epoch integer;
    v_status text;
    v_waited boolean := dequeue_job(p_no);
BEGIN
    UPDATE jobs SET status = 'paused', updated_at = clock_timestamp()
    WHERE no = p_no AND (status IN ('pending', 'retrying') OR (status = 'queued' AND v_waited))
    RETURNING epoch INTO v_epoch;
    done := FOUND;
    IF done THEN
        message := 'It is paused.';
        INSERT INTO job_events (no, event, epoch, actor, reason)
        VALUES (p_no, 'paused', v_epoch, session_user, p_reason);
        RETURN;
    END IF;
    SELECT status INTO v_status FROM jobs WHERE no = p_no;
    message := CASE WHEN v_status = 'paused' THEN 'It is paused already.'
        WHEN v_status IN ('queued', 'running')
            THEN 'It is running: only a job that still waits can be paused.'
        ELSE 'It has already ended.' END;
END $$;

CREATE FUNCTION resume_job(p_no bigint, OUT done boolean, OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_job record;
BEGIN
    UPDATE jobs SET
        status = CASE WHEN retry_count > 0 AND run_at > v_now AND open_parents = 0
                      THEN 'retrying' ELSE 'pending' END,
        updated_at = v_now
    WHERE no = p_no AND status = 'paused' RETURNING * INTO v_job;
    done := FOUND;
    IF NOT done THEN
        message := 'It is not paused.';
        RETURN;
    END IF;
    message := 'It goes on.';
    INSERT INTO job_events (no, event, epoch, actor)
    VALUES (p_no, 'resumed', v_job.epoch, session_user);
    PERFORM ready_jobs(ARRAY[p_no]);
END $$;

CREATE FUNCTION reprioritise_job(p_no bigint, p_priority text, OUT done boolean, OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
DECLARE
    v_before text;
    v_job record;
    v_queued boolean;
BEGIN
    SELECT EXISTS (SELECT FROM job_timers t JOIN jobs j ON t.run_at = j.run_at AND t.no = j.no
                   WHERE j.no = p_no) INTO v_queued;
    -- A job with a timer keeps it; one in the queue is moved.
    v_queued := NOT v_queued AND dequeue_job(p_no);
    SELECT priority INTO v_before FROM jobs WHERE no = p_no;
    UPDATE jobs SET priority = p_priority, updated_at = clock_timestamp()
    WHERE no = p_no AND (status IN ('pending', 'retrying', 'paused')
                         OR (status = 'queued' AND v_queued))
    RETURNING * INTO v_job;
    done := FOUND;
    IF NOT done THEN
        message := 'It no longer waits: its priority has no effect.';
        RETURN;
    END IF;
    IF v_queued AND v_job.status = 'queued' THEN
        INSERT INTO job_queue (lane_id, rank, run_at, no)
        VALUES (v_job.lane_id, job_rank(p_priority), coalesce(v_job.run_at, v_job.created_at),
                p_no);
    ELSIF v_queued THEN
        -- It failed meanwhile and waits for its next attempt: what was taken was its timer.
        PERFORM ready_jobs(ARRAY[p_no]);
    END IF;
    message := 'Its priority is now ' || p_priority || '.';
    INSERT INTO job_events (no, event, epoch, actor, data)
    VALUES (p_no, 'priority_changed', v_job.epoch, session_user,
            jsonb_build_object('from', v_before, 'to', p_priority));
END $$;

CREATE FUNCTION retry_job(p_no bigint, p_reason text, OUT done boolean, OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_job record;
BEGIN
    UPDATE jobs SET
        status = 'queued', finished_at = NULL, started_at = NULL, run_at = v_now,
        updated_at = v_now, retry_count = 0, crash_count = 0, manual_retries = manual_retries + 1,
        progress_percent = 0, error_code = NULL, error_type = NULL, error_message = NULL,
        error_detail = NULL, cancel_requested_at = NULL, cancel_requested_by = NULL,
        cancel_reason = NULL
    WHERE no = p_no AND status IN ('failed', 'timeout', 'cancelled') AND open_parents = 0
    RETURNING * INTO v_job;
    done := FOUND;
    IF NOT done THEN
        SELECT * INTO v_job FROM jobs WHERE no = p_no;
        message := CASE WHEN v_job.open_parents > 0 AND v_job.finished_at IS NOT NULL
                THEN 'It cannot run: jobs it depends on have not completed.'
            WHEN v_job.status = 'completed' THEN 'It completed: run it again as a new job.'
            ELSE 'It has not ended yet.' END;
        RETURN;
    END IF;
    message := 'It is queued again.';
    INSERT INTO job_queue (lane_id, rank, run_at, no)
    VALUES (v_job.lane_id, job_rank(v_job.priority), v_now, p_no);
    INSERT INTO job_events (no, event, epoch, actor, reason)
    VALUES (p_no, 'retried', v_job.epoch, session_user, p_reason);
END $$;

CREATE FUNCTION request_cancel(p_job_ids text[], p_force boolean DEFAULT false,
                               p_reason text DEFAULT NULL)
RETURNS TABLE (job_id text, done boolean, message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    RETURN QUERY SELECT j.job_id, c.done, c.message
    FROM (SELECT no, jobs.job_id FROM jobs WHERE jobs.job_id = ANY (p_job_ids) ORDER BY no) j
    CROSS JOIN LATERAL cancel_job(j.no, p_force, p_reason) c;
    PERFORM pg_notify('${schema}_commands', '');
END $$;

CREATE FUNCTION pause_jobs(p_job_ids text[], p_reason text DEFAULT NULL)
RETURNS TABLE (job_id text, done boolean, message text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT j.job_id, c.done, c.message
    FROM (SELECT no, job_id FROM jobs WHERE job_id = ANY (p_job_ids) ORDER BY no) j
    CROSS JOIN LATERAL pause_job(j.no, p_reason) c
$$;

CREATE FUNCTION resume_jobs(p_job_ids text[])
RETURNS TABLE (job_id text, done boolean, message text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT j.job_id, c.done, c.message
    FROM (SELECT no, job_id FROM jobs WHERE job_id = ANY (p_job_ids) ORDER BY no) j
    CROSS JOIN LATERAL resume_job(j.no) c
$$;

CREATE FUNCTION set_priority(p_job_ids text[], p_priority text)
RETURNS TABLE (job_id text, done boolean, message text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT j.job_id, c.done, c.message
    FROM (SELECT no, job_id FROM jobs WHERE job_id = ANY (p_job_ids) ORDER BY no) j
    CROSS JOIN LATERAL reprioritise_job(j.no, p_priority) c
$$;

CREATE FUNCTION retry_jobs(p_job_ids text[], p_reason text DEFAULT NULL)
RETURNS TABLE (job_id text, done boolean, message text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT j.job_id, c.done, c.message
    FROM (SELECT no, job_id FROM jobs WHERE job_id = ANY (p_job_ids) ORDER BY no) j
    CROSS JOIN LATERAL retry_job(j.no, p_reason) c
$$;

CREATE FUNCTION set_tags(p_job_ids text[], p_tags text[])
RETURNS TABLE (job_id text, done boolean, message text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    UPDATE jobs SET tags = p_tags, updated_at = clock_timestamp() WHERE job_id = ANY (p_job_ids)
    RETURNING job_id, true, 'Its tags are stored.'
$$;

CREATE FUNCTION set_note(p_job_id text, p_note text)
RETURNS TABLE (job_id text, done boolean, message text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    UPDATE jobs SET note = nullif(p_note, ''), updated_at = clock_timestamp()
    WHERE job_id = p_job_id
    RETURNING job_id, true, 'Its note is stored.'
$$;

CREATE FUNCTION pause_queue(p_name text, p_reason text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    UPDATE queues SET paused = true, pause_reason = p_reason, paused_by = session_user,
                      paused_at = clock_timestamp()
    WHERE name = p_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no queue %', p_name USING ERRCODE = 'EJ404';
    END IF;
    INSERT INTO audit_log (action, target, reason) VALUES ('pause_queue', p_name, p_reason);
END $$;

CREATE FUNCTION resume_queue(p_name text, p_reason text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    UPDATE queues SET paused = false, pause_reason = NULL, paused_by = NULL, paused_at = NULL
    WHERE name = p_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no queue %', p_name USING ERRCODE = 'EJ404';
    END IF;
    INSERT INTO audit_log (action, target, reason) VALUES ('resume_queue', p_name, p_reason);
    PERFORM pg_notify('${schema}_jobs', '');
END $$;

CREATE FUNCTION worker_command(p_worker_id text, p_command text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_no bigint;
BEGIN
    SELECT worker_no INTO v_no FROM workers WHERE worker_id = p_worker_id;
    IF v_no IS NULL THEN
        RAISE EXCEPTION 'There is no worker %', p_worker_id USING ERRCODE = 'EJ404';
    END IF;
    CASE p_command
        WHEN 'drain' THEN UPDATE worker_leases SET draining = true WHERE worker_no = v_no;
        WHEN 'pause' THEN UPDATE worker_leases SET paused = true WHERE worker_no = v_no;
        WHEN 'resume' THEN
            UPDATE worker_leases SET paused = false, draining = false WHERE worker_no = v_no;
        WHEN 'remove' THEN
            UPDATE worker_leases SET state = 'gone' WHERE worker_no = v_no AND state = 'lost';
            IF NOT FOUND THEN
                RAISE EXCEPTION 'Only a lost worker can be removed; drain this one instead'
                    USING ERRCODE = 'EJ409';
            END IF;
            UPDATE workers SET is_active = false, status = 'offline' WHERE worker_no = v_no;
        ELSE
            RAISE EXCEPTION 'Unknown command %: use drain, pause, resume or remove', p_command
                USING ERRCODE = 'EJ400';
    END CASE;
    INSERT INTO audit_log (action, target) VALUES ('worker_' || p_command, p_worker_id);
    PERFORM pg_notify('${schema}_commands', '');
END $$;

CREATE FUNCTION save_setting(p_key text, p_value jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    INSERT INTO settings (owner, key, value) VALUES (session_user, p_key, p_value)
    ON CONFLICT (owner, key) DO UPDATE SET value = EXCLUDED.value, updated_at = clock_timestamp()
$$;

CREATE FUNCTION save_schedule(p_submission jsonb, p_cron text, p_time_zone text,
                              p_next_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_id text;
BEGIN
    PERFORM prepare_submissions(jsonb_build_array(p_submission));
    INSERT INTO schedules (job_name, submission, cron, time_zone, next_run_at)
    VALUES (p_submission ->> 'name', p_submission, p_cron, p_time_zone, p_next_at)
    RETURNING schedule_id INTO v_id;
    RETURN v_id;
END $$;

-- Moves a schedule on, if it still stands where the caller saw it.
CREATE FUNCTION advance_schedule(p_schedule_id text, p_fired_at timestamptz,
                                 p_next_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    UPDATE schedules SET next_run_at = p_next_at, enabled = p_next_at IS NOT NULL
    WHERE schedule_id = p_schedule_id AND enabled AND next_run_at = p_fired_at;
    RETURN FOUND;
END $$;

CREATE FUNCTION remove_schedule(p_schedule_id text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    DELETE FROM schedules WHERE schedule_id = p_schedule_id;
    RETURN FOUND;
END $$;

-- Another client (version 1, psql) changed a state by a plain UPDATE: follow it.
CREATE FUNCTION jobs_follow_foreign_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'internal' AS $$
BEGIN
    DELETE FROM job_queue
    WHERE lane_id = OLD.lane_id AND rank = ANY ('{0,1,2,3,4}'::smallint[])
      AND run_at = coalesce(OLD.run_at, OLD.created_at) AND no = OLD.no;
    DELETE FROM job_timers WHERE run_at = OLD.run_at AND no = OLD.no;
    IF NEW.status IN ('pending', 'queued', 'retrying')
       AND NOT EXISTS (SELECT FROM job_leases WHERE no = NEW.no) THEN
        IF NEW.status = 'queued' THEN
            INSERT INTO job_queue (lane_id, rank, run_at, no)
            VALUES (NEW.lane_id, job_rank(NEW.priority), coalesce(NEW.run_at, NEW.created_at),
                    NEW.no)
            ON CONFLICT DO NOTHING;
        ELSE
            PERFORM ready_jobs(ARRAY[NEW.no]);
        END IF;
    ELSIF NEW.status = 'cancelled' THEN
        UPDATE job_leases SET command = coalesce(command, 'cancel') WHERE no = NEW.no;
    ELSIF NEW.status = 'completed' AND NEW.has_children THEN
        PERFORM release_children(ARRAY[NEW.no]);
    END IF;
    INSERT INTO job_events (no, event, epoch, actor, data)
    VALUES (NEW.no,
            CASE WHEN NEW.finished_at IS NOT NULL THEN NEW.status
                 WHEN OLD.finished_at IS NOT NULL THEN 'retried' ELSE 'changed' END,
            NEW.epoch, session_user, jsonb_build_object('from', OLD.status, 'to', NEW.status));
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_follow_foreign_change AFTER UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN (OLD.status <> NEW.status
          AND coalesce(current_setting('orchestrator.writer', true), '') = '')
    EXECUTE FUNCTION jobs_follow_foreign_change();
