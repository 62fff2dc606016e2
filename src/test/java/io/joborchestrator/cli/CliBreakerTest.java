package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.app.Wiring;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import io.joborchestrator.testing.fault.FaultyNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Circuit breakers of engines and of the database, on a real one, with a worker that runs jobs. */
@DisabledOnOs(OS.WINDOWS)
class CliBreakerTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  @AfterEach
  void invariantsHold() {
    InvariantChecker.assertHolds(database);
  }

  @Test
  void trippedBreakerHoldsJobsUntilItIsProbedOrReset() throws Exception {
    OrchestratorLauncher launcher = launcher(database.config().port());
    CliFixture cli = new CliFixture(launcher, folder);
    try (OrchestratorSession worker = launcher.launch(LaunchOptions.NONE, Purpose.WORKER)) {
      assertThat(worker.executes()).isTrue();
      assertThat(cli.run("engines", "trip", "local", "--reason", "maintenance"))
          .as(cli.err())
          .isZero();
      assertThat(cli.out()).contains("local@").contains(" is forced-open.");
      assertThat(cli.run("engines", "trip", "local")).isNotZero();
      assertThat(cli.err()).contains("It has been tripped already");

      String held = submit(cli);
      assertThat(cli.run("status", held)).isZero();
      assertThat(cli.out()).contains("Held back: the circuit breaker of local", "was tripped by");
      assertThat(cli.run("engines", "breakers")).isZero();
      assertThat(cli.out()).contains("forced-open", "maintenance");

      assertThat(cli.run("engines", "probe", "local", "--job", held)).as(cli.err()).isZero();
      assertThat(cli.run("wait", held, "--timeout", "40s")).as(cli.err()).isZero();
      Await.until("closed", LIMIT, () -> stateOfLocal().equals("closed"), this::stateOfLocal);
      assertThat(cli.run("engines", "probe", "local")).isNotZero();
      assertThat(cli.err()).contains("there is nothing to probe");

      cli.run("engines", "trip", "local");
      String second = submit(cli);
      assertThat(cli.run("engines", "reset", "local", "--json")).as(cli.err()).isZero();
      JsonNode now = new ObjectMapper().readTree(cli.out());
      assertThat(now.get("state").asText()).isEqualTo("closed");
      assertThat(cli.run("wait", second, "--timeout", "40s")).as(cli.err()).isZero();
      assertThat(cli.run("engines", "reset", "nothing")).isNotZero();
      assertThat(cli.err()).contains("No worker stands behind a circuit breaker 'nothing'");
    }
    assertThat(database.ask("SELECT string_agg(action, ' ' ORDER BY audit_no) FROM audit_log"))
        .isEqualTo("trip_breaker probe_breaker trip_breaker reset_breaker");
  }

  @Test
  void databaseThatIsGoneOpensItsBreakerHereAndIsWrittenDownWhenItIsBack() throws Exception {
    try (FaultyNetwork network = new FaultyNetwork(database.config().port())) {
      OrchestratorLauncher launcher = launcher(network.port());
      CliFixture cli = new CliFixture(launcher, folder);
      CliFixture beside = new CliFixture(launcher(database.config().port()), folder);
      try (OrchestratorSession worker = launcher.launch(LaunchOptions.NONE, Purpose.WORKER)) {
        Await.until("contact", LIMIT, () -> worker.orchestrator().connection().connected());
        network.cut();
        Await.until(
            "its breaker opens",
            LIMIT,
            () -> worker.orchestrator().engines().databaseBreaker().state() != BreakerState.CLOSED);
        assertThat(worker.orchestrator().engines().databaseBreaker().reason()).isNotBlank();
        Await.until("it says so", LIMIT, () -> !worker.orchestrator().connection().connected());
        assertThat(worker.orchestrator().connection().problem())
            .contains("The database does not answer: calls fail at once until it does");
        assertThat(cli.run("list")).isEqualTo(ErrorType.SYSTEM.exitCode());
        assertThat(cli.err()).contains("DATABASE_UNAVAILABLE");
        final String waiting = submit(beside);

        network.mend();
        assertThat(beside.run("wait", waiting, "--timeout", "40s")).as(beside.err()).isZero();
        Await.until(
            "it is written down",
            LIMIT,
            () -> "closed".equals(lastOfDatabase()),
            this::lastOfDatabase);
        assertThat(worker.orchestrator().connection().connected()).isTrue();
        assertThat(
                database.ask(
                    "SELECT from_state || ' ' || to_state || ' ' || (worker IS NOT NULL) FROM"
                        + " circuit_breaker_events WHERE name = 'database' ORDER BY event_no LIMIT"
                        + " 1"))
            .isEqualTo("closed open true");
        assertThat(beside.run("engines", "breakers")).isZero();
        assertThat(beside.err()).contains("could not reach the database");
      }
    }
  }

  private String lastOfDatabase() {
    return String.valueOf(
        database.ask(
            "SELECT to_state FROM circuit_breaker_events WHERE name = 'database'"
                + " ORDER BY event_no DESC LIMIT 1"));
  }

  private String stateOfLocal() {
    return String.valueOf(
        database.ask("SELECT state FROM circuit_breakers WHERE engine = 'local'"));
  }

  private static String submit(CliFixture cli) {
    assertThat(cli.run("submit", "--type", "script", "--engine", "local", "--", "true"))
        .as(cli.err())
        .isZero();
    return cli.out().strip().split("\\s")[0];
  }

  private OrchestratorLauncher launcher(int port) {
    ConnectionConfig config = database.config();
    Map<String, String> variables = new HashMap<>(WorkerProcess.variables(config));
    variables.put("ORCHESTRATOR_DATABASE_PORT", Integer.toString(port));
    variables.put("ORCHESTRATOR_DATABASE_WAIT", "1s");
    variables.put("PATH", System.getenv("PATH"));
    variables.put("ORCHESTRATOR_HOME", folder.resolve("home").toString());
    return new Wiring(variables, () -> false);
  }
}
