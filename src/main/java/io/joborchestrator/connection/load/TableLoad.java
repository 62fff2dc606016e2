package io.joborchestrator.connection.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.ConnectionErrors;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.connection.NamedConnection;
import io.joborchestrator.connection.RunSessions;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load of one attempt: rows go to a staging table of the attempt, and from there into the
 * target by one transaction. One per run, used by one thread.
 */
public final class TableLoad {
  private static final Logger log = LoggerFactory.getLogger(TableLoad.class);
  private static final int BUFFER = 1 << 16;
  private static final int TRIES = 3;

  private final RunSessions sessions;
  private final NamedConnection database;
  private final LoadPlan plan;
  private final OptionalLong loadedBefore;
  private DatabaseLink link;

  private TableLoad(
      RunSessions sessions,
      NamedConnection database,
      LoadPlan plan,
      DatabaseLink link,
      OptionalLong loadedBefore) {
    this.sessions = sessions;
    this.database = database;
    this.plan = plan;
    this.link = link;
    this.loadedBefore = loadedBefore;
  }

  /** Which attempt of which job; the job is unique over all installations. */
  public record Attempt(String job, int epoch) {}

  /**
   * Checks an output without changing anything. Blocks.
   *
   * @throws OrchestratorException what is wrong, and what to do
   */
  public static void check(Connections connections, OutputSpec output, List<Column> columns) {
    NamedConnection database = connections.get(Objects.requireNonNull(output.connection()));
    try (DatabaseLink link = DatabaseLink.open(database, "ejo look")) {
      LoadTarget.check(link, database, output, columns);
    } catch (SQLException e) {
      throw ConnectionErrors.of(database, e);
    }
  }

  /**
   * Checks the target and makes the staging table, unless the job has been loaded before. Blocks.
   *
   * @param columns of the result
   */
  public static TableLoad open(
      Connections connections,
      RunSessions sessions,
      OutputSpec output,
      List<Column> columns,
      Attempt attempt) {
    NamedConnection database = connections.get(Objects.requireNonNull(output.connection()));
    DatabaseLink link = sessions.open(database);
    try {
      LoadTarget target = LoadTarget.check(link, database, output, columns);
      LoadPlan plan = plan(database, target, output, columns, attempt);
      StageTables.dropEarlier(link, plan.stage(), plan.job(), plan.epoch());
      OptionalLong before = new LoadTransaction(plan).loaded(link);
      if (before.isEmpty()) {
        prepare(link, plan, target.types());
      }
      return new TableLoad(sessions, database, plan, link, before);
    } catch (SQLException e) {
      sessions.close(link);
      throw ConnectionErrors.thrown(database, link, e);
    } catch (RuntimeException e) {
      sessions.close(link);
      throw e;
    }
  }

  private static LoadPlan plan(
      NamedConnection database,
      LoadTarget target,
      OutputSpec output,
      List<Column> columns,
      Attempt attempt) {
    String schema = target.stagingSchema();
    return new LoadPlan(
        database.name(),
        attempt.job(),
        attempt.epoch(),
        target.name(),
        StageTables.stage(schema, attempt.job(), attempt.epoch()),
        StageTables.marker(schema),
        target.mode(),
        !target.exists(),
        columns.stream().map(Column::name).toList(),
        target.exists() ? List.of() : target.types(),
        output.key() == null ? List.of() : output.key());
  }

  private static void prepare(DatabaseLink link, LoadPlan plan, List<String> types)
      throws SQLException {
    StageTables.dropForgotten(link, plan.stage());
    if (link.text("SELECT to_regclass(?)", plan.marker().sql()) == null) {
      link.execute(LoadSql.createMarkers(plan.marker()));
    }
    link.execute("DROP TABLE IF EXISTS " + plan.stage().sql());
    link.execute(LoadSql.createStage(plan, types));
    StageTables.describe(link, plan);
  }

  /** Rows that this job has loaded in an earlier attempt whose end nobody heard of, or empty. */
  public OptionalLong loadedBefore() {
    return loadedBefore;
  }

  /** For people: {@code connection:schema.table}. */
  public String describe() {
    return plan.describe();
  }

  /**
   * Puts rows into the staging table.
   *
   * @param csv rows without a header; what is empty and not quoted is NULL
   * @return how many
   */
  public long stage(InputStream csv) throws IOException {
    try {
      return link.copies().copyIn(LoadSql.copy(plan, false), csv, BUFFER);
    } catch (SQLException e) {
      throw ConnectionErrors.thrown(database, link, e);
    }
  }

  /** What tasks elsewhere need to put rows into the staging table. */
  public StageAccess access() {
    return new StageAccess(database, sessions.label(), LoadSql.copy(plan, true));
  }

