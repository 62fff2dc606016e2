package io.joborchestrator.console.view;

import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.engine.EngineHealth;

/**
 * How a state looks: the same icon, word and colour everywhere.
 *
 * @param word sentence case
 * @param icon code of the icon pack
 * @param tone pseudo-class that gives the colour ("running")
 */
public record StatusView(String word, String icon, String tone) {
  public static final StatusView CANCEL_REQUESTED =
      new StatusView("Cancel requested", "mdoal-hourglass_empty", "running");
  public static final StatusView CANCEL_NOT_CONFIRMED =
      new StatusView("Cancel not confirmed", "mdomz-warning", "failed");

  public static StatusView of(JobStatus status) {
    return switch (status) {
      case PENDING -> new StatusView("Pending", "mdomz-schedule", "pending");
      case QUEUED -> new StatusView("Queued", "mdmz-pending", "queued");
      case RUNNING -> new StatusView("Running", "mdmz-play_circle_filled", "running");
      case RETRYING -> new StatusView("Retrying", "mdmz-replay", "retrying");
      case PAUSED -> new StatusView("Paused", "mdmz-pause_circle_filled", "paused");
      case COMPLETED -> new StatusView("Completed", "mdal-check_circle", "completed");
      case FAILED -> new StatusView("Failed", "mdal-error", "failed");
      case TIMEOUT -> new StatusView("Timed out", "mdomz-timer_off", "timeout");
      case CANCELLED -> new StatusView("Cancelled", "mdal-block", "cancelled");
    };
  }

  /** As {@link #of(JobStatus)}, but a running job that was asked to stop says so. */
  public static StatusView of(JobRow row) {
    boolean asked = row.cancelRequested() && row.status() == JobStatus.RUNNING;
    return asked ? CANCEL_REQUESTED : of(row.status());
  }

  /** For the words of {@link io.joborchestrator.domain.worker.WorkerRow#status}. */
  public static StatusView ofWorker(String status) {
    return switch (status) {
      case "online", "busy" -> new StatusView("Alive", "mdal-check_circle", "completed");
      case "draining" -> new StatusView("Draining", "mdoal-hourglass_empty", "retrying");
      case "paused" -> new StatusView("Paused", "mdmz-pause_circle_filled", "paused");
      case "lost" -> new StatusView("Lost", "mdal-error", "failed");
      case "offline" -> new StatusView("Stopped", "mdomz-nights_stay", "cancelled");
      default -> new StatusView(status, "mdmz-radio_button_unchecked", "cancelled");
    };
  }

  public static StatusView of(BreakerState state) {
    return switch (state) {
      case CLOSED -> new StatusView("Closed", "mdmz-power", "closed");
      case OPEN -> new StatusView("Open", "mdmz-power_off", "open");
      case HALF_OPEN -> new StatusView("Half-open", "mdmz-tonality", "half-open");
      case FORCED_OPEN -> new StatusView("Tripped", "mdmz-power_off", "open");
    };
  }

  public static StatusView of(EngineHealth.State state) {
    return switch (state) {
      case READY -> new StatusView("Ready", "mdal-check_circle", "completed");
      case COLD -> new StatusView("Not started", "mdomz-nights_stay", "cancelled");
      case STARTING -> new StatusView("Starting", "mdoal-hourglass_empty", "running");
      case UNAVAILABLE -> new StatusView("Unavailable", "mdal-error", "failed");
      case OFF -> new StatusView("Off", "mdomz-toggle_off", "cancelled");
    };
  }
}
