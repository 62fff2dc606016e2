package io.joborchestrator.reliability;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two workers, one job and the database, as {@link ProtocolExplorerTest} moves them. What a worker
 * knows is here, what is true is in the database. Not thread-safe.
 */
final class ExplorerWorld {
  private static final String HEAL =
      """
      CREATE FUNCTION explorer_heal() RETURNS text LANGUAGE plpgsql AS $$
      DECLARE
          v_worker record;
          v_job record;
          v_status text;
      BEGIN
          UPDATE worker_leases SET expires_at = clock_timestamp() - interval '1 second'
          WHERE state = 'alive';
          PERFORM rescue_dead_workers();
          SELECT * INTO v_worker FROM register_worker('{"worker_id": "healer", "name": "healer",
              "kind": "worker", "slots": 9, "lease_seconds": 600, "job_types": ["etl"],
              "engines": ["local"]}');
          FOR i IN 1..4 LOOP
              PERFORM stage_due_jobs(p_now => clock_timestamp() + interval '1 hour');
              FOR v_job IN SELECT * FROM claim_jobs(v_worker.worker_no, v_worker.epoch, 9) LOOP
                  PERFORM start_runs(v_worker.worker_no, ARRAY[v_job.no], ARRAY[v_job.epoch],
                      ARRAY['local'], ARRAY['healer'], ARRAY[NULL::jsonb]);
                  PERFORM complete_jobs(v_worker.worker_no, ARRAY[v_job.no], ARRAY[v_job.epoch],
                      ARRAY[clock_timestamp()], ARRAY['local'], ARRAY['{}'::jsonb], ARRAY[1]);
              END LOOP;
          END LOOP;
          SELECT status INTO v_status FROM jobs;
          RETURN v_status;
      END $$
      """;

  /** All of the database that decides what may come. */
  private static final String KEY =
      """
      SELECT concat_ws('|', j.status, j.epoch, j.crash_count, j.retry_count,
          j.cancel_requested_at IS NOT NULL, l.worker_no, l.epoch, l.marked, l.command,
          r.epoch, r.publish_manifest IS NOT NULL,
          (SELECT count(*) FROM job_queue), (SELECT count(*) FROM job_timers),
          (SELECT string_agg(concat_ws(',', w.worker_no, w.epoch, w.state, w.unswept,
                                       w.expires_at < clock_timestamp()), ';' ORDER BY worker_no)
           FROM worker_leases w),
          (SELECT count(*) FROM job_attempts a WHERE a.outcome = 'completed'))
      FROM jobs j LEFT JOIN job_leases l USING (no) LEFT JOIN job_runs r USING (no)
      """;

  private static final String FACTS =
      """
      SELECT j.epoch,
          EXISTS (SELECT FROM worker_leases WHERE unswept
                  OR (state = 'alive' AND expires_at < clock_timestamp())),
          EXISTS (SELECT FROM job_leases WHERE NOT marked),
          EXISTS (SELECT FROM job_timers),
          j.cancel_requested_at IS NULL AND j.finished_at IS NULL, j.finished_at IS NOT NULL,
          ARRAY(SELECT worker_no FROM worker_leases
                WHERE state = 'alive' AND expires_at > clock_timestamp())
      FROM jobs j
      """;

  /** How far a worker is with its claim. */
  private enum Stage {
    CLAIMED,
    STARTED,
    PUBLISHED
  }

  /** What one worker knows. */
  private record Knowledge(
      long workerNo, int session, int epoch, Stage stage, boolean inDoubt, int lives) {
    static final Knowledge NONE = new Knowledge(0, 0, 0, null, false, 0);

    Knowledge registered(long no, int value) {
      return new Knowledge(no, value, 0, null, false, lives + 1);
    }

    Knowledge holding(int value, Stage where) {
      return new Knowledge(workerNo, session, value, where, inDoubt, lives);
    }

    Knowledge doubting(boolean value) {
      return new Knowledge(workerNo, session, epoch, stage, value, lives);
    }

    Knowledge dead() {
      return new Knowledge(workerNo, 0, 0, null, false, lives);
    }

    boolean holds() {
      return stage != null;
    }
  }

  /** One step; the name is for people. */
  record Step(String name, boolean isFault, Action action) {
    static Step of(String name, Action action) {
      return new Step(name, false, action);
    }

    static Step fault(String name, Action action) {
      return new Step(name, true, action);
    }
  }

  /** What a step does. */
  interface Action {
    void run() throws SQLException;
  }

  /** To come back to. */
  record Saved(Savepoint savepoint, Knowledge[] workers) {}

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final int mostEpochs;
  private final int mostLives;
  private Knowledge[] workers = {Knowledge.NONE, Knowledge.NONE};
  private long job;

  ExplorerWorld(Connection connection, int mostEpochs, int mostLives) {
    this.connection = connection;
    this.mostEpochs = mostEpochs;
    this.mostLives = mostLives;
  }

