-- Work on many dead letters at once, kept in the database: it goes on whoever started it, in any
-- process that does the standing duties.

CREATE TABLE bulk_operations (
    operation_no bigint GENERATED ALWAYS AS IDENTITY,
    kind         text NOT NULL,
    state        text NOT NULL DEFAULT 'running',
    selection    jsonb NOT NULL,
    reason       text,
    created_by   text NOT NULL DEFAULT session_user,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    request_key  text,
    -- How to replay: null and false leave all as it was.
    engine       text,
    config       jsonb,
    patch        jsonb,
    canary       boolean NOT NULL DEFAULT false,
    rate         double precision,
    stop_after   integer,
    forced       boolean NOT NULL DEFAULT false,
    -- The engines that the replayed jobs ask for or ran on, for their breakers.
    engines      text[] NOT NULL DEFAULT '{}',
    -- Of the items, as the runner saw them last; exact once it has finished.
    total        integer NOT NULL DEFAULT 0,
    waiting      integer NOT NULL DEFAULT 0,
    submitted    integer NOT NULL DEFAULT 0,
    succeeded    integer NOT NULL DEFAULT 0,
    failed       integer NOT NULL DEFAULT 0,
    skipped      integer NOT NULL DEFAULT 0,
    -- What may be submitted at once, and since when it grows by the rate.
    tokens       double precision NOT NULL DEFAULT 1,
    tokens_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    state_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    state_by     text,
    state_reason text,
    finished_at  timestamptz,
    CONSTRAINT bulk_operations_pkey PRIMARY KEY (operation_no),
    CONSTRAINT bulk_operations_kind_known CHECK (kind IN ('replay', 'discard', 'restore')),
    CONSTRAINT bulk_operations_state_known
        CHECK (state IN ('running', 'paused', 'stopped', 'cancelled', 'completed')),
    CONSTRAINT bulk_operations_one_edit CHECK (config IS NULL OR patch IS NULL),
    CONSTRAINT bulk_operations_rate_in_range CHECK (rate > 0 AND rate <= 10000),
    CONSTRAINT bulk_operations_stop_after_positive CHECK (stop_after > 0)
) WITH (fillfactor = 50);
CREATE INDEX bulk_operations_unfinished_idx ON bulk_operations (operation_no)
    WHERE finished_at IS NULL;
CREATE UNIQUE INDEX bulk_operations_request_idx ON bulk_operations (created_by, request_key)
    WHERE request_key IS NOT NULL;

CREATE TABLE bulk_operation_items (
    operation_no bigint NOT NULL REFERENCES bulk_operations (operation_no) ON DELETE CASCADE,
    position     integer NOT NULL,
    entry_no     bigint NOT NULL,
    state        text NOT NULL,
    -- The state of the entry before.
    was          text NOT NULL,
    job_no       bigint,
    job_id       text COLLATE "C",
    message      text,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT bulk_operation_items_pkey PRIMARY KEY (operation_no, position),
    CONSTRAINT bulk_operation_items_state_known
        CHECK (state IN ('waiting', 'submitted', 'succeeded', 'failed', 'cancelled', 'skipped'))
) WITH (fillfactor = 70);
-- A second replay of an entry is impossible while one is pending.
CREATE UNIQUE INDEX bulk_operation_items_one_pending_idx ON bulk_operation_items (entry_no)
    WHERE state IN ('waiting', 'submitted');
CREATE INDEX bulk_operation_items_waiting_idx ON bulk_operation_items (operation_no, position)
    WHERE state = 'waiting';
CREATE INDEX bulk_operation_items_entry_idx ON bulk_operation_items (entry_no);
CREATE UNIQUE INDEX bulk_operation_items_job_idx ON bulk_operation_items (job_no)
    WHERE job_no IS NOT NULL;

