package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.view.Theme;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.domain.job.RoutingDecision.Reason;
import io.joborchestrator.pipeline.PipelineWorkbench.Preview;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.Screenshots;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures of the page as people meet it, for review. */
class SubmitScreenshotTest {
  private static final List<Column> ORDERS =
      List.of(
          new Column("order_id", ColumnType.BIGINT),
          new Column("ordered_at", ColumnType.TIMESTAMP),
          new Column("customer_id", ColumnType.BIGINT),
          new Column("status", ColumnType.STRING),
          new Column("gross", ColumnType.decimal(18, 2)),
          new Column("tax", ColumnType.decimal(18, 2)),
          new Column("order_day", ColumnType.DATE));
  private static final List<Column> GROUPED =
      List.of(
          new Column("country", ColumnType.STRING),
          new Column("order_day", ColumnType.DATE),
          new Column("net_total", ColumnType.decimal(18, 2)),
          new Column("orders", ColumnType.BIGINT));

  private final Clock clock = Clock.fixed(SubmitRig.NOW, ZoneId.of("Europe/Berlin"));

  @Test
  void bothThemes() {
    Screenshots.both("submit", () -> page(this::typicalForm));
    assertThat(Screenshots.FOLDER.resolve("submit-dark.png")).exists();
  }

  @Test
  @Tag("slow")
  void drawsARerun() {
    for (Theme theme : Theme.values()) {
      Screenshots.take(
          "submit-rerun" + (theme == Theme.DARK ? "-dark" : ""),
          () -> page(this::rerunForm),
          Screenshots.Size.SMALL,
          theme,
          1,
          node -> {});
    }
    assertThat(Screenshots.FOLDER.resolve("submit-rerun-dark.png")).exists();
  }

  private void rerunForm(SubmitViewModel viewModel) {
    typicalForm(viewModel);
    viewModel.load(
        viewModel.form().submission().withIdempotencyKey(null).withParentJobId("cc623a9b-1f2e"));
    viewModel.form().run().priority().set(JobPriority.LOW);
    viewModel.form().pipeline().output().path().set("/lake/marts/again");
    viewModel.refreshNow();
  }

  @Test
  @Tag("slow")
  void everySize() {
    Screenshots.all("submit", () -> page(this::typicalForm));
    Screenshots.take(
        "submit-dark-1280x720",
        () -> page(this::typicalForm),
        Screenshots.Size.SMALL,
        Theme.DARK,
        1,
        node -> {});
    assertThat(Screenshots.FOLDER.resolve("submit-dark.png")).exists();
  }

  @Test
  @Tag("slow")
  void empty() {
    Screenshots.both("submit-empty", () -> page(viewModel -> {}));
  }

  @Test
  @Tag("slow")
  void input() {
    Screenshots.both(
        "submit-input",
        () ->
            page(
                viewModel -> {
                  typicalForm(viewModel);
                  viewModel
                      .form()
                      .pipeline()
                      .selected()
                      .set(viewModel.form().pipeline().mainInput());
                }));
  }

  @Test
  void problems() {
    Screenshots.both(
        "submit-problems",
        () ->
            page(
                viewModel -> {
                  typicalForm(viewModel);
                  FilterStep filter = (FilterStep) viewModel.form().pipeline().steps().get(0);
                  filter.where().text().set("amout > 5 and status <> 'void'");
                  viewModel.form().pipeline().selected().set(filter);
                }));
  }

  @Test
  @Tag("slow")
  void everyStep() {
    for (StepKind kind : StepKind.values()) {
      Screenshots.take(
          "submit-step-" + kind.op(),
          () ->
              page(
                  viewModel -> {
                    typicalForm(viewModel);
                    PipelineViewModel pipeline = viewModel.form().pipeline();
                    pipeline
                        .selected()
                        .set(
                            pipeline.steps().stream()
                                .filter(step -> step.kind() == kind)
                                .findFirst()
                                .orElseGet(() -> pipeline.add(kind)));
                  }),
          Screenshots.Size.MEDIUM,
          Theme.LIGHT,
          1,
          node -> {});
    }
  }

  @Test
  @Tag("slow")
  void output() {
    Screenshots.both(
        "submit-output",
        () ->
            page(
                viewModel -> {
                  typicalForm(viewModel);
                  viewModel.form().pipeline().selected().set(viewModel.form().pipeline().output());
                  viewModel.form().run().start().mode().set(StartViewModel.Mode.CRON);
                  viewModel.form().run().start().cron().set("15 2 * * 1-5");
                }));
  }

