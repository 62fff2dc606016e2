package io.joborchestrator.console.workers;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.domain.worker.WorkerRow;
import org.jspecify.annotations.Nullable;

/**
 * A share as a bar and a text.
 *
 * @param fraction 0 to 1
 * @param tone of the bar
 */
record WorkerMeter(double fraction, String text, String tone) {
  private static final double HIGH = 90;

  static @Nullable WorkerMeter slots(WorkerRow row) {
    if (row.slots() == 0) {
      return null;
    }
    return new WorkerMeter(
        (double) row.runningJobs() / row.slots(),
        row.runningJobs() + " of " + row.slots(),
        "running");
  }

  static @Nullable WorkerMeter percent(@Nullable Double percent) {
    if (percent == null) {
      return null;
    }
    return new WorkerMeter(
        percent / 100, Formats.percent(percent), percent >= HIGH ? "retrying" : "neutral");
  }
}
