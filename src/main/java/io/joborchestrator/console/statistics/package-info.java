/** How statistics are shown on every page: ranges of time, charts, and the jobs behind a point. */
@NullMarked
package io.joborchestrator.console.statistics;

import org.jspecify.annotations.NullMarked;
