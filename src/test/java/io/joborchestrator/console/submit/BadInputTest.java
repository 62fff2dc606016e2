package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.LocalPipelineWorkbench;
import io.joborchestrator.engine.local.script.ScriptRunner;
import io.joborchestrator.engine.local.script.ScriptSettings;
import io.joborchestrator.orchestrator.EngineManager.Handlers;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.submit.AllowedPaths;
import io.joborchestrator.orchestrator.submit.PipelineReader;
import io.joborchestrator.orchestrator.submit.PipelineRules;
import io.joborchestrator.orchestrator.submit.PolicyNames;
import io.joborchestrator.orchestrator.submit.SubmissionChecker;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.schema.PipelineDocument;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are wrong in every way, looked into and checked for real: what the form says where.
 */
class BadInputTest {
  private static final PipelineWorkbench WORKBENCH =
      new LocalPipelineWorkbench(new DuckDbSettings(2, 512));

  @TempDir Path folder;

  private final DirectUiTasks tasks = new DirectUiTasks();
  private final AnsweringDialogs dialogs = new AnsweringDialogs();
  private final FakeOrchestrator fake = FakeOrchestrator.empty();
  private final Clock clock = Clock.fixed(SubmitRig.NOW, ZoneId.of("Europe/Berlin"));
  private final SubmitForm form =
      new SubmitForm(
          tasks,
          WORKBENCH,
          new Handlers(List.of(), List.of(), ""),
          SubmitRig::schema,
          clock,
          UUID::randomUUID);
  private final SubmitViewModel viewModel =
      new SubmitViewModel(
          orchestrator(),
          tasks,
          dialogs,
          new VisitedPlaces(),
          UiState.transientState(),
          SubmitRig.TEXTS,
          form,
          clock);

  @Test
  void aMissingFileIsSaidAtItsPath() {
    read(folder.resolve("no.csv"));
    assertThat(atInput("/path")).contains("no.csv");
    assertThat(viewModel.problems().list().get(0).marked()).isTrue();
    assertThat(form.pipeline().mainInput().path().get()).endsWith("no.csv");
  }

  @Test
  void brokenJsonIsSaidWithItsLine() throws IOException {
    read(write("broken.json", "{\"a\": 1,,}\n"));
    assertThat(atInput("/path")).contains("broken JSON in line 1");

    read(write("half.json", "{\"a\": 1}\n{\"a\": 1,,}\n"));
    assertThat(form.pipeline().mainInput().look().warnings().get())
        .contains("broken JSON in line 2");
    assertThat(form.pipeline().mainInput().knownColumns()).hasSize(1);
  }

  @Test
  void anEmptyFileIsSaidToBeEmpty() throws IOException {
    read(write("empty.csv", ""));
    assertThat(form.pipeline().mainInput().look().warnings().get()).isEqualTo("The file is empty");
    assertThat(viewModel.preview().facts().get()).isEqualTo("0 B, 0 rows, 0 columns");
  }

  @Test
  void binaryDataNamedCsvIsSaidToBeBinary() throws IOException {
    Path binary = folder.resolve("binary.csv");
    Files.write(binary, new byte[] {7, 0, 0, 9, 1, 0, 3});
    read(binary);
    assertThat(atInput("/path")).contains("binary");
    assertThat(viewModel.preview().table().get().rows()).isEmpty();
  }

  @Test
  void anUnknownColumnIsMarkedInTheExpressionWithTheNearName() throws IOException {
    read(orders());
    FilterStep filter = filter("amout > 5");
    assertThat(filter.problemAt("/where").orElseThrow().message()).contains("amout");
    assertThat(filter.where().problems().get(0).suggestion()).isEqualTo("amount");
    assertThat(filter.where().problems().get(0).start()).isZero();
    assertThat(filter.where().problems().get(0).end()).isEqualTo(5);
  }

  @Test
  void aWrongTypeIsMarkedInTheExpression() throws IOException {
    read(orders());
    FilterStep filter = filter("country > 5");
    assertThat(filter.where().problems()).isNotEmpty();
    assertThat(filter.where().problems().get(0).message()).contains("string");
    assertThat(viewModel.problems().list().get(0).pointer()).isEqualTo("/where");
  }

  @Test
  void anOutputThatIsItsInputIsSaidAtTheOutput() throws IOException {
    Path orders = orders();
    read(orders);
    writeTo(orders);
    assertThat(atOutput()).contains("input");
    assertThat(codes()).contains(ErrorCode.OUTPUT_EQUALS_INPUT);
  }

  @Test
  void aFolderThatCannotBeWrittenToIsSaidAtTheOutput() throws IOException {
    read(orders());
    writeTo(write("file.txt", "not a folder").resolve("out.parquet"));
    assertThat(atOutput()).contains("Nothing can be written to").contains("file.txt");
    assertThat(codes()).contains(ErrorCode.OUTPUT_NOT_WRITABLE);
  }

