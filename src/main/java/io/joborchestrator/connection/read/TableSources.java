package io.joborchestrator.connection.read;

import io.joborchestrator.connection.ConnectionErrors;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.connection.NamedConnection;
import io.joborchestrator.connection.RunSessions;
import io.joborchestrator.connection.TableCatalog;
import io.joborchestrator.connection.TableFacts;
import io.joborchestrator.connection.TableName;
import io.joborchestrator.pipeline.CompiledPipeline;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables one run reads. All tables of one database are read as of one moment: the first session
 * holds it open until {@link #close}. One per run, used by one thread; cancelled through its {@link
 * RunSessions}.
 */
public final class TableSources implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TableSources.class);

  private static final String ISOLATION =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  private final Connections connections;
  private final RunSessions sessions;
  private final Map<String, Moment> moments = new HashMap<>();

  /** The session that holds a moment open. */
  private record Moment(NamedConnection database, DatabaseLink link, @Nullable String snapshot) {}

  public TableSources(Connections connections, RunSessions sessions) {
    this.connections = connections;
    this.sessions = sessions;
  }

  RunSessions sessions() {
    return sessions;
  }

  /**
   * Prepares to read the used columns of an input.
   *
   * @param wanted parts asked for: false for one
   */
  public TableSource source(CompiledPipeline.Input input, boolean wanted) {
    Moment moment = moment(Objects.requireNonNull(input.spec().connection()));
    try {
      TableName name = TableName.parse(Objects.requireNonNull(input.spec().table()));
      TableFacts table = new TableCatalog(moment.link()).get(name, moment.database().name());
      ReadPlanner planner = new ReadPlanner(moment.link(), table);
      List<String> queries =
          wanted && moment.snapshot() != null
              ? planner.queries(input.used(), input.spec().partitionBy())
              : List.of(planner.query(input.used()));
      return new TableSource(
          moment.database(), table, moment.snapshot(), queries, sessions.label());
    } catch (SQLException e) {
      throw ConnectionErrors.thrown(moment.database(), moment.link(), e);
    }
  }

  /** Rows of a table at the moment it is read. The server looks at all of them. */
  public long count(TableSource source) {
    Moment moment = moment(source.database().name());
    try {
      return moment.link().number("SELECT count(*) FROM " + source.table().name().sql());
    } catch (SQLException e) {
      throw ConnectionErrors.thrown(moment.database(), moment.link(), e);
    }
  }

  private Moment moment(String connection) {
    Moment known = moments.get(connection);
    if (known != null) {
      return known;
    }
    NamedConnection database = connections.get(connection);
    DatabaseLink link = sessions.open(database);
    try {
      link.begin();
      link.execute(ISOLATION);
      Moment moment = new Moment(database, link, export(link));
      moments.put(connection, moment);
      return moment;
    } catch (SQLException e) {
      sessions.close(link);
      throw ConnectionErrors.thrown(database, link, e);
    }
  }

  /** Null where a server or what stands in front of it exports none. */
  private static @Nullable String export(DatabaseLink link) throws SQLException {
    try {
      return link.text("SELECT pg_export_snapshot()");
    } catch (SQLException e) {
      log.info("The database exports no snapshot, its tables are read in one part", e);
      link.rollback();
      link.begin();
      link.execute(ISOLATION);
      return null;
    }
  }

  /** SQL that puts a transaction that has just begun at the moment of a source. */
  public static List<String> atMoment(TableSource source) {
    String snapshot = source.snapshot();
    return snapshot == null
        ? List.of(ISOLATION)
        : List.of(ISOLATION, "SET TRANSACTION SNAPSHOT '" + snapshot.replace("'", "''") + "'");
  }

  /** Ends all sessions; the moment is gone. */
  @Override
  public void close() {
    moments.values().forEach(moment -> sessions.close(moment.link()));
    moments.clear();
  }
}
