package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobDetail;
import java.time.ZoneId;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * A log with what its view needs to know beside it.
 *
 * @param detail of the job: its attempts, whether and why it ended
 * @param zone of the times shown
 * @param detach opens the log in a window of its own, or null: it is in one
 */
record ShownLog(
    LogViewModel log,
    ReadOnlyObjectProperty<@Nullable JobDetail> detail,
    Texts texts,
    ZoneId zone,
    @Nullable Runnable detach) {}
