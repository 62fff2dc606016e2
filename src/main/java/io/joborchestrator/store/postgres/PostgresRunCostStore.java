package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.PastRuns;
import io.joborchestrator.store.RunCostStore;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the functions of migration V016. */
final class PostgresRunCostStore implements RunCostStore {
  private static final String PAST = "SELECT engine, seconds, bytes FROM past_runs(?, ?)";
  private static final String FACTS =
      "SELECT priority, engine, seconds, bytes FROM routing_facts(?)";
  private static final String RECORD = "SELECT record_run_cost(?, ?, ?, ?, ?, ?)";

  private final Database database;

  PostgresRunCostStore(Database database) {
    this.database = database;
  }

  private record FactsRow(String priority, @Nullable PastRuns past) {}

  @Override
  public List<PastRuns> past(String type, String name) {
    return database.call(
        PoolKind.WORK,
        "read what past runs took",
        connection ->
            Statements.list(connection, PAST, PostgresRunCostStore::pastRuns, type, name));
  }

  @Override
  public Facts facts(long no) {
    List<FactsRow> rows =
        database.call(
            PoolKind.WORK,
            "read what routing must know",
            connection ->
                Statements.list(
                    connection,
                    FACTS,
                    row ->
                        new FactsRow(
                            row.getString("priority"),
                            row.getString("engine") == null ? null : pastRuns(row)),
                    no));
    List<PastRuns> past = new ArrayList<>();
    rows.forEach(
        row -> {
          if (row.past() != null) {
            past.add(row.past());
          }
        });
    return new Facts(
        rows.isEmpty() ? JobPriority.NORMAL : JobPriority.parse(rows.get(0).priority()), past);
  }

  @Override
  public void record(
      WorkerSession session, Claim claim, String engine, double seconds, long bytes) {
    database.call(
        PoolKind.WORK,
        "keep what a run took",
        connection ->
            Statements.one(
                connection,
                RECORD,
                row -> row.getBoolean(1),
                session.workerNo(),
                claim.no(),
                claim.epoch(),
                engine,
                seconds,
                bytes));
  }

  private static PastRuns pastRuns(ResultSet row) throws SQLException {
    Float[] seconds = (Float[]) row.getArray("seconds").getArray();
    Long[] bytes = (Long[]) row.getArray("bytes").getArray();
    List<PastRuns.Run> runs = new ArrayList<>();
    for (int i = 0; i < seconds.length; i++) {
      runs.add(new PastRuns.Run(seconds[i], bytes[i]));
    }
    return new PastRuns(row.getString("engine"), runs);
  }
}
