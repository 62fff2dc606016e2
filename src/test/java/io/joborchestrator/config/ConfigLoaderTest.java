package io.joborchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.RoutingRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path home;
  private final Map<String, String> env = new HashMap<>();

  @Test
  void worksWithoutAnyConfigurationAndWritesATemplate() {
    AppConfig config = load();
    assertThat(config.profile().name()).isEqualTo("local");
    assertThat(config.profile().database().embedded()).isTrue();
    assertThat(config.execution()).isEqualTo(ExecutionConfig.DEFAULTS);
    assertThat(config.engine("spark").master()).isEqualTo("local[*]");
    assertThat(config.home().data()).isEqualTo(home.resolve("data"));
    assertThat(home.resolve("orchestrator.conf")).exists();
    assertThat(load()).isEqualTo(config);
  }

  @Test
  void theDefaultsInTheTemplateAreTheDefaults() throws IOException {
    String template = new String(ConfigLoader.template().readAllBytes(), StandardCharsets.UTF_8);
    String active =
        template
            .lines()
            .map(
                line -> line.stripLeading().matches("#[a-z].*") ? line.replaceFirst("#", "") : line)
            .collect(Collectors.joining("\n"));
    assertThat(ConfigFactory.parseString(active).entrySet()).hasSizeGreaterThan(12);
    AppConfig defaults = load();
    write(active);
    assertThat(load()).isEqualTo(defaults);
  }

  @Test
  void aProfileMaySaySectionsAgainForItself() throws IOException {
    write(
        """
        engines.local.slots = 3
        engines.spark.slots = 3
        scripts.environment = [A]
        profiles.team {
          database.host = db.example.org
          engines.local.slots = 7
          scripts { environment = ["B_*"], memory = 1GiB, cpu-time = 2m, processes = 5 }
          routing.rules = [{ kind = etl, larger-than = 1GiB, engine = spark, because = big }]
        }
        """);
    assertThat(load().engine("local").slots()).isEqualTo(3);
    assertThat(load().scripts().environment()).containsExactly("A");
    env.put("ORCHESTRATOR_PROFILE", "team");
    AppConfig team = load();
    assertThat(team.engine("local").slots()).isEqualTo(7);
    assertThat(team.engine("spark").slots()).isEqualTo(3);
    assertThat(team.scripts())
        .isEqualTo(
            new ScriptsConfig(
                List.of("B_*"), "inherit", "", 1L << 30, Duration.ofMinutes(2), 0, 5));
    assertThat(team.routing().rules())
        .containsExactly(
            new RoutingRules.Rule(Set.of("etl"), null, 1L << 30, null, Set.of(), "spark", "big"));
    env.put("ORCHESTRATOR_ENGINES_LOCAL_SLOTS", "9");
    assertThat(load().engine("local").slots()).isEqualTo(9);
  }

  @Test
  void sparkOnAClusterIsSetPerProfileAndItsOwnNamesAreKept() throws IOException {
    write(
        """
        engines.spark.settings { spark.sql.shuffle.partitions = 8 }
        profiles.team.database.host = db.example.org
        profiles.team.engines.spark {
          master = "spark://host:7077", memory = 2GiB, executor-cores = 2, max-executors = 4
          secret-file = /run/secret, executor-wait = 30s
          settings { "spark.speculation" = true }
        }
        """);
    assertThat(load().engine("spark").spark().settings())
        .isEqualTo(Map.of("spark.sql.shuffle.partitions", "8"));
    env.put("ORCHESTRATOR_PROFILE", "team");
    env.put("ORCHESTRATOR_SPARK_SECRET", "nobody sees it");
    AppConfig team = load();
    assertThat(team.engine("spark").master()).isEqualTo("spark://host:7077");
    assertThat(team.engine("spark").spark())
        .isEqualTo(
            new SparkConfig(
                true,
                "/run/secret",
                null,
                2,
                0,
                4,
                Duration.ofSeconds(30),
                Map.of("spark.sql.shuffle.partitions", "8", "spark.speculation", "true")));
    assertThat(team.notes()).noneMatch(note -> note.contains("SECRET"));
    assertThat(team.toString()).doesNotContain("nobody sees it");
  }

  @Test
  void refusesARuleThatCouldNeverWork() throws IOException {
    assertThat(refusal("routing.rules = [{ engin = spark }]")).contains("Did you mean 'engine'?");
    assertThat(refusal("routing.rules = [{ engine = sprak }]")).contains("Did you mean 'spark'?");
    assertThat(refusal("routing.rules = [{ engine = spark, priority = hihg }]"))
        .contains("Did you mean 'high'?");
    assertThat(refusal("routing.rules = [{ kind = etl }]")).contains("names the engine");
    assertThat(refusal("scripts.environment = [\"A B\"]")).contains("not 'A B'");
    assertThat(refusal("scripts.memory = 10")).contains("at least 1 MiB");
  }

  private String refusal(String text) throws IOException {
    write(text);
    return String.valueOf(
        assertThatThrownBy(this::load)
            .isInstanceOf(OrchestratorException.class)
            .actual()
            .getMessage());
  }

  @Test
  void readsProfilesAndSettings() throws IOException {
    write(
        """
        profile = team
        profiles {
          team {
            environment = staging
            database { host = db.example.org, port = 5433, user = ada, schema = jobs,
                       pooler = transaction }
          }
        }
        execution { lease = 30s, heartbeat = 5s, queues = [a, b], only-own-jobs = false }
        engines.local { slots = 7, memory = 2GiB, comfortable-input = 100MiB }
        engines.spark.enabled = false
        retries.patient { max-retries = 9, initial-delay = 30s, max-delay = 30m }
        """);
    AppConfig config = load();
    assertThat(config.profile())
        .isEqualTo(
            new Profile(
                "team",
                Profile.Environment.STAGING,
                new DatabaseSettings(
                    false,
                    "db.example.org",
                    5433,
                    "orchestrator",
                    "ada",
                    "jobs",
                    null,
                    null,
                    DatabaseSettings.DEFAULT_WAIT,
                    DatabaseSettings.Pooler.TRANSACTION)));
    assertThat(config.profile().database().effectiveSslMode()).isEqualTo("verify-full");
    assertThat(config.profiles()).containsOnlyKeys("local", "team");
    assertThat(config.execution().lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.execution().queues()).containsExactly("a", "b");
    assertThat(config.execution().onlyOwnJobs()).isFalse();
    assertThat(config.engine("local").slots()).isEqualTo(7);
    assertThat(config.engine("local").comfortableInputBytes()).isEqualTo(100L << 20);
    assertThat(config.engine("spark").enabled()).isFalse();
    assertThat(config.retries().get(0).maxDelay()).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void theSchemaIsASettingOfEveryProfile() throws IOException {
    write("profiles { local { database.schema = mine }, team { database.host = db } }");
    AppConfig config = load();
    assertThat(config.profile().database().embedded()).isTrue();
    assertThat(config.profile().database().schema()).isEqualTo("mine");
    assertThat(config.profiles().get("team").database().schema()).isEqualTo("orchestrator");
  }

  @Test
  void aSchemaThatCannotBeIsRefusedWithItsKey() throws IOException {
    write("profiles.local.database.schema = \"My Jobs\"");
    assertThatThrownBy(this::load)
        .isInstanceOf(OrchestratorException.class)
        .hasMessageContaining("profiles.local.database")
        .hasMessageContaining("not 'My Jobs'");
  }

  @Test
  void variablesAreStrongerThanTheFileAndFlagsStrongest() throws IOException {
    write("engines.spark.master = \"local[1]\"\nengines.local.slots = 1\n");
    env.put("ORCHESTRATOR_ENGINES_SPARK_MASTER", "spark://a:7077");
    env.put("ORCHESTRATOR_ENGINES_LOCAL_SLOTS", "2");
    AppConfig config =
        loader().load(LaunchOptions.inHome(home).withSettings(Map.of("engines.local.slots", "3")));
    assertThat(config.engine("spark").master()).isEqualTo("spark://a:7077");
    assertThat(config.engine("local").slots()).isEqualTo(3);
  }

  @Test
  void aHostInTheEnvironmentMakesTheProfileADatabaseServer() {
    env.put("ORCHESTRATOR_DATABASE_HOST", "localhost");
    env.put("PGUSER", "ada");
    env.put("PGDATABASE", "jobs");
    DatabaseSettings database = load().profile().database();
    assertThat(database.embedded()).isFalse();
    assertThat(database.host()).isEqualTo("localhost");
    assertThat(database.user()).isEqualTo("ada");
    assertThat(database.name()).isEqualTo("jobs");
    assertThat(database.effectiveSslMode()).isEqualTo("prefer");
  }

  @Test
  void pgVariablesAloneNeverLeaveTheEmbeddedDatabase() {
    env.put("PGHOST", "production.example.org");
    assertThat(load().profile().database().embedded()).isTrue();
  }

  @Test
  void unknownKeysAreErrorsWithLineAndSuggestion() throws IOException {
    write("execution {\n  heartbeet = 2s\n}\n");
    assertInvalid("orchestrator.conf: 2", "execution.heartbeet", "Did you mean 'heartbeat'?");
  }

  @Test
  void unknownKeysInAProfileAreErrors() throws IOException {
    write("profiles.team.database { host = x, pasword = y }\n");
    assertInvalid("profiles.team.database.pasword", "Known here:");
  }

  @Test
  void wrongValuesAreErrorsWithTheirKey() throws IOException {
    write("execution.lease = 3s\n");
    assertInvalid("execution", "three heartbeats");
    write("engines.local.slots = many\n");
    assertInvalid("slots", "rather than NUMBER");
    write("profiles.team { environment = prodution, database.host = x }\n");
    assertInvalid("profiles.team", "Did you mean 'production'?");
    write("profiles.team { environment = test }\n");
    assertInvalid("profiles.team.database", "host");
    write("execution = 3\n");
    assertInvalid("execution", "section");
    write("engines { local { slots = }\n");
    assertInvalid("orchestrator.conf");
  }

  @Test
  void anUnknownProfileNamesTheNearOne() throws IOException {
    write("profiles.production { database.host = x }\n");
    assertThatThrownBy(() -> loader().load(LaunchOptions.inHome(home).withProfile("prodution")))
        .hasMessageContaining("Did you mean 'production'?");
  }

  @Test
  void variablesThatMeanNothingAreNoted() {
    env.put("ORCHESTRATOR_ENGINE_SPARK_MASTER", "x");
    assertThat(load().notes()).anySatisfy(note -> assertThat(note).contains("ENGINE_SPARK"));
  }

  @Test
  void foldersFollowThePlatform() {
    Map<String, String> xdg = Map.of("XDG_DATA_HOME", "/data", "XDG_CONFIG_HOME", "relative");
    AppHome linux = AppHome.ofPlatform("Linux", "/home/ada", xdg);
    assertThat(linux.data()).isEqualTo(Path.of("/data/enterprise-job-orchestrator"));
    assertThat(linux.config()).isEqualTo(Path.of("/home/ada/.config/enterprise-job-orchestrator"));
    AppHome mac = AppHome.ofPlatform("Mac OS X", "/Users/ada", Map.of());
    assertThat(mac.config().toString()).contains("Application Support");
    AppHome windows = AppHome.ofPlatform("Windows 11", "/Users/ada", Map.of());
    assertThat(windows.data().toString()).contains("Local");
  }

  @Test
  void connectionsAreBuiltFromPartsAndAProfileHasItsOwn() throws IOException {
    write(
        """
        connections.warehouse { host = a.example.org, database = sales, user = ada }
        profiles.team {
          database.host = x
          connections.warehouse.host = b.example.org
          connections.stock { service = stock, kind = postgresql, socket-timeout = 0s }
        }
        """);
    assertThat(load().connections().get("warehouse").host()).isEqualTo("a.example.org");
    Map<String, ConnectionSettings> team =
        loader().load(LaunchOptions.inHome(home).withProfile("team")).connections();
    assertThat(team.get("warehouse").host()).isEqualTo("b.example.org");
    assertThat(team.get("warehouse").database()).isEqualTo("sales");
    assertThat(team.get("stock").socketTimeout()).isZero();
  }

  @Test
  void connectionsHoldNoUrlAndNoPassword() throws IOException {
    write("connections.warehouse { url = \"jdbc:postgresql://x/y\" }\n");
    assertInvalid("connections.warehouse.url");
    write("connections.warehouse { host = x, password = hunter2 }\n");
    assertThatThrownBy(this::load)
        .hasMessageContaining("passwords never stand in the configuration")
        .hasMessageNotContaining("hunter2");
    write("connections.warehouse { kind = oracle, host = x }\n");
    assertInvalid("connections.warehouse", "oracle");
    write("connections.warehouse { user = x }\n");
    assertInvalid("connections.warehouse", "host");
  }

  private ConfigLoader loader() {
    return new ConfigLoader(env, System.getProperties());
  }

  private AppConfig load() {
    return loader().load(LaunchOptions.inHome(home));
  }

  private void write(String text) throws IOException {
    Files.writeString(home.resolve("orchestrator.conf"), text);
  }

  private void assertInvalid(String... parts) {
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContainingAll(parts);
  }
}