  /**
   * Takes rows out of the staging table that tasks wrote which did not count in the end.
   *
   * @param rows of the tasks that count
   */
  public void keepOnly(List<Long> tasks, long rows) {
    String stage = plan.stage().sql();
    List<String> numbers = tasks.stream().map(String::valueOf).toList();
    String kept = numbers.isEmpty() ? "-1" : String.join(", ", numbers);
    try {
      if (link.number("SELECT count(*) FROM " + stage) != rows) {
        link.update("DELETE FROM " + stage + " WHERE " + LoadSql.TASK + " NOT IN (" + kept + ")");
      }
    } catch (SQLException e) {
      throw ConnectionErrors.thrown(database, link, e);
    }
  }

  /** The first rows of the staging table, as the database writes them. */
  public List<List<@Nullable String>> firstRows(int rows) {
    try {
      int columns = plan.columns().size();
      return link.list(
          "SELECT "
              + LoadSql.names(plan.columns())
              + " FROM "
              + plan.stage().sql()
              + " ORDER BY ctid LIMIT "
              + rows,
          row -> {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
              values.add(row.getString(i));
            }
            return values;
          });
    } catch (SQLException e) {
      throw ConnectionErrors.thrown(database, link, e);
    }
  }

  /** What the load will do, enough for another process to finish it. */
  public ObjectNode manifest(long rows) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.set("load", plan.toJson().put("rows", rows));
    return manifest;
  }

  /**
   * Asks the gate, then loads: when this returns, all rows are in the target; when it throws, none.
   *
   * @param rows that were staged
   * @param details kept with the manifest: {@code result}, the result of the job, and {@code also},
   *     manifests of more outputs
   * @return rows that were inserted or changed
   * @throws OrchestratorException FENCED, CONSTRAINT_VIOLATION, OUTPUT_EXISTS and others
   */
  public long publish(long rows, ObjectNode details, Predicate<ObjectNode> gate) {
    refuseTwice();
    ObjectNode manifest = manifest(rows);
    manifest.setAll(details);
    if (!gate.test(manifest)) {
      throw new OrchestratorException(
          ErrorCode.FENCED, "Another attempt of this job is the current one; nothing was loaded.");
    }
    LoadTransaction transaction = new LoadTransaction(plan);
    for (int tries = 1; ; tries++) {
      try {
        return transaction.run(link, rows).orElseThrow(transaction::lost);
      } catch (SQLException e) {
        RuntimeException failure = ConnectionErrors.thrown(database, link, e);
        boolean passing =
            failure instanceof OrchestratorException known
                && known.code() == ErrorCode.CONNECTION_FAILED;
        if (!passing || tries == TRIES) {
          throw failure;
        }
        log.info("The load into {} is tried again", plan.describe(), e);
        reconnect();
      }
    }
  }

  /** Whether the transaction was committed is seen by its marker, when it is run again. */
  private void reconnect() {
    sessions.close(link);
    link = sessions.open(database);
  }

  private void refuseTwice() {
    if (plan.mode() != LoadPlan.Mode.UPSERT) {
      return;
    }
    try {
      String key = link.text(LoadSql.twice(plan));
      if (key != null) {
        throw new OrchestratorException(
            ErrorCode.CONSTRAINT_VIOLATION,
            "The result has several rows with the same key ("
                + String.join(", ", plan.key())
                + "): "
                + key
                + ". Only one of them could stay: remove the others with a dedupe step.");
      }
    } catch (SQLException e) {
      throw ConnectionErrors.thrown(database, link, e);
    }
  }

  /** Removes the staging table if it is still there. Never throws; a later load removes it else. */
  public void discard() {
    sessions.close(link);
    try (DatabaseLink own = DatabaseLink.open(database, "ejo clean")) {
      own.execute("DROP TABLE IF EXISTS " + plan.stage().sql());
    } catch (SQLException e) {
      log.warn("The staging table {} is removed by a later load", plan.stage(), e);
    }
  }

  /** Whether a manifest is one of a load. */
  public static boolean isLoad(JsonNode manifest) {
    return manifest.has("load");
  }

  /**
   * Finishes a load whose process died after the gate had opened. Idempotent; blocks.
   *
   * @param manifest as {@link #manifest} made it
   * @return whether the rows are in the target now; false: the job has to run again
   */
  public static boolean recover(Connections connections, JsonNode manifest) {
    LoadPlan plan = LoadPlan.of(manifest.path("load"));
    NamedConnection database = connections.get(plan.connection());
    try (DatabaseLink link = DatabaseLink.open(database, "ejo recover")) {
      long rows = manifest.path("load").path("rows").asLong();
      return new LoadTransaction(plan).run(link, rows).isPresent();
    } catch (SQLException e) {
      throw ConnectionErrors.of(database, e);
    }
  }
}
