package io.joborchestrator.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people may set of Spark, and what a cluster needs before it is even tried. */
class ClusterSettingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "spark.driver.extraJavaOptions, nobody has checked",
    "spark.executor.extraClassPath, nobody has checked",
    "spark.jars, nobody has checked",
    "spark.jars.packages, nobody has checked",
    "spark.plugins, nobody has checked",
    "spark.sql.extensions, nobody has checked",
    "spark.hadoop.fs.defaultFS, nobody has checked",
    "spark.executorEnv.LD_PRELOAD, nobody has checked",
    "spark.ui.enabled, opens a port",
    "spark.eventLog.dir, opens a port or writes files",
    "spark.authenticate.secret, engines.spark.secret-file",
    "spark.driver.memory, ORCHESTRATOR_HEAP",
    "spark.master, engines.spark.master",
    "spark.sql.ansi.enabled, the meaning of pipelines",
    "spark.sql.session.timeZone, the meaning of pipelines",
    "spark.executor.memroy, Did you mean 'spark.executor.memory'?",
    "nonsense, not on the list"
  })
  void refusesSettingsWithTheReason(String name, String reason) {
    assertThat(SparkSettings.refused(name))
        .hasValueSatisfying(why -> assertThat(why).contains(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.executor.memory",
        "spark.cores.max",
        "spark.dynamicAllocation.maxExecutors",
        "spark.speculation",
        "spark.sql.shuffle.partitions"
      })
  void allowsWhatIsHarmless(String name) {
    assertThat(SparkSettings.refused(name)).isEmpty();
  }

  @Test
  void aJobSetsWhatASharedSessionTakesForOneRun() {
    RunSettings settings =
        RunSettings.of(json("{'spark': {'weight': 3, 'spark.sql.shuffle.partitions': 64}}"));
    assertThat(settings.weight()).isEqualTo(3);
    assertThat(settings.settings()).isEqualTo(Map.of("spark.sql.shuffle.partitions", "64"));
    assertThat(RunSettings.of(json("{}"))).isEqualTo(new RunSettings(Map.of(), 1));
  }

  @Test
  void aJobCannotChangeWhatTheSessionWasStartedWith() {
    assertThat(RunSettings.check(json("{'spark': {'spark.executor.memory': '8g'}}")))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .contains("fixed when the session starts", "engines.spark.settings"))
        .extracting(Problem::pointer)
        .isEqualTo("/spark/spark.executor.memory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'spark': 7}",
        "{'spark': {'weight': 0}}",
        "{'spark': {'weight': 'heavy'}}",
        "{'spark': {'spark.jars': '/tmp/x.jar'}}",
        "{'spark': {'spark.sql.shuffle.partitions': {}}}"
      })
  void aWrongSectionIsAnErrorOfTheUser(String config) {
    assertThat(RunSettings.check(json(config))).hasSize(1);
    assertThatThrownBy(() -> RunSettings.of(json(config)))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SPECIFICATION));
  }

  @Test
  void aClusterNeedsItsSecret() throws IOException {
    SparkSettings settings = SparkSettings.local(dir);
    SparkCluster closed = new SparkCluster(true, null, null, SparkCluster.DEFAULT_EXECUTOR_WAIT);
    assertThat(SparkMaster.missing(settings.on("spark://host:7077", closed)))
        .hasValueSatisfying(why -> assertThat(why).contains("engines.spark.secret-file"));
    assertThat(SparkMaster.missing(settings.on("spark://host:7077", SparkCluster.OPEN))).isEmpty();
    Path file = Files.writeString(dir.resolve("secret"), "tell-nobody\n");
    SparkSettings known =
        settings.on("spark://127.0.0.1:7077", SparkCluster.with(SparkSecret.in(file)));
    assertThat(SparkMaster.missing(known)).isEmpty();
    assertThat(known.toString()).doesNotContain("tell-nobody");
    assertThat(SparkConfiguration.of(known).asMap())
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.authenticate.secret", "tell-nobody")
        .containsEntry("spark.driver.host", "127.0.0.1")
        .containsEntry("spark.dynamicAllocation.shuffleTracking.enabled", "true")
        .containsEntry("spark.ui.enabled", "false");
  }

  @Test
  void otherMastersSayWhatMustBeOnTheClassPath() {
    SparkSettings settings = SparkSettings.local(dir);
    SparkSettings kubernetes = settings.on("k8s://https://host:443", SparkCluster.OPEN);
    assertThat(SparkMaster.missing(kubernetes))
        .hasValueSatisfying(why -> assertThat(why).contains("spark-kubernetes_2.13", "4.1.0"));
    assertThat(SparkMaster.missing(kubernetes, name -> true))
        .as("its classes are there")
        .hasValueSatisfying(why -> assertThat(why).contains("spark.kubernetes.container.image"));
    assertThat(
            SparkMaster.missing(
                kubernetes.withConf(Map.of("spark.kubernetes.container.image", "spark:4.1.0")),
                name -> true))
        .isEmpty();
    SparkSettings yarn = settings.on("yarn", SparkCluster.OPEN);
    assertThat(SparkMaster.missing(yarn))
        .hasValueSatisfying(why -> assertThat(why).contains("spark-yarn_2.13", "HADOOP_CONF_DIR"));
    assertThat(SparkMaster.missing(yarn, name -> true)).isEmpty();
    assertThat(new SparkEngine(kubernetes).health().takesWork()).isFalse();
  }

  @Test
  void anAddressWithoutAMasterIsSaidAtOnceAndNotAfterAMinute() {
    SparkSettings nobody = SparkSettings.local(dir).on("spark://127.0.0.1:1", SparkCluster.OPEN);
    assertThatThrownBy(() -> new MasterQuestion(nobody).state())
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE))
        .hasMessageContaining("The Spark master at 127.0.0.1:1 cannot be reached");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
