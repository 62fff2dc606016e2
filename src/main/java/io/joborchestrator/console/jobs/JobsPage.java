package io.joborchestrator.console.jobs;

import io.joborchestrator.console.jobs.detail.LogWindows;
import io.joborchestrator.console.view.FxmlPage;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import java.util.List;

/** The list of jobs with the detail of one. FX thread only. */
public final class JobsPage extends FxmlPage {
  private final JobsViewModel viewModel;
  private final LogWindows logs;
  private final JobsController controller;

  public JobsPage(PageContext context) {
    super(context, FxmlView.JOBS, "jobs.title");
    this.viewModel = new JobsViewModel(context);
    this.logs = new LogWindows(context);
    this.controller = new JobsController(viewModel, context, logs);
  }

  /** Shows the list with this job's detail open. */
  public void openJob(String jobId) {
    viewModel.openJob(jobId);
  }

  /** Shows the jobs that match. */
  public void showJobs(JobFilter filter) {
    viewModel.showJobs(filter);
  }

  /** The checked jobs, or the one under the keyboard or open at the right. */
  public List<JobRow> chosen() {
    List<JobRow> rows = viewModel.chosen().rows();
    return rows.isEmpty() && viewModel.detail().openProperty().get()
        ? viewModel.detail().chosen()
        : rows;
  }

  /** Closes the logs that have windows of their own. */
  public void closeWindows() {
    logs.closeAll();
  }

  @Override
  protected List<Object> controllers() {
    return List.of(controller);
  }

  @Override
  public void onShown() {
    viewModel.shown();
  }

  @Override
  public void onHidden() {
    viewModel.hidden();
  }

  @Override
  public void refresh() {
    viewModel.reload();
  }

  @Override
  public void focusFilter() {
    node();
    controller.focusFilter();
  }

  JobsViewModel viewModel() {
    return viewModel;
  }
}
