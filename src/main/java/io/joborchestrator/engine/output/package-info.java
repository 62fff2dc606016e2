/** How the output of a run becomes visible at once or not at all, whatever engine wrote it. */
@NullMarked
package io.joborchestrator.engine.output;

import org.jspecify.annotations.NullMarked;
