package io.joborchestrator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a job as an engine sees it.
 *
 * @param epoch fencing token; temporary output carries it in its name
 * @param timeout limit of this attempt, kept by the core; an engine may use it as well
 * @param workDir a folder of this attempt, made on demand, removed afterwards
 * @param gate asked before output becomes visible
 * @param checkpoints keeps finished parts for the next attempt
 */
public record JobRun(
    long no,
    String jobId,
    int epoch,
    String name,
    String type,
    ObjectNode config,
    @Nullable Duration timeout,
    Path workDir,
    PublishGate gate,
    Checkpoints checkpoints) {
  /** A run whose parts are not kept. */
  public JobRun(
      long no,
      String jobId,
      int epoch,
      String name,
      String type,
      ObjectNode config,
      @Nullable Duration timeout,
      Path workDir,
      PublishGate gate) {
    this(no, jobId, epoch, name, type, config, timeout, workDir, gate, Checkpoints.NONE);
  }

  /** Name of its sessions in other databases: unique over all installations that use one. */
  public String sessionLabel() {
    return tag() + "-" + Integer.toHexString(jobId.hashCode());
  }

  /** Unique name of the attempt in any engine. */
  public String tag() {
    return tag(no, epoch);
  }

  /** As {@link #tag()}, of the attempt with this number. */
  public static String tag(long no, int epoch) {
    return "ejo-" + no + "-" + epoch;
  }
}
