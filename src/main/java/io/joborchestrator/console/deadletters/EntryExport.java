package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.CsvText;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterPage;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.orchestrator.DeadLetterManager;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the entries that match into a file, page by page. FX thread only. */
final class EntryExport {
  private static final int PAGE = 1_000;
  private static final String HEADER =
      "entry,job_id,name,type,state,reason,engine,queue,owner,error_code,error,failures,replays,"
          + "first_failed_at,failed_at,assignee";

  private final PageContext context;
  private final Texts texts;

  EntryExport(PageContext context) {
    this.context = context;
    this.texts = context.texts();
  }

  /** Asks for a place and writes in the background. */
  void write(DeadLetterFilter filter) {
    context
        .dialogs()
        .chooseTarget(texts.get("dead.export.title"), "dead-letters.csv", null)
        .ifPresent(
            target ->
                context
                    .tasks()
                    .run(
                        texts.get("dead.task.export"),
                        () -> write(context.orchestrator().deadLetters(), filter, target),
                        count ->
                            context
                                .dialogs()
                                .notice(
                                    texts.get(
                                        "dead.exported",
                                        Formats.exact(count),
                                        target.getFileName()),
                                    null),
                        failure ->
                            context.dialogs().error(texts.get("dead.export.failed"), failure)));
  }

  /** The file appears under its name when it is complete. Blocks. Returns how many lines. */
  static long write(DeadLetterManager manager, DeadLetterFilter filter, Path target)
      throws IOException {
    Path unfinished = Files.createTempFile(target.toAbsolutePath().getParent(), ".export", ".csv");
    try {
      long count = 0;
      try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
        out.write(HEADER + "\r\n");
        DeadLetterPage page;
        do {
          page = manager.page(filter, count, PAGE);
          for (DeadLetterRow row : page.rows()) {
            out.write(line(row) + "\r\n");
          }
          count += page.rows().size();
        } while (page.rows().size() == PAGE);
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
      return count;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static String line(DeadLetterRow row) {
    return CsvText.line(
        row.entryNo(),
        row.jobId(),
        row.jobName(),
        row.jobType(),
        row.state().wire(),
        row.reason().name(),
        row.engine(),
        row.queue(),
        row.owner(),
        row.errorCode(),
        row.errorMessage(),
        row.failures(),
        row.replays(),
        row.firstFailedAt(),
        row.failedAt(),
        row.assignee());
  }
}
