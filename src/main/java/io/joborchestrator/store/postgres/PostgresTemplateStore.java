package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobTemplate;
import io.joborchestrator.store.TemplateStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code job_templates}. */
final class PostgresTemplateStore implements TemplateStore {
  private static final String FIND = "SELECT * FROM find_templates(?)";
  private static final String SAVE = "SELECT save_template(?, ?, ?::jsonb, ?, ?)";
  private static final String DELETE = "SELECT delete_template(?)";

  private final Database database;

  PostgresTemplateStore(Database database) {
    this.database = database;
  }

  @Override
  public List<JobTemplate> templates(@Nullable String name) {
    return database.call(
        PoolKind.VIEW,
        "list the templates",
        connection ->
            Statements.list(
                connection, FIND, PostgresTemplateStore::template, new Object[] {name}));
  }

  @Override
  public int save(
      String name,
      String description,
      JobSubmission submission,
      boolean shared,
      @Nullable Integer version) {
    return database.callOnce(
        PoolKind.CONTROL,
        "store a template",
        connection ->
            Statements.one(
                connection,
                SAVE,
                row -> row.getInt(1),
                name,
                description,
                SubmissionJson.write(submission).toString(),
                shared ? "everyone" : "me",
                version));
  }

  @Override
  public boolean delete(String name) {
    return database.callOnce(
        PoolKind.CONTROL,
        "delete a template",
        connection -> Statements.one(connection, DELETE, row -> row.getBoolean(1), name));
  }

  private static JobTemplate template(ResultSet row) throws SQLException {
    return new JobTemplate(
        row.getString("name"),
        row.getString("description"),
        SubmissionJson.read(Rows.object(row, "submission")),
        "everyone".equals(row.getString("visible_to")),
        row.getString("owner"),
        row.getInt("version"),
        Rows.instant(row, "updated_at"));
  }
}
