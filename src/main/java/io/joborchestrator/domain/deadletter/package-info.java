/** Jobs that failed for good, in groups of one cause, and what people do with many of them. */
@NullMarked
package io.joborchestrator.domain.deadletter;

import org.jspecify.annotations.NullMarked;
