package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.analytics.AnalyticsSpec.Statement;
import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** An SQL job as a list of parts: inputs, parameters, statements. FX thread only. */
final class AnalyticsFormViewModel extends KindForm implements Parts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private final ObjectProperty<SqlDialect> dialect = new SimpleObjectProperty<>(SqlDialect.SPARK);
  private final ParametersViewModel parameters = new ParametersViewModel();
  private final PartList parts = new PartList();

  /** What the statement said when a problem at its characters was found. */
  private final Map<Problem, String> checkedText = new IdentityHashMap<>();

  private ObjectNode rest = NODES.objectNode();

  AnalyticsFormViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    this.tasks = tasks;
    this.workbench = workbench;
    watch(dialect);
    parameters.onEdit(this::edited);
    onEdit(this::nameReadable);
    clear();
  }

  /** Whose SQL the statements are. */
  ObjectProperty<SqlDialect> dialect() {
    return dialect;
  }

  ParametersViewModel parameters() {
    return parameters;
  }

  List<SqlInput> inputs() {
    return parts.ofType(SqlInput.class);
  }

  List<StatementViewModel> statements() {
    return parts.ofType(StatementViewModel.class);
  }

  /** Tells each statement what it can read: inputs, the views before it, parameters. */
  private void nameReadable() {
    Set<String> names =
        new LinkedHashSet<>(inputs().stream().map(each -> each.name().get()).toList());
    List<String> values = parameters.names().stream().map(name -> ":" + name).toList();
    for (StatementViewModel statement : statements()) {
      names.remove("");
      List<String> now = new ArrayList<>(names);
      now.addAll(values);
      if (!now.equals(statement.readable())) {
        statement.readable().setAll(now);
      }
      names.add(statement.viewMade(dialect.get()));
    }
  }

  SqlInput addInput(String path) {
    SqlInput input = newInput();
    parts.add(inputs().size(), input);
    input.path().set(path);
    parts.selected().set(input);
    edited();
    return input;
  }

  /** Puts a new statement behind the chosen one, or behind all. */
  StatementViewModel addStatement() {
    PipelinePart current = parts.selected().get();
    int at = current instanceof StatementViewModel ? parts.indexOf(current) + 1 : parts.size();
    return insert(null, at);
  }

  private StatementViewModel insert(@Nullable Statement spec, int at) {
    StatementViewModel statement = newStatement(spec);
    parts.add(at, statement);
    nameLostRows();
    parts.selected().set(statement);
    edited();
    return statement;
  }

  /** Only the last statement may have rows that go nowhere: the others get a view. */
  private void nameLostRows() {
    List<StatementViewModel> all = statements();
    for (StatementViewModel each : all.subList(0, Math.max(0, all.size() - 1))) {
      boolean lost =
          each.rows().get() == StatementViewModel.Rows.RESULT
              && each.viewMade(dialect.get()).isEmpty();
      if (lost) {
        each.view().set(freeName("step_" + (all.indexOf(each) + 1)));
        each.rows().set(StatementViewModel.Rows.VIEW);
      }
    }
  }

  private String freeName(String wanted) {
    String name = wanted;
    for (int copy = 2; isTaken(name); copy++) {
      name = wanted + "_" + copy;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return inputs().stream().anyMatch(input -> input.name().get().equalsIgnoreCase(name))
        || statements().stream()
            .anyMatch(each -> each.viewMade(dialect.get()).equalsIgnoreCase(name));
  }

  @Override
  public PartList list() {
    return parts;
  }

  @Override
  public int numberOf(PipelinePart part) {
    return statements().indexOf(part) + 1;
  }

  @Override
  public String placeOf(PipelinePart part) {
    return part instanceof StatementViewModel ? "Statement " + numberOf(part) : part.title();
  }

  @Override
  public String pointerOf(PipelinePart part) {
    if (part instanceof SqlInput input) {
      return "/inputs/" + input.name().get().replace("~", "~0").replace("/", "~1");
    }
    return part == parameters ? "/parameters" : "/statements/" + statements().indexOf(part);
  }

  @Override
  public boolean isMovable(PipelinePart part) {
    return part instanceof StatementViewModel;
  }

  @Override
  public boolean canMove(@Nullable PipelinePart part, int by) {
    int target = statements().indexOf(part) + by;
    return part instanceof StatementViewModel && target >= 0 && target < statements().size();
  }

  @Override
  public void moveTo(PipelinePart part, int index) {
    int target = Math.max(inputs().size() + 1, Math.min(index, parts.size() - 1));
    if (part instanceof StatementViewModel && target != parts.indexOf(part)) {
      parts.move(part, target);
      nameLostRows();
      parts.selected().set(part);
      edited();
    }
  }

  @Override
  public boolean canRemove(@Nullable PipelinePart part) {
    return part instanceof StatementViewModel
        ? statements().size() > 1
        : part instanceof SqlInput && inputs().size() > 1;
  }

  @Override
  public void remove(PipelinePart part) {
    if (canRemove(part)) {
      parts.remove(part);
      edited();
    }
  }

  @Override
  public void putBack(PipelinePart part, int index) {
    parts.add(Math.min(index, parts.size()), part);
    nameLostRows();
    parts.selected().set(part);
    edited();
  }

  @Override
  public boolean canDuplicate(@Nullable PipelinePart part) {
    return part instanceof StatementViewModel;
  }

  @Override
  public void duplicate(PipelinePart part) {
    if (part instanceof StatementViewModel statement) {
      Statement spec = statement.spec();
      String view = spec.as() == null ? null : freeName(spec.as());
      insert(new Statement(spec.sql(), view, spec.output()), parts.indexOf(part) + 1);
    }
  }

  @Override
  ObjectNode config() {
    ObjectNode config = NODES.objectNode();
    if (dialect.get() != SqlDialect.SPARK) {
      config.put("dialect", dialect.get().wire());
    }
    ObjectNode inputs = config.putObject("inputs");
    inputs().forEach(input -> inputs.set(input.name().get(), FormInput.json(input.spec())));
    if (!parameters.names().isEmpty()) {
      config.set("parameters", parameters.config());
    }
    ArrayNode statements = config.putArray("statements");
    statements().forEach(each -> statements.add(JSON.<JsonNode>valueToTree(each.spec())));
    return config.setAll(rest);
  }

  @Override
  void load(ObjectNode config) {
    SqlDialect spoken = SqlDialect.parse(config.path("dialect").asText(SqlDialect.SPARK.wire()));
    List<PipelinePart> loaded = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : config.path("inputs").properties()) {
      SqlInput input = newInput();
      input.load(each.getKey(), FormInput.read(each.getValue(), InputSpec.class));
      loaded.add(input);
    }
    loaded.addAll(loaded.isEmpty() ? List.of(newInput()) : List.of());
    loaded.add(parameters);
    for (JsonNode each : config.path("statements")) {
      loaded.add(newStatement(FormInput.read(each, Statement.class)));
    }
    if (!config.path("statements").elements().hasNext()) {
      loaded.add(newStatement(null));
    }
    quietly(
        () -> {
          dialect.set(spoken);
          parameters.load(config.path("parameters"));
          rest = config.deepCopy();
          rest.remove(List.of("dialect", "inputs", "parameters", "statements"));
          parts.setAll(loaded);
        });
    edited();
  }

  @Override
  void clear() {
    load(NODES.objectNode());
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>(problemsOfParts());
    Set<String> seen = new LinkedHashSet<>();
    for (SqlInput input : inputs()) {
      String name = input.name().get();
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        found.add(PipelinePart.wrong(pointerOf(input), "There are two inputs " + name));
      }
    }
    return found;
  }

  /** Marks of characters are true for the text that was checked; on another one none are shown. */
  @Override
  void showProblems(List<Problem> problems) {
    checkedText.keySet().removeIf(each -> problems.stream().noneMatch(same -> same == each));
    showInParts(problems.stream().filter(this::isOfThisText).toList());
  }

  private boolean isOfThisText(Problem problem) {
    String text =
        partAt(problem) instanceof StatementViewModel statement ? statement.sql().get() : "";
    return problem.start() < 0 || text.equals(checkedText.computeIfAbsent(problem, any -> text));
  }

  @Override
  void touchAll() {
    parts.touchAll();
  }

  @Override
  boolean isTouchedAt(String pointer) {
    return true;
  }

  @Override
  String titleAt(String pointer) {
    return "";
  }

  @Override
  String proposedName() {
    SqlInput first = inputs().get(0);
    boolean untouched = !first.isNamed() && statements().get(0).isEmpty();
    return untouched ? "" : first.name().get() + "_sql";
  }

  @Override
  String checkedThings() {
    int count = statements().size();
    return "paths, columns, " + count + (count == 1 ? " statement" : " statements");
  }

  private SqlInput newInput() {
    SqlInput input = new SqlInput(tasks, workbench, this::isTaken);
    input.onEdit(this::edited);
    return input;
  }

  private StatementViewModel newStatement(@Nullable Statement spec) {
    StatementViewModel statement = new StatementViewModel(spec);
    statement.onEdit(this::edited);
    return statement;
  }
}
