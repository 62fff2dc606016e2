-- Rules of a replay that runs can be changed; a schedule whose answer was lost is stored once.

-- Changes the rules by which a replay goes on: a JSON object with rate (per second; null: as fast
-- as possible) and stop_after (failures; null: never). A field that is not there stays as it is.
CREATE FUNCTION change_operation(p_operation bigint, p_rules jsonb, p_reason text DEFAULT NULL)
RETURNS TABLE (done boolean, message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    o bulk_operations;
    r record;
    v_unknown text;
    v_problem text;
BEGIN
    IF jsonb_typeof(p_rules) IS DISTINCT FROM 'object' THEN
        RAISE EXCEPTION 'The rules must be a JSON object' USING ERRCODE = 'EJ400';
    END IF;
    SELECT string_agg(key, ', ') INTO v_unknown FROM jsonb_object_keys(p_rules) key
    WHERE key NOT IN ('rate', 'stop_after');
    v_problem := CASE
        WHEN v_unknown IS NOT NULL THEN 'there is no rule ' || v_unknown
        WHEN p_rules = '{}' THEN 'say which: rate or stop_after'
        WHEN jsonb_typeof(p_rules -> 'rate') NOT IN ('number', 'null')
            THEN 'the rate is a number per second'
        WHEN jsonb_typeof(p_rules -> 'stop_after') NOT IN ('number', 'null')
            THEN 'the failures to stop after are a number' END;
    IF v_problem IS NULL THEN
        SELECT x.rate, x.stop_after INTO r
        FROM jsonb_to_record(p_rules) AS x (rate double precision, stop_after double precision);
        v_problem := CASE
            WHEN r.rate <= 0 OR r.rate > 10000
                THEN 'the rate is more than 0 and at most 10000 per second'
            WHEN r.stop_after < 1 OR r.stop_after > 2147483647
                 OR r.stop_after <> floor(r.stop_after)
                THEN 'it can stop after 1 failure or more' END;
    END IF;
    IF v_problem IS NOT NULL THEN
        RAISE EXCEPTION 'The rules cannot be changed: %', v_problem USING ERRCODE = 'EJ400';
    END IF;
    SELECT * INTO o FROM bulk_operations WHERE operation_no = p_operation FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no operation %', p_operation USING ERRCODE = 'EJ404';
    END IF;
    done := o.state IN ('running', 'paused');
    message := CASE
        WHEN done THEN 'Its rules are changed.'
        WHEN o.state = 'completed' THEN 'It has already completed.'
        WHEN o.state = 'stopped' THEN 'It has already stopped: ' || coalesce(o.state_reason, '')
        ELSE 'It has already been cancelled.' END;
    IF done THEN
        UPDATE bulk_operations SET
            rate = CASE WHEN p_rules ? 'rate' THEN r.rate ELSE rate END,
            stop_after = CASE WHEN p_rules ? 'stop_after' THEN r.stop_after::integer
                              ELSE stop_after END,
            -- What the rate before would have allowed by now is not added to the new one.
            tokens = least(tokens, 1), tokens_at = v_now
        WHERE operation_no = p_operation;
    END IF;
    INSERT INTO audit_log (action, target, reason, data)
    VALUES ('change_operation', 'operation ' || p_operation, p_reason, jsonb_build_object(
        'done', done, 'rules', p_rules,
        'before', jsonb_build_object('rate', o.rate, 'stop_after', o.stop_after)));
    PERFORM pg_notify('${schema}_commands', '');
    RETURN NEXT;
END $$;

ALTER TABLE schedules ADD COLUMN request_key text;
CREATE UNIQUE INDEX schedules_request_key_idx ON schedules (owner, request_key)
    WHERE request_key IS NOT NULL;

-- As before; the idempotency key of the submission is that of the schedule: a second call with it
-- answers the first schedule.
CREATE OR REPLACE FUNCTION save_schedule(p_submission jsonb, p_cron text, p_time_zone text,
                                         p_next_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_key text := p_submission ->> 'idempotency_key';
    v_id text;
BEGIN
    PERFORM prepare_submissions(jsonb_build_array(p_submission));
    INSERT INTO schedules (job_name, submission, cron, time_zone, next_run_at, request_key)
    VALUES (p_submission ->> 'name', p_submission - 'idempotency_key', p_cron, p_time_zone,
            p_next_at, v_key)
    ON CONFLICT (owner, request_key) WHERE request_key IS NOT NULL DO NOTHING
    RETURNING schedule_id INTO v_id;
    IF NOT FOUND THEN
        SELECT schedule_id INTO STRICT v_id FROM schedules
        WHERE owner = session_user AND request_key = v_key;
    END IF;
    RETURN v_id;
END $$;