  @Test
  void aScriptThatDoesNotExistIsSaidAtItsProgram() {
    form.kind().set(FormKind.SCRIPT);
    form.script().field("argv").entries().get(0).value().set("/no/such/program");
    settle();
    assertThat(form.script().field("argv").problems().get(0).message())
        .contains("/no/such/program");
    assertThat(codes()).contains(ErrorCode.PROGRAM_NOT_FOUND);
  }

  @Test
  void anEngineThatIsUnknownIsSaidAtTheEngineAndKeptInTheForm() throws IOException {
    read(orders());
    writeTo(folder.resolve("out.parquet"));
    viewModel.load(form.submission().withEngine("locl"));
    settle();
    FormProblem wrong = viewModel.problems().list().get(0);
    assertThat(wrong.pointer()).isEqualTo("engine");
    assertThat(wrong.marked()).isTrue();
    assertThat(wrong.problem().suggestion()).isEqualTo("local");
    assertThat(form.submission().engine()).isEqualTo("locl");
  }

  @Test
  void saysHowManyRowsAShortFileHas() throws IOException {
    read(orders());
    assertThat(viewModel.preview().facts().get()).contains(", 2 rows, 3 columns");
  }

  @Test
  void parquetShowsItsColumnsAndRows() throws SQLException {
    Path file = folder.resolve("orders.parquet");
    duckDb(
        "COPY (SELECT 7::BIGINT AS id, 'AT' AS country, 1.5::DOUBLE AS x) TO '%s' (FORMAT parquet)",
        file);
    read(file);
    assertThat(form.pipeline().mainInput().format().get()).isEqualTo("parquet");
    assertThat(form.pipeline().mainInput().knownColumns())
        .containsExactly(
            new Column("id", ColumnType.BIGINT),
            new Column("country", ColumnType.STRING),
            new Column("x", ColumnType.DOUBLE));
    assertThat(viewModel.preview().table().get().rows()).containsExactly(List.of("7", "AT", "1.5"));
  }

  @Test
  void jsonShowsItsColumnsAndRows() throws IOException {
    read(
        write("orders.json", "{\"id\": 7, \"country\": \"AT\"}\n{\"id\": 8, \"country\": null}\n"));
    assertThat(form.pipeline().mainInput().format().get()).isEqualTo("json");
    assertThat(form.pipeline().mainInput().knownColumns())
        .containsExactly(
            new Column("id", ColumnType.BIGINT), new Column("country", ColumnType.STRING));
    assertThat(viewModel.preview().table().get().rows()).hasSize(2);
    assertThat(viewModel.preview().table().get().rows().get(0)).containsExactly("7", "AT");
  }

  private void read(Path file) {
    form.pipeline().useFile(file.toString());
    settle();
  }

  private FilterStep filter(String where) {
    FilterStep filter = (FilterStep) form.pipeline().add(StepKind.FILTER);
    filter.where().text().set(where);
    writeTo(folder.resolve("out.parquet"));
    return filter;
  }

  private void writeTo(Path file) {
    form.pipeline().output().path().set(file.toString());
    settle();
  }

  private void settle() {
    for (int round = 0; round < 4; round++) {
      tasks.elapse(Duration.ofMillis(300));
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path orders() throws IOException {
    return write("orders.csv", "order_id,country,amount\n1,AT,10.5\n2,DE,3.0\n");
  }

  private String atInput(String pointer) {
    return form.pipeline().mainInput().problemAt(pointer).orElseThrow().message();
  }

  private String atOutput() {
    return form.pipeline().output().problemAt("/path").orElseThrow().message();
  }

  private List<ErrorCode> codes() {
    return viewModel.problems().list().stream().map(each -> each.problem().code()).toList();
  }

  private static void duckDb(String sql, Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      connection.createStatement().execute(sql.formatted(file));
    }
  }

  /** Real look into files and real checks; nothing is stored. */
  private Orchestrator orchestrator() {
    SubmissionChecker checker = checker();
    EnhancedJobManager jobs =
        proxy(
            EnhancedJobManager.class,
            (method, arguments) ->
                method.getName().equals("check")
                    ? checker.check((JobSubmission) arguments[0])
                    : method.invoke(fake.jobs(), arguments));
    return proxy(
        Orchestrator.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "jobs" -> jobs;
              case "workbench" -> WORKBENCH;
              default -> method.invoke(fake, arguments);
            });
  }

  private static SubmissionChecker checker() {
    PipelineRules pipelines =
        new PipelineRules(
            WORKBENCH,
            config -> {
              PipelineDocument.Reading reading = PipelineDocument.read(config);
              return new PipelineReader.Reading(reading.spec(), reading.problems());
            },
            new AllowedPaths(List.of()),
            new ObjectMapper());
    ScriptRunner scripts =
        new ScriptRunner(
            Map.of("PATH", "/bin"),
            ScriptSettings.plain(Path.of("kept"), LocalEngineSettings.DEFAULT_GRACE));
    return new SubmissionChecker(
        Map.of("etl", pipelines, "script", scripts::check),
        new PolicyNames(() -> List.of("default")),
        () -> Map.of("local", new EngineCapabilities(Set.of("etl", "script"), 1, 1)));
  }

  private interface Answers {
    @Nullable Object to(Method method, @Nullable Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return answers.to(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