  @Test
  @Tag("slow")
  void script() {
    Screenshots.both(
        "submit-script",
        () ->
            page(
                viewModel -> {
                  viewModel.form().kind().set(FormKind.SCRIPT);
                  SchemaFormViewModel script = viewModel.form().script();
                  FieldViewModel argv = script.field("argv");
                  argv.entries().get(0).value().set("/usr/local/bin/tidy-exports");
                  argv.add();
                  argv.entries().get(1).value().set("--older-than=30d");
                  script.field("outputLimitBytes").text().set("ten megabytes");
                  script.field("env").add();
                  script.field("env").entries().get(0).name().set("REGION");
                  script.field("env").entries().get(0).value().set("eu-central");
                }));
  }

  @Test
  @Tag("slow")
  void learning() {
    Screenshots.both(
        "submit-training",
        () ->
            page(
                viewModel -> {
                  viewModel.form().kind().set(FormKind.ML_TRAINING);
                  TrainingFormViewModel training = viewModel.form().training();
                  training.input().path().set("/lake/raw/orders_2026-11.csv");
                  open.get(open.size() - 1).elapse(Duration.ofSeconds(1));
                  training.label().set("status");
                  training.takeAll();
                  training.algorithm().title().set("Random forest");
                  training.algorithm().settings().get(0).text().set("many");
                  training.crossValidation().wanted().set(true);
                  training.crossValidation().rows().get(0).values().set("5, 10");
                }));
    Screenshots.take(
        "submit-training-tried",
        () ->
            page(
                viewModel -> {
                  viewModel.form().kind().set(FormKind.ML_TRAINING);
                  TrainingFormViewModel training = viewModel.form().training();
                  training.crossValidation().wanted().set(true);
                  training.crossValidation().rows().get(0).values().set("0.1, much");
                  training.writesPredictions().set(true);
                }),
        Screenshots.Size.MEDIUM,
        Theme.DARK,
        1,
        node -> ((ScrollPane) node.lookup("#learning")).setVvalue(1));
    Screenshots.both(
        "submit-scoring",
        () ->
            page(
                viewModel -> {
                  viewModel.form().kind().set(FormKind.ML_SCORING);
                  viewModel.form().scoring().model().set("/models/status");
                }));
  }

  @Test
  @Tag("slow")
  void sql() {
    Screenshots.both("submit-sql", () -> page(this::lateOrders));
    Screenshots.take(
        "submit-sql-1280x720",
        () -> page(this::lateOrders),
        Screenshots.Size.SMALL,
        Theme.LIGHT,
        1,
        node -> {});
    Screenshots.both(
        "submit-sql-error",
        () ->
            page(
                viewModel -> {
                  AnalyticsFormViewModel sql = lateOrders(viewModel);
                  StatementViewModel wrong = sql.statements().get(1);
                  wrong
                      .sql()
                      .set("SELECT contry, count(*) AS orders\nFROM open_orders\nGROUP BY country");
                  wrong.rows().set(StatementViewModel.Rows.RESULT);
                  sql.selected().set(wrong);
                  orchestrators
                      .get(orchestrators.size() - 1)
                      .jobs()
                      .setProblems(
                          List.of(
                              new Problem(
                                  ErrorCode.UNKNOWN_COLUMN,
                                  "/statements/1/sql",
                                  7,
                                  13,
                                  "In statement 2, line 1, column 8: there is no column 'contry':"
                                      + " did you mean 'country'?",
                                  "country")));
                }));
    Screenshots.both(
        "submit-sql-input",
        () ->
            page(
                viewModel -> {
                  AnalyticsFormViewModel sql = lateOrders(viewModel);
                  sql.selected().set(sql.inputs().get(0));
                }));
    Screenshots.both(
        "submit-sql-parameters",
        () ->
            page(
                viewModel -> {
                  AnalyticsFormViewModel sql = lateOrders(viewModel);
                  sql.parameters().add();
                  sql.selected().set(sql.parameters());
                }));
    Screenshots.both(
        "submit-sql-empty",
        () -> page(viewModel -> viewModel.form().kind().set(FormKind.ANALYTICS)));
  }

  @Test
  @Tag("slow")
  void tables() {
    Screenshots.both(
        "submit-table-in",
        () ->
            page(
                viewModel -> {
                  InputViewModel input = viewModel.form().pipeline().mainInput();
                  input.source().set(InputViewModel.Source.TABLE);
                  input.table().connection().set("warehouse");
                  input.table().table().set("sales.orders");
                }));
    Screenshots.take(
        "submit-table-error-1280x720",
        () ->
            page(
                viewModel -> {
                  InputViewModel input = viewModel.form().pipeline().mainInput();
                  input.source().set(InputViewModel.Source.TABLE);
                  input.table().connection().set("warehouse");
                  input.table().table().set("sales.order");
                }),
        Screenshots.Size.SMALL,
        Theme.LIGHT,
        1,
        node -> {});
    Screenshots.both(
        "submit-table-out",
        () ->
            page(
                viewModel -> {
                  PipelineViewModel pipeline = viewModel.form().pipeline();
                  pipeline.useFile("/lake/raw/orders_2026-11.csv");
                  OutputViewModel output = pipeline.output();
                  pipeline.selected().set(output);
                  output.toTable().set(true);
                  output.table().connection().set("warehouse");
                  output.table().table().set("marts.orders_daily");
                  output.mode().set("upsert");
                  output.key().setAll("country", "order_day");
                }));
  }