-- Whether the breaker of an engine is open just now.
CREATE FUNCTION breaker_open(engine text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT false
$$;

-- RFC 7396: objects are merged, null removes, everything else replaces.
CREATE FUNCTION merge_patch(p_target jsonb, p_patch jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v jsonb := CASE jsonb_typeof(p_target) WHEN 'object' THEN p_target ELSE '{}' END;
    v_field record;
BEGIN
    IF jsonb_typeof(p_patch) IS DISTINCT FROM 'object' THEN
        RETURN p_patch;
    END IF;
    FOR v_field IN SELECT key, value FROM jsonb_each(p_patch) LOOP
        v := CASE WHEN v_field.value = 'null'::jsonb THEN v - v_field.key
                  ELSE v || jsonb_build_object(v_field.key,
                                               merge_patch(v -> v_field.key, v_field.value))
             END;
    END LOOP;
    RETURN v;
END $$;

-- Numbers of the entries that match, newest failure first. The filter is an object of arrays
-- (states, groups, reasons, types, engines, queues, owners, codes, assignees; without states: the
-- unresolved ones) and of text, since and until; nothing else.
CREATE FUNCTION dead_letters_matching(p_filter jsonb DEFAULT '{}', p_offset bigint DEFAULT 0,
                                      p_limit bigint DEFAULT NULL) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE
        'SELECT d.entry_no FROM dead_letter_queue d WHERE ' || dead_letter_condition(p_filter)
        || ' ORDER BY d.failed_at DESC, d.entry_no DESC OFFSET $2 LIMIT $3'
    USING p_filter, p_offset, p_limit;
END $$;

CREATE FUNCTION count_dead_letters(p_filter jsonb DEFAULT '{}') RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_count bigint;
BEGIN
    EXECUTE 'SELECT count(*) FROM dead_letter_queue d WHERE ' || dead_letter_condition(p_filter)
    INTO v_count USING p_filter;
    RETURN v_count;
END $$;

-- The filter as a condition on d; its values stay in $1.
CREATE FUNCTION dead_letter_condition(p_filter jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v text;
    v_key text;
    v_column text;
BEGIN
    IF jsonb_typeof(p_filter) IS DISTINCT FROM 'object' THEN
        RAISE EXCEPTION 'The filter must be a JSON object' USING ERRCODE = 'EJ400';
    END IF;
    -- The states as they are, so that the planner sees when the partial indexes fit.
    SELECT 'd.state IN (' || string_agg(quote_literal(state), ', ') || ')' INTO v
    FROM jsonb_array_elements_text(
        CASE jsonb_typeof(p_filter -> 'states') WHEN 'array' THEN p_filter -> 'states'
             ELSE '["open", "pending", "parked"]' END) AS state;
    v := coalesce(v, 'false');
    FOR v_key IN SELECT jsonb_object_keys(p_filter) LOOP
        v_column := CASE v_key WHEN 'reasons' THEN 'd.reason' WHEN 'types' THEN 'd.job_type'
            WHEN 'engines' THEN 'd.execution_engine' WHEN 'queues' THEN 'd.queue_name'
            WHEN 'owners' THEN 'd.owner' WHEN 'codes' THEN 'd.error_code'
            WHEN 'assignees' THEN 'd.assignee' WHEN 'names' THEN 'd.job_name'
            WHEN 'jobs' THEN 'd.job_id' END;
        IF v_key IN ('text', 'since', 'until') THEN
            IF jsonb_typeof(p_filter -> v_key) <> 'string' THEN
                RAISE EXCEPTION 'The field % of the filter must be a text', v_key
                    USING ERRCODE = 'EJ400';
            END IF;
        ELSIF v_column IS NULL AND v_key NOT IN ('states', 'groups') THEN
            RAISE EXCEPTION 'The filter has no field %', v_key USING ERRCODE = 'EJ400';
        ELSIF jsonb_typeof(p_filter -> v_key) <> 'array' THEN
            RAISE EXCEPTION 'The field % of the filter must be an array', v_key
                USING ERRCODE = 'EJ400';
        END IF;
        v := v || CASE
            WHEN v_key = 'groups' THEN
                ' AND d.group_no = ANY (ARRAY(SELECT jsonb_array_elements_text($1 -> ''groups'')'
                || '::integer))'
            WHEN v_key = 'text' THEN
                ' AND (strpos(lower(d.job_name), lower($1 ->> ''text'')) > 0'
                || ' OR strpos(d.job_id, $1 ->> ''text'') > 0'
                || ' OR strpos(lower(d.error_message), lower($1 ->> ''text'')) > 0)'
            WHEN v_key = 'since' THEN ' AND d.failed_at >= ($1 ->> ''since'')::timestamptz'
            WHEN v_key = 'until' THEN ' AND d.failed_at < ($1 ->> ''until'')::timestamptz'
            WHEN v_column IS NOT NULL THEN
                format(' AND %s = ANY (ARRAY(SELECT jsonb_array_elements_text($1 -> %L)))',
                       v_column, v_key)
            ELSE '' END;
    END LOOP;
    RETURN v;
END $$;

-- What people see of groups: one row per kind of error among the entries that match.
CREATE FUNCTION list_dead_letter_groups(p_filter jsonb DEFAULT '{}',
                                        p_now timestamptz DEFAULT NULL)
RETURNS TABLE (group_no integer, signature text, message text, error_code text, reasons text[],
               job_type text, engine text, entries bigint, open bigint, pending bigint,
               parked bigint, recovered bigint, first_failed_at timestamptz,
               last_failed_at timestamptz, trend integer[])
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := coalesce(p_now, clock_timestamp());
BEGIN
    RETURN QUERY EXECUTE
        'WITH hourly AS MATERIALIZED (
             SELECT d.group_no, least(23, floor(extract(epoch FROM $2 - d.failed_at) / 3600))
                        ::integer AS hours_ago,
                    $2 - d.failed_at < interval ''24 hours'' AS recent, count(*) AS entries,
                    count(*) FILTER (WHERE d.state = ''open'') AS open,
                    count(*) FILTER (WHERE d.state = ''pending'') AS pending,
                    count(*) FILTER (WHERE d.state = ''parked'') AS parked,
                    min(d.first_failed_at) AS first, max(d.failed_at) AS last,
                    array_agg(DISTINCT d.reason) AS reasons
             FROM dead_letter_queue d WHERE ' || dead_letter_condition(p_filter) || '
             GROUP BY 1, 2, 3),
         grouped AS (
             SELECT h.group_no, sum(h.entries)::bigint AS entries, sum(h.open)::bigint AS open,
                    sum(h.pending)::bigint AS pending, sum(h.parked)::bigint AS parked,
                    min(h.first) AS first, max(h.last) AS last
             FROM hourly h GROUP BY 1)
         SELECT g.group_no, g.signature, g.message, g.error_code,
                ARRAY(SELECT DISTINCT unnest(h.reasons) FROM hourly h
                      WHERE h.group_no = g.group_no ORDER BY 1),
                g.job_type, g.engine, x.entries, x.open, x.pending, x.parked,
                coalesce((SELECT sum(c.entries)::bigint FROM dead_letter_counts_now c
                          WHERE c.group_no = g.group_no AND c.state = ''recovered''), 0),
                x.first, x.last,
                ARRAY(SELECT coalesce(sum(h.entries), 0)::integer
                      FROM generate_series(23, 0, -1) AS hour (ago)
                      LEFT JOIN hourly h ON h.group_no = g.group_no AND h.recent
                                        AND greatest(h.hours_ago, 0) = hour.ago
                      GROUP BY hour.ago ORDER BY hour.ago DESC)
         FROM grouped x JOIN dead_letter_groups g ON g.group_no = x.group_no
         ORDER BY x.entries DESC, x.last DESC'
    USING p_filter, v_now;
END $$;

-- The numbers that a selection means: {"entries": [...]}, {"filter": {...}} or {"operation": n}
-- (those that an earlier operation reached).
CREATE FUNCTION selected_dead_letters(p_selection jsonb) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    IF jsonb_typeof(p_selection -> 'entries') = 'array' THEN
        RETURN QUERY SELECT d.entry_no FROM dead_letter_queue d
                     WHERE d.entry_no IN (SELECT e::bigint FROM
                         jsonb_array_elements_text(p_selection -> 'entries') e);
    ELSIF jsonb_typeof(p_selection -> 'filter') = 'object' THEN
        RETURN QUERY SELECT * FROM dead_letters_matching(p_selection -> 'filter');
    ELSIF jsonb_typeof(p_selection -> 'operation') = 'number' THEN
        RETURN QUERY SELECT i.entry_no FROM bulk_operation_items i
                     WHERE i.operation_no = (p_selection ->> 'operation')::bigint
                       AND i.state <> 'skipped';
    ELSE
        RAISE EXCEPTION 'A selection has the field entries, filter or operation'
            USING ERRCODE = 'EJ400';
    END IF;
END $$;

-- Why an entry cannot be replayed now; null: it can.
CREATE FUNCTION replay_obstacle(p_state text, p_forced boolean) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE p_state
        WHEN 'open' THEN NULL
        WHEN 'parked' THEN CASE WHEN NOT p_forced THEN
            'It was replayed too often and is parked: force it if its cause is gone' END
        WHEN 'pending' THEN 'A replay of it is pending'
        WHEN 'discarded' THEN 'It was discarded: restore it first'
        ELSE 'It is resolved' END
$$;

-- What a replay of a selection would do. Writes nothing.
CREATE FUNCTION preview_replay(p_selection jsonb, p_forced boolean DEFAULT false)
RETURNS TABLE (matching bigint, eligible bigint, parked bigint, pending bigint, closed bigint,
               engines text[], oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT count(*), count(*) FILTER (WHERE replay_obstacle(state, p_forced) IS NULL),
           count(*) FILTER (WHERE state = 'parked'), count(*) FILTER (WHERE state = 'pending'),
           count(*) FILTER (WHERE state IN ('replayed', 'recovered', 'discarded')),
           coalesce(array_agg(DISTINCT coalesce(requested_engine, execution_engine))
                    FILTER (WHERE coalesce(requested_engine, execution_engine) IS NOT NULL), '{}'),
           min(failed_at)
    FROM dead_letter_queue
    WHERE entry_no IN (SELECT * FROM selected_dead_letters(p_selection))
$$;

-- Starts a replay and answers its number. Options: engine, config (whole, for one entry), patch
-- (RFC 7396, for any number), canary, rate (per second), stop_after (failures), forced (parked
-- ones too), request_key (a second call with it answers the first operation).
CREATE FUNCTION start_replay(p_selection jsonb, p_options jsonb DEFAULT '{}',
                             p_reason text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    o record;
    v_entries bigint[];
    v_unknown text;
    v_problem text;
    v_operation bigint;
    v_eligible bigint[];
BEGIN
    SELECT string_agg(key, ', ') INTO v_unknown FROM jsonb_object_keys(p_options) key
    WHERE key NOT IN ('engine', 'config', 'patch', 'canary', 'rate', 'stop_after', 'forced',
                      'request_key');
    SELECT x.engine, x.config, x.patch, coalesce(x.canary, false) AS canary, x.rate, x.stop_after,
           coalesce(x.forced, false) AS forced, x.request_key
    INTO o FROM jsonb_to_record(p_options) AS x (engine text, config jsonb, patch jsonb,
        canary boolean, rate double precision, stop_after integer, forced boolean,
        request_key text);
    SELECT operation_no INTO v_operation FROM bulk_operations
    WHERE created_by = session_user AND request_key = o.request_key;
    IF FOUND THEN
        RETURN v_operation;
    END IF;
    SELECT array_agg(e) INTO v_entries FROM selected_dead_letters(p_selection) e;
    v_problem := CASE
        WHEN v_unknown IS NOT NULL THEN 'there is no option ' || v_unknown
        WHEN o.config IS NOT NULL AND o.patch IS NOT NULL
            THEN 'give a whole payload or a patch, not both'
        WHEN jsonb_typeof(o.config) <> 'object' THEN 'the payload must be a JSON object'
        WHEN jsonb_typeof(o.patch) <> 'object' THEN 'the patch must be a JSON object'
        WHEN o.config IS NOT NULL AND cardinality(v_entries) > 1
            THEN 'a whole payload fits one entry; give several a patch'
        WHEN o.rate <= 0 OR o.rate = 'NaN' OR o.rate > 10000
            THEN 'the rate is more than 0 and at most 10000 per second'
        WHEN o.stop_after < 1 THEN 'it can stop after 1 failure or more'
        WHEN char_length(o.engine) NOT BETWEEN 1 AND 100
            THEN 'the name of the engine must have 1 to 100 characters'
        WHEN v_entries IS NULL THEN 'no dead letter matches' END;
    IF v_problem IS NOT NULL THEN
        RAISE EXCEPTION 'The replay cannot start: %', v_problem USING ERRCODE = 'EJ400';
    END IF;

    INSERT INTO bulk_operations (kind, selection, reason, request_key, engine, config, patch,
        canary, rate, stop_after, forced, tokens, tokens_at)
    VALUES ('replay', p_selection, p_reason, o.request_key, o.engine, o.config, o.patch, o.canary,
        o.rate, o.stop_after, o.forced, 1, v_now)
    RETURNING operation_no INTO v_operation;

    -- Locked in one order, so that two replays of the same entries wait for each other; who comes
    -- second sees the entries pending.
    WITH entry AS MATERIALIZED (
        SELECT entry_no, state, failed_at FROM dead_letter_queue
        WHERE entry_no = ANY (v_entries) ORDER BY entry_no FOR UPDATE),
    item AS (
        INSERT INTO bulk_operation_items (operation_no, position, entry_no, state, was, message)
        SELECT v_operation, row_number() OVER (ORDER BY e.failed_at, e.entry_no), e.entry_no,
               CASE WHEN obstacle IS NULL THEN 'waiting' ELSE 'skipped' END, e.state, obstacle
        FROM entry e CROSS JOIN LATERAL (
            SELECT coalesce(replay_obstacle(e.state, o.forced),
                            CASE WHEN EXISTS (SELECT FROM bulk_operation_items i
                                              WHERE i.entry_no = e.entry_no
                                                AND i.state IN ('waiting', 'submitted'))
                                 THEN 'A replay of it is pending' END) AS obstacle) x
        RETURNING entry_no, state)
    SELECT array_agg(entry_no) INTO v_eligible FROM item WHERE state = 'waiting';

    UPDATE dead_letter_queue SET state = 'pending', operation_no = v_operation, state_at = v_now,
                                 state_by = session_user, state_reason = p_reason
    WHERE entry_no = ANY (v_eligible);
    UPDATE bulk_operations SET
        total = (SELECT count(*) FROM bulk_operation_items WHERE operation_no = v_operation),
        waiting = coalesce(cardinality(v_eligible), 0),
        skipped = (SELECT count(*) FROM bulk_operation_items
                   WHERE operation_no = v_operation AND state = 'skipped'),
        engines = CASE WHEN o.engine IS NOT NULL THEN ARRAY[o.engine] ELSE ARRAY(
            SELECT DISTINCT coalesce(requested_engine, execution_engine) FROM dead_letter_queue
            WHERE entry_no = ANY (v_eligible)
              AND coalesce(requested_engine, execution_engine) IS NOT NULL) END,
        state = CASE WHEN v_eligible IS NULL THEN 'completed' ELSE 'running' END,
        state_reason = CASE WHEN v_eligible IS NULL THEN 'No entry could be replayed' END,
        finished_at = CASE WHEN v_eligible IS NULL THEN v_now END
    WHERE operation_no = v_operation;
    INSERT INTO audit_log (action, target, reason, data)
    SELECT 'start_replay', 'operation ' || v_operation, p_reason, jsonb_build_object(
        'selection', p_selection, 'options', p_options - 'request_key', 'total', b.total,
        'replayed', b.waiting, 'skipped', b.skipped,
        'entries', (SELECT jsonb_agg(e) FROM unnest(v_entries[1:100]) e))
    FROM bulk_operations b WHERE operation_no = v_operation;
    PERFORM pg_notify('${schema}_commands', '');
    RETURN v_operation;
END $$;

-- Ends an operation before its time: what it has not submitted goes back to where it was.
CREATE FUNCTION end_operation(p_operation bigint, p_state text, p_actor text, p_reason text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    WITH entry AS MATERIALIZED (
        SELECT d.entry_no, i.was, i.position
        FROM bulk_operation_items i JOIN dead_letter_queue d USING (entry_no)
        WHERE i.operation_no = p_operation AND i.state = 'waiting'
        ORDER BY d.entry_no FOR UPDATE OF d),
    item AS (
        UPDATE bulk_operation_items i SET state = 'cancelled', message = p_reason,
                                          at = clock_timestamp()
        FROM entry e WHERE i.operation_no = p_operation AND i.position = e.position)
    UPDATE dead_letter_queue d SET
        -- Somebody may have retried the job itself meanwhile.
        state = CASE WHEN EXISTS (SELECT FROM jobs j WHERE j.no = d.no AND j.finished_at IS NULL)
                     THEN 'pending' ELSE e.was END,
        operation_no = NULL, state_at = clock_timestamp(), state_by = p_actor,
        state_reason = p_reason
    FROM entry e
    WHERE d.entry_no = e.entry_no AND d.state = 'pending' AND d.operation_no = p_operation;
    UPDATE bulk_operations SET state = p_state, state_at = clock_timestamp(), state_by = p_actor,
                               state_reason = p_reason
    WHERE operation_no = p_operation;
    PERFORM refresh_operation(p_operation, clock_timestamp());
END $$;

-- Counts the items of an operation, and notes its end.
CREATE FUNCTION refresh_operation(p_operation bigint, p_now timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    UPDATE bulk_operations b SET
        waiting = c.waiting, submitted = c.submitted, succeeded = c.succeeded, failed = c.failed,
        skipped = c.skipped,
        state = CASE WHEN b.state IN ('running', 'paused') AND c.waiting + c.submitted = 0
                     THEN 'completed' ELSE b.state END,
        finished_at = CASE WHEN c.waiting + c.submitted = 0 THEN p_now END
    FROM (SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
                 count(*) FILTER (WHERE state = 'submitted') AS submitted,
                 count(*) FILTER (WHERE state = 'succeeded') AS succeeded,
                 count(*) FILTER (WHERE state = 'failed') AS failed,
                 count(*) FILTER (WHERE state IN ('skipped', 'cancelled')) AS skipped
          FROM bulk_operation_items WHERE operation_no = p_operation) c
    WHERE b.operation_no = p_operation
$$;

-- Submits the next items of one operation as new jobs; answers how many.
CREATE FUNCTION submit_replays(p_operation bigint, p_limit integer, p_now timestamptz)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp
SET orchestrator.writer = 'hot' AS $$
DECLARE
    o bulk_operations;
    v_millis text := lpad(to_hex((extract(epoch FROM p_now) * 1000)::bigint), 12, '0');
    v_front text := left(v_millis, 8) || '-' || right(v_millis, 4) || '-7';
    v_positions integer[];
    v_entries bigint[];
    v_lane record;
    v_count integer;
BEGIN
    SELECT * INTO o FROM bulk_operations WHERE operation_no = p_operation;
    SELECT array_agg(position ORDER BY entry_no), array_agg(entry_no ORDER BY entry_no)
    INTO v_positions, v_entries
    FROM (SELECT position, entry_no FROM bulk_operation_items
          WHERE operation_no = p_operation AND state = 'waiting'
          ORDER BY position LIMIT p_limit) i;
    IF v_entries IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM FROM dead_letter_queue WHERE entry_no = ANY (v_entries) ORDER BY entry_no FOR UPDATE;
    FOR v_lane IN
        SELECT DISTINCT queue_name, job_type, coalesce(o.engine, requested_engine, '') AS engine,
               owner
        FROM dead_letter_queue WHERE entry_no = ANY (v_entries)
    LOOP
        PERFORM lane_of(v_lane.queue_name, v_lane.job_type, v_lane.engine, v_lane.owner);
    END LOOP;

    WITH entry AS (
        UPDATE dead_letter_queue d SET replays = d.replays + 1
        WHERE d.entry_no = ANY (v_entries) AND d.state = 'pending'
          AND d.operation_no = p_operation
        RETURNING d.*),
    stored AS (
        INSERT INTO jobs (job_id, job_name, job_type, priority, status, config, created_by,
            created_at, updated_at, parent_job_id, replay_of, lane_id, queue_name,
            requested_engine, owner, tags, timeout_seconds, retry_policy)
        SELECT v_front || substr(gen_random_uuid()::text, 16), e.job_name, e.job_type, e.priority,
               'queued', CASE WHEN o.config IS NOT NULL THEN o.config
                              WHEN o.patch IS NOT NULL THEN merge_patch(e.config, o.patch)
                              ELSE e.config END,
               o.created_by, p_now, p_now, e.job_id, e.entry_no, l.lane_id, e.queue_name,
               coalesce(o.engine, e.requested_engine), e.owner, e.tags, e.timeout_seconds,
               -- It may have been deleted since.
               (SELECT name FROM retry_policies WHERE name = e.retry_policy)
        FROM entry e
        JOIN lanes l ON l.queue_name = e.queue_name AND l.job_type = e.job_type
            AND l.engine = coalesce(o.engine, e.requested_engine, '') AND l.owner = e.owner
        ORDER BY e.failed_at, e.entry_no
        RETURNING no, job_id, replay_of)
    UPDATE bulk_operation_items i SET
        state = CASE WHEN s.no IS NULL THEN 'skipped' ELSE 'submitted' END, job_no = s.no,
        job_id = s.job_id, at = p_now,
        message = CASE WHEN s.no IS NULL THEN 'It was settled meanwhile' END
    FROM unnest(v_positions, v_entries) AS next (position, entry_no)
    LEFT JOIN stored s ON s.replay_of = next.entry_no
    WHERE i.operation_no = p_operation AND i.position = next.position;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

-- Why a running operation must stop now; null: it goes on.
CREATE FUNCTION stop_reason(p_operation bulk_operations) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_canary record;
    v_engine text;
BEGIN
    IF p_operation.canary THEN
        SELECT state, message INTO v_canary FROM bulk_operation_items
        WHERE operation_no = p_operation.operation_no AND state NOT IN ('waiting', 'skipped')
        ORDER BY position LIMIT 1;
        IF v_canary.state IN ('failed', 'cancelled') THEN
            RETURN 'The first one, the canary, did not succeed'
                   || coalesce(': ' || left(v_canary.message, 500), '');
        END IF;
    END IF;
    IF p_operation.stop_after IS NOT NULL AND p_operation.failed >= p_operation.stop_after THEN
        RETURN CASE p_operation.failed WHEN 1 THEN 'One replay failed'
                                       ELSE p_operation.failed || ' replays failed' END;
    END IF;
    SELECT e INTO v_engine FROM unnest(p_operation.engines) e WHERE breaker_open(e) LIMIT 1;
    RETURN 'The circuit breaker of ' || v_engine || ' is open';
END $$;

-- A standing duty: takes every unfinished operation a step further, at most p_limit new jobs each.
-- Answers how many jobs it submitted.
CREATE FUNCTION run_bulk_operations(p_limit integer DEFAULT 1000, p_now timestamptz DEFAULT NULL)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz;
    o bulk_operations;
    v_no bigint;
    v_stop text;
    v_tokens double precision;
    v_limit integer;
    v_step integer;
    v_count integer := 0;
BEGIN
    FOR v_no IN
        SELECT operation_no FROM bulk_operations WHERE finished_at IS NULL
        ORDER BY operation_no FOR UPDATE SKIP LOCKED
    LOOP
        v_now := coalesce(p_now, clock_timestamp());
        PERFORM refresh_operation(v_no, v_now);
        SELECT * INTO o FROM bulk_operations WHERE operation_no = v_no;
        CONTINUE WHEN o.state <> 'running';
        v_stop := stop_reason(o);
        IF v_stop IS NOT NULL THEN
            PERFORM end_operation(v_no, 'stopped', NULL, v_stop);
            CONTINUE;
        END IF;
        -- At most what one second allows is made up for after a pause.
        v_tokens := CASE WHEN o.rate IS NULL THEN p_limit ELSE
            least(greatest(o.rate, 1),
                  o.tokens + o.rate * greatest(extract(epoch FROM v_now - o.tokens_at), 0)) END;
        v_limit := least(floor(v_tokens), p_limit);
        IF o.canary AND o.succeeded = 0 THEN
            v_limit := CASE WHEN o.submitted = 0 THEN least(v_limit, 1) ELSE 0 END;
        END IF;
        v_step := CASE WHEN v_limit > 0 THEN submit_replays(v_no, v_limit, v_now) ELSE 0 END;
        UPDATE bulk_operations SET tokens = v_tokens - v_step, tokens_at = v_now
        WHERE operation_no = v_no;
        IF v_step > 0 THEN
            PERFORM refresh_operation(v_no, v_now);
            v_count := v_count + v_step;
        END IF;
    END LOOP;
    IF v_count > 0 THEN
        PERFORM pg_notify('${schema}_jobs', '');
    END IF;
    RETURN v_count;
END $$;

-- The end of a replayed job: in the same transaction as the job's own.
CREATE FUNCTION jobs_settle_replay() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_at timestamptz := coalesce(NEW.finished_at, clock_timestamp());
    v_item record;
    v_engine text := coalesce(nullif(NEW.execution_engine, ''), NEW.requested_engine);
    v_state text;
BEGIN
    UPDATE bulk_operation_items SET
        state = CASE NEW.status WHEN 'completed' THEN 'succeeded' WHEN 'cancelled' THEN 'cancelled'
                                ELSE 'failed' END,
        message = left(NEW.error_message, 1000), at = v_at
    WHERE job_no = NEW.no AND state = 'submitted'
    RETURNING operation_no INTO v_item;
    IF NEW.status = 'completed' THEN
        UPDATE dead_letter_queue SET
            state = 'replayed', operation_no = NULL, state_at = v_at, state_by = NEW.created_by,
            state_reason = 'Its replay completed: ' || NEW.job_id
        WHERE entry_no = NEW.replay_of AND state IN ('open', 'pending', 'parked');
        RETURN NULL;
    END IF;
    UPDATE dead_letter_queue SET
        -- Somebody may have retried the job itself meanwhile.
        state = CASE WHEN EXISTS (SELECT FROM jobs j WHERE j.no = dead_letter_queue.no
                                                       AND j.finished_at IS NULL) THEN 'pending'
                     WHEN replays >= replay_limit() THEN 'parked' ELSE 'open' END,
        operation_no = NULL, state_at = v_at, state_by = NULL,
        state_reason = CASE WHEN replays >= replay_limit()
            THEN 'Parked after ' || replays || ' replays'
            ELSE 'Its replay did not complete: ' || NEW.job_id END
    WHERE entry_no = NEW.replay_of AND state IN ('open', 'pending', 'parked')
    RETURNING state INTO v_state;
    IF NEW.status = 'cancelled' OR v_state IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE dead_letter_queue SET
        failures = failures + 1, failed_at = v_at,
        group_no = dead_letter_group(NEW.error_code, NEW.error_message, NEW.job_type, v_engine),
        reason = CASE v_state WHEN 'parked' THEN 'LOOP_GUARD' ELSE dead_letter_reason(
            NEW, coalesce(current_setting('orchestrator.writer', true), '')) END,
        execution_engine = v_engine, error_code = NEW.error_code, error_type = NEW.error_type,
        error_message = NEW.error_message, error_detail = NEW.error_detail,
        retry_count = NEW.retry_count, crash_count = NEW.crash_count
    WHERE entry_no = NEW.replay_of;
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_settle_replay AFTER UPDATE OF status ON jobs
    FOR EACH ROW
    WHEN (NEW.replay_of IS NOT NULL AND OLD.status <> NEW.status
          AND NEW.status IN ('completed', 'failed', 'timeout', 'cancelled'))
    EXECUTE FUNCTION jobs_settle_replay();

-- What people ask of an operation.
CREATE FUNCTION operation_command(p_operation bigint, p_command text, p_reason text DEFAULT NULL)
RETURNS TABLE (done boolean, message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    o bulk_operations;
    v_to text := CASE p_command WHEN 'pause' THEN 'paused' WHEN 'resume' THEN 'running'
                                WHEN 'cancel' THEN 'cancelled' END;
BEGIN
    IF v_to IS NULL THEN
        RAISE EXCEPTION 'Unknown command %: use pause, resume or cancel', p_command
            USING ERRCODE = 'EJ400';
    END IF;
    SELECT * INTO o FROM bulk_operations WHERE operation_no = p_operation FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no operation %', p_operation USING ERRCODE = 'EJ404';
    END IF;
    done := o.state <> v_to AND o.state IN ('running', 'paused');
    message := CASE
        WHEN done AND p_command = 'pause' THEN 'It is paused.'
        WHEN done AND p_command = 'resume' THEN 'It goes on.'
        WHEN done THEN 'It is cancelled: what it had not submitted stays a dead letter.'
        WHEN o.state = 'paused' THEN 'It is paused already.'
        WHEN o.state = 'running' THEN 'It is running.'
        WHEN o.state = 'completed' THEN 'It has already completed.'
        WHEN o.state = 'stopped' THEN 'It has already stopped: ' || coalesce(o.state_reason, '')
        ELSE 'It has already been cancelled.' END;
    IF done AND p_command = 'cancel' THEN
        PERFORM end_operation(p_operation, 'cancelled', session_user::text,
                              coalesce(p_reason, 'Cancelled by ' || session_user));
    ELSIF done THEN
        UPDATE bulk_operations SET state = v_to, state_at = clock_timestamp(),
            state_by = session_user, state_reason = p_reason,
            -- Nothing is made up for the time it was paused.
            tokens = least(tokens, 1), tokens_at = clock_timestamp()
        WHERE operation_no = p_operation;
    END IF;
    INSERT INTO audit_log (action, target, reason, data)
    VALUES (p_command || '_operation', 'operation ' || p_operation, p_reason,
            jsonb_build_object('done', done));
    PERFORM pg_notify('${schema}_commands', '');
    RETURN NEXT;
END $$;

-- Puts entries away, or takes them back; answers the number of an operation that has ended
-- already, with a result for each entry.
CREATE FUNCTION move_dead_letters(p_kind text, p_selection jsonb, p_reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_now timestamptz := clock_timestamp();
    v_limit integer := replay_limit();
    v_entries bigint[];
    v_operation bigint;
    v_moved bigint[];
BEGIN
    SELECT array_agg(e) INTO v_entries FROM selected_dead_letters(p_selection) e;
    IF v_entries IS NULL THEN
        RAISE EXCEPTION 'No dead letter matches' USING ERRCODE = 'EJ404';
    END IF;
    INSERT INTO bulk_operations (kind, state, selection, reason, finished_at, state_by)
    VALUES (p_kind, 'completed', p_selection, p_reason, v_now, session_user)
    RETURNING operation_no INTO v_operation;
    WITH entry AS MATERIALIZED (
        SELECT entry_no, state, failed_at FROM dead_letter_queue
        WHERE entry_no = ANY (v_entries) ORDER BY entry_no FOR UPDATE),
    item AS (
        INSERT INTO bulk_operation_items (operation_no, position, entry_no, state, was, message)
        SELECT v_operation, row_number() OVER (ORDER BY failed_at, entry_no), entry_no,
               CASE WHEN obstacle IS NULL THEN 'succeeded' ELSE 'skipped' END, state, obstacle
        FROM entry CROSS JOIN LATERAL (SELECT CASE
            WHEN p_kind = 'restore' AND state <> 'discarded' THEN 'It is not discarded'
            WHEN p_kind = 'restore' THEN NULL
            WHEN state = 'pending' THEN 'A replay of it is pending: cancel that first'
            WHEN state = 'discarded' THEN 'It is discarded already'
            WHEN state IN ('replayed', 'recovered') THEN 'It is resolved' END AS obstacle) x
        RETURNING entry_no, state)
    SELECT array_agg(entry_no) INTO v_moved FROM item WHERE state = 'succeeded';
    UPDATE dead_letter_queue SET
        state = CASE WHEN p_kind = 'discard' THEN 'discarded' WHEN replays >= v_limit THEN 'parked'
                     ELSE 'open' END,
        state_at = v_now, state_by = session_user, state_reason = p_reason
    WHERE entry_no = ANY (v_moved);
    PERFORM refresh_operation(v_operation, v_now);
    UPDATE bulk_operations SET total = succeeded + skipped WHERE operation_no = v_operation;
    INSERT INTO audit_log (action, target, reason, data)
    SELECT p_kind || '_dead_letters', 'operation ' || v_operation, p_reason, jsonb_build_object(
        'selection', p_selection, 'done', b.succeeded, 'skipped', b.skipped,
        'entries', (SELECT jsonb_agg(e) FROM unnest(v_entries[1:100]) e))
    FROM bulk_operations b WHERE operation_no = v_operation;
    RETURN v_operation;
END $$;

CREATE FUNCTION discard_dead_letters(p_selection jsonb, p_reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    IF btrim(coalesce(p_reason, '')) = '' THEN
        RAISE EXCEPTION 'Say why it is discarded' USING ERRCODE = 'EJ400';
    END IF;
    RETURN move_dead_letters('discard', p_selection, p_reason);
END $$;

CREATE FUNCTION restore_dead_letters(p_selection jsonb, p_reason text DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT move_dead_letters('restore', p_selection, p_reason)
$$;

-- Null: nobody. Answers how many entries it changed.
CREATE FUNCTION assign_dead_letters(p_selection jsonb, p_assignee text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_entries bigint[] := ARRAY(SELECT * FROM selected_dead_letters(p_selection));
    v_count integer;
BEGIN
    IF char_length(p_assignee) > 100 THEN
        RAISE EXCEPTION 'A name has at most 100 characters' USING ERRCODE = 'EJ400';
    END IF;
    PERFORM FROM dead_letter_queue WHERE entry_no = ANY (v_entries) ORDER BY entry_no FOR UPDATE;
    UPDATE dead_letter_queue SET assignee = nullif(btrim(p_assignee), '')
    WHERE entry_no = ANY (v_entries) AND assignee IS DISTINCT FROM nullif(btrim(p_assignee), '');
    GET DIAGNOSTICS v_count = ROW_COUNT;
    INSERT INTO audit_log (action, target, data)
    VALUES ('assign_dead_letters', coalesce(nullif(btrim(p_assignee), ''), 'nobody'),
            jsonb_build_object('selection', p_selection, 'changed', v_count));
    RETURN v_count;
END $$;

CREATE FUNCTION comment_dead_letter(p_entry bigint, p_text text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    IF btrim(coalesce(p_text, '')) = '' OR char_length(p_text) > 10000 THEN
        RAISE EXCEPTION 'A comment has 1 to 10000 characters' USING ERRCODE = 'EJ400';
    END IF;
    PERFORM FROM dead_letter_queue WHERE entry_no = p_entry FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no dead letter %', p_entry USING ERRCODE = 'EJ404';
    END IF;
    INSERT INTO dead_letter_comments (entry_no, text) VALUES (p_entry, p_text);
    INSERT INTO audit_log (action, target, reason)
    VALUES ('comment_dead_letter', 'dead letter ' || p_entry, left(p_text, 200));
END $$;

-- Part of maintain(): operations that ended before a time and reached nothing that is unresolved.
CREATE FUNCTION forget_operations(p_before timestamptz, p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    DELETE FROM bulk_operations WHERE operation_no = ANY (ARRAY(
        SELECT b.operation_no FROM bulk_operations b
        WHERE b.finished_at < p_before AND NOT EXISTS (
            SELECT FROM bulk_operation_items i JOIN dead_letter_queue d USING (entry_no)
            WHERE i.operation_no = b.operation_no AND d.state IN ('open', 'pending', 'parked'))
        ORDER BY b.operation_no LIMIT p_limit FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;

CREATE VIEW dead_letter_list AS
SELECT d.entry_no, d.no, d.job_id, d.job_name, d.job_type, d.queue_name, d.owner, d.tags,
       d.execution_engine, d.group_no, d.state, d.reason, d.error_code, d.error_type,
       d.error_message, d.retry_count, d.crash_count, d.manual_retries, d.failures, d.replays,
       d.first_failed_at, d.failed_at, d.operation_no, d.assignee, d.state_at, d.state_by,
       d.state_reason
FROM dead_letter_queue d;

REVOKE EXECUTE ON FUNCTION
    merge_patch(jsonb, jsonb),
    dead_letter_condition(jsonb),
    selected_dead_letters(jsonb),
    replay_obstacle(text, boolean),
    end_operation(bigint, text, text, text),
    refresh_operation(bigint, timestamptz),
    submit_replays(bigint, integer, timestamptz),
    stop_reason(bulk_operations),
    forget_operations(timestamptz, integer),
    move_dead_letters(text, jsonb, text)
FROM PUBLIC;
