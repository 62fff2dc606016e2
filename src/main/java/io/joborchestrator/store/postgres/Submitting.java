package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.texts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobSubmission;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One submission of some jobs, however often it has to be sent: the ids are made here, so that a
 * second try after a lost answer sees whether the first was stored. Not shared.
 */
final class Submitting {
  private static final String SUBMIT = "SELECT submit_jobs(?::jsonb, false) AS ids";
  private static final String STORED = "SELECT job_id FROM jobs WHERE job_id = ANY (?)";
  private static final String BY_KEY =
      "SELECT job_id FROM jobs WHERE owner = session_user AND idempotency_key = ?";

  private final List<JobSubmission> submissions;
  private final List<String> ids = new ArrayList<>();
  private final ArrayNode jobs = Rows.JSON.createArrayNode();
  private int tries;

  Submitting(List<JobSubmission> submissions) {
    this.submissions = submissions;
    long now = System.currentTimeMillis();
    for (JobSubmission submission : submissions) {
      String id = id(now);
      ids.add(id);
      ObjectNode job = SubmissionJson.write(submission);
      job.put("job_id", id);
      jobs.add(job);
    }
  }

  /** A version 7 UUID: ids of one moment lie together in the index. */
  private static String id(long millis) {
    UUID random = UUID.randomUUID();
    long high = millis << 16 | 0x7000 | random.getMostSignificantBits() & 0x0FFF;
    return new UUID(high, random.getLeastSignificantBits()).toString();
  }

  List<String> run(Database database) {
    return database.call(PoolKind.WORK, "submit the job", this::send);
  }

  private List<String> send(Connection connection) throws SQLException {
    if (tries++ > 0) {
      List<String> stored =
          Statements.list(connection, STORED, row -> row.getString(1), texts(ids));
      if (!stored.isEmpty()) {
        return resolve(connection, stored);
      }
    }
    return Statements.one(connection, SUBMIT, row -> Rows.texts(row, "ids"), jobs.toString());
  }

  /** All or nothing was stored: what is missing had a key that was known already. */
  private List<String> resolve(Connection connection, List<String> stored) throws SQLException {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      @Nullable String key = submissions.get(i).idempotencyKey();
      result.add(
          stored.contains(id) || key == null
              ? id
              : Statements.one(connection, BY_KEY, row -> row.getString(1), key));
    }
    return result;
  }
}