  void begin() throws SQLException {
    execute(HEAL);
    execute(ProtocolExplorerTest.rules());
    text("SELECT submit_jobs('[{\"name\": \"one\", \"type\": \"etl\", \"config\": {}}]')");
    job = number("SELECT no FROM jobs");
    // Both have been here before: a rollback takes no number of a worker back.
    for (int w = 0; w < workers.length; w++) {
      register(w);
      text(
          "SELECT deregister_worker(%d, %d)"
              .formatted(workers[w].workerNo(), workers[w].session()));
      workers[w] = new Knowledge(workers[w].workerNo(), 0, 0, null, false, 0);
    }
  }

  /** The database's part of the state. */
  String truth() throws SQLException {
    try (ResultSet rows = prepared(KEY).executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** What the workers believe. */
  String beliefs() {
    return Arrays.toString(workers);
  }

  List<String> broken() throws SQLException {
    try (ResultSet rows = prepared("SELECT explorer_rules()").executeQuery()) {
      List<String> broken = new ArrayList<>();
      while (rows.next()) {
        broken.add(rows.getString(1));
      }
      return broken;
    }
  }

  String heal() throws SQLException {
    try (ResultSet rows = prepared("SELECT explorer_heal()").executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }

  Saved save() throws SQLException {
    return new Saved(connection.setSavepoint(), workers.clone());
  }

  void goBack(Saved saved) throws SQLException {
    connection.rollback(saved.savepoint());
    workers = saved.workers().clone();
  }

  void forget(Saved saved) throws SQLException {
    connection.releaseSavepoint(saved.savepoint());
  }

  void take(Step step) throws SQLException {
    step.action().run();
  }

  /**
   * What of the steps would change anything now.
   *
   * @param living numbers of the workers whose lease has not ended
   */
  private record Facts(
      boolean more,
      boolean sweep,
      boolean mark,
      boolean stage,
      boolean cancel,
      boolean ended,
      List<Long> living) {}

  private Facts facts() throws SQLException {
    try (ResultSet rows = prepared(FACTS).executeQuery()) {
      rows.next();
      List<Long> living = new ArrayList<>();
      for (Object no : (Object[]) rows.getArray(7).getArray()) {
        living.add((Long) no);
      }
      return new Facts(
          rows.getInt(1) < mostEpochs,
          rows.getBoolean(2),
          rows.getBoolean(3),
          rows.getBoolean(4),
          rows.getBoolean(5),
          rows.getBoolean(6),
          living);
    }
  }

  /** What may happen next; steps that would change nothing are left out. */
  List<Step> steps() throws SQLException {
    List<Step> steps = new ArrayList<>();
    Facts facts = facts();
    for (int w = 0; w < workers.length; w++) {
      if (!facts.ended() || workers[w].holds()) {
        stepsOf(w, facts, steps);
      }
    }
    if (facts.sweep()) {
      steps.add(Step.of("sweep", () -> text("SELECT rescue_dead_workers()")));
    }
    if (facts.mark()) {
      steps.add(
          Step.of(
              "mark",
              () ->
                  text(
                      "SELECT mark_running('0 seconds', 10,"
                          + " clock_timestamp() + interval '1 second')")));
    }
    if (facts.stage()) {
      steps.add(
          Step.of(
              "stage",
              () -> text("SELECT stage_due_jobs(10," + " clock_timestamp() + interval '1 hour')")));
    }
    if (facts.cancel()) {
      steps.add(
          Step.fault("cancel", () -> text("SELECT request_cancel(array_agg(job_id)) FROM jobs")));
    }
    return steps;
  }

  private void stepsOf(int w, Facts facts, List<Step> steps) {
    Knowledge me = workers[w];
    String name = w == 0 ? "A " : "B ";
    boolean lives = facts.living().contains(me.workerNo());
    if (me.session() == 0) {
      // The two are alike: which of them comes first makes no difference.
      if (me.lives() < mostLives && (w == 0 || workers[0].lives() > 0)) {
        steps.add(Step.of(name + "registers", () -> register(w)));
      }
    } else {
      if (!lives) {
        steps.add(Step.of(name + "beats", () -> beat(w)));
      }
      steps.add(Step.fault(name + "crashes", () -> workers[w] = me.dead()));
      if (me.inDoubt()) {
        steps.add(Step.of(name + "gives back what it does not know", () -> reconcile(w)));
      } else if (!me.holds() && facts.more()) {
        steps.add(Step.of(name + "claims", () -> claim(w, true)));
        steps.add(Step.fault(name + "claims, answer lost", () -> claim(w, false)));
      }
      if (me.holds()) {
        holding(w, name, steps);
      }
    }
    if (lives) {
      steps.add(
          Step.fault(
              name + "'s lease ends",
              () ->
                  execute(
                      "UPDATE worker_leases SET expires_at"
                          + " = clock_timestamp() - interval '1 second' WHERE worker_no = "
                          + me.workerNo())));
    }
  }

  private void holding(int w, String name, List<Step> steps) {
    Knowledge me = workers[w];
    switch (me.stage()) {
      case CLAIMED -> steps.add(Step.of(name + "starts", () -> start(w)));
      case STARTED -> {
        steps.add(Step.of(name + "publishes", () -> publish(w)));
        steps.add(Step.of(name + "fails", () -> end(w, fail(me), true)));
      }
      case PUBLISHED -> {
        steps.add(Step.of(name + "completes", () -> end(w, complete(me), true)));
        steps.add(Step.fault(name + "completes, answer lost", () -> end(w, complete(me), false)));
      }
    }
    if (me.stage() != Stage.PUBLISHED) {
      steps.add(Step.of(name + "gives back", () -> end(w, release(me), true)));
      steps.add(Step.of(name + "was cancelled", () -> end(w, cancelled(me), true)));
    }
  }

  private void register(int w) throws SQLException {
    String id = w == 0 ? "a" : "b";
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT worker_no, epoch FROM register_worker('{\"worker_id\": \""
                    + id
                    + "\", \"name\": \""
                    + id
                    + "\", \"kind\": \"worker\", \"slots\": 1, \"lease_seconds\": 600,"
                    + " \"job_types\": [\"etl\"], \"engines\": [\"local\"]}')")) {
      rows.next();
      workers[w] = workers[w].registered(rows.getLong(1), rows.getInt(2));
    }
  }

  private void beat(int w) throws SQLException {
    Knowledge me = workers[w];
    String valid = text("SELECT valid FROM heartbeat(" + me.workerNo() + ", " + me.session() + ")");
    if (valid.equals("f")) {
      workers[w] = me.dead();
    }
  }

  private void claim(int w, boolean answered) throws SQLException {
    Knowledge me = workers[w];
    String epoch =
        text("SELECT epoch FROM claim_jobs(" + me.workerNo() + ", " + me.session() + ", 1)");
    if (!answered) {
      workers[w] = me.doubting(true);
    } else if (epoch != null) {
      workers[w] = me.holding(Integer.parseInt(epoch), Stage.CLAIMED);
    }
  }

  private void reconcile(int w) throws SQLException {
    Knowledge me = workers[w];
    text(
        "SELECT release_unknown_jobs(%d, %d, '{%s}')"
            .formatted(me.workerNo(), me.session(), me.holds() ? Long.toString(job) : ""));
    workers[w] = me.doubting(false);
  }

  private void start(int w) throws SQLException {
    Knowledge me = workers[w];
    String waits =
        text(
            "SELECT must_wait FROM start_runs(%s, ARRAY['local'], ARRAY['run'], ARRAY[NULL::jsonb])"
                .formatted(arrays(me)));
    if (waits == null) {
      workers[w] = me.holding(0, null);
    } else if (waits.equals("f")) {
      workers[w] = me.holding(me.epoch(), Stage.STARTED);
    }
  }

  private void publish(int w) throws SQLException {
    Knowledge me = workers[w];
    String open =
        text(
            "SELECT prepare_publish(%d, %d, %d, '{\"target\": \"x\"}')"
                .formatted(me.workerNo(), job, me.epoch()));
    workers[w] = open.equals("t") ? me.holding(me.epoch(), Stage.PUBLISHED) : me.holding(0, null);
  }

  private void end(int w, String sql, boolean answered) throws SQLException {
    text(sql);
    if (answered) {
      workers[w] = workers[w].holding(0, null);
    }
  }

  private String complete(Knowledge me) {
    return "SELECT no FROM complete_jobs(%s, ARRAY[clock_timestamp()], ARRAY['local'],"
            .formatted(arrays(me))
        + " ARRAY['{}'::jsonb], ARRAY[1])";
  }

  /** To be tried again at once, one time; then for good. */
  private String fail(Knowledge me) {
    return "SELECT no FROM fail_jobs(%s, ARRAY[clock_timestamp()], ARRAY['local'],"
            .formatted(arrays(me))
        + " ARRAY['ENGINE_FAILED'], ARRAY['engine'], ARRAY['broke'], ARRAY[NULL::text],"
        + " ARRAY[false], ARRAY[(SELECT CASE WHEN retry_count = 0 THEN 0.0 END FROM jobs)]"
        + "::double precision[])";
  }

  private String cancelled(Knowledge me) {
    return "SELECT no FROM cancel_jobs_confirmed(%s, ARRAY[clock_timestamp()], ARRAY['local'],"
            .formatted(arrays(me))
        + " ARRAY[true], ARRAY['asked'])";
  }

  private String release(Knowledge me) {
    return "SELECT release_jobs(%s, 'stopped')".formatted(arrays(me));
  }

  private String arrays(Knowledge me) {
    return "%d, ARRAY[%d]::bigint[], ARRAY[%d]".formatted(me.workerNo(), job, me.epoch());
  }

  /** Asked thousands of times: planned once. */
  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  private void execute(String sql) throws SQLException {
    ProtocolExplorerTest.execute(connection, sql);
  }

  /** The first column of the first row as text, or null. */
  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }
}
