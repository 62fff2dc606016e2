package io.joborchestrator.analytics;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job of the kind {@code analytics}. What the document says of Spark is read by its engine alone.
 *
 * @param dialect null: Spark's
 * @param inputs what the statements may read, by the name they use; in written order
 * @param parameters values the statements refer to as {@code :name}
 * @param statements run one after the other
 */
@JsonIgnoreProperties("spark")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AnalyticsSpec(
    @Nullable SqlDialect dialect,
    Map<String, InputSpec> inputs,
    Map<String, Parameter> parameters,
    List<Statement> statements) {
  public AnalyticsSpec {
    inputs = inputs == null ? Map.of() : new LinkedHashMap<>(inputs);
    parameters = parameters == null ? Map.of() : new LinkedHashMap<>(parameters);
    statements = statements == null ? List.of() : List.copyOf(statements);
  }

  /** The dialect with its default. */
  public SqlDialect sqlDialect() {
    return dialect == null ? SqlDialect.SPARK : dialect;
  }

  /** With other inputs: those whose columns were found. */
  public AnalyticsSpec withInputs(Map<String, InputSpec> known) {
    return new AnalyticsSpec(dialect, known, parameters, statements);
  }

  /**
   * A value that reaches the engine as a value of its type, never as text of the statement.
   *
   * @param value in the form of the type's text, as in a CSV file
   */
  public record Parameter(ColumnType type, String value) {}

  /**
   * One statement, a query.
   *
   * @param as makes it a temporary view of that name for the statements behind it
   * @param output where its rows go
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Statement(String sql, @Nullable String as, @Nullable OutputSpec output) {
    /** A statement whose first rows are the result. */
    public static Statement of(String sql) {
      return new Statement(sql, null, null);
    }
  }
}