  @Test
  @Tag("slow")
  void custom() {
    Screenshots.both("submit-custom", () -> page(viewModel -> handlers(viewModel, "word-count")));
    Screenshots.both("submit-custom-json", () -> page(viewModel -> handlers(viewModel, "plain")));
    withHandlers = false;
    Screenshots.both(
        "submit-custom-none",
        () -> page(viewModel -> viewModel.form().kind().set(FormKind.CUSTOM)));
  }

  private static void handlers(SubmitViewModel viewModel, String name) {
    viewModel.form().kind().set(FormKind.CUSTOM);
    CustomFormViewModel custom = viewModel.form().custom();
    custom.handler().set(name);
    custom
        .fields()
        .get()
        .fields()
        .get(0)
        .text()
        .set(custom.isText() ? "{\"a\": 1" : "/data/book.txt");
  }

  private AnalyticsFormViewModel lateOrders(SubmitViewModel viewModel) {
    viewModel.form().kind().set(FormKind.ANALYTICS);
    AnalyticsFormViewModel sql = viewModel.form().sql();
    sql.inputs().get(0).path().set("/lake/raw/orders_2026-11.csv");
    sql.addInput("/lake/raw/customers.csv");
    open.get(open.size() - 1).elapse(Duration.ofSeconds(1));
    sql.inputs().get(0).tableName().set("orders");
    sql.parameters().add();
    sql.parameters().rows().get(0).name().set("least");
    sql.parameters().rows().get(0).type().set("decimal(18,2)");
    sql.parameters().rows().get(0).value().set("100");
    StatementViewModel first = sql.statements().get(0);
    first.sql().set("SELECT *\nFROM orders\nWHERE status = 'open' AND gross > :least");
    first.rows().set(StatementViewModel.Rows.VIEW);
    first.view().set("open_orders");
    StatementViewModel second = sql.addStatement();
    second
        .sql()
        .set(
            "SELECT c.country, count(*) AS orders, sum(o.gross) AS total\n"
                + "FROM open_orders o\n"
                + "JOIN customers c ON c.customer_id = o.customer_id\n"
                + "GROUP BY c.country\n"
                + "ORDER BY total DESC");
    second.rows().set(StatementViewModel.Rows.OUTPUT);
    second.output().path().set("/lake/marts/open_by_country.parquet");
    orchestrators.get(orchestrators.size() - 1).jobs().setProblems(List.of());
    return sql;
  }

  @Test
  @Tag("slow")
  void json() {
    Screenshots.both(
        "submit-json",
        () ->
            page(
                viewModel -> {
                  typicalForm(viewModel);
                  viewModel.json().show();
                  viewModel
                      .json()
                      .text()
                      .set(viewModel.json().text().get().replace("\"type\"", "\"type"));
                }));
  }

  private final List<DirectUiTasks> open = new ArrayList<>();
  private boolean withHandlers = true;
  private final List<FakeOrchestrator> orchestrators = new ArrayList<>();

  private Parent page(Consumer<SubmitViewModel> prepare) {
    FakeOrchestrator orchestrator = orchestrator();
    orchestrators.add(orchestrator);
    if (withHandlers) {
      orchestrator.engines().handlers(SubmitRig.handlers());
    }
    DirectUiTasks tasks = new DirectUiTasks();
    open.add(tasks);
    SubmitPage page = new SubmitPages().page(orchestrator, tasks, clock);
    Parent node = (Parent) page.node();
    page.onShown();
    prepare.accept(page.viewModel());
    for (int round = 0; round < 4; round++) {
      tasks.elapse(Duration.ofMillis(300));
    }
    return node;
  }

