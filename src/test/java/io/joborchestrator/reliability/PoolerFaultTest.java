package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.app.Wiring;
import io.joborchestrator.cli.CliIo;
import io.joborchestrator.cli.CliMain;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.store.postgres.PoolerProbe;
import io.joborchestrator.store.postgres.SchemaMigrator;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import io.joborchestrator.testing.fault.PgBouncer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Everything through a real PgBouncer in transaction mode, as many servers are reached. */
@Tag("slow")
class PoolerFaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SESSIONS = 6;

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;
  private PgBouncer pooler;

  @BeforeEach
  void startPooler() throws IOException {
    Optional<Path> program = PgBouncer.program();
    Assumptions.assumeTrue(
        program.isPresent(),
        "R25 NOT TESTED: there is no pgbouncer on this machine (Debian: apt-get install"
            + " pgbouncer)");
    pooler = PgBouncer.start(program.get(), database.config(), home("pooler"), SESSIONS);
  }

  @AfterEach
  void stopPooler() throws Exception {
    if (pooler != null) {
      pooler.close();
      InvariantChecker.assertHolds(database);
    }
  }

  /** R25. */
  @Test
  void r25_jobsRunAreCancelledAndRescuedThroughAPoolerInTransactionMode() throws Exception {
    OrchestratorLauncher launcher = new Wiring(variables(), () -> false);
    LaunchOptions here = LaunchOptions.inHome(home("console"));
    try (OrchestratorSession console = launcher.launch(here, Purpose.COMMAND);
        WorkerProcess survivor = worker("survivor")) {
      assertThat(console.orchestrator().connection().pollOnly()).isTrue();
      Await.until("contact", LIMIT, () -> console.orchestrator().connection().connected());
      var jobs = console.orchestrator().jobs();
      List<String> many =
          IntStream.range(0, 40).mapToObj(i -> jobs.submit(script("echo " + i))).toList();
      awaitAll(many, JobStatus.COMPLETED);

      String endless = jobs.submit(script("sleep 300"));
      awaitAll(List.of(endless), JobStatus.RUNNING);
      jobs.cancel(endless, false, "enough");
      awaitAll(List.of(endless), JobStatus.CANCELLED);

      killTheWorkerOf(survivor);
      assertNothingIsLeftInSessions();
    }
  }

  @Test
  void commandLineSaysThatItPolls() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CliIo io =
        new CliIo(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Clock.systemUTC(),
            folder);
    CliMain cli = new CliMain(new Wiring(variables(), () -> false), io, options -> 42);
    assertThat(cli.run("list", "--json", "--home", home("cli").toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("[");
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "A connection pooler is in between: what others change is seen by polling only.");
  }

  @Test
  void poolerIsFoundAndNothingIsMigratedThroughIt() {
    assertThat(PoolerProbe.isPooled(pooler.config())).isTrue();
    assertThat(PoolerProbe.isPooled(database.config())).isFalse();
    SchemaMigrator.check(pooler.config().withPooler(true));
    assertThatThrownBy(
            () -> SchemaMigrator.check(pooler.config().withPooler(true).withSchema("other")))
        .hasMessageContaining("The schema other does not exist yet")
        .hasMessageContaining("host and port of the database itself");
    database.execute(
        "DELETE FROM schema_history WHERE version = (SELECT max(version) FROM schema_history)");
    assertThatThrownBy(() -> SchemaMigrator.check(pooler.config().withPooler(true)))
        .hasMessageContaining("Through a connection pooler it cannot be brought there");
  }

  /** A job whose worker dies in the middle is done by the one that is left. */
  private void killTheWorkerOf(WorkerProcess survivor) throws Exception {
    JobStore jobs = database.stores().jobs();
    try (WorkerProcess victim = worker("victim")) {
      // One job for each slot there is, so that the victim has some.
      List<String> long_ =
          IntStream.range(0, 8)
              .mapToObj(i -> jobs.submit(List.of(script("sleep $((8 / EJO_EPOCH))"))).get(0))
              .toList();
      Await.until(
          "the victim runs something",
          LIMIT,
          () ->
              !"0"
                  .equals(
                      database.ask(
                          "SELECT count(*) FROM job_leases JOIN job_runs USING (no, epoch)"
                              + " JOIN workers USING (worker_no) WHERE process_id = "
                              + victim.pid())));
      victim.kill();
      awaitAll(long_, JobStatus.COMPLETED);
    }
    assertThat(survivor.isAlive()).isTrue();
    assertThat(database.ask("SELECT count(*) > 0 FROM job_attempts WHERE outcome = 'lost'"))
        .isEqualTo("t");
  }

  /** What one client sets must not meet another. */
  private void assertNothingIsLeftInSessions() throws Exception {
    String url =
        "jdbc:postgresql://127.0.0.1:"
            + pooler.config().port()
            + "/"
            + pooler.config().database()
            + "?prepareThreshold=0&user="
            + pooler.config().user();
    for (int i = 0; i < SESSIONS; i++) {
      try (var connection = DriverManager.getConnection(url);
          var statement = connection.createStatement();
          var row =
              statement.executeQuery(
                  "SELECT current_setting('search_path'), current_setting('statement_timeout'),"
                      + " (SELECT count(*) FROM pg_prepared_statements),"
                      + " (SELECT count(*) FROM pg_listening_channels())")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("\"$user\", public");
        assertThat(row.getString(2)).isEqualTo("0");
        assertThat(row.getInt(3)).isZero();
        assertThat(row.getInt(4)).isZero();
      }
    }
  }

  private void awaitAll(List<String> ids, JobStatus status) {
    JobStore jobs = database.stores().jobs();
    Await.until(
        ids.size() + " jobs are " + status,
        LIMIT,
        () -> jobs.rows(ids).stream().allMatch(row -> row.status() == status),
        () -> jobs.rows(ids).toString());
  }

  private WorkerProcess worker(String name) throws IOException {
    return WorkerProcess.start(home(name), variables());
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(WorkerProcess.variables(pooler.config()));
    variables.put("PATH", System.getenv("PATH"));
    return variables;
  }

  private static JobSubmission script(String text) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.putArray("argv").add("/bin/sh").add("-c").add(text);
    return JobSubmission.of("a script", "script", config);
  }

  private Path home(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }
}
