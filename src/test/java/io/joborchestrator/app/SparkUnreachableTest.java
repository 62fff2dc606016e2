package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose Spark cluster is not there. */
@Tag("slow")
class SparkUnreachableTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @TempDir Path dir;

  @Test
  void aClusterThatIsGoneOpensItsBreakerAndTheOtherEngineTakesThePipeline() throws Exception {
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(WorkerProcess.variables(database.config()));
    env.put("ORCHESTRATOR_EXECUTION_LEASE", "20s");
    env.put("ORCHESTRATOR_ENGINES_SPARK_ENABLED", "true");
    env.put("ORCHESTRATOR_ENGINES_SPARK_MASTER", "spark://127.0.0.1:1");
    env.put("ORCHESTRATOR_ENGINES_SPARK_AUTHENTICATE", "false");
    env.put("ORCHESTRATOR_ENGINES_SPARK_BREAKER_FAILURES", "1");
    env.put("ORCHESTRATOR_ENGINES_SPARK_BREAKER_FIRST_WAIT", "5m");
    // Any input is more than the local engine takes with ease, so Spark is the choice.
    env.put("ORCHESTRATOR_ENGINES_LOCAL_COMFORTABLE_INPUT", "1B");
    Path home = Files.createDirectories(dir.resolve("home"));
    try (OrchestratorSession session =
        new Wiring(env, () -> false).launch(LaunchOptions.inHome(home), Purpose.WORKER)) {
      EnhancedJobManager jobs = session.orchestrator().jobs();
      String id = jobs.submit(JobSubmission.of("either", "data_processing", config()));
      Await.until(
          "the end",
          LIMIT,
          () -> jobs.detail(id).orElseThrow().row().status().isTerminal(),
          () -> jobs.events(id).toString());
      JobDetail detail = jobs.detail(id).orElseThrow();
      assertThat(detail.row().status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(detail.attempts()).extracting(Attempt::engine).containsExactly("spark", "local");
      JobError error = detail.attempts().get(0).error();
      assertThat(error).isNotNull();
      assertThat(error.code()).isEqualTo("ENGINE_UNAVAILABLE");
      assertThat(error.message()).contains("127.0.0.1:1 cannot be reached");
      assertThat(jobs.events(id))
          .anySatisfy(
              event -> assertThat(event.toString()).contains("is held back, so local runs it"));
    }
    assertThat(dir.resolve("out.csv")).hasContent("a\n1\n2\n");
  }

  private ObjectNode config() throws IOException {
    Files.writeString(dir.resolve("in.csv"), "a\n1\n2\n");
    ObjectNode config = new ObjectMapper().createObjectNode();
    ObjectNode input = config.putObject("inputs").putObject("t");
    input.put("format", "csv").put("path", dir.resolve("in.csv").toString());
    input.putArray("columns").addObject().put("name", "a").put("type", "bigint");
    config.putObject("output").put("format", "csv").put("path", dir.resolve("out.csv").toString());
    return config;
  }
}
