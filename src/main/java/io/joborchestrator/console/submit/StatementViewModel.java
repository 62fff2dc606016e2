package io.joborchestrator.console.submit;

import io.joborchestrator.analytics.AnalyticsSpec.Statement;
import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.analytics.StatementText;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** One SQL statement and what becomes of its rows. FX thread only. */
final class StatementViewModel extends PipelinePart {
  private static final String NAME = "[A-Za-z][A-Za-z0-9_]*";
  private static final int SUMMARY = 80;

  /** What becomes of the rows. */
  enum Rows {
    /** A temporary view that the statements behind it can read. */
    VIEW,
    /** Files or a table. */
    OUTPUT,
    /** The first ones are shown as the result of the job; or the text itself makes a view. */
    RESULT
  }

  private final StringProperty sql = new SimpleStringProperty("");
  private final ObjectProperty<Rows> rows = new SimpleObjectProperty<>(Rows.RESULT);
  private final StringProperty view = new SimpleStringProperty("");
  private final OutputViewModel output = new OutputViewModel();
  private final ObservableList<String> readable = FXCollections.observableArrayList();

  StatementViewModel(@Nullable Statement statement) {
    watch(sql, rows, view);
    output.onEdit(this::edited);
    if (statement == null) {
      output.load(OutputSpec.of("parquet", ""));
    } else {
      load(statement);
    }
    describe();
  }

  private void load(Statement statement) {
    quietly(
        () -> {
          OutputSpec target = statement.output();
          String name = statement.as();
          sql.set(statement.sql());
          view.set(name == null ? "" : name);
          output.load(target == null ? OutputSpec.of("parquet", "") : target);
          rows.set(target != null ? Rows.OUTPUT : name != null ? Rows.VIEW : Rows.RESULT);
        });
    touch();
  }

  StringProperty sql() {
    return sql;
  }

  ObjectProperty<Rows> rows() {
    return rows;
  }

  /** Name of the view. */
  StringProperty view() {
    return view;
  }

  OutputViewModel output() {
    return output;
  }

  /** Names it may use, kept by the form: inputs, earlier views, and parameters as {@code :name}. */
  ObservableList<String> readable() {
    return readable;
  }

  /** The statement as it stands, whether right or wrong. */
  Statement spec() {
    return switch (rows.get()) {
      case VIEW -> new Statement(sql.get(), view.get().strip(), null);
      case OUTPUT -> new Statement(sql.get(), null, output.spec());
      case RESULT -> new Statement(sql.get(), null, null);
    };
  }

  /** The view that its rows become, by its name or by its text, or empty. */
  String viewMade(SqlDialect dialect) {
    if (rows.get() == Rows.VIEW) {
      return view.get().strip();
    }
    String made = StatementText.of(sql.get(), dialect).view();
    return made == null ? "" : made;
  }

  /** Whether nobody wrote anything here. */
  boolean isEmpty() {
    return sql.get().isBlank();
  }

  @Override
  String title() {
    return switch (rows.get()) {
      case VIEW -> view.get().isBlank() ? "View" : "View " + view.get().strip();
      case OUTPUT -> output.title();
      case RESULT -> "Query";
    };
  }

  @Override
  String icon() {
    return "mdoal-code";
  }

  @Override
  String describeSettings() {
    String text = sql.get().strip().replaceAll("\\s+", " ");
    if (text.isEmpty()) {
      return "no statement yet";
    }
    return text.length() > SUMMARY ? text.substring(0, SUMMARY) : text;
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    if (isEmpty()) {
      found.add(wrong("/sql", "Write the statement"));
    }
    String name = view.get().strip();
    if (rows.get() == Rows.VIEW && name.isEmpty()) {
      found.add(wrong("/as", "Give the view a name"));
    } else if (rows.get() == Rows.VIEW && !name.matches(NAME)) {
      found.add(wrong("/as", "A name begins with a letter and has letters, digits and _ only"));
    }
    if (rows.get() == Rows.OUTPUT) {
      found.addAll(FormInput.own(output, "/output"));
    }
    return found;
  }

  @Override
  void show(List<Problem> shown) {
    super.show(shown);
    output.show(FormInput.below("/output", shown));
  }
}
