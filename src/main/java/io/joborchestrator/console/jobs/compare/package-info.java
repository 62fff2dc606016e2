/** Two runs side by side. */
@NullMarked
package io.joborchestrator.console.jobs.compare;

import org.jspecify.annotations.NullMarked;
