-- Templates: submissions that people keep under a name, to fill in and send again.
CREATE TABLE job_templates (
    template_id text NOT NULL DEFAULT gen_random_uuid()::text,
    name        text NOT NULL,
    description text NOT NULL DEFAULT '',
    submission  jsonb NOT NULL,
    visible_to  text NOT NULL DEFAULT 'me',
    owner       text NOT NULL DEFAULT session_user,
    -- One more with every change: who saves a change says which version it was made from.
    version     integer NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT job_templates_pkey PRIMARY KEY (template_id),
    CONSTRAINT job_templates_name_key UNIQUE (owner, name),
    CONSTRAINT job_templates_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT job_templates_visible_to CHECK (visible_to IN ('me', 'everyone'))
);

-- Those of the caller, and those that others show to everyone; the caller's own first.
CREATE FUNCTION find_templates(p_name text) RETURNS SETOF job_templates
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
    SELECT * FROM job_templates
    WHERE (owner = session_user OR visible_to = 'everyone') AND (p_name IS NULL OR name = p_name)
    ORDER BY owner <> session_user, lower(name), owner
$$;

-- Keeps a new template (p_version null), or a change of one of the caller's made from p_version.
CREATE FUNCTION save_template(p_name text, p_description text, p_submission jsonb,
                              p_visible_to text, p_version integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
DECLARE
    v_version integer;
BEGIN
    IF coalesce(length(p_name), 0) NOT BETWEEN 1 AND 100 OR p_name <> btrim(p_name) THEN
        RAISE EXCEPTION 'The name of a template has 1 to 100 characters' USING ERRCODE = 'EJ400';
    END IF;
    IF p_visible_to IS NULL OR p_visible_to NOT IN ('me', 'everyone') THEN
        RAISE EXCEPTION 'A template is visible to me or everyone' USING ERRCODE = 'EJ400';
    END IF;
    PERFORM prepare_submissions(jsonb_build_array(p_submission));
    IF p_version IS NULL THEN
        INSERT INTO job_templates (name, description, submission, visible_to)
        VALUES (p_name, coalesce(p_description, ''), p_submission, p_visible_to)
        ON CONFLICT (owner, name) DO NOTHING
        RETURNING version INTO v_version;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'You have a template % already', p_name USING ERRCODE = 'EJ409';
        END IF;
    ELSE
        UPDATE job_templates
        SET description = coalesce(p_description, ''), submission = p_submission,
            visible_to = p_visible_to, version = version + 1, updated_at = clock_timestamp()
        WHERE owner = session_user AND name = p_name AND version = p_version
        RETURNING version INTO v_version;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'The template % was changed or deleted meanwhile: look at it again', p_name
                USING ERRCODE = 'EJ409';
        END IF;
    END IF;
    INSERT INTO audit_log (action, target, data)
    VALUES ('save_template', p_name,
            jsonb_build_object('version', v_version, 'visible_to', p_visible_to));
    RETURN v_version;
END $$;

-- Deletes one of the caller's own. False: there is none.
CREATE FUNCTION delete_template(p_name text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, "${schema}", pg_temp AS $$
BEGIN
    DELETE FROM job_templates WHERE owner = session_user AND name = p_name;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO audit_log (action, target) VALUES ('delete_template', p_name);
    RETURN true;
END $$;
