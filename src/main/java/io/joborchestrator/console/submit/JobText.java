package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobSubmission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The job as a file or as a command. FX thread only. */
final class JobText {
  private static final long LARGEST_FILE = 10L << 20;

  private final SubmitViewModel viewModel;
  private final UiTasks tasks;
  private final Dialogs dialogs;

  JobText(SubmitViewModel viewModel, UiTasks tasks, Dialogs dialogs) {
    this.viewModel = viewModel;
    this.tasks = tasks;
    this.dialogs = dialogs;
  }

  /** Lets the person choose a job file and fills the form with it. */
  void open() {
    dialogs.chooseFile("Open a job file", null).ifPresent(this::open);
  }

  void save() {
    JobSubmission job = written();
    String name =
        (job.name().isBlank() ? "job" : job.name().replaceAll("[^\\w.-]+", "_")) + ".json";
    dialogs.chooseTarget("Save as a job file", name, null).ifPresent(file -> save(job, file));
  }

  void copyAsCli() {
    dialogs.copyToClipboard(CommandText.of(written(), viewModel.form().run().start()));
    dialogs.notice("Copied as a command", null);
  }

  private JobSubmission written() {
    return viewModel.form().submission().withIdempotencyKey(null);
  }

  private void open(Path file) {
    tasks.run(
        "open a job file",
        () -> JobFile.parse(read(file)),
        viewModel::open,
        failure -> dialogs.error("The job file " + file + " cannot be opened", failure));
  }

  private static String read(Path file) throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      throw new IOException("It is larger than 10 MB, which no job file is");
    }
    return Files.readString(file);
  }

  private void save(JobSubmission job, Path file) {
    tasks.run(
        "save a job file",
        () -> Files.writeString(file, JobFile.format(job) + System.lineSeparator()),
        saved -> dialogs.notice("Saved " + saved, null),
        failure -> dialogs.error("The job file " + file + " cannot be saved", failure));
  }
}
