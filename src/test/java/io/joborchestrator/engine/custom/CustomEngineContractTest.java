package io.joborchestrator.engine.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.ExecutionEngineContract;
import io.joborchestrator.engine.local.LocalEngine;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.testing.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The same contract, with a handler from a plug-in in the place of a pipeline. */
class CustomEngineContractTest extends ExecutionEngineContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path plugins;
  private ExecutionEngine engine;

  @BeforeEach
  void start() throws IOException {
    PluginJar.of(plugins.resolve("contract.jar"), ContractHandler.class);
    engine = freshEngine();
  }

  @AfterEach
  void stop() {
    engine.stop(Duration.ofSeconds(5));
  }

  @Override
  protected ExecutionEngine engine() {
    return engine;
  }

  @Override
  protected ExecutionEngine freshEngine() {
    HandlerCatalog catalog = HandlerCatalog.read(ClassLoader.getPlatformClassLoader(), plugins);
    assertThat(catalog.problems()).isEmpty();
    CustomRunner runner = new CustomRunner(catalog, plugins.resolve("checkpoints"));
    return new LocalEngine("custom", List.of(runner), LocalEngineSettings.withSlots(2));
  }

  @Override
  protected String jobType() {
    return JobType.CUSTOM;
  }

  @Override
  protected ObjectNode sorting(String output) {
    return pipeline("a > 1", output);
  }

  @Override
  protected ObjectNode pipeline(String where, String output) {
    ObjectNode job = JSON.createObjectNode().put("handler", "contract");
    job.putObject("config")
        .put("input", data().resolve("in.csv").toString())
        .put("where", where)
        .put("output", data().resolve(output).toString());
    return job;
  }

  @Override
  protected ObjectNode endless(String output) {
    try {
      Files.writeString(data().resolve("big.csv"), "a,b\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ObjectNode job = pipeline("a > 1", output);
    job.withObject("/config").put("endless", true);
    return job;
  }

  /** Inputs with bad rows are for pipelines; the manifest of handlers has a test of its own. */
  @Override
  protected boolean hasQuarantine() {
    return false;
  }
}
