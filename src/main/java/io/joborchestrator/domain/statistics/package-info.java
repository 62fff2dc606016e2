/** What happened when, in buckets of time: for charts, tiles and alerts. */
@NullMarked
package io.joborchestrator.domain.statistics;

import org.jspecify.annotations.NullMarked;
