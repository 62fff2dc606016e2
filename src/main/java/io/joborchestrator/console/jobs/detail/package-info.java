/** Everything about one job: the panel over the list and its tabs. */
@NullMarked
package io.joborchestrator.console.jobs.detail;

import org.jspecify.annotations.NullMarked;
