package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Walks through every order of a bounded set of steps of two workers around one job: claim, start,
 * complete, fail, give back, each with its answer received or lost, crashes at every point, leases
 * that end, sweeps, a cancel. The steps are the real functions of the database; a step back is a
 * rollback to a savepoint. In every state the promises must hold, and from every state the job must
 * come to an end when one healthy worker is left.
 */
class ProtocolExplorerTest {
  private static final Duration BUDGET =
      Duration.ofSeconds(Integer.getInteger("explorer.seconds", 300));

  private static final int UNLIMITED = 1_000;

  @RegisterExtension final TestDatabase database = new TestDatabase();

  /** States, each with the most faults that were still to come when it was visited. */
  private final Map<String, Integer> seen = new HashMap<>();

  private final Set<String> truths = new HashSet<>();
  private final List<String> path = new ArrayList<>();
  private ExplorerWorld world;
  private long steps;
  private int deepest;

  @Test
  void everyOrderOfStepsAroundOneClaimKeepsThePromisesAndEndsTheJob() throws SQLException {
    explore(1, 1, UNLIMITED);
  }

  @Test
  @Tag("slow")
  void everyOrderOfStepsAroundTwoClaimsWithFewFaultsKeepsThePromisesAndEndsTheJob()
      throws SQLException {
    explore(
        Integer.getInteger("explorer.epochs", 2),
        Integer.getInteger("explorer.lives", 1),
        Integer.getInteger("explorer.faults", 2));
  }

  /**
   * @param faults crashes, lost answers, ends of leases and cancels on one path, at most
   */
  private void explore(int epochs, int lives, int faults) throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      world = new ExplorerWorld(connection, epochs, lives);
      world.begin();
      visit(start, faults);
      connection.rollback();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "explorer: %d states (%d of the database), %d steps, paths of up to %d steps, %.1f s%n",
        seen.size(), truths.size(), steps, deepest, took.toMillis() / 1e3);
    assertThat(seen).as("it went somewhere").hasSizeGreaterThan(100);
  }

  private void visit(long start, int faults) throws SQLException {
    String truth = world.truth();
    String state = truth + " " + world.beliefs();
    if (seen.getOrDefault(state, -1) >= faults) {
      return;
    }
    seen.put(state, faults);
    deepest = Math.max(deepest, path.size());
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("walked through in time; states so far: " + seen.size())
        .isLessThan(BUDGET);
    ExplorerWorld.Saved here = world.save();
    if (truths.add(truth)) {
      check(truth, here);
    }
    for (ExplorerWorld.Step step : world.steps()) {
      if (step.isFault() && faults == 0) {
        continue;
      }
      path.add(step.name());
      world.take(step);
      steps++;
      visit(start, step.isFault() && faults < UNLIMITED ? faults - 1 : faults);
      path.remove(path.size() - 1);
      world.goBack(here);
    }
    world.forget(here);
  }

  private void check(String truth, ExplorerWorld.Saved here) throws SQLException {
    List<String> broken = new ArrayList<>(world.broken());
    String end = world.heal();
    if (!Set.of("completed", "failed", "cancelled").contains(end)) {
      broken.add("the job never ends, it stays " + end);
    }
    broken.addAll(world.broken());
    world.goBack(here);
    assertThat(broken).as("after " + path + ", in " + truth + " " + world.beliefs()).isEmpty();
  }

  /** The rules as one function, so that they are planned once. */
  static String rules() {
    return InvariantChecker.asFunction("explorer_rules");
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
