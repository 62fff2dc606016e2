-- What a worker says of the events of a run is said by its own login, as all else that names a worker:
-- one line is put into the function.
DO $patch$
DECLARE
    v_text text := pg_get_functiondef(
        '"${schema}".report_run_events(bigint, bigint, integer, jsonb)'::regprocedure);
BEGIN
    IF strpos(v_text, E'\nBEGIN\n') = 0 THEN
        RAISE EXCEPTION 'The function report_run_events has no place for own_worker';
    END IF;
    EXECUTE regexp_replace(v_text, E'\nBEGIN\n',
                           E'\nBEGIN\n    PERFORM own_worker(p_worker_no);\n');
END $patch$;
