package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.orchestrator.EngineManager.Handler;
import io.joborchestrator.orchestrator.EngineManager.Handlers;
import io.joborchestrator.pipeline.PipelineWorkbench.ExpressionCheck;
import io.joborchestrator.pipeline.PipelineWorkbench.Preview;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A Submit page without a window, on fakes, with one file that can be read. */
final class SubmitRig {
  static final String ORDERS = "/data/orders.csv";
  static final String CUSTOMERS = "/data/customers.csv";
  static final Texts TEXTS = Texts.load(Locale.ENGLISH);
  static final Instant NOW = Instant.parse("2026-11-23T13:32:05Z");
  static final List<Column> ORDER_COLUMNS =
      List.of(
          new Column("order_id", ColumnType.BIGINT),
          new Column("country", ColumnType.STRING),
          new Column("amount", ColumnType.decimal(18, 2)),
          new Column("customer_id", ColumnType.BIGINT));
  static final List<Column> CUSTOMER_COLUMNS =
      List.of(
          new Column("customer_id", ColumnType.BIGINT), new Column("segment", ColumnType.STRING));

  final FakeOrchestrator orchestrator = FakeOrchestrator.empty();
  final DirectUiTasks tasks = new DirectUiTasks();
  final AnsweringDialogs dialogs = new AnsweringDialogs();
  final VisitedPlaces navigator = new VisitedPlaces();
  final UiState state;
  final Clock clock = Clock.fixed(NOW, ZoneId.of("Europe/Berlin"));
  final SubmitForm form;
  final SubmitViewModel viewModel;

  SubmitRig() {
    this(UiState.transientState());
  }

  /** Two handlers, one with a schema of its configuration. */
  static Handlers handlers() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.putArray("required").add("input");
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    properties.putObject("input").put("type", "string").put("description", "File to count");
    properties.putObject("minimum").put("type", "integer").put("default", 1);
    return new Handlers(
        List.of(
            new Handler("plain", "Takes anything", "plain.jar", null),
            new Handler("word-count", "Counts words", "word-count.jar", schema)),
        List.of("old.jar: was made for version 0 of the interface; compile it anew."),
        "/home/me/plugins");
  }

  SubmitRig(UiState state) {
    this(state, new Handlers(List.of(), List.of(), "/home/me/plugins"));
  }

  SubmitRig(UiState state, Handlers handlers) {
    this.state = state;
    orchestrator.engines().handlers(handlers);
    orchestrator.workbench().file(ORDERS, ORDER_COLUMNS, List.of(List.of("1", "AT", "10.00", "7")));
    orchestrator
        .workbench()
        .table(
            "warehouse", "public.orders", ORDER_COLUMNS, List.of(List.of("1", "AT", "10.00", "7")));
    orchestrator.workbench().file(CUSTOMERS, CUSTOMER_COLUMNS, List.of(List.of("7", "retail")));
    orchestrator
        .workbench()
        .setColumnsAfterSteps(
            List.of(ORDER_COLUMNS, ORDER_COLUMNS, ORDER_COLUMNS, ORDER_COLUMNS, ORDER_COLUMNS));
    orchestrator
        .workbench()
        .setPreview(
            (spec, steps) ->
                new Preview(
                    ORDER_COLUMNS,
                    List.of(List.of("1", "AT", "10.00", "7")),
                    5000,
                    5000 - 100L * steps,
                    12));
    orchestrator.workbench().setExpressions(SubmitRig::checkNames);
    form =
        new SubmitForm(
            tasks,
            orchestrator.workbench(),
            orchestrator.engines().handlers(),
            SubmitRig::schema,
            clock,
            UUID::randomUUID);
    viewModel =
        new SubmitViewModel(orchestrator, tasks, dialogs, navigator, state, TEXTS, form, clock);
    viewModel.shown();
  }

  /** Waits until everything that follows an edit has happened. */
  void settle() {
    for (int round = 0; round < 4; round++) {
      tasks.elapse(Duration.ofMillis(300));
    }
  }

  /** A form that can be submitted: orders, filtered, to Parquet. */
  void fillIn() {
    form.pipeline().useFile(ORDERS);
    settle();
    FilterStep filter = (FilterStep) form.pipeline().add(StepKind.FILTER);
    filter.where().text().set("amount > 5");
    form.pipeline().output().path().set("/data/out.parquet");
    settle();
  }

  static JsonNode scriptSchema() {
    return schema(FormKind.SCRIPT);
  }

  static JsonNode schema(FormKind kind) {
    try {
      return new ObjectMapper()
          .readTree(
              SubmitRig.class.getResourceAsStream("/schemas/" + kind.type() + ".schema.json"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Knows names only: the first word that is no column is wrong, "amout" is nearly "amount". */
  static ExpressionCheck checkNames(String text, List<Column> known) {
    int at = text.indexOf("amout");
    List<String> names = known.stream().map(Column::name).toList();
    if (at < 0) {
      return new ExpressionCheck(ColumnType.BOOLEAN, List.of(), names);
    }
    Problem problem =
        new Problem(ErrorCode.UNKNOWN_COLUMN, "", at, at + 5, "There is no column amout", "amount");
    return new ExpressionCheck(null, List.of(problem), names);
  }
}
