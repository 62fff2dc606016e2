package io.joborchestrator.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobType;
import java.nio.file.Path;

/**
 * A job to try the program with.
 *
 * @param id stable, in lower case with hyphens
 * @param title a few words for a button or a card
 * @param description what it does and what there is to see, in a sentence or two
 * @param file the job as a file, ready for the command line
 * @param submission ready to be submitted, again and again: its output replaces that of the last
 *     run
 */
public record SampleJob(
    String id, String title, String description, Path file, JobSubmission submission) {
  /** A pipeline, which can run on either engine. */
  public boolean isPipeline() {
    return JobType.PIPELINES.contains(submission.type());
  }

  /** The same pipeline for one engine, with an output of its own. */
  public JobSubmission onEngine(String engine) {
    ObjectNode config = submission.config().deepCopy();
    if (config.get("output") instanceof ObjectNode output) {
      String path = output.path("path").asText();
      int dot = path.lastIndexOf('.');
      output.put("path", path.substring(0, dot) + "-" + engine + path.substring(dot));
    }
    return JobSubmission.of(submission.name() + " (" + engine + ")", submission.type(), config)
        .withEngine(engine)
        .withTags(submission.tags());
  }
}