  private void typicalForm(SubmitViewModel viewModel) {
    PipelineViewModel pipeline = viewModel.form().pipeline();
    pipeline.useFile("/lake/raw/orders_2026-11.csv");
    open.get(open.size() - 1).elapse(Duration.ofSeconds(1));
    ((FilterStep) pipeline.add(StepKind.FILTER)).where().text().set("status <> 'void'");
    DeriveStep derive = (DeriveStep) pipeline.add(StepKind.DERIVE);
    derive.rows().get(0).name().set("net");
    derive.rows().get(0).expression().text().set("gross - tax");
    InputViewModel customers = pipeline.addInput("/lake/raw/customers.csv");
    open.get(open.size() - 1).elapse(Duration.ofSeconds(1));
    pipeline.selected().set(derive);
    JoinStep join = (JoinStep) pipeline.add(StepKind.JOIN);
    join.with().set(customers.name().get());
    join.type().set("left");
    join.rows().get(0).left().set("customer_id");
    join.rows().get(0).right().set("customer_id");
    GroupByStep group = (GroupByStep) pipeline.add(StepKind.GROUP_BY);
    group.keys().setAll("country", "order_day");
    group.rows().get(0).function().set("sum");
    group.rows().get(0).expression().text().set("net");
    group.rows().get(0).as().set("net_total");
    group.add();
    group.rows().get(1).function().set("count");
    group.rows().get(1).as().set("orders");
    SortStep sort = (SortStep) pipeline.add(StepKind.SORT);
    sort.rows().get(0).column().set("order_day");
    sort.rows().get(0).descending().set(true);
    sort.add();
    sort.rows().get(1).column().set("country");
    pipeline.output().path().set("/lake/marts/orders_daily");
    pipeline.selected().set(group);
    viewModel.form().name().set("orders_daily_rollup");
    viewModel.form().run().priority().set(JobPriority.HIGH);
    viewModel.form().run().timeout().set("30 m");
    viewModel.form().run().retryPolicy().set("network_error");
    viewModel.form().run().tags().set("nightly, finance");
    open.get(open.size() - 1).elapse(Duration.ofSeconds(1));
  }

  private static FakeOrchestrator orchestrator() {
    FakeOrchestrator orchestrator = FakeOrchestrator.empty();
    List<List<@Nullable String>> orders = new ArrayList<>();
    for (int row = 0; row < 50; row++) {
      orders.add(
          java.util.Arrays.asList(
              Integer.toString(800_100 + row),
              "2026-11-22T0" + row % 10 + ":14:07Z",
              Integer.toString(7_000 + 13 * row),
              row % 7 == 0 ? null : "paid",
              row + "8.40",
              row + ".20",
              "2026-11-22"));
    }
    orchestrator.workbench().file("/lake/raw/orders_2026-11.csv", ORDERS, orders);
    orchestrator.workbench().table("warehouse", "sales.orders", ORDERS, orders);
    orchestrator
        .workbench()
        .file(
            "/lake/raw/customers.csv",
            List.of(
                new Column("customer_id", ColumnType.BIGINT),
                new Column("country", ColumnType.STRING)),
            List.of(List.of("7000", "AT")));
    orchestrator
        .workbench()
        .setColumnsAfterSteps(List.of(ORDERS, ORDERS, ORDERS, ORDERS, GROUPED, GROUPED));
    orchestrator.workbench().setPreview((spec, steps) -> preview(steps));
    orchestrator.workbench().setExpressions(SubmitRig::checkNames);
    orchestrator.jobs().setRouting(ROUTING);
    orchestrator
        .jobs()
        .setProblems(
            List.of(
                Problem.at(
                    ErrorCode.OUTPUT_EXISTS,
                    "/output/path",
                    "Folder is not empty. Choose replace, append or a new folder")));
    return orchestrator;
  }

  private static Preview preview(int steps) {
    long rows = List.of(5000L, 4812L, 4812L, 4812L, 186L, 186L).get(Math.min(5, steps));
    List<List<@Nullable String>> shown = new ArrayList<>();
    String[] countries = {"AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI"};
    for (int row = 0; row < 16; row++) {
      shown.add(
          List.of(
              countries[row / 2],
              "2026-11-2" + (2 - row % 2),
              String.format(Locale.ROOT, "%.2f", 48_210.4 + 2_866.75 * row),
              Integer.toString(612 + 43 * row)));
    }
    return new Preview(GROUPED, shown, 5000, rows, 41);
  }

  private static final RoutingDecision ROUTING =
      new RoutingDecision(
          "spark",
          List.of(
              new Candidate(
                  "spark",
                  true,
                  true,
                  List.of(
                      new Reason("for", "38.4 GB in, above the local limit of 4 GB"),
                      new Reason("for", "Ready, 4 of 4 slots free"))),
              new Candidate(
                  "local",
                  true,
                  false,
                  List.of(
                      new Reason("for", "Runs every step of this pipeline"),
                      new Reason("neutral", "Not taken: input is 9.6 times the limit"))),
              new Candidate(
                  "airflow",
                  false,
                  false,
                  List.of(new Reason("against", "Runs DAGs, not pipelines")))));
}
