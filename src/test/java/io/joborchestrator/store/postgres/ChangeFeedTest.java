package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.store.ChangeFeed;
import io.joborchestrator.testing.TestDatabase;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hints go on after their connections were lost. */
class ChangeFeedTest {
  private static final String LABEL = "feed-under-test";

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private final Hints hints = new Hints();
  private PostgresChangeFeed feed;

  @BeforeEach
  void listen() throws InterruptedException {
    feed = new PostgresChangeFeed(database.config().withApplicationName(LABEL));
    feed.subscribe(hints);
    feed.start();
    hints.awaitBoth();
  }

  @AfterEach
  void close() {
    feed.close();
  }

  @Test
  void hintOfAnotherProcessArrives() throws InterruptedException {
    database.execute("NOTIFY orchestrator_commands");
    hints.awaitCommands();
    database.execute("SELECT submit_job('a', 'etl')");
    hints.awaitJobs();
  }

  @Test
  void listensAgainAfterItsConnectionWasEnded() throws InterruptedException {
    endConnections();
    // Whoever subscribed is told to look again, because hints may have been missed.
    hints.awaitBoth();
    database.execute("NOTIFY orchestrator_jobs");
    hints.awaitJobs();
    database.execute("NOTIFY orchestrator_commands");
    hints.awaitCommands();
  }

  @Test
  void sendsTheHintThatFoundItsConnectionEnded() throws InterruptedException {
    feed.hintJobs();
    hints.awaitJobs();
    endConnections();
    hints.awaitBoth();
    feed.hintCommands();
    hints.awaitCommands();
    feed.hintJobs();
    hints.awaitJobs();
  }

  private void endConnections() {
    String ended =
        database.ask(
            "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
                + " WHERE application_name = '"
                + LABEL
                + "' AND datname = current_database()");
    assertThat(Integer.parseInt(ended)).isPositive();
  }

  private static final class Hints implements ChangeFeed.Listener {
    private static final long SECONDS = 30;

    private final Semaphore jobs = new Semaphore(0);
    private final Semaphore commands = new Semaphore(0);

    @Override
    public void jobsChanged() {
      jobs.release();
    }

    @Override
    public void commandsChanged() {
      commands.release();
    }

    void awaitJobs() throws InterruptedException {
      assertThat(jobs.tryAcquire(SECONDS, TimeUnit.SECONDS)).as("a hint about jobs").isTrue();
    }

    void awaitCommands() throws InterruptedException {
      assertThat(commands.tryAcquire(SECONDS, TimeUnit.SECONDS))
          .as("a hint about commands")
          .isTrue();
    }

    void awaitBoth() throws InterruptedException {
      awaitJobs();
      awaitCommands();
    }
  }
}
