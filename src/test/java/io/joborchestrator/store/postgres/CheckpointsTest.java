package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.Checkpoint;
import io.joborchestrator.domain.job.ChunkCounts;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.CheckpointStore;
import io.joborchestrator.store.CheckpointStore.Leftover;
import io.joborchestrator.store.CheckpointStore.StaleFolder;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finished parts of long runs belong to whoever holds the lease. */
class CheckpointsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private PostgresStores stores;
  private CheckpointStore checkpoints;
  private String jobId;
  private TestWorker first;
  private TestWorker second;

  @BeforeEach
  void jobThatCanBeClaimed() {
    stores = database.stores();
    checkpoints = stores.work().checkpoints();
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    jobId = stores.jobs().submit(List.of(JobSubmission.of("long", "etl", config))).get(0);
    first = TestWorker.register(stores.work(), "w1");
    second = TestWorker.register(stores.work(), "w2");
  }

  @AfterEach
  void invariantsHold() throws SQLException {
    try (Connection connection = database.connect()) {
      assertThat(InvariantChecker.violations(connection)).isEmpty();
    }
  }

  private static Checkpoint chunk(int no, int epoch) {
    ObjectNode output = JsonNodeFactory.instance.objectNode().put("to", no * 100);
    return new Checkpoint(no, 4, epoch, "f", "/data/.parts", output, 10, 9, 1);
  }

  @Test
  void nextAttemptFindsWhatTheLostOneHadFinished() throws Exception {
    ClaimedJob job = first.claim(1).get(0);
    assertThat(save(first, job, chunk(0, 1))).isTrue();
    assertThat(save(first, job, chunk(1, 1))).isTrue();
    assertThat(data())
        .isEqualTo(
            "{chunks_done:2,chunks_total:4,chunks_reused:0,rows_read:20,rows_written:18,bad_rows:2}");

    ClaimedJob again = takenOver();
    assertThat(again.epoch()).isEqualTo(2);
    assertThat(checkpoints.load(second.session(), TestWorker.claim(again)))
        .containsExactly(chunk(0, 1), chunk(1, 1));
    assertThat(
            checkpoints.resume(
                second.session(), TestWorker.claim(again), 2, "Goes on at chunk 3 of 4"))
        .isTrue();
    assertThat(save(second, again, chunk(2, 2))).isTrue();
    assertThat(data())
        .contains("chunks_done:3,chunks_total:4,chunks_reused:2,rows_read:30,rows_written:27");
    JobEvent event = event("checkpoint_resumed");
    assertThat(event.reason()).isEqualTo("Goes on at chunk 3 of 4");
    assertThat(event.actor()).isEqualTo("node-w2");
    assertThat(event.data().toString()).isEqualTo("{\"chunks_kept\":2,\"chunks_total\":4}");

    assertThat(checkpoints.end(second.session(), TestWorker.claim(again))).isTrue();
    assertThat(data()).contains("chunks_done:4,chunks_total:4,chunks_reused:2");
    assertThat(second.complete(again)).hasSize(1);
    assertThat(checkpoints.stale(10)).isEmpty();
  }

  @Test
  void lostAttemptIsSearchedForOutputsOnceItsJobHasEnded() throws Exception {
    database.execute(
        "UPDATE jobs SET config = '{\"inputs\": [{\"path\": \"/in.csv\"}], \"output\": {\"path\":"
            + " \"/out.csv\"}}'");
    ClaimedJob job = first.claim(1).get(0);
    TestWorker.register(stores.work(), "w1");
    ClaimedJob again = second.claim(1).get(0);
    assertThat(checkpoints.leftovers(10)).as("the next attempt deals with them").isEmpty();
    assertThat(second.complete(again)).hasSize(1);
    Leftover left = new Leftover(job.no(), job.epoch(), "host", List.of("/in.csv", "/out.csv"));
    assertThat(checkpoints.leftovers(10)).containsExactly(left);
    assertThat(checkpoints.forgetLeftovers(List.of(left))).isEqualTo(1);
    assertThat(checkpoints.leftovers(10)).isEmpty();
  }

  @Test
  void crashesAreCountedFromTheLastStoredChunkOn() throws Exception {
    ClaimedJob job = first.claim(1).get(0);
    database.execute("UPDATE jobs SET crash_count = 2");
    assertThat(save(second, job, chunk(0, 1))).isFalse();
    assertThat(crashes()).isEqualTo(2);
    assertThat(save(first, job, chunk(0, 1))).isTrue();
    assertThat(crashes()).isZero();
    assertThat(stores.jobs().find(jobId).orElseThrow().chunks())
        .isEqualTo(new ChunkCounts(1, 4, 0));
  }

  private int crashes() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT crash_count FROM jobs")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void workerThatLostTheJobChangesNothing() throws Exception {
    ClaimedJob job = first.claim(1).get(0);
    assertThat(save(first, job, chunk(0, 1))).isTrue();
    ClaimedJob again = takenOver();

    assertThat(save(first, job, chunk(1, 1))).isFalse();
    assertThat(save(second, job, chunk(1, 1))).isFalse();
    assertThat(checkpoints.load(first.session(), TestWorker.claim(job))).isEmpty();
    assertThat(checkpoints.resume(first.session(), TestWorker.claim(job), 0, "x")).isFalse();
    assertThat(checkpoints.end(first.session(), TestWorker.claim(job))).isFalse();
    assertThat(checkpoints.load(second.session(), TestWorker.claim(again)))
        .containsExactly(chunk(0, 1));
  }

  @Test
  void startingAgainForgetsTheChunksAndSaysWhy() throws Exception {
    ClaimedJob job = first.claim(1).get(0);
    assertThat(checkpoints.resume(first.session(), TestWorker.claim(job), 0, "none yet")).isTrue();
    save(first, job, chunk(0, 1));
    ClaimedJob again = takenOver();
    checkpoints.resume(second.session(), TestWorker.claim(again), 0, "The input has changed");
    assertThat(checkpoints.load(second.session(), TestWorker.claim(again))).isEmpty();
    assertThat(data()).isEqualTo("null");
    assertThat(event("checkpoints_dropped").reason()).isEqualTo("The input has changed");
  }

  @Test
  void foldersOfEndedJobsCanBeRemovedThoseOfOthersNot() throws Exception {
    ClaimedJob job = first.claim(1).get(0);
    save(first, job, chunk(0, 1));
    save(first, job, chunk(1, 1));
    assertThat(checkpoints.stale(10)).isEmpty();
    assertThat(checkpoints.forget(List.of(job.no()))).isZero();
    assertThat(first.complete(job)).hasSize(1);
    assertThat(checkpoints.stale(10)).containsExactly(new StaleFolder(job.no(), "/data/.parts"));
    database.execute("DELETE FROM jobs");
    assertThat(checkpoints.stale(10)).hasSize(1);
    assertThat(checkpoints.forget(List.of(job.no()))).isEqualTo(2);
    assertThat(checkpoints.stale(10)).isEmpty();
  }

  private ClaimedJob takenOver() {
    stores.work().deregister(first.session());
    return second.claim(1).get(0);
  }

  private boolean save(TestWorker worker, ClaimedJob job, Checkpoint checkpoint) {
    return checkpoints.save(worker.session(), TestWorker.claim(job), checkpoint);
  }

  private JobEvent event(String name) {
    return stores.jobs().events(jobId).stream()
        .filter(event -> event.event().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What readers of version 1 see, without the time and in a fixed order. */
  private String data() throws SQLException, IOException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT checkpoint_data FROM jobs")) {
      rows.next();
      String text = rows.getString(1);
      if (text == null) {
        return "null";
      }
      ObjectNode sorted = JsonNodeFactory.instance.objectNode();
      ObjectNode node = (ObjectNode) JSON.readTree(text);
      for (String key :
          List.of(
              "chunks_done",
              "chunks_total",
              "chunks_reused",
              "rows_read",
              "rows_written",
              "bad_rows")) {
        sorted.set(key, node.get(key));
      }
      return sorted.toString().replace("\"", "");
    }
  }
}
