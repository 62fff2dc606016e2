package io.joborchestrator.reliability;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.testing.fault.FaultEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What happens in a run of the chaos mix, and when: made from a seed before it begins, so that the
 * same seed does the same again.
 *
 * @param actions in the order of time
 */
record ChaosMix(long seed, List<Action> actions) {
  /** Kinds of trouble, and of work. */
  enum Kind {
    SUBMIT,
    SUBMIT_AGAIN,
    CUT,
    RESET,
    STALL,
    HALF_CLOSE,
    LOSE_REPLIES,
    SLOW,
    MEND,
    END_SESSIONS,
    KILL_WORKER,
    STOP_WORKER,
    FREEZE_WORKER,
    CLOCK_JUMP,
    CANCEL,
    PAUSE_AND_RESUME,
    NOTIFY_FLOOD,
    SLOW_VIEWS,
    RESTART_DATABASE,
    NO_CONNECTIONS,
    DEADLOCK,
    DEADLY_JOB
  }

  /**
   * One of them.
   *
   * @param target which network, job or size; taken modulo what there is
   */
  record Action(Duration at, Kind kind, int target) {}

  private static final Kind[] TROUBLES = {
    Kind.CUT,
    Kind.RESET,
    Kind.STALL,
    Kind.HALF_CLOSE,
    Kind.LOSE_REPLIES,
    Kind.SLOW,
    Kind.MEND,
    Kind.MEND,
    Kind.MEND,
    Kind.MEND,
    Kind.END_SESSIONS,
    Kind.END_SESSIONS,
    Kind.KILL_WORKER,
    Kind.STOP_WORKER,
    Kind.FREEZE_WORKER,
    Kind.CLOCK_JUMP,
    Kind.CANCEL,
    Kind.CANCEL,
    Kind.PAUSE_AND_RESUME,
    Kind.NOTIFY_FLOOD,
    Kind.SLOW_VIEWS,
    Kind.SUBMIT_AGAIN,
    Kind.RESTART_DATABASE,
    Kind.NO_CONNECTIONS,
    Kind.DEADLOCK,
    Kind.DEADLY_JOB
  };

  static ChaosMix of(long seed, Duration length) {
    Random random = new Random(seed);
    List<Action> actions = new ArrayList<>();
    Duration at = Duration.ZERO;
    while (at.compareTo(length) < 0) {
      boolean trouble = random.nextInt(3) > 0;
      Kind kind = trouble ? TROUBLES[random.nextInt(TROUBLES.length)] : Kind.SUBMIT;
      actions.add(new Action(at, kind, random.nextInt(1 << 20)));
      at = at.plusMillis(100 + random.nextInt(500));
    }
    return new ChaosMix(seed, List.copyOf(actions));
  }

  /** Jobs of one submission: short and long ones, some that fail once or for good. */
  static List<JobSubmission> jobs(int number, Random random) {
    List<JobSubmission> jobs = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String name = "chaos " + number + "-" + i;
      Duration work = Duration.ofMillis(random.nextInt(800));
      JobSubmission job =
          switch (random.nextInt(8)) {
            case 0 -> FaultEngine.failing(name, work, ErrorCode.ENGINE_FAILED, 1);
            case 1 -> FaultEngine.failing(name, work, ErrorCode.VALUE_ERROR, 99);
            case 2 -> FaultEngine.job(name, work).withTimeout(Duration.ofSeconds(30));
            default -> FaultEngine.job(name, work);
          };
      jobs.add(job.withIdempotencyKey(name));
    }
    return jobs;
  }

  /** A job that takes its process along: once or twice, or until it is buried. */
  static JobSubmission deadlyJob(int number, int target) {
    String name = "deadly " + number;
    return FaultEngine.deadlyApart(name, Duration.ofMillis(target % 300), 1 + target % 3)
        .withIdempotencyKey(name);
  }

  /** Two runs with the same words did the same. */
  int fingerprint() {
    return actions.hashCode();
  }
}
