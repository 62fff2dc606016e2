/** How often and when failed jobs are tried again. */
@NullMarked
package io.joborchestrator.domain.retry;

import org.jspecify.annotations.NullMarked;
